//! Texts of a part in XML that are in none of the places where it is known that texts are: what its attributes say, and what
//! is written between elements that are not known. A prompt, the caption of a slicer or the name of a trend line is such a text.
//!
//! It is not known what each attribute means, so that whatever has letters counts that are no identifiers.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use super::formats::words_of_code;

/// What stands between two texts: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";
/// Attributes whose values are texts although they are ASCII. Other attributes with ASCII alone are identifiers, types and
/// colors.
const TEXTS: [&str; 22] = [
    "alt",
    "caption",
    "comment",
    "condition",
    "descr",
    "display",
    "displayName",
    "error",
    "errorTitle",
    "expression",
    "label",
    "name",
    "prompt",
    "promptTitle",
    "string",
    "stringValue",
    "text",
    "title",
    "tooltip",
    "uniqueName",
    "v",
    "value",
];
/// The elements whose attribute `val` is a text.
const WITH_VALUES: [&str; 4] = ["filter", "customFilter", "inputCells", "item"];
/// Attributes with names of fonts and places of other parts.
const IDENTIFIERS: [&str; 8] = ["typeface", "face", "style", "codeName", "id", "href", "family", "class"];
/// Names that spreadsheets give to what they define themselves.
const BUILT_IN: &str = "_xl";

/// Elements whose text is a formula or a reference, of which only the texts in quotes count.
const FORMULAS: [&str; 7] = ["f", "formula", "formula1", "formula2", "definedName", "sqref", "calculatedColumnFormula"];

/// Whether the text of an element is a formula or a reference: only what is in quotes in it is a text.
pub(super) fn is_formula(element: &str) -> bool {
    FORMULAS.contains(&element)
}

/// The texts of one part or of one sheet, each once.
#[derive(Default)]
pub(super) struct Loose {
    texts: String,
    seen: BTreeSet<String>,
}

impl Loose {
    /// Adds a text, unless it has no letters.
    pub(super) fn text(&mut self, text: &str) {
        let text = text.trim();
        if !text.contains(char::is_alphabetic) || self.seen.contains(text) {
            return;
        }
        if !self.texts.is_empty() {
            self.texts.push_str(BETWEEN);
        }
        self.texts.push_str(text);
        self.seen.insert(text.to_owned());
    }

    /// Adds the texts in quotes of a formula. A list of choices is one: `"是,否"`.
    pub(super) fn formula(&mut self, formula: &str) {
        for text in formula.split('"').skip(1).step_by(2) {
            self.text(text);
        }
    }

    /// Adds the words of a number format.
    pub(super) fn format(&mut self, code: &str) {
        if let Some(words) = words_of_code(code) {
            self.text(&words);
        }
    }

    /// Adds the attributes of an element that are texts. An attribute that cannot be read is taken as it is written.
    pub(super) fn attributes(&mut self, tag: &BytesStart<'_>) {
        let element = tag.local_name();
        for attribute in tag.attributes().with_checks(false).flatten() {
            if !may_be_text(&attribute, element.as_ref()) {
                continue;
            }
            match quick_xml::escape::unescape(&attribute.value) {
                Ok(value) if attribute.key.local_name().as_ref() == "formatCode" => self.format(&value),
                Ok(value) if is_formula_attribute(&attribute) => self.formula(&value),
                Ok(value) => self.text(&value),
                Err(_) => self.text(&attribute.value),
            }
        }
    }

    /// All texts, with a blank line between them.
    pub(super) fn into_text(self) -> String {
        self.texts
    }
}

fn may_be_text(attribute: &Attribute<'_>, element: &str) -> bool {
    let name = attribute.key.local_name();
    let name = name.as_ref();
    let is_identifier = IDENTIFIERS.contains(&name) || name.ends_with("style-name") || name.contains("font");
    if attribute.key.as_ref().starts_with("xmlns") || is_identifier {
        return false;
    }
    let is_named = TEXTS.contains(&name) || name == "val" && WITH_VALUES.contains(&element);
    // A letter beyond ASCII may be written as a reference.
    let has_letter = !attribute.value.is_ascii() || attribute.value.contains("&#");
    (is_named || has_letter) && !attribute.value.starts_with(BUILT_IN)
}

fn is_formula_attribute(attribute: &Attribute<'_>) -> bool {
    matches!(attribute.key.local_name().as_ref(), "condition" | "expression" | "formula")
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    #[test]
    fn attributes_with_words_are_texts_and_identifiers_are_not() {
        for (tag, expected) in [
            ("<a prompt='请填&#x7A33;定币' id='甲' x:typeface='宋体'/>", "请填稳定币"),
            ("<slicer name='RWA' uid='{AB}' style='宋体'/>", "RWA"),
            ("<filter val='RWA'/>", "RWA"),
            ("<a:srgbClr val='FF00AA'/>", ""),
            ("<a name='_xlnm.Print_Area' xmlns:甲='甲'/>", ""),
            ("<a unknown='虚拟' caption='货币'/>", "虚拟\n\n货币"),
            ("<a name='甲' caption='甲' title='1'/>", "甲"),
            ("<numFmt formatCode='\"稳定币\"0.00\"元\"' v='&bad;x'/>", "稳定币0元\n\n&bad;x"),
        ] {
            let mut loose = Loose::default();
            let mut reader = Reader::from_str(tag);
            let Ok(Event::Empty(tag)) = reader.read_event() else { panic!("{tag}") };
            loose.attributes(&tag);
            assert_eq!(loose.into_text(), expected, "{tag:?}");
        }
    }

    #[test]
    fn only_the_texts_in_quotes_of_a_formula_count() {
        for (formula, expected) in [
            ("\"稳定币,其他\"", "稳定币,其他"),
            ("虚拟货币!$A$1", ""),
            ("IF(A1=\"甲\",\"乙\",1)", "甲\n\n乙"),
            ("\"no end", "no end"),
        ] {
            let mut loose = Loose::default();
            loose.formula(formula);
            assert_eq!(loose.into_text(), expected, "{formula}");
        }
    }
}
