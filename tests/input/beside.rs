//! No text of a workbook is lost, wherever its format has texts: what a spreadsheet says to who fills a sheet in, names, captions,
//! changes, and parts that no sheet refers to.

use mingcha::input::{AsidePlace, Options};
use mingcha::message::{Lang, Say as _};

use crate::asides::{
    asides, biff8_table, numbers, ods, ods_table, relationships, row, said, table, xlsx, xlsx_of, zip,
};
use crate::biff::{self, BIFF8, compound, stream, wide};
use crate::binary::{cell, number, record, text};

/// The word that is planted. It must be found in one place, and no text may be lost without a word.
const WORD: &str = "稳定币";

/// The places in which a workbook has the word.
fn places(bytes: Vec<u8>) -> Vec<String> {
    let mut places = Vec::new();
    for aside in asides(bytes, &Options::default()) {
        if aside.text.as_deref().is_none_or(|text| text.contains(WORD)) {
            places.push(aside.place.say(Lang::En));
        }
    }
    places
}

/// An .xlsx whose sheet has further elements behind its cells.
fn sheet_with(behind: &str) -> Vec<u8> {
    xlsx_of(&[("表", "worksheet", &table(behind))], &[])
}

#[test]
fn what_a_sheet_says_to_who_fills_it_in_or_filters_it_is_read() {
    for behind in [
        "<dataValidations><dataValidation prompt='请勿填稳定币' sqref='A1'/></dataValidations>",
        "<dataValidations><dataValidation errorTitle='稳定币' sqref='A1'/></dataValidations>",
        "<dataValidations><dataValidation type='list'><formula1>\"软件,稳定币\"</formula1></dataValidation></dataValidations>",
        "<extLst><ext><x14:dataValidation><x14:formula1><xm:f>\"甲,稳定币\"</xm:f></x14:formula1></x14:dataValidation></ext></extLst>",
        "<autoFilter><filterColumn><filters><filter val='稳定币'/></filters></filterColumn></autoFilter>",
        "<autoFilter><filterColumn><customFilters><customFilter val='*&#x7A33;定币*'/></customFilters></filterColumn></autoFilter>",
        "<scenarios><scenario name='甲' comment='稳定币'/></scenarios>",
        "<hyperlinks><hyperlink ref='A1' tooltip='稳定币'/></hyperlinks>",
        "<hyperlinks><hyperlink ref='A1' display='稳定币'/></hyperlinks>",
        "<conditionalFormatting><cfRule type='containsText' text='稳定币'/></conditionalFormatting>",
        "<conditionalFormatting><cfRule><formula>SEARCH(\"稳定币\",A1)</formula></cfRule></conditionalFormatting>",
        "<controls><control name='稳定币'/></controls>",
    ] {
        assert_eq!(places(sheet_with(behind)), ["validation, filter, link or other setting of sheet 表"], "{behind}");
    }
    let behind = "<sheetViews><sheetView workbookViewId='0'/></sheetViews><pageMargins left='0.7'/><dataValidations>\
                  <dataValidation type='list' sqref='B2:B9'><formula1>稳定币!$A$1:$A$9</formula1></dataValidation></dataValidations>";
    assert_eq!(said(sheet_with(behind)), [""; 0], "identifiers and references are no texts");
}

#[test]
fn ascii_words_are_texts_where_texts_are_expected() {
    let behind = "<dataValidations><dataValidation prompt='RWA' type='list' sqref='RWA1'/></dataValidations>\
                  <autoFilter ref='A1'><filterColumn><filters><filter val='NFT'/></filters></filterColumn></autoFilter>";
    assert_eq!(said(sheet_with(behind)), ["工作表“表”的数据验证、筛选、链接等设置：RWA\n\nNFT"]);
}

