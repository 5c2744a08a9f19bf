//! Texts beside the tables: comments, text boxes, charts, page margins, names of sheets and sheets that are not checked. None of
//! them is lost, whatever the format.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use mingcha::input::{self, Aside, AsidePlace, Options, Source};
use mingcha::message::{Lang, Say as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::biff::{self, BIFF5, BIFF8, compound, gbk, stream, unicode, wide};
use crate::binary::{cell, number, record, text};
use crate::open_documents::NAMESPACES;

pub(crate) fn asides(bytes: Vec<u8>, options: &Options) -> Vec<Aside> {
    let source = Source::new("test", None, Box::new(Cursor::new(bytes))).unwrap();
    input::open(source, options).unwrap().asides
}

/// Each text with its place, except for the names of sheets. A text that cannot be read is `(unread)`.
pub(crate) fn said(bytes: Vec<u8>) -> Vec<String> {
    let mut said = Vec::new();
    for Aside { source, place, text } in asides(bytes, &Options::default()) {
        assert_eq!(&*source, "test");
        if !matches!(place, AsidePlace::SheetName { .. }) {
            said.push(format!("{}：{}", place.say(Lang::Zh), text.as_deref().unwrap_or("(unread)")));
        }
    }
    said
}

pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The relationships of a part: the ends of their types, and their targets.
pub(crate) fn relationships(parts: &[(&str, &str)]) -> String {
    let mut xml = String::from("<Relationships>");
    for (number, (kind, target)) in (1..).zip(parts) {
        write!(xml, "<Relationship Id='rId{number}' Type='{RELATIONSHIP}/{kind}' Target='{target}'/>").unwrap();
    }
    xml + "</Relationships>"
}

/// A row of texts inside the cells.
pub(crate) fn row(cells: &[&str]) -> String {
    let mut row = String::from("<row>");
    for cell in cells {
        write!(row, "<c t='inlineStr'><is><t>{cell}</t></is></c>").unwrap();
    }
    row + "</row>"
}

/// The content of a checked sheet, with further elements behind its cells.
pub(crate) fn table(behind: &str) -> String {
    let rows = row(&["企业名称", "经营范围"]) + &row(&["甲", "软件"]);
    format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>")
}

/// An .xlsx whose sheets have these names, types and contents, and further parts.
pub(crate) fn xlsx_of(sheets: &[(&str, &str, &str)], others: &[(&str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut names = Vec::new();
    for (number, (name, kind, _)) in (1..).zip(sheets) {
        let state = if name.starts_with('隐') { "state='veryHidden'" } else { "" };
        write!(list, "<sheet name='{name}' sheetId='{number}' {state} r:id='rId{number}'/>").unwrap();
        names.push((*kind, format!("sheets/s{number}.xml")));
    }
    let book = format!("<workbook><sheets>{list}</sheets></workbook>");
    let targets: Vec<(&str, &str)> = names.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
    let targets = relationships(&targets);

    let mut parts = vec![("xl/workbook.xml".to_owned(), book), ("xl/_rels/workbook.xml.rels".to_owned(), targets)];
    for (number, (_, _, content)) in (1..).zip(sheets) {
        parts.push((format!("xl/sheets/s{number}.xml"), (*content).to_owned()));
    }
    for (name, content) in others {
        parts.push(((*name).to_owned(), (*content).to_owned()));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())).collect();
    zip(&parts)
}

/// An .xlsx with one sheet, to which these parts belong: the ends of their types, their names, their contents.
pub(crate) fn xlsx(parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let targets: Vec<(&str, &str)> = parts.iter().map(|(kind, name, _)| (*kind, *name)).collect();
    let targets = relationships(&targets);
    let names: Vec<String> = parts.iter().map(|(_, name, _)| format!("xl/sheets/{name}")).collect();
    let mut others = vec![("xl/sheets/_rels/s1.xml.rels", targets.as_str())];
    for (name, (_, _, content)) in names.iter().zip(parts) {
        others.push((name, content));
    }
    xlsx_of(&[("表", "worksheet", &table(""))], &others)
}

#[test]
fn a_note_is_read_with_its_cell_wherever_its_part_is_and_without_its_phonetics() {
    let notes = "<comments><authors><author>张三</author></authors><commentList>\
                 <comment ref='B2' authorId='0'><text><r><rPr><b/></rPr><t>虚拟</t></r><r><t>货币</t></r>\
                 <rPh sb='0' eb='1'><t>xuni</t></rPh></text></comment>\
                 <comment ref='$C$7:D8'><text><t xml:space='preserve'> 另一条&amp; </t></text></comment>\
                 <comment><text><t>无处</t></text></comment></commentList></comments>";
    let said = said(xlsx(&[("comments", "any/name.bin", notes)]));
    let expected =
        ["工作表“表”的批注（B2）：虚拟货币", "工作表“表”的批注（C7）：另一条&", "工作表“表”的文本框、形状或图表：无处"];
    assert_eq!(said, expected);
}

#[test]
fn each_comment_of_a_thread_is_read() {
    let thread = "<ThreadedComments><threadedComment ref='A3' id='{1}'><text>问：稳定币？</text></threadedComment>\
                  <threadedComment ref='A3' id='{2}' parentId='{1}'><text>答</text><mentions/></threadedComment></ThreadedComments>";
    let said = said(xlsx(&[("threadedComment", "t.xml", thread)]));
    assert_eq!(said, ["工作表“表”的批注（A3）：问：稳定币？", "工作表“表”的批注（A3）：答"]);
}

#[test]
fn each_shape_of_a_drawing_is_a_text_of_its_own() {
    let drawing = "<xdr:wsDr><xdr:sp><xdr:txBody><a:p><a:r><a:t>虚拟</a:t></a:r><a:r><a:t>货币</a:t></a:r></a:p>\
                   <a:p><a:r><a:t>次行</a:t></a:r><a:br/><a:r><a:t>末行</a:t></a:r></a:p></xdr:txBody></xdr:sp>\
                   <xdr:grpSp><xdr:sp><xdr:txBody><a:p><a:fld><a:t>组内&#x5E01;</a:t></a:fld></a:p></xdr:txBody></xdr:sp></xdr:grpSp>\
                   <xdr:pic><xdr:spPr> </xdr:spPr></xdr:pic></xdr:wsDr>";
    let said = said(xlsx(&[("drawing", "../drawings/d.xml", drawing)]));
    let place = "工作表“表”的文本框、形状或图表：";
    assert_eq!(said, [format!("{place}虚拟货币\n次行\n末行"), format!("{place}组内币")]);
}

#[test]
fn titles_series_and_labels_of_a_chart_are_read_and_its_numbers_are_not() {
    let drawing = relationships(&[("chart", "c.xml"), ("chartEx", "x.xml"), ("diagramData", "g.xml")]);
    let chart = "<c:chartSpace><c:title><c:tx><c:rich><a:p><a:r><a:t>题</a:t></a:r></a:p></c:rich></c:tx></c:title>\
                 <c:ser><c:tx><c:strRef><c:f>A</c:f><c:strCache><c:pt idx='0'><c:v>系列</c:v></c:pt></c:strCache></c:strRef></c:tx>\
                 <c:cat><c:strLit><c:pt><c:v>甲</c:v></c:pt><c:pt><c:v>乙</c:v></c:pt></c:strLit></c:cat>\
                 <c:val><c:numCache><c:formatCode>General</c:formatCode><c:pt><c:v>12</c:v></c:pt></c:numCache></c:val></c:ser>\
                 <c:ser><c:tx><c:v>直书</c:v></c:tx></c:ser></c:chartSpace>";
    let newer = "<cx:chartSpace><cx:strDim><cx:lvl><cx:pt>标签</cx:pt></cx:lvl></cx:strDim>\
                 <cx:numDim><cx:lvl><cx:pt>7</cx:pt></cx:lvl></cx:numDim></cx:chartSpace>";
    let diagram =
        "<dgm:dataModel><dgm:pt><dgm:t><a:p><a:r><a:t>图示</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>";
    let shapes = "<c:userShapes><cdr:txBody><a:p><a:r><a:t>图内框</a:t></a:r></a:p></cdr:txBody></c:userShapes>";
    let said = said(xlsx(&[
        ("drawing", "d.xml", "<xdr:wsDr/>"),
        ("", "_rels/d.xml.rels", &drawing),
        ("", "_rels/c.xml.rels", &relationships(&[("chartUserShapes", "u.xml")])),
        ("", "c.xml", chart),
        ("", "x.xml", newer),
        ("", "g.xml", diagram),
        ("", "u.xml", shapes),
    ]));
    let texts: Vec<&str> = said.iter().filter_map(|said| said.split_once('：')).map(|(_, text)| text).collect();
    assert_eq!(texts, ["题", "系列", "甲\n\n乙", "直书", "标签", "图示", "图内框"]);
}

#[test]
fn boxes_of_old_drawings_are_read_although_they_are_not_well_formed() {
    let vml = "<xml><v:shape><v:textbox style='x'><div style='text-align:left'><font face=\"宋体\">虚拟货币<br>\r\n  次行</font>\
               &nbsp;&#24065; A&B</div></v:textbox><x:ClientData ObjectType=\"Button\"><x:Anchor>1, 2</x:Anchor></x:ClientData>\
               </v:shape><v:shape><v:textpath string='艺术字'/></v:shape></xml>";
    let said = said(xlsx(&[("vmlDrawing", "v.vml", vml)]));
    let texts: Vec<&str> = said.iter().filter_map(|said| said.split_once('：')).map(|(_, text)| text).collect();
    assert_eq!(texts, ["虚拟货币\n次行 币 A&B", "艺术字"]);
}

#[test]
fn headers_and_footers_of_pages_are_read_without_their_codes_on_charts_too() {
    let margins = "<headerFooter><oddHeader>&amp;L左&amp;C&amp;\"宋体,常规\"&amp;12虚拟&amp;B货币</oddHeader>\
                   <firstFooter>&amp;R首页</firstFooter></headerFooter>";
    let chart = format!("<chartsheet>{margins}</chartsheet>");
    let sheets = [("表", "worksheet", &*table(margins)), ("图", "chartsheet", &chart)];
    let said = said(xlsx_of(&sheets, &[]));
    let expected = [
        "工作表“表”的页眉或页脚：左\n虚拟货币",
        "工作表“表”的页眉或页脚：首页",
        "工作表“图”的页眉或页脚：左\n虚拟货币",
        "工作表“图”的页眉或页脚：首页",
    ];
    assert_eq!(said, expected);
}

#[test]
fn all_sheets_are_named_and_the_cells_of_those_without_a_known_header_are_listed() {
    let notes = format!("<worksheet><sheetData>{}{}</sheetData></worksheet>", row(&["说明"]), row(&["", "虚拟货币"]));
    let rates = row(&["币种", "牌价"]) + &row(&["美元", "7"]);
    let rates = format!("<worksheet><sheetData>{rates}</sheetData></worksheet>");
    let sheets = [
        ("表", "worksheet", &*table("")),
        ("隐藏", "worksheet", &notes),
        ("图", "chartsheet", "<chartsheet/>"),
        ("牌价", "worksheet", &rates),
    ];
    let bytes = xlsx_of(&sheets, &[]);

    let mut names = Vec::new();
    let mut cells = Vec::new();
    for Aside { place, text, .. } in asides(bytes.clone(), &Options::default()) {
        match place {
            AsidePlace::SheetName { sheet } => names.push(sheet.to_string()),
            AsidePlace::Cell { sheet, row, column, in_table } => {
                cells.push(format!("{sheet} {row} {column} {in_table} {}", text.unwrap()));
            }
            place => panic!("{place}"),
        }
    }
    assert_eq!(names, ["表", "隐藏", "图", "牌价"]);
    let expected = [
        "隐藏 1 0 false 说明",
        "隐藏 2 1 false 虚拟货币",
        "牌价 1 0 true 币种",
        "牌价 1 1 true 牌价",
        "牌价 2 0 true 美元",
        "牌价 2 1 true 7",
    ];
    assert_eq!(cells, expected);

    let one = Options { sheet: Some("表".to_owned()), ..Options::default() };
    let places: Vec<String> = asides(bytes, &one).iter().map(|aside| aside.place.to_string()).collect();
    assert_eq!(places, ["name of sheet 表"], "the other sheets are not wanted");
}

#[test]
fn cells_of_lists_of_macros_are_listed_in_every_format() {
    let macros = format!("<xm:macrosheet><sheetData>{}</sheetData></xm:macrosheet>", row(&["宏"]));
    let sheets = [("表", "worksheet", &*table("")), ("宏表", "xlMacrosheet", &macros)];
    assert_eq!(said(xlsx_of(&sheets, &[])), ["工作表“宏表”的单元格 A1：宏"]);

    let macros = biff::label(0, 0, "宏");
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, biff8_table()), (1, macros)]));
    assert_eq!(said(bytes), ["工作表“S1”的单元格 A1：宏"]);

    let rows =
        [record(0x0000, &number(0)), cell(0, "名称"), cell(1, "经营范围"), record(0x0000, &number(1)), cell(0, "甲")];
    let sheets = [("rId1", "批次"), ("rId2", "宏表")];
    let list = sheets.map(|(id, name)| record(0x019C, &[vec![0; 8], text(id), text(name)].concat()));
    let targets = relationships(&[("worksheet", "worksheets/sheet1.bin"), ("xlMacrosheet", "macrosheets/sheet1.bin")]);
    let bytes = zip(&[
        ("xl/workbook.bin", &list.concat()),
        ("xl/_rels/workbook.bin.rels", targets.as_bytes()),
        ("xl/worksheets/sheet1.bin", &rows.concat()),
        ("xl/macrosheets/sheet1.bin", &[record(0x0000, &number(0)), cell(0, "宏")].concat()),
    ]);
    assert_eq!(said(bytes), ["工作表“宏表”的单元格 A1：宏"]);
}

