//! Which record is the header, and what its columns are.

mod columns;
pub(crate) mod header;
mod known;
mod wanted;

use crate::verdict::Field;

pub(in crate::input) use columns::list;
pub use columns::{Column, Layout};
pub use wanted::{Keep, Wanted};

/// All fields, in the order in which their columns are searched for.
const FIELDS: [Field; 2] = [Field::Name, Field::Scope];
