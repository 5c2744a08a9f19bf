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
fn a_list_of_changes_is_checked_before_and_after() {
    let list = "企业名称,变更事项,变更前,变更后,变更日期\n甲公司,经营范围,餐饮,虚拟货币交易,2026-01-01\n";
    assert_eq!(check(list).verdicts(), ["reject"]);
    // As names of groups they stand over the headers.
    let groups = "变更前,,变更后,\n企业名称,经营范围,企业名称,经营范围\n甲公司,餐饮,甲公司,虚拟货币\n";
    assert_eq!(check(groups).brief(), ["1@3 reject"]);
    let groups = ",变更前,变更后\n企业名称,经营范围,经营范围\n甲公司,餐饮,虚拟货币\n";
    assert_eq!(check(groups).brief(), ["1@3 reject"]);
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
    // The names are checked, too.
    for second in ["编号,ENTNAME,OPSCOPE,备注", "id,name,scope,remark", "id,ent_name,scope,remark"] {
        let outcome = check(format!("编号,企业名称,经营范围,备注\n{second}\n1,虚拟货币公司,餐饮,无\n"));
        assert_eq!(outcome.brief(), ["1@3 reject"], "{second}");
    }
}

#[test]
fn labels_beside_their_values_are_a_form_and_no_header() {
    for form in [
        "企业名称：,甲公司,经营范围：,挖矿\n企业名称：,乙公司,经营范围：,虚拟贷币\n",
        "企业名称：,甲公司,经营范围：,挖矿\n",
        "企业名称：,甲店,住所：,,经营范围：,挖矿\n法定代表人：,张三\n",
        "登记表\n企业名称:\t甲公司\n住所:\t某市\n",
        "企业名称：,甲公司\n",
        "企业名称,甲店,经营范围,挖矿\n企业名称,乙店,经营范围,虚拟贷币\n",
        "企业名称,甲店,经营范围,挖矿\n企业名称,乙店,经营范围,虚拟贷币\n企业名称,丙店,经营范围,餐饮\n以上共三户\n",
        "企业名称|甲公司|经营范围|挖矿\n住所|北京|电话|1\n",
        "企业名称,甲店,经营范围,挖矿\n住所,北京,电话,1\n法定代表人,张三,,\n",
        "企业名称,甲公司,经营范围,挖矿\n",
        "企业名称,甲公司,经营范围,挖矿\n股权结构,见附件,开户行,某行\n",
        "企业名称,甲店\n住所,某市\n电话,1\n",
        "企业名称,甲,经营范围,挖矿\n",
        "企业名称,甲,经营范围,挖矿",
        "企业名称,小明的小店里,经营范围,挖矿,住所,北京\n",
    ] {
        let message = error(form, &Options::default());
        assert!(message.contains("is a form") && message.contains("企业名称") || message.contains("住所"), "{message}");
    }
    for (table, rows) in [
        // Headers that end with a colon, and ones that read like the name of a firm.
        ("企业名称：,经营范围：\n甲公司,虚拟货币\n", 1),
        ("序号：,企业名称：,经营范围：,备注\n1,甲公司,虚拟货币,\n", 1),
        ("企业名称：,备注\n虚拟货币店,1\n", 1),
        ("企业名称,分公司,经营范围,备注\n甲,乙公司,虚拟货币,无\n", 1),
        ("企业名称,上级母公司,经营范围,登记机关\n甲,乙公司,虚拟货币,无\n", 1),
        // A header of two rows, and rows that say the same.
        ("企业名称,登记信息,登记信息,经营范围\n企业名称,日期,机关,经营范围\n甲,1,2,虚拟货币\n", 1),
        ("企业名称,登记信息,经营范围,联系\n企业名称,日期,经营范围,电话\n甲,1,虚拟货币,2\n", 1),
        ("企业名称,登记信息,经营范围\n企业名称,日期,经营范围\n", 0),
        ("企业名称,行业门类,经营范围,核准日期\n", 0),
        ("企业名称,经营范围\n甲店,虚拟货币\n电话,1\n", 2),
        ("企业名称,经营范围,备注\n", 0),
    ] {
        let outcome = check(table);
        assert_eq!(outcome.rows.len(), rows, "{table}");
        assert!(rows == 0 || outcome.verdicts()[0] == "reject", "{table}");
    }
}

