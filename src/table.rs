//! Data files: CSV with known columns. Every error names the file and the line.

use std::collections::HashMap;

use crate::message::TableError;

/// A data file in memory.
#[derive(Debug)]
pub(crate) struct Table {
    /// The file's name, for errors.
    file: String,
    /// The index of each column.
    columns: HashMap<String, usize>,
    /// The rows, each with the number of its line.
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableRow<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Table {
    /// Parses `text`, which must have exactly the columns of `known`, in any order.
    pub(crate) fn parse(file: &str, text: &str, known: &[&str]) -> Result<Self, TableError> {
        Self::parse_some(file, text, known, known)
    }

    /// Parses `text`, which must have the columns of `required` and may have others of `known`.
    pub(crate) fn parse_some(file: &str, text: &str, known: &[&str], required: &[&str]) -> Result<Self, TableError> {
        Self::parse_called(file, text, known, required, |header| header)
    }

    /// Parses `text` as [`Table::parse_some`] does, whose headers may be other names of the columns, which `called` gives.
    pub(crate) fn parse_called(
        file: &str,
        text: &str,
        known: &[&str],
        required: &[&str],
        called: impl Fn(&str) -> &str,
    ) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());

        let place = format!("{file}:1");
        let Ok(header) = reader.headers() else { return Err(TableError::Unreadable { place }) };
        let header: Vec<&str> = header.iter().map(called).collect();
        let columns = parse_header(&header, place, known, required)?;

        let mut lines = LineCounter { text: text.as_bytes(), line: 1, counted: 0 };
        let mut rows = Vec::new();
        for record in reader.into_records() {
            let record = record.map_err(|error| bad_record(file, &error))?;
            let start = record.position().map_or(0, csv::Position::byte);
            rows.push((lines.line_of_record(start), record));
        }
        Ok(Self { file: file.to_owned(), columns, rows })
    }

    /// The columns that the first line of `text` names. Empty if there is no such line, or it is no CSV.
    pub(crate) fn header(text: &str) -> Vec<String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
        reader.headers().map(|header| header.iter().map(str::to_owned).collect()).unwrap_or_default()
    }

    /// The texts in the first column of a list of two columns that is built in: each has its reason beside it.
    pub(crate) fn built_in_list(file: &str, text: &str, columns: [&str; 2]) -> Vec<String> {
        let table = Self::parse(file, text, &columns).expect("a built-in list has these columns: a test reads each");
        table.rows().map(|row| row.get(columns[0]).to_owned()).collect()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        self.rows.iter().map(|(line, record)| TableRow { table: self, line: *line, record })
    }
}

/// The index of each column.
fn parse_header(
    header: &[&str],
    place: String,
    known: &[&str],
    required: &[&str],
) -> Result<HashMap<String, usize>, TableError> {
    let mut columns = HashMap::new();
    for (index, column) in header.iter().enumerate() {
        if !known.contains(column) {
            let known = known.iter().map(ToString::to_string).collect();
            return Err(TableError::UnknownColumn { place, column: (*column).to_owned(), known });
        }
        if columns.insert((*column).to_owned(), index).is_some() {
            return Err(TableError::DuplicateColumn { place, column: (*column).to_owned() });
        }
    }

    for column in required {
        if !columns.contains_key(*column) {
            return Err(TableError::MissingColumn { place, column: (*column).to_owned() });
        }
    }
    Ok(columns)
}

/// Counts lines from byte offsets, since the positions of the csv crate lag behind on CRLF and blank lines.
struct LineCounter<'a> {
    text: &'a [u8],
    /// The line of the offset `counted`, from 1.
    line: u64,
    counted: usize,
}

impl LineCounter<'_> {
    /// The line of a record that the reader found at a byte, which may precede it by line ends. Records come in order.
    fn line_of_record(&mut self, byte: u64) -> u64 {
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }

        self.line += memchr::memchr_iter(b'\n', &self.text[self.counted..start]).count() as u64;
        self.counted = start;
        self.line
    }
}

impl<'a> TableRow<'a> {
    /// The cell of a column, without blanks around it; empty if the file has no such column.
    pub(crate) fn get(&self, column: &str) -> &'a str {
        let cell = self.table.columns.get(column).and_then(|&index| self.record.get(index));
        cell.unwrap_or_default().trim()
    }

    /// The parts of a cell that contains several, separated by `|`.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The place of the row, for errors: `file:line`.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.table.file, self.line)
    }
}

/// A record that is longer or shorter than the header, or not CSV at all.
fn bad_record(file: &str, error: &csv::Error) -> TableError {
    let line = error.position().map_or(1, csv::Position::line);
    let place = format!("{file}:{line}");
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
