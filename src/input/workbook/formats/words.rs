//! The words of a number format: `"第"0"号"` shows 3 as 第3号, and `[=1]"批发";[=2]"零售"` shows no number at all.
//!
//! A code has up to four sections: for positive and negative numbers, zero and texts, or for numbers that meet a condition.

/// What stands between two sections: no word goes on behind a blank line.
const BETWEEN: &str = "\n\n";
/// How many letters in a row make a section one with words: signs of currencies and units have fewer.
const WORD: usize = 2;
/// Letters that stand for a value: `General`, also as Chinese spreadsheets write it, and the halves of the day.
const VALUES: [&str; 4] = ["General", "G/通用格式", "上午/下午", "AM/PM"];

/// The sections of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sections(Vec<Section>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Section {
    condition: Option<Condition>,
    /// The literals before and behind the place of the value.
    before: String,
    behind: String,
    /// Whether it shows the value.
    has_value: bool,
    /// Whether it is for texts.
    is_of_text: bool,
    /// How many letters the literal at its end has in a row, and whether there were enough somewhere.
    letters: usize,
    has_words: bool,
}

/// A condition such as `[>=100]`: the operator, and the number as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    operator: String,
    limit: String,
}

impl Condition {
    fn read(inside: &str) -> Option<Self> {
        let limit = inside.trim_start_matches(['<', '>', '=']);
        let operator = &inside[..inside.len() - limit.len()];
        (!operator.is_empty()).then(|| Self { operator: operator.to_owned(), limit: limit.trim().to_owned() })
    }

    fn is_met(&self, number: f64) -> bool {
        let Ok(limit) = self.limit.parse::<f64>() else { return false };
        match self.operator.as_str() {
            "<" => number < limit,
            "<=" => number <= limit,
            ">" => number > limit,
            ">=" => number >= limit,
            "<>" => !is_same(number, limit),
            _ => is_same(number, limit),
        }
    }
}

