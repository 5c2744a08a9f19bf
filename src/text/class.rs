//! Classes of folded characters: what may stand in a gap, what bounds a word, what ends a segment.

use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex_syntax::hir::{Class, HirKind};

use crate::table::Table;
use crate::text::fold::Fold;

/// A set of classes, one bit each.
type Bits = u8;

const LIST: Bits = 1;
const SOFT: Bits = 1 << 1;
const LATIN: Bits = 1 << 2;
const STOP: Bits = 1 << 3;
const OPEN: Bits = 1 << 4;
const CLOSE: Bits = 1 << 5;
/// It folds to something else: no class of the data, but looked up with them.
const FOLDS: Bits = 1 << 6;

/// The first plane, whose characters are looked up by number; the others are few and rare.
const PLANE: usize = 0x1_0000;

/// The ranges of characters that a class such as `[a-z]` names, both ends included.
fn ranges(pattern: &str) -> Result<Vec<(char, char)>> {
    let hir = regex_syntax::parse(pattern)?;
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else {
        bail!("`{pattern}` is not a class of several characters");
    };
    Ok(class.iter().map(|r| (r.start(), r.end())).collect())
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
#[derive(Debug)]
pub struct Classes {
    /// For each character of the first plane the classes that it is in.
    plane: Vec<Bits>,
    /// The same for ranges of characters of the other planes.
    beyond: Vec<(char, char, Bits)>,
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
        let mut classes = Self { plane: vec![0; PLANE], beyond: Vec::new() };
        for (c, ..) in Fold::builtin().entries() {
            classes.plane.get_mut(c as usize).into_iter().for_each(|bits| *bits |= FOLDS);
        }
        for row in table.rows() {
            let class = match row.get("class") {
                "list" => LIST,
                "soft" => SOFT,
                "latin" => LATIN,
                "stop" => STOP,
                "open" => OPEN,
                "close" => CLOSE,
                other => bail!("{}: no class is called `{other}`", row.place()),
            };
            for (first, last) in ranges(row.get("pattern")).with_context(|| row.place())? {
                classes.insert(first, last, class);
            }
        }
        Ok(classes)
    }

    fn insert(&mut self, first: char, last: char, class: Bits) {
        let (start, end) = (first as usize, (last as usize + 1).min(PLANE));
        if start < end {
            self.plane[start..end].iter_mut().for_each(|bits| *bits |= class);
        }
        if last as usize >= PLANE {
            self.beyond.push((first, last, class));
        }
    }

    #[inline]
    fn of(&self, c: char) -> Bits {
        match self.plane.get(c as usize) {
            Some(bits) => *bits,
            None => self.beyond.iter().filter(|(first, last, _)| (*first..=*last).contains(&c)).fold(0, |b, r| b | r.2),
        }
    }

    /// Whether a character is known to fold to itself and to be no separator, as nearly all of a filing; it may be so unknown.
    #[inline]
    pub(crate) fn is_plain(&self, c: char) -> bool {
        self.plane.get(c as usize).is_some_and(|bits| bits & (FOLDS | LIST | SOFT) == 0)
    }

    /// The gap that a separator fills; `None` for a character that is no separator.
    #[inline]
    #[must_use]
    pub fn gap(&self, c: char) -> Gap {
        match self.of(c) {
            bits if bits & LIST != 0 => Gap::List,
            bits if bits & SOFT != 0 => Gap::Soft,
            _ => Gap::None,
        }
    }

    /// Every character that separates.
    pub fn separators(&self) -> impl Iterator<Item = char> + '_ {
        let is_separator = |bits: &Bits| bits & (LIST | SOFT) != 0;
        let plane = (0..).zip(&self.plane).filter(move |(_, bits)| is_separator(bits));
        let plane = plane.filter_map(|(number, _)| char::from_u32(number));
        let beyond = self.beyond.iter().filter(move |(.., bits)| is_separator(bits));
        plane.chain(beyond.flat_map(|(first, last, _)| *first..=*last))
    }

    /// Whether a folded character is a Latin letter.
    #[must_use]
    pub fn is_latin(&self, c: char) -> bool {
        self.of(c) & LATIN != 0
    }

    /// Whether a character is a bracket or a stop.
    #[inline]
    pub(crate) fn bounds(&self, c: char) -> bool {
        self.of(c) & (STOP | OPEN | CLOSE) != 0
    }

    /// Whether a segment ends before it: a stop, or a bracket that closes.
    pub(crate) fn ends_segment(&self, c: char) -> bool {
        self.of(c) & (STOP | CLOSE) != 0
    }

    pub(crate) fn is_stop(&self, c: char) -> bool {
        self.of(c) & STOP != 0
    }

    pub(crate) fn is_open(&self, c: char) -> bool {
        self.of(c) & OPEN != 0
    }

    pub(crate) fn is_close(&self, c: char) -> bool {
        self.of(c) & CLOSE != 0
    }
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
    fn what_is_plain_folds_to_itself_and_is_no_separator() {
        let (classes, fold) = (Classes::builtin(), Fold::builtin());
        let is_plain = |c: &char| fold.get(*c).is_none() && classes.gap(*c) == Gap::None;
        for c in char::MIN..='\u{FFFF}' {
            assert_eq!(classes.is_plain(c), is_plain(&c), "{c:?}");
        }
        assert!(('\u{10000}'..=char::MAX).all(|c| !classes.is_plain(c)), "of these nothing is known at once");
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
