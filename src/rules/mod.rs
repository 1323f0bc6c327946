//! The rules that hold for records of every kind.

pub mod basis;