#[test]
fn every_part_of_a_sheet_is_searched_whatever_it_is() {
    for (kind, name, content) in [
        (
            "table",
            "t.xml",
            "<table name='a' displayName='稳定币'><tableColumns><tableColumn name='甲'/></tableColumns></table>",
        ),
        (
            "table",
            "t.xml",
            "<table name='a'><tableColumns><tableColumn name='甲' totalsRowLabel='稳定币'/></tableColumns></table>",
        ),
        ("slicer", "s.xml", "<slicers><slicer name='a' caption='稳定币'/></slicers>"),
        ("timeline", "s.xml", "<timelines><timeline caption='稳定币'/></timelines>"),
        ("pivotTable", "p.xml", "<pivotTableDefinition name='a' rowHeaderCaption='稳定币'/>"),
        (
            "ctrlProp",
            "c.xml",
            "<formControlPr objectType='List'><itemLst><item val='稳定币'/></itemLst></formControlPr>",
        ),
        ("control", "a.xml", "<ax:ocx><ax:ocxPr ax:name='Caption' ax:value='稳定币'/></ax:ocx>"),
        ("chart", "h.xml", "<c:chartSpace><c:trendline><c:name>稳定币</c:name></c:trendline></c:chartSpace>"),
        ("drawing", "d.xml", "<xdr:wsDr><xdr:pic><xdr:cNvPr id='2' name='图' descr='稳定币'/></xdr:pic></xdr:wsDr>"),
        (
            "diagramDrawing",
            "g.xml",
            "<dsp:drawing><dsp:txBody><a:p><a:r><a:t>稳定</a:t></a:r><a:r><a:t>币</a:t></a:r></a:p></dsp:txBody></dsp:drawing>",
        ),
        ("vmlDrawing", "v.vml", "<xml><v:shape alt='稳定币'><v:imagedata o:title='x'></v:shape></xml>"),
        ("somethingNew", "n.xml", "<a><b>稳定币</b></a>"),
    ] {
        let found = places(xlsx(&[(kind, name, content)]));
        assert_eq!(found.len(), 1, "{kind}: {found:?}");
    }
}

#[test]
fn captions_in_binary_parts_and_embedded_documents_are_read() {
    let caption = [vec![0, 2, 0x18, 0], numbers(&[0x0207, 8]), wide("稳定币 "), vec![0; 3]].concat();
    let inner = zip(&[("word/document.xml", "<w:document><w:p><w:t>稳定币</w:t></w:p></w:document>".as_bytes())]);
    let holding = [&b"\xD0\xCF\x11\xE0 object "[..], &inner].concat();
    let unknown = b"\x89PNG\r\n\x1A\n".to_vec();
    for (kind, name, content, expected) in [
        ("activeXControlBinary", "activeX1.bin", caption, 1),
        ("package", "Document.docx", inner, 1),
        ("oleObject", "oleObject1.bin", holding, 1),
        ("image", "p.png", unknown.clone(), 0),
        ("somethingNew", "p.bin", unknown, 0),
    ] {
        let targets = relationships(&[(kind, name)]);
        let workbook = relationships(&[("worksheet", "sheets/s1.xml")]);
        let book = "<workbook><sheets><sheet name='表' r:id='rId1'/></sheets></workbook>";
        let bytes = zip(&[
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", workbook.as_bytes()),
            ("xl/sheets/s1.xml", table("").as_bytes()),
            ("xl/sheets/_rels/s1.xml.rels", targets.as_bytes()),
            (&format!("xl/sheets/{name}"), &content),
        ]);
        let found = places(bytes);
        assert_eq!(found.len(), expected, "{kind}: {found:?}");
    }
}

