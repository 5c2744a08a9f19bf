//! Which record is the header, and what its columns are.

mod again;
mod columns;
pub(crate) mod header;
mod known;
mod suggest;
mod wanted;

pub(crate) use again::HeaderAgain;
pub(crate) use columns::HeaderSearch;
#[cfg(any(feature = "workbooks", feature = "reports"))]
pub(crate) use columns::UNREAD;
pub(in crate::input) use columns::list;
pub use columns::{Column, Layout};
pub(in crate::input) use known::PATH;
pub use known::prepare;
pub(crate) use known::same_header;
#[cfg(feature = "reports")]
pub use suggest::is_typed_name;
#[cfg(feature = "reports")]
pub(in crate::input) use suggest::may_be_firm;
#[cfg(feature = "workbooks")]
pub(in crate::input) use suggest::may_hold_filings;
pub(in crate::input) use suggest::seems_value;
pub use wanted::{Keep, Wanted};
