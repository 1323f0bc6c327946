//! A site is brought to a folder and to a real WebDAV server.

mod folder;
mod nginx;
mod proxy;
mod webdav;
