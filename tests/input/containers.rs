//! Archives and compressed files: every table in them is read, under the name of its member.

use std::io::{Cursor, Write as _};

use mingcha::input::{Opened, Options, Source};
use mingcha::message::{SkipReason, Skipped};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::{Folder, gzip};
use crate::harness::{check, run};
use crate::refusals::run_program;

const CSV: &str = "企业名称,经营范围\n甲公司,虚拟货币\n乙公司,软件\n";

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tar_member(name: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name);
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[148..156].copy_from_slice(b"        ");
    header[156] = kind;
    // The magic of GNU tar. Archives before ustar have none, and no kinds but files.
    if kind != 0 {
        header[257..265].copy_from_slice(b"ustar  \0");
    }
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header.extend(content);
    header.resize(header.len().next_multiple_of(512), 0);
    header
}

fn tar(members: &[(&str, u8, &str)]) -> Vec<u8> {
    let members =
        members.iter().flat_map(|(name, kind, content)| tar_member(name.as_bytes(), *kind, content.as_bytes()));
    members.chain([0; 1024]).collect()
}

pub(crate) fn open(name: &str, bytes: Vec<u8>) -> Result<Opened, String> {
    let source = Source::from_bytes(name, bytes).map_err(|error| error.to_string())?;
    mingcha::input::open(source, &Options::default()).map_err(|error| error.to_string())
}

pub(crate) fn read(bytes: Vec<u8>) -> Vec<(String, Vec<String>)> {
    let inputs = open("a", bytes).unwrap().inputs;
    inputs.into_iter().map(|input| (input.name.clone(), run(input, 1).unwrap().verdicts())).collect()
}

/// The inputs and the parts that are left unread, with the reasons.
pub(crate) fn parts(bytes: Vec<u8>) -> (Vec<String>, Vec<(String, String)>) {
    let opened = open("a", bytes).unwrap();
    let unread = opened.unread.into_iter().map(|refusal| (refusal.sheet, refusal.reason.to_string()));
    (opened.inputs.into_iter().map(|input| input.name).collect(), unread.collect())
}

fn both(name: &str) -> (String, Vec<String>) {
    (name.to_owned(), vec!["reject".to_owned(), "clear".to_owned()])
}

