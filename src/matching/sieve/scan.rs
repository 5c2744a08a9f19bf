//! One pass over raw UTF-8 that marks the chunks in which the second step has to look: those with a byte that is rare in
//! Chinese text, and those with a character that may be a form of an anchor.
//!
//! The search for the forms is Teddy, the packed search of the aho-corasick crate (`packed::teddy`), over three bytes: the
//! forms are divided among eight buckets; for each half of a byte, a table lists the buckets that have a form with that value;
//! one shuffle looks up a vector of halves. Where all tables agree on a bucket there may be a form, and a closer look
//! follows. Two things differ from the crate. Five halves are compared, not six, because the first half of a lead byte is the
//! same for all forms. And false positives depend on which forms share a bucket, so the forms are divided such that few
//! common characters cause one (see `buckets`).

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x16};

use super::buckets::{Common, HALVES, divide, halves};
use super::suspects::{CHUNK, MARKS};

const BACKSPACE: u8 = 0x08;

/// How many bytes decide the mark of one chunk: the two bytes after it belong to a character that begins in it.
const SEEN: usize = CHUNK + 2;

/// The tables of one scan.
#[derive(Debug)]
pub(super) struct Scan {
    /// The vectors of this machine.
    level: Level,
    /// For each half and each of its values one bit for each bucket that has such a form.
    tables: [[u8; 16]; HALVES],
}

impl Scan {
    /// Prepares to search for forms that are not odd (see [`is_odd_form`]). `common` are the common characters of the text
    /// and their frequency.
    ///
    /// Returns `None` if a form does not have three bytes.
    pub(super) fn new(forms: &[char], common: &[(char, u64)]) -> Option<Self> {
        let forms: Vec<_> = forms.iter().map(|form| halves(*form)).collect::<Option<_>>()?;
        let common = Common::new(common.iter().filter_map(|(c, weight)| Some((halves(*c)?, *weight))));

        let mut tables = [[0; 16]; HALVES];
        for (number, bucket) in divide(&forms, &common).iter().enumerate() {
            for (table, values) in tables.iter_mut().zip(bucket.values) {
                for (value, buckets) in table.iter_mut().enumerate() {
                    if values >> value & 1 == 1 {
                        *buckets |= 1 << number;
                    }
                }
            }
        }
        Some(Self { level: Level::new(), tables })
    }

    /// Appends a mark for each chunk: whether it contains an odd byte, or a candidate that `is_anchor` accepts. A candidate
    /// is the offset of what may be a form.
    pub(super) fn mark(&self, block: &[u8], marks: &mut Vec<u64>, mut is_anchor: impl FnMut(usize) -> bool) {
        dispatch!(self.level, simd => scan(simd, &self.tables, block, marks, &mut is_anchor));
    }
}

/// The pass over a block. Hot: at every byte of the input if no disguises are searched for.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn scan<S: Simd>(
    simd: S,
    tables: &[[u8; 16]; HALVES],
    block: &[u8],
    marks: &mut Vec<u64>,
    is_anchor: &mut impl FnMut(usize) -> bool,
) {
    let tables = tables.each_ref().map(|table| S::u8s::block_splat(u8x16::load_array_ref(simd, table)));
    let marked_before = marks.len();
    marks.resize(marked_before + block.len().div_ceil(CHUNK * MARKS), 0);
    for number in 0..block.len().div_ceil(CHUNK) {
        let start = number * CHUNK;
        let (mut is_marked, mut candidates) = match block[start..].first_chunk() {
            Some(seen) => look(simd, &tables, seen),
            None => look(simd, &tables, &padded(&block[start..])),
        };
        while !is_marked && candidates != 0 {
            is_marked = is_anchor(start + candidates.trailing_zeros() as usize);
            // Clears the lowest bit.
            candidates &= candidates - 1;
        }
        // Most chunks are not.
        if is_marked {
            marks[marked_before + number / MARKS] |= 1 << (number % MARKS);
        }
    }
}

/// The last chunk, padded with 0x80, which is neither odd nor part of a form.
fn padded(end: &[u8]) -> [u8; SEEN] {
    let mut seen = [0x80; SEEN];
    let len = end.len().min(SEEN);
    seen[..len].copy_from_slice(&end[..len]);
    seen
}

/// Whether a chunk contains an odd byte, and one bit for each offset at which a form may begin.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn look<S: Simd>(simd: S, tables: &[S::u8s; HALVES], seen: &[u8; SEEN]) -> (bool, u64) {
    let mut odd = S::u8s::splat(simd, 0);
    let mut candidates = 0;
    for at in (0..CHUNK).step_by(S::u8s::LEN) {
        let halves = |at: usize| {
            let bytes = S::u8s::from_slice(simd, &seen[at..at + S::u8s::LEN]);
            let low = S::u8s::splat(simd, 0x0F);
            [bytes & low, (bytes >> 4) & low]
        };
        let places = Places { byte: halves(at), next: halves(at + 1), third: halves(at + 2) };
        odd |= odd_bytes(simd, &places);
        let buckets = buckets_of(tables, &places);
        candidates |= buckets.simd_ne(S::u8s::splat(simd, 0)).to_bitmask() << at;
    }
    let is_odd = odd.simd_ne(S::u8s::splat(simd, 0)).any_true();
    (is_odd, candidates)
}

