#![allow(dead_code, unused_imports)]
mod diagnostics;
mod kinds;
mod output;
mod rules;
mod site;
mod source;
mod text;
mod values;
fn main() {}
