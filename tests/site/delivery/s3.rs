//! Delivery to moto's server, which speaks S3 and asks for signatures.

use super::moto::{Moto, is_there};
use super::story;

#[test]
fn a_cut_upload_leaves_a_whole_site_and_the_next_one_completes_it() {
    if is_there() {
        story::cut(&Moto::start());
    }
}

#[test]
fn of_two_publishers_at_work_the_second_is_refused() {
    if is_there() {
        story::two(&Moto::start(), 40_000);
    }
}
