//! Workflow commands of GitHub Actions: an annotation for each flagged row.

use std::fmt::Write as _;

use super::{Lang, Streamed, Summary};
use crate::escape::visible;
use crate::row::Row;
use crate::verdict::Verdict;

/// The source of rows from standard input. An annotation needs a file, so theirs have no place.
const STDIN: &str = "-";

/// The github report.
#[derive(Clone, Copy, Debug)]
pub struct Github {
    /// The language of titles and messages.
    pub lang: Lang,
}

impl Streamed for Github {
    fn head(&self, _: &mut Vec<u8>) {}

    fn row(&self, row: &Row, out: &mut Vec<u8>) {
        let command = match row.verdict {
            Verdict::Reject => "error",
            Verdict::Review | Verdict::Unchecked => "warning",
            Verdict::Notice | Verdict::Allowed => "notice",
            Verdict::Clear => return,
        };

        let mut line = format!("::{command} ");
        if *row.source != *STDIN {
            let _ = write!(line, "file={},line={},", property(&visible(&row.source)), row.line);
        }

        let message = self.lang.sentences(row).join("\n");
        let _ = writeln!(line, "title={}::{}", property(&self.lang.headline(row)), data(&message));
        out.extend_from_slice(line.as_bytes());
    }

    fn tail(&self, _: &Summary, _: &mut Vec<u8>) {}
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
}
