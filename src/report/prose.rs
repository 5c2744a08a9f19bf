//! The summary of a run in words.

use super::{InputSummary, Lang, Summary};
use crate::text::escape::visible;
use crate::verdict::Verdict;

impl Summary {
    /// The summary in words, one line an entry. It depends on nothing but input, rules and options.
    #[must_use]
    pub fn prose(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<_> = self.inputs.iter().map(|input| about(lang, input)).collect();
        lines.push(self.counts_in_words(lang));
        if self.counts.unread > 0 {
            let unread = self.counts.unread;
            lines.push(lang.pick(
                format!("{unread} 行有未能读取的内容，须补查"),
                format!("{unread} rows hold text that was not read and has to be checked again"),
            ));
        }
        lines.push(self.rules_in_words(lang));
        lines
    }

    fn counts_in_words(&self, lang: Lang) -> String {
        let total = self.counts.total();
        let counts = Verdict::ALL.map(|v| format!("{} {}", lang.verdict(v), self.counts.of(v)));
        let counts = counts.join(lang.pick("，", ", "));
        lang.pick(format!("共 {total} 行：{counts}"), format!("{total} rows: {counts}"))
    }

    fn rules_in_words(&self, lang: Lang) -> String {
        const SHORT_HASH: usize = 12;
        let short = |hash: &str| hash.get(..SHORT_HASH).unwrap_or(hash).to_owned();
        let sets = self.rule_sets.iter().zip(&self.rule_set_sha256).map(|(id, hash)| format!("{id} ({})", short(hash)));
        let sets = sets.collect::<Vec<_>>().join(lang.pick("、", ", "));
        let (as_of, profile) = (&self.as_of, &self.profile);
        lang.pick(
            format!("规则 {sets}，适用日期 {as_of}，口径 {profile}"),
            format!("rules {sets} as of {as_of}, profile {profile}"),
        )
    }
}

fn about(lang: Lang, input: &InputSummary) -> String {
    let InputSummary { name, encoding, columns, .. } = input;
    let columns = columns.join(lang.pick("、", ", "));
    let mut text =
        lang.pick(format!("{name}：{encoding}，检查列 {columns}"), format!("{name}: {encoding}, checked {columns}"));
    if input.titles > 0 {
        let above = input.titles;
        text += &lang.pick(
            format!("；表头之上有 {above} 行标题，未检查"),
            format!("; {above} title rows above the header, not checked"),
        );
    }
    if !input.skipped.is_empty() {
        let skipped = input.skipped.join(lang.pick("、", ", "));
        text += &lang.pick(
            format!("；工作表 {skipped} 没有名称或经营范围列，未检查"),
            format!("; not checked, having no name or scope column: sheet {skipped}"),
        );
    }
    for warning in lang.column_warnings(input) {
        text += &lang.pick(format!("；{warning}"), format!("; {warning}"));
    }
    visible(&text)
}
