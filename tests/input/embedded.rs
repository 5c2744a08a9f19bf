//! Documents that are embedded in a workbook: their texts are read, and what has texts in a form that is not unpacked is unread.
//! Pictures, settings of printers and the like are no documents.

use mingcha::input::Options;
use mingcha::message::{Lang, Say as _};

use crate::asides::{asides, biff8_table, ods, ods_table, relationships, table, zip};
use crate::biff::{BIFF8, compound, compound_of, gbk, label, record, stream, wide};

const WORD: &str = "稳定币";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>stream\nx\x9C\x01\x02\x03endstream";

/// The places of texts with the word, and those that are unread with `unread` in front of them.
fn places(bytes: Vec<u8>) -> Vec<String> {
    let mut places = Vec::new();
    for aside in asides(bytes, &Options::default()) {
        let place = aside.place.say(Lang::En);
        match aside.text {
            Some(text) if text.contains(WORD) => places.push(place),
            Some(_) => {}
            None => places.push(format!("unread: {place}")),
        }
    }
    places
}

/// An .xlsx with a part to which its sheet refers.
fn xlsx(kind: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let targets = relationships(&[(kind, &format!("../{name}"))]);
    let workbook = relationships(&[("worksheet", "sheets/s1.xml")]);
    let book = "<workbook><sheets><sheet name='表' r:id='rId1'/></sheets></workbook>";
    zip(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", workbook.as_bytes()),
        ("xl/sheets/s1.xml", table("").as_bytes()),
        ("xl/sheets/_rels/s1.xml.rels", targets.as_bytes()),
        (&format!("xl/{name}"), content),
    ])
}

/// A file as the packager of Windows puts it into a stream: with its name, its folder and its length.
fn native(name: &str, file: &[u8]) -> Vec<u8> {
    let len = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec();
    let path = format!("C:\\{name}\0").into_bytes();
    let name = format!("{name}\0").into_bytes();
    let head = [vec![2, 0], name, path.clone(), vec![0, 0, 3, 0], len(&path), path, len(file)].concat();
    [len(&[&head[..], file].concat()), head, file.to_vec()].concat()
}

fn docx(text: &str) -> Vec<u8> {
    zip(&[("word/document.xml", format!("<w:document><w:p><w:t>{text}</w:t></w:p></w:document>").as_bytes())])
}

/// The stream of an .xls with the word, or one that is protected.
fn book(is_protected: bool) -> Vec<u8> {
    let (globals, text) = if is_protected { (record(0x002F, &[0; 6]), "甲") } else { (Vec::new(), WORD) };
    stream(BIFF8, &globals, &[(0, label(0, 0, text))])
}

const READ: &str = "embedded document xl/embeddings/o.bin of sheet 表";
const UNREAD: &str = "unread: embedded document xl/embeddings/o.bin of sheet 表";

#[test]
fn texts_of_embedded_documents_are_read_however_they_are_packed() {
    let text = [gbk("这里有"), gbk(WORD), gbk("。")].concat();
    let odd = [&[0x8A][..], &gbk("甲有稳定币")].concat();
    let mut big_endian = vec![0xFE, 0xFF];
    big_endian.extend(format!("一、{WORD}").encode_utf16().flat_map(u16::to_be_bytes));
    let span = "<text:p>稳定<text:span>币</text:span></text:p>";
    let mimetype = &b"application/vnd.oasis.opendocument.text"[..];
    let odt = zip(&[("mimetype", mimetype), ("content.xml", format!("<office:text>{span}</office:text>").as_bytes())]);
    for content in [
        gbk(WORD),
        text.clone(),
        odd,
        big_endian.clone(),
        WORD.as_bytes().to_vec(),
        wide(WORD),
        docx(WORD),
        odt.clone(),
        compound("\u{1}Ole10Native", native("a.txt", &text)),
        compound("\u{1}Ole10Native", native("a.txt", &big_endian)),
        compound("\u{1}Ole10Native", native("a.docx", &docx(WORD))),
        compound("\u{1}Ole10Native", native(&format!("{WORD}.txt"), b"no")),
        compound("Package", docx(WORD)),
        compound("EmbeddedOdf", odt),
        compound("Workbook", book(false)),
        compound("WordDocument", [vec![0; 600], wide(WORD)].concat()),
        zip(&[("a.csv", &text)]),
        zip(&[("a.docx", &docx(WORD))]),
        zip(&[("xl/worksheets/sheet1.bin", &wide(WORD))]),
    ] {
        let found = places(xlsx("oleObject", "embeddings/o.bin", &content));
        assert!(found.iter().all(|place| place == READ) && !found.is_empty(), "{found:?}: {:?}", &content[..4]);
    }
    let orphan = zip(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' r:id='rId1'/></sheets></workbook>".as_bytes()),
        ("xl/_rels/workbook.xml.rels", relationships(&[("worksheet", "sheets/s1.xml")]).as_bytes()),
        ("xl/sheets/s1.xml", table("").as_bytes()),
        ("xl/embeddings/o.bin", &gbk(WORD)),
    ]);
    assert_eq!(places(orphan), ["embedded document xl/embeddings/o.bin"]);
}

