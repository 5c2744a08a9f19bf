//! What a character looks like, and which parts it consists of.

use std::collections::BTreeMap;

use super::han::ByHan;
use crate::message::{RowError, RulesError};
use crate::table::{Table, TableRow};
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
    pub(super) fn builtin() -> Result<Self, RulesError> {
        let mut forms = Self::default();
        forms.add_shapes("data/disguises/shape.csv", SHAPES)?;
        forms.add_splits(SPLITS, RADICALS)?;
        Ok(forms)
    }

    fn add_shapes(&mut self, origin: &str, csv: &str) -> Result<(), RulesError> {
        let table = Table::parse(origin, csv, &["character", "look_alikes", "reason"])?;
        let mut pairs = Vec::new();
        for row in table.rows() {
            self.add_look_alikes(&row, &mut pairs).map_err(|error| error.at(row.place()))?;
        }
        for (c, class) in connected(&pairs) {
            if let Some(form) = self.0.entry(c, || Form::new(c)) {
                form.class = class;
            }
        }
        Ok(())
    }

    fn add_look_alikes(&mut self, row: &TableRow<'_>, pairs: &mut Vec<(char, char)>) -> Result<(), RowError> {
        let c = folded(row.get("character"))?;
        for look_alike in row.list("look_alikes") {
            let other = folded(look_alike)?;
            if c == other {
                return Err(RowError::FoldsAlike { character: c, look_alike: look_alike.to_owned() });
            }
            self.form(c)?.look_alikes.push(other);
            self.form(other)?;
            pairs.push((c, other));
        }
        Ok(())
    }

    fn add_splits(&mut self, splits: &str, radicals: &str) -> Result<(), RulesError> {
        let radicals = Table::parse("data/disguises/radicals.csv", radicals, &["part", "also", "reason"])?;
        let mut also = ByHan::default();
        for row in radicals.rows() {
            add_radical(&row, &mut also).map_err(|error| error.at(row.place()))?;
        }

        let splits = Table::parse("data/disguises/split.csv", splits, &["character", "parts", "reason"])?;
        for row in splits.rows() {
            self.add_parts(&row, &also).map_err(|error| error.at(row.place()))?;
        }
        Ok(())
    }

    fn add_parts(&mut self, row: &TableRow<'_>, also: &ByHan<Vec<char>>) -> Result<(), RowError> {
        let c = folded(row.get("character"))?;
        for text in row.list("parts") {
            for parts in either_form(&Fold::builtin().fold(text), also) {
                if parts.len() < 2 {
                    return Err(RowError::OnePart { parts: text.to_owned() });
                }
                self.form(parts[0])?.begins.push((parts.clone(), c));
                self.form(c)?.written_as.push(parts);
            }
        }
        Ok(())
    }

    fn form(&mut self, c: char) -> Result<&mut Form, RowError> {
        self.0.entry(c, || Form::new(c)).ok_or(RowError::NotHan { character: c })
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

    /// Whether some character can be written with this one as its first part.
    pub(super) fn begins_parts(&self, c: char) -> bool {
        self.0.get(c).is_some_and(|form| !form.begins.is_empty())
    }

    /// The second parts of all characters.
    pub(super) fn second_parts(&self) -> impl Iterator<Item = char> + '_ {
        self.0.entries().flat_map(|(_, form)| form.begins.iter().map(|(parts, _)| parts[1]))
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

/// Adds the other forms of a radical.
fn add_radical(row: &TableRow<'_>, also: &mut ByHan<Vec<char>>) -> Result<(), RowError> {
    let part = folded(row.get("part"))?;
    let others = also.entry(part, Vec::new).ok_or(RowError::NotHan { character: part })?;
    for other in row.list("also") {
        others.push(folded(other)?);
    }
    Ok(())
}

/// The one character of a table's cell, folded.
fn folded(cell: &str) -> Result<char, RowError> {
    let folded = Fold::builtin().fold(cell);
    let mut characters = folded.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(RowError::NotOneCharacter { text: cell.to_owned() }),
    }
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
            let error = Forms::default().add_shapes("s.csv", &csv).unwrap_err().to_string();
            assert!(error.starts_with("s.csv:2"), "{error}");
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
