//! Names of elements and attributes under their usual prefixes, whatever prefixes a document declares.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use super::{invalid, malformed};
use crate::input::workbook::Result;

/// The namespaces that matter, each with its usual prefix.
const NAMESPACES: [(&str, &str); 9] = [
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:form:1.0", "form"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0", "number"),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0", "calcext"),
];

/// The prefixes that a document declares in place of the usual ones. Almost every document declares none.
#[derive(Default)]
pub(super) struct Names {
    others: Vec<(String, &'static str)>,
}

impl Names {
    /// Reads the declarations of the outermost element.
    pub(super) fn declared(tag: &BytesStart<'_>) -> Result<Self> {
        let mut others = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(invalid)?;
            let key = attribute.key.as_ref();
            let Some(rest) = key.strip_prefix("xmlns") else {
                continue;
            };
            // `xmlns="…"` is for names without prefix.
            let prefix = rest.strip_prefix(':').unwrap_or_default();
            for (namespace, usual) in NAMESPACES {
                if *attribute.value == *namespace && prefix != usual {
                    others.push((prefix.to_owned(), usual));
                }
            }
        }
        Ok(Self { others })
    }

    /// The name of an element under its usual prefix.
    pub(super) fn element<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if self.others.is_empty() {
            return Cow::Borrowed(name);
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        for (other, usual) in &self.others {
            if other == prefix {
                return Cow::Owned(format!("{usual}:{local}"));
            }
        }
        Cow::Borrowed(name)
    }

    /// The name of an attribute under its usual prefix. The namespace for names without prefix is not for attributes.
    pub(super) fn key<'a>(&self, attribute: &Attribute<'a>) -> Cow<'a, str> {
        let key = attribute.key.into_inner();
        if key.contains(':') { self.element(key) } else { Cow::Borrowed(key) }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, tag: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(invalid)?;
            if self.key(&attribute) == name {
                return Ok(Some(value(&attribute)?));
            }
        }
        Ok(None)
    }

    /// The number in an attribute, which is 1 if the attribute is missing.
    pub(super) fn number(&self, tag: &BytesStart<'_>, name: &str) -> Result<u64> {
        match self.attribute(tag, name)? {
            Some(text) => number(&text),
            None => Ok(1),
        }
    }
}

/// The value of an attribute, without its escapes.
pub(super) fn value(attribute: &Attribute<'_>) -> Result<String> {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(invalid)?;
    Ok(value.into_owned())
}

/// How often something is repeated, at least once.
pub(super) fn number(text: &str) -> Result<u64> {
    let digits = text.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return Err(malformed("a number is expected"));
    }
    // A number of too many digits is beyond all limits.
    Ok(digits.parse().unwrap_or(u64::MAX).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_prefix_stands_for_its_namespace() {
        let declarations = "root xmlns='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
                            xmlns:ns0='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
                            xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'";
        let names = Names::declared(&BytesStart::from_content(declarations, 4)).unwrap();
        assert_eq!(names.element("table-row"), "table:table-row");
        assert_eq!(names.element("ns0:p"), "text:p");
        assert_eq!(names.element("office:body"), "office:body");
        let tag = BytesStart::from_content("ns0:s ns0:c=' 12' c='3'", 5);
        assert_eq!(names.number(&tag, "text:c").unwrap(), 12);
        assert_eq!(names.number(&tag, "c").unwrap(), 3);
        assert_eq!(names.number(&tag, "text:d").unwrap(), 1);
    }

    #[test]
    fn a_number_is_at_least_one_and_may_be_too_large() {
        assert_eq!(number("0").unwrap(), 1);
        assert_eq!(number("99999999999999999999999").unwrap(), u64::MAX);
        for text in ["", "-1", "1.5", "many"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
