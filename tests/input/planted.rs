//! No named word goes without a finding or a problem, wherever it is: random sheets as offices make them, with a word in one
//! of their cells. The same sheets without it have no finding and no note.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use encoding_rs::GB18030;
use mingcha::input::{self, Options, Source};
use mingcha::pipeline;
use mingcha::verdict::ProblemKind;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::common::checker;
use crate::harness::{run, text};

/// How many sheets are made as delimited text.
const DELIMITED: u64 = 18_000;
/// How many workbooks are made, most of them with one sheet.
const WORKBOOKS: u64 = 6_000;

/// The words that clause (八) names, with forms that the fold equates.
const WORDS: [(&str, [&str; 5]); 7] = [
    ("虚拟货币", ["虚拟货币", "虛擬貨幣", "虚·拟·货·币", "虚 拟 货 币", "虛.拟.貨.币"]),
    ("虚拟资产", ["虚拟资产", "虛擬資產", "虚·拟·资·产", "虚 拟 资 产", "虛.拟.資.产"]),
    ("加密货币", ["加密货币", "加密貨幣", "加·密·货·币", "加 密 货 币", "加.密.貨.币"]),
    ("加密资产", ["加密资产", "加密資產", "加·密·资·产", "加 密 资 产", "加.密.資.产"]),
    ("稳定币", ["稳定币", "穩定幣", "稳·定·币", "稳 定 币", "稳.定.幣"]),
    (
        "现实世界资产代币化",
        [
            "现实世界资产代币化",
            "現實世界資產代幣化",
            "现·实·世·界·资·产·代·币·化",
            "现 实 世 界 资 产 代 币 化",
            "現.实.世.界.資.产.代.幣.化",
        ],
    ),
    ("RWA", ["RWA", "ＲＷＡ", "R·W·A", "rwa", "ｒＷa"]),
];
const BEFORE: [&str; 4] = ["", "从事", "软件开发；", "餐饮服务\n"];
const BEHIND: [&str; 4] = ["", "交易", "；货物进出口", "平台运营，餐饮"];

const NAMES: [&str; 5] = ["企业名称", "名称", "公司名称", "单位名称", "字号"];
const SCOPES: [&str; 5] = ["经营范围", "经营项目", "业务范围", "许可项目", "2.经营范围"];
const OTHERS: [(&str, [&str; 3]); 8] = [
    ("住所", ["某市某路1号", "某区某街2号楼3层", ""]),
    ("备注", ["", "无", "补正材料"]),
    ("法定代表人", ["王某", "李某某", "张三"]),
    ("注册资本", ["100", "50万元", "1,000"]),
    ("成立日期", ["2026-02-07", "2026/3/1", "2026年4月"]),
    ("统一社会信用代码", ["91110108MA0000001X", "91110108MA0000002Y", ""]),
    ("序号", ["1", "2", "3"]),
    ("登记机关", ["某市局", "某区局", "某县局"]),
];
const FIRMS: [&str; 4] = ["甲乙科技有限公司", "丙丁商贸有限公司", "戊己餐饮店", "庚辛（某市）服务部"];
const TRADES: [&str; 5] =
    ["软件开发；货物进出口", "餐饮服务", "软件开发, 餐饮服务", "一般项目：食品销售\n许可项目：餐饮服务", "批发、零售"];
const TITLES: [&str; 4] = ["某市登记清单", "二〇二六年第一季度", "制表单位：某局", "单位：户"];
const TAILS: [&str; 3] = ["合计", "制表人：王某", "注：本表一式两份"];

