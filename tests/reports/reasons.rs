//! The reasons in words (意见): what an office's notice says, in every document for people.

use std::fs;

use mingcha::report::FormatName;

use crate::common::{Folder, mingcha};
use crate::{checked, report};

/// The reasons of the only row of a batch, as the text report has them.
fn reasons(batch: &str, args: &[&str]) -> Vec<String> {
    let text = report(batch, &[&["-f", "text", "--lang", "zh"], args].concat());
    let (_, said) = text.split_once("= 意见：\n").unwrap_or_else(|| panic!("no reasons in {text}"));
    said.lines().take_while(|line| !line.is_empty()).map(|line| line.trim().to_owned()).collect()
}

const BAN: &str = "依据：银发〔2026〕42号（八）：企业、个体工商户注册名称和经营范围中不得含有“虚拟货币”、“虚拟资产”、“加密货币”、“加密资产”、“稳定币”、“现实世界资产代币化”、“RWA”等字样或内容。";

#[test]
fn a_new_name_is_refused_under_the_rules_of_names() {
    assert_eq!(
        reasons("名称,经营范围\n甲ＲＷＡ公司,餐饮\n", &[]),
        [
            "名称第 2–4 字“ＲＷＡ”，还原后为“RWA”，属于银发〔2026〕42号（八）所列的字样“RWA”。建议：更换名称。",
            BAN,
            "名称：该名称属于《企业名称登记管理规定》第十一条第（九）项“法律、行政法规以及国家规定禁止的其他情形”。\
             依据该规定第二十条第一款“发现企业名称不符合本规定的，不予登记并书面说明理由”，不予登记；请更换名称后重新申报。\
             个体工商户、农民专业合作社的名称，依据该规定第二十五条“农民专业合作社和个体工商户的名称登记管理，参照本规定执行”参照执行。"
        ]
    );
}

#[test]
fn an_existing_name_is_changed_within_thirty_days() {
    let said = reasons("名称,经营范围\n甲RWA公司,餐饮\n", &["--profile", "stock"]);
    assert_eq!(said[0], "名称第 2–4 字“RWA”，属于银发〔2026〕42号（八）所列的字样“RWA”。建议：更换名称。");
    assert!(
        said[2].contains("该规定第二十条第二款“已经登记的企业名称不符合本规定的，应当及时纠正”，予以纠正。"),
        "{said:?}"
    );
    assert!(said[2].contains("依据该规定第二十三条第二款，请自收到处理决定之日起30日内办理名称变更登记"), "{said:?}");
    assert!(!said[2].contains("不予登记"), "{said:?}");
}

#[test]
fn a_scope_is_sent_back_and_the_limb_is_left_to_the_registrar() {
    let said = reasons("名称,经营范围\n甲公司,软件开发；稳定币发行\n", &[]);
    assert!(said[0].ends_with("建议：删去该项，或改用经营范围登记规范表述目录中的表述。"), "{said:?}");
    assert_eq!(said.len(), 3);
    for part in [
        "经营范围：依据《市场主体登记管理条例》第十九条第二款“",
        "《市场主体登记管理条例实施细则》第十八条第三款“",
        "一次性告知上述需要补正的内容，请修改经营范围后重新提交。",
        "该条例第二十条“",
        "属于其中何种情形，由登记机关认定。",
    ] {
        assert!(said[2].contains(part), "no {part} in {said:?}");
    }
    assert!(!said[2].contains("企业名称登记管理规定"), "a name has other provisions");
    let existing = reasons("名称,经营范围\n甲公司,软件开发；稳定币发行\n", &["--profile", "stock"]);
    assert!(
        existing[2].contains("请依据《市场主体登记管理条例》第二十四条第一款办理经营范围变更登记。"),
        "{existing:?}"
    );
}

