//! Which record is the header, and what its columns are.

mod again;
mod columns;
pub(crate) mod header;
mod known;
mod suggest;
mod wanted;

pub(crate) use again::HeaderAgain;
pub(crate) use columns::HeaderSearch;
#[cfg(feature = "workbooks")]
pub(in crate::input) use columns::UNREAD;
pub(in crate::input) use columns::list;
pub use columns::{Column, Layout};

pub use wanted::{Keep, Wanted};
