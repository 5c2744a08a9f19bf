//! Parquet: a description at the end, and row groups of column chunks, which consist of pages.
//!
//! One row group is read after the other. The headers of the pages of the wanted columns are looked at first: none may state a
//! size that no writer uses, since memory is requested for what is stated.

use std::io;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader};
use parquet::arrow::parquet_to_arrow_field_levels;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::reader::Length as _;

use super::columns::TableColumns;
use super::content::{Content, OpenContent};
use super::pages::CheckedGroup;
use super::partition::Partition;
use super::thrift::{PageSizes, check_description, page_sizes};
use super::{Batches, Kind};
use crate::input::InputError;
use crate::input::layout::Wanted;
use crate::input::source::Source;
use crate::message::{Headers, Spoken, TableFault};

/// What a file begins and ends with, and what it ends with if its description is encrypted.
pub(super) const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";
/// The length of the description and the last letters.
const END: usize = 8;
/// The longest description, in bytes.
const LONGEST_DESCRIPTION: u64 = 64 << 20;
/// The largest page, in bytes once it is unpacked. Writers make pages of 1 MiB, and some of up to 100 MB.
const LARGEST_PAGE: u64 = 256 << 20;
/// The most bytes that one page of each column may unpack to: they are in memory at the same time.
const LARGEST_PAGES: u64 = 1 << 30;
/// How much is read of a page to find its header, and the longest header: it may repeat the least and the largest value.
const HEADER: usize = 4 << 10;
const LONGEST_HEADER: usize = 16 << 20;
/// The most rows of a batch.
const MOST_ROWS: usize = 4096;
/// The most cells of a batch.
const MOST_CELLS: usize = 1 << 16;

/// A file that is read row group by row group.
pub(super) struct Parquet {
    content: Content,
    /// The indices of the columns that are read.
    roots: Vec<usize>,
    /// What is open while the file is read; `None` before.
    opened: Option<OpenedFile>,
    is_at_end: bool,
    /// How many bytes of the file have been read, those between the pages that are not read included.
    read: u64,
}

/// A file whose description has been read.
struct OpenedFile {
    content: Arc<OpenContent>,
    description: ArrowReaderMetadata,
    /// The number of the next row group.
    next: usize,
    group: Option<Group>,
}

/// A row group that is being read.
struct Group {
    reader: ParquetRecordBatchReader,
    /// How many rows were read of it, and how many it states.
    rows: u64,
    expected: u64,
}

/// Opens a file and finds its columns.
pub(super) fn open(
    source: Source,
    partitions: &[Partition],
    wanted: &Wanted,
) -> Result<(TableColumns, Parquet), InputError> {
    let content = Content::of(source)?;
    let opened = OpenedFile::new(&content, 0)?;
    let (columns, roots) = TableColumns::new(opened.description.schema(), partitions, wanted)?;
    for group in opened.description.metadata().row_groups() {
        for column in opened.columns_of(group, &roots) {
            refuse_codec(column)?;
        }
    }
    // It is opened again when its turn comes, so that a folder of many files takes little memory.
    Ok((columns, Parquet { content, roots, opened: None, is_at_end: false, read: 0 }))
}

/// Whether the description of a file has an entry with this name.
pub(super) fn has_entry(source: Source, name: &str) -> Result<bool, InputError> {
    let opened = OpenedFile::new(&Content::of(source)?, 0)?;
    let entries = opened.description.metadata().file_metadata().key_value_metadata();
    Ok(entries.is_some_and(|entries| entries.iter().any(|entry| entry.key == name)))
}

impl OpenedFile {
    fn new(content: &Content, read: u64) -> Result<Self, InputError> {
        let content = content.open(read).map_err(unreadable)?;
        let description = describe(&content)?;
        Ok(Self { content: Arc::new(content), description, next: 0, group: None })
    }

