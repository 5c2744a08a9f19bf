//! Reads data/fold.tsv: for the build script, which makes tables of it.

use anyhow::{Context, Result, bail, ensure};

use super::kinds::Kinds;

/// The rows of the table.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) rows: Vec<Row>,
}

/// A character that does not fold to itself.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) original: char,
    pub(crate) folded: String,
    pub(crate) kinds: Kinds,
}

impl Parsed {
    /// Reads text: `U+XXXX<TAB>folded<TAB>kinds`, further columns ignored, `#` comments, in ascending order of code points.
    /// Hangul syllables need no line: they fold by the arithmetic of the Unicode Standard, section 3.12, and come last.
    ///
    /// Errors name the line.
    pub(crate) fn parse(tsv: &str) -> Result<Self> {
        let mut parsed = Self::default();
        let lines = tsv.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (index, line) in lines {
            parsed.insert(line).with_context(|| format!("fold table, line {}", index + 1))?;
        }
        let hangul: Vec<Row> = hangul().filter(|row| parsed.find(row.original).is_err()).collect();
        parsed.rows.extend(hangul);
        Ok(parsed)
    }

    fn insert(&mut self, line: &str) -> Result<()> {
        let mut columns = line.split('\t');
        let (Some(code_point), Some(folded), Some(kinds)) = (columns.next(), columns.next(), columns.next()) else {
            bail!("expected U+XXXX, folded and kinds, separated by tabs");
        };
        let original =
            scalar_value(code_point).with_context(|| format!("{code_point:?} is no code point of the form U+XXXX"))?;
        let is_ascending = self.rows.last().is_none_or(|row| row.original < original);
        ensure!(is_ascending, "not in ascending order of code points");
        self.rows.push(Row { original, folded: folded.to_owned(), kinds: parse_kinds(kinds)? });
        Ok(())
    }

    fn find(&self, c: char) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&c, |row| row.original)
    }
}

/// Reads `width,case`; the empty string is the empty set.
fn parse_kinds(list: &str) -> Result<Kinds> {
    list.split(',').filter(|_| !list.is_empty()).try_fold(Kinds::default(), |kinds, name| {
        Ok(kinds.union(Kinds::from_name(name).with_context(|| format!("unknown kind {name:?}"))?))
    })
}

fn scalar_value(code_point: &str) -> Option<char> {
    let digits = code_point.strip_prefix("U+").filter(|digits| (4..=6).contains(&digits.len()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// A syllable folds to its two or three letters, as NFKD has it.
fn hangul() -> impl Iterator<Item = Row> {
    const LEADS: u32 = 0x1100;
    const VOWELS: u32 = 0x1161;
    const TAILS: u32 = 0x11A7;
    const VOWEL_COUNT: u32 = 21;
    const TAIL_COUNT: u32 = 28;
    (0..).zip('\u{AC00}'..='\u{D7A3}').map(|(index, original)| {
        let (pair, tail) = (index / TAIL_COUNT, index % TAIL_COUNT);
        let letters = [LEADS + pair / VOWEL_COUNT, VOWELS + pair % VOWEL_COUNT, TAILS + tail];
        let folded = letters.into_iter().take(if tail == 0 { 2 } else { 3 }).filter_map(char::from_u32).collect();
        Row { original, folded, kinds: Kinds::default() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_table_is_refused_with_its_line() {
        let cases = [
            ("# head\nU+0041\ta", "line 2: expected U+XXXX, folded and kinds"),
            ("U+0041\ta\tupper", "line 1: unknown kind \"upper\""),
            ("0041\ta\tcase", "line 1: \"0041\" is no code point"),
            ("U+D800\ta\tcase", "line 1: \"U+D800\" is no code point"),
            ("U+0042\tb\tcase\nU+0041\ta\tcase", "line 2: not in ascending order"),
            ("U+0041\ta\tcase\nU+0041\ta\tcase", "line 2: not in ascending order"),
        ];
        for (table, expected) in cases {
            let error = Parsed::parse(table).expect_err(table);
            assert!(format!("{error:#}").contains(expected), "{error:#}");
        }
    }
}
