//! A batch of columns is checked as its rows are one by one, whatever the arrays that hold it.
#![allow(clippy::format_push_string, reason = "a text for a comparison")]

use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringDictionaryBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int8Type, Int32Type, Int64Type, UInt16Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Decimal128Array, DictionaryArray, Int8Array, Int32Array, Int64Array,
    NullArray, PrimitiveArray, RecordBatch, StringArray,
};
use mingcha::columns::{ColumnsError, FilingColumns, NamedColumn, check_batch, schema};
use mingcha::message::Say as _;
use mingcha::{CheckedFiling, Filing};
use proptest::prelude::*;

use crate::common::{cases, checker, exact_checker};

/// A text as it may be in a cell. Few of them, so that dictionaries have entries that several rows share.
fn cell() -> impl Strategy<Value = Option<String>> {
    let texts = [
        "",
        " ",
        "甲贸易有限公司",
        "乙稳定币有限公司",
        "软件开发；虚拟货币交易",
        "稳定",
        "币发行",
        "加密",
        "资产管理",
        "软件开发...",
        "#REF!",
        "锟斤拷",
        "虚拟huobi交易",
        "虚&#25311;货币",
        "无",
        "某某RWA科技",
        "NORWAY贸易",
        "\u{202E}币定稳",
        "虚\u{FFFD}货币",
        "海通证券股份有限公司的经营范围很长很长很长很长很长",
    ];
    prop_oneof![
        1 => Just(None),
        6 => prop::sample::select(texts.map(str::to_owned).to_vec()).prop_map(Some),
        1 => "(虚|拟|货|币|代|稳|定|R|W|A|（|）| |\u{200b}){1,6}".prop_map(Some),
    ]
}

/// The texts of a column as an array of one of the types that hold texts.
fn array_of(texts: &[Option<String>], kind: usize) -> ArrayRef {
    let texts = || texts.iter().map(|text| text.as_deref());
    match kind {
        0 => Arc::new(texts().collect::<StringArray>()),
        1 => {
            let mut builder = LargeStringBuilder::new();
            texts().for_each(|text| builder.append_option(text));
            Arc::new(builder.finish())
        }
        2 => {
            let mut builder = StringViewBuilder::new();
            texts().for_each(|text| builder.append_option(text));
            Arc::new(builder.finish())
        }
        3 => Arc::new(texts().collect::<DictionaryArray<Int8Type>>()),
        4 => {
            let mut builder = StringDictionaryBuilder::<UInt64Type>::new();
            texts().for_each(|text| builder.append_option(text));
            Arc::new(builder.finish())
        }
        5 => {
            // Entries that are null, that no row has, and that are there twice.
            let mut keys = Vec::new();
            let mut entries: Vec<Option<&str>> = vec![None, Some("虚拟货币")];
            for (row, text) in texts().enumerate() {
                keys.push((row % 5 != 4 || text.is_some()).then_some(i32::try_from(entries.len()).unwrap()));
                entries.push(text);
            }
            let mut views = StringViewBuilder::new();
            for entry in entries {
                views.append_option(entry);
            }
            Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::from(keys), Arc::new(views.finish())))
        }
        // Between other rows of a longer array.
        _ => {
            let mut builder = StringBuilder::new();
            builder.append_value("虚拟货币");
            texts().for_each(|text| builder.append_option(text));
            builder.append_value("稳定币");
            let long = builder.finish();
            let rows = long.len() - 2;
            Arc::new(long.slice(1, rows))
        }
    }
}

/// What one row of the result says, in the words of jsonl.
fn said(batch: &RecordBatch, row: usize) -> String {
    let verdicts = batch["verdict"].as_dictionary::<Int8Type>();
    let verdict = verdicts.values().as_string::<i32>().value(verdicts.key(row).unwrap());
    let mut said = format!("{verdict} {}\n", batch["unread"].as_boolean().value(row));

    let findings = batch["findings"].as_list::<i32>().value(row);
    let findings = findings.as_struct();
    for finding in 0..findings.len() {
        for (field, values) in findings.fields().iter().zip(findings.columns()) {
            said += &format!("{}={} ", field.name(), shown(values, finding));
        }
        said += "\n";
    }
    let problems = batch["problems"].as_list::<i32>().value(row);
    let problems = problems.as_struct();
    for problem in 0..problems.len() {
        for (field, values) in problems.fields().iter().zip(problems.columns()) {
            said += &format!("{}={} ", field.name(), shown(values, problem));
        }
        said += "\n";
    }
    let keys = batch["key"].as_string::<i32>();
    said + if keys.is_null(row) { "" } else { keys.value(row) }
}