#[test]
fn parts_that_no_sheet_refers_to_are_searched_and_named() {
    let sheet = table("");
    for (name, content) in [
        ("xl/slicerCaches/c.xml", "<slicerCacheDefinition name='a' sourceName='稳定币'/>"),
        (
            "xl/revisions/revisionLog1.xml",
            "<revisions><rcc><oc t='inlineStr'><is><t>稳定币</t></is></oc></rcc></revisions>",
        ),
        (
            "xl/externalLinks/e.xml",
            "<externalLink><sheetDataSet><cell t='str'><v>稳定币</v></cell></sheetDataSet></externalLink>",
        ),
        (
            "xl/pivotCache/p.xml",
            "<pivotCacheDefinition><sharedItems><s v='稳定币'/></sharedItems></pivotCacheDefinition>",
        ),
        ("xl/worksheets/orphan.xml", "<worksheet><c t='inlineStr'><is><t>稳定币</t></is></c></worksheet>"),
        ("customXml/item1.xml", "<a><b>稳定币</b></a>"),
    ] {
        let found = places(xlsx_of(&[("表", "worksheet", &sheet)], &[(name, content)]));
        assert_eq!(found, [format!("part {}", name.to_lowercase())]);
    }
    let parts = [
        ("docProps/core.xml", "<a>稳定币</a>"),
        ("xl/theme/theme1.xml", "<a:theme name='稳定币'/>"),
        ("xl/media/i.png", "稳定币"),
    ];
    assert_eq!(
        places(xlsx_of(&[("表", "worksheet", &sheet)], &parts)),
        [""; 0],
        "properties of the file are no content"
    );
}

