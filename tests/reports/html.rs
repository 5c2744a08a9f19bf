use crate::report;

fn html(batch: &str, args: &[&str]) -> String {
    report(batch, &[&["-f", "html", "--lang", "en"], args].concat())
}

#[test]
fn what_is_left_out_of_a_long_cell_is_counted() {
    let far = "软件开发、".repeat(600);
    let page = html(&format!("企业名称,经营范围\n甲,{far}虚拟货币{far}\n"), &[]);
    assert!(
        page.contains(">虚拟货币</mark>") && page.matches("characters left out] …</span>").count() == 2,
        "{page:.3000}"
    );
    let hits = "虚拟货币、".repeat(5_000);
    let page = html(&format!("企业名称,经营范围\n甲,{hits}\n"), &[]);
    assert!(page.contains(" characters left out] …"));
    let hits: String = (1..60).map(|n| ["虚", "拟", "货", "币；"].join(&" ".repeat(n))).collect();
    let page = html(&format!("企业名称,经营范围\n甲,{hits}\n"), &[]);
    assert!(page.contains("19 more, see the jsonl report"), "{page:.3000}");
    let kept = html(&format!("企业名称,经营范围,备注\n甲,虚拟货币,{far}\n"), &["--keep", "备注"]);
    assert!(kept.contains(" characters left out] …"));
}

#[test]
fn titles_above_the_header_are_remarked_on() {
    let page = html("某局登记清单\n企业名称,经营范围\n甲,虚拟货币\n", &[]);
    assert!(page.contains("1 title row above the header, searched for the named words only"), "{page}");
}
