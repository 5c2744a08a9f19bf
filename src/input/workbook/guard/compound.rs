//! The compound file (CFB, MS-CFB) around an .xls. Chains of sectors that are circular or leave the file are refused.
//!
//! A stream is a chain of sectors: its directory entry names the first one, and the file allocation table (FAT) names for each
//! sector the next one.

use encoding_rs::UTF_16LE;

use crate::input::workbook::Result;
use crate::input::workbook::kind::Kind;
use crate::message::{Damage, WorkbookError};

const HEADER: usize = 512;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Streams below this length, in bytes, are in the mini stream.
const MINI_STREAM_BELOW: u64 = 4096;
/// Numbers from here on do not name a sector of the DIFAT, the list of the sectors of the FAT.
const NO_DIFAT_SECTOR: u32 = 0xFFFF_FFFA;
/// Numbers from here on do not name a sector of the FAT.
const NO_FAT_SECTOR: u32 = 0xFFFF_FFFC;
/// How many sectors of the FAT the header names. Some writers fill unused places with zeros.
const FAT_SECTORS_IN_HEADER: usize = 109;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// The kinds of an entry.
const STORAGE: u8 = 1;
const STREAM: u8 = 2;
/// Storages whose path has more bytes are not looked into.
const LONGEST_FOLDER: usize = 1 << 7;

/// The streams of workbooks: BIFF8 and BIFF5. Writers differ in the case of the letters.
const STREAMS: [&str; 2] = ["Workbook", "Book"];

/// The stream of the workbook. The last sector may be short, as some writers leave it.
///
/// # Errors
/// If there is none, or a chain is circular or leaves the file.
pub(in crate::input::workbook) fn stream(mut bytes: Vec<u8>) -> Result<Vec<u8>> {
    let layout = Layout::of(&mut bytes);
    let file = File::new(&bytes, layout)?;
    let outermost = file.outermost();
    for name in STREAMS {
        let is_named = |entry: &&Entry| entry.name.eq_ignore_ascii_case(name);
        let in_root = outermost.iter().filter_map(|number| file.entries.get(*number)).find(is_named);
        // A damaged directory may name the stream all the same.
        if let Some(entry) = in_root.or_else(|| file.entries.iter().find(is_named)) {
            return file.read(entry);
        }
    }
    Err(WorkbookError::NoWorkbook)
}

/// A stream of a compound file.
pub(in crate::input::workbook) struct Stream {
    /// The names of the storages that it is in, and its own, with slashes between them.
    pub(in crate::input::workbook) path: String,
    /// What it contains. `None` if that cannot be read.
    pub(in crate::input::workbook) bytes: Option<Vec<u8>>,
}

/// The streams of a compound file whose paths are wanted, in the order of their paths.
///
/// # Errors
/// If the file does not show which streams it has.
pub(in crate::input::workbook) fn streams(mut bytes: Vec<u8>, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<Stream>> {
    let layout = Layout::of(&mut bytes);
    let file = File::new(&bytes, layout)?;
    // No sector belongs to two streams.
    let mut left = bytes.len() as u64;
    let mut streams = Vec::new();
    for (number, path) in file.paths() {
        let Some(entry) = file.entries.get(number).filter(|_| is_wanted(&path)) else {
            continue;
        };
        if entry.kind == STREAM {
            let rest = left.checked_sub(entry.len);
            left = rest.unwrap_or(left);
            let bytes = if rest.is_some() { file.read(entry).ok() } else { None };
            streams.push(Stream { path, bytes });
        } else if entry.is_too_deep(&path) {
            streams.push(Stream { path, bytes: None });
        }
    }
    streams.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(streams)
}

/// How large the sectors of a file are, and how many of its bytes are sectors.
#[derive(Clone, Copy)]
struct Layout {
    is_large: bool,
    size: usize,
    written: usize,
}

impl Layout {
    /// Fills up the last sector.
    fn of(bytes: &mut Vec<u8>) -> Self {
        let is_large = bytes.get(30..32) == Some(&[0x0C, 0]);
        let size = if is_large { 4096 } else { HEADER };
        let written = bytes.len().saturating_sub(size);
        let full = bytes.len().max(size).next_multiple_of(size);
        bytes.resize(full, 0);
        Self { is_large, size, written }
    }
}

/// A compound file that shows which streams it has.
struct File<'a> {
    sectors: Sectors<'a>,
    fat: Vec<u32>,
    mini_stream: Vec<u8>,
    mini_fat: Vec<u32>,
    /// The directory. The first entry is the root.
    entries: Vec<Entry>,
}