/// Looks up each half of a vector in its own table.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn look_up<S: Simd>(simd: S, table: &[u8; 16], halves: S::u8s) -> S::u8s {
    S::u8s::block_splat(u8x16::load_array_ref(simd, table)).swizzle_dyn_within_blocks(halves)
}

/// The halves of the bytes at an offset and the two behind it, for a vector of offsets: the lower half of each byte first.
struct Places<S: Simd> {
    byte: [S::u8s; 2],
    next: [S::u8s; 2],
    third: [S::u8s; 2],
}

/// Tables by which [`is_odd`] is known of a vector of bytes, in the way of the buckets: a byte is odd if a bit is set for both of its
/// halves, unless that bit is also set for the halves of the bytes behind it.
mod odd {
    const BACKSPACE: u8 = 1;
    const AMPERSAND: u8 = 1 << 1;
    const QUESTION: u8 = 1 << 2;
    /// Any byte with this upper half.
    const ALL: u8 = 1 << 3;
    /// The lead bytes of characters of two bytes from U+00C0 on.
    const TWO: u8 = 1 << 4;
    /// The lead bytes of characters of three bytes outside the blocks of Han characters and the two that follow.
    const THREE: u8 = 1 << 5;
    /// The lead byte of punctuation, unless 0x80 is behind it.
    const PUNCTUATION: u8 = 1 << 6;
    /// The lead byte of full-width forms, unless 0xBC and a byte without the bit 0x20 are behind it.
    const FULL_WIDTH: u8 = 1 << 7;

    const fn with(mut table: [u8; 16], from: usize, to: usize, bits: u8) -> [u8; 16] {
        let mut half = from;
        while half <= to {
            table[half] |= bits;
            half += 1;
        }
        table
    }

    const NONE: [u8; 16] = [0; 16];
    const CONTROLS: [u8; 16] = with(with(NONE, 0x0, 0x0, BACKSPACE), 0x2, 0x2, AMPERSAND);
    const ASCII: [u8; 16] = with(with(CONTROLS, 0x3, 0x3, QUESTION), 0x4, 0x7, ALL);
    const LEADS: [u8; 16] = with(with(ASCII, 0xC, 0xC, TWO), 0xD, 0xD, ALL);
    pub(super) const UPPER: [u8; 16] = with(with(LEADS, 0xE, 0xE, THREE | PUNCTUATION | FULL_WIDTH), 0xF, 0xF, ALL);
    const SIGNS: [u8; 16] = with(with(with(NONE, 0x8, 0x8, BACKSPACE), 0x6, 0x6, AMPERSAND), 0xF, 0xF, QUESTION);
    const OF_LEADS: [u8; 16] = with(with(with(SIGNS, 0x3, 0xF, TWO), 0x0, 0x2, THREE), 0xA, 0xE, THREE);
    pub(super) const LOWER: [u8; 16] =
        with(with(with(OF_LEADS, 0x0, 0xF, ALL), 0x3, 0x3, PUNCTUATION), 0xF, 0xF, FULL_WIDTH);

    pub(super) const NEXT_UPPER: [u8; 16] = with(with(NONE, 0x8, 0x8, PUNCTUATION), 0xB, 0xB, FULL_WIDTH);
    pub(super) const NEXT_LOWER: [u8; 16] = with(with(NONE, 0x0, 0x0, PUNCTUATION), 0xC, 0xC, FULL_WIDTH);
    const WITHOUT_BIT: [u8; 16] = with(with(NONE, 0x0, 0x1, FULL_WIDTH), 0x4, 0x5, FULL_WIDTH);
    pub(super) const THIRD_UPPER: [u8; 16] =
        with(with(with(WITHOUT_BIT, 0x8, 0x9, FULL_WIDTH), 0xC, 0xD, FULL_WIDTH), 0x0, 0xF, PUNCTUATION);
}

/// [`is_odd`] for a vector of bytes: zero means no, any other value means yes.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn odd_bytes<S: Simd>(simd: S, places: &Places<S>) -> S::u8s {
    let bits = look_up(simd, &odd::LOWER, places.byte[0]) & look_up(simd, &odd::UPPER, places.byte[1]);
    let behind = look_up(simd, &odd::NEXT_LOWER, places.next[0])
        & look_up(simd, &odd::NEXT_UPPER, places.next[1])
        & look_up(simd, &odd::THIRD_UPPER, places.third[1]);
    bits & !behind
}

