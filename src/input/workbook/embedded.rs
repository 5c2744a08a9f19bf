//! Documents that are embedded in a workbook, and parts of which it is not known what they are. Their bytes tell: texts are added,
//! and what has texts in a form that is not unpacked here is unread.

use std::collections::BTreeMap;

use memchr::memmem;

use super::asides::Asides;
use super::guard::archive;
use super::guard::compound::{self, Stream};
use super::ods::paragraphs::add_all;
use super::runs;
use super::sheet;
use super::xls::Xls;
use super::xlsx::drawing;
use super::xlsx::package::Package;
use crate::input::aside::AsidePlace;
use crate::input::layout::UNREAD;
use crate::message::WorkbookError;

/// How many documents may be inside each other.
const DEPTH: usize = 5;

const ARCHIVE: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// What pictures have at an offset: PNG, JPEG, GIF, TIFF, and the metafiles of Windows. They have no text.
const PICTURES: [(usize, &[u8]); 8] = [
    (0, b"\x89PNG"),
    (0, b"\xFF\xD8\xFF"),
    (0, b"GIF8"),
    (0, b"II*\0"),
    (0, b"MM\0*"),
    (40, b" EMF"),
    (0, b"\xD7\xCD\xC6\x9A"),
    (0, b"\x01\0\x09\0"),
];
/// What documents begin with whose texts are packed, drawn or escaped: PostScript, RAR, 7z, gzip, bzip2, xz, `DjVu`, `AutoCAD`, CAJ.
const CLOSED: [&[u8]; 9] = [
    b"%!PS",
    b"Rar!\x1A\x07",
    b"7z\xBC\xAF\x27\x1C",
    b"\x1F\x8B\x08",
    b"BZh91AY&SY",
    b"\xFD7zXZ\0",
    b"AT&TFORM",
    b"AC10",
    b"CAJ\0",
];
/// What such documents have at their beginning, and what is around them may have further on: PDF, RTF, archives and mails.
const CLOSED_INSIDE: [&[u8]; 4] = [b"%PDF-", b"{\\rtf", ARCHIVE, b"MIME-Version:"];
/// Parts of archives that are such documents, in lower case: OFD, XPS and the ones of Apple.
const CLOSED_PARTS: [&str; 3] = ["ofd.xml", "fixeddocseq.fdseq", ".iwa"];
/// Streams of compound files that are such documents: encrypted ones, and drawings of Visio.
const CLOSED_STREAMS: [&str; 3] = ["EncryptedPackage", "EncryptedSummary", "VisioDocument"];
/// Streams of Office documents. Each of them may have a theme in it, which is an archive.
const OFFICE_STREAMS: [&str; 6] = ["WordDocument", "0Table", "1Table", "Data", "PowerPoint Document", "Pictures"];
/// Where Word says whether a document is encrypted, and the bit that says so.
const WORD_FLAGS: usize = 11;
const IS_ENCRYPTED: u8 = 1;

/// Folders of archives without texts of their content, in lower case: properties, relationships, pictures and programs.
const FOLDERS: [&str; 12] = [
    "docprops/",
    "_rels/",
    "/media/",
    "/theme/",
    "printersettings/",
    "meta-inf/",
    "thumbnails/",
    "pictures/",
    "objectreplacements/",
    "configurations2/",
    "basic/",
    "dialogs/",
];
const FILES: [&str; 13] = [
    "[content_types].xml",
    "calcchain.xml",
    "calcchain.bin",
    "vbaproject.bin",
    "vbaprojectsignature.bin",
    "vbadata.xml",
    "metadata.bin",
    "metadata.xml",
    "mimetype",
    "meta.xml",
    "settings.xml",
    "manifest.rdf",
    "layout-cache",
];
/// Streams and storages of compound files without texts of their content: what links and shows the object, pivot caches and
/// programs. The names of properties and pictures begin with a control.
const STREAMS: [&str; 8] =
    ["\u{1}CompObj", "\u{1}Ole", "_VBA_PROJECT_CUR", "_SX_DB_CUR", "Macros", "VBA", "_signatures", "_xmlsignatures"];
