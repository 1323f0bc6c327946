//! Delivery to nginx.

use super::nginx::{Nginx, is_there};
use super::story;

#[test]
fn a_cut_upload_leaves_a_whole_site_and_the_next_one_completes_it() {
    if is_there() {
        story::cut(&Nginx::start());
    }
}

#[test]
fn of_two_publishers_at_work_the_second_is_refused() {
    if is_there() {
        story::two(&Nginx::start(), 40_000);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_writes_down_how_far_it_came() {
    if is_there() {
        story::interrupted(&Nginx::start());
    }
}
