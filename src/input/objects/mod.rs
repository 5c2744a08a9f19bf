//! Lines of JSON: each is an object whose keys are its headers.

mod lines;
mod long_line;
mod object;
mod shape;

pub(crate) use lines::LineFramer;
pub(crate) use lines::find;
pub(crate) use object::{Objects, parse};
