//! Live editing: the site as it lies in its folder, shown in a browser and renewed with every save.
//!
//! [`watch`] tells what changed, [`Session`] keeps the site and answers [`http`], which tells every open page its news.

mod examine;
pub mod http;
mod moves;
mod now;
mod pages;
mod scene;
mod served;
mod session;
mod start;
mod state;
mod version;
pub mod watch;

pub use examine::{Examiner, Findings};
pub use scene::Scene;
pub use session::{Session, Summary};
