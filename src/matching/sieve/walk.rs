//! The walk over characters: does some word occur in a cell, separators aside, or where in a block may one be?
//!
//! With disguises a word has many written forms, too many for the scan over raw bytes: each letter may be replaced by any
//! other of the same sound. But letters of one sound have one code. So one pair of neighbouring letters of each word is looked
//! for by their codes, with a few bits for each character, and the rest of the word is compared only where such a pair is.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x16, u8x32, u16x16};

use super::letters::{Codes, Flags, LATIN, Letters, PARTED, WAYS};
use super::pairs::{ALONE, HALF, Marks, Pairs};
use super::suspects::{CHUNK, MARKS, Suspects};
use super::words::{Around, Words, among_han};
use crate::text::plane::PLANE;

/// The marks of a character that words reach across: it follows every anchor and is none. No other character has these.
const SKIPPED: Marks = 0x0F;
/// The marks of a character beyond the first plane: nothing is known of it.
const UNKNOWN: Marks = SKIPPED | ALONE << HALF;

/// For each upper half of a byte the bit that stands for it. ASCII has eight of them.
const BITS_OF_ASCII: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];
/// The first byte that begins a character of three bytes.
const FIRST_OF_THREE: u8 = 0xE0;
/// How many bytes most characters have, how many of them are looked up at once, and how many bytes are read for these.
const THREE: usize = 3;
const EIGHT: usize = 8;
const SEEN: usize = THREE * EIGHT + 4;

/// The flags that are worth a look by themselves. A Latin letter is not, unless it is part of a word or syllable.
const TELLING: Flags = !(LATIN | PARTED);

/// What has been seen in a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// The flags of all its characters.
    pub(super) flags: Flags,
    /// Whether it contains a word.
    pub(super) has_word: bool,
    /// Whether it contains a syllable of a term in Latin letters.
    pub(super) has_syllable: bool,
}

/// Walks over cells.
#[derive(Debug)]
pub(super) struct Walk {
    /// Of each character of the first plane.
    marks: Box<[Marks; PLANE]>,
    /// For each lower half of a byte the upper halves, as bits, with which it is an ASCII character that neither begins a
    /// pair nor has a flag.
    dull: [u8; 16],
    /// In each way to read a text.
    words: [Words; WAYS],
    /// The syllables of terms in Latin letters.
    syllables: Words,
    /// The vectors of this machine.
    level: Level,
}

impl Walk {
    /// Prepares to find the words of some pairs.
    #[allow(clippy::large_stack_arrays, reason = "64 KiB, once")]
    pub(super) fn new(letters: &Letters, pairs: [Pairs; WAYS], syllables: Pairs) -> Self {
        let mut marks = Box::new([ALONE; PLANE]);
        for (c, codes) in letters.known() {
            let marks = &mut marks[c as usize];
            *marks = if codes.is_skipped() { SKIPPED } else { ALONE };
            if codes.flags() & TELLING != 0 {
                *marks |= ALONE << HALF;
            }
            for pairs in pairs.iter().chain([&syllables]) {
                *marks |= pairs.marks_of(codes.code(pairs.way));
            }
            // A letter that follows in every colour must not look like one that is skipped: as an anchor of no word it does not.
            if *marks == SKIPPED && !codes.is_skipped() {
                *marks |= 1 << HALF;
            }
        }
        let words = pairs.map(|pairs| Words::new(pairs.way, pairs.words));
        let syllables = Words::new(syllables.way, syllables.words);
        let mut dull = [0; 16];
        for (byte, marks) in marks.iter().enumerate().take(128) {
            if marks >> HALF == 0 {
                dull[byte % 16] |= 1 << (byte / 16);
            }
        }
        Self { marks, dull, words, syllables, level: Level::new() }
    }

