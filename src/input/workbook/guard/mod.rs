//! Guards around calamine: each refuses or mends a file that its reader would abort on, read for ever, or read in part.

pub(super) mod archive;
mod biff;
pub(super) mod binary;
mod budget;
pub(super) mod catch_panics;
pub(super) mod compound;
pub(super) mod open_document;
mod shared_texts;
