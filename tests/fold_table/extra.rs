//! `data/fold-extra.tsv`: what is linked, merged or kept apart by hand, with a reason each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mingcha::text::fold::{Kind, Kinds};

#[derive(Default)]
pub(crate) struct Extra {
    /// Characters that no package links.
    pub(crate) links: BTreeMap<char, (char, Kinds)>,
    /// Pairs that the guard would keep apart.
    pub(crate) merges: BTreeMap<char, (char, Kinds)>,
    /// Pairs that must never share a folded form, whatever a package says.
    pub(crate) apart: BTreeSet<(char, char)>,
}

impl Extra {
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("data/fold-extra.tsv can be read");
        let mut extra = Self::default();
        for (index, line) in text.lines().enumerate() {
            if !line.is_empty() && !line.starts_with('#') {
                extra.add(line).unwrap_or_else(|problem| panic!("fold-extra.tsv, line {}: {problem}", index + 1));
            }
        }
        extra
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let [rule, from, to, kind, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err("expected rule, from, to, kind and reason".into());
        };
        if reason.trim().is_empty() {
            return Err("no reason".into());
        }
        let (from, to) = (one_char(from)?, one_char(to)?);
        let kinds = Kind::from_key(kind).map(Kinds::only).ok_or_else(|| format!("unknown kind {kind:?}"));
        let earlier = match rule {
            "link" => self.links.insert(from, (to, kinds?)).is_some(),
            "merge" => self.merges.insert(from, (to, kinds?)).is_some(),
            "apart" => !self.apart.insert((from, to)),
            _ => return Err(format!("unknown rule {rule:?}")),
        };
        if earlier { Err(format!("{from} has such a rule already")) } else { Ok(()) }
    }
}

fn one_char(field: &str) -> Result<char, String> {
    let mut chars = field.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(format!("{field:?} is not one character")),
    }
}
