//! A row whose fields are in several encodings, with a named word in one of them and stray bytes before it, is never clear. A
//! row that is UTF-8 as a whole is what it reads as.

use std::io::Cursor;

use mingcha::decision::Decisions;
use mingcha::input::{Encoding, Input, Options, Source};
use mingcha::pipeline::{self, Collected, Job};
use mingcha::report::{Jsonl, Report, Summary};
use mingcha::verdict::Verdict;
use serde_json::Value;

use super::made::Choices;
use super::scripts::{ENCODINGS, encoded, in_script};
use super::world::{EXACT, FILING};

/// Pieces as a system with simplified and one with traditional characters has them.
const PIECES: [[&str; 2]; 16] = [
    ["", ""],
    ["甲乙", "甲乙"],
    ["餐饮服务", "餐飲服務"],
    ["1号楼", "1號樓"],
    ["从事软件开发、", "從事軟體開發、"],
    ["一般项目：货物进出口；信息咨询", "一般項目：貨物進出口；資訊諮詢"],
    ["A", "A"],
    ["（不含许可项目）", "（不含許可項目）"],
    ["有限公司", "有限公司"],
    ["的", "的"],
    ["2026-01-01", "2026-01-01"],
    ["·", "·"],
    ["钰琪", "鈺琪"],
    ["鑫淼垚", "鑫淼垚"],
    ["、、", "、、"],
    [" ", " "],
];
const WORDS: [[&str; 2]; 8] = [
    ["虚拟货币", "虛擬貨幣"],
    ["虚拟资产", "虛擬資產"],
    ["加密货币", "加密貨幣"],
    ["加密资产", "加密資產"],
    ["稳定币", "穩定幣"],
    ["现实世界资产代币化", "現實世界資產代幣化"],
    ["RWA", "RWA"],
    ["ＲＷＡ", "ＲＷＡ"],
];
/// How many rows settle the encoding of a file.
const SETTLING: usize = 40;

pub fn hold(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let how = choices.take();
    let encoding = ENCODINGS[usize::from(how) % 3];
    let mut file = beginning(encoding);
    let mut rows = Vec::new();
    while !choices.is_empty() && rows.len() < 16 {
        let row = row(&mut choices);
        file.extend_from_slice(&row);
        rows.push(row);
    }
    for checker in [&FILING, &EXACT] {
        let source = Source::new("test.csv", None, Box::new(Cursor::new(file.clone()))).unwrap();
        let mut input = Input::open(source, &Options::default()).unwrap();
        let reports = [Report::streamed(Jsonl::default())];
        let decisions = Decisions::default();
        let job = Job { checker, reports: &reports, decisions: &decisions, only: Verdict::Clear, threads: 1 };
        let mut collected = Collected::begin(&reports);
        pipeline::run(&mut input, &job, &mut collected).unwrap();
        let output = collected.finish(&Summary::default()).unwrap().remove(0);
        let output = String::from_utf8(output).unwrap();
        let found: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(found.len(), SETTLING + rows.len());
        for (found, row) in found[SETTLING..].iter().zip(&rows) {
            let is_own = std::str::from_utf8(row).is_ok_and(has_no_word);
            assert!(is_own || found["verdict"] != "clear", "in {}: {row:02X?} {found}", encoding.name());
        }
    }
}

/// Whether a text has no word of Han characters.
fn has_no_word(text: &str) -> bool {
    !WORDS[..6].iter().flatten().any(|word| text.contains(word))
}

/// A header and enough rows to settle the encoding of a file.
fn beginning(encoding: Encoding) -> Vec<u8> {
    let header = in_script(encoding, ["企业名称,备注,经营范围\n", "企業名稱,備註,經營範圍\n"]);
    let row = in_script(encoding, ["甲有限公司,无,软件开发、餐饮服务\n", "甲有限公司,無,軟體開發、餐飲服務\n"]);
    encoded(encoding, &format!("{header}{}", row.repeat(SETTLING)))
}

/// A row of fields in any encodings, with a word in one of them.
fn row(choices: &mut Choices<'_>) -> Vec<u8> {
    let planted = usize::from(choices.take()) % 3;
    let word = WORDS[usize::from(choices.take()) % WORDS.len()];
    let stray = Some(choices.take()).filter(|byte| (0x81..=0xFE).contains(byte));
    let mut row = Vec::new();
    for number in 0..3 {
        if number > 0 {
            row.push(b',');
        }
        let encoding = ENCODINGS[usize::from(choices.take()) % 3];
        let is_planted = number == planted;
        let is_latin = is_planted && word[0].contains(['R', 'Ｒ']);
        let (before, behind) = (choices.take(), choices.take());
        row.extend(beside(encoding, before, is_latin));
        if is_planted {
            row.extend(stray);
            row.extend(encoded(encoding, in_script(encoding, word)));
        }
        row.extend(beside(encoding, behind, is_latin));
    }
    row.push(b'\n');
    row
}

/// A piece of text beside a word, which is another word if a letter is beside its own letters.
fn beside(encoding: Encoding, number: u8, is_latin: bool) -> Vec<u8> {
    let text = in_script(encoding, PIECES[usize::from(number) % PIECES.len()]);
    if is_latin && text == "A" { Vec::new() } else { encoded(encoding, text) }
}
