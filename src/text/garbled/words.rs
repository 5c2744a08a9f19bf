//! Words as they look when their bytes were read in a wrong encoding: 虚拟货币 in GBK is 剞攜億啟 in Big5, and each of these is an
//! ordinary character. So misread text in double-byte encodings is told by words that are common in filings, and by the named
//! ones, in any pair of encodings. `data/misread.tsv` has them; a test makes it (see `made.rs`).

use std::sync::LazyLock;

use crate::text::plane::Plane;

/// A line for each form: its anchor, which is its rarest character, its first character, the form, and what it was made from.
/// In the order of the anchors.
const FORMS: &str = include_str!("../../../data/misread.tsv");

/// The form of a word, and the character of it that is searched for first.
struct Form {
    anchor: char,
    /// Its first character, unless many texts begin with it.
    first: Option<char>,
    text: &'static str,
}

impl Form {
    /// Whether the form is in a text such that its anchor is at an offset.
    fn is_around(&self, text: &str, at: usize) -> bool {
        let start = self.text.find(self.anchor).and_then(|within| at.checked_sub(within));
        start.is_some_and(|start| text.as_bytes()[start..].starts_with(self.text.as_bytes()))
    }
}

/// All forms. They are parsed when the program starts, so this splits no more than it needs.
fn forms() -> &'static [Form] {
    static PARSED: LazyLock<Vec<Form>> = LazyLock::new(|| FORMS.lines().filter_map(form).collect());
    &PARSED
}

/// The form of a line. Returns `None` for a comment.
fn form(line: &'static str) -> Option<Form> {
    let anchor = line.chars().next().filter(|c| *c != '#')?;
    let behind = line.get(anchor.len_utf8() + 1..)?;
    let first = behind.chars().next().filter(|c| *c != '\t');
    let behind = behind.get(first.map_or(0, char::len_utf8) + 1..)?;
    let end = memchr::memchr(b'\t', behind.as_bytes())?;
    Some(Form { anchor, first, text: &behind[..end] })
}

/// The anchors of all forms.
pub(super) fn anchors() -> impl Iterator<Item = char> {
    forms().iter().map(|form| form.anchor)
}

/// The first characters of the forms with which few texts begin.
pub(super) fn beginnings() -> impl Iterator<Item = char> {
    forms().iter().filter_map(|form| form.first)
}

/// Whether a text contains a misread word.
pub(super) fn has_misread_word(text: &str) -> bool {
    static ANCHORS: LazyLock<Plane> = LazyLock::new(|| {
        let mut set = Plane::empty();
        set.add(anchors());
        set
    });
    let sorted = forms();

    for (at, c) in text.char_indices().filter(|(_, c)| ANCHORS.contains(*c as usize)) {
        let first = sorted.partition_point(|form| form.anchor < c);
        let mut of_anchor = sorted[first..].iter().take_while(|form| form.anchor == c);
        if of_anchor.any(|form| form.is_around(text, at)) {
            return true;
        }
    }
    false
}
