//! Data files: CSV with known columns. Every error names the file and the line.

use std::cell::RefCell;

use csv_core::{ReadRecordResult, Reader};

use crate::message::TableError;

/// How many fields are read at once.
const SOME: usize = 32;

/// A data file in memory.
#[derive(Debug)]
pub(crate) struct Table {
    /// The file's name, for errors.
    file: String,
    /// The columns, in the order of the file.
    columns: Vec<String>,
    /// All records, the header among them.
    fields: Fields,
    /// For each row the number of its line.
    lines: Vec<u64>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableRow<'a> {
    table: &'a Table,
    /// Its number among the rows, from 0.
    row: usize,
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
        let place = format!("{file}:1");
        let Some((fields, records)) = read(text) else { return Err(TableError::Unreadable { place }) };
        let mut records = records.into_iter();
        let width = records.next().map_or(0, |header| header.fields);
        let header: Vec<&str> = (0..width).map(|index| called(fields.get(index).trim())).collect();
        check_header(&header, place, known, required)?;

        let mut counter = LineCounter { text: text.as_bytes(), line: 1, counted: 0 };
        let mut lines = Vec::with_capacity(records.len());
        for record in records {
            let line = counter.line_of_record(record.start);
            if record.fields != width {
                let place = format!("{file}:{line}");
                return Err(TableError::UnequalLength { place, found: record.fields, expected: width });
            }
            lines.push(line);
        }
        let columns = header.into_iter().map(str::to_owned).collect();
        Ok(Self { file: file.to_owned(), columns, fields, lines })
    }

    /// The columns that the first line of `text` names. Empty if there is no such line.
    pub(crate) fn header(text: &str) -> Vec<String> {
        let (fields, records) = read(text.strip_prefix('\u{feff}').unwrap_or(text)).unwrap_or_default();
        let width = records.first().map_or(0, |header| header.fields);
        (0..width).map(|index| fields.get(index).trim().to_owned()).collect()
    }

    /// The texts in the first column of a list of two columns that is built in: each has its reason beside it.
    pub(crate) fn built_in_list(file: &str, text: &str, columns: [&str; 2]) -> Vec<String> {
        let table = Self::parse(file, text, &columns).expect("a built-in list has these columns: a test reads each");
        table.rows().map(|row| row.get(columns[0]).to_owned()).collect()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        (0..self.lines.len()).map(|row| TableRow { table: self, row })
    }
}

/// Refuses a header with a column that is not known or is there twice, and one without a required column.
fn check_header(header: &[&str], place: String, known: &[&str], required: &[&str]) -> Result<(), TableError> {
    for (index, column) in header.iter().enumerate() {
        if !known.contains(column) {
            let known = known.iter().map(ToString::to_string).collect();
            return Err(TableError::UnknownColumn { place, column: (*column).to_owned(), known });
        }
        if header[..index].contains(column) {
            return Err(TableError::DuplicateColumn { place, column: (*column).to_owned() });
        }
    }

    for column in required {
        if !header.contains(column) {
            return Err(TableError::MissingColumn { place, column: (*column).to_owned() });
        }
    }
    Ok(())
}

/// The fields of all records, one after another.
#[derive(Debug, Default)]
struct Fields {
    text: String,
    /// For each field where it ends in the text.
    ends: Vec<usize>,
}

impl Fields {
    fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }
}

/// A record in a text.
struct Record {
    /// The offset in bytes at which the reader looked for it: line ends may precede it.
    start: usize,
    fields: usize,
}

/// All records of a text. This is what the csv crate does, without a new automaton for each of the many small files.
///
/// Returns `None` if the fields are not UTF-8; they are cut at ASCII characters, so they are.
fn read(text: &str) -> Option<(Fields, Vec<Record>)> {
    thread_local! {
        // A clone of a reader has no automaton.
        static READER: RefCell<Reader> = RefCell::new(Reader::new());
    }
    // The reader asks for room before it knows whether there is more to write.
    let mut fields = vec![0; text.len() + 1];
    let mut written = 0;
    let mut ends = Vec::new();
    let mut records = Vec::new();
    READER.with_borrow_mut(|reader| {
        reader.reset();
        let mut rest = text.as_bytes();
        let mut record = Record { start: 0, fields: 0 };
        let mut begin = 0;
        let mut some = [0; SOME];
        loop {
            let (result, read, more, ended) = reader.read_record(rest, &mut fields[written..], &mut some);
            rest = &rest[read..];
            written += more;
            // Where fields end is counted from the beginning of their record.
            ends.extend(some[..ended].iter().map(|end| begin + end));
            record.fields += ended;
            match result {
                // At the end of the text the reader is asked once more. No field is longer than its text.
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::Record => {
                    let next = Record { start: text.len() - rest.len(), fields: 0 };
                    records.push(std::mem::replace(&mut record, next));
                    begin = written;
                }
                ReadRecordResult::End => return,
            }
        }
    });
    fields.truncate(written);
    Some((Fields { text: String::from_utf8(fields).ok()?, ends }, records))
}

