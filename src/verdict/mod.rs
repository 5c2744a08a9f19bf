//! What the checker says about a row: plain data that rules, checker and reports share.

mod detail;
mod evidence;
mod finding;
pub(crate) mod keyed;
mod problem;
mod ruling;

use std::fmt;

use serde::{Serialize, Serializer};

use keyed::keyed;

pub use detail::Detail;
pub use evidence::Evidence;
pub use finding::Finding;
pub use problem::{Problem, ProblemKind};
pub use ruling::Ruling;

keyed! {
    /// All verdicts, lightest first.
    pub(crate) const RISING;

    /// The verdict of a row or of one finding, in rising order of weight.
    pub enum Verdict {
        /// Nothing found under the rule sets in force. Never "compliant".
        Clear => "clear",
        /// A registrar's decision covers all that stands there.
        Allowed => "allowed",
        /// A related word, worth a look; the notice does not forbid it.
        Notice => "notice",
        /// Some text of the row could not be read, and what was read contains nothing above `Notice`.
        Unchecked => "unchecked",
        /// Content that the notice names, or a form that only a person can judge.
        Review => "review",
        /// The text contains a word that clause (八) names.
        Reject => "reject",
    }
}

impl Verdict {
    /// All verdicts, heaviest first, as the reports list them.
    pub const ALL: [Self; 6] = {
        let [clear, allowed, notice, unchecked, review, reject] = Self::RISING;
        [reject, review, unchecked, notice, allowed, clear]
    };

    /// Whether a finding can have it; the others are for rows alone.
    #[must_use]
    pub fn is_of_finding(self) -> bool {
        match self {
            Self::Notice | Self::Review | Self::Reject => true,
            Self::Clear | Self::Allowed | Self::Unchecked => false,
        }
    }
}

keyed! {
    /// All tiers, heaviest first.
    pub const ALL;

    /// How a rule is grounded in the notice.
    pub enum Tier {
        /// A word that clause (八) names.
        Named => "named",
        /// Content that the notice's own words carry.
        Content => "content",
        /// A related word; not forbidden by the notice.
        Related => "related",
    }
}

keyed! {
    /// All fields: those of a filing in its order, then the rest.
    pub const ALL;

    /// Which part of a filing a column contains.
    pub enum Field {
        /// The registered name.
        Name => "name",
        /// The business scope.
        Scope => "scope",
        /// Advertising text.
        Text => "text",
        /// A column that is neither: it is only searched for the named words.
        Other => "other",
    }
}

impl Field {
    /// The fields that columns can have, in the order of a filing. They are checked for everything.
    pub const CHECKED: [Self; 3] = {
        let [name, scope, text, _other] = Self::ALL;
        [name, scope, text]
    };

    /// The fields that every registration has.
    pub const FILED: [Self; 2] = {
        let [name, scope, _text, _other] = Self::ALL;
        [name, scope]
    };

    /// Whether it is one of [`Field::CHECKED`].
    #[must_use]
    pub fn is_checked(self) -> bool {
        Self::CHECKED.contains(&self)
    }

    /// The heaviest verdict that a finding in it can have. The notice bans words from names and scopes; whether an advertisement
    /// is against the law is for a person to judge.
    #[must_use]
    pub fn heaviest(self) -> Verdict {
        match self {
            Self::Name | Self::Scope => Verdict::Reject,
            Self::Text => Verdict::Review,
            Self::Other => Verdict::Notice,
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
serialize_as_key!(Verdict, Tier, Field, Evidence, ProblemKind, Ruling);

/// The verdict of a row: the highest of its findings and problems.
#[must_use]
pub fn of_row(findings: &[Finding], problems: &[Problem]) -> Verdict {
    let is_unread = problems.iter().any(|problem| problem.kind.leaves_text_unread());
    let mut verdict = if is_unread { Verdict::Unchecked } else { Verdict::Clear };

    for finding in findings {
        verdict = verdict.max(finding.verdict);
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_to_another_value_and_none_occurs_twice() {
        macro_rules! check {
            ($($name:ty),*) => {$(
                for value in <$name>::ALL {
                    assert_eq!(<$name>::from_key(value.key()), Some(value));
                    assert_eq!(value.to_string(), value.key());
                }
                assert_eq!(<$name>::from_key(""), None);
            )*};
        }
        check!(Verdict, Tier, Field, Evidence, ProblemKind, Ruling);
    }

    #[test]
    fn verdicts_are_listed_from_the_heaviest_down() {
        assert!(Verdict::ALL.is_sorted_by(|heavier, lighter| heavier > lighter));
    }
}