/// Random numbers, by the algorithm `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    Scope,
    /// It has no header and comes right behind a scope.
    Continued,
    Other([&'static str; 3]),
    Blank,
}

/// A column with the two rows of its header. The second is blank if the header has one row.
#[derive(Clone, Copy)]
struct Column {
    header: [&'static str; 2],
    kind: Kind,
}

impl Column {
    const fn new(header: &'static str, kind: Kind) -> Self {
        Self { header: [header, ""], kind }
    }

    fn cell(self, dice: &mut Dice) -> String {
        let text = match self.kind {
            Kind::Name => dice.pick(&FIRMS),
            Kind::Scope => dice.pick(&TRADES),
            Kind::Continued if dice.percent(40) => "零售",
            Kind::Continued | Kind::Blank => "",
            Kind::Other(texts) => dice.pick(&texts),
        };
        text.to_owned()
    }
}

/// The columns of a table in any order.
fn columns(dice: &mut Dice) -> Vec<Column> {
    let mut groups: Vec<Vec<Column>> = Vec::new();
    for _ in 0..dice.pick(&[0, 1, 1, 1, 1, 1, 1, 2]) {
        groups.push(vec![Column::new(dice.pick(&NAMES), Kind::Name)]);
    }
    if dice.percent(25) {
        let above = dice.pick(&["", "", "经营范围"]);
        let parts = dice.pick(&[["许可项目", "一般项目"], ["许可", "一般"]]);
        let first = Column { header: ["经营范围", parts[0]], kind: Kind::Scope };
        groups.push(vec![first, Column { header: [above, parts[1]], kind: Kind::Scope }]);
    } else {
        for _ in 0..dice.pick(&[0, 1, 1, 1, 1, 1, 1, 2]) {
            let mut group = vec![Column::new(dice.pick(&SCOPES), Kind::Scope)];
            for _ in 0..dice.pick(&[0, 0, 0, 0, 1, 2]) {
                group.push(Column::new("", Kind::Continued));
            }
            groups.push(group);
        }
    }
    let has_parts = groups.concat().iter().any(|column| !column.header[1].is_empty());
    let has_name = groups.concat().iter().any(|column| column.kind == Kind::Name);
    if has_parts && has_name && dice.percent(40) {
        let first = Column { header: ["联系方式", "姓名"], kind: Kind::Other(OTHERS[2].1) };
        groups.push(vec![first, Column { header: ["", "电话"], kind: Kind::Other(["", "010-1", "010-2"]) }]);
    }
    if dice.percent(8) {
        let first = Column { header: ["企业信息", "企业名称"], kind: Kind::Name };
        groups.push(vec![first, Column { header: ["", "注册地"], kind: Kind::Other(OTHERS[0].1) }]);
    }
    let mut others = OTHERS;
    dice.shuffle(&mut others);
    for (header, texts) in &others[..dice.below(5)] {
        groups.push(vec![Column::new(header, Kind::Other(*texts))]);
    }
    if dice.percent(8) {
        groups.push(vec![Column::new("", Kind::Blank)]);
    }
    dice.shuffle(&mut groups);

    let mut columns = groups.concat();
    if columns.iter().all(|column| column.header.concat().is_empty()) {
        columns.push(Column::new("备注", Kind::Other(OTHERS[1].1)));
    }
    let mut is_behind_scope = false;
    for column in &mut columns {
        match column.kind {
            Kind::Blank if is_behind_scope => column.kind = Kind::Continued,
            Kind::Blank => {}
            kind => is_behind_scope = matches!(kind, Kind::Scope | Kind::Continued),
        }
    }
    columns
}

/// Whether the header of a second table is known for one: it has a name and a scope, or one of them and another header that is
/// known or has been there before.
fn is_header_again(columns: &[Column], before: &[Column]) -> bool {
    let headers: Vec<&str> = columns.iter().map(|column| column.header[0]).collect();
    let exact = |known: &[&str]| headers.iter().position(|header| known.contains(header));
    let name = exact(&NAMES);
    let scope = exact(&SCOPES[..4]);
    let Some(first) = name.or(scope) else { return false };
    let is_known = |header: &str| {
        header == "统一社会信用代码" || !header.is_empty() && before.iter().any(|column| column.header[0] == header)
    };
    let mut others = headers.iter().enumerate().filter(|(index, _)| *index != first);
    name.is_some() && scope.is_some() || others.any(|(_, header)| is_known(header))
}

/// First row, first column, last row, last column.
type Range = [usize; 4];

/// A sheet as it is made.
#[derive(Clone, Default)]
struct Sheet {
    rows: Vec<Vec<String>>,
    merged: Vec<Range>,
    /// The rows of data under the first header.
    data: std::ops::Range<usize>,
    kinds: Vec<Option<Kind>>,
    /// The rows of data under a second header that is known for one, and their columns.
    again: Option<(std::ops::Range<usize>, Vec<Kind>)>,
    hidden_rows: Vec<usize>,
    hidden_columns: Vec<usize>,
    /// Whether the first header is a lone cell above another table: then it may as well be a title.
    is_lone: bool,
    /// Whether it is as plain as most exports, so that none of it is left unread.
    is_plain: bool,
}

impl Sheet {
    fn row(&mut self, cells: &[(usize, &str)]) {
        let mut row = Vec::new();
        for (column, cell) in cells {
            if row.len() <= *column {
                row.resize(column + 1, String::new());
            }
            (*cell).clone_into(&mut row[*column]);
        }
        self.rows.push(row);
    }

    fn blanks(&mut self, dice: &mut Dice) {
        for _ in 0..dice.pick(&[0, 0, 0, 1, 2]) {
            self.rows.push(Vec::new());
        }
    }

    /// Titles, or rows behind a table.
    fn lines(&mut self, texts: &[&str], most: usize, width: usize, dice: &mut Dice) {
        for _ in 0..dice.below(most + 1) {
            let row = self.rows.len();
            if dice.percent(70) || width < 3 {
                self.row(&[(0, dice.pick(texts))]);
                if dice.percent(50) && width > 1 {
                    self.merged.push([row, 0, row, width - 1]);
                }
            } else {
                self.row(&[(0, dice.pick(texts)), (width - 1, dice.pick(texts))]);
            }
        }
    }

    /// A header and the rows below it.
    fn table(&mut self, columns: &[Column], rows: usize, dice: &mut Dice) {
        let top = self.rows.len();
        let has_second = columns.iter().any(|column| !column.header[1].is_empty());
        let first: Vec<_> = columns.iter().map(|column| column.header[0].to_owned()).collect();
        self.rows.push(first);
        if has_second {
            let is_merged = dice.percent(50);
            let is_repeated = !is_merged && dice.percent(20);
            let mut second = Vec::new();
            for (index, column) in columns.iter().enumerate() {
                let part = column.header[1];
                if part.is_empty() && is_merged && !column.header[0].is_empty() {
                    self.merged.push([top, index, top + 1, index]);
                }
                if column.header[0].is_empty() && !part.is_empty() && is_merged {
                    self.merged.push([top, index - 1, top, index]);
                }
                let repeated = if is_repeated { column.header[0] } else { "" };
                second.push(if part.is_empty() { repeated } else { part }.to_owned());
            }
            self.rows.push(second);
        }

        let data = self.rows.len();
        while self.rows.len() < data + rows {
            if dice.percent(3) {
                self.rows.push(Vec::new());
            }
            let mut row: Vec<String> = columns.iter().map(|column| column.cell(dice)).collect();
            if dice.percent(5) {
                let emptied = dice.below(row.len());
                row[emptied].clear();
            }
            self.rows.push(row);
        }
        if self.data.is_empty() {
            self.data = data..self.rows.len();
            self.kinds = columns.iter().map(|column| Some(column.kind)).collect();
        }
        if dice.percent(25) && rows > 2 {
            let column = dice.below(columns.len());
            let first = data + dice.below(rows - 1);
            let last = (first + 1 + dice.below(2)).min(self.rows.len() - 1);
            for row in first + 1..=last {
                if let Some(cell) = self.rows[row].get_mut(column) {
                    cell.clear();
                }
            }
            self.merged.push([first, column, last, column]);
        }
    }

    fn new(dice: &mut Dice) -> Self {
        let mut sheet = Self { is_plain: true, ..Self::default() };
        let columns = columns(dice);
        sheet.lines(&TITLES, 3, columns.len(), dice);
        sheet.blanks(dice);
        let rows = if dice.percent(70) { 1 + dice.below(6) } else { 1 + dice.below(30) };
        sheet.table(&columns, rows, dice);

        if dice.percent(20) {
            sheet.is_plain = false;
            sheet.is_lone = columns.iter().filter(|column| !column.header[0].is_empty()).count() == 1;
            sheet.blanks(dice);
            sheet.lines(&TITLES, 1, columns.len(), dice);
            let again = if dice.percent(40) { columns.clone() } else { self::columns(dice) };
            let rows = 1 + dice.below(4);
            sheet.table(&again, rows, dice);
            if is_header_again(&again, &columns) {
                let data = sheet.rows.len() - rows..sheet.rows.len();
                sheet.again = Some((data, again.iter().map(|column| column.kind).collect()));
            }
        }
        if dice.percent(25) {
            sheet.is_plain = false;
            sheet.blanks(dice);
            sheet.lines(&TAILS, 2, columns.len(), dice);
        }
        if dice.percent(5) {
            sheet.is_plain = false;
            let far = columns.len() + dice.pick(&[1, 5, 30, 300]);
            let row = sheet.row_but_second_of_header(dice);
            sheet.rows[row].resize(far, String::new());
            sheet.rows[row].push("见附件".to_owned());
        }
        let fields = [Kind::Name, Kind::Scope];
        sheet.is_plain &= columns.iter().any(|column| fields.contains(&column.kind));
        if dice.percent(10) {
            sheet.hidden_rows.push(dice.below(sheet.rows.len()));
            sheet.hidden_columns.push(dice.below(columns.len()));
        }
        sheet
    }

    fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// Any row, except for the second one of a header, which a stray cell makes one of data.
    fn row_but_second_of_header(&self, dice: &mut Dice) -> usize {
        let row = dice.below(self.rows.len());
        if row + 1 == self.data.start { self.data.start } else { row }
    }

    /// A place for a word. Most are in the table.
    fn spot(&self, dice: &mut Dice) -> (usize, usize) {
        if !self.merged.is_empty() && dice.percent(15) {
            let [top, left, ..] = dice.pick(&self.merged);
            return (top, left);
        }
        if dice.percent(50) {
            return (self.data.start + dice.below(self.data.len()), dice.below(self.kinds.len()));
        }
        let row = dice.below(self.rows.len());
        let width = if dice.percent(80) { self.rows[row].len().max(1) } else { self.width() + 1 };
        (row, dice.below(width))
    }

    fn put(&mut self, (row, column): (usize, usize), text: String) {
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }

    /// The merged range that begins in a cell.
    fn merged_at(&self, (row, column): (usize, usize)) -> Option<Range> {
        self.merged.iter().find(|range| range[..2] == [row, column]).copied()
    }
}

/// A file with one sheet or more, and how it is written.
struct File {
    sheets: Vec<Sheet>,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Delimited { delimiter: char, is_gb: bool, is_padded: bool, is_quoted: bool, line_end: &'static str },
    Workbook { is_second_hidden: bool, is_shared: bool },
}

/// Where a word was planted.
#[derive(Clone, Copy, Debug)]
struct Planted {
    sheet: usize,
    spot: (usize, usize),
    word: &'static str,
}

impl File {
    fn delimited(dice: &mut Dice) -> Self {
        let form = Form::Delimited {
            delimiter: dice.pick(&[',', ',', ',', '\t', ';']),
            is_gb: dice.percent(25),
            is_padded: dice.percent(70),
            is_quoted: dice.percent(20),
            line_end: dice.pick(&["\n", "\r\n"]),
        };
        let mut sheet = Sheet::new(dice);
        sheet.merged.clear();
        if dice.percent(5) {
            sheet.is_plain = false;
            let row = sheet.row_but_second_of_header(dice);
            let width = sheet.rows[row].len() + dice.below(3);
            sheet.rows[row].resize(width.saturating_sub(1), "多".to_owned());
        }
        Self { sheets: vec![sheet], form }
    }

    fn workbook(dice: &mut Dice) -> Self {
        let mut sheets = vec![Sheet::new(dice)];
        if dice.percent(25) {
            let mut second = Sheet::new(dice);
            if dice.percent(50) {
                second = Sheet::default();
                second.row(&[(0, "填表说明")]);
                second.row(&[(0, "一、请如实填写")]);
                second.data = 0..2;
                second.kinds = vec![None];
            }
            sheets.push(second);
            dice.shuffle(&mut sheets);
        }
        Self { sheets, form: Form::Workbook { is_second_hidden: dice.percent(40), is_shared: dice.percent(30) } }
    }

    /// Its bytes, and the line of each row of the first sheet.
    fn bytes(&self) -> (Vec<u8>, Vec<u64>) {
        match self.form {
            Form::Workbook { is_second_hidden, is_shared } => {
                let lines = (1..=self.sheets.iter().map(|sheet| sheet.rows.len()).max().unwrap() as u64).collect();
                (workbook(&self.sheets, is_second_hidden, is_shared), lines)
            }
            Form::Delimited { delimiter, is_gb, is_padded, is_quoted, line_end } => {
                let sheet = &self.sheets[0];
                let width = sheet.width();
                let mut written = String::new();
                let mut lines = Vec::new();
                for row in &sheet.rows {
                    lines.push(written.matches('\n').count() as u64 + 1);
                    let is_ragged = !is_padded || !sheet.is_plain && row.len() != sheet.kinds.len();
                    let cells = if is_ragged { row.len() } else { width };
                    for column in 0..cells {
                        if column > 0 {
                            written.push(delimiter);
                        }
                        let cell = row.get(column).map_or("", String::as_str);
                        if is_quoted && !cell.is_empty() || cell.contains([delimiter, '"', '\n']) {
                            write!(written, "\"{}\"", cell.replace('"', "\"\"")).unwrap();
                        } else {
                            written.push_str(cell);
                        }
                    }
                    written.push_str(line_end);
                }
                let bytes = if is_gb { GB18030.encode(&written).0.into_owned() } else { written.into_bytes() };
                (bytes, lines)
            }
        }
    }

    fn plant(&mut self, dice: &mut Dice) -> Planted {
        let (word, forms) = dice.pick(&WORDS);
        let text = format!("{}{}{}", dice.pick(&BEFORE), dice.pick(&forms), dice.pick(&BEHIND));
        let sheet = dice.below(self.sheets.len());
        let spot = self.sheets[sheet].spot(dice);
        self.sheets[sheet].put(spot, text);
        Planted { sheet, spot, word }
    }

    fn shown(&self) -> String {
        let mut shown = format!("{:?}\n", self.form);
        for sheet in &self.sheets {
            writeln!(shown, "merged {:?}, data {:?}", sheet.merged, sheet.data).unwrap();
            for row in &sheet.rows {
                writeln!(shown, "| {}", row.join(" | ").replace('\n', "⏎")).unwrap();
            }
        }
        shown
    }
}

/// The letters of a column.
fn letters(column: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number).unwrap());
    if column < 26 {
        return letter(column).to_string();
    }
    format!("{}{}", letter(column / 26 - 1), letter(column % 26))
}

fn workbook(sheets: &[Sheet], is_second_hidden: bool, is_shared: bool) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &str| {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut list = String::new();
    let mut targets = String::new();
    let mut strings = String::new();
    let mut string_count = 0;
    for (number, sheet) in (1..).zip(sheets) {
        let state = if number == 2 && is_second_hidden { "state='hidden'" } else { "" };
        write!(list, "<sheet name='表{number}' sheetId='{number}' {state} r:id='rId{number}'/>").unwrap();
        write!(
            targets,
            "<Relationship Id='rId{number}' Type='{office}/worksheet' Target='worksheets/sheet{number}.xml'/>"
        )
        .unwrap();
        let mut xml = String::from("<worksheet>");
        for column in &sheet.hidden_columns {
            write!(xml, "<cols><col min='{0}' max='{0}' hidden='1'/></cols>", column + 1).unwrap();
        }
        xml.push_str("<sheetData>");
        for (row, cells) in sheet.rows.iter().enumerate() {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let hidden = if sheet.hidden_rows.contains(&row) { " hidden='1'" } else { "" };
            write!(xml, "<row r='{}'{hidden}>", row + 1).unwrap();
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let place = format!("{}{}", letters(column), row + 1);
                if is_shared {
                    write!(xml, "<c r='{place}' t='s'><v>{string_count}</v></c>").unwrap();
                    write!(strings, "<si><t>{cell}</t></si>").unwrap();
                    string_count += 1;
                } else {
                    write!(xml, "<c r='{place}' t='inlineStr'><is><t>{cell}</t></is></c>").unwrap();
                }
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData>");
        if !sheet.merged.is_empty() {
            xml.push_str("<mergeCells>");
            for [top, left, bottom, right] in &sheet.merged {
                let (left, right) = (letters(*left), letters(*right));
                write!(xml, "<mergeCell ref='{left}{}:{right}{}'/>", top + 1, bottom + 1).unwrap();
            }
            xml.push_str("</mergeCells>");
        }
        xml.push_str("</worksheet>");
        part(&format!("xl/worksheets/sheet{number}.xml"), &xml);
    }
    if is_shared {
        write!(targets, "<Relationship Id='rIdS' Type='{office}/sharedStrings' Target='sharedStrings.xml'/>").unwrap();
        part("xl/sharedStrings.xml", &format!("<sst>{strings}</sst>"));
    }
    part("xl/workbook.xml", &format!("<workbook><sheets>{list}</sheets></workbook>"));
    part("xl/_rels/workbook.xml.rels", &format!("<Relationships>{targets}</Relationships>"));
    archive.finish().unwrap().into_inner()
}

/// What `mingcha check` finds in a file. `None` if it is refused.
struct Seen {
    rows: Vec<Value>,
    /// Where the sweep found a word, or a text that could not be read.
    notes: Vec<String>,
    is_left_unread: bool,
}

fn see(bytes: Vec<u8>) -> Result<Seen, String> {
    let source = Source::new("t", None, Box::new(Cursor::new(bytes))).unwrap();
    let opened = input::open(source, &Options::default()).map_err(|error| error.to_string())?;
    let swept = pipeline::sweep(&opened.asides, &checker("filing"));
    let mut notes: Vec<String> = swept.notes.iter().map(|note| note.place.to_string()).collect();
    let mut rows = Vec::new();
    for input in opened.inputs {
        let outcome = run(input, 1).unwrap();
        notes.extend(outcome.notes.iter().map(|note| note.place.to_string()));
        rows.extend(outcome.rows);
    }
    Ok(Seen { rows, notes, is_left_unread: !opened.unread.is_empty() })
}

fn is_unread(row: &Value) -> bool {
    let problems = row["problems"].as_array().unwrap();
    problems.iter().any(|problem| {
        ProblemKind::ALL.iter().any(|kind| kind.leaves_text_unread() && kind.key() == text(&problem["kind"]))
    })
}

/// Checks that a planted word has not passed.
fn caught(file: &File, planted: Planted) -> Result<(), String> {
    let (bytes, lines) = file.bytes();
    let Ok(seen) = see(bytes) else { return Ok(()) };
    let row_at = |row: usize| {
        let source = if matches!(file.form, Form::Workbook { .. }) {
            format!("t#表{}", planted.sheet + 1)
        } else {
            "t".to_owned()
        };
        seen.rows.iter().find(|seen| text(&seen["source"]) == source && seen["line"] == lines[row])
    };
    let has_term =
        |row: &&Value| row["findings"].as_array().unwrap().iter().any(|finding| text(&finding["term"]) == planted.word);

    let own = row_at(planted.spot.0);
    let is_found = seen.rows.iter().any(|row| has_term(&row));
    if !is_found && !own.is_some_and(is_unread) && seen.notes.is_empty() && !seen.is_left_unread {
        return Err(format!("it passes: {own:?}"));
    }

    let sheet = &file.sheets[planted.sheet];
    let (row, column) = planted.spot;
    if let Some((again, kinds)) = &sheet.again
        && again.contains(&row)
        && matches!(kinds.get(column), Some(Kind::Name | Kind::Scope))
        && !own.is_some_and(|row| ["reject", "review", "unchecked"].contains(&text(&row["verdict"]).as_str()))
    {
        return Err(format!("below a second header: {own:?}"));
    }
    let kind = sheet.kinds.get(column).copied().flatten();
    if !sheet.data.contains(&row) || sheet.is_lone || seen.is_left_unread {
        return Ok(());
    }
    let enough: &[&str] = match kind {
        Some(Kind::Name | Kind::Scope) => &["reject", "unchecked"],
        Some(Kind::Continued) => &["reject", "review", "unchecked"],
        _ => return Ok(()),
    };
    let last = sheet.merged_at(planted.spot).map_or(row, |range| range[2]);
    for row in row..=last {
        if sheet.rows[row].iter().all(String::is_empty) {
            continue;
        }
        let Some(seen) = row_at(row) else { return Err(format!("row {row} is not there")) };
        if !enough.contains(&text(&seen["verdict"]).as_str()) {
            return Err(format!("row {row} is not {enough:?}: {seen}"));
        }
    }
    Ok(())
}

/// Checks that nothing is found in a file without a planted word.
fn quiet(file: &File) -> Result<(), String> {
    let (bytes, lines) = file.bytes();
    let is_plain = file.sheets.iter().all(|sheet| sheet.is_plain);
    let seen = match see(bytes) {
        Err(error) if is_plain => return Err(format!("refused: {error}")),
        Err(_) => return Ok(()),
        Ok(seen) => seen,
    };
    if let Some(found) = seen.rows.iter().find(|row| row["findings"] != Value::Array(Vec::new())) {
        return Err(format!("found: {found}"));
    }
    if !seen.notes.is_empty() {
        return Err(format!("noted: {:?}", seen.notes));
    }
    if !is_plain {
        return Ok(());
    }
    let is_workbook = matches!(file.form, Form::Workbook { .. });
    let has_all_fields = matches!(file.form, Form::Workbook { .. } | Form::Delimited { is_padded: true, .. });
    if let Some(unread) = seen.rows.iter().find(|row| has_all_fields && is_unread(row)) {
        return Err(format!("unread: {unread}"));
    }
    let [sheet] = &file.sheets[..] else { return Ok(()) };
    let mut expected = Vec::new();
    for row in sheet.data.clone() {
        let is_blank = sheet.rows[row].iter().all(String::is_empty);
        let fields = if has_all_fields { sheet.width() } else { sheet.rows[row].len() };
        if !is_blank || !is_workbook && fields > 1 {
            expected.push(lines[row]);
        }
    }
    let rows: Vec<u64> = seen.rows.iter().map(|row| row["line"].as_u64().unwrap()).collect();
    if rows != expected {
        return Err(format!("rows at {rows:?}, not at {expected:?}"));
    }
    Ok(())
}

/// Makes files, and checks each with a word and without it.
fn all_are_caught(files: u64, make: fn(&mut Dice) -> File) {
    let mut failures = 0;
    let mut kinds = [0; 2];
    for seed in 0..files {
        let mut dice = Dice(seed);
        let mut file = make(&mut dice);
        let without = quiet(&file);
        let planted = file.plant(&mut dice);
        let with = caught(&file, planted);
        for (what, failed) in [("without a word", without), ("with a word", with)] {
            let Err(error) = failed else { continue };
            failures += 1;
            kinds[usize::from(what == "with a word")] += 1;
            if failures <= 8 {
                println!("#{seed} {what}: {error}\n{planted:?}\n{}", file.shown());
            }
        }
    }
    assert_eq!(failures, 0, "of {files} files: {kinds:?} without and with a word");
}

#[test]
fn no_word_that_is_planted_in_delimited_text_passes() {
    all_are_caught(DELIMITED, File::delimited);
}

#[test]
fn no_word_that_is_planted_in_a_workbook_passes() {
    all_are_caught(WORKBOOKS, File::workbook);
}
