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
    for first in (0..block.len()).step_by(CHUNK * MARKS) {
        let mut mark = 0;
        for (number, start) in (first..block.len()).step_by(CHUNK).take(MARKS).enumerate() {
            let (is_odd, mut candidates) = match block[start..].first_chunk() {
                Some(seen) => look(simd, &tables, seen),
                None => look(simd, &tables, &padded(&block[start..])),
            };

            let mut is_marked = is_odd;
            while !is_marked && candidates != 0 {
                is_marked = is_anchor(start + candidates.trailing_zeros() as usize);
                // Clears the lowest bit.
                candidates &= candidates - 1;
            }
            mark |= u64::from(is_marked) << number;
        }
        marks.push(mark);
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
        let byte = S::u8s::from_slice(simd, &seen[at..at + S::u8s::LEN]);
        let next = S::u8s::from_slice(simd, &seen[at + 1..at + 1 + S::u8s::LEN]);
        let third = S::u8s::from_slice(simd, &seen[at + 2..at + 2 + S::u8s::LEN]);

        odd |= odd_bytes(simd, byte, next, third);
        let buckets = buckets_of(simd, tables, byte, next, third);
        candidates |= buckets.simd_ne(S::u8s::splat(simd, 0)).to_bitmask() << at;
    }
    let is_odd = odd.simd_ne(S::u8s::splat(simd, 0)).any_true();
    (is_odd, candidates)
}

/// [`is_odd`] for a vector of bytes: zero means no, any other value means yes.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn odd_bytes<S: Simd>(simd: S, byte: S::u8s, next: S::u8s, third: S::u8s) -> S::u8s {
    let all = |value: u8| S::u8s::splat(simd, value);
    // 0x3F..=0x7F becomes 0xBF..=0xFF, and all other bytes become less.
    let is_upper_ascii = (byte ^ all(0x80)).saturating_sub(all(0xBE));
    let is_sign = all(1).saturating_sub((byte ^ all(b'&')).min(byte ^ all(BACKSPACE)));
    // Above 0xC2 and not in 0xE4..=0xE9, which becomes 0..=5.
    let is_lead_not_of_han = byte.saturating_sub(all(0xC2)).min((byte - all(0xE4)).saturating_sub(all(5)));
    let is_not_punctuation = (byte ^ all(0xE3)) | (next ^ all(0x80));
    let is_not_full_width_sign = (byte ^ all(0xEF)) | (next ^ all(0xBC)) | (third & all(0x20));
    is_upper_ascii | is_sign | is_lead_not_of_han.min(is_not_punctuation.min(is_not_full_width_sign))
}

/// The buckets with a form whose halves are all those of the characters that begin at these bytes.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn buckets_of<S: Simd>(simd: S, tables: &[S::u8s; HALVES], byte: S::u8s, next: S::u8s, third: S::u8s) -> S::u8s {
    let low = S::u8s::splat(simd, 0x0F);
    // The order of `buckets::halves`.
    tables[0].swizzle_dyn_within_blocks(byte & low)
        & tables[1].swizzle_dyn_within_blocks(next & low)
        & tables[2].swizzle_dyn_within_blocks((next >> 4) & low)
        & tables[3].swizzle_dyn_within_blocks(third & low)
        & tables[4].swizzle_dyn_within_blocks((third >> 4) & low)
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
