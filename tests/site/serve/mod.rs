//! `gongkai serve` as browsers and other clients meet it: real files are edited, and what is served is read over HTTP.

mod client;
mod panel;
mod program;

mod browser;
mod crowd;
mod desk;
mod errors;
mod moving;
mod safety;
mod saving;
mod served;
mod settings;
mod soak;
mod tables;
