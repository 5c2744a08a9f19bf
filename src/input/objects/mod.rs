//! Lines of JSON: each is an object whose keys are its headers.

mod columns;
mod lines;
mod long_line;
mod nested;
mod object;
mod pairs;
mod shape;

pub(crate) use columns::{Table, Values, elements, is_list_of_columns};
pub(crate) use lines::LineFramer;
pub(crate) use lines::find;
pub(crate) use nested::{CheckedKeys, Nested};
pub(crate) use object::Objects;
pub(crate) use pairs::{Pair, parse};
