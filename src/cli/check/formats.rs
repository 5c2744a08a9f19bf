//! The formats of reports, as they were asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use mingcha::checker::Checker;
use mingcha::message::Lang;
use mingcha::report::{Csv, Format, Github, Html, Jsonl, Junit, Sarif, SarifRule, Text, Xlsx};
use mingcha::rules::Rule;

use crate::cli::args::{Check, FormatName};
use crate::cli::terminal;

pub(super) fn format(
    name: FormatName,
    on_stdout: bool,
    args: &Check,
    lang: Lang,
    kept: &[Arc<str>],
    checker: &Checker,
) -> Box<dyn Format> {
    match name {
        FormatName::Csv => Box::new(Csv { bom: args.bom, kept: kept.to_vec() }),
        FormatName::Jsonl => Box::new(Jsonl { summary: !args.no_summary }),
        FormatName::Text => {
            let (color, width) = if on_stdout {
                (args.paint.on_stdout(), terminal::width())
            } else {
                (args.paint.in_files(), terminal::FILE_WIDTH)
            };
            Box::new(Text { lang, color, width, all: args.all })
        }
        FormatName::Sarif => Box::new(Sarif::new(lang, &sarif_rules(checker))),
        FormatName::Junit => Box::new(Junit::new(lang)),
        FormatName::Github => Box::new(Github { lang }),
        FormatName::Html => Box::new(Html { lang, all: args.all }),
        FormatName::Xlsx => Box::new(Xlsx { lang, all: args.all, kept: kept.to_vec() }),
    }
}

fn sarif_rules(checker: &Checker) -> Vec<SarifRule> {
    let rule = |rule: &Rule| SarifRule {
        id: rule.id.clone(),
        term: rule.term.clone(),
        tier: rule.tier,
        verdict: checker.profile().verdict(rule.tier, rule.verdict, &BTreeSet::new()),
        clause: rule.clause.clone(),
        quote: rule.quote.clone(),
    };
    checker.book().rules().map(rule).collect()
}
