//! Workbooks of Excel 5 to 2003, put together here record by record, as various programs write them.

use mingcha::input::{Options, Source};

use crate::harness::{open, run};

pub(crate) const BIFF8: u16 = 0x0600;
pub(crate) const BIFF5: u16 = 0x0500;

pub(crate) fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let len = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &len.to_le_bytes(), content].concat()
}

pub(crate) fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub(crate) fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Row, column and format of a cell.
pub(crate) fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text with its length and flags, as BIFF8 has it.
pub(crate) fn unicode(text: &str) -> Vec<u8> {
    let units = wide(text);
    [&u16::try_from(units.len() / 2).unwrap().to_le_bytes()[..], &[1], &units].concat()
}

pub(crate) fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    record(0x0204, &[place(row, column), unicode(text)].concat())
}

pub(crate) fn byte_label(row: u16, column: u16, text: &[u8]) -> Vec<u8> {
    let len = u16::try_from(text.len()).unwrap().to_le_bytes();
    record(0x0204, &[&place(row, column)[..], &len, text].concat())
}

fn formula(row: u16, column: u16, result: [u8; 8], flags: u16) -> Vec<u8> {
    record(0x0006, &[&place(row, column)[..], &result, &flags.to_le_bytes(), &[1; 4], &[0; 2]].concat())
}

fn text_result() -> [u8; 8] {
    [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
}

/// A stream with these records about the workbook and with sheets of these types and records.
pub(crate) fn stream(version: u16, globals: &[u8], sheets: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &[version.to_le_bytes(), kind.to_le_bytes(), [0; 2], [0; 2]].concat());
    let bound = |offset: usize, kind: u8, number: usize| {
        let name = format!("S{number}");
        let flags: &[u8] = if version == BIFF8 { &[2, 0] } else { &[2] };
        let offset = u32::try_from(offset).unwrap().to_le_bytes();
        record(0x0085, &[&offset[..], &[0, kind], flags, name.as_bytes()].concat())
    };
    let end = record(0x000A, &[]);
    let names: usize = (0..sheets.len()).map(|number| bound(0, 0, number).len()).sum();

    let mut offset = bof(5).len() + globals.len() + names + end.len();
    let mut book = [bof(5), globals.to_vec()].concat();
    let mut contents = Vec::new();
    for (number, (kind, cells)) in sheets.iter().enumerate() {
        book.extend(bound(offset, *kind, number));
        let sheet = [&bof(0x10)[..], cells, &end].concat();
        offset += sheet.len();
        contents.extend(sheet);
    }
    [book, end, contents].concat()
}

/// A compound file with one stream.
pub(crate) fn compound(name: &str, stream: Vec<u8>) -> Vec<u8> {
    compound_of(vec![(name, stream)])
}

/// A compound file with these streams, each in the root or in a storage of its own: a sector of the FAT, the directory, and the
/// sectors of the streams. Names of storages are in front of a slash.
pub(crate) fn compound_of(streams: Vec<(&str, Vec<u8>)>) -> Vec<u8> {
    const NONE: usize = 0xFFFF_FFFF;
    const END: usize = 0xFFFF_FFFE;
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let entry = |name: &str, kind: u8, sibling: usize, child: usize, first: usize, len: usize| {
        let mut entry = wide(name);
        entry.resize(64, 0);
        entry.extend(u16::try_from(name.len() * 2 + 2).unwrap().to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([number(NONE), number(sibling), number(child)].concat());
        entry.resize(116, 0);
        entry.extend([number(first), number(len), [0; 4]].concat());
        entry
    };

    let entries: usize = 1 + streams.iter().map(|(name, _)| name.split('/').count()).sum::<usize>();
    let of_directory = (entries * 128).div_ceil(512);
    let mut fat = vec![0xFFFF_FFFD];
    fat.extend((1..of_directory).map(|sector| sector + 1).chain([END]));
    let mut directory = entry("Root Entry", 5, NONE, 1, END, 0);
    let mut contents = Vec::new();
    let last = streams.len() - 1;
    for (index, (name, mut stream)) in streams.into_iter().enumerate() {
        stream.resize(stream.len().next_multiple_of(512).max(4096), 0);
        let first = fat.len();
        fat.extend((1..stream.len() / 512).map(|sector| first + sector).chain([END]));
        let number = directory.len() / 128;
        let sibling = |next: usize| if index == last { NONE } else { next };
        match name.split_once('/') {
            Some((storage, name)) => {
                directory.extend(entry(storage, 1, sibling(number + 2), number + 1, 0, 0));
                directory.extend(entry(name, 2, NONE, NONE, first, stream.len()));
            }
            None => directory.extend(entry(name, 2, sibling(number + 1), NONE, first, stream.len())),
        }
        contents.extend(stream);
    }
    assert!(fat.len() <= 128);
    directory.resize(of_directory * 512, 0);
    let mut fat: Vec<u8> = fat.into_iter().flat_map(number).collect();
    fat.resize(512, 0xFF);

    let mut header =
        [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 16], &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]]
            .concat();
    header.resize(512, 0);
    header[44..48].copy_from_slice(&number(1));
    header[48..52].copy_from_slice(&number(1));
    header[56..60].copy_from_slice(&number(4096));
    header[60..64].copy_from_slice(&number(END));
    header[68..72].copy_from_slice(&number(END));
    header[76..].fill(0xFF);
    header[76..80].copy_from_slice(&number(0));
    [header, fat, directory, contents].concat()
}

