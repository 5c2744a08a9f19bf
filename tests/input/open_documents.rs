//! Open documents (.ods) as any program writes them: all that is shown is read, and what cannot be read is not clear.

use std::io::{Cursor, Write as _};

use calamine::{Ods, Reader as _};
use mingcha::input::Options;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::harness::{Outcome, check, open, text};

pub(crate) const NAMESPACES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
                          xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
                          xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
                          xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'";
const HEADER: &str = "<table:table-row><table:table-cell office:value-type='string'><text:p>企业名称</text:p></table:table-cell>\
                      <table:table-cell office:value-type='string'><text:p>经营范围</text:p></table:table-cell></table:table-row>";

fn package(content: &[u8], manifest: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content),
    ];
    // The name of the format is not compressed in any document.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn content(tables: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content {NAMESPACES}><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn document(tables: &str) -> Vec<u8> {
    package(content(tables).as_bytes(), "<manifest/>")
}

/// A table with a header and further rows.
fn table(rows: &str) -> Vec<u8> {
    document(&format!("<table:table table:name='表'>{HEADER}{rows}</table:table>"))
}

/// A row of cells, each with its attributes and content.
fn row(cells: &[(&str, &str)]) -> String {
    let mut row = String::from("<table:table-row>");
    for (attributes, content) in cells {
        row.push_str("<table:table-cell ");
        row.push_str(attributes);
        row.push('>');
        row.push_str(content);
        row.push_str("</table:table-cell>");
    }
    row + "</table:table-row>"
}

const STRING: &str = "office:value-type='string'";

/// A row whose name is to be read.
fn name(attributes: &str, content: &str) -> String {
    row(&[(attributes, content), (STRING, "<text:p>软件</text:p>")])
}

/// A row whose scope is to be read.
fn scope(attributes: &str, content: &str) -> String {
    row(&[(STRING, "<text:p>甲</text:p>"), (attributes, content)])
}

fn names(outcome: &Outcome) -> Vec<String> {
    outcome.rows.iter().map(|row| text(&row["name"])).collect()
}

fn refusal(bytes: &[u8]) -> String {
    format!("{:#}", open(bytes, usize::MAX, &Options::default()).err().unwrap())
}

#[test]
fn text_of_a_cell_is_read_whatever_elements_it_has() {
    let cases = [
        ("", "<text:p>甲</text:p>", "甲"),
        (STRING, "<text:p>甲</text:p><text:p>乙</text:p>", "甲\n乙"),
        (STRING, "<text:p>甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/>丁</text:p>", "甲  乙\t丙\n丁"),
        (STRING, "<text:p><text:span>甲</text:span><text:a>乙</text:a><!-- 注 --><![CDATA[丙]]></text:p>", "甲乙丙"),
        (STRING, "<text:p>&#x7532;&amp;乙</text:p>", "甲&乙"),
        (STRING, "\n <text:p>\n  甲\n  乙\n </text:p>\n", "甲 乙"),
        (STRING, "<office:annotation><text:p>注</text:p></office:annotation><text:p>甲</text:p>", "甲"),
        ("office:value-type='string' office:string-value='甲'", "", "甲"),
        ("office:value-type='string' office:string-value='甲'", "<text:p>乙</text:p>", "甲\n乙"),
        ("office:value-type='float' office:value='7'", "<text:p>有限公司</text:p>", "有限公司"),
        ("office:value-type='float' office:value='x'", "<text:p>甲</text:p>", "甲"),
        ("office:value-type='float'", "<text:p>甲</text:p>", "甲"),
    ];
    for (attributes, content, expected) in cases {
        let outcome = check(table(&name(attributes, content)));
        assert_eq!(names(&outcome), [expected], "{attributes} {content}");
    }
}

#[test]
fn ordinary_cells_are_read_as_calamine_reads_them() {
    let cells = [
        ("office:value-type='float' office:value='1234.5'", "<text:p>1,234.50</text:p>"),
        ("office:value-type='percentage' office:value='0.25'", "<text:p>25%</text:p>"),
        ("office:value-type='date' office:date-value='2026-02-07'", "<text:p>2026年2月7日</text:p>"),
        ("office:value-type='time' office:time-value='PT09H30M00S'", "<text:p>09:30</text:p>"),
        ("office:value-type='boolean' office:boolean-value='true'", "<text:p>TRUE</text:p>"),
        ("office:value-type='string'", "<text:p>甲<text:s/> 乙</text:p><text:p/><text:p>丙 丁</text:p>"),
        ("table:formula='of:=1' office:value-type='string' office:string-value='甲'", "<text:p>甲</text:p>"),
    ];
    let rows: Vec<String> = cells.iter().map(|(attributes, content)| name(attributes, content)).collect();
    let bytes = table(&rows.concat());
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes.clone())).unwrap();
    let range = book.worksheet_range("表").unwrap();
    let mut expected = Vec::new();
    for row in range.rows().skip(1) {
        expected.push(row[0].to_string().replace("true", "TRUE"));
    }
    assert_eq!(names(&check(bytes)), expected);
}

