//! Classes of folded characters: what may fill a gap, what bounds a word, what ends a segment.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

use crate::message::{PatternError, RowError, RulesError};
use crate::table::Table;
use crate::text::fold::Fold;
use crate::text::plane::PLANE;

/// A set of classes, one bit each.
type Bits = u8;

const LIST: Bits = 1;
const SOFT: Bits = 1 << 1;
const LATIN: Bits = 1 << 2;
const STOP: Bits = 1 << 3;
const OPEN: Bits = 1 << 4;
const CLOSE: Bits = 1 << 5;
/// Folds to something else. Not a class of the data, but looked up together with them.
const FOLDS: Bits = 1 << 6;

/// The classes of the data by name.
const NAMED: [(&str, Bits); 6] =
    [("list", LIST), ("soft", SOFT), ("latin", LATIN), ("stop", STOP), ("open", OPEN), ("close", CLOSE)];

/// How strongly two characters of folded text are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Gap {
    /// Not at all: they touch.
    #[default]
    None,
    /// By blanks, punctuation or symbols.
    Soft,
    /// By at least one list mark, quote or bracket. Such a run separates more strongly even if it contains soft ones.
    List,
}

/// The classes of `data/classes.csv`.
#[derive(Debug)]
pub struct Classes {
    /// For each character of the first plane its classes.
    plane: Vec<Bits>,
    /// Ranges of characters beyond the first plane, both ends included, with their classes.
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

    /// Parses a table of `class,pattern,reason`, where a pattern is a class of a regular expression such as `[a-z]`.
    ///
    /// # Errors
    /// The first row that names an unknown class or has no such pattern, or a column that is missing or unknown.
    pub fn parse(csv: &str) -> Result<Self, RulesError> {
        let table = Table::parse("data/classes.csv", csv, &["class", "pattern", "reason"])?;
        let mut classes = Self { plane: vec![0; PLANE], beyond: Vec::new() };

        for (c, ..) in Fold::builtin().entries() {
            if let Some(bits) = classes.plane.get_mut(c as usize) {
                *bits |= FOLDS;
            }
        }

        for row in table.rows() {
            let class = class_named(row.get("class")).map_err(|error| error.at(row.place()))?;
            let characters = parse_class(row.get("pattern")).map_err(|error| error.at(row.place()))?;
            for range in characters.iter() {
                classes.insert(range.start(), range.end(), class);
            }
        }
        Ok(classes)
    }

    fn insert(&mut self, first: char, last: char, class: Bits) {
        let start = first as usize;
        let end = (last as usize + 1).min(PLANE);
        if start < end {
            for bits in &mut self.plane[start..end] {
                *bits |= class;
            }
        }

        if last as usize >= PLANE {
            self.beyond.push((first, last, class));
        }
    }

    #[inline]
    fn of(&self, c: char) -> Bits {
        match self.plane.get(c as usize) {
            Some(bits) => *bits,
            None => self.of_beyond(c),
        }
    }

    fn of_beyond(&self, c: char) -> Bits {
        let mut all = 0;
        for (first, last, bits) in &self.beyond {
            if (*first..=*last).contains(&c) {
                all |= bits;
            }
        }
        all
    }

    /// Whether a character certainly folds to itself and is no separator, as nearly all characters of a filing. Always false
    /// beyond the first plane.
    #[inline]
    pub(crate) fn is_plain(&self, c: char) -> bool {
        self.plane.get(c as usize).is_some_and(|bits| bits & (FOLDS | LIST | SOFT) == 0)
    }

    /// The gap that a separator fills; [`Gap::None`] for a character that is no separator.
    #[inline]
    #[must_use]
    pub fn gap(&self, c: char) -> Gap {
        let bits = self.of(c);
        if bits & LIST != 0 {
            Gap::List
        } else if bits & SOFT != 0 {
            Gap::Soft
        } else {
            Gap::None
        }
    }

    /// Every character that separates.
    pub fn separators(&self) -> impl Iterator<Item = char> + '_ {
        let plane = (0..).zip(&self.plane).filter(|(_, bits)| is_separator(**bits));
        let plane = plane.filter_map(|(number, _)| char::from_u32(number));

        let beyond = self.beyond.iter().filter(|(.., bits)| is_separator(*bits));
        let beyond = beyond.flat_map(|(first, last, _)| *first..=*last);

        plane.chain(beyond)
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

    /// Whether a segment ends before the character: a stop, or a bracket that closes.
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

fn is_separator(bits: Bits) -> bool {
    bits & (LIST | SOFT) != 0
}

fn class_named(name: &str) -> Result<Bits, RowError> {
    for (known, bits) in NAMED {
        if known == name {
            return Ok(bits);
        }
    }
    let known = NAMED.iter().map(|(name, _)| (*name).to_owned()).collect();
    Err(RowError::UnknownClass { class: name.to_owned(), known })
}

/// The characters that a class such as `[a-z]` contains.
fn parse_class(pattern: &str) -> Result<ClassUnicode, RowError> {
    let hir = regex_syntax::parse(pattern)
        .map_err(|error| RowError::Pattern { error: PatternError::invalid(pattern, &error) })?;

    match hir.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Ok(class),
        _ => Err(RowError::NotAClass { pattern: pattern.to_owned() }),
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
        assert!(
            ('\u{10000}'..=char::MAX).all(|c| !classes.is_plain(c)),
            "characters beyond the first plane are never known to be plain"
        );
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