#[test]
fn documents_that_show_text_but_are_packed_otherwise_are_unread() {
    let word = |flags: u8| [&[0xEC, 0xA5][..], &[0; 9], &[flags], &[0; 600]].concat();
    let mut locked = docx("甲");
    let at = locked.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[at + 8] |= 1;
    for content in [
        PDF.to_vec(),
        b"{\\rtf1\\ansi \\u-31286?}".to_vec(),
        b"%!PS-Adobe-3.0".to_vec(),
        b"Rar!\x1A\x07\x01\0".to_vec(),
        b"7z\xBC\xAF\x27\x1C\0".to_vec(),
        b"\x1F\x8B\x08\0".to_vec(),
        b"From: a\r\nMIME-Version: 1.0\r\n\r\n56m".to_vec(),
        b"<html><meta charset=gbk><br>\xCE\xC8</html>".to_vec(),
        compound("CONTENTS", PDF.to_vec()),
        compound("\u{1}Ole10Native", native("a.pdf", PDF)),
        compound("\u{1}Ole10Native", native("a.rtf", b"{\\rtf1}")),
        compound("\u{1}Ole10Native", native("a.zip", &zip(&[("a.pdf", PDF)]))),
        [&[1, 2, 3][..], PDF].concat(),
        compound("EncryptedPackage", vec![7; 99]),
        compound("VisioDocument", vec![7; 99]),
        compound("Workbook", book(true)),
        compound("WordDocument", word(1)),
        zip(&[("OFD.xml", b"<OFD/>"), ("Doc_0/Pages/Page_0/Content.xml", b"<TextCode>x</TextCode>")]),
        zip(&[("index/document.iwa", b"\0\x01")]),
        locked,
    ] {
        let found = places(xlsx("oleObject", "embeddings/o.bin", &content));
        assert_eq!(found, [UNREAD], "{:?}", String::from_utf8_lossy(&content[..8.min(content.len())]));
    }
    assert_eq!(places(xlsx("oleObject", "embeddings/o.bin", &compound("WordDocument", word(0)))), [""; 0]);
}

#[test]
fn documents_inside_each_other_are_read_to_some_depth_and_then_unread() {
    let mut bytes = docx(WORD);
    let mut found = Vec::new();
    for _ in 0..9 {
        bytes = zip(&[("a.docx", &bytes)]);
        found.push(places(xlsx("package", "embeddings/o.bin", &bytes)));
    }
    assert_eq!(found[1], [READ]);
    assert_eq!(found[8], [UNREAD]);
}

#[test]
fn pictures_settings_and_programs_are_no_documents() {
    let old_picture = [&[0xD7, 0xCD, 0xC6, 0x9A][..], &[0; 40]].concat();
    let metafile = [&[1, 0, 0, 0][..], &[0; 36], b" EMF", &[0; 20]].concat();
    for (kind, name, content) in [
        ("image", "media/i.pdf", PDF.to_vec()),
        ("printerSettings", "printerSettings/p.bin", [b"%PDF-", &wide(WORD)[..]].concat()),
        ("vbaProject", "vbaProject.bin", compound("PROJECT", wide(WORD))),
        ("oleObject", "embeddings/o.bin", old_picture),
        ("oleObject", "embeddings/o.bin", metafile.clone()),
        ("oleObject", "embeddings/o.bin", compound("\u{1}Ole10Native", native("a.png", b"\x89PNG\r\n"))),
        ("oleObject", "embeddings/o.bin", compound("\u{1}Ole10Native", b"\x04\0\0\0BM\0\0".to_vec())),
        ("oleObject", "embeddings/o.bin", compound("\u{2}OlePres000", metafile)),
        ("oleObject", "embeddings/o.bin", compound("\u{5}SummaryInformation", wide(WORD))),
        ("oleObject", "embeddings/o.bin", compound("Workbook", stream(BIFF8, &[], &[(0, label(0, 0, "甲"))]))),
        // A theme of Office.
        ("oleObject", "embeddings/o.bin", compound("1Table", [&[1, 2][..], &docx("甲")].concat())),
        ("oleObject", "embeddings/o.bin", zip(&[("xl/drawings/v.vml", b"<xml><v:shape><br></v:shape></xml>")])),
        ("oleObject", "embeddings/o.bin", Vec::new()),
        ("control", "activeX/activeX1.bin", compound("contents", wide("确定"))),
        ("oleObject", "embeddings/o.bin", docx("甲")),
    ] {
        assert_eq!(places(xlsx(kind, name, &content)), [""; 0], "{name}");
    }
}

