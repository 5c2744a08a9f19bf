//! Reads decisions from an earlier report whose decision columns a registrar has filled in.

use std::cmp::Ordering;
use std::error::Error;

use jiff::civil::Date;

use super::date::last_day;
use super::{DecisionError, Decisions, Filled, NoEffect};
use crate::input::{self, Block, Input, InputError, Options, Record, Source, Wanted, same_header};
use crate::message::{Labels, Lang, Refusals, WorkbookError};

/// The column of the keys, which is called so in every language.
const KEY: &str = "key";
/// The column of the input's name in csv.
const CSV_FILE: &str = "source";
/// The names in csv, which are those of machine formats.
const CSV: Names = Names { decision: "decision", reason: "reason", until: "until", row: "row", name: "name" };

/// What the columns of a report are called.
#[derive(Clone, Copy)]
struct Names {
    decision: &'static str,
    reason: &'static str,
    until: &'static str,
    row: &'static str,
    name: &'static str,
}

impl Names {
    /// The names in documents of a language.
    fn of(lang: Lang) -> Self {
        let Labels { decision, reason, until, row, name, .. } = *lang.labels();
        Self { decision, reason, until, row, name }
    }

    /// Each way in which a report calls them.
    fn all() -> [Self; 3] {
        [CSV, Self::of(Lang::Zh), Self::of(Lang::En)]
    }
}

/// The indices of the columns of a report.
struct Columns {
    key: usize,
    decision: usize,
    reason: usize,
    until: usize,
    row: Option<usize>,
    name: Option<usize>,
    file: Option<usize>,
}

/// How a report is read.
struct Reading<'a> {
    as_of: Date,
    /// Other lists that the report may have rows of.
    others: &'a [String],
    /// Is told the key of each row that has no decision.
    undecided: &'a mut dyn FnMut(&str),
}

impl Columns {
    /// The columns under these headers. A batch may have columns called so, too, which a report carries along behind its own:
    /// the three of a decision are in one language, the first if there are several, unless somebody has renamed one of them.
    fn find(headers: &[String]) -> Result<Self, Option<&'static str>> {
        let mut whole = None;
        for names in Names::all() {
            let at = |name| headers.iter().position(|header| same_header(name, header));
            let Some(first) = at(names.decision) else { continue };
            if at(names.reason).is_some() && at(names.until).is_some() && whole.is_none_or(|(_, other)| first < other) {
                whole = Some((names, first));
            }
        }
        let among = match whole {
            Some((names, _)) => vec![names],
            None => Names::all().to_vec(),
        };
        Ok(Self {
            key: only(headers, &[KEY])?,
            decision: only(headers, &among.iter().map(|names| names.decision).collect::<Vec<_>>())?,
            reason: only(headers, &among.iter().map(|names| names.reason).collect::<Vec<_>>())?,
            until: only(headers, &among.iter().map(|names| names.until).collect::<Vec<_>>())?,
            row: row(headers),
            name: first(headers, Names::all().map(|names| names.name)),
            file: first(headers, [CSV_FILE, Lang::Zh.labels().file, Lang::En.labels().file]),
        })
    }
}

