//! Which record is the header, and what its columns are.

mod columns;
pub(crate) mod header;

pub(in crate::input) use columns::list;
pub use columns::{Column, Keep, Layout, Wanted};
