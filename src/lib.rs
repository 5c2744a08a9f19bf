//! mingcha (明察) checks company names and business scopes against clause (八) of 银发〔2026〕42号.
//!
//! The program `mingcha` reads whole batches; this crate checks texts that another program has at hand. A [`Checker`] is made
//! once, from the rules in force on a day and a [`Profile`], and then serves any number of threads:
//!
//! ```
//! use mingcha::{Checker, Field, Profile, RuleBook, Verdict};
//!
//! # fn main() -> anyhow::Result<()> {
//! let rules = RuleBook::in_force("2026-03-01".parse()?)?;
//! let checker = Checker::new(rules, Profile::built_in("filing")?)?;
//!
//! let findings = checker.check_text(Field::Scope, "软件开发；虛.擬.貨.幣交易");
//! assert_eq!(findings[0].verdict, Verdict::Reject);
//! assert_eq!(&*findings[0].term, "虚拟货币");
//! assert_eq!(findings[0].matched, "虛.擬.貨.幣");
//! assert_eq!((findings[0].start, findings[0].end), (5, 12)); // in Unicode scalar values
//! assert_eq!(&*findings[0].clause, "银发〔2026〕42号（八）");
//!
//! // A longer phrase that means something else is no finding, and nothing found is no approval.
//! assert!(checker.check_text(Field::Name, "海通证券股份有限公司").is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! An office's own terms are one more [`RuleSet`]:
//!
//! ```
//! use mingcha::{Checker, Field, Profile, RuleBook, RuleSet, Verdict};
//!
//! # fn main() -> anyhow::Result<()> {
//! let mut rules = RuleBook::in_force("2026-03-01".parse()?)?;
//! rules.sets.push(RuleSet::of_terms("office", "office.csv", "term\n时光机\n")?);
//! let checker = Checker::new(rules, Profile::built_in("filing")?)?;
//! assert_eq!(checker.check_text(Field::Scope, "時光機体验")[0].verdict, Verdict::Review);
//! # Ok(())
//! # }
//! ```
//!
//! Any text can be given, of any length and from anyone: checking does not fail and does not panic. The modules below are
//! what the program is made of, in the order input, text, rules, verdict, report; they may change from version to version,
//! while the items at the root stay.

#![cfg_attr(not(feature = "reports"), allow(dead_code, unused_imports, reason = "only whole runs use every part"))]

// The program is a room of the library, so that it can be an entry point of a package, too. It uses the rest by its public face.
#[cfg(feature = "cli")]
extern crate self as mingcha;

mod both;
pub mod checker;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "arrow")]
pub mod columns;
#[cfg(feature = "input")]
pub mod decision;
pub mod digest;
pub mod escape;
pub mod examples;
#[cfg(feature = "input")]
pub mod input;
pub mod matching;
pub mod message;
#[cfg(feature = "reports")]
pub mod pipeline;
#[cfg(feature = "reports")]
pub mod report;
pub mod row;
pub mod rules;
mod table;
pub mod text;
pub mod verdict;

pub use checker::Checker;
pub use jiff::civil::Date;
pub use row::{CheckedFiling, Filing};
pub use rules::{Profile, RuleBook, RuleFiles, RuleSet};
pub use verdict::{Evidence, Field, Finding, Tier, Verdict};
