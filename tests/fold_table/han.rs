//! Han characters: which forms are one character, and which of them stands for all.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::extra::Extra;
use crate::link::{Link, Step};
use crate::sources::{gb2312, ideograph, recorded};

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
        for (from, (to, _)) in extra.links.iter().filter(|(from, _)| ideograph(**from) == Some(**from)) {
            let is_linked = han.members(*from).contains(to);
            assert!(is_linked, "fold-extra.tsv: the guard refuses {from} to {to}; a merge row would allow it");
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
        let apart =
            |(a, b): &(char, char)| (left.contains(a) && right.contains(b)) || (left.contains(b) && right.contains(a));
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
