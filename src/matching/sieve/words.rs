//! What a text must hold for anything to be found: one of certain words, and in it one of a few rare letters.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context as _, Result};

use crate::rules::{RuleBook, Sought};
use crate::table::{Table, TableRow};
use crate::text::class::Classes;
use crate::text::fold::Fold;
use crate::verdict::Tier;

/// How often a character that the data does not list stands in a filing, in rows of a thousand.
const UNLISTED: u64 = 1;
/// The same for ASCII letters, which brand names hold.
const LETTER: u64 = 50;
/// The same for ASCII digits, which every id and date holds.
const DIGIT: u64 = 1000;
/// What one more written form to look for costs, in the same unit.
const FORM: u64 = 3;

/// The most anchors that can be sought.
pub(super) const MOST_ANCHORS: usize = 64;

/// What a text with a finding must hold.
#[derive(Debug)]
pub(super) struct Required {
    /// The folded letters of which one word must stand there, separators aside.
    pub(super) words: Vec<Vec<char>>,
    /// Whether a word that begins with a Latin letter is found only where no Latin word goes on: those of spelled terms are.
    pub(super) are_bounded: bool,
    /// Letters of which each word holds one, as few and as rare as a greedy choice finds; more than [`MOST_ANCHORS`] if the
    /// choice was given up.
    pub(super) anchors: BTreeSet<char>,
    /// Characters that are common in filings, the most common first, and in how many rows of a thousand they stand.
    pub(super) common: Vec<(char, u64)>,
}

/// The words of all rules of the tiers that are sought.
pub(super) fn words(fold: &Fold, book: &RuleBook, sought: impl Fn(Tier) -> bool) -> Result<Required> {
    let frequency = Frequency { fold, per_mille: per_mille()? };
    let mut chosen = Chosen { frequency, anchors: BTreeSet::new(), words: Vec::new() };
    let rules: Vec<_> = book.rules().filter(|rule| sought(rule.tier)).collect();
    for rule in &rules {
        if let Sought::Spelled(spellings) = &rule.sought {
            chosen.words.extend(spellings.iter().map(|s| letters(&s.letters)));
        }
    }
    chosen.cover();
    let spelled = chosen.words.len();
    // Of several parts one is enough, in all its alternatives: the one that asks for the least beside the anchors so far.
    for rule in rules {
        let parts: Vec<Vec<Vec<char>>> = match &rule.sought {
            Sought::Spelled(_) => continue,
            Sought::Slotted(slotted) => slotted.letters.iter().map(|half| vec![letters(half)]).collect(),
            Sought::Parts(parts) => {
                parts.letters.iter().map(|part| part.iter().map(|w| letters(w)).collect()).collect()
            }
        };
        chosen.words.extend(parts.into_iter().min_by_key(|part| chosen.cost(part)).into_iter().flatten());
        chosen.cover();
    }
    chosen.prune();
    let mut common: Vec<(char, u64)> = chosen.frequency.per_mille.into_iter().collect();
    common.sort_unstable_by_key(|(c, per_mille)| (Reverse(*per_mille), *c));
    let is_latin = |word: &Vec<char>| word.first().is_some_and(|letter| Classes::builtin().is_latin(*letter));
    let are_bounded = !chosen.words[spelled..].iter().any(is_latin);
    Ok(Required { words: chosen.words, are_bounded, anchors: chosen.anchors, common })
}

fn letters(word: &str) -> Vec<char> {
    word.chars().collect()
}

/// The words of which each must hold an anchor, and the anchors chosen so far.
struct Chosen<'a> {
    frequency: Frequency<'a>,
    anchors: BTreeSet<char>,
    words: Vec<Vec<char>>,
}

