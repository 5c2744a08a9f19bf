//! Reports: what a run says, in one format a file.
//!
//! A report is [`Streamed`], written row by row while the run goes on, or [`Assembled`], made when all rows are known. The
//! pipeline renders the rows of a block into a [`Piece`] of each [`Report`]; a [`Writing`] takes the pieces in the order
//! of the input and turns them into the bytes of the file.

mod brief;
#[cfg(feature = "arrow")]
mod columnar;
mod csv;
mod decided;
mod figures;
mod first_records;
mod formats;
mod github;
mod gitlab;
mod groups;
mod html;
mod jsonl;
mod junit;
mod kept;
mod markdown;
mod name;
mod no_effect;
mod packed;
mod place;
mod portions;
mod prose;
mod provisions;
mod reasons;
mod remarks;
mod sarif;
mod sentences;
mod share;
mod snippet;
mod summary;
mod text;
mod view;
mod writing;
mod xlsx;

use std::any::Any;
use std::fmt;
use std::io::{self, Write};

#[cfg(feature = "arrow")]
pub use self::columnar::{ArrowIpc, MARK as TABLE_MARK, Parquet};
pub use self::csv::Csv;
pub use self::decided::decided;
pub use self::figures::{Breakdown, Figures};
pub use crate::message::{Bilingual, InputNote, Lang, ReportError};
pub use formats::{FormatName, ReportOptions};
pub use github::Github;
pub use gitlab::Gitlab;
pub use html::Html;
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use markdown::Markdown;
pub use name::{MARKS, is_own_stem, list_of_stem, numbered};
pub use reasons::Reasons;
pub use remarks::NoteBeside;
pub use sarif::{Sarif, SarifRule};
pub use summary::{
    AsideNote, Counts, Coverage, FilledColumns, InputSummary, RuleSetSummary, Settings, SettingsFile, Summary, Swept,
    Tally, UnreadPart,
};
pub use text::Text;
pub use view::{CellView, DecisionView, FindingView, RowView, Span};
pub use writing::Writing;
pub use xlsx::Xlsx;

use crate::row::{ClearRow, Row};
use crate::verdict::Verdict;

/// What a report has of rows that are clear and of which nothing is to be said.
#[non_exhaustive]
pub enum ClearRows<'a> {
    /// Nothing: it lists other rows.
    LeftOut,
    /// The parts that a [`ClearRow`] has. This appends a row from them, with the bytes of [`Streamed::row`].
    Written(WriteClear<'a>),
    /// Anything that a [`Row`] has.
    Whole,
}

/// Appends a clear row to the bytes of a file.
pub type WriteClear<'a> = Box<dyn Fn(&ClearRow<'_>, &mut Vec<u8>) + Send + 'a>;

/// A report whose rows are written while the run goes on: each row becomes bytes of the file.
pub trait Streamed: Send + Sync {
    /// Appends what comes before the first row.
    fn head(&self, out: &mut Vec<u8>);

    /// Appends one row. Any thread may render any row, so this depends on nothing but the row. Each is rendered once.
    fn row(&self, row: &Row, out: &mut Vec<u8>);

    /// What the report has of the clear rows of an input, which is given by its name.
    fn clear_rows(&self, _source: &str) -> ClearRows<'_> {
        ClearRows::Whole
    }

    /// Appends what comes after the last row.
    fn tail(&self, summary: &Summary, out: &mut Vec<u8>);
}

/// A report that is made when all rows are known. Its rows are kept in memory until then.
pub trait Assembled: Send + Sync {
    /// What the report keeps of its rows.
    type Piece: Default + Send + 'static;

    /// Adds one row to the piece of its block. Any thread may render any row.
    fn row(&self, row: &Row, piece: &mut Self::Piece);

    /// What the report has of clear rows: it does not write them.
    fn clear_rows(&self) -> ClearRows<'_> {
        ClearRows::Whole
    }

    /// Adds the piece of the next block, in the order of the input, to what was kept of the blocks before it.
    fn gather(&self, whole: &mut Self::Piece, block: Self::Piece);

    /// Takes out of what was gathered what can be written before the end, and appends its bytes. Most formats have nothing: all
    /// that they keep is needed at the end.
    fn ready(&self, _whole: &mut Self::Piece, _out: &mut Vec<u8>) {}

    /// Writes the file, or what [`Assembled::ready`] has left of it.
    ///
    /// # Errors
    /// The format cannot hold the report, such as a workbook with too many columns; or it cannot be written.
    fn finish(&self, whole: Self::Piece, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError>;
}

/// A report in one of the formats.
#[non_exhaustive]
pub enum Report {
    /// Written row by row.
    Streamed(Box<dyn Streamed>),
    /// Made at the end.
    Assembled(Box<dyn AnyAssembled>),
}

/// What a report made of the rows of one block.
#[derive(Debug)]
pub struct Piece(PieceKind);

