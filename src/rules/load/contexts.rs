//! From the rows of contexts.csv to contexts.

use crate::message::{RowError, RulesError};
use crate::rules::book::Rule;
use crate::rules::context::{Context, ContextColumns, Texts};
use crate::table::{Table, TableRow};
use crate::verdict::Field;

use super::rows::listed;
use crate::rules::example::Example;

const COLUMNS: [&str; 9] = ["id", "action", "applies_to", "pattern", "reach", "tag", "must", "must_not", "reason"];

/// The contexts, each bound to the rules it concerns.
pub(super) fn contexts(file: &str, csv: &str, rules: &[Rule]) -> Result<Vec<Context>, RulesError> {
    let mut contexts: Vec<Context> = Vec::new();
    // A file may do without `where`.
    let known = [&COLUMNS[..], &["where"]].concat();
    for row in Table::parse_some(file, csv, &known, &COLUMNS)?.rows() {
        let context = context(&row, &contexts, rules).map_err(|error| error.at(row.place()))?;
        contexts.push(context);
    }
    Ok(contexts)
}

/// The context of one row; `others` are those of the rows before.
fn context(row: &TableRow<'_>, others: &[Context], rules: &[Rule]) -> Result<Context, RowError> {
    let reads_names = listed(row, "where", &["name"], |key| (key == "name").then_some(()))?.is_some();
    let columns = ContextColumns::parse(row.get("action"), row.get("pattern"), row.get("reach"), reads_names, others)?;

    let id = row.get("id");
    if id.is_empty() {
        return Err(RowError::MissingId);
    }
    if others.iter().any(|other| *other.id == *id) {
        return Err(RowError::DuplicateId { id: id.to_owned() });
    }

    let tag = row.get("tag");
    if columns.action.needs_tag() && tag.is_empty() {
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

    if reads_names {
        check_names(row, &applies_to, rules)?;
    }

    let texts = Texts {
        must: row.list("must").map(str::to_owned).collect(),
        must_not: row.list("must_not").map(str::to_owned).collect(),
        reason: row.get("reason").to_owned(),
    };
    Ok(columns.bind(id, tag, applies_to, texts, row.place()))
}

/// Refuses a context that reads names if it can never hold, or if one of its examples gives no name.
fn check_names(row: &TableRow<'_>, applies_to: &[bool], rules: &[Rule]) -> Result<(), RowError> {
    let mut concerned = rules.iter().zip(applies_to).filter(|(_, applies)| **applies);
    let judges_another =
        |rule: &Rule| Field::ALL.into_iter().any(|field| field != Field::Name && rule.fields.has(field));
    if !concerned.any(|(rule, _)| judges_another(rule)) {
        return Err(RowError::OnlyNames { column: "where".to_owned() });
    }

    let mut examples = row.list("must").chain(row.list("must_not"));
    match examples.find(|example| Example::parse(example).name.is_none()) {
        Some(example) => Err(RowError::NoNameInExample { example: example.to_owned() }),
        None => Ok(()),
    }
}

/// Whether what precedes a rule's own id is the id of a set, or nothing.
fn is_set(before: &str) -> bool {
    before.is_empty() || before.ends_with('/')
}

/// Whether an entry of `applies_to` means a rule: `tier:named`, `*` for all, or the rule's id without that of its set.
fn is_meant(rule: &Rule, target: &str) -> bool {
    match target.strip_prefix("tier:") {
        Some(tier) => rule.tier.key() == tier,
        None => target == "*" || rule.id.strip_suffix(target).is_some_and(|set| is_set(set) && !target.contains('/')),
    }
}