fn shown(values: &ArrayRef, row: usize) -> String {
    if values.is_null(row) {
        return "null".to_owned();
    }
    if let Some(texts) = values.as_string_opt::<i32>() {
        return texts.value(row).to_owned();
    }
    if let Some(numbers) = values.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).to_string();
    }
    let texts = values.as_list::<i32>().value(row);
    let texts: Vec<_> = texts.as_string::<i32>().iter().map(Option::unwrap).map(str::to_owned).collect();
    format!("[{}]", texts.join(","))
}

/// The same of a filing that was checked alone. `columns` are the headers of its names and scopes.
fn said_alone(checked: &CheckedFiling) -> String {
    let mut said = format!("{} {}\n", checked.verdict, checked.has_unread_text());
    for finding in &checked.findings {
        let evidence: Vec<_> = finding.evidence.iter().map(|kind| kind.key()).collect();
        let context: Vec<_> = finding.context.iter().map(|tag| &**tag).collect();
        said += &format!(
            "field={} column={} term={} rule={} tier={} verdict={} clause={} quote={} matched={} start={} end={} ",
            finding.field,
            finding.column,
            finding.term,
            finding.rule,
            finding.tier,
            finding.verdict,
            finding.clause,
            finding.quote,
            finding.matched,
            finding.start,
            finding.end,
        );
        said += &format!("evidence=[{}] context=[{}] ", evidence.join(","), context.join(","));
        said += &format!("excerpt={} \n", finding.excerpt);
    }
    for problem in &checked.problems {
        let field = problem.field.map_or("null", |field| field.key());
        said += &format!("kind={} field={field} detail={} \n", problem.kind, problem.detail.verbatim());
    }
    said + &checked.key
}

/// A column of texts, and the type of its array.
fn column(rows: usize) -> impl Strategy<Value = (Vec<Option<String>>, usize)> {
    (prop::collection::vec(cell(), rows), 0..7_usize)
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_batch_is_checked_as_its_rows_are_one_by_one(
        (ids, names, scopes) in (0..12_usize).prop_flat_map(|rows| (
            (prop::collection::vec(prop::option::of(prop::sample::select(vec!["", "1", "9.13E+17"])), rows), 0..7_usize),
            column(rows),
            prop::collection::vec(column(rows), 1..4),
        )),
        exact in any::<bool>(),
    ) {
        let checker = if exact { exact_checker() } else { checker("filing") };
        let id_texts: Vec<_> = ids.0.iter().map(|id| id.map(str::to_owned)).collect();
        let id_array = array_of(&id_texts, ids.1);
        let name_array = array_of(&names.0, names.1);
        let scope_arrays: Vec<_> = scopes.iter().map(|(texts, kind)| array_of(texts, *kind)).collect();
        let scope_columns: Vec<_> =
            scope_arrays.iter().map(|array| NamedColumn { header: "scope", values: array.as_ref() }).collect();
        let batch = check_batch(&checker, &FilingColumns {
            ids: &[NamedColumn { header: "id", values: id_array.as_ref() }],
            names: &[NamedColumn { header: "name", values: name_array.as_ref() }],
            scopes: &scope_columns,
            ..FilingColumns::default()
        }).unwrap();

        prop_assert_eq!(batch.num_rows(), names.0.len());
        prop_assert_eq!(batch.schema(), schema());
        for row in 0..batch.num_rows() {
            let text = |texts: &'_ Vec<Option<String>>| texts[row].clone().unwrap_or_default();
            let scopes: Vec<String> = scopes.iter().map(|(texts, _)| text(texts)).collect();
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            let (id, name) = (text(&id_texts), text(&names.0));
            let filing = Filing { id: &id, names: &[&name], scopes: &scopes, ..Filing::default() };
            prop_assert_eq!(said(&batch, row), said_alone(&checker.check_row(filing)), "row {}: {:?}", row, filing);
        }
    }
}

