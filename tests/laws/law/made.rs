//! Text made of telling pieces, each chosen by a byte: random bytes then come to words, and a change of one byte to a change
//! of one piece.

use std::sync::LazyLock;

use mingcha::text::fold::Fold;

use super::world::FILING;

/// The bytes of an input, taken one by one.
pub struct Choices<'a>(&'a [u8]);

/// What separates, joins, hides, widens, opens and closes, what a context asks for, and what disguises are made of.
const PIECES: [&str; 130] = [
    " ",
    "\u{3000}",
    "·",
    "-",
    ".",
    "_",
    "/",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "★",
    "🙂",
    "、",
    "，",
    ",",
    "；",
    ";",
    "。",
    "：",
    "\"",
    "“",
    "”",
    "（",
    "）",
    "(",
    ")",
    "【",
    "】",
    "《",
    "》",
    "「",
    "…",
    "...",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "\u{300}",
    "\u{332}",
    "\u{20dd}",
    "\u{fe0f}",
    "\u{200d}",
    "\u{e000}",
    "\u{fffd}",
    "\u{e0100}",
    "㈾",
    "㍿",
    "ﬀ",
    "🄡",
    "™",
    "①",
    "각",
    "👨‍👩‍👧",
    "🇨🇳",
    "🆁🆆🅰",
    "ʀᴡᴀ",
    "ＲＷＡ",
    "R",
    "W",
    "A",
    "r",
    "w",
    "a",
    "s",
    "S",
    "x",
    "Go",
    "Chain",
    "1",
    "２",
    "虚",
    "拟",
    "货",
    "币",
    "稳",
    "定",
    "加",
    "密",
    "资",
    "产",
    "代",
    "化",
    "的",
    "值",
    "种",
    "虛",
    "擬",
    "貨",
    "幣",
    "贷",
    "臂",
    "huo",
    "bi",
    "xu",
    "ｎｉ",
    "火",
    "禾急",
    "扌以",
    "巾",
    "敝",
    "亻弋",
    "不含",
    "不得从事",
    "除",
    "外",
    "除外",
    "禁止",
    "未经批准",
    "等",
    "游戏",
    "网络游戏",
    "风险加权资产",
    "密钥",
    "排烟",
    "比特币",
    "发行",
    "交易",
    "服务",
    "软件开发",
    "有限公司",
    "公司",
    "危险品",
    "、ICO",
    "金融",
    "券",
    "N/A",
    "无",
    "#REF!",
    "9.13E+17",
    "=1+1",
];

/// From this byte on a choice is a word of the rules, and a further byte says which.
const WORDS: u8 = 0x90;
/// A choice of any character, told by two further bytes: one that folds, or any of its page.
const FORM: u8 = 0xF0;
const ANY: u8 = 0xF8;

impl<'a> Choices<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte; 0 at the end.
    pub fn take(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All bytes that are left.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// One of several, where there is one.
    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let wide = if list.len() > 256 { usize::from(self.take()) << 8 } else { 0 };
        let index = wide | usize::from(self.take());
        list.get(index.checked_rem(list.len())?)
    }

    /// The next piece of text.
    pub fn piece(&mut self) -> String {
        let choice = self.take();
        match choice {
            ANY.. => {
                let scalar = u32::from(choice & 3) << 16 | u32::from(self.take()) << 8 | u32::from(self.take());
                char::from_u32(scalar).map(String::from).unwrap_or_default()
            }
            FORM.. => self.one_of(&FORMS).map(ToString::to_string).unwrap_or_default(),
            WORDS.. => self.one_of(&RULE_WORDS).cloned().unwrap_or_default(),
            _ => PIECES[usize::from(choice) % PIECES.len()].to_owned(),
        }
    }

    /// At most `most` pieces.
    pub fn text(&mut self, most: usize) -> String {
        let mut text = String::new();
        for _ in 0..most {
            if self.is_empty() {
                break;
            }
            text.push_str(&self.piece());
        }
        text
    }
}

/// Every character that does not fold to itself.
static FORMS: LazyLock<Vec<char>> = LazyLock::new(|| Fold::builtin().entries().map(|(c, ..)| c).collect());

/// The terms of the rules and the texts that hit them, or miss them by little.
static RULE_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let book = FILING.book();
    let of_rules = book.rules().flat_map(|r| [&r.spelled].into_iter().chain(&r.must_match).chain(&r.must_not));
    let contexts = book.sets.iter().flat_map(|set| &set.contexts);
    of_rules.chain(contexts.flat_map(|c| c.must.iter().chain(&c.must_not))).cloned().collect()
});
