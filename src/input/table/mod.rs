//! Tables of engines: Parquet and Arrow files, which know their columns and the types of these.
//!
//! A file is read a batch of rows at a time, only the columns that are needed, and each batch is cut into blocks as small as
//! those of delimited text. So memory stays bounded whatever the size of the file.

mod arrow;
pub(super) mod block;
mod cells;
mod columns;
mod content;
mod pages;
mod parquet;
mod partition;
mod rows;
mod thrift;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;

use super::InputError;
use super::aside::{Aside, AsidePlace};
use super::block::{Block, Numbering};
use super::catch_panics::catch_panics;
use super::encoding::Encoding;
use super::layout::Layout;
use super::limits::Limits;
use super::options::Options;
use super::source::Source;
use crate::message::TableFault;
use block::TableBlock;
use columns::TableColumns;
pub(super) use rows::{TableRows, find as find_rows};

/// What kind of file a table is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parquet,
    Arrow,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Arrow => "Arrow",
        }
    }

    fn damaged(self, fault: TableFault) -> InputError {
        InputError::TableDamaged { format: self.name(), fault: Box::new(fault) }
    }
}

/// A table that is read batch by batch.
trait Batches: Send {
    /// Reads the next batch. Returns `None` at the end.
    fn next(&mut self) -> Result<Option<RecordBatch>, InputError>;

    /// How many bytes of the file have been read so far.
    fn read(&self) -> u64;
}

/// An opened table.
pub(super) struct Table {
    kind: Kind,
    columns: Arc<TableColumns>,
    batches: Box<dyn Batches>,
    limits: Limits,
    /// The blocks of the last batch that have not been handed out.
    blocks: VecDeque<RecordBatch>,
}

/// What an input needs to know of an opened table.
pub(super) struct OpenedTable {
    pub(super) table: Table,
    pub(super) layout: Arc<Layout>,
    pub(super) above: Vec<Aside>,
}

/// Opens a table. Its columns are known then, and no row has been read.
///
/// # Errors
/// The file is damaged, has no column to check, or is compressed in a way that is not read.
pub(super) fn open(kind: Kind, source: Source, options: &Options) -> Result<OpenedTable, InputError> {
    if options.delimiter.is_some() || options.encoding.is_some() || options.sheet.is_some() || options.wanted.no_headers
    {
        return Err(InputError::TableHasColumns { format: kind.name() });
    }

    let name: Arc<str> = source.name.as_str().into();
    let partitions = partition::of_path(&name);
    let limits = options.limits;
    let open = || -> Result<(TableColumns, Box<dyn Batches>), InputError> {
        Ok(match kind {
            Kind::Parquet => {
                let (columns, batches) = parquet::open(source, &partitions, &options.wanted)?;
                (columns, Box::new(batches))
            }
            Kind::Arrow => {
                let (columns, batches) = arrow::open(source, &partitions, &options.wanted)?;
                (columns, Box::new(batches))
            }
        })
    };
    let (columns, batches) = catch_panics(kind.damaged(TableFault::Unrecognizable), open)?;

    let mut above = Vec::new();
    for header in &columns.layout.headers {
        let place = AsidePlace::Key { key: header.as_str().into() };
        above.push(Aside { source: name.clone(), place, text: Some(header.clone()) });
    }
    let layout = columns.layout.clone();
    let columns = Arc::new(columns);
    Ok(OpenedTable { table: Table { kind, columns, batches, limits, blocks: VecDeque::new() }, layout, above })
}

/// Whether the description of a Parquet or Arrow file has an entry with this name. Its cells say nothing. A file that cannot be
/// read has none.
#[must_use]
pub fn table_has_entry(path: &Path, name: &str) -> bool {
    let Ok(source) = Source::open(path) else { return false };
    let kind = if source.head.starts_with(parquet::MAGIC) { Kind::Parquet } else { Kind::Arrow };
    let find = || match kind {
        Kind::Parquet => parquet::has_entry(source, name),
        Kind::Arrow => arrow::has_entry(source, name),
    };
    catch_panics(kind.damaged(TableFault::Unrecognizable), find).unwrap_or(false)
}

impl Table {
    /// What turns the rows of its blocks into records.
    pub(super) fn rows(&self) -> TableRows {
        TableRows::new(self.columns.clone(), self.limits)
    }

    /// Reads the next block into the memory of an old one. Returns `false` at the end.
    pub(super) fn next(&mut self, block: &mut Block) -> Result<bool, InputError> {
        while self.blocks.is_empty() {
            let broken = self.kind.damaged(TableFault::Unrecognizable);
            let Some(batch) = catch_panics(broken, || self.batches.next())? else { return Ok(false) };
            self.columns.cut(&batch, self.limits, &mut self.blocks);
        }

        block.bytes.clear();
        block.offset = self.batches.read();
        block.lines_cut = 0;
        block.open_quote = false;
        block.unquoted = false;
        block.encoding = Some(Encoding::Utf8);
        block.transcoded = false;
        block.numbering = Numbering::Records;
        block.table = self.blocks.pop_front().map(|batch| TableBlock { batch });
        Ok(true)
    }
}
