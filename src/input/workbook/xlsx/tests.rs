//! Small workbooks of every kind that writers make.

use std::io::{Cursor, Write as _};

use calamine::Reader as _;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::input::workbook::shown::write;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

fn relationships(listed: &[String]) -> Vec<u8> {
    format!("<Relationships>{}</Relationships>", listed.concat()).into_bytes()
}

/// The parts of a workbook with one sheet, `sheet1.xml`.
fn parts(sheet: &str) -> Vec<(&'static str, Vec<u8>)> {
    let texts = "<sst><si><t>零</t></si><si/><si><r><t>虚拟</t></r><rPh><t>カソウ</t></rPh><r><t xml:space=\"preserve\">货币 \
                 </t></r></si></sst>";
    let sheet = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet>{sheet}</worksheet>");
    vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", relationships(&[relationship("rId1", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
                .to_vec(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(&[
                relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
                relationship("rId2", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        ("xl/sharedStrings.xml", texts.as_bytes().to_vec()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
    ]
}

fn first_sheet(bytes: Vec<u8>) -> Result<String> {
    let mut book = Xlsx::new(bytes)?;
    let name = book.sheets().remove(0);
    Ok(String::from_utf8(book.content(&name)?.text).unwrap())
}

fn read(rows: &str) -> Result<String> {
    first_sheet(zipped(&parts(&format!("<dimension/><sheetData>{rows}</sheetData>"))))
}

#[test]
fn no_text_of_a_sheet_is_lost_however_its_cells_are_written() {
    for (rows, expected) in [
        // Rows and cells out of order, twice, or without a reference.
        (
            "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>乙</v></c></row><row r=\"1\"><c r=\"A1\" t=\"str\"><v>甲</v></c></row>",
            "甲\n乙\n",
        ),
        ("<row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c></row>", "1,2\n"),
        ("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>", "\"1\n2\"\n"),
        ("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1,,2\n3\n"),
        ("<row r=\"1\"><c r=\"$b$1\"><v>2</v></c><c><v>3</v></c></row>", ",2,3\n"),
        // Values.
        (
            "<row><c t=\"s\"><v> 0 </v></c><c t=\"s\"><v/></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>",
            "零,,,虚拟货币 \n",
        ),
        (
            "<row><c t=\"s\"><v><!-- x -->0</v></c><c t=\"str\"><v>a<![CDATA[<b]]>&lt;<!-- -->&#99;</v></c></row>",
            "零,a<b<c\n",
        ),
        ("<row><c t=\"s\"><v>7</v></c><c t=\"s\"><v>x</v></c></row>", "#GETTING_DATA,#GETTING_DATA\n"),
        ("<row><c t=\"n\"><v>文字</v></c><c><v> 1.5 </v></c><c><v>1E3</v></c></row>", "文字,1.5,1000\n"),
        ("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v> false </v></c><c t=\"b\"><v>x</v></c></row>", "TRUE,FALSE,x\n"),
        (
            "<row><c t=\"e\"><v>#BUSY!</v></c><c t=\"e\"><v/></c><c t=\"d\"><v>2026-02-07</v></c></row>",
            "#BUSY!,#GETTING_DATA,2026-02-07\n",
        ),
        ("<row><c t=\"str\"><v>a_x000D_b_x005F_x_xD83D__xDCF7__xZZZZ_</v></c></row>", "\"a\rb_x📷_xZZZZ_\"\n"),
        // Texts inside cells.
        ("<row><c t=\"inlineStr\"><is><t>甲</t></is><v></v></c><c t=\"inlineStr\"><v>乙</v></c></row>", "甲,乙\n"),
        (
            "<row><c t=\"inlineStr\"><is>甲</is></c><c t=\"inlineStr\"><t>乙</t></c><c><is><t>丙</t></is></c></row>",
            "甲,乙,丙\n",
        ),
        (
            "<row><c t=\"inlineStr\"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is><extLst><ext><v>9</v></ext></extLst></c></row>",
            "甲乙\n",
        ),
        ("<row><c t=\"inlineStr\"><is><t>甲</t></is><v>乙</v></c></row>", "\"甲\n乙\"\n"),
        // Formulas.
        (
            "<row><c><f>A2</f></c><c><f>A2</f><v/></c><c><f>A2</f><v>0</v></c><c t=\"n\"><f>A2</f><v>0.0</v></c></row>",
            "#GETTING_DATA,#GETTING_DATA,#GETTING_DATA,#GETTING_DATA\n",
        ),
        (
            "<row><c><f>A2</f><v>3</v></c><c t=\"str\"><f>A2</f><v>文</v></c><c t=\"str\"><f>A2</f><v>0</v></c></row>",
            "3,文,0\n",
        ),
    ] {
        assert_eq!(read(rows).unwrap(), expected, "{rows}");
    }
}

#[test]
fn a_zero_that_a_spreadsheet_has_computed_is_a_zero() {
    let mut parts =
        parts("<sheetData><row><c><f>A2</f><v>0</v></c><c t=\"str\"><f>A2</f><v></v></c></row></sheetData>");
    for (settings, expected) in [
        ("<calcPr calcId=\"191029\"/>", "0\n"),
        ("<calcPr fullCalcOnLoad=\"1\"/>", "#GETTING_DATA,#GETTING_DATA\n"),
        ("<calcPr calcMode=\"manual\"/>", "#GETTING_DATA,#GETTING_DATA\n"),
    ] {
        let workbook = format!("<workbook><sheets><sheet name=\"A\" id=\"rId1\"/></sheets>{settings}</workbook>");
        parts[2].1 = workbook.into_bytes();
        assert_eq!(first_sheet(zipped(&parts)).unwrap(), expected, "{settings}");
    }
}

#[test]
fn each_cell_of_a_merged_range_has_its_text() {
    let sheet = "<sheetData><row r=\"1\"><c t=\"str\"><v>题,目</v></c></row><row r=\"2\"><c t=\"str\"><v>甲</v></c><c \
                 t=\"str\"><v>货币</v></c></row><row r=\"3\"><c t=\"str\"><v>乙</v></c></row><row r=\"5\"><c \
                 t=\"str\"><v>丙</v></c><c t=\"str\"><v>自</v></c><c><v>1</v></c></row></sheetData><mergeCells><mergeCell \
                 ref=\"B2:B5\"/><mergeCell ref=\"A1:XFD1\"/><mergeCell ref=\"C9:C12\"/></mergeCells>";
    let text = first_sheet(zipped(&parts(sheet))).unwrap();
    assert_eq!(text, "\"题,目\",\"题,目\",\"题,目\"\n甲,货币\n乙,货币\n\n丙,自,1\n");
}

#[test]
fn parts_are_found_under_the_names_that_writers_give_them() {
    let sheet = "<sheetData><row><c t=\"s\"><v>2</v></c></row></sheetData>";
    let usual = parts(sheet);
    let renamed: [fn(&str) -> String; 5] = [
        |name| name.replace('/', "\\"),
        |name| format!("/{name}"),
        |name| format!("./{name}"),
        |name| name.to_uppercase(),
        |name| name.replace("sheet1", "sheet%31"),
    ];
    for rename in renamed {
        let names: Vec<String> = usual.iter().map(|(name, _)| rename(name)).collect();
        let parts: Vec<(&str, Vec<u8>)> =
            names.iter().zip(&usual).map(|(name, (_, content))| (name.as_str(), content.clone())).collect();
        let bytes = zipped(&parts);
        assert!(has_workbook(&bytes), "{names:?}");
        assert_eq!(first_sheet(bytes).unwrap(), "虚拟货币 \n", "{names:?}");
    }

    for target in [
        "./worksheets/sheet1.xml",
        "/xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet1.xml",
        "..\\xl\\worksheets\\sheet1.xml",
    ] {
        let mut parts = usual.clone();
        parts[3].1 = relationships(&[relationship("rId1", "worksheet", target)]);
        assert_eq!(first_sheet(zipped(&parts)).unwrap(), "虚拟货币 \n", "{target}");
    }

    for (workbook, rels) in
        [("xl/workbook2.xml", "xl/_rels/workbook2.xml.rels"), ("workbook.xml", "_rels/workbook.xml.rels")]
    {
        let mut parts = usual.clone();
        parts[1].1 = relationships(&[relationship("rId1", "officeDocument", workbook)]);
        parts[2].0 = workbook;
        parts[3].0 = rels;
        parts[3].1 = relationships(&[
            relationship("rId1", "worksheet", "/xl/worksheets/sheet1.xml"),
            relationship("rId2", "sharedStrings", "/xl/sharedStrings.xml"),
        ]);
        let bytes = zipped(&parts);
        assert!(has_workbook(&bytes), "{workbook}");
        assert_eq!(first_sheet(bytes).unwrap(), "虚拟货币 \n", "{workbook}");
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let mut parts = parts("<sheetData/>");
    parts.push(("xl/worksheets/SHEET1.xml", Vec::new()));
    let refused = first_sheet(zipped(&parts));
    assert!(matches!(refused, Err(WorkbookError::Damaged { damage: Damage::SameNames, .. })), "{refused:?}");
}

#[test]
fn utf16_is_read_and_other_encodings_are_refused() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData><row><c \
               t=\"str\"><v>虚拟</v></c></row></sheetData></worksheet>";
    let mut parts = parts("");
    for wide in [
        xml.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        [0xFEFF].into_iter().chain(xml.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
    ] {
        parts[5].1 = wide;
        assert_eq!(first_sheet(zipped(&parts)).unwrap(), "虚拟\n");
    }

    parts[5].1 = xml.replace("UTF-16", "GBK").into_bytes();
    let refused = first_sheet(zipped(&parts));
    assert!(matches!(&refused, Err(WorkbookError::OtherEncoding { encoding }) if encoding == "GBK"), "{refused:?}");
}

#[test]
fn a_sheet_that_is_missing_or_no_table_leaves_the_others() {
    let mut parts = parts("<sheetData><row><c><v>1</v></c></row></sheetData>");
    parts[2].1 = "<workbook><sheets><sheet name=\"A\" id=\"rId1\"/><sheet name=\"A\" id=\"rId9\"/><sheet name=\"图\" \
                  id=\"rId3\"/><sheet name=\"宏\" id=\"rId4\"/></sheets></workbook>"
        .as_bytes()
        .to_vec();
    parts[3].1 = relationships(&[
        relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
        relationship("rId3", "chartsheet", "worksheets/sheet1.xml"),
        relationship("rId4", "worksheet", "macrosheets/sheet1.xml"),
    ]);
    parts.push(("xl/macrosheets/sheet1.xml", b"<macrosheet><sheetData/></macrosheet>".to_vec()));

    let mut book = Xlsx::new(zipped(&parts)).unwrap();
    assert_eq!(book.sheets(), ["A", "A (2)", "图", "宏"]);
    assert!(matches!(book.content("A (2)"), Err(WorkbookError::SheetMissing)));
    assert!(matches!(book.content("图"), Err(WorkbookError::NotATable)));
    assert!(matches!(book.content("宏"), Err(WorkbookError::NotATable)));
    assert_eq!(book.content("A").unwrap().text, b"1\n");
}

#[test]
fn a_part_that_ends_in_the_middle_is_never_read_in_part() {
    let mut parts = parts("");
    parts[5].1 = b"<worksheet><sheetData><row><c><v>1</v></c></row>".to_vec();
    let refused = first_sheet(zipped(&parts));
    assert!(matches!(refused, Err(WorkbookError::Damaged { damage: Damage::Unfinished, .. })), "{refused:?}");
}

/// What the reader gave that was used before, for usual workbooks.
fn by_calamine(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut book = calamine::Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = SheetText::new(Kind::Xlsx);
    let mut cells = book.worksheet_cells_reader(name).unwrap();
    while let Some(cell) = cells.next_cell().unwrap() {
        let mut shown = String::new();
        write(&calamine::Data::from(cell.get_value().clone()), &mut shown);
        text.put(cell.get_position(), &shown).unwrap();
    }
    text.finish()
}

fn assert_equal_to_calamine(bytes: &[u8]) {
    let mut book = Xlsx::new(bytes.to_vec()).unwrap();
    for name in book.sheets() {
        let text = String::from_utf8(book.content(&name).unwrap().text).unwrap();
        assert_eq!(text, String::from_utf8(by_calamine(bytes, &name)).unwrap(), "{name}");
        assert!(!text.is_empty());
    }
}

#[test]
fn a_workbook_that_a_spreadsheet_saved_has_the_same_texts_as_before() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/input/table.xlsx");
    assert_equal_to_calamine(&std::fs::read(file).unwrap());
}

#[cfg(feature = "reports")]
#[test]
fn a_workbook_that_a_library_wrote_has_the_same_texts_as_before() {
    use rust_xlsxwriter::{Format, Formula, Workbook};

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip([" 甲 ", "a\r\nb", "_x000D_", "<&>\"", "1e5", "\u{a0}x\u{3000}", "\t", "\u{1}"]) {
        sheet.write(0, column, text).unwrap();
    }
    for (column, number) in (0..).zip([0.0, -1.5, 1e15, 911_101_083_123_456_789.0, 1e-9, 46_060.5, 0.25]) {
        sheet.write(2, column, number).unwrap();
        for (row, code) in
            (3..).zip(["yyyy-mm-dd", "hh:mm", "[h]:mm:ss", "0.00", "@", "yyyy\"年\"m\"月\"", "m/d/yy h:mm", "[Red]0"])
        {
            if (0.0..1e6).contains(&number) {
                sheet.write_with_format(row, column, number, &Format::new().set_num_format(code)).unwrap();
            }
        }
    }
    sheet.write(20, 3, true).unwrap();
    sheet.write_formula(20, 4, Formula::new("=A1").set_result("文")).unwrap();
    sheet.write_formula(20, 5, Formula::new("=A1").set_result("12")).unwrap();
    sheet.write_formula(20, 6, Formula::new("=A1").set_result("#N/A")).unwrap();
    assert_equal_to_calamine(&book.save_to_buffer().unwrap());
}