    /// The chunks of some columns in a row group. A column may contain others.
    fn columns_of<'g>(
        &self,
        group: &'g RowGroupMetaData,
        roots: &[usize],
    ) -> impl Iterator<Item = &'g ColumnChunkMetaData> {
        let schema = self.description.parquet_schema();
        let mut is_read = vec![false; schema.num_columns()];
        for (leaf, is_read) in is_read.iter_mut().enumerate() {
            *is_read = roots.binary_search(&schema.get_column_root_idx(leaf)).is_ok();
        }
        group.columns().iter().zip(is_read).filter_map(|(column, is_read)| is_read.then_some(column))
    }

    /// Begins the next row group. Returns `false` if there is none.
    fn begin_group(&mut self, roots: &[usize]) -> Result<bool, InputError> {
        let metadata = self.description.metadata().clone();
        let Some(group) = metadata.row_groups().get(self.next) else { return Ok(false) };
        self.check_pages(group, roots)?;

        let schema = self.description.parquet_schema();
        let mask = ProjectionMask::roots(schema, roots.iter().copied());
        let fields = self.description.schema().fields();
        let levels = parquet_to_arrow_field_levels(schema, mask, Some(fields)).map_err(undecodable)?;
        let batch = (MOST_CELLS / schema.num_columns().max(1)).clamp(1, MOST_ROWS);
        let pages = CheckedGroup { content: self.content.clone(), metadata: metadata.clone(), number: self.next };
        let reader = ParquetRecordBatchReader::try_new_with_row_groups(&levels, &pages, batch, None);
        let reader = reader.map_err(undecodable)?;

        let expected = u64::try_from(group.num_rows()).map_err(|_| damaged(TableFault::Description))?;
        self.group = Some(Group { reader, rows: 0, expected });
        self.next += 1;
        Ok(true)
    }

    /// Refuses a row group with a page that is not where it is said to be, or states a size that no page has.
    fn check_pages(&self, group: &RowGroupMetaData, roots: &[usize]) -> Result<(), InputError> {
        let mut together = 0;
        for column in self.columns_of(group, roots) {
            refuse_codec(column)?;
            let largest = self.largest_page(column)?;
            together += largest;
            if largest > LARGEST_PAGE {
                return Err(damaged(TableFault::LargePart { bytes: largest, most: LARGEST_PAGE }));
            }
            if together > LARGEST_PAGES {
                return Err(damaged(TableFault::LargePart { bytes: together, most: LARGEST_PAGES }));
            }
        }
        Ok(())
    }

    /// The size of the largest page of a column in a row group, unpacked.
    fn largest_page(&self, column: &ColumnChunkMetaData) -> Result<u64, InputError> {
        let misplaced = || damaged(TableFault::Misplaced);
        let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        let mut at = u64::try_from(start).map_err(|_| misplaced())?;
        let len = u64::try_from(column.compressed_size()).map_err(|_| misplaced())?;
        let end = at.checked_add(len).filter(|end| *end <= self.content.len()).ok_or_else(misplaced)?;

        let mut largest = 0;
        while at < end {
            let sizes = self.page_at(at, end)?;
            let compressed = u64::try_from(sizes.compressed).map_err(|_| misplaced())?;
            let uncompressed = u64::try_from(sizes.uncompressed).map_err(|_| misplaced())?;
            largest = largest.max(uncompressed).max(compressed);
            at = at + sizes.header as u64 + compressed;
        }
        if at == end { Ok(largest) } else { Err(misplaced()) }
    }

    /// The sizes of the page at an offset.
    fn page_at(&self, at: u64, end: u64) -> Result<PageSizes, InputError> {
        let mut len = HEADER;
        loop {
            let most = usize::try_from(end - at).unwrap_or(usize::MAX);
            let bytes = self.content.up_to(at, len.min(most)).map_err(unreadable)?;
            if let Some(sizes) = page_sizes(&bytes) {
                return Ok(sizes);
            }
            if bytes.len() < len || len >= LONGEST_HEADER {
                return Err(damaged(TableFault::Misplaced));
            }
            len *= 16;
        }
    }
}

impl Batches for Parquet {
    fn next(&mut self) -> Result<Option<RecordBatch>, InputError> {
        if self.is_at_end {
            return Ok(None);
        }
        let mut opened = match self.opened.take() {
            Some(opened) => opened,
            None => OpenedFile::new(&self.content, self.read)?,
        };

        loop {
            if let Some(group) = &mut opened.group {
                if let Some(batch) = group.reader.next() {
                    let batch = batch.map_err(|error| undecodable(error.into()))?;
                    group.rows += batch.num_rows() as u64;
                    self.opened = Some(opened);
                    return Ok(Some(batch));
                }
                let Group { rows, expected, .. } = *group;
                if rows != expected {
                    return Err(damaged(TableFault::Rows { found: rows, expected }));
                }
                opened.group = None;
            }
            if !opened.begin_group(&self.roots)? {
                self.content.refuse_changed(&opened.content, self.read).map_err(unreadable)?;
                self.read = opened.content.len();
                self.is_at_end = true;
                return Ok(None);
            }
            let groups = opened.description.metadata().num_row_groups().max(1) as u64;
            self.read = opened.content.len() / groups * (opened.next as u64 - 1);
        }
    }

