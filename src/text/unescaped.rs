//! Escapes undone: HTML entities and tags, `\uXXXX`, `%XX`, `_xXXXX_`, the colours of terminals, backspaces and the like, as
//! exports leave them in cells.

use std::ops::Range;

use encoding_rs::{GBK, UTF_8};

/// The longest tag or comment, in bytes.
const LONGEST_TAG: usize = 512;
/// How often an escape can have been escaped again: each time doubles its backslashes.
const MOST_SLASHES: usize = 8;
/// The most digits of a character's number.
const MOST_DIGITS: usize = 8;

/// How a control sequence of terminals begins.
const ESCAPE: u8 = 0x1B;
/// The control that goes back by one character, so that the next one is typed over it.
const BACKSPACE: u8 = 0x08;

/// Named entities of blanks, punctuation and symbols that may be inside a word.
const ENTITIES: [(&str, &str); 27] = [
    ("nbsp", "\u{A0}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("zwnj", "\u{200C}"),
    ("zwj", "\u{200D}"),
    ("lrm", "\u{200E}"),
    ("rlm", "\u{200F}"),
    ("shy", "\u{AD}"),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("middot", "·"),
    ("bull", "•"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("times", "×"),
    ("Tab", "\t"),
    ("NewLine", "\n"),
    ("period", "."),
];

/// A text whose escapes are undone.
#[derive(Debug)]
pub(crate) struct Unescaped {
    pub(crate) text: String,
    /// The escapes, by position.
    escapes: Vec<Escape>,
}

/// One escape, in bytes.
#[derive(Debug)]
struct Escape {
    /// What it is in the text whose escapes are undone; empty for a tag.
    shown: Range<usize>,
    /// What it is in the original text.
    original: Range<usize>,
}

impl Unescaped {
    /// Returns `None` if the text contains no escape.
    pub(crate) fn new(original: &str) -> Option<Self> {
        let mut unescaped = Self { text: String::new(), escapes: Vec::new() };
        // What is before it has been copied or undone.
        let mut done = 0;
        let mut at = 0;
        while let Some(next) = next_sign(&original.as_bytes()[at..]) {
            at += next;
            if original.as_bytes()[at] == BACKSPACE {
                let (start, end) = typed_over(original, done, at);
                unescaped.text.push_str(&original[done..start]);
                unescaped.add(start..end, "");
                at = end;
                done = end;
                continue;
            }
            let undone = undo(&original[at..]);
            if undone.is_empty() {
                at += 1;
                continue;
            }
            unescaped.text.push_str(&original[done..at]);
            for (len, shown) in undone {
                unescaped.add(at..at + len, &shown);
                at += len;
            }
            done = at;
        }

        if unescaped.escapes.is_empty() {
            return None;
        }
        unescaped.text.push_str(&original[done..]);
        Some(unescaped)
    }

    fn add(&mut self, original: Range<usize>, shown: &str) {
        let start = self.text.len();
        self.text.push_str(shown);
        self.escapes.push(Escape { shown: start..self.text.len(), original });
    }

    /// The original text of a part, with whole escapes. Returns `None` if the part has no escape in it.
    pub(crate) fn original_of(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let first = self.escapes.partition_point(|escape| escape.shown.end <= part.start);
        let escape = self.escapes.get(first)?;
        if escape.shown.start >= part.end {
            return None;
        }
        Some(self.original_start(part.start)..self.original_end(part.end))
    }

    /// Where a character that begins here begins in the original text.
    fn original_start(&self, shown: usize) -> usize {
        let number = self.escapes.partition_point(|escape| escape.shown.start <= shown);
        match self.escapes[..number].last() {
            Some(escape) if shown < escape.shown.end => escape.original.start,
            Some(escape) => escape.original.end + (shown - escape.shown.end),
            None => shown,
        }
    }

    /// Where a character that ends here ends in the original text.
    fn original_end(&self, shown: usize) -> usize {
        let number = self.escapes.partition_point(|escape| escape.shown.start < shown);
        match self.escapes[..number].last() {
            Some(escape) if shown <= escape.shown.end => escape.original.end,
            Some(escape) => escape.original.end + (shown - escape.shown.end),
            None => shown,
        }
    }
}

/// The offset of the next character that may begin an escape.
fn next_sign(bytes: &[u8]) -> Option<usize> {
    const SIGNS: [u8; 7] = [b'&', b'<', b'\\', b'%', b'_', ESCAPE, BACKSPACE];
    // Most blocks have none. Without a branch inside, a block is compared in vectors.
    let has_sign = |block: &[u8; 32]| {
        let mut found = 0;
        for sign in SIGNS {
            for byte in block {
                found |= u8::from(*byte == sign);
            }
        }
        found != 0
    };
    let (blocks, _) = bytes.as_chunks();
    let start = 32 * blocks.iter().take_while(|block| !has_sign(block)).count();
    bytes[start..].iter().position(|byte| SIGNS.contains(byte)).map(|at| start + at)
}

/// Where the characters that are typed over begin, and where the backspaces from `at` on end. What is before `from` stays.
fn typed_over(text: &str, from: usize, at: usize) -> (usize, usize) {
    let count = text.as_bytes()[at..].iter().take_while(|byte| **byte == BACKSPACE).count();
    let typed = text[from..at].char_indices().rev().take(count).last();
    (from + typed.map_or(at - from, |(start, _)| start), at + count)
}

/// The escapes at the beginning of a text, each with its length in bytes and what it shows. Several only if they can be
/// undone together alone, as the bytes of one character.
fn undo(text: &str) -> Vec<(usize, String)> {
    let one = match text.as_bytes().first() {
        Some(b'&') => entity(text),
        Some(b'<') => tag(text).map(|len| (len, String::new())),
        Some(&ESCAPE) => control_sequence(text).map(|len| (len, String::new())),
        Some(b'\\') => backslash(text),
        Some(b'_') => underscored(text),
        Some(b'%') => match percent_unit(text) {
            Some(one) => Some(one),
            None => return percent(text),
        },
        _ => None,
    };
    one.into_iter().collect()
}

/// `&#34394;`, `&#x865a;` or `&nbsp;`, escaped any number of times: `&amp;#34394;`.
fn entity(text: &str) -> Option<(usize, String)> {
    let mut name = &text[1..];
    while let Some(rest) = name.strip_prefix("amp;")
        && rest.starts_with(|c: char| c == '#' || c.is_ascii_alphabetic())
    {
        name = rest;
    }
    let begins = text.len() - name.len();

    if let Some(number) = name.strip_prefix('#') {
        let (radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let len = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let c = char::from_u32(u32::from_str_radix(&digits[..len], radix).ok()?)?;
        let semicolon = usize::from(digits[len..].starts_with(';'));
        return Some((text.len() - digits.len() + len + semicolon, c.to_string()));
    }

    let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if !name[len..].starts_with(';') {
        return None;
    }
    let (_, shown) = ENTITIES.iter().find(|(known, _)| *known == &name[..len])?;
    Some((begins + len + 1, (*shown).to_owned()))
}

/// The length of a tag or comment of HTML.
fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        let within = &text[..text.floor_char_boundary(LONGEST_TAG)];
        return within.find("-->").map(|at| at + 3);
    }
    let name = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || !name[len..].starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()) {
        return None;
    }
    let end = text[1..].find(['<', '>'])? + 1;
    (text[end..].starts_with('>') && end < LONGEST_TAG).then_some(end + 1)
}

