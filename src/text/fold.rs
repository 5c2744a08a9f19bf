//! The fold: every written form of a character becomes one representative string.
//!
//! Folding is context-free. A character folds to the same text wherever it stands, so nothing has to be reordered and a
//! place in the folded text always leads back to a place in the original. What folds to what is data (`data/fold.tsv`, whose
//! head says how it is made); this file only looks it up.

mod kinds;

use std::ops::Range;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use memchr::memchr_iter;

pub use kinds::Kinds;

/// Scalar values a page of the look-up holds.
const PAGE: usize = 256;
const PAGES: usize = 0x11_0000 / PAGE;

/// A fold table, ready for look-up.
///
/// ```
/// use mingcha::text::fold::{Fold, Kinds};
///
/// let fold = Fold::builtin();
/// assert_eq!(fold.fold("虛擬貨幣與ＲＷＡ"), "虚拟货币与rwa");
/// assert_eq!(fold.get('Ａ'), Some(("a", Kinds::WIDTH.union(Kinds::CASE))));
/// assert_eq!(fold.get('币'), None);
/// ```
#[derive(Debug)]
pub struct Fold {
    /// Which page of `slots` holds a scalar value's block; page 0 is the empty one that all others share.
    pages: Vec<u16>,
    /// 1 + the place in `rows`, or 0 for a character that folds to itself.
    slots: Vec<u32>,
    rows: Vec<Row>,
    /// The folded strings, one after another.
    folded: String,
}

#[derive(Debug)]
struct Row {
    original: char,
    start: u32,
    len: u8,
    kinds: Kinds,
}

