use super::*;
use crate::input::Source;
use crate::message::{Lang, Say as _};

#[test]
fn only_a_reasoned_allowance_in_time_does_something() {
    let as_of = Date::constant(2026, 3, 1);
    let mut decisions = Decisions::default();
    for (n, (key, decision, reason, until)) in [
        ("k1", "准予", "已核实", ""),
        ("k2", "allow", "", ""),
        ("k3", "Allow", "已核实", "2026/2/28"),
        ("k4", "ALLOW", "已核实", "2026-03-01"),
        ("k5", "maybe", "已核实", ""),
        ("k6", "驳回", "", ""),
        ("", "准予", "已核实", ""),
        ("k7", "准予", "已核实", "soon"),
        ("k8", "", "", ""),
        ("k9", "准予", "已核实", ""),
        ("k9", "驳回", "已核实", ""),
    ]
    .into_iter()
    .enumerate()
    {
        decisions.add(Filled { key, decision, reason, until, ..Filled::default() }, &format!("d.csv:{}", n + 2), as_of);
    }
    let held: Vec<_> =
        ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9"].iter().filter(|k| decisions.on(k).is_some()).collect();
    assert_eq!(held, [&"k1", &"k4", &"k6"]);
    assert_eq!(decisions.rejected.len(), 6, "{:#?}", decisions.rejected);
    assert!(
        matches!(&decisions.rejected[0], DecisionNote { place, key, why: NoEffect::NoReason, .. } if place == "d.csv:3" && key == "k2")
    );
    assert!(decisions.unmatched().is_empty());
}

/// Adds rows of key, decision, reason and last day, on lines from 2 on.
fn file(name: &str, rows: &[[&str; 4]]) -> Decisions {
    let mut decisions = Decisions::default();
    for (n, [key, decision, reason, until]) in rows.iter().enumerate() {
        let place = format!("{name}:{}", n + 2);
        decisions.add(Filled { key, decision, reason, until, ..Filled::default() }, &place, Date::constant(2026, 3, 1));
    }
    decisions
}

