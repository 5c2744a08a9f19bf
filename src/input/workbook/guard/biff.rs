//! Guard for the BIFF records of an .xls: sizes of sheets and shared texts.
//!
//! Calamine 0.38.0 keeps every cell of the rectangle around the cells of a sheet, reserves memory for the rectangle that the
//! sheet states, and copies a shared text into each cell that refers to it. Without this guard it aborts: a stated rectangle
//! took 2.5 TB.

use super::budget::{Budget, Span};
use super::shared_texts;
use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Damage, WorkbookError};

/// How many cells a sheet of the format has.
const SHEET: u64 = 65_536 * 256;

const EOF: u16 = 0x000A;
const BOF: u16 = 0x0809;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
/// Several numbers in one row.
const MUL_RK: u16 = 0x00BD;
/// A cell with a shared text.
const LABEL_SST: u16 = 0x00FD;
/// Number, label, text with runs, truth or error, and short number: the other records of one cell.
const CELLS: [u16; 5] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E];

/// Refuses a workbook whose sheets are larger than the format allows, or that would take all memory.
pub(super) fn check(stream: &[u8]) -> Result<()> {
    let Some(lengths) = shared_texts::lengths(globals(stream)) else {
        return Err(Kind::Xls.damaged(Damage::TextRecords));
    };

    let mut budget = Budget::default();
    for (kind, content) in globals(stream) {
        if kind != BOUND_SHEET || content.len() < 4 {
            continue;
        }
        let offset = u32_at(content, 0) as usize;
        if let Some(sheet) = stream.get(offset..) {
            let extent = Extent::of(sheet, &lengths)?;
            budget.take(extent.cells, extent.text)?;
        }
    }
    Ok(())
}

/// The records about the whole workbook, which come first.
fn globals(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    Records(stream).take_while(|(kind, _)| *kind != EOF)
}

/// What calamine keeps of a sheet.
#[derive(Debug, PartialEq, Eq)]
struct Extent {
    /// The cells of the rectangle around those of the sheet, or the records of the sheet if they are more.
    cells: u64,
    /// The most bytes that its shared texts take.
    text: u64,
}

impl Extent {
    fn of(sheet: &[u8], lengths: &[usize]) -> Result<Self> {
        let mut rows = Span::default();
        let mut columns = Span::default();
        let mut text = 0;
        let mut records = 0;

        // Charts inside a sheet begin and end like the sheet, and their cells are not read.
        let mut depth = 0_usize;
        for (kind, content) in Records(sheet) {
            records += 1;
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                DIMENSIONS if stated_cells(content) > SHEET => return Err(too_large()),
                MUL_RK => {
                    let column = u16_at(content, 2).into();
                    let more = content.len().saturating_sub(12) / 6;
                    rows.add(u16_at(content, 0).into());
                    columns.add(column);
                    columns.add(column + more as u64);
                }
                _ if kind == FORMULA || kind == LABEL_SST || CELLS.contains(&kind) => {
                    rows.add(u16_at(content, 0).into());
                    columns.add(u16_at(content, 2).into());
                    if kind == LABEL_SST {
                        let index = u32_at(content, 6) as usize;
                        text += lengths.get(index).map_or(0, |len| *len as u64);
                    }
                }
                _ => {}
            }
        }

        let cells = rows.len() * columns.len();
        if cells > SHEET {
            return Err(too_large());
        }
        Ok(Self { cells: cells.max(records), text })
    }
}

fn too_large() -> WorkbookError {
    Kind::Xls.damaged(Damage::SheetSize)
}

/// How many cells a sheet states that it has, computed as calamine does, which also accepts a first row behind the last.
fn stated_cells(content: &[u8]) -> u64 {
    let first_row;
    let end_row;
    let mut first_column;
    let end_column;
    match content.len() {
        10 => {
            first_row = u32::from(u16_at(content, 0));
            end_row = u32::from(u16_at(content, 2));
            first_column = u16_at(content, 4);
            end_column = u16_at(content, 6);
        }
        14 | 16 => {
            first_row = u32_at(content, 0);
            end_row = u32_at(content, 4);
            first_column = u16_at(content, 8);
            end_column = u16_at(content, 10);
        }
        _ => return 0,
    }

    if end_row == 0 || end_column == 0 {
        return 1;
    }
    if first_column > 0xFF || end_column < first_column {
        first_column = 0;
    }
    let rows = u64::from(end_row.wrapping_sub(first_row));
    let columns = u64::from(end_column - first_column);
    rows.saturating_mul(columns)
}