#[test]
fn what_cannot_be_read_of_a_part_is_unread_and_what_comes_before_it_is_not_lost() {
    let cut = "<comments><comment ref='A1'><text><t>前</t></text></comment><comment ref='A2'><text><t>后";
    let said_of = |kind, name, content| said(xlsx(&[(kind, name, content)]));
    assert_eq!(
        said_of("comments", "c.xml", cut),
        ["工作表“表”的批注（A1）：前", "工作表“表”的部件 xl/sheets/c.xml：(unread)"]
    );
    let drawing = "<xdr:wsDr><xdr:txBody><a:t>前</a:t></xdr:txBody><a:t></xdr:wsDr>";
    assert_eq!(
        said_of("drawing", "d.xml", drawing),
        ["工作表“表”的文本框、形状或图表：前", "工作表“表”的部件 xl/sheets/d.xml：(unread)"]
    );

    let parts = [("xl/sheets/_rels/s1.xml.rels", "<Relationships><Relationship ")];
    let bytes = xlsx_of(&[("表", "worksheet", &table(""))], &parts);
    assert_eq!(said(bytes), ["工作表“表”的部件 xl/sheets/_rels/s1.xml.rels：(unread)"]);
}

#[test]
fn a_part_to_which_many_sheets_refer_is_read_once() {
    let notes = "<comments><comment ref='A1'><text><t>一次</t></text></comment></comments>";
    let targets = relationships(&[("comments", "c.xml"), ("comments", "/xl/sheets/./C.xml"), ("comments", "s1.xml")]);
    let sheet = table("");
    let sheets = [("表", "worksheet", &*sheet), ("表2", "worksheet", &*sheet)];
    let parts = [
        ("xl/sheets/_rels/s1.xml.rels", &*targets),
        ("xl/sheets/_rels/s2.xml.rels", &*targets),
        ("xl/sheets/c.xml", notes),
    ];
    assert_eq!(said(xlsx_of(&sheets, &parts)), ["工作表“表”的批注（A1）：一次"]);
}

