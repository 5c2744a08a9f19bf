//! Guards in front of the readers: each refuses a file that would need too much memory or time, or be read in part.
//!
//! An abort cannot be caught: memory that a file only claims to need must be refused before it is requested. A panic of a
//! reader is caught in [`crate::input::catch_panics`].

pub(super) mod archive;
pub(super) mod budget;
pub(super) mod compound;
