//! `mingcha rules check` and `mingcha terms check`: tests of rules that an office writes.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use mingcha::checker::Checker;
use mingcha::examples::Tested;
use mingcha::message::cli::Notice;
use mingcha::message::{Lang, Say as _};
use mingcha::rules::{Citation, Profile, Rule, RuleBook, RuleFiles, RuleSet};
use mingcha::text::path::shown;

use super::args::{RuleSets, RuleSetsAction};
use super::exit::Exit;
use super::same_file::{ReadFile, refuse_stdout};
use super::{prose, rules};

/// The profile that terms are tested under.
const PROFILE: &str = "filing";

/// Tests a rule set on its own.
pub(super) fn run(args: &RuleSets, lang: Lang) -> Result<Exit> {
    let RuleSetsAction::Check { folder } = &args.action;
    refuse_stdout(ReadFile::of_rules(PROFILE, &[], std::slice::from_ref(folder)))?;

    // A set in the program is tested as one that is not.
    let files = RuleFiles { is_tested: false, ..rules::rule_files(folder)? };
    let (tested, set) = Tested::alone(files.load()?)?;
    for doubt in doubts(&set, &format!("{}/chain.csv", shown(Path::new(folder)))) {
        prose::tell(&doubt, lang);
    }
    for failure in &tested.failures {
        prose::tell(failure, lang);
    }

    let result = Notice::RulesChecked {
        set: shown(Path::new(folder)),
        rules: set.rules.len(),
        contexts: set.contexts.len(),
        examples: tested.examples,
        without: tested.without,
        failed: tested.failures.len(),
    };
    prose::print(&(result.say(lang) + "\n"))?;
    Ok(if tested.failures.is_empty() { Exit::Done } else { Exit::Found })
}

/// What of the chain of a set may be a mistake: an unknown profile, and words of other instruments that are not built in.
fn doubts(set: &RuleSet, file: &str) -> Vec<Notice> {
    let built_in = RuleFiles::built_in().into_iter().chain(RuleFiles::optional());
    let known: Vec<Citation> = built_in.filter_map(|files| files.load().ok()).flat_map(|set| set.chain).collect();

    let mut doubts = Vec::new();
    let mut profiles = BTreeSet::new();
    for citation in &set.chain {
        for profile in &citation.profiles {
            if let Err(refusal) = Profile::built_in(profile)
                && profiles.insert(profile)
            {
                doubts.push(Notice::ChainProfile { file: file.to_owned(), refusal });
            }
        }
        let is_own = *citation.instrument == *set.origin.number || citation.source == CLAUSES;
        let is_known = known.iter().any(|known| {
            (&known.instrument, &known.article) == (&citation.instrument, &citation.article)
                && known.quote.contains(&*citation.quote)
        });
        if !citation.quote.is_empty() && !is_own && !is_known {
            let article = format!("{}{}", citation.instrument, citation.article);
            doubts.push(Notice::ChainQuote { file: file.to_owned(), article, quote: citation.quote.to_string() });
        }
    }
    doubts
}

/// Loads own terms beside the built-in ones, runs their examples, and says what repeats the book.
pub(super) fn terms(file: &OsStr, lang: Lang) -> Result<Exit> {
    let path = Path::new(file);
    let own = set_of_terms(path)?;
    let id = own.origin.id.clone();

    let mut book = RuleBook::in_force(rules::today())?;
    book.sets.retain(|set| set.origin.id != id);
    let is_in_file = |rule: &Rule| !is_of_set(path) || rule.place.contains(&format!("{TERMS}:"));
    let mut repeated = 0;
    for (mine, theirs) in book.repeated_in(&own).filter(|(mine, _)| is_in_file(mine)) {
        prose::tell(&Notice::Repeated { place: mine.place.clone(), id: theirs.id.to_string() }, lang);
        repeated += 1;
    }
    book.sets.push(own);

    let checker = Checker::new(book, Profile::built_in(PROFILE)?)?;
    let mut tested = Tested::default();
    let mut terms = 0;
    for set in checker.book().sets.iter().filter(|set| set.origin.id == id) {
        for rule in set.rules.iter().filter(|rule| is_in_file(rule)) {
            tested.add_rule(&checker, rule);
            terms += 1;
        }
    }
    for failure in &tested.failures {
        prose::tell(failure, lang);
    }

    let failed = tested.failures.len();
    let result = Notice::TermsChecked { file: shown(path), terms, repeated, failed };
    prose::print(&(result.say(lang) + "\n"))?;
    Ok(if failed > 0 { Exit::Found } else { Exit::Done })
}

/// The name of the file with the terms of a rule set.
const TERMS: &str = "terms.csv";
/// The name of the file with the clauses of a rule set.
const CLAUSES: &str = "clauses.csv";

/// Whether a file is the terms.csv of a rule set.
fn is_of_set(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == TERMS) && beside(path, "ruleset.csv").exists()
}

/// The set of a file of terms: the rule set whose terms.csv it is, or own terms with the contexts beside them.
fn set_of_terms(path: &Path) -> Result<RuleSet> {
    if is_of_set(path) {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        return Ok(RuleFiles::read(folder)?.load()?);
    }
    let contexts = beside(path, "contexts.csv");
    let contexts_text =
        if contexts.exists() { rules::terms_text(&contexts, &shown(&contexts))? } else { String::new() };
    let text = rules::terms_text(path, &shown(path))?;
    Ok(RuleSet::of_terms_in(&rules::id_of(path), (&shown(path), &text), (&shown(&contexts), &contexts_text))?)
}

fn beside(path: &Path, name: &str) -> std::path::PathBuf {
    path.with_file_name(name)
}