/// Counts lines from byte offsets.
struct LineCounter<'a> {
    text: &'a [u8],
    /// The line of the offset `counted`, from 1.
    line: u64,
    counted: usize,
}

impl LineCounter<'_> {
    /// The line of a record that the reader looked for from a byte on. Records come in order.
    fn line_of_record(&mut self, byte: usize) -> u64 {
        let mut start = byte;
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
        let columns = &self.table.columns;
        let Some(index) = columns.iter().position(|known| known == column) else { return "" };
        // The header is the first record.
        self.table.fields.get((self.row + 1) * columns.len() + index).trim()
    }

    /// The parts of a cell that contains several, separated by `|`.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The place of the row, for errors: `file:line`.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.table.file, self.table.lines[self.row])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5000, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn any_text_has_the_records_that_the_csv_crate_reads(text in "[a,\"\r\n 甲]{0,40}") {
            let (fields, records) = read(&text).unwrap();
            let mut first = 0;
            let mut known = Vec::new();
            for record in records {
                let cells: Vec<String> = (first..first + record.fields).map(|at| fields.get(at).to_owned()).collect();
                first += record.fields;
                known.push((record.start as u64, cells));
            }

            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let mut expected = Vec::new();
            for record in reader.records() {
                let record = record.unwrap();
                let cells = record.iter().map(str::to_owned).collect();
                expected.push((record.position().unwrap().byte(), cells));
            }
            prop_assert_eq!(known, expected);
        }
    }

    #[test]
    fn a_row_knows_its_physical_line() {
        let table = Table::parse("t.csv", "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,z\r\n", &["a", "b"]).unwrap();
        let places: Vec<_> = table.rows().map(|r| r.place()).collect();
        assert_eq!(places, ["t.csv:3", "t.csv:5"]);
    }

    #[test]
    fn a_file_without_a_last_line_break_or_a_row_is_read_to_its_end() {
        for (text, expected) in [("a", vec![]), ("", vec![]), ("a\nx", vec!["x"]), ("a\n\"x\"\"", vec!["x\""])] {
            let table = Table::parse_some("t.csv", text, &["a"], &[]).unwrap();
            let cells: Vec<_> = table.rows().map(|row| row.get("a")).collect();
            assert_eq!(cells, expected, "{text:?}");
        }
    }

    #[test]
    fn a_record_has_any_number_of_fields() {
        for number in [1, SOME - 1, SOME, SOME + 1, 3 * SOME] {
            let columns: Vec<String> = (0..number).map(|n| format!("c{n}")).collect();
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let header = columns.join(",");
            let table = Table::parse("t.csv", &format!("{header}\n{header}\r\n{header}"), &columns).unwrap();
            assert_eq!(table.rows().count(), 2);
            for row in table.rows() {
                let cells: Vec<_> = columns.iter().map(|column| row.get(column)).collect();
                assert_eq!(cells, columns);
            }
        }
    }

    #[test]
    fn columns_that_are_unknown_missing_or_doubled_are_errors() {
        for (text, word) in
            [("a,c\n", "unknown column `c`"), ("a\n", "`b` is missing"), ("a,b,a\n", "duplicate column")]
        {
            let error = Table::parse("t.csv", text, &["a", "b"]).unwrap_err().to_string();
            assert!(error.starts_with("t.csv:1") && error.contains(word), "{error}");
        }
        let error = Table::parse("t.csv", "a,b\r\n\r\n1,2\r\n1\r\n", &["a", "b"]).unwrap_err().to_string();
        assert!(error.starts_with("t.csv:4"), "a short row is an error: {error}");
    }
}
