//! A workbook of any format, opened by the reader that calamine has for it.

use std::io::Cursor;

use calamine::{Data, Ods, OdsError, Range, Reader, SheetType, Xls, XlsError, Xlsb, XlsbError};

use super::Result;
use super::guard::{archive, binary, compound, open_document};
use super::kind::Kind;
use super::sheet::SheetText;
use super::xlsx::Xlsx;
use crate::message::{Damage, WorkbookError};

type Bytes = Cursor<Vec<u8>>;

/// A workbook whose sheets can be read.
pub(super) enum Workbook {
    Xlsx(Box<Xlsx>),
    Xlsb(Xlsb<Bytes>),
    Xls(Xls<Bytes>),
    Ods(Ods<Bytes>),
}

impl Workbook {
    /// Opens a workbook after the guards for its format have passed it.
    pub(super) fn new(kind: Kind, mut bytes: Vec<u8>) -> Result<Self> {
        match kind {
            Kind::Xlsx => {
                archive::check(kind, &bytes)?;
                Ok(Self::Xlsx(Box::new(Xlsx::new(bytes)?)))
            }
            Kind::Xlsb => {
                archive::check(kind, &bytes)?;
                let mended = binary::mended(bytes)?;
                Ok(Self::Xlsb(Xlsb::new(Cursor::new(mended))?))
            }
            Kind::Ods => {
                archive::check(kind, &bytes)?;
                open_document::check(&bytes)?;
                Ok(Self::Ods(Ods::new(Cursor::new(bytes))?))
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
            Self::Xlsx(book) => return book.sheets(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
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

    /// A sheet as delimited text.
    ///
    /// The newer formats are read cell by cell: a range has memory for every cell up to the last, and one stray cell can be
    /// very far down. The readers of the older formats give ranges only, for which the guards have a budget.
    pub(super) fn text(&mut self, sheet: &str) -> Result<Vec<u8>> {
        match self {
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
        }
    }
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
reader_errors!(XlsbError => Kind::Xlsb, XlsError => Kind::Xls, OdsError => Kind::Ods);
