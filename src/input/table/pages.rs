//! The pages of a row group, looked at once they are unpacked and before they are decoded: the decoders of the `parquet` crate
//! request memory for as many values as a dictionary or an encoding states. An allocation that fails is an abort, which
//! nobody can catch.

use std::sync::Arc;

use bytes::Bytes;
use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;

use super::content::OpenContent;

/// The most values of a page whose lengths are decoded at once. Writers make pages of some ten thousand.
const MOST_VALUES: u64 = 16 << 20;
/// The fewest bytes of an entry of a dictionary, unless all are of a stated length.
const SHORTEST_ENTRY: usize = 4;

/// One row group of a file.
pub(super) struct CheckedGroup {
    pub(super) content: Arc<OpenContent>,
    pub(super) metadata: Arc<ParquetMetaData>,
    /// Its number.
    pub(super) number: usize,
}

/// The one chunk of a column.
struct Chunk(Option<Box<dyn PageReader>>);

/// The pages of a chunk.
struct CheckedPages {
    pages: SerializedPageReader<OpenContent>,
    kind: Type,
    /// Whether there are levels of repetition and of definition in front of the values.
    has_levels: [bool; 2],
}

impl CheckedGroup {
    fn group(&self) -> &RowGroupMetaData {
        self.metadata.row_group(self.number)
    }
}

impl RowGroups for CheckedGroup {
    fn num_rows(&self) -> usize {
        usize::try_from(self.group().num_rows()).unwrap_or_default()
    }

    fn column_chunks(&self, index: usize) -> Result<Box<dyn PageIterator>> {
        let column = self.group().column(index);
        let pages = SerializedPageReader::new(self.content.clone(), column, self.num_rows(), None)?;
        let described = column.column_descr();
        let has_levels = [described.max_rep_level() > 0, described.max_def_level() > 0];
        let pages = CheckedPages { pages, kind: column.column_type(), has_levels };
        Ok(Box::new(Chunk(Some(Box::new(pages)))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(std::iter::once(self.group()))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

impl Iterator for Chunk {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().map(Ok)
    }
}

impl PageIterator for Chunk {}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        if let Some(page) = &page {
            self.check(page)?;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

impl CheckedPages {
    fn check(&self, page: &Page) -> Result<()> {
        match page {
            Page::DictionaryPage { buf, num_values, .. } => {
                let shortest = if self.kind == Type::FIXED_LEN_BYTE_ARRAY { 1 } else { SHORTEST_ENTRY };
                check(u64::from(*num_values), (buf.len() / shortest) as u64)
            }
            Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, .. } => {
                let mut at = 0;
                for (has, encoding) in self.has_levels.into_iter().zip([rep_level_encoding, def_level_encoding]) {
                    if has {
                        at += levels_len(buf.get(at..).unwrap_or_default(), *encoding, *num_values);
                    }
                }
                check_lengths(buf, at, *encoding)
            }
            Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                check_lengths(buf, *def_levels_byte_len as usize + *rep_levels_byte_len as usize, *encoding)
            }
        }
    }
}

fn check(stated: u64, most: u64) -> Result<()> {
    if stated <= most {
        return Ok(());
    }
    Err(ParquetError::General(format!("a page states {stated} values, at most {most} are possible")))
}

/// The length of the levels in front of the values of a page: RLE states it, and bits without runs need at most two bytes a
/// value.
fn levels_len(levels: &[u8], encoding: Encoding, values: u32) -> usize {
    match (encoding, levels.first_chunk()) {
        (Encoding::RLE, Some(len)) => (u32::from_le_bytes(*len) as usize).saturating_add(4),
        (Encoding::RLE, None) => levels.len(),
        // Old, and so long that what follows is not looked at: such a page has no lengths that are encoded as differences.
        _ => usize::try_from(values).unwrap_or(usize::MAX).saturating_mul(2),
    }
}

/// Checks how many lengths are encoded as differences (`DELTA_BINARY_PACKED`) at the beginning of the values of a page.
fn check_lengths(page: &Bytes, at: usize, encoding: Encoding) -> Result<()> {
    let values = page.get(at..).unwrap_or_default();
    let first = match encoding {
        Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY => Differences::at(values),
        _ => return Ok(()),
    };
    // What is cut off the decoder refuses itself.
    let Some(first) = first else { return Ok(()) };
    check(first.values, MOST_VALUES)?;

    // Lengths of prefixes are followed by those of what is behind them.
    let behind = if encoding == Encoding::DELTA_BYTE_ARRAY { Differences::at(first.behind) } else { None };
    behind.map_or(Ok(()), |behind| check(behind.values, MOST_VALUES))
}

/// Numbers that are encoded as differences.
struct Differences<'a> {
    /// How many are stated.
    values: u64,
    /// The bytes behind them.
    behind: &'a [u8],
}

impl<'a> Differences<'a> {
    /// Returns `None` if they are cut off, or more than [`MOST_VALUES`] are needed to find their end.
    fn at(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes;
        let block = varint(&mut rest)?;
        let parts = varint(&mut rest)?;
        let values = varint(&mut rest)?;
        let _first = varint(&mut rest)?;
        let mut left = values.saturating_sub(1);
        if values > MOST_VALUES || parts == 0 {
            return Some(Self { values, behind: &[] });
        }

        // Blocks of a least difference, the width of each part in bits, and the parts.
        let values_of_part = block / parts;
        while left > 0 {
            varint(&mut rest)?;
            let (widths, behind) = rest.split_at_checked(usize::try_from(parts).ok()?)?;
            let mut bits: u64 = 0;
            for width in widths {
                // The widths of parts without values count for nothing.
                let width = if left == 0 { 0 } else { u64::from(*width) };
                bits = bits.saturating_add(width.saturating_mul(values_of_part));
                left = left.saturating_sub(values_of_part.max(1));
            }
            let len = usize::try_from(bits / 8).unwrap_or(usize::MAX);
            rest = behind.get(len..).unwrap_or_default();
        }
        Some(Self { values, behind: rest })
    }
}

/// Takes a number of seven bits a byte.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 128 values a block in 4 parts, so many values, the first of which is 0.
    fn header(values: &[u8]) -> Vec<u8> {
        [&[0x80, 0x01, 0x04], values, &[0x00]].concat()
    }

    #[test]
    fn lengths_that_no_page_has_are_refused_in_either_place() {
        let huge = header(&[0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
        // 40 values: one block, of which two parts have values of one bit.
        let forty = [header(&[40]), vec![0x02, 1, 1, 99, 99], vec![0xFF; 8]].concat();
        let page = |bytes: &[u8]| Bytes::from(bytes.to_vec());
        for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY] {
            assert!(check_lengths(&page(&huge), 0, encoding).is_err());
            assert!(check_lengths(&page(&[&b"levels"[..], &huge].concat()), 6, encoding).is_err());
            assert!(check_lengths(&page(&forty), 0, encoding).is_ok());
        }
        assert!(check_lengths(&page(&huge), 0, Encoding::PLAIN).is_ok());
        let both = page(&[forty.clone(), huge].concat());
        assert!(check_lengths(&both, 0, Encoding::DELTA_BYTE_ARRAY).is_err());
        assert!(check_lengths(&both, 0, Encoding::DELTA_LENGTH_BYTE_ARRAY).is_ok());
        assert!(check_lengths(&page(&[forty.clone(), forty].concat()), 0, Encoding::DELTA_BYTE_ARRAY).is_ok());
    }
}
