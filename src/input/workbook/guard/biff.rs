//! The records of an older workbook: that no sheet states more cells than the format has. Its reader takes memory for a
//! whole rectangle around the cells of a sheet, and for the one that the sheet states, and for a copy of a shared text in each
//! cell that refers to it.

use anyhow::{Result, bail};

use super::budget::{Budget, Span};
use super::shared_texts;

/// How many cells a sheet of the format has.
const SHEET: usize = 65_536 * 256;

const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const SHEET_AT: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;
const SHARED: u16 = 0x00FD;
/// Number, label, label with runs, truth or error, short number, shared label.
const CELL: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, SHARED];

/// Refuses a workbook whose sheets are larger than the format allows, or so many that they take all memory.
pub(super) fn check(stream: &[u8]) -> Result<()> {
    let book = || Records(stream).take_while(|(kind, _)| *kind != END);
    let Some(lengths) = shared_texts::lengths(book()) else {
        bail!("is broken: its texts are in too many pieces; open it in a spreadsheet and save it as .xlsx or CSV");
    };
    let mut budget = Budget::default();
    for (_, data) in book().filter(|(kind, data)| *kind == SHEET_AT && data.len() >= 4) {
        let at = u32::from_le_bytes([data[0], data[1], data[2], data[3]]) as usize;
        let (cells, text) = stream.get(at..).map_or(Ok((0, 0)), |sheet| extent(sheet, &lengths))?;
        budget.take(cells, text)?;
    }
    Ok(())
}

/// How many cells the rectangle around those of a sheet has, or how many records are read for it if they are more; and how
/// many bytes its shared texts take.
fn extent(sheet: &[u8], lengths: &[usize]) -> Result<(usize, usize)> {
    let (mut rows, mut columns) = (Span::default(), Span::default());
    let (mut depth, mut records, mut text) = (0_usize, 0, 0);
    for (kind, data) in Records(sheet) {
        records += 1;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS if stated(data) > SHEET => bail!(TOO_LARGE),
            FORMULA | MANY_NUMBERS => {
                let beyond = if kind == FORMULA { 0 } else { data.len().saturating_sub(12) / 6 };
                rows.add(short(data, 0));
                columns.add(short(data, 2));
                columns.add(short(data, 2) + beyond);
            }
            _ if CELL.contains(&kind) => {
                rows.add(short(data, 0));
                columns.add(short(data, 2));
                text += if kind == SHARED { lengths.get(wide(data, 6) as usize).unwrap_or(&0) } else { &0 };
            }
            _ => {}
        }
    }
    let cells = rows.len() * columns.len();
    if cells > SHEET {
        bail!(TOO_LARGE);
    }
    Ok((cells.max(records), text))
}

const TOO_LARGE: &str = "is broken: a sheet states more cells than the format has; open it in a spreadsheet and save it as \
                         .xlsx or CSV";

/// How many cells a sheet says that it has, reckoned as the reader does: with first rows behind the last ones.
fn stated(data: &[u8]) -> usize {
    let (first, last, from, to) = match data.len() {
        10 => (narrow(data, 0), narrow(data, 2), narrow(data, 4), narrow(data, 6)),
        14 | 16 => (wide(data, 0), wide(data, 4), narrow(data, 8), narrow(data, 10)),
        _ => return 0,
    };
    if last == 0 || to == 0 {
        return 1;
    }
    let from = if from > 0xFF || to < from { 0 } else { from };
    (last.wrapping_sub(first) as usize).saturating_mul(to.wrapping_sub(from) as usize)
}

fn short(data: &[u8], at: usize) -> usize {
    data.get(at..at + 2).map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])))
}

fn wide(data: &[u8], at: usize) -> u32 {
    u32::try_from(short(data, at) | short(data, at + 2) << 16).unwrap_or(u32::MAX)
}

fn narrow(data: &[u8], at: usize) -> u32 {
    u32::try_from(short(data, at)).unwrap_or(u32::MAX)
}

/// Kind and content of each record, up to the first that is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        self.0 = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    }

    /// A workbook of one sheet, in so many of whose rows the one text stands that its cells share.
    fn book(text: &[u8], rows: u16) -> Vec<u8> {
        let characters = u16::try_from(text.len()).unwrap().to_le_bytes();
        let begun = text.len().min(8000);
        let mut texts = record(0x00FC, &[&[0; 8][..], &characters, &[0], &text[..begun]].concat());
        for more in text[begun..].chunks(8000) {
            texts.extend(record(0x003C, &[&[0], more].concat()));
        }
        let mut sheet = record(BEGIN, &[0; 16]);
        for row in 0..rows {
            sheet.extend(record(SHARED, &[&row.to_le_bytes()[..], &[0; 8]].concat()));
        }
        sheet.extend(record(END, &[]));
        let end = record(END, &[]);
        let place =
            |at: usize| record(SHEET_AT, &[&u32::try_from(at).unwrap().to_le_bytes()[..], b"\0\0\x01\0A"].concat());
        let at = place(0).len() + texts.len() + end.len();
        [place(at), texts, end, sheet].concat()
    }

    #[test]
    fn a_long_text_that_very_many_cells_share_takes_no_memory() {
        let error = check(&book(&vec![b'x'; 60_000], 20_000)).unwrap_err().to_string();
        assert!(error.contains("more text in its cells than can be read at once; save it as"), "{error}");
    }

    #[test]
    fn usual_texts_that_all_cells_of_a_column_share_are_read() {
        check(&book(&[b'x'; 500], u16::MAX)).unwrap();
        check(&book(&vec![b'x'; 60_000], 10)).unwrap();
    }

    #[test]
    fn a_chart_inside_a_sheet_and_a_sheet_without_cells_take_no_room() {
        let cell = |row: u16| record(SHARED, &[&row.to_le_bytes()[..], &[0; 8]].concat());
        let chart = [record(BEGIN, &[]), cell(9000), record(END, &[])].concat();
        let sheet = [record(BEGIN, &[]), cell(3), chart, cell(4), record(END, &[]), cell(50_000)].concat();
        assert_eq!(extent(&sheet, &[7]).unwrap(), (7, 14), "the records of both, the texts of the sheet");
        let dimensions =
            |last: u16| record(DIMENSIONS, &[[0, 0], last.to_le_bytes(), [0, 0], [0xFF, 0xFF], [0, 0]].concat());
        assert!(extent(&dimensions(0), &[]).is_ok());
        assert!(extent(&dimensions(u16::MAX), &[]).unwrap_err().to_string().contains("more cells than the format has"));
    }

    #[test]
    fn texts_in_millions_of_pieces_take_no_time() {
        let error = check(&[record(0x00FC, &[0; 8]), record(0x003C, &[]).repeat(70_000)].concat()).unwrap_err();
        assert!(error.to_string().contains("too many pieces"), "{error}");
    }
}
