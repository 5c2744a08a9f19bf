//! Markdown, for people who paste it on: the figures first, then each flagged row with its matches in bold and its reasons.
//!
//! **Hostile text.** All text goes through [`text`]: no character of it is markup in `CommonMark` or its extensions (tables,
//! links of bare addresses), nor a mention, a reference or an emoji where such a page is shown. The only HTML are `<b>`
//! around a match and `<span>` around a character that no backslash keeps from being read so.

use std::fmt::Write as _;
use std::io::Write;

use super::groups::groups;
use super::packed::Packed;
use super::portions::{Shown, abridged};
use super::reasons::{Extent, Reasons};
use super::share::percent;
use super::{Assembled, ClearRows, Lang, ReportError, Summary, is_flagged};
use crate::escape::{lines, visible};
use crate::message::{Labels, Say as _, Sentence};
use crate::row::{CheckedCell, Row};
use crate::verdict::Verdict;

/// How many groups of equal findings a row lists.
const GROUPS: usize = 40;

/// How much room is kept for what follows the rows, in bytes.
const END: u64 = 1000;

/// The markdown report.
#[derive(Clone, Debug)]
pub struct Markdown {
    /// The language of all words.
    pub lang: Lang,
    /// Whether clear rows are listed too, not only counted.
    pub all: bool,
    /// Whether the rows are a filing that was typed, which has no place in a file.
    pub is_typed: bool,
    /// What follows from findings.
    pub reasons: Reasons,
    /// How long the file can be, in bytes. Rows that would make it longer are counted.
    pub most_bytes: Option<u64>,
}

impl Assembled for Markdown {
    /// The rendered rows.
    type Piece = Packed;

    fn row(&self, row: &Row, piece: &mut Packed) {
        if self.all || is_flagged(row) {
            piece.push(lines(&self.render(row)).as_bytes());
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        if self.all { ClearRows::Whole } else { ClearRows::LeftOut }
    }

    fn gather(&self, whole: &mut Packed, block: Packed) {
        whole.gather(block);
    }

    fn finish(&self, whole: Packed, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        let lang = self.lang;
        let Labels { title, lead, results, nothing_listed, signature, date, .. } = lang.labels();
        let listed = Sentence::Listed { listed: whole.rows(), total: summary.counts.total() }.say(lang);
        let mut page = format!("# {title}\n\n{lead}\n\n");
        self.figures(summary, &mut page);
        let _ = write!(page, "## {results}\n\n{listed}\n\n");
        if whole.rows() == 0 {
            let _ = write!(page, "{nothing_listed}\n\n");
        }
        let page = lines(&page);
        out.write_all(page.as_bytes())?;

        let mut room = self.most_bytes.map(|most| most.saturating_sub(page.len() as u64 + END));
        let mut beyond = 0;
        let mut rows = whole.unpack();
        while let Some(row) = rows.next()? {
            // After the first row that has no room none is written: a list with gaps would look whole.
            let fits = beyond == 0 && room.is_none_or(|room| room >= row.len() as u64);
            if fits {
                out.write_all(row)?;
                room = room.map(|room| room - row.len() as u64);
            } else {
                beyond += 1;
            }
        }
        if beyond > 0 {
            let said = text(&Sentence::RowsBeyond { rows: beyond }.say(lang));
            out.write_all(format!("{said}\n\n").as_bytes())?;
        }
        let colon = lang.colon().trim_end();
        out.write_all(format!("---\n\n{signature}{colon}\n\n{date}{colon}\n").as_bytes())?;
        Ok(())
    }
}

impl Markdown {
    /// Rows by verdict as a table, then the rest of the summary.
    fn figures(&self, summary: &Summary, page: &mut String) {
        let lang = self.lang;
        let Labels { summary: heading, verdict, rows, share, advice, total, .. } = lang.labels();
        let all = summary.counts.total();
        let _ = write!(page, "## {heading}\n\n| {verdict} | {rows} | {share} | {advice} |\n|---|---:|---:|---|\n");
        for verdict in Verdict::ALL {
            let count = summary.counts.of(verdict);
            let word = lang.verdict(verdict);
            let _ = writeln!(page, "| {word} | {count} | {} | {} |", percent(count, all), lang.advice(verdict));
        }
        let _ = write!(page, "| {total} | {all} | | |\n\n");

        for line in summary.prose_beside_counts(lang) {
            let _ = writeln!(page, "- {}", text(line.trim()));
        }
        page.push('\n');

        if let Some(list) = summary.no_effect_list(lang) {
            let rules = "---|".repeat(list.headers.len());
            let _ = write!(page, "### {}\n\n| {} |\n|{rules}\n", list.title, list.headers.join(" | "));
            for line in &list.lines {
                let cells: Vec<String> = line.iter().map(|cell| text(cell)).collect();
                let _ = writeln!(page, "| {} |", cells.join(" | "));
            }
            if let Some(more) = &list.more {
                let _ = write!(page, "\n{more}\n");
            }
            page.push('\n');
        }

        for table in summary.input_figures(lang).into_iter().chain(summary.figure_tables(lang)) {
            let words: Vec<&str> = table.verdicts.iter().map(|verdict| lang.verdict(*verdict)).collect();
            let rules = "---:|".repeat(words.len() + 1);
            let title = text(&table.title);
            let _ =
                write!(page, "### {title}\n\n| {} | {} | {total} |\n|---|{rules}\n", table.label, words.join(" | "));
            for line in &table.lines {
                let figures: Vec<String> = line.rows.iter().map(u64::to_string).collect();
                let _ = writeln!(page, "| {} | {} | {} |", text(&line.value), figures.join(" | "), line.total);
            }
            page.push('\n');
        }
    }