/// The length of a control sequence of terminals (ECMA-48), such as `ESC[0m`.
fn control_sequence(text: &str) -> Option<usize> {
    let sequence = text[1..].strip_prefix('[')?;
    let len = sequence.bytes().take_while(|byte| matches!(byte, b' '..=b'?')).count();
    matches!(sequence.as_bytes().get(len)?, b'@'..=b'~').then_some(len + 3)
}

/// `\u865a`, `\u{865a}`, `\n`, `\r`, `\t`, `\"` or `\/`, with up to [`MOST_SLASHES`] backslashes.
fn backslash(text: &str) -> Option<(usize, String)> {
    let slashes = text.bytes().take(MOST_SLASHES).take_while(|byte| *byte == b'\\').count();
    let after = &text[slashes..];
    let shown = match after.as_bytes().first()? {
        b'n' => "\n",
        b'r' => "\r",
        b't' => "\t",
        b'"' => "\"",
        b'/' => "/",
        b'u' | b'U' => {
            let (len, c) = code_unit(&after[1..])?;
            return Some((slashes + 1 + len, c));
        }
        _ => return None,
    };
    Some((slashes + 1, shown.to_owned()))
}

/// `%u865a`.
fn percent_unit(text: &str) -> Option<(usize, String)> {
    let (len, c) = code_unit(text.strip_prefix("%u")?)?;
    Some((len + 2, c))
}

