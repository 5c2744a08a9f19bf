//! Finds delimiters and line breaks in text without quotes, in one pass with the vectors of the machine.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// How many bytes one step scans: as many as a mask has bits.
const STEP: usize = 64;

/// How many field ends most steps have at most.
const FEW: usize = 3;

/// Finds field ends: three bytes at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldEnds {
    /// The vectors that this machine has.
    level: Level,
}

impl Default for FieldEnds {
    fn default() -> Self {
        Self { level: Level::new() }
    }
}

impl FieldEnds {
    /// Appends the offset of each occurrence of one of the bytes, in rising order.
    pub(super) fn find(self, text: &[u8], ends: [u8; 3], offsets: &mut Vec<usize>) {
        dispatch!(self.level, simd => find(simd, text, ends, offsets));
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn find<S: Simd>(simd: S, text: &[u8], ends: [u8; 3], offsets: &mut Vec<usize>) {
    let [first, second, third] = ends.map(|byte| S::u8s::splat(simd, byte));
    let (steps, rest) = text.as_chunks::<STEP>();
    let mut len = offsets.len();

    for (number, step) in steps.iter().enumerate() {
        let mut found = 0;
        for at in (0..STEP).step_by(S::u8s::LEN) {
            let bytes = S::u8s::from_slice(simd, &step[at..at + S::u8s::LEN]);
            let here = bytes.simd_eq(first) | bytes.simd_eq(second) | bytes.simd_eq(third);
            found |= here.to_bitmask() << at;
        }

        if offsets.len() < len + STEP {
            offsets.resize(2 * len + STEP, 0);
        }
        let start = number * STEP;
        let end = len + found.count_ones() as usize;

        // Most steps have at most `FEW` field ends. `FEW` offsets are always written, and those beyond `end` are overwritten
        // later: this avoids a branch on the number, which would often be mispredicted.
        for offset in &mut offsets[len..len + FEW] {
            *offset = start + take_lowest(&mut found);
        }
        for offset in &mut offsets[(len + FEW).min(end)..end] {
            *offset = start + take_lowest(&mut found);
        }
        len = end;
    }
    offsets.truncate(len);

    let scanned = text.len() - rest.len();
    offsets.extend((scanned..text.len()).filter(|at| ends.contains(&text[*at])));
}

/// Clears the lowest bit that is set in a mask and returns its index; 64 if none is set.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn take_lowest(mask: &mut u64) -> usize {
    let index = mask.trailing_zeros() as usize;
    *mask &= mask.wrapping_sub(1);
    index
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn vectors_of_any_size_find_what_a_look_at_each_byte_finds(text in "[,;\n\ra甲]{0,300}") {
            let ends = *b",\n\r";
            let expected: Vec<usize> = (0..text.len()).filter(|at| ends.contains(&text.as_bytes()[*at])).collect();
            for level in [Level::new(), Level::baseline()] {
                let mut offsets = Vec::new();
                FieldEnds { level }.find(text.as_bytes(), ends, &mut offsets);
                prop_assert_eq!(&offsets, &expected, "{:?}", level);
            }
        }
    }
}
