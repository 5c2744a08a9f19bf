//! Making text safe to show to people: on a terminal, in the log of a CI, in a document.
//!
//! Every foreign text (a cell, a header, a name of a file, an argument) becomes [`visible`] before it is put into a
//! sentence, which `Say` does for all texts. Finished text goes through [`lines`] on its way out, whatever it is made of.

use std::fmt::Write as _;

/// The colours that the program writes itself: the parameters of its SGR sequences, `0` being the end of a colour.
const COLOURS: [&str; 8] = ["0", "1", "2", "34", "1;31", "1;33", "1;35", "1;36"];

/// The text with every character made visible that would move the cursor, change colours, reorder the line or show
/// nothing: controls, bidirectional marks, other formats and noncharacters become `\u{…}`. So does what a CI runner obeys
/// anywhere in a line, as `##[error]` and `##vso[…]`. What is visible already stays as it is.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    append_visible(text, &mut shown);
    shown
}

/// Finished text for people, as it can go to a terminal or to the log of a CI: each of its lines [`visible`], except for the
/// colours of the program, and no line that a CI runner takes for a command, as `::error::`. Line feeds stay.
#[must_use]
pub fn lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        append_line(line, &mut shown);
        shown.push_str(end);
    }
    shown
}

/// Whether nothing can be seen of a character: it is a blank, or hidden.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_hidden(c)
}

fn append_line(line: &str, shown: &mut String) {
    let mut rest = line;
    let mut is_start = true;
    while !rest.is_empty() {
        if let Some(colour) = own_colour(rest) {
            shown.push_str(&rest[..colour]);
            rest = &rest[colour..];
            continue;
        }
        let end = rest.match_indices('\x1b').map(|(at, _)| at).find(|at| own_colour(&rest[*at..]).is_some());
        let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let text = piece.trim_start();
        if is_start && text.starts_with("::") {
            append_visible(&piece[..piece.len() - text.len()], shown);
            append_escaped(':', shown);
            append_visible(&text[1..], shown);
        } else {
            append_visible(piece, shown);
        }
        is_start &= text.is_empty();
        rest = behind;
    }
}

/// The length of the colour of the program that a text begins with.
fn own_colour(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\x1b[")?;
    let code = COLOURS.iter().find(|code| rest.strip_prefix(**code).is_some_and(|rest| rest.starts_with('m')))?;
    Some("\x1b[".len() + code.len() + "m".len())
}

fn append_visible(text: &str, shown: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '#' if begins_command(&text[at..]) => append_escaped(c, shown),
            _ if is_hidden(c) => append_escaped(c, shown),
            _ => shown.push(c),
        }
    }
}

fn append_escaped(c: char, shown: &mut String) {
    let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
}

/// Whether a text begins as the commands that runners find anywhere in a line: `##`, letters or none, and a bracket.
fn begins_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else { return false };
    rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// Whether a character shows nothing, or does something else to a line than to show.
fn is_hidden(c: char) -> bool {
    c.is_control() || is_default_ignorable(c) || is_format(c) || is_noncharacter(c) || is_line_break(c)
}

/// What Unicode lists as `Default_Ignorable_Code_Point`, unassigned ones included. A test compares it with the property.
fn is_default_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What else the fold drops because it shows nothing: the other format controls (category Cf), the blank of Braille and the
/// place of an embedded object. A test compares it with the fold.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{605}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{2800}'
            | '\u{fff9}'..='\u{fffc}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
    )
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
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn nothing_hostile_reaches_a_terminal() {
        assert_eq!(visible("甲\x1b[31m\u{202e}乙\u{200b}\n\u{9b}"), "甲\\u{1b}[31m\\u{202e}乙\\u{200b}\\n\\u{9b}");
        assert_eq!(visible("\u{ffff}\u{1fffe}\u{fdd0}\u{2028}"), "\\u{ffff}\\u{1fffe}\\u{fdd0}\\u{2028}");
        assert_eq!(visible("虚·拟（货）币 RWA🙂e\u{301}"), "虚·拟（货）币 RWA🙂e\u{301}");
    }

    #[test]
    fn no_line_is_a_command_of_a_runner() {
        assert_eq!(lines("::error::x\n  ::warning::y\na::b\n:"), "\\u{3a}:error::x\n  \\u{3a}:warning::y\na::b\n:");
        assert_eq!(lines("\x1b[1m::error::x\x1b[0m::y"), "\x1b[1m\\u{3a}:error::x\x1b[0m::y");
        assert_eq!(
            visible("a ##[error]b ###vso[c] ## #REF! #####"),
            "a \\u{23}#[error]b #\\u{23}#vso[c] ## #REF! #####"
        );
    }

    #[test]
    fn only_the_colours_of_the_program_stay() {
        assert_eq!(
            lines("\x1b[1;31m甲\x1b[0m\x1b[31m\x1b]0;x\x07\r\n"),
            "\x1b[1;31m甲\x1b[0m\\u{1b}[31m\\u{1b}]0;x\\u{7}\\r\n"
        );
    }

    #[test]
    fn what_shows_nothing_is_told_from_what_shows() {
        assert!("\u{200b} \u{3000}\u{3164}\u{2800}\u{e0041}\0\n".chars().all(is_blank));
        assert!(!".核e\u{301}".chars().any(is_blank));
    }

    /// Pieces of which hostile texts are made.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = [
            "\x1b[31m",
            "\x1b",
            "\x07",
            "\u{9b}",
            "\n",
            "\r",
            "::error::",
            ":",
            "##[",
            "##",
            "vso[",
            "\u{202e}",
            "\0",
            "甲",
            " ",
        ];
        let piece = prop_oneof![
            prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
            "\\PC{0,3}",
            any::<char>().prop_map(String::from)
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn what_has_been_made_visible_stays_as_it_is_and_no_line_is_obeyed(text in hostile(), other in hostile()) {
            let shown = visible(&text);
            prop_assert_eq!(&visible(&shown), &shown);
            prop_assert!(!shown.contains(is_hidden) && !shown.contains("##["), "{shown:?}");

            let finished = lines(&format!("{text}\n{shown}{other}\n\x1b[1;31m{text}\x1b[0m"));
            prop_assert_eq!(&lines(&finished), &finished);
            let plain = COLOURS.iter().fold(finished, |text, code| text.replace(&format!("\x1b[{code}m"), ""));
            for line in plain.split('\n') {
                prop_assert!(!line.contains(is_hidden) && !line.contains("##["), "{line:?}");
                prop_assert!(!line.trim_start().starts_with("::"), "{line:?}");
            }
        }
    }
}
