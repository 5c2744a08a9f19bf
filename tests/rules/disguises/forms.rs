//! Every disguised form that the tables give for every spelling of every rule.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use mingcha::rules::{RuleBook, RuleFiles};
use mingcha::verdict::{Evidence, Tier, Verdict};

use super::is_disguise;
use crate::common::{checker, findings};

/// What a generated form stands in: alone, in a scope, in a name.
const CARRIERS: [(&str, &str); 3] = [("", ""), ("从事", "交易"), ("北京某某", "科技有限公司")];

/// The one form that is a word of its own, a part of vehicles, and masked by the book.
const OWN_WORD: &str = "稳定臂";

struct Tables {
    readings: HashMap<char, String>,
    same_sound: HashMap<String, Vec<char>>,
    look_alikes: HashMap<char, Vec<char>>,
    parts: HashMap<char, Vec<String>>,
}

fn table(name: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises").join(name)).unwrap()
}

/// Rows of a csv table: a character and what the second column lists.
fn listed(name: &str) -> Vec<(char, Vec<String>)> {
    let text = table(name);
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records().collect::<Result<Vec<_>, _>>().unwrap();
    let row = |r: &csv::StringRecord| (r[0].chars().next().unwrap(), r[1].split('|').map(str::to_owned).collect());
    rows.iter().map(row).collect()
}

impl Tables {
    fn read() -> Self {
        let sounds = table("sound.tsv");
        let rows = sounds.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
        let same_sound: HashMap<String, Vec<char>> = rows.map(|(r, cs)| (r.to_owned(), cs.chars().collect())).collect();
        let readings = same_sound.iter().flat_map(|(r, cs)| cs.iter().map(move |c| (*c, r.clone()))).collect();
        let first = |text: &String| text.chars().next().unwrap();
        let look_alikes = listed("shape.csv").into_iter().map(|(c, l)| (c, l.iter().map(first).collect())).collect();
        Self { readings, same_sound, look_alikes, parts: listed("split.csv").into_iter().collect() }
    }

    fn sounds(&self, term: &[char]) -> Vec<String> {
        let Some(readings) = term.iter().map(|c| self.readings.get(c)).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        let mut forms = Vec::new();
        for (k, reading) in readings.iter().enumerate() {
            forms.extend(
                self.same_sound[*reading].iter().filter(|c| **c != term[k]).map(|c| with(term, k, &c.to_string())),
            );
            forms.push(with(term, k, reading));
            forms.push(with(term, k, &format!(" {} ", reading.to_uppercase())));
        }
        let joined = |by: &str| readings.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(by);
        forms.extend([joined(""), joined(" "), joined("-"), joined("").to_uppercase()]);
        forms
    }

    fn shapes(&self, term: &[char]) -> Vec<String> {
        let alike = |c: &char| self.look_alikes.get(c).cloned().unwrap_or_default();
        term.iter()
            .enumerate()
            .flat_map(|(k, c)| alike(c).into_iter().map(move |o| with(term, k, &o.to_string())))
            .collect()
    }

    fn splits(&self, term: &[char]) -> Vec<String> {
        let ways = |c: &char| self.parts.get(c).cloned().unwrap_or_default();
        let mut forms: Vec<String> =
            term.iter().enumerate().flat_map(|(k, c)| ways(c).into_iter().map(move |w| with(term, k, &w))).collect();
        if term.iter().any(|c| !ways(c).is_empty()) {
            forms.push(term.iter().map(|c| ways(c).first().cloned().unwrap_or_else(|| c.to_string())).collect());
        }
        forms
    }
}

/// The term with another text for one character.
fn with(term: &[char], at: usize, other: &str) -> String {
    term.iter().enumerate().map(|(k, c)| if k == at { other.to_owned() } else { c.to_string() }).collect()
}

/// Rule, kind and every form, of the rules of three characters or more.
fn all_forms() -> Vec<(String, Evidence, String)> {
    let tables = Tables::read();
    let book = RuleBook { sets: RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect() };
    let mut forms = Vec::new();
    for rule in book.rules().filter(|rule| rule.tier != Tier::Related) {
        for spelling in book.spellings(rule).filter(|s| s.chars().all(|c| !c.is_ascii())) {
            let term: Vec<char> = spelling.chars().collect();
            if term.len() > 2 {
                let of = |kind, texts: Vec<String>| texts.into_iter().map(move |t| (rule.id.to_string(), kind, t));
                forms.extend(of(Evidence::Sound, tables.sounds(&term)));
                forms.extend(of(Evidence::Shape, tables.shapes(&term)));
                forms.extend(of(Evidence::Split, tables.splits(&term)));
            }
        }
    }
    forms
}

#[test]
fn of_the_forms_of_every_rule_and_kind_hardly_any_is_missed() {
    let checker = checker("filing");
    let mut missed: BTreeMap<(String, Evidence), (usize, Vec<String>)> = BTreeMap::new();
    for (rule, kind, form) in all_forms().into_iter().filter(|(.., form)| form != OWN_WORD) {
        for (before, after) in CARRIERS {
            let text = format!("{before}{form}{after}");
            let (seen, missed) = missed.entry((rule.clone(), kind)).or_default();
            *seen += 1;
            if !findings(&checker, &text).iter().any(|f| f.verdict >= Verdict::Review) {
                missed.push(text);
            }
        }
    }
    let total: usize = missed.values().map(|(seen, _)| seen).sum();
    assert!(total > 20_000, "only {total} forms were made");
    for ((rule, kind), (seen, missed)) in missed {
        assert!(missed.len() * 100 <= seen, "{rule} {kind}: {} of {seen} are missed: {missed:?}", missed.len());
    }
}

#[test]
fn no_form_that_is_found_is_dropped_before_folding() {
    let checker = checker("filing");
    for (_, _, form) in all_forms() {
        let spaced: String = form.chars().flat_map(|c| [c, ' ']).collect();
        for text in [format!("从事{form}"), spaced, form.replace('币', "幣\u{200b}")] {
            let may_hold = checker.sift(&text).may_hold;
            assert!(may_hold || findings(&checker, &text).is_empty(), "{text}");
        }
    }
}

#[test]
fn a_disguise_is_reported_once_a_place_with_the_text_that_stands_there() {
    let checker = checker("filing");
    for (_, _, form) in all_forms().into_iter().step_by(17) {
        let text = format!("从事{form}交易");
        let found = findings(&checker, &text);
        let disguised: Vec<_> = found.iter().filter(|f| is_disguise(f)).collect();
        for pair in disguised.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{text}: {pair:?}");
        }
        for f in disguised {
            let stands: String = text.chars().skip(f.start).take(f.end - f.start).collect();
            assert_eq!(stands, f.matched, "{text}");
        }
    }
}