#[test]
fn each_table_of_a_zip_is_an_input_and_the_rest_is_listed() {
    let lines = "{\"经营范围\":\"虚拟货币\"}\n{\"经营范围\":\"软件\"}\n";
    let bytes = zip(&[
        ("一/甲.csv", CSV.as_bytes()),
        ("__MACOSX/._x.csv", b"\0\x05\x16\x07"),
        ("说明.txt", "请查收".as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.csv.gz", &gzip(CSV.as_bytes())),
    ]);
    let skipped = open("a", bytes.clone()).unwrap().skipped;
    assert_eq!(skipped, [Skipped { name: "说明.txt".to_owned(), reason: SkipReason::NoColumn }]);
    assert_eq!(read(bytes), [both("a!一/甲.csv"), both("a!b.jsonl"), both("a!c.csv.gz")]);
}

#[test]
fn an_archive_without_a_table_says_why() {
    let message = open("a", zip(&[("b.txt", b"x"), ("c.pdf", b"%PDF-1.7")])).err().unwrap();
    assert!(
        message.contains("a: is an archive") && message.contains("b.txt: ") && message.contains("document"),
        "{message}"
    );
}

#[test]
fn a_damaged_or_exploding_member_is_named_as_unread_and_the_others_are_read() {
    let mut bytes = zip(&[("a.csv", CSV.as_bytes()), ("b.csv", CSV.repeat(50).as_bytes())]);
    let second = memchr::memmem::find_iter(&bytes, b"PK\x03\x04").nth(1).unwrap();
    bytes[second + 45] ^= 0xFF;
    let (inputs, unread) = parts(bytes);
    assert_eq!((inputs.as_slice(), unread.len()), (&["a!a.csv".to_owned()][..], 1));
    assert!(unread[0].0 == "a!b.csv" && unread[0].1.contains("damaged"), "{unread:?}");

    let message = open("a", zip(&[("b.csv", &vec![b'\n'; 65 << 20])])).err().unwrap();
    assert!(message.contains("b.csv"), "{message}");
}

#[test]
fn each_table_of_a_tar_is_an_input() {
    let long = format!("{}.csv", "长".repeat(60));
    let members = [("d/", b'5', ""), ("a.csv", b'0', CSV), ("././@LongLink", b'L', &*long), ("short", b'0', CSV)];
    let bytes = tar(&members);
    let expected = [both("a!a.csv"), both(&format!("a!{long}"))];
    assert_eq!(read(bytes.clone()), expected);
    assert_eq!(read(gzip(&bytes)), expected);
    let joined = [tar(&[("a.csv", b'0', CSV)]), tar(&[("b.csv", b'0', CSV)])].concat();
    assert_eq!(read(joined), [both("a!a.csv"), both("a!b.csv")]);

    let gbk = [&b"\xBC\xD7.csv"[..], b""].concat();
    assert_eq!(read(tar_member(&gbk, b'0', CSV.as_bytes())).len(), 1);
    assert!(open("a", bytes[..600].to_vec()).err().unwrap().contains("damaged"));
    let pax = "27 path=一/甲乙丙丁.csv\n";
    let pax = format!("{} {}", pax.len(), &pax[3..]);
    assert_eq!(read(tar(&[("x", b'x', &pax), ("short", b'0', CSV)])), [both("a!一/甲乙丙丁.csv")]);
}

#[test]
fn a_member_that_may_have_a_table_and_cannot_be_read_is_named_as_unread() {
    let inner = zip(&[("x.csv", CSV.as_bytes())]);
    let nested = zip(&[("a.csv", CSV.as_bytes()), ("inner.zip", &inner)]);
    let (inputs, unread) = parts(nested);
    assert_eq!((inputs.len(), unread.len(), unread[0].0.as_str()), (1, 1, "a!inner.zip"));

    // The bit that says that a member is encrypted, in its entry of the central directory.
    let mut locked = zip(&[("a.csv", CSV.as_bytes()), ("b.csv", CSV.as_bytes())]);
    let entry = memchr::memmem::rfind(&locked, b"PK\x01\x02").unwrap();
    locked[entry + 8] |= 1;
    let (inputs, unread) = parts(locked);
    assert_eq!((inputs.len(), unread.len(), unread[0].0.as_str()), (1, 1, "a!b.csv"));
    assert!(unread[0].1.contains("password"), "{unread:?}");

    let cut = &gzip(CSV.as_bytes())[..20];
    let (_, unread) = parts(zip(&[("a.csv", CSV.as_bytes()), ("b.csv.gz", cut)]));
    assert!(unread[0].1.contains("gzip") && !unread[0].1.contains("b.csv"), "the name is said once: {unread:?}");

    // What is cut off does not show what it was.
    for fixture in ["table.xlsx", "table.xls"] {
        let whole = std::fs::read(format!("fixtures/input/{fixture}")).unwrap();
        let (inputs, unread) = parts(zip(&[("a.csv", CSV.as_bytes()), (fixture, &whole[..700])]));
        assert_eq!((inputs.len(), unread.len()), (1, 1), "{fixture}");
    }

    let tables = [
        ("c.txt", "企业名称  经营范围\n乙公司  虚拟货币\n"),
        ("d.txt", "企业名称^经营范围\n乙公司^虚拟货币\n"),
        ("e.csv", "企业名字,主营\n乙公司,虚拟货币\n"),
        ("f.csv", "1,乙丙丁科技有限公司,虚拟货币\n"),
        ("g.csv", "名称,乙公司\n地址,某路\n经营范围,虚拟货币\n"),
        ("i.xls", "\u{1}\u{2}\u{5}\0\u{6}\u{7}\u{10}\u{11}encrypted by a program that nobody knows"),
        ("h.html", "<table><tr><td>乙公司</td></tr></table>"),
    ];
    for (name, table) in tables {
        let (inputs, unread) = parts(zip(&[("a.csv", CSV.as_bytes()), (name, table.as_bytes())]));
        assert_eq!((inputs.len(), unread.len()), (1, 1), "{name}");
        assert_eq!(unread[0].0, format!("a!{name}"));
    }

    let mut twins = zip(&[("a.csv", CSV.as_bytes()), ("b.csv", CSV.as_bytes())]);
    while let Some(name) = memchr::memmem::find(&twins, b"b.csv") {
        twins[name] = b'a';
    }
    let message = open("a", twins).err().unwrap();
    assert!(message.contains("same name"), "{message}");
}

#[test]
fn a_compressed_file_is_the_file_itself() {
    // Packed by bzip2, xz and zstd: name,scope / 甲,RWA
    for packed in [BZIP2, XZ, ZSTD] {
        assert_eq!(check(packed).brief(), ["1@2 reject"]);
        let cut = Source::from_bytes("a", packed[..packed.len() - 6].to_vec());
        let cut = cut.and_then(|source| mingcha::input::open(source, &Options::default()));
        let is_refused = match cut {
            Ok(opened) => opened.inputs.into_iter().any(|input| run(input, 1).is_err()),
            Err(_) => true,
        };
        assert!(is_refused);
    }
    let skipped = b"\x50\x2A\x4D\x18\x04\0\0\0\x07\0\0\0";
    let long = [&b"\x5F\x2A\x4D\x18\0\x50\0\0"[..], &vec![b'x'; 0x5000]].concat();
    for packed in [
        [&skipped[..], ZSTD].concat(),
        [&long[..], ZSTD].concat(),
        [&skipped[..], ZSTD, &long].concat(),
        [ZSTD, &skipped[..]].concat(),
    ] {
        assert_eq!(check(packed).brief(), ["1@2 reject"], "frames that hold no data");
    }
    for packed in [BZIP2, ZSTD] {
        assert_eq!(check([packed, packed].concat()).rows.len(), 3, "streams behind the first are read");
    }
}

#[test]
fn end_marks_are_left_out_and_the_summary_says_so() {
    for (text, expected) in [(format!("{CSV}\u{1A}\0"), 1), ("{\"经营范围\":\"软件\"}\n\u{1A}\0".to_owned(), 0)] {
        let output = run_program(&["check", "-"], text);
        let summary = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(expected), "{summary}");
        assert!(summary.contains("its last 2 bytes are marks of its end"), "{summary}");
    }
}