impl<'a> File<'a> {
    fn new(bytes: &'a [u8], Layout { is_large, size, written }: Layout) -> Result<Self> {
        // The header fills a sector, too.
        let (header, rest) = bytes.split_at(size);
        let sectors = Sectors { bytes: rest, written, size };
        let fat = sectors.fat(header)?;
        let directory = sectors.whole_chain(u32_at(header, 48), &fat)?;
        let entries: Vec<Entry> = directory.chunks_exact(ENTRY).map(|entry| Entry::new(entry, is_large)).collect();
        let root = entries.first().ok_or_else(broken)?;

        let mut mini_stream = Vec::new();
        let mut mini_fat = Vec::new();
        if u32_at(header, 64) > 0 {
            mini_stream = sectors.chain(root.first, &fat, root.len)?;
            mini_fat = numbers(&sectors.whole_chain(u32_at(header, 60), &fat)?).collect();
        }
        Ok(Self { sectors, fat, mini_stream, mini_fat, entries })
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>> {
        let stream = if entry.len < MINI_STREAM_BELOW {
            let bytes = &self.mini_stream;
            let mini = Sectors { bytes, written: bytes.len(), size: MINI_SECTOR };
            mini.chain(entry.first, &self.mini_fat, entry.len)?
        } else {
            self.sectors.chain(entry.first, &self.fat, entry.len)?
        };
        if (stream.len() as u64) < entry.len {
            return Err(broken());
        }
        Ok(stream)
    }

    /// The numbers of the entries in the root: workbooks that are embedded in this one are in storages of their own.
    fn outermost(&self) -> Vec<usize> {
        let paths = self.paths().into_iter();
        paths.filter(|(_, path)| !path.contains('/')).map(|(number, _)| number).collect()
    }

    /// The numbers of all entries that the directory leads to, with their paths. The entries of a storage are a tree, whose root
    /// the storage names.
    fn paths(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(u32, String)> = Vec::new();
        waiting.extend(self.entries.first().map(|root| (root.child, String::new())));
        let mut is_found = vec![false; self.entries.len()];
        // Some writers state the root as a neighbour.
        is_found[..1.min(self.entries.len())].fill(true);
        while let Some((number, folder)) = waiting.pop() {
            let number = number as usize;
            let Some(entry) = self.entries.get(number).filter(|_| !is_found[number]) else {
                continue;
            };
            is_found[number] = true;
            let path = format!("{folder}{}", entry.name);
            if entry.kind == STORAGE && !entry.is_too_deep(&path) {
                waiting.push((entry.child, format!("{path}/")));
            }
            waiting.extend(entry.siblings.map(|sibling| (sibling, folder.clone())));
            found.push((number, path));
        }
        found
    }
}

/// Whether the file shows which streams it has.
pub(in crate::input::workbook) fn is_sound(bytes: Vec<u8>) -> bool {
    matches!(stream(bytes), Ok(_) | Err(WorkbookError::NoWorkbook))
}

fn broken() -> WorkbookError {
    Kind::Xls.damaged(Damage::Links)
}

/// An entry of the directory.
struct Entry {
    name: String,
    kind: u8,
    /// The numbers of the entries beside it in its storage.
    siblings: [u32; 2],
    /// The number of an entry in it.
    child: u32,
    /// The first sector of its chain.
    first: u32,
    /// Its length in bytes.
    len: u64,
}

impl Entry {
    fn new(entry: &[u8], is_large: bool) -> Self {
        let (name, ..) = UTF_16LE.decode(&entry[..64]);
        let name = name.split('\0').next().unwrap_or_default();

        // In files with small sectors the high half is undefined.
        let mut len = u64::from(u32_at(entry, 120));
        if is_large {
            len |= u64::from(u32_at(entry, 124)) << 32;
        }
        let siblings = [u32_at(entry, 68), u32_at(entry, 72)];
        Self {
            name: name.to_owned(),
            kind: entry[66],
            siblings,
            child: u32_at(entry, 76),
            first: u32_at(entry, 116),
            len,
        }
    }
}

impl Entry {
    /// Whether it is a storage that is not looked into.
    fn is_too_deep(&self, path: &str) -> bool {
        self.kind == STORAGE && path.len() > LONGEST_FOLDER
    }
}

/// The sectors of a file, or those of its mini stream.
struct Sectors<'a> {
    bytes: &'a [u8],
    /// How many of the bytes are in the file; the others fill up the last sector.
    written: usize,
    size: usize,
}

