//! A match in its cell, cut to the width of a terminal and measured in its columns.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::escape::visible;

/// The mark for text that was left out. An ellipsis is one or two columns wide, depending on the terminal; three full stops
/// are always three.
const CUT: &str = "...";

/// A match with as much of its cell as fits, made visible.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    pub(crate) before: String,
    pub(crate) matched: String,
    pub(crate) after: String,
    /// How many columns come before the match.
    pub(crate) indent: usize,
    /// How many columns the match takes, at least one so that there is something to underline.
    pub(crate) underline: usize,
}

/// A text cut to a width.
struct Fitted {
    parts: Vec<String>,
    columns: usize,
}

impl Snippet {
    /// The match at a range of bytes of a cell, in a line of so many columns.
    pub(crate) fn new(cell: &str, matched: Range<usize>, columns: usize) -> Self {
        let before = cell[..matched.start].graphemes(true).rev();
        let after = cell[matched.end..].graphemes(true);
        let matched = fit(cell[matched].graphemes(true), columns);

        // The text behind the match gets at most half of what is left, unless the text before it needs less.
        let room = columns.saturating_sub(matched.columns);
        let needed = fit(after.clone(), room).columns;
        let before = fit(before, room - needed.min(room / 2));
        let after = fit(after, room - before.columns);
        Self {
            indent: before.columns,
            underline: matched.columns.max(1),
            before: before.parts.into_iter().rev().collect(),
            matched: matched.text(),
            after: after.text(),
        }
    }
}

impl Fitted {
    fn text(self) -> String {
        self.parts.concat()
    }
}

/// The beginning of a text that fits, made visible.
pub(crate) fn clip(text: &str, columns: usize) -> String {
    fit(text.graphemes(true), columns).text()
}

/// As many graphemes as fit, and [`CUT`] if some do not.
fn fit<'a>(graphemes: impl Iterator<Item = &'a str>, room: usize) -> Fitted {
    let mut shown = Fitted { parts: Vec::new(), columns: 0 };
    for grapheme in graphemes {
        let part = visible(grapheme);
        let width = part.width();
        if shown.columns + width > room {
            shown.cut_to(room);
            return shown;
        }
        shown.columns += width;
        shown.parts.push(part);
    }
    shown
}

impl Fitted {
    fn cut_to(&mut self, room: usize) {
        while self.columns + CUT.len() > room {
            let Some(last) = self.parts.pop() else { return };
            self.columns -= last.width();
        }
        self.columns += CUT.len();
        self.parts.push(CUT.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn snippet(cell: &str, matched: &str, columns: usize) -> Snippet {
        let start = cell.find(matched).unwrap();
        Snippet::new(cell, start..start + matched.len(), columns)
    }

    #[test]
    fn the_underline_counts_columns_of_the_terminal_not_characters() {
        let cases = [
            ("从事虚拟货币兑换", "虚拟货币", 4, 8),
            ("做ＲＷＡ项目", "ＲＷＡ", 2, 6),
            ("做RWA项目", "RWA", 2, 3),
            ("e\u{301}e\u{301}RWA", "RWA", 2, 3),
            ("R\u{301}W\u{301}A\u{301}", "R\u{301}W\u{301}A\u{301}", 0, 3),
            ("甲\u{200b}RWA", "RWA", 2 + "\\u{200b}".len(), 3),
            ("虚\u{200b}拟货币", "虚\u{200b}拟货币", 0, 8 + "\\u{200b}".len()),
            ("\x1b[31mRWA", "RWA", "\\u{1b}[31m".len(), 3),
            ("\u{20000}\u{2f800}稳定币", "稳定币", 4, 6),
            ("🙂RWA", "RWA", 2, 3),
            ("👩\u{200d}💻RWA", "RWA", 2 + "\\u{200d}".len() + 2, 3),
            ("ｶﾞRWA", "RWA", 2, 3),
            ("甲\n乙\tRWA", "RWA", 2 + 2 + 2 + 2, 3),
        ];
        for (cell, matched, indent, underline) in cases {
            let snippet = snippet(cell, matched, 80);
            assert_eq!((snippet.indent, snippet.underline), (indent, underline), "{cell:?} {snippet:?}");
        }
    }

    #[test]
    fn a_long_cell_is_cut_on_the_sides_where_text_is_left_out() {
        let cell = format!("{}稳定币{}", "甲".repeat(100), "乙".repeat(100));
        let middle = snippet(&cell, "稳定币", 40);
        assert!(middle.before.starts_with("...甲") && middle.after.ends_with("乙..."), "{middle:?}");
        let first = Snippet::new(&cell, 0.."甲".len(), 40);
        assert!(first.before.is_empty() && first.after.len() > 40, "{first:?}");
        let at = cell.len() - "乙".len();
        let last = Snippet::new(&cell, at..cell.len(), 40);
        assert!(last.after.is_empty() && last.before.len() > 40, "{last:?}");
        let whole = Snippet::new(&cell, 0..cell.len(), 40);
        assert!(whole.matched.ends_with("...") && whole.matched.width() <= 40, "{whole:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn no_line_is_wider_than_the_terminal_and_nothing_is_left_out_that_fits(
            before in "\\PC{0,30}|[虚拟货币\u{301}\u{200b}a\t]{0,30}",
            matched in "[虚拟货币RWAＲ\u{301}\u{200b}]{1,12}",
            after in "\\PC{0,30}",
            columns in 16_usize..90,
        ) {
            let cell = format!("{before}{matched}{after}");
            let shown = Snippet::new(&cell, before.len()..before.len() + matched.len(), columns);
            let line = format!("{}{}{}", shown.before, shown.matched, shown.after);
            let wide: usize = [&shown.before, &shown.matched, &shown.after].iter().map(|part| part.width()).sum();
            prop_assert!(wide <= columns, "{wide} {line:?}");
            if visible(&cell).width() + 8 <= columns {
                prop_assert_eq!(line, visible(&cell));
            }
        }
    }
}
