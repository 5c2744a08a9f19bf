//! Checks a file and prints its report as lines of JSON: `cargo run --example file -- fixtures/filings.csv`.

use std::io::{self, Write as _};

use mingcha::decision::Decisions;
use mingcha::input::{self, Options, Source};
use mingcha::message::Lang;
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{FormatName, InputSummary, Report, ReportOptions, Summary, UnreadPart};
use mingcha::{Checker, Date, Profile, RuleBook, Verdict};

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/filings.csv".to_owned());
    let day: Date = "2026-03-01".parse()?;
    let checker = Checker::new(RuleBook::in_force(day)?, Profile::built_in("filing")?)?;

    let reports = [Report::new(FormatName::Jsonl, &ReportOptions::new(Lang::En))];
    let job = Job {
        checker: &checker,
        reports: &reports,
        only: Verdict::Notice,
        decisions: &Decisions::default(),
        threads: 2,
    };

    // A workbook has an input for each sheet that can be checked. `Source::from_bytes` takes bytes in place of a path.
    let options = Options::default();
    let mut summary = Summary::new(&checker, day);
    let mut collected = Collected::begin(&reports);
    let opened = input::open(Source::open(&path)?, &options)?;
    // Sheets that cannot be read are part of the result.
    let mut unread: Vec<UnreadPart> = opened.unread.iter().map(UnreadPart::of).collect();
    for mut input in opened.inputs {
        let mut described = InputSummary::before_reading(&input, &options.wanted);
        described.unread.append(&mut unread);
        let tally = pipeline::run(&mut input, &job, &mut collected)?;
        summary.add(described, &input, &tally);
    }

    for report in collected.finish(&summary)? {
        io::stdout().write_all(&report)?;
    }
    Ok(())
}
