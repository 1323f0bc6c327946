//! Tests of whole sites: an input tree, a command, what comes out. They know the program by its command line and its files only.

mod audience;
mod browser;
mod clock;
mod commands;
mod data;
mod delivery;
mod devtools;
mod finding;
mod fix;
mod harness;
mod kill;
mod ledger;
mod links;
mod marked;
mod pages;
mod patience;
mod poppler;
mod privacy;
mod rules;
mod samples;
mod serve;
mod sheets;
mod theme;
mod write;
