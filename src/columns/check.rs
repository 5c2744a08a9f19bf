//! Checks a batch of columns row by row.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch};

use super::memo::Memo;
use super::results::{Results, schema};
use crate::checker::Checker;
use crate::message::ColumnsError;
use crate::row::{CheckedFiling, FilingChecker, FilingTexts};
use crate::text::arrays::Texts;
use crate::verdict::Field;

/// A column of a batch.
#[derive(Clone, Copy, Debug)]
pub struct NamedColumn<'a> {
    /// The header, which findings and problems name as their column.
    pub header: &'a str,
    /// The values: texts (`Utf8`, `LargeUtf8`, `Utf8View`), numbers, or a dictionary of these. Null is an empty text.
    pub values: &'a dyn Array,
}

/// The columns of a batch of filings, each of the same length.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilingColumns<'a> {
    /// Ids. The first that a row has counts.
    pub ids: &'a [NamedColumn<'a>],
    /// Registered names.
    pub names: &'a [NamedColumn<'a>],
    /// Business scopes, in the order of the filing: a word may go on in the next one.
    pub scopes: &'a [NamedColumn<'a>],
    /// Advertising texts.
    pub texts: &'a [NamedColumn<'a>],
}

impl<'a> FilingColumns<'a> {
    fn of(&self, field: Field) -> &'a [NamedColumn<'a>] {
        match field {
            Field::Name => self.names,
            Field::Scope => self.scopes,
            Field::Text => self.texts,
            Field::Other => &[],
        }
    }
}

/// Checks every row of a batch as [`Checker::check_row`] checks a filing. Returns one row for each, in the same order, with
/// the columns of [`schema`].
///
/// A batch is checked on the thread that calls; a [`Checker`] serves any number of threads, so batches can be checked side by
/// side. Each entry of a dictionary is sieved once. No text of a clear row is copied.
///
/// ```
/// use arrow_array::cast::AsArray;
/// use arrow_array::{Array, StringArray};
/// use mingcha::columns::{FilingColumns, NamedColumn, check_batch};
/// # use mingcha::{Checker, Profile, RuleBook};
/// # let rules = RuleBook::in_force("2026-03-01".parse()?)?;
/// # let checker = Checker::new(rules, Profile::built_in("filing")?)?;
///
/// let scopes = StringArray::from(vec![Some("软件开发；虚拟货币交易"), None]);
/// let scopes = [NamedColumn { header: "经营范围", values: &scopes }];
/// let checked = check_batch(&checker, &FilingColumns { scopes: &scopes, ..FilingColumns::default() })?;
///
/// assert_eq!(checked.num_rows(), 2);
/// let findings = checked["findings"].as_list::<i32>().value(0);
/// assert_eq!(findings.as_struct().column_by_name("term").unwrap().as_string::<i32>().value(0), "虚拟货币");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ColumnsError`]: no column is given that is checked, the columns differ in length, the values of one are neither texts nor
/// numbers, or what is found has more than 2 GiB of text.
pub fn check_batch(checker: &Checker, columns: &FilingColumns<'_>) -> Result<RecordBatch, ColumnsError> {
    let read = ReadColumns::new(columns)?;
    let mut filings = FilingChecker::new(checker);
    let probe = FilingChecker::new(checker);
    let mut outcome = CheckedFiling::default();
    let mut results = Results::default();
    for row in 0..read.rows {
        filings.check(read.id(row), &FilingAt { columns: &read, row, probe: &probe }, &mut outcome);
        results.add(&outcome);
        if results.is_full() {
            return Err(ColumnsError::TooLarge { rows: read.rows });
        }
    }

    // The arrays are made for this schema.
    RecordBatch::try_new(schema(), results.finish()).map_err(|_| ColumnsError::TooLarge { rows: read.rows })
}

/// The columns of a batch, ready to be read.
struct ReadColumns<'a> {
    rows: usize,
    ids: Vec<Texts<'a>>,
    /// By the place of the field in [`Field::ALL`].
    checked: [Vec<ReadColumn<'a>>; Field::ALL.len()],
}

struct ReadColumn<'a> {
    header: Arc<str>,
    texts: Texts<'a>,
    /// What is known of the entries, if the column is a dictionary.
    memo: Option<RefCell<Memo>>,
}

impl<'a> ReadColumns<'a> {
    fn new(columns: &FilingColumns<'a>) -> Result<Self, ColumnsError> {
        let all = Field::CHECKED.into_iter().flat_map(|field| columns.of(field));
        let Some(rows) = all.clone().next().map(|first| first.values.len()) else {
            return Err(ColumnsError::Nothing);
        };
        for column in all.chain(columns.ids) {
            if column.values.len() != rows {
                let column_rows = column.values.len();
                let column = column.header.to_owned();
                return Err(ColumnsError::Length { column, rows: column_rows, expected: rows });
            }
        }

        let ids = columns.ids.iter().map(texts_of).collect::<Result<_, _>>()?;
        let mut read = Self { rows, ids, checked: Default::default() };
        for field in Field::CHECKED {
            for column in columns.of(field) {
                let texts = texts_of(column)?;
                let memo = texts.entries().map(|entries| RefCell::new(Memo::new(entries)));
                read.checked[field as usize].push(ReadColumn { header: column.header.into(), texts, memo });
            }
        }
        Ok(read)
    }

    /// The first filled id.
    fn id(&self, row: usize) -> &str {
        let mut ids = self.ids.iter().map(|ids| ids.get(row).trim());
        ids.find(|id| !id.is_empty()).unwrap_or_default()
    }
}

fn texts_of<'a>(column: &NamedColumn<'a>) -> Result<Texts<'a>, ColumnsError> {
    Texts::new(column.values).ok_or_else(|| ColumnsError::NotText {
        column: column.header.to_owned(),
        data_type: column.values.data_type().to_string(),
    })
}

/// One row of a batch.
struct FilingAt<'a> {
    columns: &'a ReadColumns<'a>,
    row: usize,
    /// Looks at entries of dictionaries.
    probe: &'a FilingChecker<'a>,
}

impl FilingTexts for FilingAt<'_> {
    fn count(&self, field: Field) -> usize {
        self.columns.checked[field as usize].len()
    }

    #[inline]
    fn text(&self, field: Field, number: usize) -> &str {
        self.columns.checked[field as usize][number].texts.get(self.row)
    }

    fn column(&self, field: Field, number: usize) -> &Arc<str> {
        &self.columns.checked[field as usize][number].header
    }

    #[inline]
    fn is_known_clear(&self, field: Field, number: usize) -> bool {
        let column = &self.columns.checked[field as usize][number];
        let (Some(memo), Some(entry)) = (&column.memo, column.texts.entry(self.row)) else { return false };
        memo.borrow_mut().is_clear(entry, || self.probe.is_clear(column.texts.get(self.row)))
    }
}

impl fmt::Debug for FilingAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)
    }
}