#[test]
fn what_only_a_person_can_judge_is_asked_and_not_said() {
    let said = reasons("名称,经营范围\n甲公司,比特币交易\n", &[]);
    assert!(said[0].starts_with("经营范围第 1–3 字“比特币”"), "{said:?}");
    assert!(said[0].contains("所述的“") && said[0].contains("请核实；确有上述情形的，建议删去该项"), "{said:?}");
    assert!(said[2].starts_with("经营范围：经核实确有上述情形的，依据"), "{said:?}");
    let read = reasons("名称,经营范围\n甲公司,虚拟贷币\n", &[]);
    assert!(read[0].contains("，可读作“虚拟货币”，"), "{read:?}");
    let negated = reasons("名称,经营范围\n甲公司,软件（不含虚拟货币）\n", &["--profile", "stock"]);
    assert!(negated[0].contains("请结合语境（处于否定或排除语句）核实"), "{negated:?}");
}

const ILLEGAL_FUNDING: [&str; 2] = ["--rules", "built-in:guoling-737"];

#[test]
fn where_a_ban_has_exceptions_the_question_is_whether_one_applies() {
    let said = reasons("名称,经营范围\n某某理财有限公司,餐饮\n", &ILLEGAL_FUNDING);
    assert!(
        said[0].ends_with("。请核实是否属于“法律、行政法规和国家另有规定”的情形；不属于的，建议更换名称。"),
        "{said:#?}"
    );
    assert!(said[2].starts_with("名称：经核实不属于除外情形的，该名称属于"), "{said:#?}");
    let english = report(
        "名称,经营范围\n某某理财有限公司,餐饮\n",
        &[&["-f", "text", "--lang", "en"], &ILLEGAL_FUNDING[..]].concat(),
    );
    assert!(
        english.contains("see whether it is exempt") && english.contains("name: if it is not exempt:"),
        "{english}"
    );
    // The words of the notice have no exceptions.
    let plain = reasons("名称,经营范围\n某某比特币有限公司,餐饮\n", &ILLEGAL_FUNDING);
    assert!(plain[0].contains("请核实；确有上述情形的，建议更换名称"), "{plain:#?}");
    assert!(plain[2].starts_with("名称：经核实确有上述情形的，"), "{plain:#?}");
}

#[test]
fn what_two_rule_sets_say_of_a_field_is_said_once() {
    for (name, begins) in [
        ("甲RWA理财有限公司", "名称：该名称属于《企业名称登记管理规定》"),
        ("甲比特币理财有限公司", "名称：经核实确有上述情形，又不属于除外情形的，该名称属于"),
    ] {
        let said = reasons(&format!("名称,经营范围\n{name},餐饮\n"), &ILLEGAL_FUNDING);
        let of_name: Vec<_> = said.iter().filter(|line| line.starts_with("名称：")).collect();
        assert!(of_name.len() == 1 && of_name[0].starts_with(begins), "{said:#?}");
        assert_eq!(said.iter().filter(|line| line.starts_with("依据：")).count(), 2, "{said:#?}");
    }
}

#[test]
fn words_that_combine_are_called_a_combination_and_no_other_name() {
    let batch = "名称,经营范围\n甲公司,房产代币化\n";
    let said = reasons(batch, &[]);
    assert!(said[0].contains("系“资产代币化”的组合写法"), "{said:?}");
    let text = report(batch, &["-f", "text", "--lang", "zh"]);
    assert!(text.contains("含“资产代币化”的组合写法") && !text.contains("别称"), "{text}");
    let halves = "名称,经营范围\n甲公司,现实世界资产（RWA）代币化\n";
    let text = report(halves, &["-f", "text", "--lang", "zh"]);
    assert!(text.contains("与原词的差别：中间夹有其他字符、组合写法") && !text.contains("别称"), "{text}");
    assert!(report(halves, &["-f", "jsonl"]).contains("\"alias\""), "machine formats stay");
    let alias = reasons("名称,经营范围\n甲公司,虚拟币\n", &[]);
    assert!(alias[0].contains("系“虚拟货币”的别称"), "{alias:?}");
}

