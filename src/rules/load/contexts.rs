//! From the rows of contexts.csv to contexts.

use crate::message::{RowError, RulesError};
use crate::rules::book::Rule;
use crate::rules::context::{Action, Context, Shape, Texts};
use crate::table::{Table, TableRow};

const COLUMNS: [&str; 9] = ["id", "action", "applies_to", "pattern", "reach", "tag", "must", "must_not", "reason"];

/// The contexts, each bound to the rules it concerns.
pub(super) fn contexts(file: &str, csv: &str, rules: &[Rule]) -> Result<Vec<Context>, RulesError> {
    let mut contexts: Vec<Context> = Vec::new();
    for row in Table::parse(file, csv, &COLUMNS)?.rows() {
        let context = context(&row, &contexts, rules).map_err(|error| error.at(row.place()))?;
        contexts.push(context);
    }
    Ok(contexts)
}

/// The context of one row; `others` are those of the rows before.
fn context(row: &TableRow<'_>, others: &[Context], rules: &[Rule]) -> Result<Context, RowError> {
    let shape = Shape::parse(row.get("action"), row.get("pattern"), row.get("reach"), others)?;

    let id = row.get("id");
    if id.is_empty() {
        return Err(RowError::MissingId);
    }
    if others.iter().any(|other| *other.id == *id) {
        return Err(RowError::DuplicateId { id: id.to_owned() });
    }

    let tag = row.get("tag");
    if shape.action == Action::Tag && tag.is_empty() {
        return Err(RowError::MissingTag);
    }

    let mut applies_to = vec![false; rules.len()];
    for target in row.list("applies_to") {
        let mut is_known = false;
        for (applies, rule) in applies_to.iter_mut().zip(rules) {
            if is_meant(rule, target) {
                is_known = true;
                *applies = true;
            }
        }
        if !is_known {
            return Err(RowError::UnknownRule { name: target.to_owned() });
        }
    }

    let texts = Texts {
        must: row.list("must").map(str::to_owned).collect(),
        must_not: row.list("must_not").map(str::to_owned).collect(),
        reason: row.get("reason").to_owned(),
    };
    Ok(shape.bind(id, tag, applies_to, texts, row.place()))
}

/// Whether an entry of `applies_to` means a rule: `tier:named`, `*` for all, or the rule's id without that of its set.
fn is_meant(rule: &Rule, target: &str) -> bool {
    match target.strip_prefix("tier:") {
        Some(tier) => rule.tier.key() == tier,
        None => target == "*" || rule.id.rsplit('/').next() == Some(target),
    }
}
