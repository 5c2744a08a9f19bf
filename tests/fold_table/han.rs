//! Han characters: which forms are one character, and which of them stands for all.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use encoding_rs::GBK;
use hanconv::RawDictionary;
use icu_normalizer::DecomposingNormalizer;
use icu_properties::CodePointSetData;
use icu_properties::props::UnifiedIdeograph;
use irg_kvariants::{KVARIANTS, KVariantClass};
use mingcha::text::fold::Kinds;

use crate::extra::Extra;
use crate::link::{Link, Step};

/// The classes of characters that are one another's written forms.
///
/// Sources are joined one link at a time, the most trusted first. The guard refuses every link that would put two characters of
/// GB 2312, each a standard character in its own right, into one class; only `merge` rows pass it.
pub(crate) struct Han {
    standard: BTreeSet<char>,
    class_of: BTreeMap<char, usize>,
    classes: Vec<BTreeSet<char>>,
    links: BTreeMap<char, Vec<(char, Link)>>,
    /// How often a source points to a character as the better form.
    votes: BTreeMap<char, usize>,
    representative: BTreeMap<usize, char>,
}

impl Han {
    pub(crate) fn new(extra: &Extra) -> Self {
        let mut han = Self {
            standard: gb2312().collect(),
            class_of: BTreeMap::new(),
            classes: Vec::new(),
            links: BTreeMap::new(),
            votes: BTreeMap::new(),
            representative: BTreeMap::new(),
        };
        for (from, (to, kinds)) in &extra.merges {
            han.join(*from, *to, (*kinds, "extra"));
        }
        for (from, to, link) in recorded(extra) {
            if han.is_allowed(from, to, extra) {
                han.join(from, to, link);
            }
        }
        han.elect(extra);
        han
    }

    /// The way from a character to the one that stands for its class.
    pub(crate) fn step(&self, c: char) -> Option<Step> {
        let to = *self.representative.get(self.class_of.get(&c)?)?;
        (to != c).then(|| Step { text: to.to_string(), links: self.path(c, to) })
    }

    /// Whether any source has a class for this character.
    pub(crate) fn knows(&self, c: char) -> bool {
        self.class_of.contains_key(&c)
    }

    fn is_allowed(&self, from: char, to: char, extra: &Extra) -> bool {
        let (left, right) = (self.members(from), self.members(to));
        let standard = |members: &BTreeSet<char>| members.iter().any(|c| self.standard.contains(c));
        let apart = |(a, b): &(char, char)| {
            (left.contains(a) && right.contains(b)) || (left.contains(b) && right.contains(a))
        };
        left != right && !(standard(&left) && standard(&right)) && !extra.apart.iter().any(apart)
    }

    fn members(&self, c: char) -> BTreeSet<char> {
        self.class_of.get(&c).map_or_else(|| BTreeSet::from([c]), |class| self.classes[*class].clone())
    }

    fn join(&mut self, from: char, to: char, link: Link) {
        let mut members = self.members(from);
        members.extend(self.members(to));
        for c in &members {
            if let Some(class) = self.class_of.insert(*c, self.classes.len()) {
                self.classes[class].clear();
            }
        }
        self.classes.push(members);
        self.links.entry(from).or_default().push((to, link));
        self.links.entry(to).or_default().push((from, link));
        *self.votes.entry(to).or_default() += 1;
    }

    /// The standard character stands for its class; a class without one goes to the form that most links point to.
    fn elect(&mut self, extra: &Extra) {
        for (index, members) in self.classes.iter().enumerate().filter(|(_, members)| !members.is_empty()) {
            let standard = || members.iter().filter(|c| self.standard.contains(c) && !extra.merges.contains_key(c));
            assert!(standard().count() <= 1, "{members:?} has two standard forms");
            let votes = |c: &&char| (self.votes.get(c).copied().unwrap_or(0), std::cmp::Reverse(**c));
            let elected = standard().next().or_else(|| members.iter().max_by_key(votes));
            self.representative.insert(index, *elected.expect("a class has members"));
        }
    }

    /// The links that lead from one member of a class to another; there is exactly one way, as no link joins a class to itself.
    fn path(&self, from: char, to: char) -> Vec<Link> {
        let mut reached = BTreeMap::from([(from, Vec::new())]);
        let mut queue = VecDeque::from([from]);
        while let Some(c) = queue.pop_front() {
            for (next, link) in self.links.get(&c).into_iter().flatten() {
                if !reached.contains_key(next) {
                    let way = reached[&c].iter().copied().chain([*link]).collect();
                    reached.insert(*next, way);
                    queue.push_back(*next);
                }
            }
        }
        reached.remove(&to).expect("a class is connected")
    }
}

/// The 6,763 characters of GB 2312, rows 16 to 87.
pub(crate) fn gb2312() -> impl Iterator<Item = char> {
    let bytes = (0xB0..=0xF7).flat_map(|lead| (0xA1..=0xFE).map(move |trail| [lead, trail]));
    // GB 2312 leaves the last five places of level 1 empty; GBK fills them from its private use area.
    bytes
        .filter(|[lead, trail]| *lead != 0xD7 || *trail < 0xFA)
        .filter_map(|pair| GBK.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next())
}

/// Every link that a source records, in the order of trust.
fn recorded(extra: &Extra) -> Vec<(char, char, Link)> {
    let mut links: Vec<_> = extra.links.iter().map(|(from, (to, kinds))| (*from, *to, (*kinds, "extra"))).collect();
    links.extend(dictionary(&RawDictionary::TSCharacters, false, "TSCharacters"));
    links.extend(dictionary(&RawDictionary::JPVariants, true, "JPVariants"));
    links.extend(dictionary(&RawDictionary::TWVariants, true, "TWVariants"));
    links.extend(dictionary(&RawDictionary::HKVariants, true, "HKVariants"));
    let mut variants: Vec<_> = KVARIANTS.values().collect();
    variants.sort_by_key(|variant| (trust(&variant.classification), variant.source_ideograph));
    links.extend(variants.iter().map(|variant| {
        let kind = if variant.classification == KVariantClass::Simplified { Kinds::SCRIPT } else { Kinds::VARIANT };
        (variant.source_ideograph, variant.destination_ideograph, (kind, "kVariants"))
    }));
    links.into_iter().filter_map(|(from, to, link)| Some((ideograph(from)?, ideograph(to)?, link))).collect()
}

/// The pairs of an `OpenCC` dictionary; `reversed` where its values are the regional forms of its keys. About 900 keys of some
/// releases list themselves first: the first value that differs counts.
fn dictionary(source: &RawDictionary, reversed: bool, name: &'static str) -> Vec<(char, char, Link)> {
    let single = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let pairs = source.var_iter().filter_map(|(key, values)| {
        let key = single(key)?;
        let value = values.into_iter().filter_map(single).find(|value| *value != key)?;
        Some(if reversed { (value, key) } else { (key, value) })
    });
    pairs.map(|(from, to)| (from, to, (Kinds::SCRIPT, name))).collect()
}

fn trust(class: &KVariantClass) -> u8 {
    match class {
        KVariantClass::Equal => 0,
        KVariantClass::Simplified => 1,
        KVariantClass::Wrong => 2,
        KVariantClass::SementicVariant => 3,
        KVariantClass::Old => 4,
    }
}

/// The unified ideograph that a character of a source is, or stands for.
fn ideograph(c: char) -> Option<char> {
    let decomposed = DecomposingNormalizer::new_nfkd().normalize(c.encode_utf8(&mut [0; 4])).chars().next()?;
    CodePointSetData::new::<UnifiedIdeograph>().contains(decomposed).then_some(decomposed)
}
