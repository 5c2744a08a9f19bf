//! Making text safe to show on a terminal.

use std::fmt::Write as _;

use super::fold::{Fold, Kinds};

/// The text with every character made visible that would move the cursor, change colours, reorder the line or show
/// nothing: controls, bidirectional marks, other formats and noncharacters become `\u{…}`.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_hidden(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    shown
}

fn is_hidden(c: char) -> bool {
    c.is_control() || is_dropped_as_invisible(c) || is_noncharacter(c) || is_line_break(c)
}

/// Whether the fold drops the character because it shows nothing. Among these are all format controls (category Cf), which
/// include the bidirectional ones, and what Unicode lists as default ignorable. A combining mark is dropped, too, but shows.
fn is_dropped_as_invisible(c: char) -> bool {
    Fold::builtin().get(c).is_some_and(|(folded, kinds)| folded.is_empty() && kinds.contains(Kinds::INVISIBLE))
}

/// U+FDD0 to U+FDEF, and the last two characters of each plane.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The line and the paragraph separator of Unicode. The other characters that end a line are controls.
fn is_line_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_reaches_a_terminal() {
        assert_eq!(visible("甲\x1b[31m\u{202e}乙\u{200b}\n\u{9b}"), "甲\\u{1b}[31m\\u{202e}乙\\u{200b}\\n\\u{9b}");
        assert_eq!(visible("\u{ffff}\u{1fffe}\u{fdd0}\u{2028}"), "\\u{ffff}\\u{1fffe}\\u{fdd0}\\u{2028}");
        assert_eq!(visible("虚·拟（货）币 RWA🙂e\u{301}"), "虚·拟（货）币 RWA🙂e\u{301}");
    }
}