/// The buckets with a form whose halves are all those of the characters that begin at these bytes.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn buckets_of<S: Simd>(tables: &[S::u8s; HALVES], places: &Places<S>) -> S::u8s {
    let Places { byte, next, third } = places;
    // The order of `buckets::halves`.
    let [first, second, after, last, end] = tables;
    first.swizzle_dyn_within_blocks(byte[0])
        & second.swizzle_dyn_within_blocks(next[0])
        & after.swizzle_dyn_within_blocks(next[1])
        & last.swizzle_dyn_within_blocks(third[0])
        & end.swizzle_dyn_within_blocks(third[1])
}

/// Whether a byte, with the two after it, is rare in Chinese text: ASCII from ? on, which is letters, & or a backspace, which
/// may stand in a word without a letter beside it, or the lead byte of a character outside the blocks of common Han characters, CJK punctuation, and full-width signs and digits.
fn is_odd([byte, next, third]: [u8; 3]) -> bool {
    match byte {
        b'&' | BACKSPACE | b'?'..=0x7F => true,
        0xE3 => next != 0x80,
        0xEF => next != 0xBC || third & 0x20 != 0,
        0xE4..=0xE9 => false,
        _ => byte > 0xC2,
    }
}

/// Whether a character contains an odd byte, whatever follows it.
pub(super) fn is_odd_form(c: char) -> bool {
    let mut bytes = [0x80; 6];
    let len = c.encode_utf8(&mut bytes).len();
    (0..len).any(|at| is_odd([bytes[at], bytes[at + 1], bytes[at + 2]]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// The marks of a scan, found by looking at each offset on its own.
    fn marks_of(block: &str, forms: &[char]) -> Vec<u64> {
        let bytes = block.as_bytes();
        let mut marks = vec![0; bytes.len().div_ceil(CHUNK * MARKS)];
        for at in 0..bytes.len() {
            let byte = |at: usize| bytes.get(at).copied().unwrap_or(0x80);
            let is_odd = is_odd([byte(at), byte(at + 1), byte(at + 2)]);
            let is_form = block.get(at..).is_some_and(|text| text.starts_with(forms));
            if is_odd || is_form {
                let chunk = at / CHUNK;
                marks[chunk / MARKS] |= 1 << (chunk % MARKS);
            }
        }
        marks
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn vectors_of_every_size_mark_the_same_chunks_as_a_look_at_each_offset(
            forms in "[一-鿿。、（]{0,20}",
            ordinary in "[一-鿿0-9，。；（）、,\n\u{80}-\u{bf}]{0,200}",
            times in 1_usize..20,
            odd in "\\PC?",
            at in any::<prop::sample::Index>(),
        ) {
            let forms: Vec<char> = forms.chars().collect();
            let mut block: Vec<char> = ordinary.repeat(times).chars().collect();
            let at = at.index(block.len() + 1);
            block.splice(at..at, odd.chars());
            let block: String = block.into_iter().collect();
            let mut scan = Scan::new(&forms, &[('经', 1000), ('营', 1000)]).unwrap();
            for level in [Level::new(), Level::baseline()] {
                scan.level = level;
                let mut marks = Vec::new();
                scan.mark(block.as_bytes(), &mut marks, |at| block.get(at..).is_some_and(|t| t.starts_with(&forms[..])));
                prop_assert_eq!(&marks, &marks_of(&block, &forms), "{:?}", level);
            }
        }
    }

    #[test]
    fn the_tables_know_each_odd_byte() {
        let bits = |lower: &[u8; 16], upper: &[u8; 16], byte: u8| {
            lower[usize::from(byte & 0x0F)] & upper[usize::from(byte >> 4)]
        };
        for byte in 0..=u8::MAX {
            for next in 0..=u8::MAX {
                for third in (0..=u8::MAX).step_by(16) {
                    let behind =
                        bits(&odd::NEXT_LOWER, &odd::NEXT_UPPER, next) & odd::THIRD_UPPER[usize::from(third >> 4)];
                    let found = bits(&odd::LOWER, &odd::UPPER, byte) & !behind != 0;
                    assert_eq!(found, is_odd([byte, next, third]), "{byte:X} {next:X} {third:X}");
                }
            }
        }
    }

    #[test]
    fn common_characters_cause_no_false_positives() {
        let common: Vec<(char, u64)> = "信等学策南都".chars().map(|c| (c, 1000)).collect();
        let forms: Vec<char> = "上儗太字密币幣心想拟擬暗现現界矿码碼礦証证證钱錢鑛闇".chars().collect();
        let mut stops = 0;
        let text = "信等学策南都".repeat(100);
        Scan::new(&forms, &common).unwrap().mark(text.as_bytes(), &mut Vec::new(), |_| {
            stops += 1;
            false
        });
        assert_eq!(stops, 0);
    }
}
