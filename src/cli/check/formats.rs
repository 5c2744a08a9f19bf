//! The reports in the formats and with the options that were typed.

use std::collections::BTreeSet;
use std::sync::Arc;

use mingcha::checker::Checker;
use mingcha::message::Lang;
use mingcha::report::{FormatName, Report, ReportOptions, SarifRule};
use mingcha::rules::Rule;

use super::plan::Plan;
use crate::cli::args::Check;
use crate::cli::terminal;

/// A report for each part of the plan.
pub(super) fn reports(plan: &Plan, args: &Check, lang: Lang, kept: &[Arc<str>], checker: &Checker) -> Vec<Report> {
    let mut options = ReportOptions {
        all: args.all,
        kept: kept.to_vec(),
        bom: args.bom,
        summary: !args.no_summary,
        ..ReportOptions::new(lang)
    };
    if plan.iter().any(|(format, _)| *format == FormatName::Sarif) {
        options.rules = checker.book().rules().map(|rule| sarif_rule(checker, rule)).collect();
    }

    let mut reports = Vec::with_capacity(plan.len());
    for (format, path) in plan {
        if path.is_none() {
            options.color = args.paint.on_stdout();
            options.width = terminal::width();
        } else {
            options.color = args.paint.in_files();
            options.width = terminal::FILE_WIDTH;
        }
        reports.push(Report::new(*format, &options));
    }
    reports
}

fn sarif_rule(checker: &Checker, rule: &Rule) -> SarifRule {
    SarifRule {
        id: rule.id.clone(),
        term: rule.term.clone(),
        tier: rule.tier,
        verdict: checker.profile().verdict(rule.tier, rule.verdict, &BTreeSet::new()),
        clause: rule.clause.clone(),
        quote: rule.quote.clone(),
    }
}
