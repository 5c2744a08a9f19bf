//! One pass over raw UTF-8 that stops only where it has to: at bytes that Chinese text hardly has, and at characters that
//! may be a form of an anchor.
//!
//! A vector of bytes at a time is compared with the two after each of them. The forms are shared out among eight buckets, and
//! for each half of a byte a table says which buckets have a form with that half in that place. A character whose halves all
//! name the same bucket may be a form; how often one of no form is taken for one depends on which share a bucket, so they are
//! shared out such that it befalls few characters that are common.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x16};

use super::buckets::{Common, HALVES, buckets, halves};
use super::suspects::{CHUNK, MARKS};

/// How many bytes are looked at for the marks of one chunk: what follows its last two bytes counts too.
const SEEN: usize = CHUNK + 2;
/// The tables of one scan.
#[derive(Debug)]
pub(super) struct Scan {
    /// What vectors this machine has.
    level: Level,
    /// For each half and each of its values the buckets with such a form.
    tables: [[u8; 16]; HALVES],
}

impl Scan {
    /// Prepares to look for forms that are not odd. With characters that are common in the text, and how common they are.
    ///
    /// None if a form has other than three bytes.
    pub(super) fn new(forms: &[char], common: &[(char, u64)]) -> Option<Self> {
        let common = Common::new(common.iter().filter_map(|(c, weight)| Some((halves(*c)?, *weight))));
        let forms: Option<Vec<_>> = forms.iter().map(|form| halves(*form)).collect();
        let mut tables = [[0; 16]; HALVES];
        for (number, bucket) in buckets(&forms?, &common).iter().enumerate() {
            for (table, values) in tables.iter_mut().zip(bucket.values) {
                (0..16).filter(|value| values >> value & 1 == 1).for_each(|value| table[value] |= 1 << number);
            }
        }
        Some(Self { level: Level::new(), tables })
    }

    /// Appends a mark for each chunk that holds an odd byte or, where `is_anchor` agrees, what may be a form. It is given the
    /// place.
    pub(super) fn mark(&self, block: &[u8], marks: &mut Vec<u64>, mut is_anchor: impl FnMut(usize) -> bool) {
        dispatch!(self.level, simd => scan(simd, &self.tables, block, marks, &mut is_anchor));
    }
}

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
            let (mut is_marked, mut may_be_anchors) = match block[start..].first_chunk() {
                Some(seen) => look(simd, &tables, seen),
                None => look(simd, &tables, &padded(&block[start..])),
            };
            while !is_marked && may_be_anchors != 0 {
                is_marked = is_anchor(start + may_be_anchors.trailing_zeros() as usize);
                may_be_anchors &= may_be_anchors - 1;
            }
            mark |= u64::from(is_marked) << number;
        }
        marks.push(mark);
    }
}

/// The end of a block, followed by bytes that make what stands before them look most ordinary and are no form.
fn padded(end: &[u8]) -> [u8; SEEN] {
    let mut seen = [0x80; SEEN];
    let len = end.len().min(SEEN);
    seen[..len].copy_from_slice(&end[..len]);
    seen
}

/// Whether a chunk holds an odd byte, and a bit for each place where a form may begin.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn look<S: Simd>(simd: S, tables: &[S::u8s; HALVES], seen: &[u8; SEEN]) -> (bool, u64) {
    let all = |byte: u8| S::u8s::splat(simd, byte);
    let (mut odd, mut may_be_anchors) = (all(0), 0);
    for at in (0..CHUNK).step_by(S::u8s::LEN) {
        let from = |at: usize| S::u8s::from_slice(simd, &seen[at..at + S::u8s::LEN]);
        let (byte, next, third) = (from(at), from(at + 1), from(at + 2));
        // The same as `is_odd`, in numbers that are 0 for no and any other for yes.
        let upper_ascii = (byte ^ all(0x80)).saturating_sub(all(0xBF));
        let lead_of_no_han = byte.saturating_sub(all(0xC2)).min((byte - all(0xE4)).saturating_sub(all(5)));
        let no_punctuation = (byte ^ all(0xE3)) | (next ^ all(0x80));
        let no_full_width_sign = (byte ^ all(0xEF)) | (next ^ all(0xBC)) | (third & all(0x20));
        odd |= upper_ascii | lead_of_no_han.min(no_punctuation.min(no_full_width_sign));
        let low = |bytes: S::u8s| bytes & all(0x0F);
        let halves = [low(byte), low(next), low(next >> 4), low(third), low(third >> 4)];
        let named = |half: usize| tables[half].swizzle_dyn_within_blocks(halves[half]);
        let buckets = named(0) & named(1) & named(2) & named(3) & named(4);
        may_be_anchors |= buckets.simd_ne(all(0)).to_bitmask() << at;
    }
    (odd.simd_ne(all(0)).any_true(), may_be_anchors)
}

/// Whether a byte, with the two after it, is such as Chinese text hardly has: ASCII from @ on, letters that is, or the lead
/// byte of a character outside the blocks of common Han, CJK punctuation and full-width signs and digits.
fn is_odd([byte, next, third]: [u8; 3]) -> bool {
    match byte {
        0x40..=0x7F => true,
        0xE3 => next != 0x80,
        0xEF => next != 0xBC || third & 0x20 != 0,
        0xE4..=0xE9 => false,
        _ => byte > 0xC2,
    }
}

/// Whether a character's bytes are odd by themselves, whatever stands after it.
pub(super) fn is_odd_form(c: char) -> bool {
    let mut bytes = [0x80; 6];
    let len = c.encode_utf8(&mut bytes).len();
    (0..len).any(|k| is_odd([bytes[k], bytes[k + 1], bytes[k + 2]]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// What a scan marks, by looking at each place on its own.
    fn plainly(block: &str, forms: &[char]) -> Vec<u64> {
        let bytes = block.as_bytes();
        let padded = |at: usize| bytes.get(at).copied().unwrap_or(0x80);
        let odd = |at: usize| is_odd([padded(at), padded(at + 1), padded(at + 2)]);
        let form = |at: usize| block.get(at..).is_some_and(|text| text.starts_with(forms));
        let places: Vec<bool> = (0..bytes.len()).map(|at| odd(at) || form(at)).collect();
        let chunks: Vec<bool> = places.chunks(CHUNK).map(|places| places.contains(&true)).collect();
        let mark = |chunks: &[bool]| chunks.iter().rev().fold(0, |mark, is_marked| mark << 1 | u64::from(*is_marked));
        chunks.chunks(MARKS).map(mark).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn vectors_of_any_size_mark_what_a_look_at_each_place_marks(
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
                prop_assert_eq!(&marks, &plainly(&block, &forms), "{:?}", level);
            }
        }
    }

    #[test]
    fn common_characters_share_no_bucket_with_forms() {
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
