//! What every text with a finding contains: one of certain words, and in it one of a few rare letters, the anchors.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::matching::alphabet::{self, Numbers};
use crate::message::{RowError, RulesError};
use crate::rules::RuleBook;
use crate::table::{Table, TableRow};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::text::plane::Plane;
use crate::verdict::Tier;

/// In how many filings of a thousand a character occurs that the data does not list.
const UNLISTED: u64 = 1;
/// In how many filings of a thousand an ASCII letter occurs: brand names contain them.
const LETTER: u64 = 50;
/// In how many filings of a thousand an ASCII digit occurs: every id and date contains them.
const DIGIT: u64 = 1000;
/// What one more written form costs the scan, in the same unit.
const FORM: u64 = 3;

/// How many anchors can be looked at while a text is folded and searched.
const LOOKS: u64 = 250;

/// What one more anchor costs beside its own occurrences: other characters look more like one.
const NEW_ANCHOR: u64 = 300;

/// The most anchors that the scan can search for.
pub(super) const MOST_ANCHORS: usize = 64;

/// What a text with a finding contains.
#[derive(Debug)]
pub(super) struct Required {
    /// Folded letters: at least one of these words occurs, separators aside.
    pub(super) words: Vec<Vec<char>>,
    /// Whether a word that begins with a Latin letter never counts inside a Latin word.
    pub(super) are_bounded: bool,
    /// At least one letter of each word: as few and as rare letters as a greedy choice finds. More than [`MOST_ANCHORS`] if
    /// the choice was given up. None if nobody needs them.
    pub(super) anchors: BTreeSet<char>,
    /// Common characters, the most common first, and in how many filings of a thousand each occurs.
    pub(super) common: Vec<(char, u64)>,
}

impl Required {
    /// Collects what the rules of all tiers that are searched for require. Without `needs_anchors` there are none.
    pub(super) fn new(
        fold: &Fold,
        book: &RuleBook,
        is_searched: impl Fn(Tier) -> bool,
        needs_anchors: bool,
    ) -> Result<Self, RulesError> {
        let frequency = Frequency { fold, per_mille: per_mille()? };
        let mut chosen = Chosen { frequency, needs_anchors, anchors: BTreeSet::new(), words: Vec::new(), covered: 0 };
        let mut are_bounded = true;

        // Rules of one part leave no choice, so they come first.
        let mut composites = Vec::new();
        for rule in book.rules() {
            if !is_searched(rule.tier) {
                continue;
            }
            let mut parts = letters_of(rule.search.required());
            if parts.len() > 1 {
                composites.push((rule, parts));
                continue;
            }
            let words = parts.pop().unwrap_or_default();
            are_bounded &= rule.search.keeps_latin_words_whole() || !any_latin(&words);
            chosen.words.extend(words);
        }
        remove_longer(&mut chosen.words);
        chosen.cover();

        // A text with a hit contains every part of the rule, so one part is enough: the one that costs least beside the
        // anchors chosen so far.
        for (rule, parts) in composites {
            let cheapest = parts.into_iter().min_by_key(|part| chosen.cost(part));
            let words = cheapest.unwrap_or_default();
            are_bounded &= rule.search.keeps_latin_words_whole() || !any_latin(&words);
            chosen.words.extend(words);
            chosen.cover();
        }
        chosen.prune();

        let mut common: Vec<(char, u64)> = chosen.frequency.per_mille.into_iter().collect();
        common.sort_unstable_by_key(|(c, per_mille)| (Reverse(*per_mille), *c));
        Ok(Self { words: chosen.words, are_bounded, anchors: chosen.anchors, common })
    }
}

/// The words of each part, as letters.
fn letters_of(parts: Vec<Vec<&str>>) -> Vec<Vec<Vec<char>>> {
    let mut letters = Vec::with_capacity(parts.len());
    for words in parts {
        letters.push(words.into_iter().map(characters).collect());
    }
    letters
}

/// The characters of a word. There are thousands of words, so none grows its memory step by step.
fn characters(word: &str) -> Vec<char> {
    let mut characters = Vec::with_capacity(word.len());
    characters.extend(word.chars());
    characters
}

