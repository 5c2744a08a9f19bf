//! Workbooks: each sheet becomes delimited text in memory and is read like any other input, so that both give the same
//! verdicts. Its lines are the sheet's rows.

mod guard;
mod sheet;

use std::io::{Cursor, Read as _};

use anyhow::{Context, Error, Result, anyhow, bail};
use calamine::{CellErrorType, Data, DataRef, Ods, Range, Reader, SheetType, Xls, Xlsb, Xlsx};
use memchr::memmem;

use self::guard::catch_panics::catch_panics;
use self::guard::{archive, binary, compound, open_document};
use self::sheet::SheetText;
use super::block::Numbering;
use super::encoding::Encoding;
use super::opened::{Input, Opened};
use super::options::Options;
use super::source::Source;

type Bytes = Cursor<Vec<u8>>;

const UNREADABLE: &str = "cannot be read as a workbook; open it in a spreadsheet and save it as .xlsx or CSV";

enum Workbook {
    Xlsx(Xlsx<Bytes>),
    Xlsb(Xlsb<Bytes>),
    Xls(Xls<Bytes>),
    Ods(Ods<Bytes>),
}

/// Opens every sheet that has a name or scope column, or the one that is asked for.
pub(crate) fn open(source: Source, options: &Options) -> Result<Opened> {
    let name = source.name.clone();
    let mut bytes = Vec::new();
    source.into_stream().read_to_end(&mut bytes).context("cannot be read")?;
    let mut workbook = catch_panics(|| Workbook::new(bytes))?;
    let sheets = chosen(&workbook.sheets(), options.sheet.as_deref())?;
    let mut opened = Opened { inputs: Vec::new(), skipped: Vec::new() };
    let mut refusals = Vec::new();
    for sheet in sheets {
        let text = catch_panics(|| workbook.text(&sheet)).with_context(|| format!("sheet {sheet} cannot be read"))?;
        match open_sheet(&format!("{name}#{sheet}"), text, options) {
            Ok(input) => opened.inputs.push(input),
            Err(refusal) => {
                refusals.push(format!("{sheet}: {refusal:#}"));
                opened.skipped.push(sheet);
            }
        }
    }
    if opened.inputs.is_empty() {
        bail!("no sheet can be checked. {}", refusals.join(". "));
    }
    Ok(opened)
}

fn chosen(sheets: &[String], wanted: Option<&str>) -> Result<Vec<String>> {
    let Some(wanted) = wanted else { return Ok(sheets.to_vec()) };
    if !sheets.iter().any(|sheet| sheet == wanted) {
        bail!("has no sheet {wanted}; there are: {}", sheets.join(", "));
    }
    Ok(vec![wanted.to_owned()])
}

fn open_sheet(name: &str, text: Vec<u8>, options: &Options) -> Result<Input> {
    let options = Options { encoding: Some(Encoding::Utf8), delimiter: Some(','), ..options.clone() };
    if text.is_empty() {
        bail!("is empty");
    }
    let source = Source::new(name, None, Box::new(Cursor::new(text)))?;
    Ok(Input::delimited(source, &options, Numbering::Records)?)
}

impl Workbook {
    fn new(mut bytes: Vec<u8>) -> Result<Self> {
        let holds = |needle: &[u8]| memmem::find(&bytes, needle).is_some();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        if holds(&wide("EncryptedPackage")) {
            return Err(protected());
        }
        let is_open_document = holds(b"application/vnd.oasis.opendocument.spreadsheet");
        let (is_open_xml, is_binary) = (holds(b"xl/workbook.xml"), holds(b"xl/workbook.bin"));
        let is_compound = holds(&wide("Workbook")) || holds(&wide("Book"));
        if is_compound && !is_open_xml && !is_binary && !is_open_document {
            compound::check(&mut bytes)?;
        }
        if is_open_xml || is_binary || is_open_document {
            archive::check(&bytes)?;
        }
        if is_open_document && !is_open_xml && !is_binary {
            open_document::check(&bytes)?;
        }
        if is_binary && !is_open_xml {
            bytes = binary::mended(bytes).context(UNREADABLE)?;
        }
        let bytes = Cursor::new(bytes);
        if is_open_xml {
            Xlsx::new(bytes).map(Self::Xlsx).map_err(unreadable)
        } else if is_binary {
            Xlsb::new(bytes).map(Self::Xlsb).map_err(unreadable)
        } else if is_open_document {
            Ods::new(bytes).map(Self::Ods).map_err(unreadable)
        } else if is_compound {
            Xls::new(bytes).map(Self::Xls).map_err(unreadable)
        } else {
            bail!("holds no workbook; if it is an archive, unpack it, and if it is a document, save its table as CSV")
        }
    }

    /// The names of the sheets that have cells.
    fn sheets(&self) -> Vec<String> {
        let metadata = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        metadata.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    /// A sheet as delimited text.
    fn text(&mut self, sheet: &str) -> Result<Vec<u8>> {
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet)?;
                streamed(|| {
                    let cell = cells.next_cell_with_formula_metadata()?;
                    Ok(cell.map(|cell| (cell.pos, worked_out(cell.value, cell.formula.is_some()))))
                })
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet)?;
                streamed(|| {
                    Ok(cells.next_cell()?.map(|cell| (cell.get_position(), Data::from(cell.get_value().clone()))))
                })
            }
            Self::Xls(book) => of_range(&book.worksheet_range(sheet)?),
            Self::Ods(book) => of_range(&book.worksheet_range(sheet)?),
        }
    }
}

/// Only a spreadsheet works out a formula that was written without its value: it is as unread as one in error.
fn worked_out(value: DataRef<'_>, is_formula: bool) -> Data {
    let is_unread = is_formula && matches!(value, DataRef::Empty);
    if is_unread { Data::Error(CellErrorType::GettingData) } else { Data::from(value) }
}

/// Cell by cell: a range would take memory for every cell up to the last, and one stray cell can be very far down.
fn streamed(mut next: impl FnMut() -> Result<Option<((u32, u32), Data)>>) -> Result<Vec<u8>> {
    let mut text = SheetText::default();
    while let Some((position, data)) = next()? {
        text.cell(position, &data)?;
    }
    Ok(text.finish())
}

fn of_range(range: &Range<Data>) -> Result<Vec<u8>> {
    let mut text = SheetText::default();
    let (row, column) = range.start().unwrap_or_default();
    for (down, across, data) in range.used_cells() {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        text.cell((row + offset(down), column + offset(across)), data)?;
    }
    Ok(text.finish())
}

fn protected() -> Error {
    anyhow!("is protected by a password; save a copy without one")
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    if error.to_string().contains("password") {
        return protected();
    }
    Error::new(error).context(UNREADABLE)
}
