//! What the packages record about Han characters: links from one form to another, and the standard set that the guard keeps.

use encoding_rs::GBK;
use hanconv::RawDictionary;
use icu_normalizer::DecomposingNormalizer;
use icu_properties::CodePointSetData;
use icu_properties::props::UnifiedIdeograph;
use irg_kvariants::{KVARIANTS, KVariantClass};
use mingcha::text::fold::Kinds;

use crate::extra::Extra;
use crate::link::Link;

/// The 6,763 characters of GB 2312, rows 16 to 87.
pub(crate) fn gb2312() -> impl Iterator<Item = char> {
    let bytes = (0xB0..=0xF7).flat_map(|lead| (0xA1..=0xFE).map(move |trail| [lead, trail]));
    // GB 2312 leaves the last five places of level 1 empty; GBK fills them from its private use area.
    bytes
        .filter(|[lead, trail]| *lead != 0xD7 || *trail < 0xFA)
        .filter_map(|pair| GBK.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next())
}

/// Every link that a source records, in the order of trust.
pub(crate) fn recorded(extra: &Extra) -> Vec<(char, char, Link)> {
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
pub(crate) fn ideograph(c: char) -> Option<char> {
    let decomposed = DecomposingNormalizer::new_nfkd().normalize(c.encode_utf8(&mut [0; 4])).chars().next()?;
    CodePointSetData::new::<UnifiedIdeograph>().contains(decomposed).then_some(decomposed)
}
