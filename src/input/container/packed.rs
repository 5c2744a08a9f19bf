//! Streams compressed as bzip2, xz or zstd.

use std::io::{self, BufReader, Chain, Cursor, Read};

use bzip2::read::MultiBzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// Bytes as they come.
type Stream = Box<dyn Read + Send>;

/// The most memory that a stream of xz may need, in KiB: four times that of the highest level.
const XZ_MEMORY: u32 = 256 << 10;
/// The largest window of zstd, in bytes: that of its highest usual level.
const ZSTD_WINDOW: u64 = 128 << 20;

/// How streams of bzip2 begin: behind these letters and the size of a block there is the mark of a block or of the end.
const BZIP2: &[u8] = b"BZh";
const BZIP2_MARKS: [&[u8]; 2] = [b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"];
/// How other streams begin, and which format that is.
const MAGIC: [(&[u8], Format); 2] = [(b"\xFD7zXZ\0", Format::Xz), (b"\x28\xB5\x2F\xFD", Format::Zstd)];

/// How a frame of zstd begins that holds no data, behind a byte of which one half tells the kind; its length follows. pzstd
/// writes one in front of each other frame.
const SKIPPED: &[u8] = b"\x2A\x4D\x18";
/// The number of bytes before the content of such a frame.
const SKIPPED_HEAD: usize = 8;

/// A format of compression.
#[derive(Clone, Copy)]
pub(crate) enum Format {
    Bzip2,
    Xz,
    Zstd,
}

impl Format {
    /// The format of a stream with these first bytes.
    pub(crate) fn detect(head: &[u8]) -> Option<Self> {
        if head.starts_with(BZIP2) && head.get(4..10).is_some_and(|mark| BZIP2_MARKS.contains(&mark)) {
            return Some(Self::Bzip2);
        }
        // Frames that hold no data may be longer than what was read.
        let mut first = head;
        while let Some(len) = skipped_len(first) {
            match first.get(SKIPPED_HEAD + len..) {
                Some(behind) if !behind.is_empty() => first = behind,
                _ => return Some(Self::Zstd),
            }
        }
        let (_, format) = MAGIC.iter().find(|(magic, _)| first.starts_with(magic))?;
        Some(*format)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    /// The unpacked stream.
    pub(crate) fn unpack(self, packed: impl Read + Send + 'static) -> Stream {
        match self {
            Self::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Self::Xz => Box::new(XzReader::new_mem_limit(packed, true, XZ_MEMORY)),
            Self::Zstd => Box::new(Frames { packed: Some(BufReader::new(Box::new(packed))), frame: None }),
        }
    }
}

/// The length of the content of a frame that holds no data. Returns `None` if the bytes begin otherwise.
fn skipped_len(bytes: &[u8]) -> Option<usize> {
    let (kind, rest) = bytes.split_first()?;
    let len = rest.strip_prefix(SKIPPED)?.first_chunk()?;
    if kind & 0xF0 == 0x50 { usize::try_from(u32::from_le_bytes(*len)).ok() } else { None }
}

/// Reads the first bytes of the next frame with data. Returns none at the end of the stream.
fn next_frame(packed: &mut Packed) -> io::Result<Vec<u8>> {
    loop {
        let mut head = Vec::new();
        packed.by_ref().take(SKIPPED.len() as u64 + 1).read_to_end(&mut head)?;
        let is_skipped = head.first().is_some_and(|kind| kind & 0xF0 == 0x50) && head[1..] == *SKIPPED;
        if !is_skipped {
            return Ok(head);
        }

        let mut len = [0; 4];
        packed.read_exact(&mut len)?;
        let len = u64::from(u32::from_le_bytes(len));
        if io::copy(&mut packed.by_ref().take(len), &mut io::sink())? < len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

type Packed = BufReader<Box<dyn Read + Send>>;
/// A frame, whose first bytes have been read.
type Frame = StreamingDecoder<Chain<Cursor<Vec<u8>>, Packed>, FrameDecoder>;

/// The frames of a stream of zstd, one after another.
struct Frames {
    /// The stream between two frames.
    packed: Option<Packed>,
    frame: Option<Frame>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(mut packed) = self.packed.take() {
                let head = next_frame(&mut packed)?;
                if head.is_empty() {
                    self.packed = Some(packed);
                    return Ok(0);
                }
                let frame = Cursor::new(head).chain(packed);
                let frame = StreamingDecoder::new_with_max_window_size(frame, ZSTD_WINDOW);
                self.frame = Some(frame.map_err(io::Error::other)?);
            }

            let Some(frame) = &mut self.frame else { return Err(io::ErrorKind::InvalidData.into()) };
            let read = frame.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }

            let stated = frame.decoder.get_checksum_from_data();
            if stated.is_some() && stated != frame.decoder.get_calculated_checksum() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.packed = self.frame.take().map(|frame| frame.into_inner().into_inner().1);
        }
    }
}
