//! What documents of a check are called.

use crate::message::Lang;

/// What the names of documents end with, before the ending of the file: in Chinese, and in English.
pub const MARKS: [&str; 2] = ["-检查报告", "-check-report"];

impl Lang {
    /// What the name of a document in this language ends with.
    #[must_use]
    pub fn report_mark(self) -> &'static str {
        let [zh, en] = MARKS;
        self.pick(zh, en)
    }
}

/// Whether the name of a file, without its ending, is that of a document of an earlier check. It may have a number behind it, as
/// ` (2)`.
#[must_use]
pub fn is_own_stem(stem: &str) -> bool {
    list_of_stem(stem).is_some()
}

/// The list of a document of an earlier check, by the name of the document without its ending.
#[must_use]
pub fn list_of_stem(stem: &str) -> Option<&str> {
    let (unnumbered, _) = numbered(stem);
    MARKS.iter().find_map(|mark| unnumbered.strip_suffix(mark))
}

/// A name without the number at its end, and the number: `名单-检查报告 (2)` is the second of its list.
#[must_use]
pub fn numbered(stem: &str) -> (&str, usize) {
    let Some((before, number)) = stem.rsplit_once(" (") else { return (stem, 1) };
    let digits = number.strip_suffix(')').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(number) => (before, number),
        None => (stem, 1),
    }
}
