//! The rule book: which words are searched for, what they are grounded in, and what their surroundings change.

mod book;
mod chain;
mod compound;
mod context;
mod example;
mod fields;
mod load;
mod names;
mod parts;
mod pattern;
mod profile;
mod search;
mod slot;
mod spelling;

pub use crate::message::{PatternError, RowError, RulesError};
pub(crate) use book::Concerning;
pub use book::{Clause, Origin, Rule, RuleBook, RuleSet};
pub use chain::{Citation, Step};
pub(crate) use context::Reach;
pub use context::{Action, Context};
pub use example::Example;
pub use fields::Fields;
pub use load::RuleFiles;
pub(crate) use names::{NoNames, RowNames};
pub(crate) use pattern::Exceeded;
pub use profile::Profile;
pub use spelling::Join;
pub(crate) use spelling::Occurrence;
