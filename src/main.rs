#![allow(dead_code, unused_imports)]
mod diagnostics;
mod kinds;
mod rules;
mod source;
mod text;
mod values;
fn main() {}