    /// Walks over a cell.
    pub(super) fn over(&self, cell: &str, letters: &Letters) -> Seen {
        let mut seen = Seen::default();
        let mut look = |at: usize| {
            let Some(around) = Around::new(cell, at, letters) else { return 0 };
            seen.flags |= around.flags();
            seen.has_word = seen.has_word || self.any_fits(&around);
            seen.has_syllable = seen.has_syllable || self.syllables.fit(&around);
            0
        };
        dispatch!(self.level, simd => self.pass(simd, cell.as_bytes(), &mut look));
        seen
    }

    /// Walks over a block and marks the chunks with a character that has a flag, and those with the anchor of a word or
    /// syllable.
    pub(super) fn mark(&self, block: &str, letters: &Letters, suspects: &mut Suspects) {
        suspects.clear();
        suspects.marks.resize(block.len().div_ceil(CHUNK * MARKS), 0);
        let marks = &mut suspects.marks;
        let mut look = |at: usize| {
            if among_han(block, at, letters).is_some_and(|three| !self.may_tell(three)) {
                return 0;
            }
            let Some(around) = Around::new(block, at, letters) else { return 0 };
            if around.flags() & TELLING == 0 && !self.any_fits(&around) && !self.syllables.fit(&around) {
                return 0;
            }
            let chunk = at / CHUNK;
            marks[chunk / MARKS] |= 1 << (chunk % MARKS);
            // Whatever else is in a marked chunk adds nothing.
            block.ceil_char_boundary((chunk + 1) * CHUNK)
        };
        dispatch!(self.level, simd => self.pass(simd, block.as_bytes(), &mut look));
    }

    /// Walks over some UTF-8 and calls `look` with the offset of each character that has a flag or may be an anchor. It returns
    /// an offset: what is before it needs no look any more.
    ///
    /// Hot: at every character of the input if disguises are searched for.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
    fn pass<S: Simd>(&self, simd: S, text: &[u8], look: &mut impl FnMut(usize) -> usize) {
        let mut at = 0;
        // The marks of the last character that is not skipped: words reach across those that are.
        let mut before = 0;
        let mut at_before = 0;
        while let Some(first) = text.get(at) {
            if *first >= FIRST_OF_THREE {
                if let Some(chunk) = text[at..].first_chunk() {
                    let (eight, are_three) = self.marks_of_eight(simd, chunk);
                    let anchors = eight >> HALF << Marks::BITS | u64::from(before >> HALF);
                    let pairs = anchors & eight & 0x0F0F_0F0F_0F0F_0F0F;
                    // The usual case is a branch of its own: where the next eight begin must not wait for what is known of
                    // these.
                    if pairs == 0 && are_three == u64::from(u16::MAX) {
                        before = eight.to_le_bytes()[EIGHT - 1];
                        at_before = at + THREE * (EIGHT - 1);
                        at += THREE * EIGHT;
                        continue;
                    }
                    // The first so many have three bytes.
                    let count = (are_three & 0x0F | are_three >> 4 & 0xF0).trailing_ones() as usize;
                    // The first so many of these are passed.
                    let passed = count.min(pairs.trailing_zeros() as usize / 8);
                    if passed > 0 {
                        before = eight.to_le_bytes()[passed - 1];
                        at_before = at + THREE * (passed - 1);
                        at += THREE * passed;
                        if passed == count {
                            continue;
                        }
                    }
                }
            } else if before >> HALF == 0 {
                let dull = self.count_dull(simd, &text[at..]);
                if dull > 0 {
                    at += dull;
                    before = 0;
                    continue;
                }
            }

            let Some((number, length)) = next_character(&text[at..]) else { break };
            let marks = self.marks.get(number).copied().unwrap_or(UNKNOWN);
            if marks != SKIPPED {
                if before >> HALF & marks != 0 {
                    let done = look(at_before);
                    if done > at {
                        at = done;
                        before = 0;
                        continue;
                    }
                }
                before = marks;
                at_before = at;
            }
            at += length;
        }
        // An anchor of a word of one letter, or a character with a flag, is looked at when the next one comes.
        if before >> HALF & ALONE != 0 {
            look(at_before);
        }
    }