impl Sectors<'_> {
    /// A sector, or its beginning if the bytes end in it.
    fn get(&self, number: u32) -> Result<&[u8]> {
        let begin = (number as usize).saturating_mul(self.size);
        let end = begin.saturating_add(self.size).min(self.bytes.len());
        let sector = self.bytes.get(begin..end).unwrap_or_default();
        if sector.is_empty() {
            return Err(broken());
        }
        Ok(sector)
    }

    /// How many sectors there are. A chain that has more steps is circular.
    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// The file allocation table. Its sectors are listed in the header and in the chain of the DIFAT, whose sectors each end
    /// with the number of the next one.
    fn fat(&self, header: &[u8]) -> Result<Vec<u32>> {
        // The rest of a large header is zeros, which are not a list of sectors.
        let mut listed: Vec<u32> = numbers(&header[76..HEADER]).collect();
        let mut next = u32_at(header, 68);
        for _ in 0..=self.count() {
            if next >= NO_DIFAT_SECTOR {
                break;
            }
            listed.extend(numbers(self.get(next)?));
            next = listed.pop().ok_or_else(broken)?;
        }

        listed.retain(|number| *number < NO_FAT_SECTOR);
        let is_circular = next < NO_DIFAT_SECTOR;
        if is_circular || listed.len() > FAT_SECTORS_IN_HEADER + self.count() {
            return Err(broken());
        }

        let mut fat = Vec::new();
        for number in listed {
            fat.extend(numbers(self.get(number)?));
        }
        Ok(fat)
    }

    /// All bytes of a chain.
    fn whole_chain(&self, first: u32, fat: &[u32]) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut next = first;
        for _ in 0..=self.count() {
            if next == END_OF_CHAIN {
                return Ok(bytes);
            }
            bytes.extend_from_slice(self.get(next)?);
            next = after(next, fat)?;
        }
        Err(broken())
    }

    /// The first `len` bytes of a chain, or all if it ends before.
    fn chain(&self, first: u32, fat: &[u32], len: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut left = len;
        let mut next = first;
        for _ in 0..=self.count() {
            if next == END_OF_CHAIN {
                return Ok(bytes);
            }

            let sector = self.get(next)?;
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(self.size);
            let end = next as usize * self.size + wanted;
            if end > self.written {
                return Err(broken());
            }
            bytes.extend_from_slice(&sector[..wanted]);

            left -= wanted as u64;
            if left == 0 {
                return Ok(bytes);
            }
            next = after(next, fat)?;
        }
        Err(broken())
    }
}

/// The sector that follows another one in its chain.
fn after(number: u32, fat: &[u32]) -> Result<u32> {
    fat.get(number as usize).copied().ok_or_else(broken)
}

fn u32_at(bytes: &[u8], offset: usize) -> u32 {
    numbers(&bytes[offset..]).next().unwrap_or_default()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number))
}
