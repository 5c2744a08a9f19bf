//! Finds delimiters and line breaks in text without quotes, in one pass with the vectors of the machine.

use std::ops::Deref;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// How many bytes one step scans: as many as a mask has bits.
const STEP: usize = 64;

/// How many field ends most steps have at most.
const FEW: usize = 3;

/// The offsets of the field ends of a text, in rising order.
#[derive(Debug)]
pub(super) struct FieldEnds {
    /// The vectors that this machine has.
    level: Level,
    /// The offsets come first. What is behind them is left from texts before: to clear it would cost as much as to find them.
    memory: Vec<usize>,
    count: usize,
}

impl Default for FieldEnds {
    fn default() -> Self {
        Self { level: Level::new(), memory: Vec::new(), count: 0 }
    }
}

impl Deref for FieldEnds {
    type Target = [usize];

    #[inline]
    fn deref(&self) -> &[usize] {
        &self.memory[..self.count]
    }
}

impl FieldEnds {
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Finds each occurrence of one of three bytes in a text.
    pub(super) fn find(&mut self, text: &[u8], ends: [u8; 3]) {
        self.count = dispatch!(self.level, simd => find(simd, text, ends, &mut self.memory));
    }
}

/// Writes the offsets and returns their number.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn find<S: Simd>(simd: S, text: &[u8], ends: [u8; 3], offsets: &mut Vec<usize>) -> usize {
    let [first, second, third] = ends.map(|byte| S::u8s::splat(simd, byte));
    let (steps, rest) = text.as_chunks::<STEP>();
    let mut len = 0;

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

    // Fewer than those of one step.
    if offsets.len() < len + STEP {
        offsets.resize(len + STEP, 0);
    }
    for (at, byte) in text.iter().enumerate().skip(text.len() - rest.len()) {
        if ends.contains(byte) {
            offsets[len] = at;
            len += 1;
        }
    }
    len
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
                let mut found = FieldEnds { level, ..FieldEnds::default() };
                for before in [&text[..0], &text, &text] {
                    found.find(before.as_bytes(), ends);
                }
                prop_assert_eq!(&*found, &expected[..], "{:?}", level);
            }
        }
    }
}
