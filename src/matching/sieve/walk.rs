//! The second step: does some word occur in a cell, separators aside?
//!
//! With disguises a word has many written forms, too many for the scan over raw bytes: each letter may be replaced by any
//! other of the same sound. But letters of one sound have one code. So one pair of neighbouring letters of each word is looked
//! for by their codes, with a few bits for each character, and the rest of the word is compared only where such a pair is.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x32, u16x16};

use super::letters::{Flags, Letters, WAYS};
use super::pairs::{ALONE, HALF, Marks, PLANE, Pairs};
use super::words::Words;

/// The marks of a character that words reach across: it follows every anchor and is none. No other character has these.
const SKIPPED: Marks = 0x0F;
/// The marks of a character beyond the first plane: nothing is known of it.
const UNKNOWN: Marks = SKIPPED | ALONE << HALF;

/// How many bytes most characters have, how many of them are looked up at once, and how many bytes are read for these.
const THREE: usize = 3;
const EIGHT: usize = 8;
const SEEN: usize = THREE * EIGHT + 4;

/// What has been seen in a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// The flags of all its characters.
    pub(super) flags: Flags,
    /// Whether it contains a word.
    pub(super) has_word: bool,
}

/// Walks over cells.
#[derive(Debug)]
pub(super) struct Walk {
    /// Of each character of the first plane.
    marks: Box<[Marks; PLANE]>,
    /// In each way to read a text.
    words: [Words; WAYS],
    /// The vectors of this machine.
    level: Level,
}

impl Walk {
    /// Prepares to find the words of some pairs.
    #[allow(clippy::large_stack_arrays, reason = "64 KiB, once")]
    pub(super) fn new(letters: &Letters, pairs: [Pairs; WAYS]) -> Self {
        let mut marks = Box::new([0; PLANE]);
        for (number, marks) in marks.iter_mut().enumerate() {
            if letters.flags_at(number) != 0 {
                *marks |= ALONE << HALF;
            }
            for (way, pairs) in pairs.iter().enumerate() {
                *marks |= pairs.marks_of(letters.code_at(number, way));
            }
            *marks |= if letters.is_skipped_at(number) { SKIPPED } else { ALONE };
            // A letter that follows in every colour must not look like one that is skipped: as an anchor of no word it does not.
            if *marks == SKIPPED && !letters.is_skipped_at(number) {
                *marks |= 1 << HALF;
            }
        }
        let words = pairs.map(|pairs| Words::new(pairs.way, pairs.words));
        Self { marks, words, level: Level::new() }
    }

    /// Walks over a cell.
    pub(super) fn over(&self, cell: &str, letters: &Letters) -> Seen {
        dispatch!(self.level, simd => self.over_with(simd, cell, letters))
    }

    /// Walks over a cell with these vectors. Hot: at every character of the checked cells if disguises are searched for.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
    fn over_with<S: Simd>(&self, simd: S, cell: &str, letters: &Letters) -> Seen {
        let text = cell.as_bytes();
        let mut seen = Seen::default();
        let mut at = 0;
        // The marks of the last character that is not skipped: words reach across those that are.
        let mut before = 0;
        let mut at_before = 0;
        loop {
            if let Some(eight) = text[at..].first_chunk().and_then(|chunk| self.marks_of_eight(simd, chunk)) {
                let anchors = eight >> HALF << Marks::BITS | u64::from(before >> HALF);
                let pairs = anchors & eight & 0x0F0F_0F0F_0F0F_0F0F;
                // How many characters are passed.
                let passed = if pairs == 0 { EIGHT } else { pairs.trailing_zeros() as usize / 8 };
                if passed > 0 {
                    before = eight.to_le_bytes()[passed - 1];
                    at_before = at + THREE * (passed - 1);
                    at += THREE * passed;
                }
                if passed == EIGHT {
                    continue;
                }
            } else if before >> HALF == 0 {
                at += text[at..].iter().take_while(|byte| self.is_dull_ascii(**byte)).count();
            }

            let next = next_character(&text[at..]);
            let marks = next.map_or(ALONE, |(number, _)| self.marks.get(number).copied().unwrap_or(UNKNOWN));
            if marks != SKIPPED {
                if before >> HALF & marks != 0 {
                    self.look(cell, at_before, letters, &mut seen);
                }
                before = marks;
                at_before = at;
            }
            let Some((_, length)) = next else { return seen };
            at += length;
        }
    }