/// Whether some word begins with a Latin letter.
fn any_latin(words: &[Vec<char>]) -> bool {
    let classes = Classes::builtin();
    words.iter().filter_map(|word| word.first()).any(|letter| classes.is_latin(*letter))
}

/// Removes each word that contains another one: who searches for 代币 finds 债券代币化. What contains a Latin word may be a
/// longer Latin word, in which that one does not count.
fn remove_longer(words: &mut Vec<Vec<char>>) {
    let classes = Classes::builtin();
    let mut shortest: Vec<&[char]> = words.iter().map(Vec::as_slice).collect();
    shortest.retain(|word| !word.is_empty() && !word.iter().any(|c| classes.is_latin(*c)));
    shortest.sort_unstable();
    // Words that begin with another word come behind it at once. Without them, only the last word that is not greater than a
    // text can be its beginning.
    shortest.dedup_by(|word, shorter| word.starts_with(shorter));

    // Most characters inside words begin none.
    let mut first = Plane::empty();
    first.add(shortest.iter().map(|word| word[0]));

    let begins_with_shorter = |text: &[char], longest: usize| {
        if !first.may_contain(text[0]) {
            return false;
        }
        let end = shortest.partition_point(|word| *word <= text);
        shortest[..end].last().is_some_and(|word| word.len() < longest && text.starts_with(word))
    };
    let contains_shorter = |word: &Vec<char>| (0..word.len()).any(|at| begins_with_shorter(&word[at..], word.len()));
    let mut are_longer: VecDeque<bool> = words.iter().map(contains_shorter).collect();
    words.retain(|_| are_longer.pop_front() == Some(false));
}

/// A greedy choice of anchors: a weighted set cover, in which letters cover the words that contain them.
struct Chosen<'a> {
    frequency: Frequency<'a>,
    needs_anchors: bool,
    anchors: BTreeSet<char>,
    words: Vec<Vec<char>>,
    /// How many of the words have been covered.
    covered: usize,
}

impl Chosen<'_> {
    /// Adds anchors until every word contains one, or until there are more than can be searched for.
    fn cover(&mut self) {
        if !self.needs_anchors {
            return;
        }
        let mut open: Vec<&Vec<char>> = self.words[self.covered..].iter().collect();
        self.covered = self.words.len();
        open.retain(|word| !contains_any(word, &self.anchors));
        if open.is_empty() {
            return;
        }

        let letters = alphabet::distinct(open.iter().flat_map(|word| word.iter().copied()));
        let mut uses: Vec<Use> = Vec::with_capacity(letters.len());
        uses.extend(letters.iter().map(|letter| Use { words: 0, cost: self.frequency.cost(*letter) }));
        let mut open = each_once(&open, &letters);
        for letter in open.iter().flatten() {
            uses[*letter].words += 1;
        }

        while self.anchors.len() <= MOST_ANCHORS
            && let Some(anchor) = best_anchor(&uses)
        {
            self.anchors.insert(letters[anchor]);
            for word in open.extract_if(.., |word| word.contains(&anchor)) {
                for letter in word {
                    uses[letter].words -= 1;
                }
            }
        }
    }

    /// The cost of words: of the texts that they would let through to be folded, and of new anchors for those that contain none
    /// yet. To fold a text takes as long as to look at some [`LOOKS`] anchors.
    fn cost(&self, words: &[Vec<char>]) -> u64 {
        let mut new_anchors = 0;
        let mut texts = 0;
        for word in words {
            texts += self.frequency.of_word(word);
            if !contains_any(word, &self.anchors) {
                let rarest = word.iter().map(|letter| self.frequency.cost(*letter)).min().unwrap_or(DIGIT);
                new_anchors += NEW_ANCHOR + rarest;
            }
        }
        texts * LOOKS / 1000 + new_anchors
    }

    /// Removes anchors whose words all contain another anchor, the most expensive first.
    fn prune(&mut self) {
        if self.anchors.len() > MOST_ANCHORS {
            return;
        }
        let mut words_of: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        let mut anchors_in = vec![0; self.words.len()];
        for (index, word) in self.words.iter().enumerate() {
            for letter in distinct(word) {
                if self.anchors.contains(&letter) {
                    words_of.entry(letter).or_default().push(index);
                    anchors_in[index] += 1;
                }
            }
        }

        let mut anchors: Vec<_> = words_of.into_iter().collect();
        anchors.sort_by_cached_key(|(letter, _)| Reverse((self.frequency.cost(*letter), *letter)));
        for (anchor, words) in anchors {
            if words.iter().all(|word| anchors_in[*word] > 1) {
                self.anchors.remove(&anchor);
                for word in words {
                    anchors_in[word] -= 1;
                }
            }
        }
    }
}