fn refusal(bytes: &[u8]) -> String {
    let error = open(bytes, usize::MAX, &Options::default()).err().unwrap();
    format!("{error:#}")
}

fn brief(bytes: &[u8]) -> Vec<String> {
    let mut inputs = open(bytes, usize::MAX, &Options::default()).unwrap();
    run(inputs.remove(0), 1).unwrap().brief()
}

pub(crate) fn header() -> Vec<u8> {
    [label(0, 0, "企业名称"), label(0, 1, "经营范围")].concat()
}

fn biff8(cells: &[Vec<u8>]) -> Vec<u8> {
    compound("Workbook", stream(BIFF8, &[], &[(0, [header(), cells.concat()].concat())]))
}

#[test]
fn unicode_is_read_whatever_code_page_is_stated_and_however_the_stream_is_named() {
    for (name, code_page) in [("Workbook", 936_u16), ("WORKBOOK", 1252), ("book", 437), ("BOOK", 65001)] {
        let cells = [header(), label(1, 0, "甲公司"), label(1, 1, "虚拟货币")].concat();
        let globals = record(0x0042, &code_page.to_le_bytes());
        let bytes = compound(name, stream(BIFF8, &globals, &[(0, cells)]));
        assert_eq!(brief(&bytes), ["1@2 reject"], "{name} {code_page}");
    }
}

#[test]
fn a_label_and_the_text_of_a_formula_go_on_in_further_records() {
    let long = "软件开发、".repeat(800);
    let units = wide(&long);
    let more = wide("虚拟货币");
    let len = u16::try_from(usize::midpoint(units.len(), more.len())).unwrap().to_le_bytes();
    let first = [&len[..], &[1], &units].concat();
    let rest = record(0x003C, &[&[1], &more[..]].concat());
    let cells = [
        label(1, 0, "甲"),
        record(0x0204, &[place(1, 1), first.clone()].concat()),
        rest.clone(),
        label(2, 0, "乙"),
        formula(2, 1, text_result(), 0),
        record(0x0207, &first),
        rest,
        label(3, 0, "丙"),
        record(0x00D6, &[place(3, 1), unicode("稳定币"), vec![0; 6]].concat()),
    ];
    assert_eq!(brief(&biff8(&cells)), ["1@2 reject", "2@3 reject", "3@4 reject"]);
}

#[test]
fn a_formula_without_its_value_is_not_clear() {
    let blank = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let cells = [
        label(1, 0, "甲"),
        formula(1, 1, blank, 3),
        label(2, 0, "乙"),
        formula(2, 1, [0; 8], 2),
        label(3, 0, "丙"),
        formula(3, 1, text_result(), 0),
        label(4, 0, "丁"),
        record(0x0205, &[&place(4, 1)[..], &[0x55, 1]].concat()),
        label(5, 0, "戊"),
        formula(5, 1, blank, 0),
    ];
    let brief = brief(&biff8(&cells));
    for (row, name) in brief[..4].iter().zip(1..) {
        assert!(row.starts_with(&format!("{name}@")) && row.contains("unchecked cell-error"), "{brief:?}");
    }
    assert!(brief[4].starts_with("5@6 clear"), "a formula may well give an empty text: {brief:?}");
}

