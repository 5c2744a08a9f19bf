//! The planned reports, with what is known once the inputs and the rules are.

use std::collections::BTreeSet;
use std::sync::Arc;

use mingcha::checker::Checker;
use mingcha::report::{FormatName, Reasons, Report, ReportOptions, SarifRule};
use mingcha::rules::Rule;

use super::plan::Plan;
use crate::cli::advice::Reader;

/// The reports of the plan, in its order. `kept` has the headers of the columns that are carried along.
pub(super) fn reports(plan: &Plan, kept: &[Arc<str>], checker: &Checker, reader: Reader) -> Vec<Report> {
    let reasons = Reasons::of(checker);
    let mut reports = Vec::with_capacity(plan.reports.len());
    for planned in &plan.reports {
        let mut options = ReportOptions {
            kept: kept.to_vec(),
            reasons: reasons.clone(),
            is_typed: plan.typed.is_some(),
            shows_rules: reader == Reader::Types,
            ..planned.options.clone()
        };
        if planned.format == FormatName::Sarif {
            options.rules = checker.book().rules().map(|rule| sarif_rule(checker, rule)).collect();
        }
        reports.push(Report::new(planned.format, &options));
    }
    reports
}

fn sarif_rule(checker: &Checker, rule: &Rule) -> SarifRule {
    SarifRule {
        id: rule.id.clone(),
        term: rule.term.clone(),
        tier: rule.tier,
        is_own: rule.is_own,
        verdict: checker.profile().verdict(rule.tier, rule.verdict, &BTreeSet::new()),
        clause: rule.clause.clone(),
        quote: rule.quote.clone(),
    }
}
