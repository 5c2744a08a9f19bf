//! Words as they look when their bytes were read in a wrong encoding: 虚拟货币 in GBK is 剞攜億啟 in Big5, and each of these is an
//! ordinary character. So misread text in double-byte encodings is told by words that are common in filings, and by the named
//! ones, in any pair of encodings. `data/misread.tsv` has them; a test makes it (see `made.rs`).

use std::sync::LazyLock;

use super::plane::Plane;

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

fn forms() -> impl Iterator<Item = Form> {
    FORMS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let anchor = columns.next()?.chars().next()?;
        let first = columns.next()?.chars().next();
        Some(Form { anchor, first, text: columns.next()? })
    })
}

/// The anchors of all forms.
pub(super) fn anchors() -> impl Iterator<Item = char> {
    forms().map(|form| form.anchor)
}

/// The first characters of the forms with which few texts begin.
pub(super) fn beginnings() -> impl Iterator<Item = char> {
    forms().filter_map(|form| form.first)
}

/// Whether a text contains a misread word.
pub(super) fn has_misread_word(text: &str) -> bool {
    static ANCHORS: LazyLock<Plane> = LazyLock::new(|| {
        let mut set = Plane::empty();
        set.add(anchors());
        set
    });
    static SORTED: LazyLock<Vec<Form>> = LazyLock::new(|| forms().collect());

    let mut last = None;
    for c in text.chars().filter(|c| ANCHORS.contains(*c as usize)) {
        if last.replace(c) == Some(c) {
            continue;
        }
        let first = SORTED.partition_point(|form| form.anchor < c);
        let of_anchor = SORTED[first..].iter().take_while(|form| form.anchor == c);
        if of_anchor.into_iter().any(|form| text.contains(form.text)) {
            return true;
        }
    }
    false
}
