//! The rule sets that are in the program and off by default.

use mingcha::checker::Checker;
use mingcha::examples::Tested;
use mingcha::rules::{Profile, RuleBook, RuleFiles};
use mingcha::{Filing, Verdict};

use crate::common::shared;

#[test]
fn every_example_of_every_set_in_the_program_holds() {
    for files in RuleFiles::built_in().into_iter().chain(RuleFiles::optional()) {
        let folder = files.folder.clone();
        let (tested, _) = Tested::alone(files.load().unwrap()).unwrap();
        assert!(tested.failures.is_empty(), "{folder}: {:#?}", tested.failures);
        assert!(tested.examples > 20, "{folder}: only {} examples", tested.examples);
        assert_eq!(tested.without, 0, "{folder}");
    }
}

#[test]
fn every_clause_of_them_is_in_the_collected_law_word_for_word() {
    let Some(quotes) = shared("law/quotes.md") else { return };
    let quotes = std::fs::read_to_string(quotes).unwrap();
    let mut compared = 0;
    for files in RuleFiles::optional() {
        for record in csv::Reader::from_reader(files.clauses.as_bytes()).records() {
            let record = record.unwrap();
            assert!(!record[2].is_empty(), "{} has no source", files.folder);
            for paragraph in record[1].lines() {
                let paragraph = paragraph.trim_start_matches(&record[0]).trim();
                // The collection has the paragraphs that ban words.
                if paragraph.contains("不得") {
                    assert!(quotes.contains(paragraph), "{}: {paragraph}", files.folder);
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 2);
}

fn checker(id: &str) -> Checker {
    let sets = vec![RuleFiles::with_id(id).unwrap().load().unwrap()];
    Checker::new(RuleBook { sets }, Profile::built_in("filing").unwrap()).unwrap()
}

fn verdict(checker: &Checker, name: &str, scope: &str) -> Verdict {
    checker.check_row(Filing { names: &[name], scopes: &[scope], ..Filing::default() }).verdict
}

#[test]
fn a_listed_word_is_for_review_in_a_name_and_a_notice_in_a_scope() {
    let checker = checker("guoling-737");
    for word in ["金融", "交易所", "交易中心", "理财", "财富管理", "股权众筹"] {
        assert_eq!(verdict(&checker, &format!("某某{word}有限公司"), "软件开发"), Verdict::Review, "{word}");
        assert_eq!(verdict(&checker, "某某有限公司", &format!("软件开发；{word}服务")), Verdict::Notice, "{word}");
        assert_eq!(verdict(&checker, "某某银行股份有限公司", &format!("{word}服务")), Verdict::Clear, "{word}");
    }
    let checker = self::checker("guoling-768");
    assert_eq!(verdict(&checker, "某某支付有限公司", "软件开发"), Verdict::Review);
    assert_eq!(verdict(&checker, "某某有限公司", "支付服务"), Verdict::Notice);
    assert_eq!(verdict(&checker, "某某银行股份有限公司", "支付结算"), Verdict::Clear);
}

#[test]
fn names_and_scopes_of_real_kinds_are_masked() {
    let checker = checker("guoling-737");
    for (name, scope) in [
        ("北京汇金融科网络科技有限公司", "软件开发"),
        ("上海百金融创科技有限公司", "软件开发"),
        ("北京金融街物业管理有限公司", "物业管理"),
        ("某某金融机具有限公司", "金融机具、金融设备的销售"),
        ("上海黄金交易所", "软件"),
        ("某某贸易有限公司", "受托在上海黄金交易所从事黄金自营业务"),
        ("某某保险代理有限公司", "办理财产损失保险"),
        ("某某会计服务有限公司", "代理财务、会计、税务；办理财产过户"),
        ("某某五金有限公司", "五金、融资租赁；技术交易、所需材料的销售；会计代理、财务咨询"),
        ("某某投资管理有限公司", "投资管理（不得从事信托、金融资产管理、证券资产管理等业务）"),
        ("某某商务咨询有限公司", "商务咨询（不含金融、证券、期货、理财）"),
        ("某某信息有限公司", "接受金融机构委托从事信息技术和流程外包服务（不含金融信息服务）"),
        ("某某信息有限公司", "未经金融等监管部门批准，不得从事吸收存款、融资担保、代客理财等金融业务"),
        ("某某商业银行股份有限公司某某支行", "代理发行金融债券；代客理财；金融衍生产品交易业务"),
        ("某某县农村信用合作联社", "代理其他银行的金融业务"),
    ] {
        assert_eq!(verdict(&checker, name, scope), Verdict::Clear, "{name}: {scope}");
    }
    for name in ["某某金融信息服务有限公司", "某某汇金融服务有限公司", "某某金融科技有限公司", "某某互联网金融中心"]
    {
        assert_eq!(verdict(&checker, name, "软件开发"), Verdict::Review, "{name}");
    }
}

#[test]
fn neither_finds_what_the_other_or_clause_eight_is_about() {
    for (id, name) in [("guoling-737", "某某支付有限公司"), ("guoling-768", "某某理财有限公司")] {
        assert_eq!(verdict(&checker(id), name, "虚拟货币交易"), Verdict::Clear, "{id}");
    }
}
