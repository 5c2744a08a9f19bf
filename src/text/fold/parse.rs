//! Reads data/fold.tsv. Only the build script does so; it makes tables of it.

use super::kinds::{Kind, Kinds};

/// The rows of the table.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) rows: Vec<FoldRow>,
}

/// A character that does not fold to itself.
#[derive(Debug)]
pub(crate) struct FoldRow {
    pub(crate) original: char,
    pub(crate) folded: String,
    pub(crate) kinds: Kinds,
}

impl Parsed {
    /// Reads text: `U+XXXX<TAB>folded<TAB>kinds`, further columns ignored, `#` comments, in ascending order of code points.
    /// Hangul syllables need no line: they fold by the arithmetic of the Unicode Standard, section 3.12, and come last.
    ///
    /// # Errors
    /// The first line that cannot be read, with its number.
    pub(crate) fn parse(tsv: &str) -> Result<Self, String> {
        let mut parsed = Self::default();
        for (index, line) in tsv.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            parsed.insert(line).map_err(|error| format!("fold table, line {}: {error}", index + 1))?;
        }

        let listed = parsed.rows.len();
        for syllable in hangul() {
            let is_listed = parsed.rows[..listed].binary_search_by_key(&syllable.original, |row| row.original).is_ok();
            if !is_listed {
                parsed.rows.push(syllable);
            }
        }
        Ok(parsed)
    }

    fn insert(&mut self, line: &str) -> Result<(), String> {
        let mut columns = line.split('\t');
        let (Some(code_point), Some(folded), Some(kinds)) = (columns.next(), columns.next(), columns.next()) else {
            return Err("expected U+XXXX, folded and kinds, separated by tabs".to_owned());
        };

        let original =
            scalar_value(code_point).ok_or_else(|| format!("{code_point:?} is no code point of the form U+XXXX"))?;
        let is_ascending = self.rows.last().is_none_or(|row| row.original < original);
        if !is_ascending {
            return Err("not in ascending order of code points".to_owned());
        }

        self.rows.push(FoldRow { original, folded: folded.to_owned(), kinds: parse_kinds(kinds)? });
        Ok(())
    }
}

/// Reads `width,case`; the empty string is the empty set.
fn parse_kinds(list: &str) -> Result<Kinds, String> {
    let mut kinds = Kinds::default();
    for key in list.split_terminator(',') {
        let kind = Kind::from_key(key).ok_or_else(|| format!("unknown kind {key:?}"))?;
        kinds = kinds.union(Kinds::only(kind));
    }
    Ok(kinds)
}

fn scalar_value(code_point: &str) -> Option<char> {
    let digits = code_point.strip_prefix("U+")?;
    if !(4..=6).contains(&digits.len()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// Every Hangul syllable with the two or three letters of its NFKD form.
fn hangul() -> impl Iterator<Item = FoldRow> {
    const LEADS: u32 = 0x1100;
    const VOWELS: u32 = 0x1161;
    const TAILS: u32 = 0x11A7;
    const VOWEL_COUNT: u32 = 21;
    const TAIL_COUNT: u32 = 28;

    (0..).zip('\u{AC00}'..='\u{D7A3}').map(|(index, original)| {
        let pair = index / TAIL_COUNT;
        let tail = index % TAIL_COUNT;
        let letters = [LEADS + pair / VOWEL_COUNT, VOWELS + pair % VOWEL_COUNT, TAILS + tail];

        // Tail 0 means that the syllable has none.
        let count = if tail == 0 { 2 } else { 3 };
        let folded = letters.into_iter().take(count).filter_map(char::from_u32).collect();
        FoldRow { original, folded, kinds: Kinds::default() }
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
            assert!(error.contains(expected), "{error}");
        }
    }
}