/// A file that the packager of Windows has put into the stream.
const NATIVE: &str = "\u{1}Ole10Native";

/// Whether the name of a part, in lower case, is one of a part without texts of its content.
pub(super) fn has_no_text(part: &str) -> bool {
    let file = part.rsplit('/').next().unwrap_or_default();
    FILES.contains(&file) || FOLDERS.iter().any(|folder| is_inside(part, folder))
}

/// Whether a part is in a folder. One that begins with a slash is in another folder.
fn is_inside(part: &str, folder: &str) -> bool {
    let is_at = |at: usize| folder.starts_with('/') || at == 0 || part.as_bytes().get(at - 1) == Some(&b'/');
    memmem::find_iter(part.as_bytes(), folder).any(is_at)
}

/// Adds the texts of bytes. Returns whether that were all.
pub(super) fn add(bytes: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> bool {
    add_at(DEPTH, bytes, place, out)
}

/// Adds the documents and other texts in the compound file of an .xls beside the workbook itself.
pub(super) fn add_beside_book(bytes: Vec<u8>, out: &mut Asides) {
    let is_wanted = |path: &str| has_text(path) && !is_book(path);
    let mut found: BTreeMap<String, (AsidePlace, Asides, bool)> = BTreeMap::new();
    // That the file is damaged is said when the workbook is opened.
    for Stream { path, bytes } in compound::streams(bytes, is_wanted).unwrap_or_default() {
        let name = path.split('/').next().unwrap_or_default().to_owned();
        let place = if name == path {
            AsidePlace::Part { sheet: None, part: path.clone() }
        } else {
            AsidePlace::Document { sheet: None, part: name.clone() }
        };
        // One document is one text.
        let (place, inside, is_read) = found.entry(name).or_insert((place, out.inside(), true));
        *is_read &= bytes.is_some_and(|bytes| add_stream(DEPTH, &path, bytes, place, inside));
    }
    for (place, inside, is_read) in found.into_values() {
        let is_all = out.add_joined(&place, &inside);
        if !(is_all && is_read) {
            out.unread(place);
        }
    }
}

/// Adds the texts of bytes with so many documents around them that `depth` more are read.
fn add_at(depth: usize, bytes: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> bool {
    let is_picture = |(at, mark): &(usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    if PICTURES.iter().any(is_picture) {
        return true;
    }
    if CLOSED.iter().any(|mark| bytes.starts_with(mark)) {
        return false;
    }
    if drawing::is_markup(&bytes) {
        return drawing::of_bytes(&bytes, place, out).is_ok();
    }
    let is_archive = bytes.starts_with(ARCHIVE);
    if !is_archive && !bytes.starts_with(COMPOUND) {
        out.add(place.clone(), &runs::of_any_encoding(&bytes));
        return !CLOSED_INSIDE.iter().any(|mark| memmem::find(&bytes, mark).is_some());
    }
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };

    // One document is one text.
    let mut inside = out.inside();
    let is_read = if is_archive {
        add_archive(depth, bytes, place, &mut inside).unwrap_or(false)
    } else {
        add_compound(depth, &bytes, place, &mut inside)
    };
    is_read & out.add_joined(place, &inside)
}

/// Adds the texts of all parts of an archive.
fn add_archive(depth: usize, bytes: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> Result<bool, WorkbookError> {
    let unpacked = archive::unpacked(&bytes, out.left_to_unpack())?;
    out.unpack(unpacked);
    let mut package = Package::new(bytes)?;
    let names = package.names();
    let is_open_document = names.iter().any(|name| name == "content.xml");
    let mut is_read = true;
    for name in names {
        if CLOSED_PARTS.iter().any(|closed| name.ends_with(closed)) {
            return Ok(false);
        }
        if has_no_text(&name) {
            continue;
        }
        let bytes = package.bytes(&name)?;
        is_read &= match name.rsplit('.').next() {
            Some("xml") if is_open_document => add_all(&bytes[..], place, out).is_ok(),
            Some("vml") => drawing::vml(&bytes, place, out).is_ok(),
            _ => add_at(depth, bytes, place, out),
        };
    }
    Ok(is_read)
}

/// Adds the texts of all streams of a compound file.
fn add_compound(depth: usize, bytes: &[u8], place: &AsidePlace, out: &mut Asides) -> bool {
    let Ok(streams) = compound::streams(bytes.to_vec(), has_text) else {
        // What can be seen of a damaged one.
        out.add(place.clone(), &runs::of_any_encoding(bytes));
        return false;
    };
    let mut is_read = true;
    for Stream { path, bytes } in streams {
        is_read &= bytes.is_some_and(|bytes| add_stream(depth, &path, bytes, place, out));
    }
    is_read
}

/// Whether a stream may have texts of the content.
fn has_text(path: &str) -> bool {
    let is_known = |name: &str| STREAMS.contains(&name) || name.starts_with(['\u{2}', '\u{3}', '\u{5}']);
    !path.split('/').any(is_known)
}

/// Whether a stream is that of a workbook.
fn is_book(path: &str) -> bool {
    ["Workbook", "Book"].iter().any(|name| path.eq_ignore_ascii_case(name))
}

fn add_stream(depth: usize, path: &str, bytes: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name {
        name if CLOSED_STREAMS.contains(&name) => false,
        NATIVE => {
            let (head, file) = native(&bytes);
            out.add(place.clone(), &runs::of_any_encoding(head));
            add_at(depth, file.to_vec(), place, out)
        }
        "WordDocument" if bytes.get(WORD_FLAGS).is_some_and(|flags| flags & IS_ENCRYPTED != 0) => false,
        name if OFFICE_STREAMS.contains(&name) || is_book(name) => {
            out.add(place.clone(), &runs::of_any_encoding(&bytes));
            !is_book(name) || add_book(bytes, place, out)
        }
        _ => add_at(depth, bytes, place, out),
    }
}

/// Adds the cells of an .xls. Returns whether there are none that are protected or have formulas without a value.
fn add_book(stream: Vec<u8>, place: &AsidePlace, out: &mut Asides) -> bool {
    let mut book = match Xls::new(stream) {
        Ok(book) => book,
        // A chart of another program may be a stream of the same name.
        Err(error) => return !matches!(error, WorkbookError::Protected),
    };
    let mut is_read = true;
    for name in book.sheets() {
        // What can be seen of a damaged sheet is read with the stream.
        let Ok(content) = book.content(&name) else { continue };
        sheet::each_cell(&content.text, |_, cell| {
            is_read &= cell != UNREAD;
            if cell != UNREAD {
                out.add(place.clone(), &cell);
            }
        });
    }
    is_read
}

/// What the packager has written in front of a file, and the file.
fn native(stream: &[u8]) -> (&[u8], &[u8]) {
    let file = place_of_native(stream).and_then(|at| stream.split_at_checked(at));
    // Other programs write the length of the whole alone.
    file.unwrap_or_else(|| stream.split_at(stream.len().min(4)))
}

/// The offset of the file: behind the length of the whole, flags, the name, the folder, two numbers, the place where it was
/// unpacked, with its length, and its own length.
fn place_of_native(stream: &[u8]) -> Option<usize> {
    let text_end = |from: usize| Some(from + memchr::memchr(0, stream.get(from..)?)? + 1);
    let number = |at: usize| Some(u32::from_le_bytes(*stream.get(at..)?.first_chunk()?) as usize);
    let numbers = text_end(text_end(6)?)?;
    let unpacked = numbers.checked_add(8)?;
    let len = unpacked.checked_add(number(numbers + 4)?)?;
    let begin = len.checked_add(4)?;
    let end = begin.checked_add(number(len)?)?;
    (end <= stream.len()).then_some(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_texts_are_told_by_their_folder_and_their_name() {
        for (part, expected) in [
            ("docprops/app.xml", true),
            ("xl/media/image1.svg", true),
            ("word/theme/theme1.xml", true),
            ("object 1/pictures/a.pdf", true),
            ("pictures/a.pdf", true),
            ("my pictures/a.pdf", false),
            ("visual basic/a.txt", false),
            ("word/vbaproject.bin", true),
            ("word/document.xml", false),
            ("xl/embeddings/o.bin", false),
        ] {
            assert_eq!(has_no_text(part), expected, "{part}");
        }
    }
}