#[test]
fn a_member_of_an_archive_is_named_with_its_texts() {
    let notes = "<comments><comment ref='A1'><text><t>注</t></text></comment></comments>";
    let member = xlsx(&[("comments", "c.xml", notes)]);
    let list = "企业名称,经营范围\n乙,软件\n".as_bytes();
    let found = asides(zip(&[("清单.csv", list), ("甲.xlsx", &member)]), &Options::default());
    let found: Vec<(&str, Option<&str>)> = found.iter().map(|aside| (&*aside.source, aside.text.as_deref())).collect();
    let names = [("test", Some("清单.csv")), ("test", Some("甲.xlsx"))];
    let inside = [("test!甲.xlsx", Some("表")), ("test!甲.xlsx", Some("注"))];
    assert_eq!(found, [names, inside].concat());
}

#[test]
fn a_workbook_or_prose_in_an_archive_that_has_nothing_to_check_is_listed_and_is_no_table() {
    let notes = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row(&["填表说明"]));
    let book = xlsx_of(&[("表", "worksheet", &notes)], &[]);
    let list = "企业名称,经营范围\n乙,软件\n".as_bytes();
    let prose = "虚拟货币，见附件\n无，无\n".as_bytes();
    let members = zip(&[("a.csv", list), ("说明.xlsx", &book), ("说明.txt", prose)]);
    let source = Source::new("test", None, Box::new(Cursor::new(members))).unwrap();
    let opened = input::open(source, &Options::default()).unwrap();
    assert!(opened.unread.is_empty());
    let found: Vec<_> = opened.asides.iter().map(|aside| aside.text.as_deref().unwrap()).collect();
    assert_eq!(found, ["a.csv", "说明.xlsx", "填表说明", "表", "说明.txt", "虚拟货币", "见附件", "无", "无"]);
    assert!(opened.asides.iter().all(|aside| !aside.place.is_in_table()));
}