/// Whether a table is a report whose hidden column of keys was deleted: it has the decision column.
fn lacks_key_alone(error: &InputError) -> bool {
    match error.reason() {
        InputError::NoSuchColumn { column, found } => {
            column == KEY && Names::all().iter().any(|names| found.has(|header| same_header(names.decision, header)))
        }
        InputError::Workbook { error } => match &**error {
            WorkbookError::NothingToCheck { refusals } => refusals.0.iter().any(|refusal| {
                let reason: &(dyn Error + 'static) = &*refusal.reason;
                reason.downcast_ref().is_some_and(lacks_key_alone)
            }),
            _ => false,
        },
        _ => false,
    }
}

/// The index of the only column with one of these names. The error is the name of one that occurs twice.
fn only(headers: &[String], names: &[&'static str]) -> Result<usize, Option<&'static str>> {
    let mut found = None;
    for (index, header) in headers.iter().enumerate() {
        let Some(name) = names.iter().find(|name| same_header(name, header)) else { continue };
        if found.replace(index).is_some() {
            return Err(Some(name));
        }
    }
    found.ok_or(None)
}

/// The index of the column by which people find a row again: its row in a spreadsheet, or else its number, which earlier
/// workbooks have.
fn row(headers: &[String]) -> Option<usize> {
    let in_sheet = [Lang::Zh, Lang::En].map(|lang| lang.labels().sheet_row);
    let by_sheet = headers.iter().position(|header| in_sheet.iter().any(|name| same_header(name, header)));
    by_sheet.or_else(|| first(headers, Names::all().map(|names| names.row)))
}

/// The index of the first column with one of these names.
fn first(headers: &[String], names: [&str; 3]) -> Option<usize> {
    headers.iter().position(|header| names.iter().any(|name| same_header(name, header)))
}

impl Decisions {
    /// Reads the decisions that hold on a day, from CSV or from the sheets of a workbook that have the columns `key`,
    /// `decision`, `reason` and `until`, the last three under their names in either language. Other columns are ignored, except
    /// for the number and the name of the row, by which messages name it.
    ///
    /// # Errors
    /// The error names the source.
    pub fn read(source: Source, as_of: Date) -> Result<Self, DecisionError> {
        Self::read_beside(source, as_of, &[])
    }

    /// Reads the decisions of a report that lies beside several lists of one name. `others` has the names of those files that
    /// are not checked now: a decision on a row of theirs holds for an equal row, and is not missed if there is none.
    ///
    /// # Errors
    /// The error names the source.
    pub fn read_beside(source: Source, as_of: Date, others: &[String]) -> Result<Self, DecisionError> {
        let mut decisions = Self::default();
        decisions.read_report(source, &mut Reading { as_of, others, undecided: &mut |_| () })?;
        Ok(decisions)
    }

    /// Takes over the decisions of a report that was made with these and changed after them. A row that it lists without a
    /// decision has none any more, so that a decision is withdrawn by emptying its cell. Nothing changes if it cannot be read.
    /// Rows of the files `others` withdraw nothing.
    ///
    /// # Errors
    /// The error names the source.
    pub fn supersede(&mut self, source: Source, as_of: Date, others: &[String]) -> Result<(), DecisionError> {
        let name = source.name.clone();
        let mut later = Self::default();
        let mut withdrawn = Vec::new();
        let mut undecided = |key: &str| {
            if self.by_key.contains_key(key) {
                withdrawn.push(key.to_owned());
            }
        };
        later.read_report(source, &mut Reading { as_of, others, undecided: &mut undecided })?;

        // A row may be listed twice, once with a decision.
        withdrawn.retain(|key| !later.by_key.contains_key(key));
        for key in withdrawn {
            self.withdraw(&key, &name);
        }
        self.renew(later);
        Ok(())
    }

    /// Adds the decisions of a report.
    fn read_report(&mut self, source: Source, reading: &mut Reading<'_>) -> Result<(), DecisionError> {
        let options = Options { wanted: Wanted { required: required(), ..Wanted::default() }, ..Options::default() };
        let name = source.name.clone();
        let opened = input::open(source, &options);
        let opened = opened.map_err(|error| {
            if lacks_key_alone(&error) {
                DecisionError::NoKeys { input: name.clone() }
            } else {
                DecisionError::NoReport { error }
            }
        })?;

        if !opened.unread.is_empty() {
            let error = InputError::LeftUnread { refusals: Refusals(opened.unread) };
            return Err(DecisionError::Interrupted { error: error.of(&name) });
        }

        for input in opened.inputs {
            self.read_input(input, reading)?;
        }
        Ok(())
    }

    fn read_input(&mut self, mut input: Input, reading: &mut Reading<'_>) -> Result<(), DecisionError> {
        let name = input.name.clone();
        if input.is_lines_of_json() {
            return Err(DecisionError::LinesOfJson { input: name });
        }
        let columns = match Columns::find(&input.layout.headers) {
            Ok(columns) => columns,
            Err(twice) => {
                let column = twice.unwrap_or(KEY).to_owned();
                return Err(DecisionError::DuplicateColumn { input: name, column });
            }
        };

        let mut block = Block::default();
        let mut splitter = input.splitter();
        let mut lines_before = input.lines_before;
        while input.next(&mut block).map_err(|error| DecisionError::Interrupted { error })? {
            let lines = splitter.find(&block);
            let mut batch = splitter.batch(&block);
            for number in 0..batch.len() {
                let line = lines_before + batch.span(number).line + 1;
                let record = batch.record(number);
                let place = format!("{name}:{line}");
                if is_broken(&record, columns.until) {
                    self.reject(Filled::default(), &place, NoEffect::Broken);
                    continue;
                }
                let cell = |index| record.field(index, &mut String::new()).unwrap_or_default().to_owned();
                let [key, decision, reason, until] =
                    [columns.key, columns.decision, columns.reason, columns.until].map(cell);
                let [row, company, file] =
                    [columns.row, columns.name, columns.file].map(|index| index.map(cell).unwrap_or_default());
                let filled = Filled {
                    row: &row,
                    name: &company,
                    key: &key,
                    decision: &decision,
                    reason: &reason,
                    until: &until,
                };
                if reading.others.iter().any(|other| is_in_file(&file, other)) {
                    self.add_of_other(filled, &place, reading.as_of);
                    continue;
                }
                if filled.is_undecided() && !key.trim().is_empty() {
                    (reading.undecided)(key.trim());
                }
                self.add(filled, &place, reading.as_of);
            }
            lines_before += lines.all;
        }
        Ok(())
    }
}

/// Whether a row is of the file of this name, or of a sheet or member of it. `source` is the name of its input.
fn is_in_file(source: &str, name: &str) -> bool {
    let is_of =
        |part: &str| part.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '!']));
    source.trim().split(['/', '\\']).any(is_of)
}

/// Whether a stray quote or delimiter has moved the cells of a row, so that a decision may seem to have no last day. `until` is
/// the index of that column.
///
/// Spreadsheets leave out empty cells at the end of some rows, and write them behind the last header in others, so neither
/// makes a row broken.
fn is_broken(record: &Record<'_>, until: usize) -> bool {
    if record.is_sheet_row {
        return false;
    }
    if record.open_quote || record.seems_torn() {
        return true;
    }
    let width = record.layout.headers.len();
    match record.len().cmp(&width) {
        Ordering::Less => record.line_breaks() > 0 || record.has_text_behind_quote(),
        Ordering::Equal => false,
        Ordering::Greater => (width..record.len()).any(|index| record.has_text(index)) || has_moved(record, until),
    }
}

/// Whether the last day of a decision stands behind its column, which is empty.
fn has_moved(record: &Record<'_>, until: usize) -> bool {
    let day = |index| last_day(record.field(index, &mut String::new()).unwrap_or_default());
    day(until) == Ok(None) && matches!(day(until + 1), Ok(Some(_)))
}

/// The columns that a report must have, each under one of its names.
fn required() -> Vec<Vec<String>> {
    let names = Names::all();
    let of = |column: fn(&Names) -> &'static str| {
        let mut known: Vec<String> = Vec::new();
        for name in names.iter().map(column) {
            if !known.iter().any(|other| other == name) {
                known.push(name.to_owned());
            }
        }
        known
    };
    vec![vec![KEY.to_owned()], of(|names| names.decision), of(|names| names.reason), of(|names| names.until)]
}