fn contains_any(word: &[char], anchors: &BTreeSet<char>) -> bool {
    word.iter().any(|letter| anchors.contains(letter))
}

/// The letters of a word, each once.
fn distinct(word: &[char]) -> impl Iterator<Item = char> {
    word.iter().enumerate().filter(|(index, letter)| !word[..*index].contains(letter)).map(|(_, letter)| *letter)
}

/// What a letter would do as an anchor.
struct Use {
    /// How many words contain it that contain no anchor yet.
    words: u64,
    cost: u64,
}

/// For each word its letters, each once, by their indices among all letters, which are sorted.
fn each_once(words: &[&Vec<char>], letters: &[char]) -> Vec<Vec<usize>> {
    let numbers = Numbers::of(letters);
    let mut last_word = vec![usize::MAX; letters.len()];
    let mut indices = Vec::with_capacity(words.len());
    for (number, word) in words.iter().enumerate() {
        let of_word = word.iter().filter_map(|letter| numbers.get(*letter));
        indices.push(of_word.filter(|letter| std::mem::replace(&mut last_word[*letter], number) != number).collect());
    }
    indices
}

/// The index of the letter that covers the most words for its cost.
fn best_anchor(uses: &[Use]) -> Option<usize> {
    let useful = uses.iter().enumerate().filter(|(_, used)| used.words > 0);
    // The fractions words / cost, compared without division.
    let best = useful.max_by(|(_, a), (_, b)| (a.words * b.cost).cmp(&(b.words * a.cost)));
    best.map(|(index, _)| index)
}

/// How often a character occurs in filings, and in how many written forms. It decides how fast the sieve is, never what it
/// lets through.
struct Frequency<'a> {
    fold: &'a Fold,
    /// From data/frequency.csv.
    per_mille: HashMap<char, u64>,
}

/// The characters of data/frequency.csv.
fn per_mille() -> Result<HashMap<char, u64>, RulesError> {
    let columns = ["character", "per_mille", "source"];
    let table = Table::parse("data/frequency.csv", include_str!("../../../data/frequency.csv"), &columns)?;
    let mut per_mille = HashMap::new();
    for row in table.rows() {
        let (character, filings) = frequency(&row).map_err(|error| error.at(row.place()))?;
        per_mille.insert(character, filings);
    }
    Ok(per_mille)
}

fn frequency(row: &TableRow<'_>) -> Result<(char, u64), RowError> {
    let character = row.get("character");
    let filings = row.get("per_mille");
    let character = character.parse().map_err(|_| RowError::NotOneCharacter { text: character.to_owned() })?;
    let filings = filings
        .parse()
        .map_err(|_| RowError::NotANumber { column: "per_mille".to_owned(), text: filings.to_owned() })?;
    Ok((character, filings))
}

impl Frequency<'_> {
    fn of(&self, letter: char) -> u64 {
        let default = match letter {
            '0'..='9' => DIGIT,
            'a'..='z' => LETTER,
            _ => UNLISTED,
        };
        self.per_mille.get(&letter).copied().unwrap_or(default)
    }

    /// In how many filings of a million a word occurs: a guess from its rarest letter and its length.
    fn of_word(&self, word: &[char]) -> u64 {
        let rarest = word.iter().map(|letter| self.of(*letter)).min().unwrap_or(DIGIT) * 1000;
        word.iter().skip(2).fold(rarest, |filings, _| filings / 10)
    }

    /// The cost of an anchor.
    fn cost(&self, letter: char) -> u64 {
        let forms = 1 + self.fold.forms_of(letter).len() as u64;
        self.of(letter) + FORM * forms
    }
}
