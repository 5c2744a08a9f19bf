//! The pair of letters that each word is looked for by: one that stops the walk over ordinary text as little as possible.

use std::cmp::Reverse;

use super::letters::{Codes, Letters};
use super::words::Word;

/// What is known of a character: in the lower half one bit for each colour in which it may follow an anchor, in the upper half
/// one for each in which it may be an anchor, the first letter of a pair.
pub(super) type Marks = u8;
pub(super) const HALF: u32 = 4;
/// How many colours the pairs are divided among. A letter of one pair does not stop the walk beside one of another colour.
const COLOURS: u32 = 3;
/// The colour that every character follows in: an anchor of it has to be looked at, whatever is beside it.
pub(super) const ALONE: Marks = 1 << COLOURS;

/// The weight of a character that the data of frequencies does not list, and that of one that occurs in one filing of a
/// thousand.
const UNLISTED: u64 = 1;
const LISTED: u64 = 100;
/// The weight of all characters that words reach across: every sixth.
const SKIPPED: u64 = 1_700_000;

/// For each colour the weight of all its anchors, and of all characters that may follow one.
#[derive(Debug)]
pub(super) struct Colours([(u64, u64); COLOURS as usize]);

impl Default for Colours {
    fn default() -> Self {
        Self([(0, SKIPPED); COLOURS as usize])
    }
}

/// The pairs of one way to read a text.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) way: usize,
    /// The words, around the first letter of their pairs.
    pub(super) words: Vec<Word>,
    /// By code.
    marks: Vec<Marks>,
}

/// A pair of letters that a word may be found by.
struct Pair {
    colour: usize,
    /// The index of the anchor in the word.
    anchor: usize,
    /// The weights of the colour with this pair.
    weights: (u64, u64),
    /// How much more the walk stops: the chance that an anchor is followed by one of the others, if characters came in no
    /// order.
    cost: u64,
}

impl Pairs {
    /// Chooses a pair of each word, and its colour: the pair that makes the walk stop least beside those chosen before.
    ///
    /// `common` are the common characters of the text, and in how many filings of a thousand each occurs. With `are_bounded`, a
    /// word that begins with a Latin letter does not count where it begins inside a Latin word.
    pub(super) fn choose(
        way: usize,
        letters: &Letters,
        words: &[Vec<u16>],
        common: &[(char, u64)],
        are_bounded: bool,
        colours: &mut Colours,
    ) -> Self {
        let weights = weights(way, letters, words, common);
        let latin: Vec<u16> = ('a'..='z').map(|c| letters.get(c).code(way)).collect();

        // Words that leave no cheap choice come first.
        let mut by_weight: Vec<&[u16]> = words.iter().map(Vec::as_slice).collect();
        by_weight.sort_by_cached_key(|word| Reverse(word.iter().map(|code| weights[usize::from(*code)]).min()));

        let mut chosen = Self { way, words: Vec::with_capacity(words.len()), marks: vec![0; weights.len()] };
        for word in by_weight {
            let Some(first) = word.first() else { continue };
            let is_bounded = are_bounded && latin.contains(first);
            let last_anchor = if is_bounded { 0 } else { word.len().saturating_sub(2) };
            if word.len() == 1 {
                chosen.marks[usize::from(*first)] |= ALONE << HALF;
                chosen.words.push(Word::new(word, 0, is_bounded));
            } else if let Some(pair) = chosen.cheapest(word, last_anchor, &weights, colours) {
                chosen.marks[usize::from(word[pair.anchor])] |= 1 << HALF << pair.colour;
                chosen.marks[usize::from(word[pair.anchor + 1])] |= 1 << pair.colour;
                chosen.words.push(Word::new(word, pair.anchor, is_bounded));
                colours.0[pair.colour] = pair.weights;
            }
        }
        chosen
    }

    fn cheapest(&self, word: &[u16], last_anchor: usize, weights: &[u64], colours: &Colours) -> Option<Pair> {
        let all = (0..=last_anchor).flat_map(|anchor| (0..colours.0.len()).map(move |colour| (anchor, colour)));
        all.map(|(anchor, colour)| self.pair(word, anchor, colour, weights, colours)).min_by_key(|pair| pair.cost)
    }

    /// A pair of a word in a colour.
    fn pair(&self, word: &[u16], anchor: usize, colour: usize, weights: &[u64], colours: &Colours) -> Pair {
        let more = |code: u16, mark: Marks| {
            let code = usize::from(code);
            if self.marks[code] & mark == 0 { weights[code] } else { 0 }
        };
        let (anchors, following) = colours.0[colour];
        let with_anchor = anchors + more(word[anchor], 1 << HALF << colour);
        let with_second = following + more(word[anchor + 1], 1 << colour);
        let cost = with_anchor * with_second - anchors * following;
        Pair { colour, anchor, weights: (with_anchor, with_second), cost }
    }

    /// The marks of the letters with a code.
    pub(super) fn marks_of(&self, code: u16) -> Marks {
        self.marks.get(usize::from(code)).copied().unwrap_or_default()
    }
}

/// The weight of the letters of each code that words have.
fn weights(way: usize, letters: &Letters, words: &[Vec<u16>], common: &[(char, u64)]) -> Vec<u64> {
    let codes = words.iter().flatten().max().map_or(0, |code| usize::from(*code) + 1);
    let mut weights = vec![0; codes];
    let mut add = |codes: Codes, weight: u64| {
        if let Some(sum) = weights.get_mut(usize::from(codes.code(way))) {
            *sum += weight;
        }
    };
    if codes > 0 {
        letters.known().for_each(|(_, codes)| add(codes, UNLISTED));
    }
    for (c, per_mille) in common {
        add(letters.get(*c), per_mille * LISTED);
    }
    weights
}
