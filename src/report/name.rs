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
    let unnumbered = match stem.rsplit_once(" (") {
        Some((before, number)) if is_number(number.strip_suffix(')')) => before,
        _ => stem,
    };
    MARKS.iter().any(|mark| unnumbered.ends_with(mark))
}

fn is_number(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}