#[test]
fn end_marks_of_utf16_are_no_row() {
    let wide: Vec<u8> = format!("\u{FEFF}{CSV}\u{1A}\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(check(wide).rows.len(), 2);
}

#[test]
fn end_marks_are_no_row() {
    for end in ["\u{1A}", "\u{1A}\0\0\0", "\0\0\0\0\0\0", "\n\u{1A}\u{1A}"] {
        assert_eq!(check(format!("{CSV}{end}")).rows.len(), 2, "{end:?}");
    }
    assert_eq!(check(format!("{CSV}丙\u{1A}公司,x\0y\n")).rows.len(), 3);
}

const BZIP2: &[u8] = &[
    0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x15, 0xA7, 0x4D, 0x45, 0x00, 0x00, 0x0A, 0xD6, 0x79,
    0x00, 0x10, 0x00, 0x04, 0x20, 0x00, 0x10, 0x80, 0x08, 0x06, 0xC4, 0x08, 0x02, 0x80, 0x54, 0x08, 0x02, 0xC0, 0x20,
    0x00, 0x31, 0x40, 0xD3, 0x43, 0x23, 0x26, 0x21, 0x46, 0x40, 0x0D, 0x1A, 0x66, 0xA1, 0x2A, 0xAD, 0xAB, 0x6C, 0x04,
    0x67, 0x30, 0x53, 0x20, 0xCE, 0x6B, 0xE9, 0x32, 0x01, 0xF1, 0x77, 0x24, 0x53, 0x85, 0x09, 0x01, 0x5A, 0x74, 0xD4,
    0x50,
];

const XZ: &[u8] = &[
    0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04, 0xE6, 0xD6, 0xB4, 0x46, 0x02, 0x00, 0x21, 0x01, 0x16, 0x00, 0x00,
    0x00, 0x74, 0x2F, 0xE5, 0xA3, 0x01, 0x00, 0x1B, 0xE5, 0x90, 0x8D, 0xE7, 0xA7, 0xB0, 0x2C, 0xE7, 0xBB, 0x8F, 0xE8,
    0x90, 0xA5, 0xE8, 0x8C, 0x83, 0xE5, 0x9B, 0xB4, 0x0A, 0xE7, 0x94, 0xB2, 0x2C, 0x52, 0x57, 0x41, 0x0A, 0x00, 0x9C,
    0xE1, 0x31, 0x73, 0x9A, 0x60, 0x59, 0xC2, 0x00, 0x01, 0x34, 0x1C, 0x93, 0x1A, 0xAD, 0x8F, 0x1F, 0xB6, 0xF3, 0x7D,
    0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5A,
];

const ZSTD: &[u8] = &[
    0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0xE1, 0x00, 0x00, 0xE5, 0x90, 0x8D, 0xE7, 0xA7, 0xB0, 0x2C, 0xE7, 0xBB, 0x8F,
    0xE8, 0x90, 0xA5, 0xE8, 0x8C, 0x83, 0xE5, 0x9B, 0xB4, 0x0A, 0xE7, 0x94, 0xB2, 0x2C, 0x52, 0x57, 0x41, 0x0A, 0xC1,
    0x00, 0xDE, 0x1A,
];

#[test]
fn a_member_without_a_known_column_is_searched_for_the_named_words() {
    let table = "a,b\n1,虚拟货币交易\n2,稳定币\n";
    let prose = "说明\n本批不含RWA。\n";
    let clean = "企业名称,经营范围\n甲公司,餐饮\n";
    for (member, text, status, place) in
        [("b.csv", table, 2, "cell B2 of sheet b.csv"), ("说明.txt", prose, 0, "cell A2 of sheet 说明.txt")]
    {
        let archive = zip(&[("a.csv", clean.as_bytes()), (member, text.as_bytes())]);
        let folder = Folder::new();
        let file = folder.file_arg("批次.zip", &archive);
        let output = run_program(&["check", &file], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(said.contains(place), "{said}");
    }
}

#[test]
fn a_table_is_read_whatever_clutter_its_name_resembles() {
    let table = "企业名称,经营范围\n甲公司,虚拟货币\n";
    for name in ["__MACOSX/b.csv", "~$b.csv", ".DS_Store", "Thumbs.db", "desktop.ini"] {
        let read = read(zip(&[
            ("a.csv", b"\xE4\xBC\x81\xE4\xB8\x9A\xE5\x90\x8D\xE7\xA7\xB0\n\xE7\x94\xB2\n"),
            (name, table.as_bytes()),
        ]));
        assert!(read.iter().any(|(input, _)| input.ends_with(&format!("!{name}"))), "{name}: {read:?}");
    }
}

#[test]
fn a_row_without_meaning_in_a_member_without_a_known_column_is_unread() {
    let mut text = "编号,内容\n".repeat(40).into_bytes();
    text.extend(b"1,\xE8\x99\n");
    let archive = zip(&[("a.csv", "企业名称,经营范围\n甲公司,餐饮\n".as_bytes()), ("b.csv", &text)]);
    let opened = open("a.zip", archive).unwrap();
    let is_unread = opened.asides.iter().any(|aside| aside.text.is_none()) || !opened.unread.is_empty();
    assert!(is_unread, "{:?}", opened.asides);
}

#[test]
fn a_word_in_the_name_of_a_file_or_folder_of_an_archive_is_warned_of() {
    let clean = "企业名称,经营范围\n甲公司,餐饮\n".as_bytes();
    for name in ["虚拟货币.csv", "2026/虚拟货币/甲.csv", "说明（稳定币）.pdf"] {
        let folder = Folder::new();
        let file = folder.file_arg("a.zip", zip(&[("a.csv", clean), (name, clean)]));
        let output = run_program(&["check", &file], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(&format!("name of the file {name} in the archive has")), "{said}");
        assert_eq!(said.matches("in the archive has").count(), 1, "{said}");
    }
    let named = tar_member("甲/稳定币.csv".as_bytes(), b'0', clean);
    let tar = [named, vec![0; 1024]].concat();
    let said = String::from_utf8(run_program(&["check"], tar).stderr).unwrap();
    assert!(said.contains("name of the file 甲/稳定币.csv in the archive has"), "{said}");
}
