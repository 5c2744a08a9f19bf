//! Workflow commands of GitHub Actions: an annotation for each flagged row.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use super::place::{in_part, placed};
use super::{ClearRows, Lang, Streamed, Summary};
use crate::escape::visible;
use crate::message::{Say as _, Sentence};
use crate::row::Row;
use crate::verdict::Verdict;

/// The source of rows from standard input. An annotation needs a file, so theirs have no place.
const STDIN: &str = "-";
/// How many annotations of a kind GitHub shows of one step (actions/toolkit#734). The others are in the log alone.
const SHOWN: u64 = 10;

/// A kind of annotations, and how many of it there are.
#[derive(Debug)]
struct Kind {
    command: &'static str,
    written: AtomicU64,
}

impl Kind {
    fn new(command: &'static str) -> Self {
        Self { command, written: AtomicU64::new(0) }
    }

    /// Counts one. A sum is the same in whatever order threads add to it.
    fn count(&self) {
        self.written.fetch_add(1, Ordering::Relaxed);
    }

    fn total(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}

/// The github report.
#[derive(Debug)]
pub struct Github {
    lang: Lang,
    folder: Option<String>,
    errors: Kind,
    warnings: Kind,
    notices: Kind,
}

impl Github {
    /// A report with titles and messages in a language. Paths begin at `folder`, if they are in it.
    #[must_use]
    pub fn new(lang: Lang, folder: Option<String>) -> Self {
        let [errors, warnings, notices] = ["error", "warning", "notice"].map(Kind::new);
        Self { lang, folder, errors, warnings, notices }
    }

    /// How the annotation of a row with this verdict is written. A clear row has none.
    fn kind(&self, verdict: Verdict) -> Option<&Kind> {
        match verdict {
            Verdict::Reject => Some(&self.errors),
            Verdict::Review | Verdict::Unchecked => Some(&self.warnings),
            Verdict::Notice | Verdict::Allowed => Some(&self.notices),
            Verdict::Clear => None,
        }
    }
}

impl Streamed for Github {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let Some(kind) = self.kind(row.verdict) else { return };
        kind.count();

        let mut line = format!("::{} ", kind.command);
        if *row.file != *STDIN {
            let path = placed(&row.file, self.folder.as_deref());
            let _ = write!(line, "file={},line={},", property(&visible(path)), row.line);
        }

        let message = in_part(self.lang, row, self.lang.sentences(row).join("\n"));
        let _ = writeln!(line, "title={}::{}", property(&self.lang.headline(row)), data(&message));
        out.extend_from_slice(line.as_bytes());
    }

    fn clear_rows(&self, _: &str) -> ClearRows<'_> {
        ClearRows::LeftOut
    }

    /// Names what was left unread beside the rows, and says what the page does not show, as the first kind of annotation that it
    /// still shows.
    fn tail(&self, summary: &Summary, out: &mut Vec<u8>) {
        for left in summary.left_unread(self.lang) {
            self.errors.count();
            let mut line = String::from("::error ");
            if left.file != STDIN {
                let path = placed(left.file, self.folder.as_deref());
                let _ = write!(line, "file={},", property(&visible(path)));
            }
            let title = self.lang.verdict(Verdict::Unchecked);
            let _ = writeln!(line, "title={}::{}", property(title), data(&left.said));
            out.extend_from_slice(line.as_bytes());
        }

        let kinds = [&self.notices, &self.warnings, &self.errors];
        if kinds.iter().all(|kind| kind.total() <= SHOWN) {
            return;
        }

        let shown = kinds.into_iter().find(|kind| kind.total() < SHOWN).unwrap_or(&self.notices);
        let [notices, warnings, errors] = kinds.map(Kind::total);
        let said = Sentence::BeyondPage { errors, warnings, notices, limit: SHOWN }.say(self.lang);
        let title = Sentence::BeyondPageTitle.say(self.lang);
        out.extend_from_slice(format!("::{} title={}::{}\n", shown.command, property(&title), data(&said)).as_bytes());
    }
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_ends_it() {
        assert_eq!(property("a,b::c%0A\r\n"), "a%2Cb%3A%3Ac%250A%0D%0A");
        assert_eq!(data("a,b::c%\n"), "a,b::c%25%0A");
    }

    /// The last line of a report of so many rows of these verdicts.
    fn last_line(rows: &[(Verdict, usize)]) -> String {
        let report = Github::new(Lang::En, None);
        let mut out = Vec::new();
        for (verdict, rows) in rows {
            let mut row = Row::new("a.csv".into(), std::iter::empty());
            row.verdict = *verdict;
            (0..*rows).for_each(|_| report.row(&row, &mut out));
        }
        report.tail(&Summary::default(), &mut out);
        String::from_utf8(out).unwrap().lines().last().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_the_page_does_not_show_is_said_in_an_annotation_that_it_does_show() {
        use Verdict::{Notice, Reject, Review};

        assert!(last_line(&[(Reject, 10), (Review, 10)]).starts_with("::warning file="));
        let said = last_line(&[(Reject, 11), (Review, 3)]);
        assert!(said.starts_with("::notice title=more than shown here::11 errors, 3 warnings and 0 notices"), "{said}");
        assert!(last_line(&[(Reject, 11), (Notice, 10)]).starts_with("::warning title=more"));
        assert!(last_line(&[(Notice, 11), (Review, 10)]).starts_with("::error title=more"));
        assert!(last_line(&[(Notice, 11), (Review, 11), (Reject, 11)]).starts_with("::notice title=more"));
    }
}
