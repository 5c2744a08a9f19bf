//! Every disguised form that the tables give for every spelling of every rule.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use mingcha::rules::{Rule, RuleBook, RuleFiles};
use mingcha::text::fold::Fold;
use mingcha::verdict::{Evidence, Tier, Verdict};

use super::is_disguise;
use crate::common::{checker, findings};

/// The text around a generated form: none, that of a scope, that of a name.
const CARRIERS: [(&str, &str); 3] = [("", ""), ("从事", "交易"), ("北京某某", "科技有限公司")];

/// The tables of disguises, read independently of the program.
struct Tables {
    readings: HashMap<char, String>,
    same_sound: HashMap<String, Vec<char>>,
    look_alikes: HashMap<char, Vec<char>>,
    parts: HashMap<char, Vec<String>>,
}

fn table(name: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/disguises").join(name)).unwrap()
}

/// The rows of a CSV table: a character, and the list in the second column.
fn lists(name: &str) -> HashMap<char, Vec<String>> {
    let text = table(name);
    let mut lists = HashMap::new();
    for row in csv::Reader::from_reader(text.as_bytes()).into_records() {
        let row = row.unwrap();
        let list = row[1].split('|').map(str::to_owned).collect();
        lists.insert(row[0].chars().next().unwrap(), list);
    }
    lists
}

impl Tables {
    fn read() -> Self {
        let mut readings = HashMap::new();
        let mut same_sound = HashMap::new();
        for line in table("sound.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (reading, characters) = line.split_once('\t').unwrap();
            readings.extend(characters.chars().map(|c| (c, reading.to_owned())));
            same_sound.insert(reading.to_owned(), characters.chars().collect());
        }

        let mut look_alikes: HashMap<char, Vec<char>> = HashMap::new();
        for (c, others) in lists("shape.csv") {
            look_alikes.insert(c, others.iter().map(|other| other.chars().next().unwrap()).collect());
        }
        Self { readings, same_sound, look_alikes, parts: lists("split.csv") }
    }

    /// The term with one character of the same sound, with one syllable in pinyin, and all in pinyin.
    fn sounds(&self, term: &[char]) -> Vec<String> {
        let readings: Option<Vec<&str>> = term.iter().map(|c| self.readings.get(c).map(String::as_str)).collect();
        let Some(readings) = readings else { return Vec::new() };

        let mut forms = Vec::new();
        for (at, reading) in readings.iter().enumerate() {
            for other in &self.same_sound[*reading] {
                if *other != term[at] {
                    forms.push(with(term, at, &other.to_string()));
                }
            }
            forms.push(with(term, at, reading));
            forms.push(with(term, at, &format!(" {} ", reading.to_uppercase())));
        }
        forms.push(readings.concat());
        forms.push(readings.concat().to_uppercase());
        forms.push(readings.join(" "));
        forms.push(readings.join("-"));
        forms
    }

    /// The term with one look-alike.
    fn shapes(&self, term: &[char]) -> Vec<String> {
        let mut forms = Vec::new();
        for (at, c) in term.iter().enumerate() {
            for other in self.look_alikes.get(c).into_iter().flatten() {
                forms.push(with(term, at, &other.to_string()));
            }
        }
        forms
    }

    /// The term with one split character, and with every character split that can be.
    fn splits(&self, term: &[char]) -> Vec<String> {
        let mut forms = Vec::new();
        let mut all_split = String::new();
        for (at, c) in term.iter().enumerate() {
            let ways = self.parts.get(c).map_or(&[][..], Vec::as_slice);
            forms.extend(ways.iter().map(|parts| with(term, at, parts)));
            all_split.push_str(&ways.first().cloned().unwrap_or_else(|| c.to_string()));
        }
        if !forms.is_empty() {
            forms.push(all_split);
        }
        forms
    }
}

/// What the tables call ordinary words, read independently of the program: a form that has one inside is no disguise.
struct Words {
    /// Two characters side by side.
    pairs: HashSet<String>,
    /// Beginnings to which the characters are added that make a word of it. No characters: any.
    plain: Vec<(String, String)>,
}

impl Words {
    fn read() -> Self {
        let mut pairs = HashSet::new();
        for line in table("joins.tsv").lines().filter(|line| !line.starts_with('#')) {
            let [kind, character, neighbours] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            for neighbour in neighbours.chars() {
                let pair = if kind == "begins" {
                    format!("{character}{neighbour}")
                } else {
                    format!("{neighbour}{character}")
                };
                pairs.insert(pair);
            }
        }
        let mut plain = Vec::new();
        let table = table("plain.csv");
        for row in csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap) {
            plain.extend(row[0].split('|').map(|term| (Fold::builtin().fold(term), Fold::builtin().fold(&row[1]))));
        }
        Self { pairs, plain }
    }

    /// Whether the last character of a text and the first of the next make a word.
    fn joins(&self, before: &str, behind: &str) -> bool {
        let pair = before.chars().next_back().into_iter().chain(behind.chars().next()).collect();
        self.pairs.contains::<String>(&pair)
    }

    fn make(&self, form: &str) -> bool {
        let has_capital = form.contains(|c: char| c.is_ascii_uppercase());
        let form = form.to_lowercase();
        let letters: Vec<char> = form.chars().filter(|c| *c != ' ').collect();
        let is_pair = letters.windows(2).any(|pair| self.pairs.contains(&String::from_iter(pair)));
        let is_plain = self.plain.iter().any(|(term, characters)| {
            let term: Vec<char> = term.chars().collect();
            let changed = term.iter().zip(&letters).filter(|(term, letter)| term != letter).count();
            let is_one_changed = letters.len() == term.len() && changed == 1;
            let han = letters.iter().filter(|c| !c.is_ascii()).count();
            let is_typed = han + 1 == term.len() && letters.iter().all(|c| c.is_ascii() || term.contains(c));
            let last = letters.last().copied().unwrap_or_default();
            if characters.is_empty() {
                return is_one_changed || is_typed;
            }
            (is_one_changed && characters.contains(last)) || (is_typed && has_capital)
        });
        is_pair || is_plain
    }
}

