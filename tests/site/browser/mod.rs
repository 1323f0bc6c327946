//! The built site as residents meet it, in a real Chromium: seen, read aloud, worked by keyboard, enlarged, without scripts, and on paper. Every test goes
//! over every type of page of the sample site, with a few pages added that are as long and as wide as pages get.

mod html;
mod reader;
mod sample;
mod server;
mod worst;

mod elders;
mod keyboard;
mod paper;
mod phone;
mod plain;
mod quiet;
mod search;
mod sizes;
mod wcag;
mod width;
