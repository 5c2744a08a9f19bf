//! Headers and footers of printed pages as the formats of Excel write them: one text for the left, the middle and the right, with
//! codes for its fonts and for what is filled in.
//!
//! Format: ECMA-376, part 1, 18.3.1.46; the binary formats have the same codes.

use std::iter::Peekable;
use std::str::Chars;

/// The text that a header or footer shows, each of its three sections on a line. What is filled in, such as the number of the
/// page, is a blank.
pub(super) fn shown(written: &str) -> String {
    let mut shown = String::new();
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '&' {
            shown.push(character);
            continue;
        }
        let Some(code) = characters.next() else {
            break;
        };
        match code.to_ascii_uppercase() {
            '&' => shown.push('&'),
            'L' | 'C' | 'R' => shown.push('\n'),
            // The name of a font and its style.
            '"' => while characters.next().is_some_and(|inner| inner != '"') {},
            'K' => skip_color(&mut characters),
            // The size of a font.
            '0'..='9' => while characters.next_if(char::is_ascii_digit).is_some() {},
            // Bold, italic, underlined, struck through and the like.
            'B' | 'E' | 'H' | 'I' | 'O' | 'S' | 'U' | 'X' | 'Y' => {}
            // Sheet, date, file, picture, pages, page, time, folder.
            'A' | 'D' | 'F' | 'G' | 'N' | 'P' | 'T' | 'Z' => shown.push(' '),
            _ => shown.push(code),
        }
    }
    shown
}

/// Skips a color: six hexadecimal digits, or two digits of the theme, a sign, and three digits of a tint.
fn skip_color(characters: &mut Peekable<Chars<'_>>) {
    let mut digits = 0;
    while digits < 6 && characters.next_if(|next| next.is_ascii_hexdigit() || matches!(next, '+' | '-')).is_some() {
        digits += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_for_fonts_do_not_part_a_word() {
        for (written, text) in [
            ("&L左&C&\"宋体,常规\"&12中 间&R右", "\n左\n中 间\n右"),
            ("&C虚&B拟&B货&K00B0F0币", "\n虚拟货币"),
            ("&K01+000虚拟&14货币", "虚拟货币"),
            ("&P/&N 页 A&&B&", " /  页 A&B"),
            ("&\"no end", ""),
            ("第&P页", "第 页"),
        ] {
            assert_eq!(shown(written), text, "{written}");
        }
    }
}
