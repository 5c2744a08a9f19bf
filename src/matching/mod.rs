//! The search: finds the terms of the rule book in text. It knows the book; the book does not know it.
//!
//! - `sieve`: recognises most texts without a hit, before they are folded;
//! - `matcher`: finds the terms in a folded text;
//! - `disguise`: finds terms that only a reader recognises, by sound, shape or parts;
//! - `surroundings`: the contexts that hold for a hit.

mod alphabet;
mod disguise;
mod finder;
mod hit;
mod matcher;
mod ranges;
mod sieve;
mod surroundings;

pub(crate) use disguise::Disguises;
pub(crate) use hit::Hit;
pub(crate) use matcher::{Matched, Matcher};
pub use sieve::{Sieve, Sifted, Suspects};
pub(crate) use surroundings::Surroundings;
