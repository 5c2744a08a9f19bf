//! A block: whole records of an input, still in its encoding.

#[cfg(feature = "reports")]
use super::delimited::Span;
use super::encoding::Encoding;
#[cfg(feature = "reports")]
use super::record::Record;
#[cfg(feature = "arrow")]
use super::table::block::TableBlock;

/// How the lines of an input are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Numbering {
    /// By line breaks, including those inside cells.
    #[default]
    Lines,
    /// By records and blank lines, as the rows of a sheet.
    Records,
}

impl Numbering {
    /// How many lines a record takes. `text` is the record with its line break.
    pub(crate) fn lines(self, text: &[u8]) -> u64 {
        match self {
            Self::Lines => line_breaks(text),
            Self::Records => 1,
        }
    }
}

/// Whole records, in the input's encoding.
#[derive(Debug, Default)]
pub struct Block {
    /// The records with their line breaks.
    pub bytes: Vec<u8>,
    /// The offset of the block in the input, in bytes.
    pub offset: u64,
    /// The number of line breaks in what was cut out of an oversized record.
    pub lines_cut: u64,
    /// Whether the last record ends inside a quoted field that is never closed.
    pub open_quote: bool,
    /// Whether the block is known to contain no quote: its records are its lines.
    pub unquoted: bool,
    /// The encoding of the bytes. It is UTF-8 as long as only ASCII has been seen.
    pub encoding: Option<Encoding>,
    /// The encoding that the whole input was transcoded from before its blocks were cut, as JSON is.
    pub origin: Option<Encoding>,
    /// Whether the input is UTF-16 and the bytes were transcoded from it.
    pub transcoded: bool,
    /// How the lines are numbered.
    pub numbering: Numbering,
    /// The rows, if the input is a table of an engine: then there are no bytes.
    #[cfg(feature = "arrow")]
    pub table: Option<TableBlock>,
}

impl Block {
    /// The bytes that a record was read from. Those of a row of a table are the texts of its cells.
    #[cfg(feature = "reports")]
    pub(crate) fn raw<'a>(&'a self, span: Span, record: &'a Record<'_>) -> &'a [u8] {
        #[cfg(feature = "arrow")]
        if self.table.is_some() {
            return record.text().as_bytes();
        }
        let _ = record;
        &self.bytes[span.start..span.end]
    }

    /// The offset in the input at which the block ends, in bytes.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.offset + self.input_len(&self.bytes)
    }

    /// The number of bytes of the input that a part of the block was read from.
    pub(crate) fn input_len(&self, bytes: &[u8]) -> u64 {
        if self.transcoded { utf16_len(bytes) } else { bytes.len() as u64 }
    }
}

/// The number of bytes that a text in UTF-8 has in UTF-16.
pub(crate) fn utf16_len(text: &[u8]) -> u64 {
    /// Their units are at most 252, so that a byte counts them.
    const CHUNK: usize = 126;

    // Counted at the first byte of each character: one beyond the basic plane has four bytes and two units. Written so that it
    // compiles to vectors.
    let units = |units: u8, byte: &u8| units + u8::from(byte & 0xC0 != 0x80) + u8::from(*byte >= 0xF0);
    let chunks = text.chunks(CHUNK).map(|chunk| u64::from(chunk.iter().fold(0, units)));
    2 * chunks.sum::<u64>()
}

/// The number of line breaks (LF, CR or CRLF) in a text.
pub(crate) fn line_breaks(text: &[u8]) -> u64 {
    // The carriage return of a CRLF is not counted, its line feed is.
    let breaks = memchr::memchr2_iter(b'\n', b'\r', text);
    breaks.filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n')).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_has_as_many_units_in_utf16_as_the_standard_library_counts() {
        for text in ["", "a", "虚拟", "a虚😀é", "😀"] {
            for times in [1, 63, 64, 200] {
                let text = text.repeat(times);
                assert_eq!(utf16_len(text.as_bytes()), 2 * text.encode_utf16().count() as u64, "{times}");
            }
        }
    }
}