impl Fold {
    /// The table that ships with the program, built on first use.
    ///
    /// # Panics
    /// If the embedded table is broken, which no build that passes its tests has.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Fold> = LazyLock::new(|| {
            Fold::parse(include_str!("../../data/fold.tsv")).unwrap_or_else(|error| panic!("data/fold.tsv: {error:#}"))
        });
        &BUILTIN
    }

    /// Builds a table from text: `U+XXXX<TAB>folded<TAB>kinds`, further columns ignored, `#` comments, in ascending order of
    /// code points. Hangul syllables need no line: they fold by the arithmetic of the Unicode Standard, section 3.12.
    ///
    /// Errors name the line.
    pub fn parse(tsv: &str) -> Result<Self> {
        let mut table = Self {
            pages: vec![0; PAGES],
            slots: Vec::with_capacity(512 * PAGE),
            rows: Vec::with_capacity(tsv.len() / 20),
            folded: String::with_capacity(tsv.len() / 4),
        };
        table.slots.resize(PAGE, 0);
        // Neighbouring lines mostly name the same kinds, and the start of the program waits for this loop.
        let mut kinds = ("", Kinds::default());
        let mut start = 0;
        for (index, end) in memchr_iter(b'\n', tsv.as_bytes()).chain([tsv.len()]).enumerate() {
            let line = &tsv[start..end];
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() && !line.starts_with('#') {
                table.insert_line(line, &mut kinds).with_context(|| format!("fold table, line {}", index + 1))?;
            }
            start = end + 1;
        }
        table.insert_hangul()?;
        Ok(table)
    }

    /// What `c` folds to and how it differs from that; `None` if it folds to itself.
    #[inline]
    #[must_use]
    pub fn get(&self, c: char) -> Option<(&str, Kinds)> {
        let page = usize::from(self.pages[c as usize / PAGE]);
        let slot = self.slots[page * PAGE + c as usize % PAGE];
        let row = &self.rows[(slot as usize).checked_sub(1)?];
        Some((&self.folded[row.range()], row.kinds))
    }

    /// The folded form of a text.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }

    /// Appends the folded form of a text; stretches that fold to themselves are copied whole.
    pub fn fold_into(&self, text: &str, out: &mut String) {
        let mut copied = 0;
        for (at, c) in text.char_indices() {
            if let Some((folded, _)) = self.get(c) {
                out.push_str(&text[copied..at]);
                out.push_str(folded);
                copied = at + c.len_utf8();
            }
        }
        out.push_str(&text[copied..]);
    }

    /// Every character that does not fold to itself, with what it folds to: the way to invert the table. In ascending order,
    /// except that the Hangul syllables come last.
    pub fn entries(&self) -> impl Iterator<Item = (char, &str, Kinds)> {
        self.rows.iter().map(|row| (row.original, &self.folded[row.range()], row.kinds))
    }

    /// Adds a line of the table; `last` is the kinds column of an earlier one, read and not.
    fn insert_line<'a>(&mut self, line: &'a str, last: &mut (&'a str, Kinds)) -> Result<()> {
        let Some((code_point, folded, kinds)) = columns(line) else {
            bail!("expected U+XXXX, folded and kinds, separated by tabs");
        };
        let original =
            scalar_value(code_point).with_context(|| format!("{code_point:?} is no code point of the form U+XXXX"))?;
        let is_ascending = self.rows.last().is_none_or(|row| row.original < original);
        ensure!(is_ascending, "not in ascending order of code points");
        if kinds != last.0 {
            *last = (kinds, Kinds::parse(kinds)?);
        }
        self.insert(original, folded, last.1)
    }

    fn insert(&mut self, original: char, folded: &str, kinds: Kinds) -> Result<()> {
        let len = u8::try_from(folded.len()).context("the folded form is longer than 255 bytes")?;
        let start = u32::try_from(self.folded.len()).context("the table is larger than 4 GiB")?;
        self.folded.push_str(folded);
        self.rows.push(Row { original, start, len, kinds });
        let rows = u32::try_from(self.rows.len()).context("the table has too many rows")?;
        *self.slot(original)? = rows;
        Ok(())
    }

    /// The slot of a character, on a page of its own block.
    fn slot(&mut self, c: char) -> Result<&mut u32> {
        let block = c as usize / PAGE;
        if self.pages[block] == 0 {
            self.pages[block] = u16::try_from(self.slots.len() / PAGE)?;
            self.slots.resize(self.slots.len() + PAGE, 0);
        }
        let page = usize::from(self.pages[block]);
        Ok(&mut self.slots[page * PAGE + c as usize % PAGE])
    }

    /// A syllable folds to its two or three letters, as NFKD has it.
    fn insert_hangul(&mut self) -> Result<()> {
        const LEADS: u32 = 0x1100;
        const VOWELS: u32 = 0x1161;
        const TAILS: u32 = 0x11A7;
        const VOWEL_COUNT: u32 = 21;
        const TAIL_COUNT: u32 = 28;
        for (index, syllable) in (0..).zip('\u{AC00}'..='\u{D7A3}') {
            let mut letters = [0; 9];
            let mut len = 0;
            let (pair, tail) = (index / TAIL_COUNT, index % TAIL_COUNT);
            let parts = [LEADS + pair / VOWEL_COUNT, VOWELS + pair % VOWEL_COUNT, TAILS + tail];
            for letter in parts.into_iter().take(if tail == 0 { 2 } else { 3 }).filter_map(char::from_u32) {
                len += letter.encode_utf8(&mut letters[len..]).len();
            }
            if *self.slot(syllable)? == 0 {
                self.insert(syllable, std::str::from_utf8(&letters[..len])?, Kinds::default())?;
            }
        }
        Ok(())
    }
}

/// The first three columns of a line.
fn columns(line: &str) -> Option<(&str, &str, &str)> {
    let mut tabs = memchr_iter(b'\t', line.as_bytes());
    let (first, second) = (tabs.next()?, tabs.next()?);
    let third = tabs.next().unwrap_or(line.len());
    Some((&line[..first], &line[first + 1..second], &line[second + 1..third]))
}

fn scalar_value(code_point: &str) -> Option<char> {
    let digits = code_point.strip_prefix("U+").filter(|digits| (4..=6).contains(&digits.len()))?;
    let value = digits.bytes().try_fold(0, |value, digit| Some(value << 4 | char::from(digit).to_digit(16)?))?;
    char::from_u32(value)
}

impl Row {
    #[inline]
    fn range(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + usize::from(self.len)
    }
}