#[test]
fn comments_drawings_and_margins_of_binary_workbooks_are_read() {
    let place = [number(1), number(4), number(2), number(5)].concat();
    let comment = [record(0x04FB, &[&number(0)[..], &place, &[0; 16]].concat())];
    let written = record(0x04FD, &[&[0][..], &text("虚拟_x000A_货币")].concat());
    let comments = [&comment[0][..], &written].concat();
    let none = u32::MAX.to_le_bytes().to_vec();
    let margins = [vec![0, 0], text("&C页眉"), none.clone(), text("双页"), none.clone(), none.clone(), none].concat();
    let rows = [
        record(0x0000, &number(0)),
        cell(0, "名称"),
        cell(1, "经营范围"),
        record(0x0000, &number(1)),
        cell(0, "甲"),
        cell(1, "软件"),
    ];
    let sheet = [rows.concat(), record(0x03DF, &margins)].concat();
    let book = [
        record(0x019C, &[vec![0; 8], text("rId1"), text("批次")].concat()),
        record(0x019C, &[vec![0; 8], text("rId2"), text("图")].concat()),
    ];
    let drawing = "<xdr:wsDr><xdr:txBody><a:t>框</a:t></xdr:txBody></xdr:wsDr>";
    let bytes = zip(&[
        ("xl/workbook.bin", &book.concat()),
        (
            "xl/_rels/workbook.bin.rels",
            relationships(&[("worksheet", "worksheets/sheet1.bin"), ("chartsheet", "chartsheets/sheet1.bin")])
                .as_bytes(),
        ),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/chartsheets/sheet1.bin", &record(0x03DF, &margins)),
        (
            "xl/worksheets/_rels/sheet1.bin.rels",
            relationships(&[("comments", "../comments1.bin"), ("drawing", "../drawings/d.xml")]).as_bytes(),
        ),
        ("xl/comments1.bin", &comments),
        ("xl/drawings/d.xml", drawing.as_bytes()),
    ]);
    let expected = [
        "工作表“批次”的页眉或页脚：页眉",
        "工作表“批次”的页眉或页脚：双页",
        "工作表“批次”的批注（C2）：虚拟\n货币",
        "工作表“批次”的文本框、形状或图表：框",
        "工作表“图”的页眉或页脚：页眉",
        "工作表“图”的页眉或页脚：双页",
    ];
    assert_eq!(said(bytes), expected);

    let cut = record(0x04FD, &[0, 9, 0, 0, 0]);
    let bytes = zip(&[
        ("xl/workbook.bin", &book[0]),
        ("xl/_rels/workbook.bin.rels", relationships(&[("worksheet", "worksheets/sheet1.bin")]).as_bytes()),
        ("xl/worksheets/sheet1.bin", &[rows.concat(), record(0x03DF, &[0, 0, 9, 0])].concat()),
        ("xl/worksheets/_rels/sheet1.bin.rels", relationships(&[("comments", "../comments1.bin")]).as_bytes()),
        ("xl/comments1.bin", &cut),
    ]);
    let expected = ["工作表“批次”的页眉或页脚：(unread)", "工作表“批次”的部件 xl/comments1.bin：(unread)"];
    assert_eq!(said(bytes), expected);
}

