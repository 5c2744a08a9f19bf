//! What the checker says of a row: plain data that rules, checker and reports share.

mod detail;
mod evidence;
mod finding;
mod problem;
mod ruling;

use std::fmt;

use serde::{Serialize, Serializer};

pub use detail::Detail;
pub use evidence::Evidence;
pub use finding::Finding;
pub use problem::{Problem, ProblemKind};
pub use ruling::Ruling;

/// The verdict of a row or of one finding, in rising order of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing found under the rule sets in force. Never "compliant".
    Clear,
    /// A related word, worth a look; the notice does not forbid it.
    Notice,
    /// Some text of the row could not be read, and what was read holds nothing above `Notice`.
    Unchecked,
    /// Content that the notice names, or a form that only a person can judge.
    Review,
    /// A word that clause (八) names is there.
    Reject,
}

impl Verdict {
    /// All verdicts, heaviest first, as the reports list them.
    pub const ALL: [Self; 5] = [Self::Reject, Self::Review, Self::Unchecked, Self::Notice, Self::Clear];

    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Notice => "notice",
            Self::Unchecked => "unchecked",
            Self::Review => "review",
            Self::Reject => "reject",
        }
    }

    /// The verdict with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.key() == key)
    }

    /// Whether a finding can have it; the others are for rows alone.
    #[must_use]
    pub fn is_of_finding(self) -> bool {
        matches!(self, Self::Notice | Self::Review | Self::Reject)
    }
}

/// How a rule is grounded in the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// A word that clause (八) names.
    Named,
    /// Content that the notice's own words carry.
    Content,
    /// A related word; not forbidden by the notice.
    Related,
}

impl Tier {
    /// All tiers, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Named, Self::Content, Self::Related];

    /// The key in machine formats and in data files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Content => "content",
            Self::Related => "related",
        }
    }

    /// The tier with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.key() == key)
    }
}

/// Which part of a filing a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The registered name.
    Name,
    /// The business scope.
    Scope,
}

impl Field {
    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Scope => "scope",
        }
    }
}

macro_rules! serialize_as_key {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.key())
            }
        }
    )*};
}
serialize_as_key!(Verdict, Tier, Field, Evidence, ProblemKind);

/// The verdict of a row: the highest of its findings and problems.
#[must_use]
pub fn of_row(findings: &[Finding], problems: &[Problem]) -> Verdict {
    let unread = problems.iter().any(|p| p.kind.leaves_text_unread());
    let floor = if unread { Verdict::Unchecked } else { Verdict::Clear };
    findings.iter().map(|f| f.verdict).fold(floor, Verdict::max)
}
