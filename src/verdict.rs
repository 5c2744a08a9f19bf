//! What the checker says of a row: plain data that rules, checker and reports share.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

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

/// One way in which the original text differs from the term it was matched with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Full or half width.
    Width,
    /// Upper or lower case.
    Case,
    /// Traditional or Japanese characters.
    Script,
    /// A recorded glyph variant or a radical.
    Variant,
    /// A styled letter: circled, squared, mathematical, small capital.
    Style,
    /// Characters that show nothing stand in between.
    Invisible,
    /// Combining marks or diacritics.
    Marks,
    /// Every gap is filled with blanks or symbols.
    Spaced,
    /// Every gap is filled with list marks, quotes or brackets.
    Bracketed,
    /// Some gaps are filled, or other words stand between the parts.
    Gap,
    /// A Latin term that only a change of case sets apart.
    Camel,
    /// A letter of another alphabet that looks the same.
    Homoglyph,
    /// Another name for the term, such as a foreign one.
    Alias,
    /// A character of the same sound, or pinyin letters, in place of the term's own.
    Sound,
    /// A character that looks much the same in place of the term's own.
    Shape,
    /// Characters written as their parts, side by side.
    Split,
}

impl Evidence {
    const ALL: [Self; 16] = [
        Self::Width,
        Self::Case,
        Self::Script,
        Self::Variant,
        Self::Style,
        Self::Invisible,
        Self::Marks,
        Self::Spaced,
        Self::Bracketed,
        Self::Gap,
        Self::Camel,
        Self::Homoglyph,
        Self::Alias,
        Self::Sound,
        Self::Shape,
        Self::Split,
    ];

    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Case => "case",
            Self::Script => "script",
            Self::Variant => "variant",
            Self::Style => "style",
            Self::Invisible => "invisible",
            Self::Marks => "marks",
            Self::Spaced => "spaced",
            Self::Bracketed => "bracketed",
            Self::Gap => "gap",
            Self::Camel => "camel",
            Self::Homoglyph => "homoglyph",
            Self::Alias => "alias",
            Self::Sound => "sound",
            Self::Shape => "shape",
            Self::Split => "split",
        }
    }

    /// The evidence with this key; the kinds of folding bear the same names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.key() == key)
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

/// A term found in a cell, with all that a registrar needs to stand by it.
///
/// The order of the fields is the order of the keys in jsonl.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Name or scope.
    pub field: Field,
    /// The column's header as it stands in the input.
    pub column: Arc<str>,
    /// The rule's canonical form: the named word, for its aliases too.
    pub term: Arc<str>,
    /// The stable id of the rule.
    pub rule: Arc<str>,
    /// How the rule is grounded.
    pub tier: Tier,
    /// What this finding alone would make of the row.
    pub verdict: Verdict,
    /// The cited clause, such as 银发〔2026〕42号（八）; empty for an own term without one.
    pub clause: Arc<str>,
    /// The cited words, verbatim; empty where there is no clause.
    pub quote: Arc<str>,
    /// The original text, whole grapheme clusters.
    pub matched: String,
    /// Where `matched` begins, in Unicode scalar values from the start of the decoded cell.
    pub start: usize,
    /// Where `matched` ends, exclusive, in the same unit.
    pub end: usize,
    /// How the original differs from the term; empty means exact.
    pub evidence: BTreeSet<Evidence>,
    /// Tags of the context, such as `negated`.
    pub context: BTreeSet<Arc<str>>,
    /// The original text around the match.
    pub excerpt: String,
}

/// What is wrong with a row's text or shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Bytes that do not decode.
    Undecodable,
    /// The row has fewer fields than the header, so a checked cell is not there.
    MissingCell,
    /// The row has more or fewer fields than the header, so cells may stand in the wrong column.
    Ragged,
    /// The text ends in "..." or "…": the export was cut off.
    CutOff,
    /// The cell is longer than the limit and was read only up to it.
    TooLong,
    /// A quote that is never closed swallowed the lines that follow.
    UnclosedQuote,
    /// The row was read in another encoding than its file, which its bytes speak for.
    MixedEncoding,
    /// A checked cell with nothing in it; read, not unread.
    Empty,
    /// A checked cell shows a spreadsheet's error, such as #REF!, in place of its text.
    CellError,
    /// The id was taken for a number and has lost digits, such as 9.13E+17.
    ScientificId,
    /// A checked cell holds controls that show its text in another order than it is stored and read in.
    Reordered,
}

impl ProblemKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Self::Undecodable,
        Self::MissingCell,
        Self::Ragged,
        Self::CutOff,
        Self::TooLong,
        Self::UnclosedQuote,
        Self::MixedEncoding,
        Self::Empty,
        Self::CellError,
        Self::ScientificId,
        Self::Reordered,
    ];

    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::MissingCell => "missing-cell",
            Self::Ragged => "ragged",
            Self::CutOff => "cut-off",
            Self::TooLong => "too-long",
            Self::UnclosedQuote => "unclosed-quote",
            Self::MixedEncoding => "mixed-encoding",
            Self::Empty => "empty",
            Self::CellError => "cell-error",
            Self::ScientificId => "scientific-id",
            Self::Reordered => "reordered",
        }
    }

    /// Whether text of the row stayed unread because of it.
    #[must_use]
    pub fn leaves_text_unread(self) -> bool {
        !matches!(self, Self::Empty | Self::MixedEncoding | Self::ScientificId)
    }
}

/// Something that keeps a row from being read as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The field it concerns; none for the whole row.
    pub field: Option<Field>,
    /// Where and how much, in fixed English.
    pub detail: String,
}

/// The verdict of a row: the highest of its findings and problems.
#[must_use]
pub fn of_row(findings: &[Finding], problems: &[Problem]) -> Verdict {
    let unread = problems.iter().any(|p| p.kind.leaves_text_unread());
    let floor = if unread { Verdict::Unchecked } else { Verdict::Clear };
    findings.iter().map(|f| f.verdict).fold(floor, Verdict::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_problem_is_listed_once() {
        // A kind that is added to the type has to be added here, and then to the list.
        let index = |kind| match kind {
            ProblemKind::Undecodable => 0,
            ProblemKind::MissingCell => 1,
            ProblemKind::Ragged => 2,
            ProblemKind::CutOff => 3,
            ProblemKind::TooLong => 4,
            ProblemKind::UnclosedQuote => 5,
            ProblemKind::MixedEncoding => 6,
            ProblemKind::Empty => 7,
            ProblemKind::CellError => 8,
            ProblemKind::ScientificId => 9,
            ProblemKind::Reordered => 10,
        };
        assert_eq!(ProblemKind::ALL.map(index), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
}
