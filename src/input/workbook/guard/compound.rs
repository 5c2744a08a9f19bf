//! The compound file around an older workbook, checked before its reader sees it: that one follows chains of sectors
//! without asking whether they end, and takes the memory that the file states.

use anyhow::{Result, anyhow};
use encoding_rs::UTF_16LE;

use super::biff;

const HEADER: usize = 512;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Streams below this length, in bytes, lie in small sectors.
const MINI_BELOW: usize = 4096;
/// The length of a chain that is read up to its end.
const WHOLE: usize = usize::MAX;
/// From here on a number names no sector of a list of lists.
const RESERVED: u32 = 0xFFFF_FFFA;
/// How many lists of sectors the header names; some writers fill those that there are not with zeros.
const IN_HEADER: usize = 109;
/// From here on a number names no list of sectors.
const NO_LIST: u32 = 0xFFFF_FFFC;
const END: u32 = 0xFFFF_FFFE;

/// Refuses a file whose chains do not end or lead out of it, and one whose sheets state more cells than the format has.
/// Fills the last sector up, so that all are whole.
pub(in crate::input::workbook) fn check(bytes: &mut Vec<u8>) -> Result<()> {
    let size = if bytes.get(30..32) == Some(&[0x0C, 0]) { 4096 } else { HEADER };
    let real = bytes.len().saturating_sub(size);
    bytes.resize(bytes.len().max(size).next_multiple_of(size), 0);
    let (header, file) = bytes.split_at(size);
    let file = Sectors { bytes: file, real, size };
    let table = file.table(header)?;
    let entries = file.chain(word(header, 48), &table, WHOLE)?;
    let entries: Vec<_> = entries.chunks_exact(ENTRY).map(|entry| Entry::new(entry, size)).collect();
    let root = entries.first().ok_or_else(broken)?;
    let (mut minis, mut mini_table) = (Vec::new(), Vec::new());
    if word(header, 64) > 0 {
        minis = file.chain(root.start, &table, root.len)?;
        mini_table = words(&file.chain(word(header, 60), &table, WHOLE)?).collect();
    }
    let minis = Sectors { bytes: &minis, real: minis.len(), size: MINI_SECTOR };
    for name in ["Workbook", "Book"] {
        let Some(entry) = entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else { continue };
        let (sectors, table) = if entry.len < MINI_BELOW { (&minis, &mini_table) } else { (&file, &table) };
        let stream = sectors.chain(entry.start, table, entry.len)?;
        if stream.len() < entry.len {
            return Err(broken());
        }
        biff::check(&stream)?;
    }
    Ok(())
}

struct Entry {
    name: String,
    start: u32,
    len: usize,
}

impl Entry {
    fn new(entry: &[u8], size: usize) -> Self {
        let name = UTF_16LE.decode(&entry[..64]).0;
        let high = if size == HEADER { 0 } else { u64::from(word(entry, 124)) << 32 };
        Self {
            name: name.split('\0').next().unwrap_or_default().to_owned(),
            start: word(entry, 116),
            len: usize::try_from(high | u64::from(word(entry, 120))).unwrap_or(usize::MAX),
        }
    }
}

/// Equal pieces of a file, or of the stream that holds its short streams.
struct Sectors<'a> {
    bytes: &'a [u8],
    /// How many of the bytes are there, and not only filled up.
    real: usize,
    size: usize,
}

impl Sectors<'_> {
    /// A sector, or its beginning if the bytes end in it.
    fn get(&self, id: u32) -> Result<&[u8]> {
        let begin = (id as usize).saturating_mul(self.size);
        let end = self.bytes.len().min(begin.saturating_add(self.size));
        self.bytes.get(begin..end).filter(|sector| !sector.is_empty()).ok_or_else(broken)
    }

    /// How many sectors there are: no chain and no list of them is longer.
    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// For each sector the one that follows it, put together from the lists that the header leads to.
    fn table(&self, header: &[u8]) -> Result<Vec<u32>> {
        let mut lists: Vec<_> = words(&header[76..]).collect();
        let mut next = word(header, 68);
        for _ in 0..=self.count() {
            if next >= RESERVED {
                break;
            }
            lists.extend(words(self.get(next)?));
            next = lists.pop().ok_or_else(broken)?;
        }
        lists.retain(|id| *id < NO_LIST);
        if next < RESERVED || lists.len() > IN_HEADER + self.count() {
            return Err(broken());
        }
        let lists: Result<Vec<_>> = lists.into_iter().map(|id| self.get(id)).collect();
        Ok(lists?.into_iter().flat_map(words).collect())
    }

    /// The bytes of a chain, at most `len` and none that are not there, or those of its [`WHOLE`].
    fn chain(&self, mut next: u32, table: &[u32], len: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for _ in 0..=self.count() {
            if next == END {
                return Ok(bytes);
            }
            let sector = self.get(next)?;
            let wanted = (len - bytes.len()).min(self.size);
            if len != WHOLE && next as usize * self.size + wanted > self.real {
                return Err(broken());
            }
            bytes.extend_from_slice(&sector[..wanted]);
            if bytes.len() >= len {
                return Ok(bytes);
            }
            next = *table.get(next as usize).ok_or_else(broken)?;
        }
        Err(broken())
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    words(&bytes[at..]).next().unwrap_or_default()
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word))
}

fn broken() -> anyhow::Error {
    anyhow!("is broken: its parts lead out of it or in a circle; open it in a spreadsheet and save it as .xlsx or CSV")
}