const FURTHER_NAMESPACES: &str = "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
                                  xmlns:form='urn:oasis:names:tc:opendocument:xmlns:form:1.0' \
                                  xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
                                  xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:dc='http://purl.org/dc/elements/1.1/' \
                                  xmlns:chart='urn:oasis:names:tc:opendocument:xmlns:chart:1.0'";

/// An .ods with these tables and further parts.
pub(crate) fn ods(tables: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content {NAMESPACES} {FURTHER_NAMESPACES}><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mut parts: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())];
    for (name, content) in others {
        parts.push((name, content.as_bytes()));
    }
    // The name of the format is not compressed in any document.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn ods_cell(content: &str) -> String {
    format!("<table:table-cell office:value-type='string'>{content}</table:table-cell>")
}

/// A table with a header and a row that has these cells.
pub(crate) fn ods_table(before: &str, name: &str, scope: &str) -> String {
    let header = ods_cell("<text:p>企业名称</text:p>") + &ods_cell("<text:p>经营范围</text:p>");
    let row = ods_cell(name) + &ods_cell(scope);
    format!(
        "<table:table table:name='表'>{before}<table:table-row>{header}</table:table-row>\
         <table:table-row>{row}</table:table-row></table:table>"
    )
}

#[test]
fn comments_shapes_and_controls_of_an_open_document_are_read_and_are_no_part_of_their_cells() {
    let comment = "<office:annotation><dc:creator>张三</dc:creator><dc:date>2026-02-07</dc:date><text:p>虚拟<text:s text:c='2'/>\
                   <text:span>货币</text:span></text:p><text:p>次行</text:p></office:annotation><text:p>软件</text:p>";
    let shape = "<text:p>甲</text:p><draw:custom-shape><text:p>格内框</text:p></draw:custom-shape>";
    let shapes = "<office:forms><form:form><form:button form:label='按钮'/></form:form></office:forms>\
                  <table:shapes><draw:frame><draw:text-box><text:p>框 &amp;</text:p></draw:text-box></draw:frame></table:shapes>";
    let bytes = ods(&ods_table(shapes, shape, comment), &[]);
    let expected = [
        "工作表“表”的文本框、形状或图表：按钮",
        "工作表“表”的文本框、形状或图表：框 &",
        "工作表“表”的文本框、形状或图表：格内框",
        "工作表“表”的批注（B2）：虚拟  货币\n次行",
    ];
    assert_eq!(said(bytes.clone()), expected);
    let outcome = crate::harness::check(bytes);
    assert_eq!((&outcome.rows[0]["name"], outcome.brief()[0].as_str()), (&"甲".into(), "1@2 clear"));
}