#[test]
fn no_header_takes_all_rows_of_a_file() {
    for (text, expected) in [
        ("INSERT INTO t (编号,企业名称,经营范围) VALUES (1,'甲公司','虚拟货币');\n", "SQL"),
        (
            "-- dump\n/*!40101 SET x */;\nSET NAMES utf8;\nDROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (\n`企业名称` text,\n`经营范围` text);\n",
            "SQL",
        ),
        (
            "--\n-- PostgreSQL database dump\n--\n\nSET x = 0;\nCOPY public.t (企业名称, 经营范围) FROM stdin;\n甲\t挖矿\n\\.\n",
            "SQL",
        ),
        ("USE [x]\nGO\nINSERT INTO [dbo].[t] ([企业名称], [经营范围]) VALUES (N'甲', N'挖矿')\nGO\n", "SQL"),
        ("-[ RECORD 1 ]----\n编号 | 1\n企业名称 | 甲公司\n经营范围 | 挖矿\n", "is a form"),
        ("-[ 记录 1 ]----\n编号 | 1\n企业名称 | 甲公司\n", "is a form"),
        ("编号 | 1\n企业名称 | 甲公司\n经营范围 | 挖矿\n", "is a form"),
        ("甲公司,挖矿\n乙公司,虚拟贷币\n企业名称,经营范围\n", "in the last row, row 3"),
    ] {
        let message = error(text, &Options::default());
        assert!(message.contains(expected), "{text}: {message}");
    }
    // The only filing under a header that it repeats.
    let outcome = check("企业名称,甲店,北京,经营范围,挖矿\n企业名称,乙店,上海,经营范围,虚拟贷币\n");
    assert_eq!(outcome.brief(), ["1@2 unchecked header-inside"]);

    for (text, rows) in [
        ("关于企业的登记表,2026\n填报单位：,某局\n企业名称,经营范围\n", 0),
        ("某局登记表,\n企业名称,经营范围\n", 0),
        ("-- 登记表\n企业名称,经营范围\n甲,餐饮\n", 1),
        ("企业名称|经营范围\n甲|餐饮\n", 1),
        ("名称/别名|备注\n甲|餐饮\n", 1),
        ("名称/别名\n甲|餐饮\n", 1),
        ("set 名称,企业名称,经营范围\n1,甲,餐饮\n", 1),
    ] {
        assert_eq!(check(text).rows.len(), rows, "{text}");
    }
}

#[test]
fn a_column_that_is_said_to_continue_the_scope_is_checked_as_it_is() {
    for header in ["续", "（续）", "续表", "续1", "(续2)", "续二", "接上", "接上页", " 續 ", "Continued"]
    {
        for clear in ["虚拟贷币", "挖矿"] {
            let expected = check(format!("企业名称,经营范围\n甲公司,{clear}\n")).verdicts();
            let outcome = check(format!("序号,企业名称,经营范围,{header}\n1,甲公司,餐饮,{clear}\n2,乙公司,餐饮,\n"));
            assert_eq!(outcome.verdicts(), [&expected[0], "clear"], "{header}");
            let outcome = check(format!("企业名称,经营范围,{header},续3,备注\n甲公司,餐饮,,{clear},无\n"));
            assert_eq!(outcome.verdicts(), expected, "{header}");
        }
    }
    for header in ["企业名称,经营范围,备注,续", "经营范围,企业名称,续表", "企业名称,经营范围,续期情况"]
    {
        let outcome = check(format!("{header}\n餐饮,餐饮,挖矿,挖矿\n"));
        assert!(!outcome.columns.iter().skip(2).any(|_| true), "{header}: {:?}", outcome.columns);
    }
}

#[test]
fn lines_that_end_as_in_other_systems_are_no_header_alone() {
    for end in ['\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{1e}'] {
        let text = "编号,企业名称,经营范围\n1,甲公司,餐饮\n2,乙公司,挖矿\n".replace('\n', &end.to_string());
        for text in [text.clone(), format!("登记表\n{text}"), format!("{text}\r\n\r\n")] {
            let message = error(&text, &Options::default());
            assert!(message.contains(&format!("U+{:04X}", u32::from(end))), "{message}");
        }
        // Around a header, and in cells, it is text.
        for text in [
            format!("{end}企业名称,经营范围\n甲公司,餐饮\n{end}"),
            format!("企业名称,经营范围\n甲公司,餐饮{end}零售\n"),
            format!("企业名称,\"经营{end}范围\"\n甲公司,餐饮\n"),
        ] {
            assert!(check(&text).rows[0]["verdict"] == "clear", "{text:?}");
        }
    }
}
