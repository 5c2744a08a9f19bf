//! A workbook of any format, opened by its reader: our own for .ods, calamine's for the others.

use std::io::Cursor;

use calamine::{
    CellErrorType, Data, DataRef, Range, Reader, SheetType, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::Result;
use super::guard::{archive, binary, compound};
use super::kind::Kind;
use super::ods::OpenDocument;
use super::sheet::SheetText;
use crate::message::{Damage, WorkbookError};

type Bytes = Cursor<Vec<u8>>;

/// A workbook whose sheets can be read.
pub(super) enum Workbook {
    Xlsx(Xlsx<Bytes>),
    Xlsb(Xlsb<Bytes>),
    Xls(Xls<Bytes>),
    Ods(OpenDocument),
}

impl Workbook {
    /// Opens a workbook after the guards for its format have passed it.
    pub(super) fn new(kind: Kind, mut bytes: Vec<u8>) -> Result<Self> {
        match kind {
            Kind::Xlsx => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsx(Xlsx::new(Cursor::new(bytes))?))
            }
            Kind::Xlsb => {
                archive::check(kind, &bytes)?;
                let mended = binary::mended(bytes)?;
                Ok(Self::Xlsb(Xlsb::new(Cursor::new(mended))?))
            }
            Kind::Ods => {
                archive::check(kind, &bytes)?;
                Ok(Self::Ods(OpenDocument::new(&bytes)?))
            }
            Kind::Xls => {
                compound::check(&mut bytes)?;
                Ok(Self::Xls(Xls::new(Cursor::new(bytes))?))
            }
        }
    }

    /// The names of the sheets that have cells: charts and macro sheets have none.
    pub(super) fn sheets(&self) -> Vec<String> {
        let metadata = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => return book.sheets(),
        };

        let mut names = Vec::new();
        for sheet in metadata {
            if sheet.typ == SheetType::WorkSheet {
                names.push(sheet.name.clone());
            }
        }
        names
    }

    /// A sheet as delimited text.
    ///
    /// The newer formats are read cell by cell: a range has memory for every cell up to the last, and one stray cell can be
    /// very far down. The readers of the older formats give ranges only, for which the guards have a budget.
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
            Self::Ods(book) => Ok(book.text(sheet)),
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
reader_errors!(XlsxError => Kind::Xlsx, XlsbError => Kind::Xlsb, XlsError => Kind::Xls);