    /// The marks of eight characters of three bytes, the first one in the lowest byte, and a bit for each of the eight that has three
    /// bytes. Nearly all characters of a text in Chinese have.
    ///
    /// Bits 0 to 3 are of the first four, bits 8 to 11 of the others. Bits 4 to 7 and 12 to 15 repeat them.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
    fn marks_of_eight<S: Simd>(&self, simd: S, text: &[u8; SEEN]) -> (u64, u64) {
        // Four characters in each half, at the lower end of sixteen bytes. The same four once more fill the upper end.
        let halves = u8x16::from_slice(simd, &text[..16]).combine(u8x16::from_slice(simd, &text[12..]));
        let upper = [1, 0, 4, 3, 7, 6, 10, 9];
        let lower = [2, 2, 5, 5, 8, 8, 11, 11];
        let index = |of_four: [u8; 8]| u8x32::from_fn(simd, |lane| of_four[lane % 8]);
        let upper: u16x16<S> = halves.swizzle_dyn_within_blocks(index(upper)).bitcast();
        let lower: u16x16<S> = halves.swizzle_dyn_within_blocks(index(lower)).bitcast();

        let all = |value: u16| u16x16::splat(simd, value);
        let are_three = (upper & all(0xF000)).simd_eq(all(0xE000)).to_bitmask();

        let numbers = ((upper & all(0x0F00)) << 4) | ((upper & all(0x003F)) << 6) | (lower & all(0x003F));
        let mut of_lanes = [0; 16];
        numbers.store_slice(&mut of_lanes);
        let mut eight = 0;
        for (place, lane) in [0, 1, 2, 3, 8, 9, 10, 11].into_iter().enumerate() {
            eight |= u64::from(self.marks[usize::from(of_lanes[lane])]) << (8 * place);
        }
        (eight, are_three)
    }

    /// How many ASCII characters a text begins with that neither begin a pair nor have a flag.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once for each kind of vectors")]
    fn count_dull<S: Simd>(&self, simd: S, text: &[u8]) -> usize {
        let mut count = 0;
        for sixteen in text.as_chunks().0 {
            let bytes = u8x16::load_array_ref(simd, sixteen);
            // A byte is looked up by its lower half, and which bit counts by its upper half.
            let dull = u8x16::load_array_ref(simd, &self.dull).swizzle_dyn(bytes & u8x16::splat(simd, 0x0F));
            let bit = u8x16::load_array_ref(simd, &BITS_OF_ASCII).swizzle_dyn(bytes >> 4);
            let others = (dull & bit).simd_eq(u8x16::splat(simd, 0)).to_bitmask();
            if others != 0 {
                return count + others.trailing_zeros() as usize;
            }
            count += sixteen.len();
        }
        count + text[count..].iter().take_while(|byte| self.is_dull_ascii(**byte)).count()
    }

    /// Whether a byte is an ASCII character that neither begins a pair nor has a flag.
    #[inline]
    fn is_dull_ascii(&self, byte: u8) -> bool {
        byte.is_ascii() && self.marks[usize::from(byte)] >> HALF == 0
    }

    /// Whether a Han character between two others has a flag that tells, or may be the anchor of a word or syllable.
    #[inline]
    fn may_tell(&self, three: [Codes; 3]) -> bool {
        let [_, character, _] = three;
        let may_be_anchor = || self.words.iter().chain([&self.syllables]).any(|words| words.may_fit_among(three));
        character.flags() & TELLING != 0 || may_be_anchor()
    }

    /// Whether a character is the anchor of some word.
    #[inline]
    fn any_fits(&self, around: &Around<'_>) -> bool {
        self.words.iter().any(|words| words.fit(around))
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
            let none = Pairs::choose(0, &letters, &[], &common, false, &mut colours);
            let mut walk = Walk::new(&letters, pairs, none);

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
