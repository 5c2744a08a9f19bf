//! The records of an older workbook: that no sheet states more cells than the format has. Its reader takes memory for a
//! whole rectangle around the cells of a sheet, and for the one that the sheet states.

use anyhow::{Result, bail};

/// How many cells a sheet of the format has.
const SHEET: usize = 65_536 * 256;
/// The most cells that the rectangles of all sheets may have: four full sheets, 2 GB.
const CELLS: usize = 4 * SHEET;

const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const SHEET_AT: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;
/// Number, label, label with runs, truth or error, short number, shared label.
const CELL: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

/// Refuses a workbook whose sheets are larger than the format allows, or so many that they take all memory.
pub(super) fn check(stream: &[u8]) -> Result<()> {
    let book = Records(stream).take_while(|(kind, _)| *kind != END);
    let places = book.filter(|(kind, data)| *kind == SHEET_AT && data.len() >= 4);
    let mut cells = 0;
    for (_, data) in places {
        let at = u32::from_le_bytes([data[0], data[1], data[2], data[3]]) as usize;
        cells += stream.get(at..).map_or(Ok(0), rectangle)?;
        if cells > CELLS {
            bail!("has more cells than can be read at once; save each sheet as a workbook of its own, or as CSV");
        }
    }
    Ok(())
}

/// How many cells the rectangle around those of a sheet has, or how many records are read for it if they are more.
fn rectangle(sheet: &[u8]) -> Result<usize> {
    let (mut rows, mut columns) = (Span::default(), Span::default());
    let (mut depth, mut records) = (0_usize, 0);
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
            }
            _ => {}
        }
    }
    let cells = rows.len() * columns.len();
    if cells > SHEET {
        bail!(TOO_LARGE);
    }
    Ok(cells.max(records))
}

const TOO_LARGE: &str = "is broken: a sheet states more cells than the format has; open it in a spreadsheet and save it as \
                         .xlsx or CSV";

/// How many cells a sheet says that it has, reckoned as the reader does: with first rows behind the last ones.
fn stated(data: &[u8]) -> usize {
    let wide = |at: usize| u32::try_from(short(data, at) | short(data, at + 2) << 16).unwrap_or(u32::MAX);
    let (first, last, from, to) = match data.len() {
        10 => (narrow(data, 0), narrow(data, 2), narrow(data, 4), narrow(data, 6)),
        14 | 16 => (wide(0), wide(4), narrow(data, 8), narrow(data, 10)),
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

fn narrow(data: &[u8], at: usize) -> u32 {
    u32::try_from(short(data, at)).unwrap_or(u32::MAX)
}

/// The first and last of what was added.
#[derive(Default)]
struct Span(Option<(usize, usize)>);

impl Span {
    fn add(&mut self, at: usize) {
        let (first, last) = self.0.unwrap_or((at, at));
        self.0 = Some((first.min(at), last.max(at)));
    }

    fn len(&self) -> usize {
        self.0.map_or(0, |(first, last)| last - first + 1)
    }
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
