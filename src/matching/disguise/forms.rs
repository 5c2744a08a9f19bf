//! What a character looks like, and which parts it consists of.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use super::han::ByHan;
use crate::table::Table;
use crate::text::fold::Fold;

const SHAPES: &str = include_str!("../../../data/disguises/shape.csv");
const SPLITS: &str = include_str!("../../../data/disguises/split.csv");
const RADICALS: &str = include_str!("../../../data/disguises/radicals.csv");

/// What is known about one folded character.
#[derive(Debug)]
struct Form {
    /// The class of all characters that a chain of look-alikes connects with it, which is what the automaton reads.
    class: char,
    look_alikes: Vec<char>,
    /// The ways to write it as its parts.
    written_as: Vec<Vec<char>>,
    /// The ways to write other characters that begin with it, each with the other character.
    begins: Vec<(Vec<char>, char)>,
}

impl Form {
    fn new(c: char) -> Self {
        Self { class: c, look_alikes: Vec::new(), written_as: Vec::new(), begins: Vec::new() }
    }
}

/// Look-alikes and parts of characters.
#[derive(Debug, Default)]
pub(super) struct Forms(ByHan<Form>);

impl Forms {
    pub(super) fn builtin() -> Result<Self> {
        let mut forms = Self::default();
        forms.add_shapes("data/disguises/shape.csv", SHAPES)?;
        forms.add_splits(SPLITS, RADICALS)?;
        Ok(forms)
    }

    fn add_shapes(&mut self, origin: &str, csv: &str) -> Result<()> {
        let mut pairs = Vec::new();
        for row in Table::parse(origin, csv, &["character", "look_alikes", "reason"])?.rows() {
            let c = folded(row.get("character")).with_context(|| row.place())?;
            for look_alike in row.list("look_alikes") {
                let other = folded(look_alike).with_context(|| row.place())?;
                ensure!(c != other, "{}: `{look_alike}` folds to `{c}` anyway", row.place());
                self.form(c)?.look_alikes.push(other);
                self.form(other)?;
                pairs.push((c, other));
            }
        }
        for (c, class) in connected(&pairs) {
            self.form(c)?.class = class;
        }
        Ok(())
    }

    fn add_splits(&mut self, splits: &str, radicals: &str) -> Result<()> {
        let radicals = Table::parse("data/disguises/radicals.csv", radicals, &["part", "also", "reason"])?;
        let mut also: ByHan<Vec<char>> = ByHan::default();
        for row in radicals.rows() {
            let part = folded(row.get("part")).with_context(|| row.place())?;
            let others = row.list("also").map(folded).collect::<Result<Vec<_>>>().with_context(|| row.place())?;
            also.entry(part, Vec::new).with_context(|| row.place())?.extend(others);
        }

        let splits = Table::parse("data/disguises/split.csv", splits, &["character", "parts", "reason"])?;
        for row in splits.rows() {
            let c = folded(row.get("character")).with_context(|| row.place())?;
            for parts in row.list("parts") {
                for parts in either_form(&Fold::builtin().fold(parts), &also) {
                    ensure!(parts.len() > 1, "{}: one part is no split", row.place());
                    self.form(parts[0])?.begins.push((parts.clone(), c));
                    self.form(c)?.written_as.push(parts);
                }
            }
        }
        Ok(())
    }

    fn form(&mut self, c: char) -> Result<&mut Form> {
        self.0.entry(c, || Form::new(c)).with_context(|| format!("`{c}` is no common Han character"))
    }

    /// The class of a folded character.
    pub(super) fn class(&self, c: char) -> char {
        self.0.get(c).map_or(c, |form| form.class)
    }

    /// Every character of the tables with its class.
    pub(super) fn classes(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.0.entries().map(|(c, form)| (c, form.class))
    }

    /// Whether `other` is listed as a look-alike of `c`.
    pub(super) fn look_alike(&self, c: char, other: char) -> bool {
        self.0.get(c).is_some_and(|form| form.look_alikes.contains(&other))
    }

    /// The ways to write a character as its parts.
    pub(super) fn written_as(&self, c: char) -> &[Vec<char>] {
        self.0.get(c).map_or(&[], |form| &form.written_as)
    }

    /// The character whose parts a text begins with, and how many parts they are. The longest match counts. Returns `None`
    /// if the text does not begin with parts.
    pub(super) fn made_of(&self, text: &(impl Iterator<Item = char> + Clone)) -> Option<(char, usize)> {
        let form = self.0.get(text.clone().next()?)?;
        let mut longest = None;
        for (parts, c) in &form.begins {
            let is_longer = longest.is_none_or(|(_, length)| parts.len() >= length);
            if is_longer && text.clone().take(parts.len()).eq(parts.iter().copied()) {
                longest = Some((*c, parts.len()));
            }
        }
        longest
    }
}

/// The connected components of a graph of look-alikes: each character with the smallest character that pairs connect it with.
fn connected(pairs: &[(char, char)]) -> BTreeMap<char, char> {
    let mut classes: BTreeMap<char, char> = pairs.iter().flat_map(|(a, b)| [(*a, *a), (*b, *b)]).collect();
    // Propagates the smaller class along each pair until nothing changes. The graph is small and its chains are short.
    loop {
        let mut changed = false;
        for (a, b) in pairs {
            let class = classes[a].min(classes[b]);
            for c in [*a, *b] {
                changed |= classes.insert(c, class) != Some(class);
            }
        }
        if !changed {
            return classes;
        }
    }
}

/// The one character of a table's cell, folded.
fn folded(cell: &str) -> Result<char> {
    let folded = Fold::builtin().fold(cell);
    let mut characters = folded.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    only.with_context(|| format!("`{cell}` is not one character"))
}

/// All ways to write parts, with each radical in each of its forms (亻 and 人).
fn either_form(parts: &str, also: &ByHan<Vec<char>>) -> Vec<Vec<char>> {
    let mut ways = vec![Vec::new()];
    for part in parts.chars() {
        let mut longer = Vec::new();
        for form in std::iter::once(part).chain(also.get(part).into_iter().flatten().copied()) {
            for way in &ways {
                longer.push([&way[..], &[form]].concat());
            }
        }
        ways = longer;
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_alike_that_folds_to_the_same_or_is_not_one_character_is_an_error() {
        for row in ["币,幣,x", "币,巾帛,x", "币,b,x"] {
            let csv = format!("character,look_alikes,reason\n{row}\n");
            let error = format!("{:#}", Forms::default().add_shapes("s.csv", &csv).unwrap_err());
            assert!(error.contains("s.csv:2") || error.contains('b'), "{error}");
        }
    }

    #[test]
    fn a_split_character_is_recognised_with_radicals_in_either_form() {
        let forms = Forms::builtin().unwrap();
        for parts in ["亻弋", "人弋"] {
            assert_eq!(forms.made_of(&parts.chars()), Some(('代', 2)), "{parts}");
        }
    }
}
