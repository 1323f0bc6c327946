//! A few pages as they are written. After a wanted change of the theme: `INSTA_UPDATE=always cargo test --release pages`, and look at the difference.
