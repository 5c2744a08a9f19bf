//! The decisions that a run applies: of files that were named, and of earlier reports beside a list.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Error, Result};
use jiff::civil::Date;

use mingcha::decision::{DecidedRow, DecisionError, DecisionNote, Decisions, NoEffect};
use mingcha::input::{Opening, Source};
use mingcha::message::cli::Notice;
use mingcha::message::{Bilingual, Lang};
use mingcha::text::path::shown;

use super::advice::{self, Reader};
use super::beside::Earlier;
use super::hashed::Hashed;
use super::prose;

/// Decisions, and the files that they are from.
#[derive(Default)]
pub(super) struct Decided {
    pub(super) decisions: Decisions,
    pub(super) files: Vec<Hashed>,
}

impl Decided {
    /// The decisions of these files, of which the last one counts on each key.
    pub(super) fn of(files: &[OsString], day: Date) -> Result<Self> {
        let mut decided = Self::default();
        for file in files {
            let source = Source::open_as(file, Opening { hashed: true, unread: false })?;
            let hash = source.hash.clone();
            decided.decisions.renew(Decisions::read(source, day)?);
            decided.files.extend(hash.map(|hash| Hashed::new(shown(Path::new(file)), &hash.digest())));
        }
        Ok(decided)
    }

    /// Adds the decisions of earlier reports, each in the place of the report that cannot be read before it. Says which apply.
    pub(super) fn add_earlier(&mut self, earlier: &[Earlier], day: Date, lang: Lang) {
        for reports in earlier {
            for report in &reports.newest_first {
                match self.add_report(report, reports, day) {
                    Ok(has_decisions) => {
                        if has_decisions || reports.is_own {
                            prose::tell(&Notice::DecisionsOf { report: shown(report) }, lang);
                        }
                        break;
                    }
                    Err(error) => self.decisions.rejected.push(unread(report, &error)),
                }
            }
        }
    }

    /// Adds the decisions of one of these reports. Returns whether there are any.
    fn add_report(&mut self, report: &Path, reports: &Earlier, day: Date) -> Result<bool> {
        let source = Source::open_as(report.as_os_str(), Opening::default())?;
        if reports.is_whole {
            self.decisions.supersede(source, day, &reports.others)?;
            return Ok(true);
        }
        let decisions = Decisions::read_beside(source, day, &reports.others)?;
        let has_decisions = decisions.has_own();
        self.decisions.renew(decisions);
        Ok(has_decisions)
    }
}

/// A report that cannot be read. Its name is said in front of the reason.
fn unread(report: &Path, error: &Error) -> DecisionNote {
    if let Some(DecisionError::NoKeys { .. }) = error.downcast_ref() {
        return of_report(report, NoEffect::NoKeys);
    }
    let [zh, en] = Lang::ALL.map(|lang| match error.downcast_ref() {
        Some(DecisionError::NoReport { error } | DecisionError::Interrupted { error }) => {
            advice::told_of_input(error, Reader::Drags, lang)
        }
        _ => advice::told_of_file(error, Reader::Drags, lang),
    });
    of_report(report, NoEffect::Unread { reason: Bilingual { zh, en } })
}

/// A note on a whole report.
fn of_report(report: &Path, why: NoEffect) -> DecisionNote {
    DecisionNote { place: shown(report), row: DecidedRow::default(), key: String::new(), why }
}
