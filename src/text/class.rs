//! Classes of folded characters: what may stand in a gap, what bounds a word, what ends a segment.

use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex_syntax::hir::{Class, HirKind};

use crate::table::Table;

/// The set of characters of one class, as sorted inclusive ranges.
#[derive(Debug, Default)]
struct Set(Vec<(char, char)>);

impl Set {
    fn parse(pattern: &str) -> Result<Self> {
        let hir = regex_syntax::parse(pattern)?;
        let HirKind::Class(Class::Unicode(class)) = hir.kind() else {
            bail!("`{pattern}` is not a class of several characters");
        };
        Ok(Self(class.iter().map(|r| (r.start(), r.end())).collect()))
    }

    fn contains(&self, c: char) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= c);
        after > 0 && c <= self.0[after - 1].1
    }
}

/// What stands between two characters of folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Gap {
    /// Nothing: they touch.
    #[default]
    None,
    /// Blanks, punctuation, symbols.
    Soft,
    /// At least one list mark, quote or bracket. The weaker reading wins in a mixed run.
    List,
}

/// The classes of `data/classes.csv`.
#[derive(Debug, Default)]
pub struct Classes {
    list: Set,
    soft: Set,
    latin: Set,
    stop: Set,
    open: Set,
    close: Set,
}

impl Classes {
    /// The classes in the binary, parsed once.
    ///
    /// # Panics
    /// Never in a release: a test parses the same text.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Classes> = LazyLock::new(|| {
            Classes::parse(include_str!("../../data/classes.csv")).expect("data/classes.csv is checked by a test")
        });
        &BUILTIN
    }

    /// Parses a table of `class,pattern,reason`.
    pub fn parse(csv: &str) -> Result<Self> {
        let table = Table::parse("data/classes.csv", csv, &["class", "pattern", "reason"])?;
        let mut classes = Self::default();
        for row in table.rows() {
            let set = Set::parse(row.get("pattern")).with_context(|| row.place())?;
            match row.get("class") {
                "list" => classes.list = set,
                "soft" => classes.soft = set,
                "latin" => classes.latin = set,
                "stop" => classes.stop = set,
                "open" => classes.open = set,
                "close" => classes.close = set,
                other => bail!("{}: no class is called `{other}`", row.place()),
            }
        }
        Ok(classes)
    }

    /// The gap that a separator fills; `None` for a character that is no separator.
    #[must_use]
    pub fn gap(&self, c: char) -> Gap {
        if c.is_ascii_alphanumeric() || is_common_han(c) {
            Gap::None
        } else if self.list.contains(c) {
            Gap::List
        } else if self.soft.contains(c) {
            Gap::Soft
        } else {
            Gap::None
        }
    }

    /// Every character that separates.
    pub fn separators(&self) -> impl Iterator<Item = char> + '_ {
        self.list.0.iter().chain(&self.soft.0).flat_map(|&(first, last)| first..=last)
    }

    /// Whether a folded character is a Latin letter.
    #[must_use]
    pub fn is_latin(&self, c: char) -> bool {
        c.is_ascii_lowercase() || (!c.is_ascii() && !is_common_han(c) && self.latin.contains(c))
    }

    /// Whether a character can be a bracket or a stop at all; most cannot, and are told by their place alone.
    pub(crate) fn may_bound(c: char) -> bool {
        !is_common_han(c) && !c.is_ascii_alphanumeric()
    }

    pub(crate) fn is_stop(&self, c: char) -> bool {
        self.stop.contains(c)
    }

    pub(crate) fn is_open(&self, c: char) -> bool {
        self.open.contains(c)
    }

    pub(crate) fn is_close(&self, c: char) -> bool {
        self.close.contains(c)
    }
}

/// The block where almost all characters of a filing stand; none of them is in any class.
fn is_common_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_marks_are_never_soft_and_letters_are_no_gap() {
        let classes = Classes::builtin();
        for c in "、。,;:\"'“”()【】《》「」".chars() {
            assert_eq!(classes.gap(c), Gap::List, "{c}");
        }
        for c in " \t\r\n·-_/.*+|~!?#&★🙂\u{3000}".chars() {
            assert_eq!(classes.gap(c), Gap::Soft, "{c}");
        }
        for c in "虚rRя7〇々あー".chars() {
            assert_eq!(classes.gap(c), Gap::None, "{c}");
        }
    }

    #[test]
    fn only_latin_letters_are_latin() {
        let classes = Classes::builtin();
        assert!("azþə".chars().all(|c| classes.is_latin(c)));
        assert!("虚7_я あ".chars().all(|c| !classes.is_latin(c)));
    }

    #[test]
    fn an_unknown_class_or_column_is_an_error_with_its_line() {
        let unknown = Classes::parse("class,pattern,reason\nhard,[a-b],x\n").unwrap_err().to_string();
        assert!(unknown.contains("data/classes.csv:2") && unknown.contains("hard"), "{unknown}");
        assert!(Classes::parse("class,pattern,reason,extra\n").is_err());
    }
}
