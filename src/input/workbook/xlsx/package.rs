//! The package of an .xlsx: a ZIP archive whose parts refer to each other by relationships.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use memchr::memmem;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Xml, attribute};
use crate::input::entries;
use crate::input::workbook::Result;
use crate::input::workbook::guard::archive::{self, Unpacking};
use crate::input::workbook::kind::Kind;
use crate::message::{Cause, Damage, WorkbookError};

/// The part that says which part is the workbook.
const ROOT: &str = "_rels/.rels";
const CONTENT_TYPES: &str = "[content_types].xml";
/// The ends of the content types of a workbook, a template, and both with macros.
const WORKBOOK_TYPES: [&[u8]; 4] = [
    b"spreadsheetml.sheet.main+xml",
    b"spreadsheetml.template.main+xml",
    b"ms-excel.sheet.macroEnabled.main+xml",
    b"ms-excel.template.macroEnabled.main+xml",
];
/// The most bytes of the list of content types that are searched.
const TYPES: u64 = 1 << 20;

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// An opened package.
pub(in crate::input::workbook) struct Package {
    archive: Archive,
    /// Each part by its normalized name.
    parts: HashMap<String, usize>,
    unpacking: Unpacking,
    /// The length of the archive in bytes.
    len: u64,
}

/// How the workbook refers to another part.
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type, such as `worksheet`.
    pub(super) kind: String,
    pub(super) target: String,
    /// Whether the target is no part of the package, such as a page of the web.
    pub(super) is_external: bool,
}

/// Whether the bytes are an archive with a workbook in XML, under whatever name.
pub(in crate::input::workbook) fn has_workbook(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };

    let mut types = None;
    let mut has_workbook = false;
    for index in 0..archive.len() {
        let Some(name) = archive.name_for_index(index).and_then(std::result::Result::ok).map(|name| normalized(&name))
        else {
            continue;
        };
        let file = name.rsplit('/').next().unwrap_or_default();
        let number = file.strip_prefix("workbook").and_then(|rest| rest.strip_suffix(".xml"));
        has_workbook |= number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        if name == CONTENT_TYPES {
            types = Some(index);
        }
    }

    let Some(types) = types else {
        return false;
    };
    if has_workbook {
        return true;
    }
    let mut text = Vec::new();
    let Ok(part) = archive.by_index(types) else {
        return false;
    };
    if part.take(TYPES).read_to_end(&mut text).is_err() {
        return false;
    }
    WORKBOOK_TYPES.iter().any(|name| memmem::find(&text, name).is_some())
}

impl Package {
    /// # Errors
    /// If it is no archive, or two of its parts have one name: programs differ in which of them they read.
    pub(in crate::input::workbook) fn new(bytes: Vec<u8>) -> Result<Self> {
        let entries = entries::stated(&bytes);
        let len = bytes.len() as u64;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(cannot_unpack)?;
        if entries.is_some_and(|entries| entries > archive.len()) {
            return Err(Kind::Xlsx.damaged(Damage::SameNames));
        }

        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let Some(name) = archive.name_for_index(index) else {
                continue;
            };
            let name = name.map_err(cannot_unpack)?;
            if name.ends_with(['/', '\\']) {
                continue;
            }
            if parts.insert(normalized(&name), index).is_some() {
                return Err(Kind::Xlsx.damaged(Damage::SameNames));
            }
        }
        let unpacking = Unpacking::new(archive.len());
        Ok(Self { archive, parts, unpacking, len })
    }

    /// The part with the workbook: the one that the package states, or the one with the usual name.
    pub(super) fn workbook(&mut self) -> Result<String> {
        for relationship in self.relationships("")? {
            if relationship.kind == "officeDocument"
                && let Some(part) = self.resolve("", &relationship.target)
            {
                return Ok(part);
            }
        }
        let mut usual: Vec<&String> = self.parts.keys().filter(|name| name.ends_with("workbook.xml")).collect();
        usual.sort_unstable();
        usual.first().map(|name| (*name).clone()).ok_or(WorkbookError::NoWorkbook)
    }

    /// The relationships of a part, or of the package if the name is empty. There are none if their part is missing.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>> {
        let name = relationships_of(part);
        let mut relationships = Vec::new();
        if !self.parts.contains_key(&name) {
            return Ok(relationships);
        }
        let mut xml = self.open(&name)?;
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                    let kind = attribute(&tag, "Type")?.unwrap_or_default();
                    relationships.push(Relationship {
                        id: attribute(&tag, "Id")?.unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: attribute(&tag, "Target")?.unwrap_or_default(),
                        is_external: attribute(&tag, "TargetMode")?.is_some_and(|mode| mode == "External"),
                    });
                }
                Event::Eof => return Ok(relationships),
                _ => {}
            }
        }
    }

    /// The part of a type to which the workbook refers, or the one with the usual name.
    pub(super) fn find(&self, workbook: &str, relationships: &[Relationship], kind: &str) -> Option<String> {
        let stated = relationships.iter().find(|relationship| relationship.kind == kind);
        let part = stated.and_then(|relationship| self.resolve(workbook, &relationship.target));
        part.or_else(|| self.resolve(workbook, &format!("{kind}.xml")))
    }

    /// The part that a target means: relative to the part that refers to it, or else to the package.
    pub(in crate::input::workbook) fn resolve(&self, from: &str, target: &str) -> Option<String> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_absolute = target.starts_with(['/', '\\']);
        let inside = normalized(&format!("{folder}/{target}"));
        if !is_absolute && self.parts.contains_key(&inside) {
            return Some(inside);
        }
        let absolute = normalized(target);
        self.parts.contains_key(&absolute).then_some(absolute)
    }

    /// The normalized names of all parts, in their order.
    pub(in crate::input::workbook) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.parts.keys().cloned().collect();
        names.sort_unstable();
        names
    }

    /// The bytes of a part by its normalized name.
    pub(in crate::input::workbook) fn bytes(&mut self, part: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.content(part)?.read_to_end(&mut bytes).map_err(|error| cannot_unpack(error.into()))?;
        Ok(bytes)
    }

    /// Opens a part by its normalized name.
    pub(super) fn open(&mut self, part: &str) -> Result<Xml<'_>> {
        Xml::new(self.content(part)?)
    }

    /// The bytes of a part as they are unpacked, which are counted.
    fn content<'a>(&'a mut self, part: &str) -> Result<impl Read + use<'a>> {
        let index = *self.parts.get(part).ok_or(WorkbookError::SheetMissing)?;
        let content = self.archive.by_index(index).map_err(cannot_unpack)?;
        let packed = content.compressed_size().min(self.len);
        Ok(self.unpacking.part(index, packed, content))
    }
}

/// The name of the part with the relationships of another, or of the package if the name is empty.
pub(super) fn relationships_of(part: &str) -> String {
    if part.is_empty() {
        return ROOT.to_owned();
    }
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    normalized(&format!("{folder}/_rels/{file}.rels"))
}

/// A name as all names are compared: with slashes, without `.` and `..`, in lower case, without percent-encoding.
fn normalized(name: &str) -> String {
    let name = percent_decoded(name).replace('\\', "/").to_lowercase();
    let mut segments = Vec::new();
    for segment in name.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

fn percent_decoded(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded {
            Some(decoded) if byte == b'%' => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

fn cannot_unpack(error: ZipError) -> WorkbookError {
    let refusal = match &error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Some(WorkbookError::Protected),
        ZipError::Io(error) => archive::refusal(error),
        _ => None,
    };
    refusal.unwrap_or_else(|| Kind::Xlsx.damaged(Damage::Archive { cause: Cause::from(error) }))
}
