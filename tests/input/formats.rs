//! Number formats with words that no cell has, but axes and labels of charts and formats that depend on a condition: a
//! spreadsheet shows their words.

use mingcha::input::Options;
use mingcha::message::{Lang, Say as _};

use crate::asides::{asides, biff8_table, numbers, ods, ods_table, said, table, xlsx, xlsx_of, zip};
use crate::biff::{self, BIFF5, BIFF8, compound, gbk, stream, unicode};
use crate::binary::{book_with, cell, number, record, text};
use crate::open_documents::NAMESPACES;

const OF_CHARTS: &str = "text box, shape or chart on sheet ";

/// The places whose text has the word, which is in a format.
fn places(bytes: Vec<u8>) -> Vec<String> {
    let mut places = Vec::new();
    for aside in asides(bytes, &Options::default()) {
        if aside.text.as_deref().is_none_or(|text| text.contains("稳定币")) {
            places.push(aside.place.say(Lang::En));
        }
    }
    places
}

#[test]
fn the_words_of_an_axis_of_a_binary_workbook_are_read() {
    let chart = |version: u16, format: u16| {
        let bof = biff::record(0x0809, &numbers(&[version, 0x20, 0, 0]));
        [bof, biff::record(0x104E, &numbers(&[format])), biff::record(0x000A, &[])].concat()
    };
    let wide = biff::record(0x041E, &[&numbers(&[165])[..], &unicode("\"稳定币\"0")].concat());
    for (format, expected) in [(165, vec![format!("{OF_CHARTS}S0")]), (0, vec![]), (164, vec![])] {
        let sheet = [biff8_table(), chart(BIFF8, format)].concat();
        let bytes = compound("Workbook", stream(BIFF8, &wide, &[(0, sheet)]));
        assert_eq!(places(bytes), expected, "{format}");
    }
    for (flags, is_read) in [(1, true), (0, false)] {
        let bof = biff::record(0x0809, &numbers(&[BIFF8, 0x20, 0, 0]));
        let labels = biff::record(0x1051, &numbers(&[0x0100, flags, 165, 0]));
        let sheet = [biff8_table(), bof, labels, biff::record(0x000A, &[])].concat();
        let found = places(compound("Workbook", stream(BIFF8, &wide, &[(0, sheet)])));
        assert_eq!(!found.is_empty(), is_read, "labels of a series: {found:?}");
    }
    let sheet = biff::record(0x104E, &numbers(&[165]));
    let bytes = compound("Workbook", stream(BIFF8, &wide, &[(0, biff8_table()), (2, sheet)]));
    assert_eq!(places(bytes), [format!("{OF_CHARTS}S1")], "a sheet that is a chart");

    let code = gbk("\"稳定币\"0");
    let old = biff::record(0x041E, &[&numbers(&[165])[..], &[u8::try_from(code.len()).unwrap()], &code].concat());
    let rows = [biff::byte_label(0, 0, &gbk("企业名称")), biff::byte_label(1, 0, &gbk("甲公司"))].concat();
    let bytes = compound("Book", stream(BIFF5, &old, &[(0, [rows, chart(BIFF5, 165)].concat())]));
    assert_eq!(places(bytes), [format!("{OF_CHARTS}S0")]);
}

#[test]
fn the_words_of_a_format_that_depends_on_a_condition_are_read_in_an_xlsb() {
    let rows =
        [record(0x0000, &number(0)), cell(0, "名称"), cell(1, "经营范围"), record(0x0000, &number(1)), cell(0, "甲")];
    let of_cells = record(0x002C, &[&[164, 0][..], &text("\"稳定币\"0")].concat());
    let of_condition = record(0x03FB, &[&[0, 0, 1, 0, 38, 0, 30, 0, 164, 0][..], &text("\"稳定币\"0")].concat());
    assert_eq!(places(book_with(&[], &rows, &of_cells)), [""; 0], "cells show it, if one has it");
    assert_eq!(places(book_with(&[], &rows, &of_condition)), ["part xl/styles.bin"]);
}

#[test]
fn letters_of_a_format_without_quotes_are_words_too() {
    for code in ["\\稳\\定\\币0", "稳定币0", "0;&quot;稳定&quot;\\币"] {
        let axis =
            format!("<c:chartSpace><c:valAx><c:numFmt formatCode='{code}' sourceLinked='0'/></c:valAx></c:chartSpace>");
        assert_eq!(places(xlsx(&[("chart", "h.xml", &axis)])), [format!("{OF_CHARTS}表")], "{code}");
        let cache = format!("<c:chartSpace><c:dLbls><c:formatCode>{code}</c:formatCode></c:dLbls></c:chartSpace>");
        assert_eq!(places(xlsx(&[("chart", "h.xml", &cache)])), [format!("{OF_CHARTS}表")], "{code}");
    }
    let plain = "<c:chartSpace><c:numFmt formatCode='[Red]G/通用格式;0.00&quot;元&quot;'/></c:chartSpace>";
    assert_eq!(said(xlsx_of(&[("表", "worksheet", &table(""))], &[("xl/charts/c.xml", plain)])), [""; 0]);
}

#[test]
fn the_words_of_axes_and_of_formats_that_depend_on_a_condition_are_read_in_an_ods() {
    let number = "xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'";
    let shapes = "<table:shapes><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame></table:shapes>";
    let table = ods_table(shapes, "<text:p>甲</text:p>", "<text:p>软件</text:p>");
    for (literals, is_read) in [
        ("<number:text>稳定币</number:text><number:number/>", true),
        ("<number:text>稳定</number:text><number:text>币</number:text>", true),
        ("<number:text>稳定</number:text><number:number/><number:text>币</number:text>", false),
        ("<number:year/><number:text>年</number:text>", false),
    ] {
        let style =
            format!("<office:styles {number}><number:number-style>{literals}</number:number-style></office:styles>");
        let chart = format!("<office:document-content xmlns:office='o'>{style}</office:document-content>");
        let of_charts = ods(&table, &[("Object 1/content.xml", &chart)]);
        let of_conditions = ods(&table, &[("styles.xml", &chart)]);
        let of_embedded = ods(&table, &[("Object 1/content.xml", "<a/>"), ("Object 1/styles.xml", &chart)]);
        let expected = |place: &str| if is_read { vec![place.to_owned()] } else { Vec::new() };
        assert_eq!(places(of_charts), expected(&format!("{OF_CHARTS}表")), "{literals}");
        assert_eq!(places(of_conditions), expected("part styles.xml"), "{literals}");
        assert_eq!(places(of_embedded), expected("part Object 1/styles.xml of sheet 表"), "{literals}");
    }
}

#[test]
fn the_words_of_formats_are_read_in_an_ods_whose_cells_have_values_without_the_text_that_is_shown() {
    let format = "<number:number-style xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'><number:text>稳定币\
                  </number:text><number:number/></number:number-style>";
    for (value, expected) in [("", vec!["part content.xml"]), ("<text:p>1</text:p>", vec![])] {
        let cell = format!("<table:table-cell office:value-type='float' office:value='1'>{value}</table:table-cell>");
        let table = ods_table("", "<text:p>甲</text:p>", "<text:p>软件</text:p>");
        let table =
            table.replace("</table:table-row></table:table>", &format!("{cell}</table:table-row></table:table>"));
        let content = format!(
            "<office:document-content {NAMESPACES}><office:automatic-styles>{format}</office:automatic-styles>\
             <office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
        );
        let mimetype = &b"application/vnd.oasis.opendocument.spreadsheet"[..];
        assert_eq!(places(zip(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])), expected, "{value}");
    }
}
