//! A formula whose value no spreadsheet has computed shows another text when the file is opened: it is unread, whatever the writer
//! stored in place of the value.

use crate::asides::{numbers, relationships, row, zip};
use crate::biff::{self, BIFF8, compound, stream};
use crate::binary::{book_with, cell, number, record, text};
use crate::harness::{check, open, run};

/// An .xlsx whose workbook has these settings, with a formula in another column whose cell has these attributes and content.
fn xlsx(settings: &str, attributes: &str, value: &str) -> Vec<u8> {
    let book = format!("<workbook><sheets><sheet name='表' r:id='rId1'/></sheets>{settings}</workbook>");
    let targets = relationships(&[("worksheet", "s1.xml"), ("sharedStrings", "texts.xml")]);
    let header = row(&["企业名称", "经营范围", "备注"]);
    let cells = row(&["甲", "餐饮"]).replace("</row>", "");
    let sheet = format!(
        "<worksheet><sheetData>{header}{cells}<c {attributes}><f>\"虚拟\"&amp;\"货币\"</f>{value}</c></row></sheetData></worksheet>"
    );
    zip(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", targets.as_bytes()),
        ("xl/s1.xml", sheet.as_bytes()),
        (
            "xl/texts.xml",
            "<sst><si><t></t></si><si><t xml:space='preserve'> </t></si><si><t>无</t></si></sst>".as_bytes(),
        ),
    ])
}

#[test]
fn an_empty_text_is_the_value_of_a_formula_only_if_the_file_says_that_values_were_computed() {
    for (attributes, value) in [
        ("t='s'", "<v>0</v>"),
        ("t='s'", "<v> 1 </v>"),
        ("t='str'", "<v></v>"),
        ("t='str'", "<v/>"),
        ("t='inlineStr'", "<is><t/></is>"),
    ] {
        for settings in ["", "<calcPr fullCalcOnLoad='1'/>"] {
            let outcome = check(xlsx(settings, attributes, value));
            assert_eq!(outcome.brief(), ["1@2 unchecked cell-error"], "{attributes} {value} {settings}");
            assert_eq!(outcome.details(0), ["备注: #GETTING_DATA"]);
        }
    }
    for (attributes, value) in [("t='s'", "<v>0</v>"), ("t='str'", "<v></v>")] {
        let outcome = check(xlsx("<calcPr calcId='191029'/>", attributes, value));
        assert_eq!(outcome.brief(), ["1@2 clear"], "{attributes}");
    }
    assert_eq!(check(xlsx("", "t='s'", "<v>2</v>")).brief(), ["1@2 clear"], "a value that is there is read");
}

#[test]
fn what_an_xlsb_has_in_place_of_a_value_is_unread_unless_it_says_that_values_were_computed() {
    let formula = |kind: u16, value: &[u8]| {
        record(kind, &[&number(2)[..], &number(0), value, &[0, 0, 0, 0, 0, 0], &[0; 4]].concat())
    };
    // Calculated by itself, 100 times at most, with a tolerance, for one processor, and flags.
    let settings = |mode: u32, flags: u8| {
        let content = [number(191_029).to_vec(), number(mode).to_vec(), vec![0; 16], vec![flags, 0]].concat();
        record(0x019D, &content)
    };
    let empty = formula(0x08, &text(""));
    let zero = formula(0x09, &0_f64.to_le_bytes());
    let one = formula(0x09, &1_f64.to_le_bytes());
    for (of_book, last, expected) in [
        (Vec::new(), &empty, "1@2 unchecked cell-error"),
        (Vec::new(), &zero, "1@2 unchecked cell-error"),
        (Vec::new(), &one, "1@2 clear"),
        (settings(1, 0), &empty, "1@2 clear"),
        (settings(1, 0), &zero, "1@2 clear"),
        (settings(0, 0), &zero, "1@2 unchecked cell-error"),
        (settings(0, 0x20), &zero, "1@2 clear"),
        (settings(1, 0x21), &zero, "1@2 unchecked cell-error"),
    ] {
        let rows = [
            record(0x0000, &number(0)),
            cell(0, "名称"),
            cell(1, "经营范围"),
            cell(2, "备注"),
            record(0x0000, &number(1)),
            cell(0, "甲"),
            cell(1, "餐饮"),
            last.clone(),
        ];
        let mut inputs =
            open(&book_with(&of_book, &rows, &[]), usize::MAX, &mingcha::input::Options::default()).unwrap();
        assert_eq!(run(inputs.remove(0), 1).unwrap().brief(), [expected], "{of_book:?} {last:?}");
    }
}