#[test]
fn a_page_lists_the_articles_that_its_rows_cite_and_no_others() {
    let page = |batch: &str, args: &[&str]| {
        let html = report(batch, &[&["-f", "html", "--lang", "zh"], args].concat());
        html.split_once("class=\"articles\"").map(|(_, articles)| articles.to_owned()).unwrap_or_default()
    };
    let both = ["--rules", "built-in:guoling-737", "--rules", "built-in:guoling-768"];
    let articles = page("名称,经营范围\n甲RWA公司,餐饮\n", &both);
    assert!(articles.contains("《企业名称登记管理规定》"), "{articles}");
    for other in ["《市场主体登记管理条例》", "《防范和处置非法集资条例》", "广告的监管"]
    {
        assert!(!articles.contains(other), "{other}: {articles}");
    }
    let articles = page("名称,经营范围\n甲公司,稳定币\n某某支付公司,餐饮\n", &both);
    assert!(
        articles.contains("《市场主体登记管理条例》") && articles.contains("《非银行支付机构监督管理条例》"),
        "{articles}"
    );
    assert!(!articles.contains("《防范和处置非法集资条例》"), "{articles}");
}

#[test]
fn many_findings_are_numbered_and_each_field_has_its_provisions_once() {
    let said = reasons("名称,经营范围\n甲RWA公司,稳定币；RWA；稳定币；挖矿设备；比特币...\n", &[]);
    assert!(said[0].starts_with("1. 名称第 2–4 字“RWA”"), "{said:#?}");
    assert!(said[1].starts_with("2. 经营范围第 1–3、9–11 字“稳定币”"), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("提示：经营范围第") && line.ends_with("供参考。")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("内容被截断") && line.ends_with("请核对原件。")), "{said:#?}");
    for (begin, times) in [("依据：", 1), ("名称：", 1), ("经营范围：", 1)] {
        assert_eq!(said.iter().filter(|line| line.starts_with(begin)).count(), times, "{said:#?}");
    }
    let split = reasons("名称,许可经营项目,一般经营项目\n甲,餐饮,稳定币\n", &[]);
    assert!(
        split[0].starts_with("经营范围（一般经营项目）第 1–3 字"),
        "the column is named where there are several: {split:?}"
    );
}

#[test]
fn a_remark_alone_and_unread_text_alone_call_for_no_provision() {
    let related = reasons("名称,经营范围\n甲公司,挖矿设备\n", &[]);
    assert!(related.len() == 1 && related[0].starts_with("提示：") && related[0].contains("通知未禁止"), "{related:?}");
    let elsewhere = reasons("名称,经营范围,备注\n甲公司,餐饮,曾用虚拟货币\n", &[]);
    assert!(elsewhere.len() == 1 && elsewhere[0].contains("其他栏目（备注）"), "{elsewhere:?}");
    let unread = reasons("名称,经营范围\n甲公司,软件...\n", &[]);
    assert_eq!(unread, ["内容被截断（“经营范围”列），未能检查，请核对原件。"]);
}

#[test]
fn own_rules_without_a_chain_say_what_was_found_and_cite_nothing() {
    let folder = Folder::new();
    let terms = folder.file_arg("own.csv", "term,tier\n时光机,named\n火眼币,content\n");
    let said = reasons("名称,经营范围\n甲时光机公司,火眼币\n", &["--terms", &terms]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].contains("属于本单位所列的字样“时光机”") && said[1].contains("属于本单位自定的字样“火眼币”"),
        "{said:?}"
    );
}

