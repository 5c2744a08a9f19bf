//! How many lines a text has in a cell that breaks it.
//!
//! Not every program fits the height of a row to wrapped text by itself, so the lines are counted here as spreadsheets break
//! them: between any two wide characters, between words, and never before a mark that closes or behind one that opens.

use unicode_width::UnicodeWidthChar as _;

/// The height of a line and of the highest row that a workbook allows, in points.
const LINE_HEIGHT: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// The most lines of text that a row can show.
pub(super) const MOST_LINES: u32 = 27;
/// The share of a column's width that text can be sure of: a wide character is a little wider than two digits, and a cell
/// has margins.
const USED: f64 = 0.92;
/// Marks that no line begins with.
const CLOSING: &str = "，。；：、！？）》〉】〕」』”’…,.;:!?)]}%";
/// Marks that no line ends with.
const OPENING: &str = "（《〈【〔「『“‘([{";

/// The lines of a text in a column of this width, in digits of the usual font.
pub(super) fn lines_of(text: &str, width: f64) -> u32 {
    let mut lines = 0_u32;
    for line in text.split('\n') {
        lines = lines.saturating_add(Wrap::new(width * USED).lines(line));
    }
    lines
}

/// The height of a row of so many lines, in points.
pub(super) fn of_lines(lines: u32) -> f64 {
    (f64::from(lines) * LINE_HEIGHT).min(HIGHEST)
}

/// A line that is being filled.
struct Wrap {
    /// How much fits into a line, in digits.
    room: f64,
    /// How much of the current line is full.
    used: f64,
    lines: u32,
}

impl Wrap {
    fn new(room: f64) -> Self {
        Self { room, used: 0.0, lines: 1 }
    }

    fn lines(mut self, line: &str) -> u32 {
        let mut piece = 0.0;
        let mut before = None;
        for c in line.chars() {
            if before.is_some_and(|before| may_break(before, c)) {
                self.put(piece);
                piece = 0.0;
            }
            piece += columns(c);
            before = Some(c);
        }
        self.put(piece);
        self.lines
    }

    /// Puts a piece that is broken only if it is longer than a line.
    fn put(&mut self, piece: f64) {
        if self.used > 0.0 && self.used + piece > self.room {
            self.lines = self.lines.saturating_add(1);
            self.used = 0.0;
        }
        self.used += piece;
        while self.used > self.room {
            self.lines = self.lines.saturating_add(1);
            self.used -= self.room;
        }
    }
}

/// Whether a line may end between two characters.
fn may_break(before: char, after: char) -> bool {
    let is_bound = CLOSING.contains(after) || OPENING.contains(before) || after == ' ';
    let is_free = before == ' ' || before == '-' || columns(before) > 1.0 || columns(after) > 1.0;
    is_free && !is_bound
}

/// The width of a character in a Chinese font, in digits.
fn columns(c: char) -> f64 {
    match c.width_cjk() {
        Some(2) => 2.0,
        Some(0) => 0.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_character_takes_two_digits_and_a_word_is_not_cut() {
        for (text, width, lines) in [
            ("", 10.0, 1),
            ("甲乙丙丁", 10.0, 1),
            ("甲乙丙丁戊己", 10.0, 2),
            ("甲\n乙\n", 10.0, 3),
            ("abcdef ghijkl", 10.0, 2),
            ("abcdefghijklmnopqrst", 10.0, 3),
            ("甲乙丙丁，", 10.0, 2),
            ("“”“”", 10.0, 1),
        ] {
            assert_eq!(lines_of(text, width), lines, "{text:?}");
        }
    }

    #[test]
    fn the_most_lines_just_fit_into_the_highest_row() {
        assert!(of_lines(MOST_LINES) < HIGHEST && of_lines(MOST_LINES + 1) >= HIGHEST);
    }

    #[test]
    fn the_lines_hold_the_text() {
        let text = "一般项目：软件开发（RWA）；Internet of Things、虚拟货币，“加密资产”。".repeat(9);
        let columns: f64 = text.chars().map(columns).sum();
        for width in [3.0, 8.0, 24.0, 42.0, 64.0] {
            assert!(f64::from(lines_of(&text, width)) * width >= columns, "{width}");
        }
    }
}
