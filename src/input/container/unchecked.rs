//! The cells of a member that has no column to check. They are searched for the named words, as those of such a sheet are.

use std::io::Cursor;
use std::sync::Arc;

use super::part_name;
use crate::input::aside::{Aside, AsidePlace};
use crate::input::block::{Block, Numbering};
use crate::input::content::InputFormat;
use crate::input::layout::Wanted;
use crate::input::opened::Input;
use crate::input::options::Options;
use crate::input::record::Trouble;
use crate::input::shared_bytes::SharedBytes;
use crate::input::source::Source;
use crate::input::{InputError, Keep, workbook};

/// Reads all cells of delimited text, or all texts of a workbook. `member` is its name in the archive.
///
/// # Errors
/// The member cannot be read.
pub(super) fn cells(
    bytes: SharedBytes,
    archive: &str,
    member: &str,
    options: &Options,
) -> Result<Vec<Aside>, InputError> {
    let head = bytes.as_ref();
    let is_workbook = head.starts_with(b"PK") || matches!(InputFormat::detect(head), Ok(InputFormat::Workbook));
    let name = if is_workbook { part_name(archive, member) } else { member.to_owned() };
    let source = Source::new(&name, None, Box::new(Cursor::new(bytes)))?;
    if is_workbook {
        return Ok(workbook::texts(source, options)?);
    }
    // The first column has the number 1. It is required so that no column is checked.
    let wanted =
        Wanted { no_headers: true, required: vec![vec!["1".to_owned()]], keep: Keep::Nothing, ..Wanted::default() };
    let options = Options { wanted, sheet: None, ..options.clone() };
    let mut input = Input::delimited(source, &options, Numbering::Records)?;

    // Lines of prose have such commas, too.
    let can_be_table = !matches!(input.delimiter, '，' | '；');
    let mut found = Found { can_be_table, ..Found::default() };
    let mut splitter = input.splitter();
    let mut block = Block::default();
    let mut memory = String::new();
    while input.next(&mut block)? {
        splitter.find(&block);
        let mut batch = splitter.batch(&block);
        for number in 0..batch.len() {
            let record = batch.record(number);
            if let Some(Trouble::Undecodable(_) | Trouble::Doubtful(_)) = record.trouble {
                found.add_unread();
                continue;
            }
            let cells = (0..record.len()).map(|index| record.field(index, &mut memory).unwrap_or_default().to_owned());
            found.add_row(cells.collect());
        }
    }
    Ok(found.asides(archive, member))
}

/// Row from 1, column from 0, and text; `None` for a row that cannot be read.
type FoundCell = (u64, usize, Option<String>);

/// The shortest line that is wrapped, in characters.
const WRAPPED: usize = 12;

/// The cells of prose, whose lines may be wrapped inside a word: what ends a long line and what begins the next one are one text
/// if no sign ends the first.
fn with_wrapped_lines(cells: Vec<FoundCell>) -> Vec<FoundCell> {
    let mut texts: Vec<FoundCell> = Vec::new();
    // The number and the length of the line before, or of this one so far.
    let (mut line, mut len) = (0, 0);
    for (row, column, text) in cells {
        let is_behind_long_line = row == line + 1 && len >= WRAPPED;
        if row != line {
            (line, len) = (row, 0);
        }
        len += text.as_deref().map_or(0, |text| text.chars().count());

        if is_behind_long_line
            && let (Some((_, _, Some(before))), Some(text)) = (texts.last_mut(), &text)
            && before.ends_with(char::is_alphabetic)
        {
            before.push('\n');
            before.push_str(text);
            continue;
        }
        texts.push((row, column, text));
    }
    texts
}

/// The cells with text so far.
#[derive(Default)]
struct Found {
    can_be_table: bool,
    cells: Vec<FoundCell>,
    rows: u64,
    /// How many rows have two or more cells with text.
    rows_like_data: usize,
}

impl Found {
    fn add_row(&mut self, cells: Vec<String>) {
        self.rows += 1;
        let before = self.cells.len();
        for (column, cell) in cells.into_iter().enumerate() {
            if !cell.trim().is_empty() {
                self.cells.push((self.rows, column, Some(cell)));
            }
        }
        self.rows_like_data += usize::from(self.cells.len() - before > 1);
    }

    fn add_unread(&mut self) {
        self.rows += 1;
        self.cells.push((self.rows, 0, None));
    }

    fn asides(self, archive: &str, member: &str) -> Vec<Aside> {
        let source: Arc<str> = archive.into();
        let sheet: Arc<str> = member.into();
        let in_table = self.can_be_table && self.rows_like_data > 1;
        let cells = if in_table { self.cells } else { with_wrapped_lines(self.cells) };
        let mut asides = Vec::with_capacity(cells.len());
        for (row, column, text) in cells {
            let place = AsidePlace::Cell { sheet: sheet.clone(), row, column, in_table };
            asides.push(Aside { source: source.clone(), place, text });
        }
        asides
    }
}
