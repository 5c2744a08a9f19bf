//! Making text safe to show on a terminal.

use std::fmt::Write as _;

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
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_reaches_a_terminal() {
        assert_eq!(visible("甲\x1b[31m\u{202e}乙\u{200b}\n\u{9b}"), "甲\\u{1b}[31m\\u{202e}乙\\u{200b}\\n\\u{9b}");
        assert_eq!(visible("\u{ffff}\u{1fffe}\u{fdd0}"), "\\u{ffff}\\u{1fffe}\\u{fdd0}");
        assert_eq!(visible("虚·拟（货）币 RWA🙂"), "虚·拟（货）币 RWA🙂");
    }
}
