//! What a character looks like, and what it is made of.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use super::han::ByHan;
use crate::table::Table;
use crate::text::fold::Fold;

const SHAPES: &str = include_str!("../../../data/disguises/shape.csv");
const SPLITS: &str = include_str!("../../../data/disguises/split.csv");
const RADICALS: &str = include_str!("../../../data/disguises/radicals.csv");

/// What is known of one folded character.
#[derive(Debug)]
struct Form {
    /// The representative of all characters that look-alikes lead to from here: what the automaton seeks.
    class: char,
    look_alikes: Vec<char>,
    /// The parts that stand for it.
    written_as: Vec<Vec<char>>,
    /// The parts that begin with it, with the character that they make.
    begins: Vec<(Vec<char>, char)>,
}

/// Look-alikes and parts of characters.
#[derive(Debug, Default)]
pub(super) struct Forms(ByHan<Form>);

impl Forms {
    pub(super) fn builtin() -> Result<Self> {
        let mut forms = Self::default();
        forms.shapes("data/disguises/shape.csv", SHAPES)?;
        forms.splits(SPLITS, RADICALS)?;
        Ok(forms)
    }

    fn shapes(&mut self, origin: &str, csv: &str) -> Result<()> {
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
        for (c, class) in joined(pairs.into_iter()) {
            self.form(c)?.class = class;
        }
        Ok(())
    }

    fn splits(&mut self, splits: &str, radicals: &str) -> Result<()> {
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
        let new = || Form { class: c, look_alikes: Vec::new(), written_as: Vec::new(), begins: Vec::new() };
        self.0.entry(c, new).with_context(|| format!("`{c}` is no common Han character"))
    }

    /// What the automaton over shapes reads for a folded character.
    pub(super) fn class(&self, c: char) -> char {
        self.0.get(c).map_or(c, |form| form.class)
    }

    /// Every character that something is known of, with its class.
    pub(super) fn classes(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.0.entries().map(|(c, form)| (c, form.class))
    }

    /// Whether `other` is listed as looking like `c`.
    pub(super) fn look_alike(&self, c: char, other: char) -> bool {
        self.0.get(c).is_some_and(|form| form.look_alikes.contains(&other))
    }

    /// The ways to write a character as its parts.
    pub(super) fn written_as(&self, c: char) -> &[Vec<char>] {
        self.0.get(c).map_or(&[], |form| &form.written_as)
    }

    /// The longest parts that a text begins with: the character that they make, and their number.
    pub(super) fn made_of(&self, text: &(impl Iterator<Item = char> + Clone)) -> Option<(char, usize)> {
        let form = self.0.get(text.clone().next()?)?;
        let fits = |parts: &&(Vec<char>, char)| {
            let mut rest = text.clone();
            parts.0.iter().all(|part| rest.next() == Some(*part))
        };
        form.begins.iter().filter(fits).max_by_key(|(parts, _)| parts.len()).map(|(parts, c)| (*c, parts.len()))
    }
}

/// Gives all characters that pairs connect the same class: the smallest of them.
fn joined(pairs: impl Iterator<Item = (char, char)>) -> BTreeMap<char, char> {
    let pairs: Vec<_> = pairs.collect();
    let mut classes: BTreeMap<char, char> = pairs.iter().flat_map(|(a, b)| [(*a, *a), (*b, *b)]).collect();
    loop {
        let mut changed = false;
        for (a, b) in &pairs {
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

/// The one character that a cell holds, folded.
fn folded(cell: &str) -> Result<char> {
    let folded = Fold::builtin().fold(cell);
    let mut characters = folded.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    only.with_context(|| format!("`{cell}` is not one character"))
}

/// All ways to write the parts with radicals in either form.
fn either_form(parts: &str, also: &ByHan<Vec<char>>) -> Vec<Vec<char>> {
    let mut ways = vec![Vec::new()];
    for part in parts.chars() {
        let forms = std::iter::once(part).chain(also.get(part).into_iter().flatten().copied());
        ways = forms.flat_map(|form| ways.iter().map(move |way: &Vec<char>| [&way[..], &[form]].concat())).collect();
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_alike_that_the_fold_already_equates_or_that_is_no_character_is_an_error() {
        for row in ["币,幣,x", "币,巾帛,x", "币,b,x"] {
            let csv = format!("character,look_alikes,reason\n{row}\n");
            let error = format!("{:#}", Forms::default().shapes("s.csv", &csv).unwrap_err());
            assert!(error.contains("s.csv:2") || error.contains('b'), "{error}");
        }
    }

    #[test]
    fn radicals_stand_for_themselves_in_either_form() {
        let forms = Forms::builtin().unwrap();
        for parts in ["亻弋", "人弋"] {
            assert_eq!(forms.made_of(&parts.chars()), Some(('代', 2)), "{parts}");
        }
    }
}
