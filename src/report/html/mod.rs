//! One page that a registrar reads, filters and prints: no network, and no script needed to read it.
//!
//! **Long lists.** The list is split into parts of [`PART`] rows, each a table of its own under `content-visibility: auto`: the
//! browser parses all of them, but styles and lays out only those near the window, so 50,000 rows open without freezing,
//! and search in the page, printing and reading without script still reach every row.
//!
//! **Hostile text.** All text goes through [`text`]: markup is escaped, characters that show nothing or reorder a line
//! are made visible. A content security policy forbids everything but the one style and the one script, by their hashes.
//!
//! **Spreadsheets.** Excel and `LibreOffice` open html as a sheet. Cells are declared to be text (`mso-number-format` for
//! the one, `sdnum` for the other), so that ids keep their digits and no cell runs as a formula.

mod figures;
mod list;
mod no_effect;
mod page;
mod row;

use std::io::Write;

use super::packed::Packed;
use super::{Assembled, ClearRows, Lang, Reasons, ReportError, Summary, is_flagged};
use crate::escape::visible;
use crate::row::Row;

/// How many rows a part of the list holds.
const PART: usize = 100;
/// What a rendered row has between its source and its own part of the table. No text has controls in it any more.
const SOURCE_END: u8 = 1;

/// The html report.
#[derive(Clone, Debug)]
pub struct Html {
    /// The language of its prose.
    pub lang: Lang,
    /// Whether clear rows are listed too, not only counted.
    pub all: bool,
    /// What follows from findings. Rows name the articles; the end of the page has their words.
    pub reasons: Reasons,
}

impl Assembled for Html {
    /// The rendered rows.
    type Piece = Packed;

    fn row(&self, row: &Row, piece: &mut Packed) {
        if self.all || is_flagged(row) {
            piece.push(row::render(self.lang, &self.reasons, row).as_bytes());
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        if self.all { ClearRows::Whole } else { ClearRows::LeftOut }
    }

    fn gather(&self, whole: &mut Packed, block: Packed) {
        whole.gather(block);
    }

    fn finish(&self, whole: Packed, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        Ok(page::write(self.lang, &self.reasons, whole, summary, out)?)
    }
}

/// Writes text as text, whatever is in it.
fn text(text: &str, html: &mut String) {
    for c in visible(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

/// The text of a cell, with its line breaks.
fn lines(content: &str, html: &mut String) {
    for (number, line) in content.split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        text(line.strip_suffix('\r').unwrap_or(line), html);
    }
}

/// A name of a file as text, which a line may break behind the marks that its parts end with and, if it can be helped, nowhere
/// else.
fn file_name(name: &str) -> String {
    let mut html = String::with_capacity(name.len());
    for part in name.split_inclusive(['/', '\\', '#', '_', '-', ' ']) {
        text(part, &mut html);
        html.push_str("<wbr>");
    }
    html
}

/// Text as text, for [`format!`].
fn shown(content: &str) -> String {
    let mut html = String::with_capacity(content.len());
    text(content, &mut html);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts what is written, and how much of it at once.
    #[derive(Default)]
    struct Counted {
        all: usize,
        most: usize,
    }

    impl Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.all += bytes.len();
            self.most = self.most.max(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_long_page_is_never_in_memory_as_a_whole() {
        let html = Html { lang: Lang::Zh, all: true, reasons: Reasons::default() };
        let mut rows = Packed::default();
        let mut row = Row::new("batch.csv".into(), std::iter::empty());
        row.name = "甲公司".repeat(20);
        for number in 1..=20_000 {
            row.row = number;
            html.row(&row, &mut rows);
        }
        let mut written = Counted::default();
        html.finish(rows, &Summary::default(), &mut written).unwrap();
        assert!(written.all > 5_000_000 && written.most < written.all / 50, "{} of {}", written.most, written.all);
    }

    #[test]
    fn a_name_of_a_file_breaks_between_its_parts() {
        assert_eq!(file_name("甲/名单_3月.xlsx#表 1"), "甲/<wbr>名单_<wbr>3月.xlsx#<wbr>表 <wbr>1<wbr>");
        assert_eq!(file_name("<a>"), "&lt;a&gt;<wbr>");
    }

    #[test]
    fn no_text_becomes_markup() {
        let hostile = "<img src=x onerror='a'>&lt;\"\u{202e}\u{1e}\u{0}";
        let html = shown(hostile);
        assert_eq!(html, "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;lt;&quot;\\u{202e}\\u{1e}\\u{0}");
    }
}