fn said(notes: &[DecisionNote]) -> Vec<String> {
    notes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_reason_that_says_nothing_is_none() {
    for reason in [
        "",
        " ",
        "\u{3000}\u{a0}",
        "\u{200b}",
        "\u{feff}\u{3164}",
        "\0",
        "\u{2800}\u{e0041}",
        "\u{200b}。",
        "无",
        "－",
        "-",
        "——",
        "/",
        "x",
        "暂无",
        "暫無。",
        "N/A",
        "Null",
        "同意",
        "准予",
        "ok",
        "1",
        "2026",
        "。。。。",
        "无理由",
        "#REF!",
        "#N/A",
        "#GETTING_DATA",
        "#DIV/0!",
    ] {
        let decisions = file("d.csv", &[["k1", "allow", reason, ""]]);
        assert!(decisions.on("k1").is_none(), "{reason:?}");
        assert!(matches!(decisions.rejected[..], [DecisionNote { why: NoEffect::NoReason, .. }]), "{reason:?}");
    }
    // What agrees, calls it in order, points elsewhere or names who wishes it says nothing of what was found.
    for reason in [
        "准予登记",
        "予以准予",
        "予以登记。",
        "符合规定",
        "符合有關規定",
        "没有问题",
        "合格",
        "合规",
        "同上",
        "见上行",
        "已阅",
        "按领导意见办理",
        "领导已同意",
        "Approved.",
        "same as above",
    ] {
        let decisions = file("d.csv", &[["k1", "allow", reason, ""]]);
        assert!(matches!(decisions.rejected[..], [DecisionNote { why: NoEffect::NoReason, .. }]), "{reason:?}");
    }
    for reason in [
        "已核",
        "已核实",
        "see file 7",
        "游戏币",
        "见 2026 年第 3 号函",
        "无关虚拟货币",
        "已核商标注册证",
        "评估业务，符合规定",
        "同上一户，系同一商标",
        "领导同意，见〔2026〕3号批示",
        "文旅局批文第 5 号，准予登记",
        "正常的游戏道具名称",
        "same trademark as above",
    ] {
        assert!(file("d.csv", &[["k1", "allow", reason, ""]]).on("k1").is_some(), "{reason}");
    }
}

#[test]
fn a_reason_or_a_last_day_without_a_decision_is_listed_with_what_to_do() {
    let decisions =
        file("d.csv", &[["k1", "", "已核商标注册证", ""], ["k2", " ", "", "2026-12-31"], ["k3", "\u{3000}", " ", ""]]);
    assert!(decisions.on("k1").is_none() && decisions.by_key.is_empty());
    let zh: Vec<_> = decisions.rejected.iter().map(|note| note.say(Lang::Zh)).collect();
    assert_eq!(zh.len(), 2, "{zh:?}");
    assert!(zh[0].contains("填了理由，没有选决定；请在最新一份报告中选择决定"), "{zh:?}");
    assert!(zh[1].contains("填了有效期，没有选决定"), "{zh:?}");
}

#[test]
fn a_refusal_that_has_expired_asks_for_no_allowance() {
    let decisions = file("d.csv", &[["k1", "驳回", "", "2026-02-01"], ["k2", "准予", "已核实", "2026-02-01"]]);
    let zh: Vec<_> = decisions.rejected.iter().map(|note| note.say(Lang::Zh)).collect();
    assert!(zh[0].contains("仍应驳回的") && !zh[0].contains("准予"), "{zh:?}");
    assert!(zh[1].contains("仍应适用的，请在最新一份报告中重新填写决定、理由和新的有效期"), "{zh:?}");
}

#[test]
fn decisions_without_effect_come_by_the_rows_of_the_list() {
    let mut decisions = Decisions::default();
    for (row, decision, reason) in
        [("12", "准予", "已核实"), ("9", "准予", ""), ("2", "准予", "已核实"), ("10", "", "已核实")]
    {
        let key = format!("k{row}");
        let filled = Filled { row, name: "甲", key: &key, decision, reason, until: "" };
        decisions.add(filled, &format!("名单-检查报告.xlsx#结果:{}", row.len() + 3), Date::constant(2026, 3, 1));
    }
    let said: Vec<_> = decisions.without_effect().iter().map(|note| note.say(Lang::Zh)).collect();
    let rows =
        ["2", "9", "10", "12"].map(|row| format!("名单-检查报告.xlsx#结果：对名单第 {row} 行“甲”的决定不生效："));
    assert!(said.len() == 4 && said.iter().zip(rows).all(|(said, row)| said.starts_with(&row)), "{said:#?}");
}

#[test]
fn a_decision_on_a_row_of_another_list_holds_for_an_equal_row_and_is_not_missed() {
    let text = "file,name,key,decision,reason,until\n名单.csv,甲,m1,准予,已核商标,\nD:\\表\\名单.csv,乙,m2,准予,,\n\
                名单.xlsx#一,丙,m3,准予,已核商标,\n名单.csv,丙,m3,驳回,,\n名单.zip!内.csv,丁,m4,准予,,\n";
    let report = || Source::from_bytes("d.csv", text.as_bytes().to_vec()).unwrap();
    let others = ["名单.csv", "名单.zip"].map(str::to_owned);
    let day = Date::constant(2026, 3, 1);
    let decisions = Decisions::read_beside(report(), day, &others).unwrap();
    assert!(decisions.has_own() && decisions.on("m1").is_some());
    let missed: Vec<_> = decisions.without_effect().iter().map(|note| note.key.clone()).collect();
    assert_eq!(missed, ["m3"], "rows of the list itself go first, and only they are missed");
    assert_eq!(decisions.on("m3").unwrap().decision, Ruling::Allow);
    let all = Decisions::read(report(), day).unwrap();
    assert_eq!(all.rejected.len(), 3, "{all:?}");
}

#[test]
fn rows_of_one_file_that_differ_on_a_key_do_nothing_and_are_both_named() {
    let one = ["k1", "准予", "已核实", "2026-12-31"];
    for other in
        [["k1", "驳回", "已核实", "2026-12-31"], ["k1", "准予", "已核准", "2026-12-31"], ["k1", "准予", "已核实", ""]]
    {
        for rows in [[one, other], [other, one]] {
            let decisions = file("d.csv", &rows);
            assert!(decisions.on("k1").is_none(), "{rows:?}");
            let notes = said(&decisions.rejected);
            let named = notes.iter().any(|note| note.contains("d.csv:3") && note.contains("d.csv:2"));
            assert!(named, "{rows:?}: {notes:?}");
            assert!(decisions.unmatched().is_empty(), "{rows:?}");
        }
    }
    let again = file("d.csv", &[one, ["k1", "ALLOW", " 已核实", "2026/12/31"], ["k1", "", "", ""]]);
    assert!(again.on("k1").is_some() && again.rejected.is_empty(), "{again:?}");
    let third = file("d.csv", &[one, ["k1", "驳回", "", ""], one]);
    assert!(third.on("k1").is_none(), "a third row settles nothing: {third:?}");
}

#[test]
fn a_row_that_is_not_understood_does_nothing_to_the_others_and_is_named() {
    let one = ["k1", "准予", "已核实", "2026-12-31"];
    for wrong in [
        ["k1", "准予", "已核实", "待定"],
        ["k1", "准予", "", "2026-12-31"],
        ["k1", "准予", "无", "2026-12-31"],
        ["k1", "再议", "已核实", "2026-12-31"],
    ] {
        for (rows, line) in [([one, wrong], "d.csv:3"), ([wrong, one], "d.csv:2")] {
            let decisions = file("d.csv", &rows);
            assert!(decisions.on("k1").is_some(), "{rows:?}");
            let notes = said(&decisions.rejected);
            assert!(notes.len() == 1 && notes[0].contains(line), "{rows:?}: {notes:?}");
        }
        let mut earlier = file("a.csv", &[one]);
        earlier.renew(file("b.csv", &[wrong]));
        assert!(earlier.on("k1").is_some(), "{wrong:?}");
        assert!(said(&earlier.rejected)[0].contains("b.csv:2"), "{wrong:?}");
    }
}

#[test]
fn a_later_file_renews_or_withdraws_a_decision() {
    let earlier = || {
        file(
            "a.csv",
            &[
                ["k1", "准予", "甲处", "2026-02-01"],
                ["k2", "准予", "乙处", ""],
                ["k3", "准予", "丙处", ""],
                ["k4", "准予", "丁处", ""],
                ["k5", "准予", "戊处", "2026-02-01"],
            ],
        )
    };
    let mut decisions = earlier();
    decisions.renew(file(
        "b.csv",
        &[["k1", "准予", "甲处", "2026-12-31"], ["k2", "驳回", "", ""], ["k4", "准予", "丁处", "待定"]],
    ));
    assert_eq!(decisions.on("k1").unwrap().until, Some(Date::constant(2026, 12, 31)));
    assert_eq!(decisions.on("k2").unwrap().decision, Ruling::Refuse);
    assert!(decisions.on("k3").is_some());
    assert!(decisions.on("k4").is_some(), "what the later file says is not understood, so it does nothing");
    let notes = said(&decisions.rejected);
    assert!(notes.len() == 2 && notes[0].contains("a.csv:6") && notes[1].contains("b.csv:4"), "{notes:?}");
}

#[test]
fn a_decision_with_a_key_of_an_earlier_version_is_named_as_such() {
    let old = format!("k{}", "0a".repeat(16));
    let decisions =
        file("d.csv", &[[&old, "准予", "已核实", ""], [&format!("k2{}", "0a".repeat(16)), "准予", "已核实", ""]]);
    assert!(decisions.on(&old).is_none());
    assert!(matches!(decisions.rejected[..], [DecisionNote { why: NoEffect::EarlierVersion, .. }]), "{decisions:?}");
    assert_eq!(decisions.unmatched().len(), 1);
}

/// Reads a report of these lines below a header, as of 2026-03-01.
fn read(lines: &[&str]) -> Decisions {
    let text = format!("name,key,decision,reason,until,备注\n{}\n", lines.join("\n"));
    let source = Source::from_bytes("d.csv", text.into_bytes()).unwrap();
    Decisions::read(source, Date::constant(2026, 3, 1)).unwrap()
}

#[test]
fn a_row_whose_cells_have_moved_or_swallowed_others_does_nothing_and_is_named() {
    for broken in [
        &["甲,k1,准予,已核实,,2026-02-28,"][..],
        &["甲,k1,准予,\"已核实,2026-02-28,"],
        &["甲,k1,准予,\"已核实,2026-02-28,", "乙,,,,,\""],
        &["甲,k1,准予,\"已核实\"\",\"2026-02-28\",\"\""],
        &["甲,k1,准予,\"已核实,2026-02-28,", "乙,k2,准予,\"已核实\",,"],
    ] {
        let decisions = read(&[&["前,k0,准予,已核实,,"], broken].concat());
        assert!(decisions.on("k0").is_some() && decisions.on("k1").is_none(), "{broken:?}");
        let notes = said(&decisions.rejected);
        assert!(notes.iter().any(|note| note.starts_with("d.csv:3: ")), "{broken:?}: {notes:?}");
    }
    for whole in [
        "甲,k1,准予,已核实",
        "甲,k1,准予,\"已核实，\n见附件\",,",
        "\"甲 \"\"一\"\"\",k1,准予,已核实,,",
        "甲,k1,准予,已核实,2026-12-31,x",
        "甲,k1,准予,已核实,2026-12-31,,",
        "甲,k1,准予,已核实,,x,,",
    ] {
        let decisions = read(&[whole]);
        assert!(decisions.on("k1").is_some() && decisions.rejected.is_empty(), "{whole:?}: {decisions:?}");
    }
}