#[test]
fn merged_cells_all_have_the_text_of_the_first() {
    let range: Vec<u8> = [1_u16, 1, 2, 1, 1].iter().flat_map(|number| number.to_le_bytes()).collect();
    let cells = [label(1, 0, "甲"), label(1, 1, "虚拟货币"), label(2, 0, "乙"), record(0x00E5, &range)];
    assert_eq!(brief(&biff8(&cells)), ["1@2 reject", "2@3 reject"]);

    let endless: Vec<u8> = [1_u16, 1, 0xFFFF, 1, 255].iter().flat_map(|number| number.to_le_bytes()).collect();
    let cells = [label(1, 0, "甲"), label(1, 1, "虚拟货币"), record(0x00E5, &endless)];
    assert_eq!(brief(&biff8(&cells)), ["1@2 reject"]);
}

#[test]
fn a_cell_that_is_written_twice_has_both_texts() {
    let cells = [label(1, 0, "甲"), label(1, 1, "虚拟货币"), label(1, 1, "软件")];
    assert_eq!(brief(&biff8(&cells)), ["1@2 reject"]);
}

#[test]
fn excel_5_is_read_in_its_code_page_or_in_the_one_that_its_texts_prove() {
    let cells = [
        byte_label(0, 0, b"name"),
        byte_label(0, 1, b"scope"),
        byte_label(1, 0, &gbk("甲公司")),
        byte_label(1, 1, &gbk("软件开发、虚拟货币交易")),
    ]
    .concat();
    let stated = |code_page: u16| record(0x0042, &code_page.to_le_bytes());
    for globals in [stated(936), stated(1252), stated(437), Vec::new()] {
        let bytes = compound("Book", stream(BIFF5, &globals, &[(0, cells.clone())]));
        assert_eq!(brief(&bytes), ["1@2 reject"], "{globals:?}");
    }

    let unknown = [byte_label(0, 0, b"name"), byte_label(1, 0, b"caf\xE9 cr\xE8me")].concat();
    let bytes = compound("Book", stream(BIFF5, &[], &[(0, unknown)]));
    let error = refusal(&bytes);
    assert!(error.contains("code page") && error.lines().count() == 1, "{error}");
}

#[test]
fn a_stream_without_a_compound_file_and_the_sheets_beside_a_missing_one_are_read() {
    let cells = [header(), label(1, 0, "甲"), label(1, 1, "虚拟货币")].concat();
    assert_eq!(brief(&stream(BIFF8, &[], &[(0, cells.clone())])), ["1@2 reject"]);

    let mut book = stream(BIFF8, &[], &[(0, cells.clone()), (0, cells)]);
    let second = memchr::memmem::find_iter(&book, &[0x85, 0]).nth(1).unwrap();
    book[second + 4..second + 8].copy_from_slice(&[0xFF; 4]);
    let source = Source::from_bytes("a", compound("Workbook", book)).unwrap();
    let opened = mingcha::input::open(source, &Options::default()).unwrap();
    assert_eq!((opened.inputs.len(), opened.unread.len()), (1, 1));
    assert!(opened.unread[0].reason.to_string().contains("no content"));
}

#[test]
fn words_that_a_number_format_shows_are_read() {
    let format = record(0x041E, &[&164_u16.to_le_bytes()[..], &unicode("\"虚拟货币\"")].concat());
    let style = record(0x00E0, &[&[0, 0, 164, 0][..], &[0; 16]].concat());
    let number = record(0x0203, &[&place(1, 1)[..], &1_f64.to_le_bytes()].concat());
    let cells = [header(), label(1, 0, "甲"), number].concat();
    let bytes = compound("Workbook", stream(BIFF8, &[format, style].concat(), &[(0, cells)]));
    assert_eq!(brief(&bytes), ["1@2 reject"]);
}

#[test]
fn charts_are_named_and_encrypted_or_cut_off_workbooks_are_refused() {
    let cells = [header(), label(1, 0, "甲"), label(1, 1, "软件")].concat();
    let book = stream(BIFF8, &[], &[(0, cells.clone()), (2, Vec::new())]);
    assert_eq!(brief(&compound("Workbook", book.clone())), ["1@2 clear"]);

    let encrypted = stream(BIFF8, &record(0x002F, &[0; 6]), &[(0, cells)]);
    assert!(refusal(&compound("Workbook", encrypted)).contains("password"));
    let cut = book[..120].to_vec();
    let error = refusal(&compound("Workbook", cut));
    assert!(error.contains("damaged .xls"), "{error}");
}