#[test]
fn charts_and_pages_of_an_open_document_are_read() {
    let shapes = "<table:shapes><draw:frame><draw:object xlink:href='./Object 1'/></draw:frame></table:shapes>";
    let chart = format!(
        "<office:document-content {NAMESPACES} {FURTHER_NAMESPACES}><office:body><office:chart><chart:chart><chart:title>\
         <text:p>图题</text:p></chart:title></chart:chart></office:chart></office:body></office:document-content>"
    );
    let page = "<style:header><style:region-left><text:p>左</text:p></style:region-left><style:region-right><text:p>右\
                <text:page-number>1</text:page-number></text:p></style:region-right></style:header>\
                <style:header-style/><style:footer-first><text:p>首</text:p></style:footer-first>";
    let styles = format!(
        "<office:document-styles {NAMESPACES} {FURTHER_NAMESPACES}><office:master-styles><style:master-page>{page}\
         </style:master-page></office:master-styles></office:document-styles>"
    );
    let table = ods_table(shapes, "<text:p>甲</text:p>", "<text:p>软件</text:p>");
    let parts = [("Object 1/content.xml", &*chart), ("styles.xml", &*styles)];
    let expected = ["工作表“表”的文本框、形状或图表：图题", "页眉或页脚：左\n右1", "页眉或页脚：首"];
    assert_eq!(said(ods(&table, &parts)), expected);

    let parts = [("Object 1/content.xml", "<a><text:p>图"), ("styles.xml", "<a>&unknown;</a>")];
    let expected = [
        "工作表“表”的文本框、形状或图表：图",
        "工作表“表”的部件 Object 1/content.xml：(unread)",
        "部件 styles.xml：(unread)",
    ];
    assert_eq!(said(ods(&table, &parts)), expected);
}

