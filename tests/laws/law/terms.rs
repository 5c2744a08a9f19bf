//! A file of own terms is refused with its place, or each of its terms is found in a text that holds it.

use std::sync::LazyLock;

use mingcha::checker::Checker;
use mingcha::matching::Suspects;
use mingcha::rules::{Profile, RuleBook, RuleSet};
use mingcha::verdict::Field;

use super::made::Choices;

const FILE: &str = "own.csv";
const HEADERS: [&str; 8] = [
    "term",
    "term,also",
    "id,term,tier,verdict",
    "term,must_match,field,only",
    "term,slot",
    "names,term,clause,quote",
    "term,term",
    "\u{feff}term,also,verdict",
];

/// Content words are left out where a term is to be found soon: disguises take long to build.
static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let csv = "profile,tier,context,verdict\nall,named,,reject\nall,content,,review\nall,related,,notice\n\
               exact,named,,reject\nexact,related,,notice\n";
    Profile::parse("profiles.csv", csv).unwrap()
});

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let csv =
        if how & 0x80 == 0 { String::from_utf8_lossy(choices.rest()).into_owned() } else { made(how, &mut choices) };
    let profile = PROFILES[usize::from(how & 0x70 != 0)].clone();
    let own = match RuleSet::of_terms("own", FILE, &csv) {
        Ok(own) => own,
        Err(error) => return assert!(format!("{error:#}").starts_with(FILE), "{error:#}"),
    };
    let checker = Checker::new(RuleBook { sets: vec![own] }, profile).unwrap();
    each_is_found(&checker);
}

/// A file with some of the columns, of pieces.
fn made(how: u8, choices: &mut Choices<'_>) -> String {
    let header = HEADERS[usize::from(how & 7)];
    let mut csv = format!("{header}\n");
    while !choices.is_empty() {
        let pieces = choices.take();
        for column in header.split(',') {
            csv.push_str(if csv.ends_with('\n') { "" } else { "," });
            let cell = match (column, pieces & 8) {
                ("tier", 0) => ["named", "content", "related", ""][usize::from(pieces >> 6)].to_owned(),
                ("verdict", 0) => ["reject", "review", "notice", ""][usize::from(pieces >> 6)].to_owned(),
                ("slot", 0) => "的?".to_owned(),
                ("field", 0) => ["name", "scope", "text|name", ""][usize::from(pieces >> 6)].to_owned(),
                ("only", 0) => ["touching", "", "", ""][usize::from(pieces >> 6)].to_owned(),
                _ => choices.text(usize::from(pieces & 7)),
            };
            csv.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        }
        csv.push('\n');
    }
    csv
}

fn each_is_found(checker: &Checker) {
    for rule in checker.book().rules().filter(|rule| checker.profile().seeks(rule.tier)) {
        if checker.book().spellings(rule).next().is_none() {
            continue;
        }
        for text in [rule.spelled.clone(), format!("经营、{}、等", rule.spelled)] {
            let field = rule.fields.listed().next().unwrap_or(Field::Scope);
            let found = checker.check_text(field, &text);
            assert!(found.iter().any(|f| f.rule == rule.id), "{rule:?} is not found in {text:?}: {found:?}");
            assert!(checker.sift(&text).may_hold, "{text:?}");
            let mut suspects = Suspects::default();
            let block = format!("x,{text}\r\n");
            checker.sieve().suspects(&block, &mut suspects);
            assert!(suspects.within(2, 2 + text.len()), "{text:?}");
        }
    }
}
