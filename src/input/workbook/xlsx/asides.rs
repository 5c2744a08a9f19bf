//! The parts of a package with texts beside the cells: comments, drawings, charts, tables, pivot tables, slicers, controls and
//! whatever else there is. An .xlsb has the same parts, some of them binary.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::package::{Package, relationships_of};
use super::{comments, drawing};
use crate::input::aside::AsidePlace;
use crate::input::workbook::asides::Asides;
use crate::input::workbook::loose::Loose;
use crate::input::workbook::{Result, embedded};

/// What a part contains, by the last word of the type of the relationship that leads to it, in lower case. Any other part
/// may be anything.
const KINDS: [(&str, Kind); 11] = [
    ("comments", Kind::Comments),
    ("threadedcomment", Kind::Threads),
    ("drawing", Kind::Drawing),
    ("chart", Kind::Drawing),
    ("chartex", Kind::Drawing),
    ("chartusershapes", Kind::Drawing),
    ("diagramdata", Kind::Drawing),
    ("diagramdrawing", Kind::Drawing),
    ("vmldrawing", Kind::Vml),
    ("oleobject", Kind::Document),
    ("package", Kind::Document),
];
/// The folder in which embedded documents are.
const EMBEDDINGS: &str = "/embeddings/";
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
    /// An embedded document.
    Document,
    /// Tables, pivot tables, slicers, controls: its bytes tell.
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
        let kind = if name.contains(EMBEDDINGS) { Kind::Document } else { Kind::Other };
        Self { kind, name, sheet: None }
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
            if !embedded::has_no_text(&name) && self.seen.insert(name.clone()) {
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
    let (sheet, name) = (part.sheet.clone(), part.name.clone());
    out.unread(match part.kind {
        Kind::Document => AsidePlace::Document { sheet, part: name },
        _ => AsidePlace::Part { sheet, part: name },
    });
}

/// Where the texts of a part are.
fn place(part: &Part) -> AsidePlace {
    let (sheet, name) = (part.sheet.clone(), part.name.clone());
    match (part.kind, sheet) {
        (Kind::Document, sheet) => AsidePlace::Document { sheet, part: name },
        (Kind::Drawing | Kind::Vml, Some(sheet)) => AsidePlace::TextBox { sheet },
        (_, sheet) => AsidePlace::Part { sheet, part: name },
    }
}

/// Adds the texts of a part of which it is not known what it contains.
fn other(package: &mut Package, part: &Part, out: &mut Asides) -> Result<()> {
    let bytes = package.bytes(&part.name)?;
    if part.name.rsplit('.').next() == Some("vml") {
        return drawing::vml(&bytes, &place(part), out);
    }
    if !embedded::add(bytes, &place(part), out) {
        unread(part, out);
    }
    Ok(())
}