pub(crate) fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// An object of BIFF8 of a type, with its number.
fn object(kind: u16, number: u16) -> Vec<u8> {
    biff::record(0x005D, &[numbers(&[0x15, 0x12, kind, number]), vec![0; 14], vec![0; 4]].concat())
}

/// The text of an object of BIFF8, in two records, and its runs in a third.
fn text_object(text: &str) -> Vec<u8> {
    let units = wide(text);
    let (first, second) = units.split_at(2);
    let len = u16::try_from(units.len() / 2).unwrap();
    let head = [vec![0; 10], numbers(&[len, 16]), vec![0; 4]].concat();
    let pieces = [biff::record(0x003C, &[&[1], first].concat()), biff::record(0x003C, &[&[1], second].concat())];
    [biff::record(0x01B6, &head), pieces.concat(), biff::record(0x003C, &[0; 16])].concat()
}

pub(crate) fn biff8_table() -> Vec<u8> {
    [biff::header(), biff::label(1, 0, "甲"), biff::label(1, 1, "软件")].concat()
}

#[test]
fn comments_boxes_charts_and_margins_of_biff8_are_read() {
    let even = wide("双");
    let more = [vec![0; 28], numbers(&[0, 1, 0, 0, 0]), numbers(&[1]), vec![1], even].concat();
    let chart = [
        biff::record(0x0809, &numbers(&[BIFF8, 0x20, 0, 0])),
        biff::record(0x100D, &[&[0, 0, 2, 1][..], &wide("图题")].concat()),
        biff::label(0, 0, "标签"),
        biff::record(0x000A, &[]),
    ];
    let sheet = [
        biff8_table(),
        biff::record(0x0014, &unicode("&C&\"宋体\"&12虚拟货币")),
        biff::record(0x0015, &[0, 0]),
        object(0x19, 7),
        biff::record(0x00EC, &[0; 8]),
        text_object("批注虚拟货币"),
        object(0x06, 8),
        text_object("文本框"),
        chart.concat(),
        object(0x19, 9),
        biff::record(0x01B6, &[0; 18]),
        biff::record(0x001C, &[numbers(&[4, 2, 0, 7]), unicode("张三")].concat()),
        biff::record(0x001C, &[numbers(&[5, 2, 0, 9]), unicode("张三")].concat()),
        biff::record(0x089C, &more),
    ];
    let charts = [biff::record(0x0014, &unicode("图页")), biff::label(0, 0, "点")].concat();
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, sheet.concat()), (2, charts)]));
    let expected = [
        "工作表“S0”的页眉或页脚：虚拟货币",
        "工作表“S0”的页眉或页脚：双",
        "工作表“S0”的批注（C5）：批注虚拟货币",
        "工作表“S0”的文本框、形状或图表：文本框",
        "工作表“S0”的文本框、形状或图表：图题",
        "工作表“S0”的文本框、形状或图表：标签",
        "工作表“S1”的页眉或页脚：图页",
        "工作表“S1”的文本框、形状或图表：点",
    ];
    assert_eq!(said(bytes), expected);
}

