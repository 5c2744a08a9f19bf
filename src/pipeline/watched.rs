//! Which pairs of bytes a text in GB18030 has if it hides a word.
//!
//! A word that is hidden is read as other characters: 虛擬貨幣 in Big5 as 店览砯刽, and 稳定币 behind half a character as 榷ū and two
//! halves. So one look at the characters that a record is read as tells nearly always that it hides nothing. All ways to read a word are
//! followed, with and without blanks in it, and of each way one pair of bytes is chosen to be watched for, the rarest first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::input::{Encoding, Transcoder};

/// The blanks of one byte that may stand between the characters of a spread word.
const BLANKS: [u8; 4] = [b' ', b'\t', b'\r', b'\n'];

/// A word in one encoding.
pub(super) struct Hideable<'a> {
    pub(super) word: &'a str,
    pub(super) encoding: Encoding,
    /// The bytes of its characters, and those of the wide blank, if it is searched for across blanks.
    pub(super) spread: Option<(&'a [Vec<u8>], &'a [u8])>,
}

/// What tells that a text in GB18030 may hide one of some words.
#[derive(Debug, Default)]
pub(super) struct Watched {
    /// The pairs of bytes of which it has one.
    pub(super) pairs: BTreeSet<[u8; 2]>,
    /// The numbers of the words that it may have without such a pair.
    pub(super) others: Vec<usize>,
}

impl Watched {
    /// What to watch for. Returns `None` if some word may be hidden with blanks in it and no pair tells.
    pub(super) fn new(words: &[Hideable<'_>]) -> Option<Self> {
        let mut watched = Self::default();
        for (number, word) in words.iter().enumerate() {
            let bytes = word.encoding.bytes_of(word.word)?;
            let ways = Ways::new(word, &bytes);
            while let Some(pairs) = ways.without(&watched.pairs) {
                if let Some(rarest) = pairs.into_iter().min_by_key(|pair| commonness(*pair)) {
                    watched.pairs.insert(rarest);
                } else if word.spread.is_some() {
                    return None;
                } else {
                    watched.others.push(number);
                    break;
                }
            }
        }
        Some(watched)
    }
}

/// How common characters of two bytes are in texts of today.
fn commonness([lead, trail]: [u8; 2]) -> u8 {
    match (lead, trail) {
        (_, ..=0xA0) | (..=0xA0 | 0xAA..=0xAF | 0xF8.., _) => 0,
        (0xA2 | 0xA4..=0xA9, _) => 1,
        (0xD8..=0xF7, _) => 2,
        (0xB0..=0xD7, _) => 3,
        // Punctuation and full-width forms.
        (0xA1 | 0xA3, _) => 4,
    }
}

/// What is known of the byte before an offset in a text that is read as GB18030.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    /// It ends a character.
    End,
    /// It is the first of a pair.
    Lead(u8),
    /// It is the first of a pair, and nobody knows which byte it is.
    AnyLead,
}

/// An offset in a word, and what is known of the byte before it.
type Place = (usize, Before);

/// From where each place was reached, and by which pairs of bytes. `None` for the places at which a word begins.
type Reached = BTreeMap<Place, Option<(Place, Vec<[u8; 2]>)>>;

/// All ways to read a word in GB18030 as something else.
struct Ways<'a> {
    transcoder: &'static Transcoder,
    /// What may follow each other: one byte of the word, or a blank, each with the offset behind it.
    bytes: &'a [u8],
    /// The offsets at which blanks may stand, and the blanks.
    between: BTreeSet<usize>,
    blanks: Vec<Vec<u8>>,
    /// Whether it is read as itself where it begins with a character.
    is_shown: bool,
}

impl<'a> Ways<'a> {
    fn new(word: &Hideable<'_>, bytes: &'a [u8]) -> Self {
        let mut between = BTreeSet::new();
        let mut blanks = Vec::new();
        if let Some((characters, wide_blank)) = word.spread {
            let mut at = 0;
            for character in &characters[..characters.len().saturating_sub(1)] {
                at += character.len();
                between.insert(at);
            }
            blanks.extend(BLANKS.map(|blank| vec![blank]));
            blanks.push(wide_blank.to_vec());
        }
        // A Latin word beside other letters counts as hidden although it is read.
        let is_shown = word.encoding == Encoding::Gb18030
            && !word.word.is_ascii()
            && word.encoding.codec().decode_without_bom_handling(bytes).0 == word.word;
        Self { transcoder: Transcoder::builtin(), bytes, between, blanks, is_shown }
    }

    /// The pairs of one way to read the word that has none of some pairs. Returns `None` if there is no such way.
    fn without(&self, watched: &BTreeSet<[u8; 2]>) -> Option<Vec<[u8; 2]>> {
        // Breadth-first search.
        let mut reached = Reached::new();
        let mut waiting = VecDeque::new();
        for before in [Before::End, Before::AnyLead] {
            if before == Before::AnyLead || !self.is_shown {
                reached.insert((0, before), None);
                waiting.push_back((0, before));
            }
        }
        while let Some(place) = waiting.pop_front() {
            if place.0 == self.bytes.len() {
                return Some(pairs_up_to(place, &reached));
            }
            let byte = [self.bytes[place.0]];
            let next = std::iter::once((place.0 + 1, &byte[..]));
            let blanks = self.blanks.iter().filter(|_| self.between.contains(&place.0));
            for (at, bytes) in next.chain(blanks.map(|blank| (place.0, &blank[..]))) {
                let Some((before, pairs)) = self.read(place.1, bytes) else { continue };
                let is_known = reached.contains_key(&(at, before)) || pairs.iter().any(|pair| watched.contains(pair));
                if !is_known {
                    reached.insert((at, before), Some((place, pairs)));
                    waiting.push_back((at, before));
                }
            }
        }
        None
    }

    /// Reads some bytes. Returns the pairs that end in them, or `None` if these bytes are not plainly GB18030.
    fn read(&self, mut before: Before, bytes: &[u8]) -> Option<(Before, Vec<[u8; 2]>)> {
        let mut pairs = Vec::new();
        for byte in bytes {
            before = match before {
                Before::End if byte.is_ascii() => Before::End,
                Before::End if matches!(byte, 0x81..=0xFE) => Before::Lead(*byte),
                Before::Lead(lead) if self.transcoder.character([lead, *byte]).is_some() => {
                    pairs.push([lead, *byte]);
                    Before::End
                }
                Before::AnyLead if matches!(byte, 0x40..=0x7E | 0x80..=0xFE) => Before::End,
                _ => return None,
            };
        }
        Some((before, pairs))
    }
}

/// The pairs of the way on which a place was reached.
fn pairs_up_to(mut place: Place, reached: &Reached) -> Vec<[u8; 2]> {
    let mut all = Vec::new();
    while let Some(Some((from, pairs))) = reached.get(&place) {
        all.extend(pairs);
        place = *from;
    }
    all
}
