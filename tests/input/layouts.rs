//! Tables as offices lay them out: no named word goes clear because of where the header is.

use mingcha::input::Options;

use crate::harness::{check, error};

#[test]
fn the_first_row_that_can_be_a_header_is_the_header_whatever_a_later_row_names() {
    let outcome = check("企业名称,经营范围\n甲公司,虚拟货币\n注册号,企业名称,经营范围,一般项目\n丙,稳定币\n");
    assert_eq!(outcome.verdicts()[0], "reject");
    assert_eq!(outcome.titles, 0);

    // A lone cell above a table is its title, even if it says what a header says.
    let outcome = check("企业名称\n企业名称,经营范围\n甲公司,虚拟货币\n");
    assert_eq!((outcome.titles, outcome.verdicts()), (1, vec!["reject".to_owned()]));
}

#[test]
fn a_second_row_names_the_parts_of_the_scope_and_is_no_data() {
    for (first, second) in [
        ("企业名称,经营范围,", ",许可项目,一般项目"),
        ("企业名称,经营范围,", ",许可,一般"),
        ("企业名称,经营范围,经营范围", "企业名称,许可项目,一般项目"),
    ] {
        let outcome = check(format!("{first}\n{second}\n甲公司,食品销售,虚拟货币交易\n乙公司,稳定币,软件开发\n"));
        assert_eq!(outcome.verdicts(), ["reject", "reject"], "{first} {second}");
        assert_eq!(outcome.rows[0]["line"], 3, "{first} {second}");
    }

    // A filing without a name is no second row of the header.
    let outcome = check("企业名称,经营范围\n,虚拟货币\n");
    assert_eq!(outcome.verdicts(), ["reject"]);
}

#[test]
fn a_column_without_a_header_behind_a_scope_continues_it() {
    let outcome = check("企业名称,经营范围,,备注\n甲公司,软件开发,虚拟货币,无\n乙公司,软件开发,,无\n");
    assert_eq!(outcome.verdicts(), ["reject", "clear"]);
    // Behind another column it is a column like any other.
    let outcome = check("经营范围,企业名称,\n软件开发,甲公司,虚拟货币\n");
    assert_eq!(outcome.verdicts(), ["notice"]);
}

#[test]
fn forms_and_tables_on_their_side_are_refused_with_the_cell_that_shows_it() {
    for form in [
        "企业名称,甲公司\n住所,某市\n经营范围,虚拟货币\n",
        "登记表\n\n公司名称,甲,乙,丙\n经营范围,软件,虚拟货币,餐饮\n",
    ] {
        let message = error(form, &Options::default());
        assert!(message.contains("经营范围") && message.contains("row 3"), "{message}");
    }
    for (form, label) in [
        ("企业名称,甲乙科技有限公司,经营范围,虚拟货币\n住所,某市,电话,1\n", "`企业名称` in row 1"),
        ("名称,甲店,经营范围,软件开发；信息技术咨询服务；货物进出口、技术进出口\n", "`经营范围` in row 1"),
        ("企业名称,甲店,经营范围,虚拟货币\n住所,某市,电话,1\n注册号,1,类型,个体\n", "`注册号` in row 3"),
    ] {
        let message = error(form, &Options::default());
        assert!(message.contains(label), "{message}");
    }
    for table in [
        "企业名称,所属分公司,经营范围,前置许可（批准文号、有效期限；发证机关）\n甲,乙公司,虚拟货币,无\n",
        "企业名称,经营范围\n统一社会信用代码,企业名称\n1,虚拟货币\n",
    ] {
        assert!(check(table).verdicts().contains(&"reject".to_owned()), "{table}");
    }
}

#[test]
fn a_header_among_the_data_is_no_filing_and_leaves_what_follows_unread() {
    let outcome = check("企业名称,经营范围\n甲公司,软件\n企业名称,经营范围\n乙公司,餐饮\n");
    assert_eq!(outcome.brief(), ["1@2 clear", "2@3 clear header-again", "3@4 clear"]);

    let rows = "甲公司,软件\n经营范围,企业名称\n餐饮,乙公司\n虚拟货币,丙公司\n餐饮,丁公司\n";
    let outcome = check(format!("企业名称,经营范围\n{rows}"));
    assert_eq!(
        outcome.brief(),
        [
            "1@2 clear",
            "2@3 unchecked header-inside",
            "3@4 unchecked header-inside",
            "4@5 reject",
            "5@6 unchecked header-inside"
        ]
    );
    assert_eq!(outcome.details(4), ["data row 2 is a header"]);
}

#[test]
fn numbers_and_further_names_in_a_header_do_not_hide_its_column() {
    for header in ["2.经营范围", "2、经营范围", "（二）经营范围", "二、经营范围", "经营范围/主营", "经营范围、方式"]
    {
        let outcome = check(format!("1.企业名称,{header}\n甲,虚拟货币\n"));
        assert_eq!(outcome.verdicts(), ["reject"], "{header}");
        assert_eq!(outcome.columns.len(), 2, "{header}");
    }
    for header in ["TRANAME", "ENTTRA", "DQENTNAME", "entTra", "corpName", "fullname", "legal_name", "entity_name"] {
        assert_eq!(check(format!("{header},x\n虚拟货币商行,1\n")).verdicts(), ["reject"], "{header}");
    }
    for header in ["ABUITEMCO", "BUSADDSCOPE", "FORBUSSCOPE", "OLDBUSSCOPE", "变更前内容", "变更后内容"] {
        assert_eq!(check(format!("{header},x\n虚拟货币,1\n")).verdicts(), ["reject"], "{header}");
    }
}

#[test]
fn a_second_row_may_give_the_headers_in_another_language() {
    for (first, second) in [
        ("统一社会信用代码,企业名称,经营范围", "UNISCID,ENTNAME,OPSCOPE"),
        ("UNISCID,ENTNAME,OPSCOPE", "统一社会信用代码,企业名称,经营范围"),
        ("企业名称,经营范围", "ENTNAME,OPSCOPE"),
    ] {
        let width = first.split(',').count();
        let row = ["91", "甲公司", "虚拟货币交易"][3 - width..].join(",");
        let outcome = check(format!("{first}\n{second}\n{row}\n"));
        assert_eq!(outcome.brief(), ["1@3 reject"], "{first} {second}");
    }
}
