//! A workbook of any format, opened by the reader for it.

use super::Result;
use super::asides::Asides;
use super::embedded;
use super::guard::{archive, compound};
use super::kind::Kind;
use super::ods::OpenDocument;
use super::sheet::Content;
use super::xls::{Xls, is_stream};
use super::xlsb::Xlsb;
use super::xlsx::Xlsx;

/// A workbook whose sheets can be read.
pub(super) enum Workbook {
    Xlsx(Box<Xlsx>),
    Xlsb(Xlsb),
    /// With the compound file around it, if there is one.
    Xls(Xls, Option<Vec<u8>>),
    Ods(OpenDocument),
}

impl Workbook {
    /// Opens a workbook after the guard for its format has passed it.
    pub(super) fn new(kind: Kind, bytes: Vec<u8>) -> Result<Self> {
        if kind == Kind::Xls {
            if is_stream(&bytes) {
                return Ok(Self::Xls(Xls::new(bytes)?, None));
            }
            let stream = compound::stream(bytes.clone())?;
            return Ok(Self::Xls(Xls::new(stream)?, Some(bytes)));
        }

        // The reader of .xlsx counts by itself.
        if kind != Kind::Xlsx {
            archive::check(&bytes)?;
        }
        Ok(match kind {
            Kind::Xlsb => Self::Xlsb(Xlsb::new(bytes)?),
            Kind::Ods => Self::Ods(OpenDocument::new(&bytes)?),
            Kind::Xlsx | Kind::Xls => Self::Xlsx(Box::new(Xlsx::new(bytes)?)),
        })
    }

    /// The names of the sheets that have cells: charts and macro sheets have none.
    pub(super) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheets(),
            Self::Xlsb(book) => book.sheets(),
            Self::Xls(book, _) => book.sheets(),
            Self::Ods(book) => book.sheets(),
        }
    }

    /// The names of the charts, dialogs and macros of the binary formats.
    pub(super) fn sheets_without_cells(&self) -> Vec<String> {
        match self {
            Self::Xlsb(book) => book.others(),
            Self::Xls(book, _) => book.others(),
            Self::Xlsx(_) | Self::Ods(_) => Vec::new(),
        }
    }

    /// Adds the texts beside the cells: those of the sheet that is wanted, or of all. The sheets have been read before.
    pub(super) fn asides(self, wanted: Option<&str>, out: &mut Asides) {
        match self {
            Self::Xlsx(book) => book.asides(wanted, out),
            Self::Xlsb(book) => book.asides(wanted, out),
            Self::Xls(book, file) => {
                book.asides(wanted, out);
                if let Some(file) = file {
                    embedded::add_beside_book(file, out);
                }
            }
            Self::Ods(book) => book.asides(wanted, out),
        }
    }

    /// What a sheet contains.
    pub(super) fn content(&mut self, sheet: &str) -> Result<Content> {
        match self {
            Self::Xlsx(book) => book.content(sheet),
            Self::Xlsb(book) => book.content(sheet),
            Self::Xls(book, _) => book.content(sheet),
            Self::Ods(book) => Ok(book.content(sheet)),
        }
    }
}
