//! Many rows: the same verdicts in every encoding, with every line break, and as a workbook.

use encoding_rs::{BIG5, GB18030, GBK};

use crate::common::utf16;
use crate::harness::{Outcome, once};

/// How many rows a normal run has; `MINGCHA_ROWS` asks for more.
fn rows() -> usize {
    std::env::var("MINGCHA_ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

/// Pieces of filings, simplified and traditional: places, trades, ends, items; of the last some hit.
const SIMPLIFIED: [&[&str]; 4] = [
    &["北京", "上海", "深圳市", "杭州", "成都市", "武汉", "西安", "鑫淼"],
    &["恒信", "联通", "中科", "海通", "一般", "开元", "国贸", "天马"],
    &["科技有限公司", "贸易有限公司", "信息技术有限公司", "商行（个体工商户）"],
    &[
        "软件开发",
        "数据处理",
        "货物进出口",
        "技术咨询、技术服务",
        "餐饮服务",
        "一般经营项目：仓储",
        "加密电视销售",
        "虚拟货币交易",
        "资产管理（不含许可）",
        "代币发行",
        "稳定币",
        "\"互联网\"信息服务",
        "建筑材料,五金",
        "农产品销售。",
    ],
];
const TRADITIONAL: [&[&str]; 4] = [
    &["臺北", "高雄市", "新北市", "香港", "澳門"],
    &["恆信", "聯通", "中科", "國貿", "開元", "一般"],
    &["科技有限公司", "貿易有限公司", "資訊有限公司", "商行（獨資）"],
    &[
        "軟體開發",
        "資料處理",
        "貨物進出口",
        "技術諮詢、技術服務",
        "餐飲服務",
        "一般經營項目：倉儲",
        "虛擬貨幣交易",
        "資產管理（不含許可）",
        "代幣發行",
        "穩定幣",
        "\"網際網路\"資訊",
        "建築材料,五金",
        "農產品銷售。",
    ],
];

/// A small generator of pseudo-random numbers: the same rows in every run.
fn mix(seed: usize) -> usize {
    let x = (seed as u64 ^ 0x9E37_79B9).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from((x ^ (x >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 33).unwrap()
}

/// Cells of a filing: id, name, scope.
fn filing(number: usize, pieces: &[&[&str]; 4]) -> [String; 3] {
    let pick = |kind: usize, salt: usize| pieces[kind][mix(number * 31 + salt) % pieces[kind].len()];
    let name = format!("{}{}{}", pick(0, 1), pick(1, 2), pick(2, 3));
    let items: Vec<_> = (0..=mix(number) % 5).map(|n| pick(3, 10 + n)).collect();
    [format!("91110{number:013}"), name, items.join("；")]
}

fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// Lines of simplified filings: id, name, scope.
pub(crate) fn filings(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| line(&filing(number, &SIMPLIFIED)))
}

fn batch(pieces: &[&[&str]; 4], header: &str) -> String {
    let lines = (0..rows()).map(|number| line(&filing(number, pieces)));
    std::iter::once(header.to_owned()).chain(lines).collect()
}

fn assert_alike(bytes: &[u8], expected: &Outcome, what: &str) {
    let outcome = once(bytes);
    assert_eq!(outcome.rows.len(), expected.rows.len(), "{what}");
    for (row, other) in outcome.rows.iter().zip(&expected.rows) {
        assert_eq!(row, other, "{what}");
    }
}

#[test]
fn no_encoding_and_no_line_break_changes_a_verdict() {
    let simplified = batch(&SIMPLIFIED, "统一社会信用代码,企业名称,经营范围\n");
    let expected = once(simplified.as_bytes());
    assert!(expected.verdicts().iter().any(|v| v == "reject") && expected.verdicts().iter().any(|v| v == "clear"));
    for line_break in ["\n", "\r\n", "\r"] {
        let text = simplified.replace('\n', line_break);
        let marked = format!("\u{feff}{text}");
        for (what, bytes) in [
            ("UTF-8", text.clone().into_bytes()),
            ("UTF-8 with BOM", marked.clone().into_bytes()),
            ("GBK", GBK.encode(&text).0.into_owned()),
            ("GB18030", GB18030.encode(&text).0.into_owned()),
            ("UTF-16LE", utf16(&text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(&text, u16::to_be_bytes)),
            ("UTF-16LE with BOM", utf16(&marked, u16::to_le_bytes)),
            ("UTF-16BE with BOM", utf16(&marked, u16::to_be_bytes)),
        ] {
            assert_alike(&bytes, &expected, &format!("{what} {line_break:?}"));
        }
    }
}

#[test]
fn big5_gives_the_verdicts_of_utf8() {
    let traditional = batch(&TRADITIONAL, "統一社會信用代碼,企業名稱,經營範圍\n");
    let expected = once(traditional.as_bytes());
    assert!(expected.verdicts().iter().any(|v| v == "reject") && expected.verdicts().iter().any(|v| v == "clear"));
    for line_break in ["\n", "\r\n", "\r"] {
        let text = traditional.replace('\n', line_break);
        let (bytes, _, lossy) = BIG5.encode(&text);
        assert!(!lossy);
        assert_alike(&bytes, &expected, &format!("Big5 {line_break:?}"));
        assert_alike(&GBK.encode(&text).0, &expected, &format!("traditional GBK {line_break:?}"));
    }
}

#[test]
fn a_workbook_gives_the_verdicts_of_its_csv() {
    let csv = batch(&SIMPLIFIED, "统一社会信用代码,企业名称,经营范围\n");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["统一社会信用代码", "企业名称", "经营范围"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), header).unwrap();
    }
    for number in 0..rows() {
        for (column, cell) in filing(number, &SIMPLIFIED).into_iter().enumerate() {
            sheet.write(u32::try_from(number + 1).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    let mut expected = once(csv.as_bytes());
    expected.rows.iter_mut().for_each(|row| row["source"] = "test#Sheet1".into());
    let outcome = once(&book.save_to_buffer().unwrap());
    assert_eq!(outcome.rows, expected.rows);
}
