//! Arrow IPC: a stream of messages, which are the schema, dictionaries and batches of rows. A file has the same stream between
//! a mark and a description of its own, which only readers need that do not begin at the beginning.

use std::collections::VecDeque;
use std::io::{self, Read};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{CompressionType, Message, RecordBatch as BatchHeader, root_as_message};
use arrow_schema::{ArrowError, Schema};
use lz4_flex::frame::FrameDecoder;

use super::columns::{TableColumns, is_shallow};
use super::partition::Partition;
use super::{Batches, Kind};
use crate::input::InputError;
use crate::input::layout::Wanted;
use crate::input::source::Source;
use crate::message::{Spoken, TableFault};

/// What a file begins with, and what it ends with.
const BEGINNING: &[u8] = b"ARROW1\0\0";
const END: &[u8] = b"ARROW1";
/// The most bytes of padding behind the beginning of a file: some writers align the first message to 64 bytes.
const PADDING: u64 = 256;
/// What a message begins with since version 0.15 of the format.
const CONTINUATION: [u8; 4] = [0xFF; 4];
/// The longest description of a message, in bytes.
const LONGEST_DESCRIPTION: u64 = 64 << 20;
/// The largest batch, in bytes, as it is stored and once it is unpacked.
const LARGEST_BATCH: u64 = 1 << 30;
/// The bytes before the content of a packed buffer, which state its length.
const STATED_LENGTH: usize = 8;

/// A stream that is read message by message.
pub(super) struct Arrow {
    stream: Stream,
    decoder: StreamDecoder,
    /// Batches that have been decoded and not been returned.
    decoded: VecDeque<RecordBatch>,
    /// The indices of the columns that are read.
    roots: Vec<usize>,
    is_at_end: bool,
}

/// The bytes of the stream.
struct Stream {
    bytes: Box<dyn Read + Send>,
    /// Whether it is inside a file.
    is_file: bool,
    /// How many bytes have been read.
    read: u64,
}

/// Opens a stream and finds its columns.
pub(super) fn open(
    source: Source,
    partitions: &[Partition],
    wanted: &Wanted,
) -> Result<(TableColumns, Arrow), InputError> {
    let (stream, message, schema) = begin(source)?;
    if !is_shallow(&schema) {
        return Err(damaged(TableFault::TooDeep { most: 64 }));
    }
    let (columns, roots) = TableColumns::new(&schema, partitions, wanted)?;
    let decoder = StreamDecoder::new();
    let mut arrow = Arrow { stream, decoder, decoded: VecDeque::new(), roots, is_at_end: false };
    arrow.decode(message.bytes)?;
    Ok((columns, arrow))
}

/// Whether the schema of a stream has an entry with this name.
pub(super) fn has_entry(source: Source, name: &str) -> Result<bool, InputError> {
    let (_, _, schema) = begin(source)?;
    Ok(schema.metadata().contains_key(name))
}

/// Reads the first message of a stream, which is the schema.
fn begin(source: Source) -> Result<(Stream, EncodedMessage, Schema), InputError> {
    let mut stream = Stream { is_file: source.head.starts_with(BEGINNING), bytes: source.into_stream(), read: 0 };
    if stream.is_file {
        stream.take(BEGINNING.len() as u64)?;
    }
    let message = stream.message()?.ok_or_else(|| damaged(TableFault::CutOff))?;
    let schema = schema(&message)?;
    Ok((stream, message, schema))
}

/// The schema that the first message has.
fn schema(message: &EncodedMessage) -> Result<Schema, InputError> {
    let header = root_as_message(message.description()).map_err(|_| damaged(TableFault::Description))?;
    let schema = header.header_as_schema().ok_or_else(|| damaged(TableFault::Description))?;
    // The crate panics if there is a type that it does not know, which is caught.
    Ok(fb_to_schema(schema))
}

impl Batches for Arrow {
    fn next(&mut self) -> Result<Option<RecordBatch>, InputError> {
        while self.decoded.is_empty() && !self.is_at_end {
            if let Some(message) = self.stream.message()? {
                self.decode(message.bytes)?;
            } else {
                self.stream.end()?;
                self.is_at_end = true;
                // The decoder looks at a message without content only when more follows.
                self.decode([CONTINUATION, [0; 4]].concat())?;
            }
        }
        let Some(batch) = self.decoded.pop_front() else { return Ok(None) };
        batch.project(&self.roots).map(Some).map_err(undecodable)
    }

    fn read(&self) -> u64 {
        self.stream.read
    }
}

impl Arrow {
    /// Decodes the bytes of a message.
    fn decode(&mut self, bytes: Vec<u8>) -> Result<(), InputError> {
        let mut buffer = Buffer::from_vec(bytes);
        while !buffer.is_empty() {
            self.decoded.extend(self.decoder.decode(&mut buffer).map_err(undecodable)?);
        }
        Ok(())
    }
}

/// A message with the mark and the length before it.
struct EncodedMessage {
    bytes: Vec<u8>,
    /// The length of its description.
    described: usize,
}

impl EncodedMessage {
    /// The bytes before the description: the mark and the length.
    const BEFORE: usize = 8;

    fn description(&self) -> &[u8] {
        &self.bytes[Self::BEFORE..Self::BEFORE + self.described]
    }
}

