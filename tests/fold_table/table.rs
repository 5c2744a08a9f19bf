//! The whole table: one step after another for every code point, until nothing changes any more.

use std::fmt::Write;

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizer;
use icu_properties::props::{DefaultIgnorableCodePoint, EastAsianWidth, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};
use mingcha::text::fold::Kinds;

use crate::extra::Extra;
use crate::han::Han;
use crate::latin;
use crate::link::{Link, Step, columns};

const HEAD: &str = include_str!("head.txt");

pub(crate) struct Table<'a> {
    extra: &'a Extra,
    han: Han,
}

impl<'a> Table<'a> {
    pub(crate) fn new(extra: &'a Extra) -> Self {
        Self { extra, han: Han::new(extra) }
    }

    /// The text of `data/fold.tsv`. Hangul syllables are left out: the reader folds them by arithmetic.
    pub(crate) fn render(&self) -> String {
        let mut out = HEAD.to_owned();
        for c in ('\0'..=char::MAX).filter(|c| !('\u{AC00}'..='\u{D7A3}').contains(c)) {
            let (folded, links) = self.fold(c, 0);
            if folded != *c.encode_utf8(&mut [0; 4]) {
                let (kinds, sources) = columns(&links);
                writeln!(out, "U+{:04X}\t{folded}\t{kinds}\t{sources}", c as u32).expect("a string can be written to");
            }
        }
        out
    }

    /// Follows a character to the end of its way.
    fn fold(&self, c: char, depth: usize) -> (String, Vec<Link>) {
        assert!(depth < 12, "U+{:04X} leads in circles", c as u32);
        let Some(step) = self.step(c) else {
            return (c.to_string(), Vec::new());
        };
        let (mut folded, mut links) = (String::new(), step.links);
        for next in step.text.chars() {
            let (text, further) = self.fold(next, depth + 1);
            folded.push_str(&text);
            links.extend(further);
        }
        (folded, links)
    }

    fn step(&self, c: char) -> Option<Step> {
        if matches!(c, '\t' | '\n' | '\r') || (c.is_ascii_graphic() && !c.is_ascii_uppercase()) {
            return None;
        }
        if let Some(link) = dropped(c) {
            return Some(Step { text: String::new(), links: vec![link] });
        }
        self.by_hand(c)
            .or_else(|| decomposed(c))
            .or_else(|| self.han.step(c))
            .or_else(|| latin::look_alike(c))
            .or_else(|| case_folded(c))
            .or_else(|| latin::named(c))
    }

    /// Rows of `fold-extra.tsv` for characters that are no ideographs; those go through their classes.
    fn by_hand(&self, c: char) -> Option<Step> {
        let (to, kinds) = self.extra.links.get(&c)?;
        (!self.han.knows(c)).then(|| Step::new(*to, *kinds, "extra"))
    }
}

/// What shows nothing, or is a mark on another character.
fn dropped(c: char) -> Option<Link> {
    use GeneralCategory as Category;
    let category = CodePointMapData::<Category>::new().get(c);
    let by_hand = matches!(c, '\u{2800}' | '\u{FFFC}' | '\u{3164}');
    if by_hand || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
        return Some((Kinds::INVISIBLE, "ignorable"));
    }
    match category {
        Category::Control | Category::Format => Some((Kinds::INVISIBLE, "category")),
        Category::NonspacingMark | Category::EnclosingMark | Category::SpacingMark => Some((Kinds::MARKS, "category")),
        _ if is_noncharacter(c) => Some((Kinds::INVISIBLE, "noncharacter")),
        _ => None,
    }
}

/// Whether no character will ever have this code point (Unicode, section 23.7). It shows nothing.
fn is_noncharacter(c: char) -> bool {
    c as u32 & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// NFKD without marks, and without the brackets that a single character carries around its content.
fn decomposed(c: char) -> Option<Step> {
    let mut original = [0; 4];
    let original = &*c.encode_utf8(&mut original);
    let all = DecomposingNormalizer::new_nfkd().normalize(original);
    if all == original {
        return None;
    }
    let kept: String = all.chars().filter(|part| dropped(*part).is_none()).collect();
    let mut kinds = if kept.len() < all.len() { Kinds::MARKS } else { Kinds::default() };
    let canonical = DecomposingNormalizer::new_nfd().normalize(original);
    if CodePointMapData::<Script>::new().get(c) == Script::Han && kept.chars().count() == 1 {
        kinds = kinds.union(Kinds::VARIANT);
    } else if is_other_width(c) {
        kinds = kinds.union(Kinds::WIDTH);
    } else if canonical != all || canonical.chars().count() == 1 {
        kinds = kinds.union(Kinds::STYLE);
    }
    Some(Step::new(without_brackets(&kept), kinds, "NFKD"))
}

fn is_other_width(c: char) -> bool {
    let width = CodePointMapData::<EastAsianWidth>::new().get(c);
    width == EastAsianWidth::Fullwidth || width == EastAsianWidth::Halfwidth
}

fn without_brackets(text: &str) -> &str {
    let inside = |open, close| text.strip_prefix(open)?.strip_suffix(close).filter(|inside: &&str| !inside.is_empty());
    inside('(', ')').or_else(|| inside('〔', '〕')).unwrap_or(text)
}

fn case_folded(c: char) -> Option<Step> {
    let mut original = [0; 4];
    let original = &*c.encode_utf8(&mut original);
    let folded = CaseMapper::new().fold_string(original);
    (folded != original).then(|| Step::new(folded.into_owned(), Kinds::CASE, "casefold"))
}