    fn read(&self) -> u64 {
        self.read
    }
}

/// Reads the description of a file, once its size and its depth are known to be those of a table.
fn describe(content: &OpenContent) -> Result<ArrowReaderMetadata, InputError> {
    let len = content.len();
    let end_at = len.checked_sub(END as u64).filter(|at| *at >= MAGIC.len() as u64);
    let end_at = end_at.ok_or_else(|| damaged(TableFault::CutOff))?;
    let end = content.up_to(end_at, END).map_err(unreadable)?;
    let Some((length, magic)) = end.split_first_chunk::<4>() else { return Err(damaged(TableFault::CutOff)) };
    if magic == ENCRYPTED {
        return Err(damaged(TableFault::Encrypted));
    }
    if magic != MAGIC {
        return Err(damaged(TableFault::CutOff));
    }

    let length = u64::from(u32::from_le_bytes(*length));
    if length > LONGEST_DESCRIPTION {
        return Err(damaged(TableFault::LongDescription { bytes: length, most: LONGEST_DESCRIPTION }));
    }
    let start = end_at.checked_sub(length).ok_or_else(|| damaged(TableFault::Description))?;
    let bytes = content.up_to(start, usize::try_from(length).unwrap_or(usize::MAX)).map_err(unreadable)?;
    check_description(&bytes).map_err(damaged)?;

    let metadata = ParquetMetaDataReader::decode_metadata(&bytes).map_err(undecodable)?;
    let metadata = Arc::new(metadata);
    // The schema of the writer may say how its program held the values. How they are stored says enough.
    let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let plain = ArrowReaderMetadata::try_new(metadata.clone(), plain).map_err(undecodable)?;
    let viewed = Arc::new(Schema::new(viewed(plain.schema().fields())));
    ArrowReaderMetadata::try_new(metadata, ArrowReaderOptions::new().with_schema(viewed)).map_err(undecodable)
}

/// Fields whose texts are read as views, which leaves them where the page or its dictionary has them: a dictionary of long texts
/// cannot become more memory than its page.
fn viewed(fields: &Fields) -> Fields {
    let view = |field: &Arc<Field>| Field::clone(field).with_data_type(viewed_type(field.data_type()));
    fields.iter().map(view).collect::<Vec<_>>().into()
}

fn viewed_type(data_type: &DataType) -> DataType {
    let view = |field: &Arc<Field>| Arc::new(Field::clone(field).with_data_type(viewed_type(field.data_type())));
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        DataType::Struct(fields) => DataType::Struct(viewed(fields)),
        DataType::List(item) => DataType::List(view(item)),
        DataType::LargeList(item) => DataType::LargeList(view(item)),
        DataType::FixedSizeList(item, len) => DataType::FixedSizeList(view(item), *len),
        DataType::Map(entries, is_sorted) => DataType::Map(view(entries), *is_sorted),
        other => other.clone(),
    }
}

/// Refuses a column that is compressed in a way that is not read.
fn refuse_codec(column: &ColumnChunkMetaData) -> Result<(), InputError> {
    let codec = column.compression();
    match codec {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_) | Compression::LZ4_RAW => Ok(()),
        other => {
            let name = other.to_string();
            let codec = name.split('(').next().unwrap_or_default().to_lowercase();
            Err(InputError::TableCodec { column: Headers::of(&[column.column_path().string()]), codec })
        }
    }
}

fn damaged(fault: TableFault) -> InputError {
    Kind::Parquet.damaged(fault)
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn undecodable(error: ParquetError) -> InputError {
    damaged(TableFault::Undecodable { error: Spoken(error.to_string()) })
}

fn unreadable(error: io::Error) -> InputError {
    InputError::Unreadable { error }
}
