//! What a prefilter may rely on: characters that every disguised form still shows.

use super::{Disguises, SHORTEST};

impl Disguises {
    /// For each pattern, for each of its characters, the texts of which one stands for it among the folded letters: itself,
    /// its parts, its pinyin. In every disguised form this holds for all characters but at most one, so the texts of any two
    /// of its characters together are a sound anchor. Between the letters of a text separators may stand.
    pub fn anchors(&self) -> impl Iterator<Item = Vec<Vec<String>>> + '_ {
        self.patterns.iter().map(|pattern| {
            let heard =
                pattern.letters.len() >= SHORTEST && pattern.letters.iter().all(|c| self.sounds.of(*c).is_some());
            pattern.letters.iter().map(|c| self.stands_for_character(*c, heard)).collect()
        })
    }

    fn stands_for_character(&self, c: char, heard: bool) -> Vec<String> {
        let parts = self.forms.written_as(c).iter().map(|parts| parts.iter().collect());
        let mut texts: Vec<String> = std::iter::once(c.to_string()).chain(parts).collect();
        if let Some(reading) = self.sounds.of(c).filter(|_| heard) {
            let typed: [String; 2] = [reading.replace('v', "u"), reading.replace(['u', 'v'], "v")];
            texts.extend(typed);
        }
        texts.dedup();
        texts
    }
}
