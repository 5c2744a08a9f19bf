//! Which contexts can hold in a cell at all: one walk for the words that their patterns cannot match without, instead of a
//! search for each pattern.

use std::sync::OnceLock;

use super::context::Context;
use super::finder::Finder;
use crate::text::class::{Classes, Gap};
use crate::text::folded::Folded;

/// The words of the contexts of one rule set, made ready when they are first needed.
#[derive(Debug, Default)]
pub(super) struct Cues(OnceLock<Words>);

#[derive(Debug)]
struct Words {
    finder: Finder,
    /// The context that each word of the finder belongs to.
    context_of: Vec<usize>,
    /// Which contexts may hold whatever stands there, because their patterns need no word.
    without: Vec<bool>,
}

impl Cues {
    /// For each of the contexts, which must be the same ones each time, whether it may hold in a cell.
    pub(super) fn of(&self, contexts: &[Context], folded: &Folded) -> Vec<bool> {
        let Words { finder, context_of, without } = self.0.get_or_init(|| Words::new(contexts));
        let mut may_hold = without.clone();
        finder.find(folded.units.iter().map(|unit| unit.folded), |word, _| may_hold[context_of[word]] = true);
        may_hold
    }
}

impl Words {
    fn new(contexts: &[Context]) -> Self {
        let (mut words, mut context_of, mut without) = (Vec::new(), Vec::new(), Vec::new());
        for (number, context) in contexts.iter().enumerate() {
            let letters = context.pattern.words().into_iter().flatten().map(|word| letters(&word));
            let letters: Vec<String> = letters.collect();
            without.push(letters.is_empty() || letters.iter().any(String::is_empty));
            context_of.extend(letters.iter().map(|_| number));
            words.extend(letters);
        }
        Self { finder: Finder::new(words.iter().map(String::as_str)), context_of, without }
    }
}

/// A word without separators: where it stands, its letters stand in a row among the letters of the text.
fn letters(word: &str) -> String {
    word.chars().filter(|c| Classes::builtin().gap(*c) == Gap::None).collect()
}