/// An .xls with a name that is a formula in the text column `column`, whose value is 0.
fn xls(tokens: &[u8], names: &[u8], column: u16) -> Vec<u8> {
    let len = u16::try_from(tokens.len()).unwrap();
    let head = [numbers(&[1, column, 0]), vec![0; 8], numbers(&[0]), vec![0; 4], numbers(&[len])].concat();
    let labels = [biff::label(1, 0, "甲"), biff::label(1, 1, "餐饮"), biff::label(1, 2, "无")];
    let mut rows = [biff::header(), biff::label(0, 2, "备注")].concat();
    for (number, label) in (0..).zip(labels) {
        if number == column {
            rows.extend(biff::record(0x0006, &[&head, tokens].concat()));
        } else {
            rows.extend(label);
        }
    }
    compound("Workbook", stream(BIFF8, names, &[(0, rows)]))
}

#[test]
fn the_zero_of_a_formula_that_can_only_give_a_text_is_unread_in_every_column_of_an_xls() {
    let text = [&[0x17, 2, 1][..], &biff::wide("稳定")].concat();
    let one = vec![0x1E, 1, 0];
    let jump = |len: u8, kind: u8| vec![0x19, kind, len, 0];
    let call = |count: u8, function: u16| [vec![0x42, count], function.to_le_bytes().to_vec()].concat();
    let name = |text: &str| {
        let len = u8::try_from(text.len()).unwrap();
        biff::record(0x0018, &[&[0, 0, 0, len][..], &[0; 10], &[0], text.as_bytes()].concat())
    };
    let names = [name("x"), name("_xlfn.CONCAT"), name("_xlfn.IFS")].concat();
    let operand = |number: u8| vec![0x23, number, 0, 0, 0];
    for (tokens, is_unread) in [
        (text.clone(), true),
        ([text.clone(), vec![0x15]].concat(), true),
        ([text.clone(), vec![0x41, 130, 0]].concat(), true),
        ([one.clone(), jump(9, 2), text.clone(), jump(8, 8), text.clone(), jump(3, 8), call(3, 1)].concat(), true),
        ([one.clone(), jump(9, 2), text.clone(), jump(8, 8), one.clone(), jump(3, 8), call(3, 1)].concat(), false),
        ([one.clone(), jump(9, 2), text.clone(), jump(8, 8), call(2, 1)].concat(), false),
        ([one.clone(), vec![0x19, 4, 1, 0, 4, 0, 11, 0], text.clone(), jump(3, 8), call(2, 100)].concat(), true),
        ([operand(2), text.clone(), text.clone(), call(3, 255)].concat(), true),
        ([operand(1), text.clone(), text.clone(), call(3, 255)].concat(), false),
        ([operand(3), one.clone(), text.clone(), call(3, 255)].concat(), false),
        ([one.clone(), text.clone(), call(2, 4)].concat(), false),
        ([text.clone(), text.clone(), vec![0x0B]].concat(), false),
        (vec![0x44, 0, 0, 0, 0], false),
        (vec![0x08], true),
        (vec![0x15, 0x42, 9], false),
        (vec![], false),
    ] {
        for column in 0..3 {
            let brief = check(xls(&tokens, &names, column)).brief();
            assert_eq!(brief[0].contains("unchecked cell-error"), is_unread, "{tokens:?} {column}: {brief:?}");
        }
    }
}
