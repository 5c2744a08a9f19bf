//! The parts of a package with texts beside the cells: comments, drawings, charts, tables, pivot tables, slicers, controls and
//! whatever else there is. An .xlsb has the same parts, some of them binary.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::package::{Package, relationships_of};
use super::{comments, drawing};
use crate::input::aside::AsidePlace;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::guard::archive;
use crate::input::workbook::loose::Loose;
use crate::input::workbook::{Result, runs};

/// What a part contains, by the last word of the type of the relationship that leads to it, in lower case. Any other part
/// may be anything.
const KINDS: [(&str, Kind); 9] = [
    ("comments", Kind::Comments),
    ("threadedcomment", Kind::Threads),
    ("drawing", Kind::Drawing),
    ("chart", Kind::Drawing),
    ("chartex", Kind::Drawing),
    ("chartusershapes", Kind::Drawing),
    ("diagramdata", Kind::Drawing),
    ("diagramdrawing", Kind::Drawing),
    ("vmldrawing", Kind::Vml),
];
/// Relationships to parts that are read elsewhere, have no text, or are pictures and programs.
const OTHERS: [&str; 15] = [
    "worksheet",
    "chartsheet",
    "dialogsheet",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "officedocument",
    "sharedstrings",
    "styles",
    "theme",
    "calcchain",
    "image",
    "audio",
    "video",
    "printersettings",
    "vbaproject",
];
/// Folders and files of a package without texts of its content, in lower case: its properties, relationships, pictures and
/// programs.
const FOLDERS: [&str; 5] = ["docprops/", "_rels/", "/media/", "/theme/", "printersettings/"];
const FILES: [&str; 8] = [
    "[content_types].xml",
    "calcchain.xml",
    "calcchain.bin",
    "vbaproject.bin",
    "vbaprojectsignature.bin",
    "vbadata.xml",
    "metadata.bin",
    "metadata.xml",
];
/// What pictures have at an offset: PNG, JPEG, GIF, and the metafiles of Windows. They have no text.
const PICTURES: [(usize, &[u8]); 5] =
    [(0, b"\x89PNG"), (0, b"\xFF\xD8\xFF"), (0, b"GIF8"), (40, b" EMF"), (0, b"\xD7\xCD\xC6\x9A")];
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// What a part contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input::workbook) enum Kind {
    /// Notes on cells. Those of an .xlsb are binary.
    Comments,
    /// Threads of comments on cells.
    Threads,
    /// Shapes, charts or diagrams in `DrawingML`.
    Drawing,
    /// Shapes and controls in VML, a language of Excel 2000 that later versions still write.
    Vml,
    /// Tables, pivot tables, slicers, controls, embedded documents: its bytes tell.
    Other,
}

/// A part of a package, and the sheet that refers to it, if one does.
pub(in crate::input::workbook) struct Part {
    pub(in crate::input::workbook) kind: Kind,
    pub(in crate::input::workbook) name: String,
    pub(in crate::input::workbook) sheet: Option<Arc<str>>,
}

impl Part {
    /// A part to which no sheet refers.
    pub(in crate::input::workbook) fn of_book(name: String) -> Self {
        Self { kind: Kind::Other, name, sheet: None }
    }
}

/// The parts that have been found. No part is read twice, however many sheets refer to it.
#[derive(Default)]
pub(in crate::input::workbook) struct Parts {
    seen: BTreeSet<String>,
}

impl Parts {
    /// Passes by a part that is read elsewhere.
    pub(in crate::input::workbook) fn pass_by(&mut self, part: &str) {
        self.seen.insert(part.to_owned());
    }