    /// The marks of eight characters of three bytes, the first one in the lowest byte. Returns `None` if one of them has another
    /// length. Nearly all of a text in Chinese has three.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
    fn marks_of_eight<S: Simd>(&self, simd: S, text: &[u8; SEEN]) -> Option<u64> {
        // Four characters in each half, at the lower end of sixteen bytes. The same four once more fill the upper end.
        let mut halves = [0; 32];
        halves[..16].copy_from_slice(&text[..16]);
        halves[16..].copy_from_slice(&text[12..]);
        let halves = u8x32::from_slice(simd, &halves);
        let upper = [1, 0, 4, 3, 7, 6, 10, 9];
        let lower = [2, 2, 5, 5, 8, 8, 11, 11];
        let index = |of_four: [u8; 8]| u8x32::from_fn(simd, |lane| of_four[lane % 8]);
        let upper: u16x16<S> = halves.swizzle_dyn_within_blocks(index(upper)).bitcast();
        let lower: u16x16<S> = halves.swizzle_dyn_within_blocks(index(lower)).bitcast();

        let all = |value: u16| u16x16::splat(simd, value);
        if !(upper & all(0xF000)).simd_eq(all(0xE000)).all_true() {
            return None;
        }
        let numbers = ((upper & all(0x0F00)) << 4) | ((upper & all(0x003F)) << 6) | (lower & all(0x003F));
        let mut of_lanes = [0; 16];
        numbers.store_slice(&mut of_lanes);
        let lanes = [0, 1, 2, 3, 8, 9, 10, 11];
        Some(u64::from_le_bytes(lanes.map(|lane| self.marks[usize::from(of_lanes[lane])])))
    }

    /// Whether a byte is an ASCII character that neither begins a pair nor has a flag.
    #[inline]
    fn is_dull_ascii(&self, byte: u8) -> bool {
        byte.is_ascii() && self.marks[usize::from(byte)] >> HALF == 0
    }

    /// Looks at the character at `at` and the text around it.
    fn look(&self, cell: &str, at: usize, letters: &Letters, seen: &mut Seen) {
        let (before, anchor) = cell.split_at(at);
        let flags = anchor.chars().next().map_or(0, |c| letters.flags_at(c as usize));
        seen.flags |= flags;
        seen.has_word = seen.has_word || self.words.iter().any(|words| words.fit(before, anchor, letters));
    }
}

/// The number of the first character of UTF-8, and how many bytes it has. Returns `None` at the end.
///
/// `str::chars` does the same with a third more instructions for a character of three bytes, as nearly all are.
#[inline]
fn next_character(text: &[u8]) -> Option<(usize, usize)> {
    /// What the bytes of a character of so many bytes add up to beside its number.
    const OF_TWO: usize = (0xC0 << 6) + 0x80;
    const OF_THREE: usize = (0xE0 << 12) + (0x80 << 6) + 0x80;
    const OF_FOUR: usize = (0xF0 << 18) + (0x80 << 12) + (0x80 << 6) + 0x80;
    let sixes = |byte: u8, times: usize| usize::from(byte) << (6 * times);
    match text {
        [a @ 0xE0..=0xEF, b, c, ..] => Some((sixes(*a, 2) + sixes(*b, 1) + sixes(*c, 0) - OF_THREE, 3)),
        [a @ ..=0x7F, ..] => Some((usize::from(*a), 1)),
        [a, b, ..] if *a < 0xE0 => Some((sixes(*a, 1) + sixes(*b, 0) - OF_TWO, 2)),
        [a, b, c, d, ..] => Some((sixes(*a, 3) + sixes(*b, 2) + sixes(*c, 1) + sixes(*d, 0) - OF_FOUR, 4)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::matching::alphabet::Alphabet;
    use crate::matching::sieve::letters::coded;
    use crate::matching::sieve::pairs::Colours;
    use crate::text::class::Classes;
    use crate::text::fold::Fold;

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        /// Words of up to four letters are compared whole, wherever their anchor is.
        #[test]
        fn vectors_of_every_size_find_each_word_across_separators_and_nothing_else(
            words in prop::collection::vec("[甲乙丙丁7]{1,4}", 0..20),
            others in prop::collection::vec("[甲乙丙丁]{1,4}", 0..3),
            text in "[甲乙丙丁é7，\u{200b} 戊。]{0,40}",
        ) {
            let letters_of = |words: &[String]| words.iter().map(|word| word.chars().collect()).collect::<Vec<_>>();
            let alphabets = [letters_of(&words), letters_of(&others), Vec::new()].map(Alphabet::of_letters);
            let coded = coded(&alphabets);
            let letters = Letters::new(Fold::builtin(), Classes::builtin(), &coded);
            let mut colours = Colours::default();
            let common = [('甲', 900), ('，', 1000)];
            let pairs = std::array::from_fn(|way| {
                Pairs::choose(way, &letters, &coded[way].words, &common, false, &mut colours)
            });
            let mut walk = Walk::new(&letters, pairs);

            let folded = Fold::builtin().fold(&text);
            let in_text: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
            let contains = |word: &String| in_text.contains(&Fold::builtin().fold(word));
            let occurs = words.iter().chain(&others).any(contains);
            for level in [Level::new(), Level::baseline()] {
                walk.level = level;
                prop_assert_eq!(walk.over(&text, &letters).has_word, occurs, "{:?}", level);
            }
        }
    }

    #[test]
    fn characters_are_read_as_the_standard_library_reads_them() {
        let all: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        let mut rest = all.as_bytes();
        for c in all.chars() {
            let (number, length) = next_character(rest).unwrap();
            assert_eq!(number, c as usize);
            rest = &rest[length..];
        }
        assert_eq!(next_character(rest), None);
    }
}
