//! Checks strings that come from elsewhere, here the arguments: `cargo run --example strings -- 软件开发 虛擬貨幣交易`.

use std::io::{self, Write as _};

use mingcha::{Checker, Field, Profile, RuleBook, Verdict};

fn main() -> anyhow::Result<()> {
    let rules = RuleBook::in_force("2026-03-01".parse()?)?;
    let checker = Checker::new(rules, Profile::built_in("filing")?)?;
    let mut out = io::stdout().lock();
    for text in std::env::args().skip(1) {
        let findings = checker.check_text(Field::Scope, &text);
        let verdict = findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Clear);
        writeln!(out, "{verdict}\t{text}")?;
        for finding in findings {
            writeln!(out, "\t{} at {}..{}: {}", finding.term, finding.start, finding.end, finding.clause)?;
        }
    }
    Ok(())
}
