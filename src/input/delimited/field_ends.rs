//! Where delimiters and line breaks stand in text without quotes, found in one pass of the machine's own vectors.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};

/// How many bytes one step takes: as many as a mask has bits.
const STEP: usize = 64;

/// How many marks most steps hold at most.
const FEW: usize = 3;

/// Finds three bytes at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// What vectors this machine has.
    level: Level,
}

impl Default for Marks {
    fn default() -> Self {
        Self { level: Level::new() }
    }
}

impl Marks {
    /// Appends each place in a text where one of the bytes stands, in rising order.
    pub(super) fn find(self, text: &[u8], sought: [u8; 3], places: &mut Vec<usize>) {
        dispatch!(self.level, simd => find(simd, text, sought, places));
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
fn find<S: Simd>(simd: S, text: &[u8], sought: [u8; 3], places: &mut Vec<usize>) {
    let all = sought.map(|byte| S::u8s::splat(simd, byte));
    let (steps, rest) = text.as_chunks::<STEP>();
    let mut len = places.len();
    for (number, step) in steps.iter().enumerate() {
        let mut found = 0;
        for at in (0..STEP).step_by(S::u8s::LEN) {
            let bytes = S::u8s::from_slice(simd, &step[at..at + S::u8s::LEN]);
            let here = bytes.simd_eq(all[0]) | bytes.simd_eq(all[1]) | bytes.simd_eq(all[2]);
            found |= here.to_bitmask() << at;
        }
        if places.len() < len + STEP {
            places.resize(2 * len + STEP, 0);
        }
        let end = len + found.count_ones() as usize;
        let mut next = || {
            let at = number * STEP + found.trailing_zeros() as usize;
            found &= found.wrapping_sub(1);
            at
        };
        // A step holds none, one or a few: to write more places than that, the rest void, costs less than to foresee how many.
        for place in &mut places[len..len + FEW] {
            *place = next();
        }
        for place in &mut places[(len + FEW).min(end)..end] {
            *place = next();
        }
        len = end;
    }
    places.truncate(len);
    let before = text.len() - rest.len();
    places.extend((before..text.len()).filter(|at| sought.contains(&text[*at])));
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
            let sought = *b",\n\r";
            let expected: Vec<usize> = (0..text.len()).filter(|at| sought.contains(&text.as_bytes()[*at])).collect();
            for level in [Level::new(), Level::baseline()] {
                let mut places = Vec::new();
                Marks { level }.find(text.as_bytes(), sought, &mut places);
                prop_assert_eq!(&places, &expected, "{:?}", level);
            }
        }
    }
}
