//! What several test programs need.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "each test program uses its part, and a failed unwrap fails it"
)]

mod bytes;
mod folder;
mod kept;
mod program;
mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use mingcha::checker::{Cell, Checker};
use mingcha::rules::{Profile, RuleBook, RuleFiles, RulesError};
use mingcha::verdict::{Field, Finding, Verdict};
use proptest::test_runner::{Config, RngSeed};

pub(crate) use self::bytes::{gzip, utf16};
pub(crate) use self::folder::{Folder, names};
pub(crate) use self::kept::keep;
pub(crate) use self::program::{MINGCHA, fed, formats, mingcha, said};
pub(crate) use self::report::{fill, sheets};

/// The checker with the built-in rules under a profile of data/profiles.csv; made once for each.
pub(crate) fn checker(profile: &'static str) -> Arc<Checker> {
    static MADE: Mutex<BTreeMap<&str, Arc<Checker>>> = Mutex::new(BTreeMap::new());
    MADE.lock().unwrap().entry(profile).or_insert_with(|| Arc::new(make(profile, Checker::new))).clone()
}

/// The same rules, which search only for what the fold equates; made once.
pub(crate) fn exact_checker() -> Arc<Checker> {
    static MADE: Mutex<Option<Arc<Checker>>> = Mutex::new(None);
    MADE.lock().unwrap().get_or_insert_with(|| Arc::new(make("filing", Checker::without_disguises))).clone()
}

fn make(profile: &str, new: impl Fn(RuleBook, Profile) -> Result<Checker, RulesError>) -> Checker {
    let sets = RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect();
    let profiles = Profile::parse("data/profiles.csv", include_str!("../../data/profiles.csv")).unwrap();
    let profile = profiles.into_iter().find(|p| p.name == profile).unwrap();
    new(RuleBook { sets }, profile).unwrap()
}

/// The findings in a scope.
pub(crate) fn findings(checker: &Checker, text: &str) -> Vec<Finding> {
    let column: Arc<str> = "经营范围".into();
    checker.check(Cell { field: Field::Scope, column: &column, text })
}

/// The heaviest verdict of the findings in a scope.
pub(crate) fn verdict(checker: &Checker, text: &str) -> Verdict {
    findings(checker, text).iter().map(|f| f.verdict).max().unwrap_or(Verdict::Clear)
}

/// As many random cases, the same in every run: a gate that fails today has failed for a reason that is there tomorrow.
pub(crate) fn cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..Config::default() }
}

/// A file of the folder that stands beside the project, if it is there. Without it a test says that it was skipped, or
/// fails where `MINGCHA_REQUIRE_SHARED` says that it must be there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(std::env::var_os("MINGCHA_REQUIRE_SHARED").is_none(), "{} is required and not there", file.display());
    println!("skipped: {} is not there", file.display());
    None
}