fn is_same(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

impl Section {
    /// Adds the place of the value, or of a part of it.
    fn value(&mut self) {
        self.has_value = true;
        self.letters = 0;
    }

    fn literal(&mut self, character: char) {
        self.letters = if character.is_alphabetic() { self.letters + 1 } else { 0 };
        self.has_words |= self.letters >= WORD;
        let literal = if self.has_value { &mut self.behind } else { &mut self.before };
        literal.push(character);
    }

    /// What it shows of a value, which is `plain` without any format.
    fn show(&self, plain: &str) -> String {
        let value = if self.has_value { plain } else { "" };
        format!("{}{value}{}", self.before, self.behind)
    }
}

impl Sections {
    /// The sections of a code. Returns `None` if none of them has words.
    pub(super) fn with_words(code: &str) -> Option<Self> {
        let sections = Self::read(code);
        sections.0.iter().any(|section| section.has_words).then_some(sections)
    }

    fn read(code: &str) -> Self {
        let mut sections = Vec::new();
        let mut section = Section::default();
        let mut characters = code.chars();
        loop {
            if let Some(value) = VALUES.iter().find(|name| characters.as_str().starts_with(**name)) {
                section.value();
                characters = characters.as_str()[value.len()..].chars();
            }
            let Some(character) = characters.next() else { break };
            match character {
                '\\' => {
                    if let Some(literal) = characters.next() {
                        section.literal(literal);
                    }
                }
                // The next character is the width of a blank, or a filling.
                '_' | '*' => {
                    characters.next();
                }
                '"' => {
                    for literal in characters.by_ref().take_while(|literal| *literal != '"') {
                        section.literal(literal);
                    }
                }
                '[' => {
                    let inside: String = characters.by_ref().take_while(|inside| *inside != ']').collect();
                    // The sign of a currency, and behind it the number of a language.
                    if let Some(currency) = inside.strip_prefix('$') {
                        let sign = currency.rsplit_once('-').map_or(currency, |(sign, _)| sign);
                        sign.chars().for_each(|literal| section.literal(literal));
                    }
                    section.condition = section.condition.or_else(|| Condition::read(&inside));
                }
                ';' => sections.push(std::mem::take(&mut section)),
                '@' => {
                    section.value();
                    section.is_of_text = true;
                }
                '0' | '#' | '?' => section.value(),
                letter if letter.is_ascii_alphabetic() => section.value(),
                letter if letter.is_alphabetic() => section.literal(letter),
                _ => {}
            }
        }
        sections.push(section);
        Self(sections)
    }

    /// What all sections show, with a digit in the place of the value.
    pub(super) fn words(&self) -> String {
        let shown: Vec<String> = self.0.iter().map(|section| section.show("0")).collect();
        shown.join(BETWEEN)
    }

    /// Appends what a cell shows of a number.
    pub(super) fn write_number(&self, number: f64, plain: &str, out: &mut String) {
        match self.of_number(number).filter(|section| section.has_words) {
            Some(section) => out.push_str(&section.show(plain)),
            None => out.push_str(plain),
        }
    }

    fn of_number(&self, number: f64) -> Option<&Section> {
        let is_last_of_text = self.0.len() > 3 || self.0.len() > 1 && self.0.last().is_some_and(|last| last.is_of_text);
        let sections = &self.0[..self.0.len() - usize::from(is_last_of_text)];
        let has_condition = sections.iter().any(|section| section.condition.is_some());
        if has_condition {
            let met = sections.iter().find(|section| match &section.condition {
                Some(condition) => condition.is_met(number),
                None => true,
            });
            return met;
        }
        let index = match sections.len() {
            0 | 1 => 0,
            2 => usize::from(number < 0.0),
            _ if number > 0.0 => 0,
            _ if number < 0.0 => 1,
            _ => 2,
        };
        sections.get(index)
    }

    /// What a cell shows of a text, if that is more than the text. A text that the format hides is there as well.
    pub(super) fn of_text(&self, text: &str) -> Option<String> {
        let section = if self.0.len() > 3 { self.0.get(3) } else { self.0.last().filter(|last| last.is_of_text) };
        let section = section.filter(|section| section.has_words)?;
        let shown = section.show(text);
        Some(if section.has_value { shown } else { format!("{text}\n{shown}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_number(code: &str, number: f64) -> String {
        let mut out = String::new();
        match Sections::with_words(code) {
            Some(sections) => sections.write_number(number, &number.to_string(), &mut out),
            None => out.push_str("no words"),
        }
        out
    }

    #[test]
    fn words_of_a_format_are_read_with_a_number_or_in_its_place() {
        for (code, number, shown) in [
            ("\"虚拟货币交易\"", 1.0, "虚拟货币交易"),
            ("[=1]\"软件\";[=2]\"稳定币\";General", 2.0, "稳定币"),
            ("[=1]\"软件\";[=2]\"稳定币\";General", 3.0, "3"),
            ("\"第\"0\"号商户\"", 3.0, "第3号商户"),
            ("0;\"负债\";\"没有\"", 0.0, "没有"),
            ("0;\"负债\";\"没有\"", -1.0, "负债"),
            ("0;\"负债\";\"没有\"", 1.0, "1"),
            ("@\"虚拟货币\"", 1.0, "1虚拟货币"),
            ("\\稳\\定\\币", 1.0, "稳定币"),
            ("稳定币", 1.0, "稳定币"),
            ("G/通用格式\"万元整\"", 5.0, "5万元整"),
            ("[>=100]\"很多\";0", 5.0, "5"),
            ("0.00\"元\"", 5.0, "no words"),
            ("yyyy\"年\"m\"月\"d\"日\"", 5.0, "no words"),
            ("上午/下午h\"时\"mm\"分\"", 5.0, "no words"),
            ("[$-804]General", 5.0, "no words"),
            (";;;", 5.0, "no words"),
        ] {
            assert_eq!(of_number(code, number), shown, "{code} {number}");
        }
    }

    #[test]
    fn words_of_a_format_are_read_with_a_text() {
        for (code, shown) in [
            ("@\"虚拟货币\"", Some("甲虚拟货币")),
            ("0;0;0;\"稳定\"@\"币种\"", Some("稳定甲币种")),
            ("0;0;0;\"稳定币\"", Some("甲\n稳定币")),
            ("\"稳定币\"", None),
            ("0\"号商户\";@", None),
        ] {
            let sections = Sections::with_words(code);
            assert_eq!(sections.and_then(|sections| sections.of_text("甲")).as_deref(), shown, "{code}");
        }
    }
}