/// The texts that a column is read as, taken from what the checker says of a cell that shows an error: `#1` and so on would
/// be none, so the id of a row is used, which shows in the key alone. Two columns are the same if their keys are.
fn keys_of(ids: &dyn Array) -> Vec<String> {
    let scopes = StringArray::from(vec!["虚拟货币"; ids.len()]);
    let columns = FilingColumns {
        ids: &[NamedColumn { header: "id", values: ids }],
        scopes: &[NamedColumn { header: "scope", values: &scopes }],
        ..FilingColumns::default()
    };
    let batch = check_batch(&checker("filing"), &columns).unwrap();
    batch["key"].as_string::<i32>().iter().map(|key| key.unwrap().to_owned()).collect()
}

#[test]
fn numbers_are_their_digits_and_null_is_an_empty_text() {
    let digits: ArrayRef = Arc::new(StringArray::from(vec![Some("91350000"), Some("-7"), None]));
    let integers: ArrayRef = Arc::new(Int64Array::from(vec![Some(91_350_000), Some(-7), None]));
    let doubles: ArrayRef =
        Arc::new(PrimitiveArray::<Float64Type>::from(vec![Some(91_350_000.0), Some(-7.0), Some(f64::NAN)]));
    let decimals: ArrayRef = Arc::new(
        Decimal128Array::from(vec![Some(91_350_000), Some(-7), None]).with_precision_and_scale(20, 0).unwrap(),
    );
    for array in [integers, doubles, decimals] {
        assert_eq!(keys_of(&array), keys_of(&digits), "{}", array.data_type());
    }
    let words: ArrayRef = Arc::new(StringArray::from(vec!["true", "false"]));
    assert_eq!(keys_of(&BooleanArray::from(vec![true, false])), keys_of(&words));
    let nothing: ArrayRef = Arc::new(StringArray::from(vec![""; 3]));
    assert_eq!(keys_of(&NullArray::new(3)), keys_of(&nothing));
    let keys = PrimitiveArray::<UInt16Type>::from(vec![Some(1), None, Some(0)]);
    let entries: ArrayRef = Arc::new(Int8Array::from(vec![7, 8]));
    let expected: ArrayRef = Arc::new(StringArray::from(vec![Some("8"), None, Some("7")]));
    assert_eq!(keys_of(&DictionaryArray::new(keys, entries)), keys_of(&expected));
}

#[test]
fn an_id_that_lost_digits_as_a_double_is_said_to_have_lost_them() {
    let ids = PrimitiveArray::<Float64Type>::from(vec![9.135_000_012_345_68e17, 9_007_199_254_740_991.0]);
    let names = StringArray::from(vec!["甲公司", "乙公司"]);
    let columns = FilingColumns {
        ids: &[NamedColumn { header: "id", values: &ids }],
        names: &[NamedColumn { header: "name", values: &names }],
        ..FilingColumns::default()
    };
    let batch = check_batch(&checker("filing"), &columns).unwrap();
    assert!(said(&batch, 0).contains("kind=scientific-id"), "{}", said(&batch, 0));
    assert_eq!(said(&batch, 1), "clear false\n");
}

#[test]
fn findings_name_the_header_of_their_column() {
    let names = StringArray::from(vec!["甲稳定币公司"]);
    let columns =
        FilingColumns { names: &[NamedColumn { header: "企业名称", values: &names }], ..FilingColumns::default() };
    let said = said(&check_batch(&checker("filing"), &columns).unwrap(), 0);
    assert!(said.contains("field=name column=企业名称 term=稳定币"), "{said}");
}

#[test]
fn columns_that_cannot_be_checked_are_named() {
    let checker = checker("filing");
    let names = StringArray::from(vec!["甲公司"]);
    let name = NamedColumn { header: "名称", values: &names };
    let bytes = BinaryArray::from(vec![&b"x"[..]]);
    let more = StringArray::from(vec!["a", "b"]);

    let nothing = check_batch(&checker, &FilingColumns { ids: &[name], ..FilingColumns::default() });
    assert!(matches!(nothing, Err(ColumnsError::Nothing)));
    let scopes = [NamedColumn { header: "范围", values: &bytes }];
    let columns = FilingColumns { names: &[name], scopes: &scopes, ..FilingColumns::default() };
    let error = check_batch(&checker, &columns).unwrap_err().to_string();
    assert_eq!(
        error,
        "the column `范围` has the type Binary, which is neither text nor a number; convert it to text first"
    );
    let columns = FilingColumns {
        names: &[name],
        ids: &[NamedColumn { header: "id", values: &more }],
        ..FilingColumns::default()
    };
    let error = check_batch(&checker, &columns).unwrap_err().to_string();
    assert_eq!(error, "the column `id` has 2 rows, the first one has 1; all columns of a batch have the same number");
}