impl Stream {
    /// Reads the next message with the length before it. Returns `None` at the end of the stream.
    fn message(&mut self) -> Result<Option<EncodedMessage>, InputError> {
        let mut length = [0; 4];
        let mut is_there = self.fill(&mut length)?;
        while is_there && length == [0; 4] && self.is_padding() {
            is_there = self.fill(&mut length)?;
        }
        if !is_there {
            // A stream may end without a mark, a file may not.
            return if self.is_file { Err(damaged(TableFault::CutOff)) } else { Ok(None) };
        }
        if length == CONTINUATION && !self.fill(&mut length)? {
            return Err(damaged(TableFault::CutOff));
        }
        let described = u64::from(u32::from_le_bytes(length));
        if described == 0 {
            return Ok(None);
        }
        if described > LONGEST_DESCRIPTION {
            return Err(damaged(TableFault::LongDescription { bytes: described, most: LONGEST_DESCRIPTION }));
        }

        let description = self.take(described)?;
        let header = root_as_message(&description).map_err(|_| damaged(TableFault::Description))?;
        let body = u64::try_from(header.bodyLength()).map_err(|_| damaged(TableFault::Description))?;
        if body > LARGEST_BATCH {
            return Err(damaged(TableFault::LargePart { bytes: body, most: LARGEST_BATCH }));
        }

        let mut bytes = Vec::with_capacity(EncodedMessage::BEFORE + description.len());
        bytes.extend(CONTINUATION);
        bytes.extend(length);
        bytes.extend(&description);
        let before = bytes.len();
        self.append(body, &mut bytes)?;
        check_unpacked(header, &bytes[before..])?;
        Ok(Some(EncodedMessage { bytes, described: description.len() }))
    }

    /// Whether zeros that have just been read are padding before the first message of a file.
    fn is_padding(&self) -> bool {
        self.is_file && self.read <= PADDING
    }

    /// Reads what is behind the last message.
    fn end(&mut self) -> Result<(), InputError> {
        let mut rest = Vec::new();
        let most = LONGEST_DESCRIPTION;
        let read = (&mut self.bytes).take(most + 1).read_to_end(&mut rest).map_err(unreadable)?;
        self.read += read as u64;
        match self.is_file {
            true if rest.ends_with(END) => Ok(()),
            true => Err(damaged(TableFault::CutOff)),
            false if rest.is_empty() => Ok(()),
            false => Err(damaged(TableFault::Misplaced)),
        }
    }

    /// Fills a few bytes. Returns `false` if there are none any more.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<bool, InputError> {
        let mut filled = Vec::new();
        let len = bytes.len() as u64;
        let read = (&mut self.bytes).take(len).read_to_end(&mut filled).map_err(unreadable)?;
        self.read += read as u64;
        if read == 0 {
            return Ok(false);
        }
        if read < bytes.len() {
            return Err(damaged(TableFault::CutOff));
        }
        bytes.copy_from_slice(&filled);
        Ok(true)
    }

    fn take(&mut self, len: u64) -> Result<Vec<u8>, InputError> {
        let mut bytes = Vec::new();
        self.append(len, &mut bytes)?;
        Ok(bytes)
    }

    /// Appends so many bytes. Memory grows with what is there, not with what is stated.
    fn append(&mut self, len: u64, out: &mut Vec<u8>) -> Result<(), InputError> {
        let read = (&mut self.bytes).take(len).read_to_end(out).map_err(unreadable)? as u64;
        self.read += read;
        if read < len { Err(damaged(TableFault::CutOff)) } else { Ok(()) }
    }
}

/// Refuses a packed batch whose buffers state more than any batch has.
fn check_unpacked(message: Message<'_>, body: &[u8]) -> Result<(), InputError> {
    let batch: Option<BatchHeader<'_>> = match message.header_as_dictionary_batch() {
        Some(dictionary) => dictionary.data(),
        None => message.header_as_record_batch(),
    };
    let Some(batch) = batch.filter(|batch| batch.compression().is_some()) else { return Ok(()) };

    let is_lz4 = batch.compression().is_some_and(|packing| packing.codec() == CompressionType::LZ4_FRAME);
    let mut together: u64 = 0;
    for buffer in batch.buffers().into_iter().flatten() {
        let packed = usize::try_from(buffer.offset()).ok().and_then(|start| body.get(start..));
        let packed = packed.and_then(|packed| packed.get(..usize::try_from(buffer.length()).ok()?));
        let Some((stated, packed)) = packed.and_then(|packed| packed.split_first_chunk::<STATED_LENGTH>()) else {
            continue;
        };
        // A negative length says that the buffer is not packed.
        let Ok(stated) = u64::try_from(i64::from_le_bytes(*stated)) else { continue };
        together = together.saturating_add(stated);
        if together > LARGEST_BATCH {
            return Err(damaged(TableFault::LargePart { bytes: together, most: LARGEST_BATCH }));
        }
        if is_lz4 {
            check_lz4(packed, stated)?;
        }
    }
    Ok(())
}

/// Refuses a buffer that unpacks to more than it states. The `arrow-ipc` crate unpacks LZ4 to its end before it compares the
/// lengths (up to version 59).
fn check_lz4(packed: &[u8], stated: u64) -> Result<(), InputError> {
    let mut unpacked = FrameDecoder::new(packed).take(stated.saturating_add(1));
    match io::copy(&mut unpacked, &mut io::sink()) {
        Ok(len) if len <= stated => Ok(()),
        _ => Err(damaged(TableFault::Unrecognizable)),
    }
}

fn damaged(fault: TableFault) -> InputError {
    Kind::Arrow.damaged(fault)
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn undecodable(error: ArrowError) -> InputError {
    damaged(TableFault::Undecodable { error: Spoken(error.to_string()) })
}

fn unreadable(error: io::Error) -> InputError {
    InputError::Unreadable { error }
}