#[test]
fn documents_in_an_xls_are_read_and_its_properties_and_macros_are_not() {
    let xls = |name: &str, content: &[u8]| {
        let sheet = stream(BIFF8, &[], &[(0, biff8_table())]);
        compound_of(vec![("Workbook", sheet), (name, content.to_vec())])
    };
    for (name, content, expected) in [
        ("MBD00012345/WordDocument", [vec![0; 600], wide(WORD)].concat(), "embedded document MBD00012345"),
        ("MBD00012345/Package", docx(WORD), "embedded document MBD00012345"),
        ("MBD00012345/Workbook", book(false), "embedded document MBD00012345"),
        ("MBD00012345/\u{1}Ole10Native", native("a.txt", &gbk(WORD)), "embedded document MBD00012345"),
        ("MBD00012345/CONTENTS", PDF.to_vec(), "unread: embedded document MBD00012345"),
        ("MBD00012345/Workbook", book(true), "unread: embedded document MBD00012345"),
        ("Ctls", wide(WORD), "part Ctls"),
        ("Revision Log", wide(WORD), "part Revision Log"),
    ] {
        let found = places(xls(name, &content));
        assert!(found.iter().all(|place| place == expected) && !found.is_empty(), "{name}: {found:?}");
    }
    for name in
        ["\u{5}SummaryInformation", "_VBA_PROJECT_CUR/PROJECT", "_SX_DB_CUR/0001", "MBD00012345/\u{1}CompObj", "Book"]
    {
        assert_eq!(places(xls(name, &wide(WORD))), [""; 0], "{name}");
    }
}

#[test]
fn objects_of_an_ods_are_read_whatever_program_they_are_of() {
    let table = |element: &str| {
        let shapes =
            format!("<table:shapes><draw:frame><draw:{element} xlink:href='./Object 1'/></draw:frame></table:shapes>");
        ods_table(&shapes, "<text:p>甲</text:p>", "<text:p>软件</text:p>")
    };
    let with = |element: &str, name: &str, content: &[u8]| {
        let plain = ods(&table(element), &[]);
        let mut parts = vec![(name.to_owned(), content.to_vec())];
        let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
        for name in ["mimetype", "content.xml"] {
            let mut part = Vec::new();
            std::io::copy(&mut archive.by_name(name).unwrap(), &mut part).unwrap();
            parts.push((name.to_owned(), part));
        }
        parts.reverse();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
        zip(&parts)
    };
    let of_sheet = "embedded document Object 1 of sheet 表";
    let unread = "unread: embedded document Object 1 of sheet 表";
    let shape = "text box, shape or chart on sheet 表";
    let math =
        |content: &str| format!("<math xmlns='http://www.w3.org/1998/Math/MathML'>{content}</math>").into_bytes();
    let header = "<style:header xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'><text:p>稳定币</text:p></style:header>";
    let open_document = zip(&[
        ("mimetype", &b"application/vnd.oasis.opendocument.spreadsheet"[..]),
        ("content.xml", "<a><text:p>稳定<text:span>币</text:span></text:p></a>".as_bytes()),
    ]);
    for (element, name, content, expected) in [
        ("object-ole", "Object 1", compound("Workbook", book(false)), of_sheet),
        ("object", "Object 1", open_document, of_sheet),
        ("object", "Object 1", docx(WORD), of_sheet),
        ("object-ole", "Object 1", compound("CONTENTS", PDF.to_vec()), unread),
        ("object-ole", "Object 1", PDF.to_vec(), unread),
        ("object", "Object 1/content.xml", math("<mtext>稳定币</mtext>"), shape),
        ("object", "Object 1/content.xml", math("<mrow><mi>稳</mi><mi>定</mi><mo>币</mo></mrow>"), shape),
        ("object", "Object 1/content.xml", math("<mi>x</mi><annotation>稳定币</annotation>"), shape),
        ("object", "Object 1/styles.xml", header.as_bytes().to_vec(), "header or footer of the pages of sheet 表"),
        ("object", "Object 1/Object 2/content.xml", "<a><text:p>稳定币</text:p></a>".as_bytes().to_vec(), shape),
        ("object", "Object 3", compound("Workbook", book(false)), "embedded document Object 3"),
        (
            "object",
            "Object 3/content.xml",
            "<a><text:p>稳定币</text:p></a>".as_bytes().to_vec(),
            "part Object 3/content.xml",
        ),
    ] {
        let found = places(with(element, name, &content));
        assert!(found.iter().all(|place| place == expected) && !found.is_empty(), "{name}: {found:?}");
    }
    for name in [
        "Pictures/a.pdf",
        "Thumbnails/thumbnail.png",
        "ObjectReplacements/Object 1",
        "Object 1/meta.xml",
        "settings.xml",
    ] {
        assert_eq!(places(with("object", name, PDF)), [""; 0], "{name}");
    }
}