impl Chosen<'_> {
    /// Chooses anchors until every word holds one, or there are more than can be sought.
    fn cover(&mut self) {
        let mut open: Vec<&Vec<char>> = self.words.iter().filter(|word| !holds_any(word, &self.anchors)).collect();
        let mut uses: BTreeMap<char, Use> = BTreeMap::new();
        for letter in open.iter().flat_map(|word| distinct(word)) {
            let new = || Use { words: 0, cost: self.frequency.cost(letter) };
            uses.entry(letter).or_insert_with(new).words += 1;
        }
        while self.anchors.len() <= MOST_ANCHORS
            && let Some(anchor) = best_anchor(&uses)
        {
            self.anchors.insert(anchor);
            for word in open.extract_if(.., |word| word.contains(&anchor)) {
                for letter in distinct(word) {
                    uses.entry(letter).and_modify(|used| used.words -= 1);
                }
            }
        }
    }

    /// What words would cost: new anchors for those that hold none yet, then how often they would be let through.
    fn cost(&self, words: &[Vec<char>]) -> (u64, u64) {
        let rarest = |word: &Vec<char>| word.iter().map(|letter| self.frequency.cost(*letter)).min().unwrap_or(DIGIT);
        let open = words.iter().filter(|word| !holds_any(word, &self.anchors));
        (open.map(rarest).sum(), words.iter().map(rarest).sum())
    }

    /// Takes out the anchors that others make needless, the dearest first.
    fn prune(&mut self) {
        if self.anchors.len() > MOST_ANCHORS {
            return;
        }
        let mut words_of: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        let mut anchors_in = vec![0; self.words.len()];
        for (number, word) in self.words.iter().enumerate() {
            for letter in distinct(word).filter(|letter| self.anchors.contains(letter)) {
                words_of.entry(letter).or_default().push(number);
                anchors_in[number] += 1;
            }
        }
        let mut dearest: Vec<_> = words_of.into_iter().collect();
        dearest.sort_by_cached_key(|(letter, _)| Reverse((self.frequency.cost(*letter), *letter)));
        for (anchor, words) in dearest {
            if words.iter().all(|word| anchors_in[*word] > 1) {
                self.anchors.remove(&anchor);
                for word in words {
                    anchors_in[word] -= 1;
                }
            }
        }
    }
}

fn holds_any(word: &[char], anchors: &BTreeSet<char>) -> bool {
    word.iter().any(|letter| anchors.contains(letter))
}

fn distinct(word: &[char]) -> impl Iterator<Item = char> + '_ {
    word.iter().enumerate().filter(|(at, letter)| !word[..*at].contains(letter)).map(|(_, letter)| *letter)
}

/// What a letter would do as an anchor.
struct Use {
    /// How many of the words that hold no anchor yet it stands in.
    words: u64,
    cost: u64,
}

/// The letter that stands in the most words for its cost.
fn best_anchor(uses: &BTreeMap<char, Use>) -> Option<char> {
    let worth = |(_, a): &(&char, &Use), (_, b): &(&char, &Use)| (a.words * b.cost).cmp(&(b.words * a.cost));
    uses.iter().filter(|(_, used)| used.words > 0).max_by(worth).map(|(letter, _)| *letter)
}

/// How often characters stand in filings, from data/frequency.csv, and in how many forms they are written. It decides how
/// fast the sieve is, never what it finds.
struct Frequency<'a> {
    fold: &'a Fold,
    per_mille: HashMap<char, u64>,
}

/// The characters of data/frequency.csv.
fn per_mille() -> Result<HashMap<char, u64>> {
    let columns = ["character", "per_mille", "source"];
    let table = Table::parse("data/frequency.csv", include_str!("../../../data/frequency.csv"), &columns)?;
    let entry = |row: TableRow<'_>| {
        let character = row.get("character").parse().with_context(|| row.place())?;
        Ok((character, row.get("per_mille").parse().with_context(|| row.place())?))
    };
    table.rows().map(entry).collect()
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

    fn cost(&self, letter: char) -> u64 {
        self.of(letter) + FORM * (1 + self.fold.forms_of(letter).len() as u64)
    }
}