/// The number at an offset, or 0 if the content ends before it does.
fn u16_at(content: &[u8], offset: usize) -> u16 {
    let rest = content.get(offset..).unwrap_or_default();
    rest.first_chunk().map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(content: &[u8], offset: usize) -> u32 {
    let low = u32::from(u16_at(content, offset));
    let high = u32::from(u16_at(content, offset + 2));
    high << 16 | low
}

/// Kind and content of each record, up to the first that is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let len = u16::from_le_bytes([head[2], head[3]]);

        let (content, rest) = rest.split_at_checked(usize::from(len))?;
        self.0 = rest;
        Some((kind, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    }

    /// A one-sheet workbook with `rows` rows that all refer to the same shared text.
    fn book(text: &[u8], rows: u16) -> Vec<u8> {
        let characters = u16::try_from(text.len()).unwrap().to_le_bytes();
        let begun = text.len().min(8000);
        let mut texts = record(0x00FC, &[&[0; 8][..], &characters, &[0], &text[..begun]].concat());
        for more in text[begun..].chunks(8000) {
            texts.extend(record(0x003C, &[&[0], more].concat()));
        }
        let mut sheet = record(BOF, &[0; 16]);
        for row in 0..rows {
            sheet.extend(record(LABEL_SST, &[&row.to_le_bytes()[..], &[0; 8]].concat()));
        }
        sheet.extend(record(EOF, &[]));
        let end = record(EOF, &[]);
        let place =
            |at: usize| record(BOUND_SHEET, &[&u32::try_from(at).unwrap().to_le_bytes()[..], b"\0\0\x01\0A"].concat());
        let at = place(0).len() + texts.len() + end.len();
        [place(at), texts, end, sheet].concat()
    }

    fn is_refused_for<T>(result: Result<T>, is_expected: fn(&Damage) -> bool) -> bool {
        matches!(result, Err(WorkbookError::Damaged { format: ".xls", damage }) if is_expected(&damage))
    }

    #[test]
    fn a_long_text_that_very_many_cells_share_takes_no_memory() {
        let refused = check(&book(&vec![b'x'; 60_000], 20_000));
        assert!(matches!(refused, Err(WorkbookError::TooMuchText { .. })), "{refused:?}");
    }

    #[test]
    fn usual_texts_that_all_cells_of_a_column_share_are_read() {
        check(&book(&[b'x'; 500], u16::MAX)).unwrap();
        check(&book(&vec![b'x'; 60_000], 10)).unwrap();
    }

    #[test]
    fn a_chart_inside_a_sheet_and_a_sheet_without_cells_take_no_budget() {
        let cell = |row: u16| record(LABEL_SST, &[&row.to_le_bytes()[..], &[0; 8]].concat());
        let chart = [record(BOF, &[]), cell(9000), record(EOF, &[])].concat();
        let sheet = [record(BOF, &[]), cell(3), chart, cell(4), record(EOF, &[]), cell(50_000)].concat();
        let extent = Extent::of(&sheet, &[7]).unwrap();
        assert_eq!(extent, Extent { cells: 7, text: 14 }, "the records of both, the texts of the sheet");
        let dimensions =
            |last: u16| record(DIMENSIONS, &[[0, 0], last.to_le_bytes(), [0, 0], [0xFF, 0xFF], [0, 0]].concat());
        assert!(Extent::of(&dimensions(0), &[]).is_ok());
        assert!(is_refused_for(Extent::of(&dimensions(u16::MAX), &[]), |damage| matches!(damage, Damage::SheetSize)));
    }

    #[test]
    fn texts_in_millions_of_pieces_take_no_time() {
        let refused = check(&[record(0x00FC, &[0; 8]), record(0x003C, &[]).repeat(70_000)].concat());
        assert!(is_refused_for(refused, |damage| matches!(damage, Damage::TextRecords)));
    }
}