    fn render(&self, row: &Row) -> String {
        let lang = self.lang;
        let mut page = String::new();
        let row_number = Sentence::RowNumber { row: row.row }.say(lang);
        let place = if self.is_typed {
            lang.labels().typed.to_owned()
        } else {
            format!("{}:{}{row_number}", row.source, row.line)
        };
        let _ = write!(page, "### {}\n\n{}\n\n", text(&lang.headline(row)), text(&place));

        let filled = row.cells.iter().filter(|cell| !cell.text.is_empty());
        for cell in filled {
            let column = cell.column.to_string();
            let at = if self.is_typed {
                column + lang.colon()
            } else {
                Sentence::CellAt { column, address: row.address_of(cell) }.say(lang)
            };
            let _ = write!(page, "- {}", text(&at));
            marked(lang, cell, row, &mut page);
            page.push('\n');
        }
        page.push('\n');

        self.found(row, &mut page);
        let reasons = self.reasons.lines_to(lang, row, Extent::Whole);
        if !reasons.is_empty() {
            let _ = write!(page, "{}{}\n\n", lang.labels().reasons, lang.colon().trim_end());
            let said: Vec<String> = reasons.iter().map(|line| format!("> {}\n", text(line))).collect();
            let _ = writeln!(page, "{}", said.join(">\n"));
        }
        page
    }

    /// What was found, what could not be read, and what was decided.
    fn found(&self, row: &Row, page: &mut String) {
        let lang = self.lang;
        let mut said = Vec::new();
        let groups = groups(&row.findings);
        for group in groups.iter().take(GROUPS) {
            said.push(lang.finding_sentence(group.finding));
        }
        let more: usize = groups.iter().skip(GROUPS).map(|group| group.numbers.len()).sum();
        if more > 0 {
            said.push(Sentence::MoreFindings { more }.say(lang));
        }
        said.extend(row.problems.iter().map(|problem| lang.problem_at(problem)));
        said.extend(row.decision.as_deref().map(|decision| lang.decision(decision)));
        if said.is_empty() {
            return;
        }

        let _ = write!(page, "{}{}\n\n", lang.labels().found, lang.colon().trim_end());
        for sentence in said {
            let _ = writeln!(page, "- {}", text(&sentence));
        }
        page.push('\n');
    }
}

/// A cell with its matches in bold.
fn marked(lang: Lang, cell: &CheckedCell, row: &Row, page: &mut String) {
    for part in abridged(cell, &row.findings) {
        let _ = match part {
            Shown::Text(plain) => write!(page, "{}", text(plain)),
            Shown::Marked(portion) => write!(page, "<b>{}</b>", text(portion.text)),
            Shown::LeftOut(characters) => write!(page, "{}", Sentence::LeftOut { characters }.say(lang)),
        };
    }
}

/// Writes text as text, whatever is in it.
fn text(content: &str) -> String {
    let mut page = String::with_capacity(content.len());
    let shown = visible(content);
    let mut rest = shown.chars().peekable();
    while let Some(c) = rest.next() {
        let joins =
            rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '/' | '+' | '-' | '_'));
        match c {
            // A backslash keeps these from being markup, and not from being a mention, a reference, an address or an emoji.
            '@' | '#' => wrapped(c, &mut page),
            ':' if joins => wrapped(c, &mut page),
            c if is_markup(c) => page.extend(['\\', c]),
            c => page.push(c),
        }
    }
    page
}

/// Whether a character can be markup. The other marks of ASCII are in no kind of Markdown.
fn is_markup(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '?' | '%' | '/' | '\'' | '"')
}

fn wrapped(c: char, page: &mut String) {
    let _ = write!(page, "<span>{c}</span>");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn nothing_that_is_markup_stays_bare() {
        assert_eq!(
            text("1. *甲* [乙](x) <b> `丙` | ~~ $x$ \\"),
            "1\\. \\*甲\\* \\[乙\\]\\(x\\) \\<b\\> \\`丙\\` \\| \\~\\~ \\$x\\$ \\\\"
        );
        assert_eq!(
            text("a@b #1 http://x :smile: 甲: 乙"),
            "a<span>@</span>b <span>#</span>1 http<span>:</span>//x <span>:</span>smile\\: 甲\\: 乙"
        );
        assert_eq!(text("甲\n# 乙\u{202e}"), "甲\\\\n<span>#</span> 乙\\\\u\\{202e\\}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn a_text_can_be_read_back_and_has_no_punctuation_but_behind_a_backslash(
            content in "[ -~甲“\n\u{202e}]{0,20}|(<span>|</span>|@|#|:|/|\\\\|www\\.|[a-z]){0,9}"
        ) {
            let page = text(&content);
            let bare = page.replace("<span>@</span>", "").replace("<span>#</span>", "").replace("<span>:</span>", "");
            let mut rest = bare.chars();
            while let Some(c) = rest.next() {
                if c == '\\' {
                    prop_assert!(rest.next().is_some_and(|next| next.is_ascii_punctuation()), "{page:?}");
                } else {
                    prop_assert!(!is_markup(c), "{c:?} is bare in {page:?}");
                }
            }
            let mut read = String::new();
            let plain = page.replace("<span>@</span>", "@").replace("<span>#</span>", "#").replace("<span>:</span>", ":");
            let mut rest = plain.chars();
            while let Some(c) = rest.next() {
                read.extend(if c == '\\' { rest.next() } else { Some(c) });
            }
            prop_assert_eq!(read, visible(&content));
        }
    }
}
