//! The markdown report: what it says, and that no cell becomes markup.

use crate::{ALL_VERDICTS, CLEAN, HOSTILE, report};

#[test]
fn the_figures_come_first_and_each_flagged_row_with_its_match_and_its_reasons() {
    let page = report(ALL_VERDICTS, &["-f", "markdown", "--lang", "zh"]);
    for part in [
        "# 名称与经营范围检查报告\n",
        "| 结论 | 行数 | 占比 | 说明 |\n|---|---:|---:|---|\n| 不符合 | 1 | 20.00% | ",
        "| 合计 | 5 | | |\n",
        "## 结果\n\n列出 4 行，共 5 行\n",
        "### 不符合：甲公司（1）\n\n批 次\\.csv<span>:</span>2（第 1 行）\n",
        "- 企业名称（B2）：甲公司\n- 经营范围（C2）：<b>稳定币</b>发行\n",
        "意见：\n\n> 经营范围第 1–3 字“稳定币”，属于银发〔2026〕42号（八）所列的字样“稳定币”。",
        "### 未能检查：丙公司（3）",
        "未能检查，请核对原件。\n",
        "登记人员：\n",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    let places: Vec<_> = ["甲公司", "乙公司", "丙公司", "丁公司"].iter().map(|name| page.find(name)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert!(!page.contains("戊公司") && !page.contains("合规"));
    assert!(report(ALL_VERDICTS, &["-f", "markdown", "--lang", "zh", "--all"]).contains("### 未见命中：戊公司"));
    assert!(report(CLEAN, &["-f", "markdown", "--lang", "zh"]).contains("没有需要列出的行。"));
    let english = report(ALL_VERDICTS, &["-f", "markdown", "--lang", "en"]);
    assert!(
        english.contains("| reject | 1 | 20.00% |") && english.contains("opinion:\n\n> scope, characters 1–3"),
        "{english}"
    );
}

#[test]
fn no_text_of_a_batch_is_markup() {
    for lang in ["zh", "en"] {
        let page = report(HOSTILE, &["-f", "markdown", "--lang", lang, "--all", "--keep", "all"]);
        let own = page.replace("<b>", "").replace("</b>", "").replace("<span>", "").replace("</span>", "");
        assert!(!own.replace("\\<", "").contains('<'), "{own}");
        for (number, line) in own.lines().enumerate() {
            let begins_own =
                ["# ", "## ", "### ", "- ", "> ", ">", "|", "---"].iter().any(|mark| line.starts_with(mark));
            let is_text = line.chars().next().is_none_or(char::is_alphanumeric) || line.starts_with("“");
            assert!(begins_own || is_text, "line {number}: {line:?}");
            if !line.starts_with('|') && line != "---" {
                let bare = line.trim_start_matches(['#', '-', '>', ' ']);
                let mut before = ' ';
                for c in bare.chars() {
                    let is_markup = matches!(c, '*' | '_' | '`' | '[' | ']' | '!' | '|' | '~' | '$');
                    assert!(!is_markup || before == '\\', "{c:?} is bare in {line:?}");
                    before = if before == '\\' && c == '\\' { ' ' } else { c };
                }
            }
        }
    }
}