    /// The parts to which a sheet refers, directly or by way of others. Adds the places outside of the file to which it
    /// refers.
    pub(in crate::input::workbook) fn of_sheet(
        &mut self,
        package: &mut Package,
        part: &str,
        sheet: &Arc<str>,
        out: &mut Asides,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut waiting = VecDeque::from([part.to_owned()]);
        while let Some(from) = waiting.pop_front() {
            let place = AsidePlace::Part { sheet: Some(sheet.clone()), part: relationships_of(&from) };
            let Ok(relationships) = package.relationships(&from) else {
                out.unread(place);
                continue;
            };
            let mut outside = Loose::default();
            for relationship in relationships {
                let kind = relationship.kind.to_ascii_lowercase();
                if relationship.is_external {
                    outside.text(&relationship.target);
                } else if !OTHERS.contains(&kind.as_str())
                    && let Some(name) = package.resolve(&from, &relationship.target)
                    && self.seen.insert(name.clone())
                {
                    let known = KINDS.into_iter().find(|(name, _)| *name == kind);
                    let kind = known.map_or(Kind::Other, |(_, kind)| kind);
                    waiting.push_back(name.clone());
                    parts.push(Part { kind, name, sheet: Some(sheet.clone()) });
                }
            }
            out.add(place, &outside.into_text());
        }
        parts
    }

    /// The parts to which no sheet refers, in the order of their names. Those of [`Parts::of_sheet`] have been found before.
    pub(in crate::input::workbook) fn of_no_sheet(&mut self, package: &Package) -> Vec<String> {
        let mut parts = Vec::new();
        for name in package.names() {
            let file = name.rsplit('/').next().unwrap_or_default();
            let has_text = !FOLDERS.iter().any(|folder| name.contains(folder)) && !FILES.contains(&file);
            if has_text && self.seen.insert(name.clone()) {
                parts.push(name);
            }
        }
        parts
    }
}

/// Adds the texts of a part.
pub(in crate::input::workbook) fn read(package: &mut Package, part: &Part, out: &mut Asides) {
    let outcome = match (&part.sheet, part.kind) {
        (Some(sheet), Kind::Comments | Kind::Threads) => {
            package.open(&part.name).and_then(|mut xml| comments::read(&mut xml, sheet, out))
        }
        (Some(_), Kind::Vml) => package.bytes(&part.name).and_then(|bytes| drawing::vml(&bytes, &place(part), out)),
        _ => other(package, part, out),
    };
    if outcome.is_err() {
        unread(part, out);
    }
}

/// Adds a part that cannot be read, or not to its end.
pub(in crate::input::workbook) fn unread(part: &Part, out: &mut Asides) {
    out.unread(AsidePlace::Part { sheet: part.sheet.clone(), part: part.name.clone() });
}

/// Where the texts of a part are.
fn place(part: &Part) -> AsidePlace {
    match &part.sheet {
        Some(sheet) if matches!(part.kind, Kind::Drawing | Kind::Vml) => AsidePlace::TextBox { sheet: sheet.clone() },
        sheet => AsidePlace::Part { sheet: sheet.clone(), part: part.name.clone() },
    }
}

/// A part of which it is not known what it contains.
fn other(package: &mut Package, part: &Part, out: &mut Asides) -> Result<()> {
    let bytes = package.bytes(&part.name)?;
    let is_picture = |(at, mark): &(usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    if PICTURES.iter().any(is_picture) {
        return Ok(());
    }
    if part.name.rsplit('.').next() == Some("vml") {
        return drawing::vml(&bytes, &place(part), out);
    }
    if is_markup(&bytes) {
        return drawing::read(&mut package.open(&part.name)?, &place(part), out);
    }
    if bytes.starts_with(ARCHIVE) {
        return embedded(bytes, &place(part), out);
    }
    if memchr::memmem::find(&bytes, ARCHIVE).is_some() {
        // A file that was put into the sheet as it is: it may have any text.
        unread(part, out);
    }
    out.add(place(part), &runs::of_bytes(&bytes));
    Ok(())
}

/// Whether the bytes are XML, in UTF-8 or UTF-16.
fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is_wide = [&b"\xFF\xFE<\0"[..], b"\xFE\xFF\0<", b"<\0"].iter().any(|mark| bytes.starts_with(mark));
    is_wide || text.trim_ascii_start().starts_with(b"<")
}

/// A document that is embedded in a sheet: the texts of all its parts.
fn embedded(bytes: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> Result<()> {
    archive::check(&bytes)?;
    let mut package = Package::new(bytes)?;
    for name in package.names() {
        let bytes = package.bytes(&name)?;
        let has_text = !FOLDERS.iter().any(|folder| name.contains(folder)) && is_markup(&bytes);
        if has_text {
            drawing::read(&mut package.open(&name)?, place, out)?;
        }
    }
    Ok(())
}
