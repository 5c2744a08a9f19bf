//! The first step: where in a block of raw UTF-8 does an anchor stand, in any written form?

use std::collections::BTreeSet;

use aho_corasick::packed;

use crate::text::fold::Fold;

/// How many bytes share a mark.
const CHUNK: usize = 64;
/// The most forms that a packed search takes.
const MOST_FORMS: usize = 64;

/// Marks on a block: where a finding may stand.
#[derive(Debug, Default)]
pub struct Suspects {
    chunks: Vec<bool>,
    everywhere: bool,
}

impl Suspects {
    /// Whether a finding may stand between two bytes of the block.
    #[must_use]
    pub fn within(&self, start: usize, end: usize) -> bool {
        self.everywhere || self.chunks.get(start / CHUNK..end.div_ceil(CHUNK)).is_none_or(|marks| marks.contains(&true))
    }

    /// Marks the whole block.
    pub fn mark_all(&mut self) {
        self.everywhere = true;
    }

    fn clear(&mut self, len: usize) {
        self.everywhere = false;
        self.chunks.clear();
        self.chunks.resize(len.div_ceil(CHUNK), false);
    }
}

/// All written forms of the anchors.
///
/// Most forms of Latin letters are found by looking for bytes that Chinese text hardly has; see [`is_odd`]. What is left is
/// few enough for a packed search.
#[derive(Debug)]
pub(super) struct Anchors {
    forms: Option<packed::Searcher>,
}

impl Anchors {
    /// All forms of the anchors; none if there are more than can be sought at once, or one of a single byte.
    pub(super) fn new(fold: &Fold, anchors: &BTreeSet<char>) -> Option<Self> {
        let mut forms: BTreeSet<char> = anchors.clone();
        forms.extend(
            fold.entries().filter(|(_, folded, _)| folded.chars().any(|f| anchors.contains(&f))).map(|(c, ..)| c),
        );
        forms.retain(|c| !is_odd_form(*c));
        if forms.is_empty() {
            return Some(Self { forms: None });
        }
        if forms.len() > MOST_FORMS || forms.iter().any(char::is_ascii) {
            return None;
        }
        let patterns = forms.iter().map(ToString::to_string);
        let forms = packed::Config::new().builder().extend(patterns).build()?;
        Some(Self { forms: Some(forms) })
    }

    pub(super) fn mark(&self, block: &[u8], suspects: &mut Suspects) {
        suspects.clear(block.len());
        mark_odd(block, &mut suspects.chunks);
        if let Some(forms) = &self.forms {
            for found in forms.find_iter(block) {
                suspects.chunks[found.start() / CHUNK] = true;
            }
        }
    }
}

/// Whether a character's bytes are odd by themselves, whatever stands after it.
fn is_odd_form(c: char) -> bool {
    let mut bytes = [0; 6];
    let len = c.encode_utf8(&mut bytes).len();
    // What follows is unknown; 0x80 is the byte that makes a lead byte look most ordinary.
    bytes[len..].fill(0x80);
    (0..len).any(|k| is_odd(bytes[k], bytes[k + 1], bytes[k + 2]))
}

/// Whether a byte, with the two after it, is such as Chinese text hardly has: an ASCII letter, or the lead byte of a
/// character outside the blocks of common Han, kana, general and CJK punctuation and full-width signs and digits.
/// Written without branches, so that the compiler does sixteen at once.
#[allow(clippy::needless_bitwise_bool, reason = "lazy operators are branches")]
fn is_odd(byte: u8, next: u8, third: u8) -> bool {
    let ascii_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let other_script = byte.wrapping_sub(0xC3) < 0xE2 - 0xC3;
    let beyond = (byte >= 0xEA) & (byte != 0xEF);
    let symbol = (byte == 0xE2) & (next != 0x80);
    let enclosed = (byte == 0xE3) & (next >= 0x84);
    let full_width = (byte == 0xEF) & ((next != 0xBC) | (third >= 0xA0));
    ascii_letter | other_script | beyond | symbol | enclosed | full_width
}

fn mark_odd(block: &[u8], chunks: &mut [bool]) {
    let padded = |at: usize| block.get(at).copied().unwrap_or(0x80);
    for (number, mark) in chunks.iter_mut().enumerate() {
        let start = number * CHUNK;
        *mark = match block.get(start..start + CHUNK + 2) {
            Some(bytes) => (0..CHUNK).fold(false, |odd, k| odd | is_odd(bytes[k], bytes[k + 1], bytes[k + 2])),
            None => (start..block.len().min(start + CHUNK)).any(|k| is_odd(block[k], padded(k + 1), padded(k + 2))),
        };
    }
}