#[derive(Debug)]
enum PieceKind {
    /// Bytes of the file.
    Bytes(Vec<u8>),
    /// An [`Assembled::Piece`].
    Kept(Kept),
}

/// An [`Assembled::Piece`] of a type that only its report knows.
type Kept = Box<dyn Any + Send>;

/// An [`Assembled`] report with the type of its piece hidden, so that reports of different formats fit into one list.
/// Implemented for every `Assembled`.
pub trait AnyAssembled: Send + Sync {
    /// An empty piece.
    fn empty(&self) -> Box<dyn Any + Send>;

    /// [`Assembled::row`]
    fn row(&self, row: &Row, piece: &mut dyn Any);

    /// [`Assembled::clear_rows`]
    fn clear_rows(&self) -> ClearRows<'_>;

    /// [`Assembled::gather`], which leaves the block's piece empty.
    fn gather(&self, whole: &mut dyn Any, block: &mut dyn Any);

    /// [`Assembled::ready`]
    fn ready(&self, whole: &mut dyn Any, out: &mut Vec<u8>);

    /// [`Assembled::finish`], which leaves the whole empty.
    ///
    /// # Errors
    /// Those of [`Assembled::finish`].
    fn finish(&self, whole: &mut dyn Any, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError>;
}

impl<A: Assembled> AnyAssembled for A {
    fn empty(&self) -> Box<dyn Any + Send> {
        Box::<A::Piece>::default()
    }

    fn row(&self, row: &Row, piece: &mut dyn Any) {
        if let Some(piece) = piece.downcast_mut() {
            Assembled::row(self, row, piece);
        }
    }

    fn clear_rows(&self) -> ClearRows<'_> {
        Assembled::clear_rows(self)
    }

    fn gather(&self, whole: &mut dyn Any, block: &mut dyn Any) {
        let Some(whole) = whole.downcast_mut() else { return };
        Assembled::gather(self, whole, taken::<A>(block));
    }

    fn ready(&self, whole: &mut dyn Any, out: &mut Vec<u8>) {
        if let Some(whole) = whole.downcast_mut() {
            Assembled::ready(self, whole, out);
        }
    }

    fn finish(&self, whole: &mut dyn Any, summary: &Summary, out: &mut dyn Write) -> Result<(), ReportError> {
        Assembled::finish(self, taken::<A>(whole), summary, out)
    }
}

/// Takes the content of a piece and leaves it empty. The piece of another report counts as empty.
fn taken<A: Assembled>(piece: &mut dyn Any) -> A::Piece {
    piece.downcast_mut().map(std::mem::take).unwrap_or_default()
}

impl Report {
    /// A report that is written row by row.
    pub fn streamed(report: impl Streamed + 'static) -> Self {
        Self::Streamed(Box::new(report))
    }

    /// A report that is made at the end.
    pub fn assembled(report: impl Assembled + 'static) -> Self {
        Self::Assembled(Box::new(report))
    }

    /// An empty piece, to render the rows of a block into.
    #[must_use]
    pub fn piece(&self) -> Piece {
        Piece(match self {
            Self::Streamed(_) => PieceKind::Bytes(Vec::new()),
            Self::Assembled(report) => PieceKind::Kept(report.empty()),
        })
    }

    /// Empties a piece of this report, so that it serves for another block.
    pub fn clear(&self, piece: &mut Piece) {
        match (self, &mut piece.0) {
            (Self::Streamed(_), PieceKind::Bytes(bytes)) => bytes.clear(),
            _ => *piece = self.piece(),
        }
    }

    /// Renders a row into a piece of this report. A piece of another report is left as it is.
    pub fn row(&self, row: &Row, piece: &mut Piece) {
        match (self, &mut piece.0) {
            (Self::Streamed(report), PieceKind::Bytes(out)) => report.row(row, out),
            (Self::Assembled(report), PieceKind::Kept(kept)) => report.row(row, &mut **kept),
            _ => debug_assert!(false, "the piece is of another report"),
        }
    }

    /// What this report has of the clear rows of an input, which is given by its name.
    #[must_use]
    pub fn clear_rows(&self, source: &str) -> ClearRows<'_> {
        match self {
            Self::Streamed(report) => report.clear_rows(source),
            Self::Assembled(report) => report.clear_rows(),
        }
    }
}

impl Piece {
    /// The bytes of a streamed report.
    pub(crate) fn bytes(&mut self) -> Option<&mut Vec<u8>> {
        match &mut self.0 {
            PieceKind::Bytes(bytes) => Some(bytes),
            PieceKind::Kept(_) => None,
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Streamed(_) => "Streamed",
            Self::Assembled(_) => "Assembled",
        })
    }
}

/// Whether a document lists a row although only the rows with something to say were requested.
fn is_flagged(row: &Row) -> bool {
    row.verdict != Verdict::Clear
}

/// Ignores the result of writing to a `Vec`, which cannot fail.
pub(crate) fn in_memory<T>(written: io::Result<T>) {
    debug_assert!(written.is_ok(), "writing to memory failed");
    drop(written);
}
