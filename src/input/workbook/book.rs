//! A workbook of any format, opened by the reader for it: calamine's for .xlsx, our own for the others.

use std::io::Cursor;

<<<<<<< HEAD
use calamine::{CellErrorType, Data, DataRef, Reader, SheetType, Xlsx, XlsxError};
=======
use calamine::{Data, Ods, OdsError, Range, Reader, SheetType, Xls, XlsError, Xlsb, XlsbError};
>>>>>>> w-xlsx

use super::Result;
use super::guard::{archive, compound};
use super::kind::Kind;
use super::ods::OpenDocument;
use super::sheet::SheetText;
<<<<<<< HEAD
use super::xls::Xls;
use super::xlsb::Xlsb;
=======
use super::xlsx::Xlsx;
>>>>>>> w-xlsx
use crate::message::{Damage, WorkbookError};

type Bytes = Cursor<Vec<u8>>;

/// A workbook whose sheets can be read.
pub(super) enum Workbook {
<<<<<<< HEAD
    Xlsx(Xlsx<Bytes>),
    Xlsb(Xlsb),
    Xls(Xls),
    Ods(OpenDocument),
=======
    Xlsx(Box<Xlsx>),
    Xlsb(Xlsb<Bytes>),
    Xls(Xls<Bytes>),
    Ods(Ods<Bytes>),
>>>>>>> w-xlsx
}

impl Workbook {
    /// Opens a workbook after the guards for its format have passed it.
    pub(super) fn new(kind: Kind, bytes: Vec<u8>) -> Result<Self> {
        match kind {
            Kind::Xlsx => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsx(Box::new(Xlsx::new(bytes)?)))
            }
            Kind::Xlsb => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsb(Xlsb::new(bytes)?))
            }
            Kind::Ods => {
                archive::check(kind, &bytes)?;
                Ok(Self::Ods(OpenDocument::new(&bytes)?))
            }
            Kind::Xls => Ok(Self::Xls(Xls::new(compound::stream(bytes)?)?)),
        }
    }

    /// The names of the sheets that have cells: charts and macro sheets have none.
    pub(super) fn sheets(&self) -> Vec<String> {
        let metadata = match self {
<<<<<<< HEAD
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => return book.sheets(),
            Self::Xls(book) => return book.sheets(),
            Self::Ods(book) => return book.sheets(),
=======
            Self::Xlsx(book) => return book.sheets(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
>>>>>>> w-xlsx
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
<<<<<<< HEAD
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
            Self::Ods(book) => Ok(book.text(sheet)),
=======
            Self::Xlsx(book) => book.text(sheet),
            Self::Xlsb(book) => {
                let mut text = SheetText::new(Kind::Xlsb);
                let mut cells = book.worksheet_cells_reader(sheet)?;
                while let Some(cell) = cells.next_cell()? {
                    let value = Data::from(cell.get_value().clone());
                    text.cell(cell.get_position(), &value)?;
                }
                Ok(text.finish())
            }
            Self::Xls(book) => text_of(Kind::Xls, &book.worksheet_range(sheet)?),
            Self::Ods(book) => text_of(Kind::Ods, &book.worksheet_range(sheet)?),
>>>>>>> w-xlsx
        }
    }
}

<<<<<<< HEAD
/// The value of a cell. A formula that was written without its value is an error: only a spreadsheet can compute it, and
/// until then its text is unread.
fn value(value: DataRef<'_>, is_formula: bool) -> Data {
    if is_formula && matches!(value, DataRef::Empty) {
        return Data::Error(CellErrorType::GettingData);
    }
    Data::from(value)
=======
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
>>>>>>> w-xlsx
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
<<<<<<< HEAD
reader_errors!(XlsxError => Kind::Xlsx);
=======
reader_errors!(XlsbError => Kind::Xlsb, XlsError => Kind::Xls, OdsError => Kind::Ods);
>>>>>>> w-xlsx