#[test]
fn names_of_ranges_and_formats_that_depend_on_a_condition_are_read() {
    let rels = relationships(&[("worksheet", "sheets/s1.xml"), ("styles", "styles.xml")]);
    let sheet = table("");
    for (names, styles, part) in [
        ("<definedName name='甲'>\"稳定币\"</definedName>", "", "part xl/workbook.xml"),
        ("<definedName name='稳定币'>表!$A$1</definedName>", "", "part xl/workbook.xml"),
        ("", "<dxfs><dxf><numFmt formatCode='\"稳定币\"'/></dxf></dxfs>", "part xl/styles.xml"),
    ] {
        let book = format!(
            "<workbook><x15ac:absPath url='D:\\稳定币'/><sheets><sheet name='表' r:id='rId1'/></sheets>\
             <definedNames><definedName name='_xlnm._FilterDatabase'>表!$A$1</definedName>{names}</definedNames></workbook>"
        );
        let styles = format!("<styleSheet><numFmts><numFmt formatCode='\"稳定币\"'/></numFmts>{styles}</styleSheet>");
        let bytes = zip(&[
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
            ("xl/sheets/s1.xml", sheet.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
        ]);
        assert_eq!(places(bytes), [part]);
    }
}

#[test]
fn parts_of_other_sheets_are_not_read_if_one_is_wanted() {
    let rels = [
        ("xl/sheets/_rels/s1.xml.rels", relationships(&[("table", "甲.xml")])),
        ("xl/sheets/_rels/s2.xml.rels", relationships(&[("table", "乙.xml")])),
    ];
    let sheet = table("");
    let parts = [
        (rels[0].0, &*rels[0].1),
        (rels[1].0, &*rels[1].1),
        ("xl/sheets/甲.xml", "<table displayName='甲表'/>"),
        ("xl/sheets/乙.xml", "<table displayName='乙表'/>"),
    ];
    let bytes = xlsx_of(&[("一", "worksheet", &sheet), ("二", "worksheet", &sheet)], &parts);
    let one = Options { sheet: Some("一".to_owned()), ..Options::default() };
    let texts: Vec<String> = asides(bytes, &one).into_iter().filter_map(|aside| aside.text).collect();
    assert_eq!(texts, ["一", "甲表"]);
}

#[test]
fn no_word_is_made_of_texts_that_stand_apart() {
    let chart = "<c:chartSpace><c:cat><c:strCache><c:pt><c:v>稳定</c:v></c:pt><c:pt><c:v>币种</c:v></c:pt></c:strCache></c:cat></c:chartSpace>";
    let slicers = "<slicers><slicer caption='稳定'/><slicer caption='币种'/></slicers>";
    let bytes = xlsx(&[("chart", "c.xml", chart), ("slicer", "s.xml", slicers)]);
    let found = mingcha::pipeline::sweep(&asides(bytes, &Options::default()), &crate::common::checker("filing"));
    assert_eq!(found.notes, []);
}

#[test]
fn titles_choices_and_changes_of_an_open_document_are_read() {
    let table = |before: &str| ods_table(before, "<text:p>甲</text:p>", "<text:p>软件</text:p>");
    let plain = table("");
    for (tables, place) in [
        (table("<table:title>稳定币</table:title>"), "validation, filter, link or other setting of sheet 表"),
        (
            table("<table:desc>稳定<text:span>币</text:span></table:desc>"),
            "validation, filter, link or other setting of sheet 表",
        ),
        (table("<table:scenario table:comment='稳定币'/>"), "validation, filter, link or other setting of sheet 表"),
        (
            table("<table:shapes><draw:frame><draw:image/><svg:title>稳定币</svg:title></draw:frame></table:shapes>"),
            "text box, shape or chart on sheet 表",
        ),
        (
            format!(
                "<table:tracked-changes><table:deletion><table:cell-content-deletion><table:change-track-table-cell>\
                     <text:p>稳定币</text:p></table:change-track-table-cell></table:cell-content-deletion></table:deletion>\
                     </table:tracked-changes>{plain}"
            ),
            "part content.xml",
        ),
        (
            format!(
                "<table:content-validations><table:content-validation table:condition='of:cell-content-is-in-list(\"甲\";\"稳定币\")'/>\
                     </table:content-validations>{plain}"
            ),
            "part content.xml",
        ),
        (
            format!(
                "<table:content-validations><table:content-validation><table:help-message><text:p>稳定<text:span>币</text:span>\
                     </text:p></table:help-message></table:content-validation></table:content-validations>{plain}"
            ),
            "part content.xml",
        ),
        (
            format!(
                "{plain}<table:named-expressions><table:named-range table:name='稳定币'/></table:named-expressions>"
            ),
            "part content.xml",
        ),
        (
            ods_table(
                "",
                "<text:p><text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>稳定币</text:ruby-text></text:ruby></text:p>",
                "",
            ),
            "text box, shape or chart on sheet 表",
        ),
    ] {
        let bytes = ods(&tables, &[]);
        assert_eq!(places(bytes), [place], "{tables}");
    }
    assert_eq!(said(ods(&plain, &[])), [""; 0]);
}

#[test]
fn the_pronunciation_of_a_text_does_not_part_its_words() {
    let ruby = |base: &str, ruby: &str| {
        format!("<text:ruby><text:ruby-base>{base}</text:ruby-base><text:ruby-text>{ruby}</text:ruby-text></text:ruby>")
    };
    let scope = format!("<text:p>{}{}</text:p>", ruby("稳定", "wending"), ruby("币", "bi"));
    let outcome = crate::harness::check(ods(&ods_table("", "<text:p>甲</text:p>", &scope), &[]));
    assert_eq!(outcome.brief(), ["1@2 reject"]);
}

#[test]
fn choices_and_names_of_binary_workbooks_are_read() {
    let prompt = biff::record(0x01BE, &[vec![3, 1, 0, 0], numbers(&[3]), vec![1], wide(WORD), vec![0; 9]].concat());
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, [biff8_table(), prompt].concat())]));
    assert_eq!(places(bytes), ["validation, filter, link or other setting of sheet S0"]);

    let name = biff::record(
        0x0018,
        &[vec![0, 0, 0, 3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], wide(WORD), vec![0x1E, 1, 0]].concat(),
    );
    let bytes = compound("Workbook", stream(BIFF8, &name, &[(0, biff8_table())]));
    assert_eq!(places(bytes), ["part Workbook"]);

    let rows = [
        record(0x0000, &number(0)),
        cell(0, "名称"),
        cell(1, "经营范围"),
        record(0x0000, &number(1)),
        cell(0, "甲"),
        cell(1, "软件"),
    ];
    let validation = record(0x0040, &[&[1, 2, 3, 4, 5][..], &text(WORD)].concat());
    let sheets = record(0x019C, &[vec![0; 8], text("rId1"), text("批次")].concat());
    let targets = relationships(&[("worksheet", "worksheets/sheet1.bin")]);
    let of_sheet = relationships(&[("table", "../tables/table1.bin")]);
    let (with, without) = ([rows.concat(), validation].concat(), rows.concat());
    let tables = [&[7][..], &text(WORD)].concat();
    let plain = [&[7][..], &text("甲")].concat();
    for (sheet, tables, place) in [
        (&with, &plain, "validation, filter, link or other setting of sheet 批次"),
        (&without, &tables, "part xl/tables/table1.bin of sheet 批次"),
    ] {
        let bytes = zip(&[
            ("xl/workbook.bin", &sheets),
            ("xl/_rels/workbook.bin.rels", targets.as_bytes()),
            ("xl/worksheets/sheet1.bin", sheet),
            ("xl/worksheets/_rels/sheet1.bin.rels", of_sheet.as_bytes()),
            ("xl/tables/table1.bin", tables),
        ]);
        assert_eq!(places(bytes), [place]);
    }
}

