//! Delivery to Debian's SSH server, by the system's `ssh`.

use super::sshd::{Sshd, is_there};
use super::story;
use crate::harness::{Folder, Ran, SITE};

#[test]
fn a_cut_upload_leaves_a_whole_site_and_the_next_one_completes_it() {
    if is_there() {
        story::cut(&Sshd::start());
    }
}

#[test]
fn of_two_publishers_at_work_the_second_is_refused() {
    if is_there() {
        story::two(&Sshd::start(), 40_000);
    }
}

#[test]
fn without_the_ssh_program_the_officer_is_told_what_to_install() {
    let folder = Folder::site();
    folder.build();
    let target = "发布: {a: {方式: sftp, 地址: 'ssh://127.0.0.1'}}\n";
    folder.write("content/site.yaml", format!("{SITE}{target}"));
    let ran = folder
        .command(&["publish", "--to", "a"])
        .env("PATH", folder.path("nothing"))
        .output();
    let ran = Ran::from(ran.expect("the program runs"));
    ran.expect(2).says("openssh-client");
}