#[test]
fn a_box_of_biff8_that_is_cut_off_is_unread() {
    let head = [vec![0; 10], numbers(&[9, 0]), vec![0; 4]].concat();
    let cut = [biff::record(0x01B6, &head), biff::record(0x003C, &[1, 0x5E])].concat();
    let sheet = [biff8_table(), object(6, 1), cut, biff::record(0x0014, &[9, 0])].concat();
    let bytes = compound("Workbook", stream(BIFF8, &[], &[(0, sheet)]));
    let expected = ["工作表“S0”的页眉或页脚：(unread)", "工作表“S0”的文本框、形状或图表：(unread)"];
    assert_eq!(said(bytes), expected);
}

#[test]
fn comments_boxes_and_margins_of_biff5_are_read_in_the_encoding_of_the_file() {
    let table = [
        biff::byte_label(0, 0, &gbk("企业名称")),
        biff::byte_label(0, 1, &gbk("经营范围")),
        biff::byte_label(1, 0, &gbk("甲公司")),
        biff::byte_label(1, 1, &gbk("软件开发")),
    ];
    let note = gbk("批注虚拟货币");
    let (first, second) = note.split_at(5);
    let note_len = u16::try_from(note.len()).unwrap();
    let second_len = u16::try_from(second.len()).unwrap();
    let header = gbk("&C页眉稳定币");
    let text = gbk("文本框虚拟货币\n次行");
    let text_box = [
        [&[1, 0, 0, 0][..], &numbers(&[6, 1]), &[0; 26]].concat(),
        vec![9, 9, 1, 1, 8, 0, 0, 0, 0, 0],
        numbers(&[u16::try_from(text.len()).unwrap(), 0, 16]),
        vec![0; 20],
        text,
        vec![0; 17],
    ];
    let line = [&[1, 0, 0, 0][..], &numbers(&[1, 2]), &[0; 26], &[0x40; 8]].concat();
    let sheet = [
        table.concat(),
        biff::record(0x0014, &[&[u8::try_from(header.len()).unwrap()][..], &header].concat()),
        biff::record(0x0015, &[]),
        biff::record(0x005D, &line),
        biff::record(0x005D, &text_box.concat()),
        biff::record(0x001C, &[&numbers(&[1, 1, note_len])[..], first].concat()),
        biff::record(0x001C, &[&numbers(&[0xFFFF, 0, second_len])[..], second].concat()),
    ];
    let bytes = compound("Book", stream(BIFF5, &[], &[(0, sheet.concat())]));
    let expected = [
        "工作表“S0”的页眉或页脚：页眉稳定币",
        "工作表“S0”的批注（B2）：批注虚拟货币",
        "工作表“S0”的文本框、形状或图表：文本框虚拟货币\n次行",
    ];
    assert_eq!(said(bytes), expected);
}

#[test]
fn a_comment_of_biff5_is_read_although_the_cells_do_not_tell_its_encoding() {
    let note = |row: u16, text: &[u8]| {
        let len = u16::try_from(text.len()).unwrap();
        biff::record(0x001C, &[&numbers(&[row, 0, len])[..], text].concat())
    };
    let cells = [biff::byte_label(0, 0, b"name"), biff::byte_label(1, 0, b"Zhang")];
    let notes = [note(0, &gbk("批注说的是虚拟货币")), note(1, b"so\x85")];
    let book = |code_page: u16| {
        let globals = biff::record(0x0042, &code_page.to_le_bytes());
        compound("Book", stream(BIFF5, &globals, &[(0, [cells.concat(), notes.concat()].concat())]))
    };
    let comment = "工作表“S0”的批注（A1）：批注说的是虚拟货币".to_owned();
    assert_eq!(said(book(1252)), [comment.clone(), "工作表“S0”的批注（A2）：so…".to_owned()]);
    assert_eq!(said(book(9999)), [comment, "工作表“S0”的批注（A2）：(unread)".to_owned()]);
}