#[test]
fn a_rule_set_of_an_office_has_the_chain_that_it_brings() {
    let folder = Folder::new();
    for entry in fs::read_dir("fixtures/rules/example-office-2027").unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.at(entry.file_name().to_str().unwrap())).unwrap();
    }
    folder.file(
        "chain.csv",
        "profile,field,step,instrument,again,article,quote,grade,source\n\
         ,scope,contrary,《某办法》,该办法,第三条,不得经营的项目,A,某处\n,scope,see,《某办法》,该办法,第四条,,A,某处\n",
    );
    let term = fs::read_to_string(folder.at("terms.csv")).unwrap();
    let word = term.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let args = ["--as-of", "2027-06-01", "--rules", folder.path().to_str().unwrap()];
    let batch = format!("名称,经营范围\n甲公司,{word}\n");
    let text = mingcha_text(&batch, &args);
    assert!(text.contains("经营范围属于《某办法》第三条“不得经营的项目”。另见该办法第四条。"), "{text}");
}

fn mingcha_text(batch: &str, args: &[&str]) -> String {
    let folder = Folder::new();
    let file = folder.file_arg("a.csv", batch);
    let output = mingcha().args(["check", &file, "-f", "text", "-q", "--lang", "zh"]).args(args).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_document_for_people_has_the_reasons_and_none_signs_or_approves() {
    let batch = "名称,经营范围\n甲RWA公司,稳定币发行\n";
    let item = "名称第 2–4 字“RWA”，属于银发〔2026〕42号（八）所列的字样“RWA”。建议：更换名称。";
    for format in [FormatName::Text, FormatName::Html, FormatName::Markdown] {
        let document = report(batch, &["-f", format.key(), "--lang", "zh"]).replace('\\', "");
        for part in [item, "第二十条第一款", "第十九条第二款", "发现企业名称不符合本规定的，不予登记并书面说明理由"]
        {
            assert!(document.contains(part), "{format} has no {part}: {document}");
        }
        assert!(!document.contains("合规"), "{format}");
    }
    let english = report(batch, &["-f", "text", "--lang", "en"]);
    assert!(
        english.contains(
            "name, characters 2–4 “RWA”: a word that 银发〔2026〕42号（八） names: “RWA”. Advice: change the name."
        ),
        "{english}"
    );

    let folder = Folder::new();
    let file = folder.file_arg("a.csv", batch);
    let xlsx = folder.arg("a.xlsx");
    mingcha().args(["check", &file, "--lang", "zh", "--as-of", "2026-03-01", "-q", "-o", &xlsx]).output().unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    let column = sheet.rows().next().unwrap().iter().position(|title| *title == "意见").unwrap();
    let said = sheet.get((1, column)).unwrap().to_string();
    assert!(said.starts_with(&format!("1. {item}\n2. 经营范围第 1–3 字")) && said.contains("第二十条第一款"), "{said}");
    let articles = calamine::Reader::worksheet_range(&mut book, "所引条文").unwrap();
    let articles: Vec<String> = articles.used_cells().map(|(.., cell)| cell.to_string()).collect();
    let ban = BAN.trim_start_matches("依据：").trim_end_matches('。');
    assert!(articles.iter().any(|article| article.starts_with(ban)), "{articles:?}");

    let explained =
        mingcha().args(["explain", "--name", "甲RWA公司", "--lang", "zh", "--as-of", "2026-03-01"]).output().unwrap();
    let explained = String::from_utf8(explained.stdout).unwrap();
    assert!(explained.contains(&format!("意见：\n{item}\n{BAN}\n名称：")), "{explained}");
}

#[test]
fn reasons_stay_short_however_often_a_word_occurs() {
    let scope = "稳定币；".repeat(3000);
    let said = reasons(&format!("名称,经营范围\n甲公司,{scope}\n"), &[]);
    assert!(said[0].contains("等处（另有 2990 处）“稳定币”"), "{said:?}");
    assert!(said.iter().map(|line| line.chars().count()).sum::<usize>() < 1500, "{said:?}");
    let html =
        checked(&format!("名称,经营范围\n甲公司,{}\n", "甲RWA公司".repeat(300)), &["-f", "html", "--lang", "zh"])
            .stdout;
    assert!(html.len() < 100_000, "{}", html.len());
}
