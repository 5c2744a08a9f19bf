//! Data files: CSV with known columns, where every error names the file and the line.

use std::collections::HashMap;

use crate::message::TableError;

/// A data file in memory.
#[derive(Debug)]
pub(crate) struct Table {
    origin: String,
    columns: HashMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One line of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Table {
    /// Parses `text`, which must have exactly the columns of `known`, in any order.
    pub(crate) fn parse(origin: &str, text: &str, known: &[&str]) -> Result<Self, TableError> {
        Self::parse_some(origin, text, known, known)
    }

    /// Parses `text`, which must have the columns of `required` and may have others of `known`.
    pub(crate) fn parse_some(origin: &str, text: &str, known: &[&str], required: &[&str]) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
        let place = || format!("{origin}:1");
        let header = reader.headers().map_err(|_| TableError::Unreadable { place: place() })?.clone();

        let mut columns = HashMap::new();
        for (index, column) in header.iter().enumerate() {
            let column = column.to_owned();
            if !known.contains(&&*column) {
                let known = known.iter().map(ToString::to_string).collect();
                return Err(TableError::UnknownColumn { place: place(), column, known });
            }
            if columns.contains_key(&column) {
                return Err(TableError::DuplicateColumn { place: place(), column });
            }
            columns.insert(column, index);
        }
        if let Some(missing) = required.iter().find(|c| !columns.contains_key(**c)) {
            return Err(TableError::MissingColumn { place: place(), column: (*missing).to_owned() });
        }

        // The csv crate's position lags behind on CRLF and blank lines, so lines are counted from byte offsets.
        let mut rows = Vec::new();
        let (mut line, mut counted) = (1, 0);
        for record in reader.into_records() {
            let record = record.map_err(|error| unequal(origin, &error))?;
            let mut start =
                record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX)).min(text.len());
            while matches!(text.as_bytes().get(start), Some(b'\r' | b'\n')) {
                start += 1;
            }
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u64;
            counted = start;
            rows.push((line, record));
        }
        Ok(Self { origin: origin.to_owned(), columns, rows })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }
}

impl<'a> Row<'a> {
    /// The cell of a column, without blanks around it; empty where the file has no such column.
    pub(crate) fn get(&self, column: &str) -> &'a str {
        self.table.columns.get(column).and_then(|&i| self.record.get(i)).unwrap_or_default().trim()
    }

    /// The parts of a cell that lists several, separated by `|`.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// Where the row stands, for error messages: `file:line`.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.table.origin, self.line)
    }
}

/// A row that is longer or shorter than the header, or is no CSV at all.
fn unequal(origin: &str, error: &csv::Error) -> TableError {
    let line = error.position().map_or(1, csv::Position::line);
    let place = format!("{origin}:{line}");
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            TableError::UnequalLength { place, found: *len, expected: *expected_len }
        }
        _ => TableError::Unreadable { place },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_its_physical_line() {
        let table = Table::parse("t.csv", "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,z\r\n", &["a", "b"]).unwrap();
        let places: Vec<_> = table.rows().map(|r| r.place()).collect();
        assert_eq!(places, ["t.csv:3", "t.csv:5"]);
    }

    #[test]
    fn columns_that_are_unknown_missing_or_doubled_are_errors() {
        for (text, word) in
            [("a,c\n", "unknown column `c`"), ("a\n", "`b` is missing"), ("a,b,a\n", "duplicate column")]
        {
            let error = Table::parse("t.csv", text, &["a", "b"]).unwrap_err().to_string();
            assert!(error.starts_with("t.csv:1") && error.contains(word), "{error}");
        }
        assert!(Table::parse("t.csv", "a,b\n1\n", &["a", "b"]).is_err(), "a short row is an error");
    }
}
