//! The four formats of workbooks.

use crate::message::{Damage, WorkbookError};

/// A format of workbooks, each with a reader of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Office Open XML: a ZIP archive of XML parts.
    Xlsx,
    /// The binary form of .xlsx: a ZIP archive of BIFF12 parts.
    Xlsb,
    /// Open document: a ZIP archive whose tables are in the part `content.xml`.
    Ods,
    /// Excel 97–2003 and .et: a compound file (CFB) with a stream of BIFF records.
    Xls,
}

impl Kind {
    /// The error for a file of this format that is damaged.
    pub(super) fn damaged(self, damage: Damage) -> WorkbookError {
        WorkbookError::Damaged { format: self.extension(), damage }
    }

    /// The name of the format.
    pub(super) fn name(self) -> &'static str {
        self.extension().trim_start_matches('.')
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Xlsb => ".xlsb",
            Self::Ods => ".ods",
            Self::Xls => ".xls",
        }
    }
}