/// The term with another text for one character.
fn with(term: &[char], at: usize, other: &str) -> String {
    let before: String = term[..at].iter().collect();
    let after: String = term[at + 1..].iter().collect();
    format!("{before}{other}{after}")
}

/// Rule, kind and every form, for the spellings of three Han characters or more.
fn all_forms() -> Vec<(String, Evidence, String)> {
    let tables = Tables::read();
    let book = RuleBook { sets: RuleFiles::built_in().iter().map(|files| files.load().unwrap()).collect() };
    let mut forms = Vec::new();
    // A rule for a notice at most is found as well, and says no more of a disguise.
    let is_disguised = |rule: &&Rule| {
        rule.tier != Tier::Related && rule.verdict != Some(Verdict::Notice) && !rule.place.contains("compounds.csv")
    };
    for rule in book.rules().filter(is_disguised) {
        for spelling in book.spellings(rule) {
            let term: Vec<char> = spelling.chars().collect();
            if term.len() < 3 || term.iter().any(char::is_ascii) {
                continue;
            }
            for (kind, texts) in [
                (Evidence::Sound, tables.sounds(&term)),
                (Evidence::Shape, tables.shapes(&term)),
                (Evidence::Split, tables.splits(&term)),
            ] {
                forms.extend(texts.into_iter().map(|text| (rule.id.to_string(), kind, text)));
            }
        }
    }
    forms
}

#[test]
fn at_most_one_form_in_a_hundred_of_any_rule_and_kind_is_missed() {
    let checker = checker("filing");
    // For each rule and kind how many texts were looked at, and those without a finding.
    let mut missed: BTreeMap<(String, Evidence), (usize, Vec<String>)> = BTreeMap::new();
    let words = Words::read();
    for (rule, kind, form) in all_forms().into_iter().filter(|(.., form)| !words.make(form)) {
        for (before, after) in CARRIERS {
            if words.joins(before, &form) || words.joins(&form, after) {
                continue;
            }
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
fn disguises_do_not_overlap_and_report_their_original_text() {
    let checker = checker("filing");
    for (_, _, form) in all_forms().into_iter().step_by(17) {
        let text = format!("从事{form}交易");
        let found = findings(&checker, &text);
        let disguised: Vec<_> = found.iter().filter(|f| is_disguise(f)).collect();
        for pair in disguised.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{text}: {pair:?}");
        }
        for f in disguised {
            let original: String = text.chars().skip(f.start).take(f.end - f.start).collect();
            assert_eq!(original, f.matched, "{text}");
        }
    }
}

#[test]
fn digits_of_tones_and_signs_that_put_parts_together_hide_no_word() {
    let checker = checker("filing");
    for (text, matched) in [
        ("xu1ni3huo4bi4交易", "xu1ni3huo4bi4"),
        ("从事xu1 ni3 huo4 bi4", "xu1 ni3 huo4 bi4"),
        ("wen3ding4币", "wen3ding4币"),
        ("虚拟huo4币", "虚拟huo4币"),
        ("虚⿰扌以货币", "虚⿰扌以货币"),
        ("⿰禾急定币", "禾急定币"),
        ("加⿱宓山货币", "加⿱宓山货币"),
    ] {
        let found = findings(&checker, text);
        assert!(found.iter().any(|finding| is_disguise(finding) && finding.matched == matched), "{text}: {found:?}");
    }
    for text in
        ["xu1ni3huo4", "xu1ni3huo6bi4", "xu1、ni3、huo4、bi4", "虚1拟huo币", "虚⿰扌以", "虚⿰扌、以货币", "bi2比4"]
    {
        assert!(!findings(&checker, text).iter().any(is_disguise), "{text}");
    }
}

#[test]
fn pinyin_that_says_how_the_characters_before_it_are_read_is_no_word_of_its_own() {
    let checker = checker("filing");
    for (text, expected) in [
        ("稳定臂（wěn dìng bì）", false),
        ("稳定臂(wendingbi)", false),
        ("稳定器（wěn dìng bì）", true),
        ("稳定臂、wěn dìng bì", true),
        ("虚拟或币（xu ni huo bi）", true),
        ("交易（wěn dìng bì）", true),
    ] {
        assert_eq!(findings(&checker, text).iter().any(is_disguise), expected, "{text}");
    }
}

#[test]
fn parts_that_are_a_word_of_their_own_need_other_evidence() {
    let checker = checker("filing");
    for (text, expected) in [("以太土方", false), ("以太土方交易", true), ("以太土方、虚拟货币", true)]
    {
        assert_eq!(findings(&checker, text).iter().any(is_disguise), expected, "{text}");
    }
}