#[test]
fn a_cell_that_cannot_be_read_is_not_clear() {
    let cases = [
        ("table:formula='of:=A1'", ""),
        ("table:formula='of:=A1' office:value-type='string'", ""),
        ("table:formula='of:=A1' office:value-type='float' office:value='0'", ""),
        ("table:formula='of:=A1' office:value-type='float' office:value='0'", "<text:p>0</text:p>"),
        ("office:value-type='string' office:string-value='' calcext:value-type='error'", "<text:p>Err:508</text:p>"),
        ("office:value-type='string' office:string-value='' calcext:value-type='error'", "<text:p>#REF!</text:p>"),
        ("office:value-type='float' office:value='0' calcext:value-type='error'", "<text:p>#错误</text:p>"),
        ("office:value-type='string' calcext:value-type='error'", ""),
        ("office:value-type='string'", "<text:p>Err:502</text:p>"),
    ];
    for (attributes, content) in cases {
        let outcome = check(table(&scope(attributes, content)));
        assert_eq!(outcome.brief(), ["1@2 unchecked cell-error"], "{attributes} {content}");
    }
    let empty = "table:formula='of:=A1' office:value-type='string' office:string-value=''";
    assert_eq!(check(table(&scope(empty, "<text:p/>"))).brief(), ["1@2 clear empty"], "a formula without text");
}

#[test]
fn rows_are_found_in_groups_between_white_space_and_under_any_prefix() {
    let hit = scope(STRING, "<text:p>虚拟货币</text:p>");
    let spaced = hit.replace("<table:table-cell", "\n <!-- 注 --><table:table-cell");
    let header = format!("<table:table-header-rows>{HEADER}</table:table-header-rows>");
    let columns = "<table:table-column-group><table:table-column/></table:table-column-group>";
    let group =
        format!("<table:table-row-group><table:table-row-group>{hit}</table:table-row-group></table:table-row-group>");
    let hidden = hit.replace("<table:table-row>", "<table:table-row table:visibility='collapse'>");
    let tables = format!("<table:table table:name='表'>{columns}\n{header}{spaced}\n{group}{hidden}</table:table>");

    let usual = content(&tables);
    let renamed =
        usual.replace("table:", "ns1:").replace("xmlns:table=", "xmlns:ns1=").replace(":ns1:1.0", ":table:1.0");
    for content in [usual, renamed] {
        let outcome = check(package(content.as_bytes(), "<manifest/>"));
        assert_eq!(outcome.brief(), ["1@2 reject", "2@3 reject", "3@4 reject"], "{content}");
    }
}

#[test]
fn a_merged_cell_counts_in_every_row_and_column_that_it_covers() {
    let merged = scope("office:value-type='string' table:number-rows-spanned='3'", "<text:p>虚拟货币</text:p>");
    let covered = "<table:table-row><table:table-cell office:value-type='string'><text:p>乙</text:p></table:table-cell>\
                   <table:covered-table-cell/></table:table-row>";
    let left_out = row(&[(STRING, "<text:p>丙</text:p>")]);
    let behind = scope(STRING, "<text:p>软件</text:p>");
    let rows = [&merged, covered, &left_out, &behind].map(String::from).concat();
    let outcome = check(table(&rows));
    assert_eq!(outcome.brief(), ["1@2 reject", "2@3 reject", "3@4 reject", "4@5 clear"]);

    let over_all =
        "office:value-type='string' table:number-rows-spanned='1048576' table:number-columns-spanned='16384'";
    let outcome = check(table(&(name(over_all, "<text:p>甲</text:p>") + &left_out)));
    assert_eq!(names(&outcome), ["甲", "丙"]);
}

#[test]
fn repeated_cells_and_rows_count_as_often_as_they_are_repeated() {
    let repeated = name("office:value-type='string' table:number-columns-repeated='2'", "<text:p>稳定币</text:p>")
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated='3'>");
    let outcome = check(table(&repeated));
    assert_eq!(outcome.brief().len(), 3);
    assert_eq!(outcome.verdicts(), ["reject"; 3]);
}

#[test]
fn a_document_whose_parts_are_all_compressed_is_found() {
    let stored = table(&scope(STRING, "<text:p>虚拟货币</text:p>"));
    let mut archive = zip::ZipArchive::new(Cursor::new(stored)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(part.name().unwrap().into_owned(), options).unwrap();
        std::io::copy(&mut part, &mut writer).unwrap();
    }
    assert_eq!(check(writer.finish().unwrap().into_inner()).brief(), ["1@2 reject"]);
}

#[test]
fn a_document_that_would_be_read_in_part_is_refused() {
    let inner = "<table:table table:name='内'><table:table-row><table:table-cell/></table:table-row></table:table>";
    let error = refusal(&table(&scope(STRING, inner)));
    assert!(error.contains("表") && error.contains("B2"), "{error}");

    let hit = format!("<table:table table:name='表'>{HEADER}</table:table>");
    let error = refusal(&document(&hit.repeat(2)));
    assert!(error.contains("two sheets named 表"), "{error}");

    let whole = content(&hit);
    let encrypted =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert!(refusal(&package(b"\x8F\x02", encrypted)).contains("password"));
    for encoding in ["HZ-GB-2312", "UTF-7", "GBK"] {
        let error = refusal(&package(whole.replace("UTF-8", encoding).as_bytes(), "<manifest/>"));
        assert!(error.contains(encoding), "{error}");
    }
    let (gbk, ..) = encoding_rs::GBK.encode(&whole);
    for (broken, word) in [
        (gbk.into_owned(), "not valid XML"),
        (whole.replace("企业名称", "&unknown;").into_bytes(), "not valid XML"),
        (whole.as_bytes()[..whole.len() - 30].to_vec(), "damaged"),
        (b"<a/>".to_vec(), "damaged"),
    ] {
        let error = refusal(&package(&broken, "<manifest/>"));
        assert!(error.contains(word), "{error}");
    }
}
