//! From the rows of contexts.csv to contexts.

use anyhow::{Context as _, Result, ensure};

use crate::rules::book::Rule;
use crate::rules::context::{Context, Shape, Texts};
use crate::table::Table;

const CONTEXTS: [&str; 9] = ["id", "action", "applies_to", "pattern", "reach", "tag", "must", "must_not", "reason"];

/// The contexts, each bound to the rules it concerns.
pub(super) fn contexts(origin: &str, csv: &str, rules: &[Rule]) -> Result<Vec<Context>> {
    let mut contexts: Vec<Context> = Vec::new();
    for row in Table::parse(origin, csv, &CONTEXTS)?.rows() {
        let shape = Shape::parse(row.get("action"), row.get("pattern"), row.get("reach"), &contexts)
            .with_context(|| row.place())?;
        let (id, tag) = (row.get("id"), row.get("tag"));
        ensure!(
            !id.is_empty() && !contexts.iter().any(|c| *c.id == *id),
            "{}: the id `{id}` is empty or stands there twice",
            row.place()
        );
        ensure!(!shape.action.needs_tag() || !tag.is_empty(), "{}: a context that tags needs a tag", row.place());
        let mut applies_to = vec![false; rules.len()];
        for target in row.list("applies_to") {
            let concerned = |rule: &Rule| match target.strip_prefix("tier:") {
                Some(tier) => rule.tier.key() == tier,
                None => target == "*" || rule.id.rsplit('/').next() == Some(target),
            };
            ensure!(rules.iter().any(concerned), "{}: no rule is called `{target}`", row.place());
            applies_to.iter_mut().zip(rules).for_each(|(applies, rule)| *applies |= concerned(rule));
        }
        let texts = Texts {
            must: row.list("must").map(str::to_owned).collect(),
            must_not: row.list("must_not").map(str::to_owned).collect(),
            reason: row.get("reason").to_owned(),
        };
        contexts.push(shape.bind(id, tag, applies_to, texts, row.place()));
    }
    Ok(contexts)
}
