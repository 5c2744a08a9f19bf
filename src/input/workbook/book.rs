//! A workbook of any format, opened by the reader for it.

use std::io::Cursor;

use calamine::{CellErrorType, Data, DataRef, Ods, OdsError, Range, Reader, SheetType, Xlsx, XlsxError};

use super::Result;
use super::guard::{archive, compound, open_document};
use super::kind::Kind;
use super::sheet::SheetText;
use super::xls::Xls;
use super::xlsb::Xlsb;
use crate::message::{Damage, WorkbookError};

type Bytes = Cursor<Vec<u8>>;

/// A workbook whose sheets can be read.
pub(super) enum Workbook {
    Xlsx(Xlsx<Bytes>),
    Xlsb(Xlsb),
    Xls(Xls),
    Ods(Ods<Bytes>),
}

impl Workbook {
    /// Opens a workbook after the guards for its format have passed it.
    pub(super) fn new(kind: Kind, bytes: Vec<u8>) -> Result<Self> {
        match kind {
            Kind::Xlsx => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsx(Xlsx::new(Cursor::new(bytes))?))
            }
            Kind::Xlsb => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsb(Xlsb::new(bytes)?))
            }
            Kind::Ods => {
                archive::check(kind, &bytes)?;
                open_document::check(&bytes)?;
                Ok(Self::Ods(Ods::new(Cursor::new(bytes))?))
            }
            Kind::Xls => Ok(Self::Xls(Xls::new(compound::stream(bytes)?)?)),
        }
    }

    /// The names of the sheets that have cells: charts and macro sheets have none.
    pub(super) fn sheets(&self) -> Vec<String> {
        let metadata = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => return book.sheets(),
            Self::Xls(book) => return book.sheets(),
            Self::Ods(book) => book.sheets_metadata(),
        };

        let mut names = Vec::new();
        for sheet in metadata {
            if sheet.typ == SheetType::WorkSheet {
                names.push(sheet.name.clone());
            }
        }
        names
    }

    /// The names of the charts, dialogs and macros of the binary formats.
    pub(super) fn sheets_without_cells(&self) -> Vec<String> {
        match self {
            Self::Xlsb(book) => book.others(),
            Self::Xls(book) => book.others(),
            Self::Xlsx(_) | Self::Ods(_) => Vec::new(),
        }
    }

    /// A sheet as delimited text.
    ///
    /// All but .ods are read cell by cell: a range has memory for every cell up to the last, and one stray cell can be very far
    /// down. The reader of .ods gives ranges only, for which its guard has a budget.
    pub(super) fn text(&mut self, sheet: &str) -> Result<Vec<u8>> {
        match self {
            Self::Xlsx(book) => {
                let mut text = SheetText::new(Kind::Xlsx);
                let mut cells = book.worksheet_cells_reader(sheet)?;
                while let Some(cell) = cells.next_cell_with_formula_metadata()? {
                    let value = value(cell.value, cell.formula.is_some());
                    text.cell(cell.pos, &value)?;
                }
                Ok(text.finish())
            }
            Self::Xlsb(book) => book.text(sheet),
            Self::Xls(book) => book.text(sheet),
            Self::Ods(book) => text_of(Kind::Ods, &book.worksheet_range(sheet)?),
        }
    }
}

/// The value of a cell. A formula that was written without its value is an error: only a spreadsheet can compute it, and
/// until then its text is unread.
fn value(value: DataRef<'_>, is_formula: bool) -> Data {
    if is_formula && matches!(value, DataRef::Empty) {
        return Data::Error(CellErrorType::GettingData);
    }
    Data::from(value)
}

fn text_of(kind: Kind, range: &Range<Data>) -> Result<Vec<u8>> {
    let mut text = SheetText::new(kind);
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (down, across, data) in range.used_cells() {
        let row = first_row.saturating_add(saturated(down));
        let column = first_column.saturating_add(saturated(across));
        text.cell((row, column), data)?;
    }
    Ok(text.finish())
}

fn saturated(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Turns the error of each reader into ours. Each has a variant for a password.
macro_rules! reader_errors {
    ($($error:ident => $kind:expr),+ $(,)?) => {$(
        impl From<$error> for WorkbookError {
            fn from(error: $error) -> Self {
                match error {
                    $error::Password => Self::Protected,
                    error => $kind.damaged(Damage::Malformed { cause: error.into() }),
                }
            }
        }
    )+};
}
reader_errors!(XlsxError => Kind::Xlsx, OdsError => Kind::Ods);