#[test]
fn a_prompt_that_is_wrapped_inside_a_word_is_one_text() {
    let content = [vec![3, 1, 0, 0], numbers(&[4]), vec![1], wide("稳定\n币"), vec![0; 9]].concat();
    let sheet = [biff8_table(), biff::record(0x01BE, &content)].concat();
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, sheet)]));
    let read = asides(bytes, &Options::default());
    assert!(read.iter().any(|aside| aside.text.as_deref() == Some("稳定\n币")), "{read:?}");
}

#[test]
fn the_rest_of_a_long_cell_is_no_text_beside_the_cells() {
    let head = [numbers(&[1, 1, 0, 4]), vec![1]].concat();
    let (first, second) = (wide("稳"), wide(WORD));
    let cell =
        [biff::record(0x0204, &[head, first].concat()), biff::record(0x003C, &[vec![1], second].concat())].concat();
    let rows = [biff::header(), biff::label(1, 0, "甲"), cell].concat();
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, rows)]));
    assert_eq!(said(bytes), [""; 0]);
    // The widths of margins and the precision of computing spell letters.
    for (kind, number) in [(0x0029, b"\xAEG\xE1z\x14\xAE\xD7?"), (0x0010, b"\xFC\xA9\xF1\xD2MbP?")] {
        let record = biff::record(kind, number);
        let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, [biff8_table(), record].concat())]));
        assert_eq!(said(bytes), [""; 0]);
    }
}

#[test]
fn a_word_in_a_setting_is_noted_and_leaves_the_rows_alone() {
    let bytes = sheet_with("<dataValidations><dataValidation prompt='请勿填稳定币' sqref='A1'/></dataValidations>");
    let swept = mingcha::pipeline::sweep(&asides(bytes, &Options::default()), &crate::common::checker("filing"));
    let [note] = &swept.notes[..] else { panic!("{:?}", swept.notes) };
    assert!(!note.is_unread && matches!(note.place, AsidePlace::Setting { .. }), "{note:?}");
    assert_eq!(swept.unread, 0);
}

#[test]
fn rows_inside_cells_are_read_as_before() {
    let rows = row(&["甲", "乙"]);
    let bytes = xlsx_of(
        &[("表", "worksheet", &table("")), ("二", "worksheet", &format!("<worksheet>{rows}</worksheet>"))],
        &[],
    );
    assert_eq!(said(bytes), ["工作表“二”的单元格 A1：甲", "工作表“二”的单元格 B1：乙"]);
}