/// A character as four hexadecimal digits, or as any number of them in braces. With surrogates, both are needed.
fn code_unit(text: &str) -> Option<(usize, String)> {
    if let Some(braced) = text.strip_prefix('{') {
        let len = braced.bytes().take(MOST_DIGITS).position(|byte| byte == b'}')?;
        let digits = &braced[..len];
        let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        return Some((digits.len() + 2, c.to_string()));
    }
    let first = hexadecimal(text, 4)?;
    if let Some(c) = char::from_u32(first) {
        return Some((4, c.to_string()));
    }
    let rest = &text[4..];
    let marks = ["%u", "\\u", "\\\\u"].iter().find_map(|marks| rest.strip_prefix(marks))?;
    let units = [u16::try_from(first).ok()?, u16::try_from(hexadecimal(marks, 4)?).ok()?];
    let c = String::from_utf16(&units).ok()?;
    Some((text.len() - marks.len() + 4, c))
}

/// The number that the first so many bytes are in hexadecimal digits.
fn hexadecimal(text: &str, len: usize) -> Option<u32> {
    let digits = text.get(..len)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// `_x000D_`, as workbooks write a control character.
fn underscored(text: &str) -> Option<(usize, String)> {
    let digits = text.strip_prefix("_x")?;
    let c = char::from_u32(hexadecimal(digits, 4)?)?;
    digits[4..].starts_with('_').then(|| (7, c.to_string()))
}

/// Bytes as `%E8%99%9A`, or escaped twice as `%25E8%2599%259A`, in UTF-8 or GBK.
fn percent(text: &str) -> Vec<(usize, String)> {
    let mut bytes = Vec::new();
    // Where each of them begins, and the last one ends.
    let mut bounds = vec![0];
    let mut rest = text;
    while let Some((len, byte)) = percent_byte(rest) {
        bytes.push(byte);
        rest = &rest[len..];
        bounds.push(text.len() - rest.len());
    }
    if bytes.is_empty() {
        return Vec::new();
    }

    let utf8 = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes);
    let is_utf8 = utf8.is_some();
    let decoded = match utf8 {
        Some(decoded) => decoded,
        // Half of a last character is of no account.
        None => GBK.decode_without_bom_handling(&bytes).0,
    };

    let mut undone = Vec::new();
    let mut at = 0;
    for c in decoded.chars() {
        let len = if is_utf8 { c.len_utf8() } else { gbk_len(&bytes[at..]) };
        let end = (at + len).min(bytes.len());
        if end > at {
            undone.push((bounds[end] - bounds[at], c.to_string()));
        }
        at = end;
    }
    undone
}

/// The number of bytes of the first character of GBK.
fn gbk_len(bytes: &[u8]) -> usize {
    match bytes {
        [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => 2,
        [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => 4,
        _ => 1,
    }
}

fn percent_byte(text: &str) -> Option<(usize, u8)> {
    let mut digits = text.strip_prefix('%')?;
    while let Some(rest) = digits.strip_prefix("25")
        && hexadecimal(rest, 2).is_some()
    {
        digits = rest;
    }
    let byte = u8::try_from(hexadecimal(digits, 2)?).ok()?;
    Some((text.len() - digits.len() + 2, byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn blocks_of_any_length_have_the_first_sign_that_a_look_at_each_byte_finds(
            text in "[甲a;]{0,40}[&<%_a\\\\\u{1b}\u{8}]{0,3}[甲a]{0,40}[&_]?",
        ) {
            let signs = [b'&', b'<', b'\\', b'%', b'_', ESCAPE, BACKSPACE];
            prop_assert_eq!(next_sign(text.as_bytes()), text.bytes().position(|byte| signs.contains(&byte)));
        }
    }
}
