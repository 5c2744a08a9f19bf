//! What came of rows, as columns.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{ArrayBuilder as _, BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::types::Int8Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Int8Array, ListArray, StringArray, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use crate::message::Say as _;
use crate::verdict::{self, Finding, Problem, Verdict};

/// The most bytes of text that one array holds.
const MOST_TEXT: usize = i32::MAX as usize;

/// The columns that [`check_batch`](super::check_batch) returns: `verdict`, `findings`, `problems`, `key`, `unread`.
///
/// `verdict` is a dictionary of all verdicts, by their keys. `findings` and `problems` are lists of structs. `key` is null for a
/// clear row. `unread` says whether some text of the row was left unread.
#[must_use]
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| Arc::new(Schema::new(result_fields())));
    SCHEMA.clone()
}

/// The fields of [`schema`], in their order.
fn result_fields() -> Vec<Field> {
    vec![
        Field::new("verdict", DataType::Dictionary(DataType::Int8.into(), DataType::Utf8.into()), false),
        Field::new("findings", list_of(DataType::Struct(finding_fields())), false),
        Field::new("problems", list_of(DataType::Struct(problem_fields())), false),
        Field::new("key", DataType::Utf8, true),
        Field::new("unread", DataType::Boolean, false),
    ]
}

/// What a finding is made of: the keys of a finding in jsonl, in their order. `start` and `end` count Unicode scalar values.
#[must_use]
pub fn finding_fields() -> Fields {
    let mut fields = Vec::new();
    for name in ["field", "column", "term", "rule", "tier", "verdict", "clause", "quote", "matched"] {
        fields.push(Field::new(name, DataType::Utf8, false));
    }
    fields.push(Field::new("start", DataType::Int64, false));
    fields.push(Field::new("end", DataType::Int64, false));
    fields.push(Field::new("evidence", list_of(DataType::Utf8), false));
    fields.push(Field::new("context", list_of(DataType::Utf8), false));
    fields.push(Field::new("excerpt", DataType::Utf8, false));
    fields.into()
}

/// What a problem is made of: the keys of a problem in jsonl, in their order. `field` is null if the whole row is concerned.
#[must_use]
pub fn problem_fields() -> Fields {
    vec![
        Field::new("kind", DataType::Utf8, false),
        Field::new("field", DataType::Utf8, true),
        Field::new("detail", DataType::Utf8, false),
    ]
    .into()
}

fn item(data_type: DataType) -> Field {
    Field::new("item", data_type, false)
}

fn list_of(data_type: DataType) -> DataType {
    DataType::List(item(data_type).into())
}

/// Lists under construction: where each of them ends.
#[derive(Debug)]
struct Ends(Vec<i32>);

impl Default for Ends {
    fn default() -> Self {
        Self(vec![0])
    }
}

impl Ends {
    /// Ends a list. `items` is the number of items of all lists so far.
    fn end(&mut self, items: usize) {
        self.0.push(i32::try_from(items).unwrap_or(i32::MAX));
    }

    fn finish(&mut self, items: ArrayRef) -> ListArray {
        let ends = std::mem::take(self).0;
        ListArray::new(item(items.data_type().clone()).into(), OffsetBuffer::new(ScalarBuffer::from(ends)), items, None)
    }
}

/// Lists of texts.
#[derive(Debug, Default)]
struct TextLists {
    texts: StringBuilder,
    ends: Ends,
}

impl TextLists {
    /// Returns the number of bytes that were added.
    fn add<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> usize {
        let mut bytes = 0;
        for text in texts {
            bytes += text.len();
            self.texts.append_value(text);
        }
        self.ends.end(self.texts.len());
        bytes
    }

    fn finish(&mut self) -> ArrayRef {
        let texts = Arc::new(self.texts.finish());
        Arc::new(self.ends.finish(texts))
    }
}

/// Verdicts as a dictionary of all of them.
#[derive(Debug, Default)]
pub(crate) struct Verdicts(Vec<i8>);

impl Verdicts {
    #[inline]
    pub(crate) fn add(&mut self, verdict: Verdict) {
        // There are six.
        self.0.push(verdict as i8);
    }

    pub(crate) fn finish(&mut self) -> ArrayRef {
        static KEYS: LazyLock<ArrayRef> =
            LazyLock::new(|| Arc::new(StringArray::from_iter_values(Verdict::RISING.map(Verdict::key))));
        let keys = Int8Array::from(std::mem::take(&mut self.0));
        Arc::new(DictionaryArray::<Int8Type>::new(keys, KEYS.clone()))
    }
}

/// Findings of rows.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    ends: Ends,
    /// field, column, term, rule, tier, verdict, clause, quote, matched
    texts: [StringBuilder; 9],
    start: Int64Builder,
    end: Int64Builder,
    evidence: TextLists,
    context: TextLists,
    excerpt: StringBuilder,
    /// The number of bytes of all texts.
    pub(crate) bytes: usize,
}

impl Findings {
    /// Adds the findings of the next row.
    #[inline]
    pub(crate) fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.add_one(finding);
        }
        self.ends.end(self.start.len());
    }

    #[cold]
    fn add_one(&mut self, finding: &Finding) {
        let texts = [
            finding.field.key(),
            &finding.column,
            &finding.term,
            &finding.rule,
            finding.tier.key(),
            finding.verdict.key(),
            &finding.clause,
            &finding.quote,
            &finding.matched,
        ];
        for (builder, text) in self.texts.iter_mut().zip(texts) {
            self.bytes += text.len();
            if self.bytes <= MOST_TEXT {
                builder.append_value(text);
            }
        }
        self.start.append_value(i64::try_from(finding.start).unwrap_or(i64::MAX));
        self.end.append_value(i64::try_from(finding.end).unwrap_or(i64::MAX));
        self.bytes += self.evidence.add(finding.evidence.iter().map(|kind| kind.key()));
        self.bytes += self.context.add(finding.context.iter().map(|tag| &**tag));
        self.bytes += finding.excerpt.len();
        if self.bytes <= MOST_TEXT {
            self.excerpt.append_value(&finding.excerpt);
        }
    }

    pub(crate) fn finish(&mut self) -> ArrayRef {
        let mut columns: Vec<ArrayRef> = Vec::new();
        for texts in &mut self.texts {
            columns.push(Arc::new(texts.finish()));
        }
        columns.push(Arc::new(self.start.finish()));
        columns.push(Arc::new(self.end.finish()));
        columns.push(self.evidence.finish());
        columns.push(self.context.finish());
        columns.push(Arc::new(self.excerpt.finish()));
        self.bytes = 0;
        Arc::new(self.ends.finish(Arc::new(StructArray::new(finding_fields(), columns, None))))
    }
}

/// Problems of rows.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    ends: Ends,
    kind: StringBuilder,
    field: StringBuilder,
    detail: StringBuilder,
    /// The number of bytes of all texts.
    pub(crate) bytes: usize,
}

impl Problems {
    /// Adds the problems of the next row.
    #[inline]
    pub(crate) fn add(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.add_one(problem);
        }
        self.ends.end(self.kind.len());
    }

    #[cold]
    fn add_one(&mut self, problem: &Problem) {
        let detail = problem.detail.verbatim();
        let field = problem.field.map(verdict::Field::key);
        self.bytes += problem.kind.key().len() + field.unwrap_or_default().len() + detail.len();
        if self.bytes <= MOST_TEXT {
            self.kind.append_value(problem.kind.key());
            self.field.append_option(field);
            self.detail.append_value(detail);
        }
    }

    pub(crate) fn finish(&mut self) -> ArrayRef {
        let columns: Vec<ArrayRef> =
            vec![Arc::new(self.kind.finish()), Arc::new(self.field.finish()), Arc::new(self.detail.finish())];
        self.bytes = 0;
        Arc::new(self.ends.finish(Arc::new(StructArray::new(problem_fields(), columns, None))))
    }
}

/// What came of the rows of one batch.
#[derive(Debug, Default)]
pub(super) struct Results {
    verdicts: Verdicts,
    findings: Findings,
    problems: Problems,
    keys: StringBuilder,
    key_bytes: usize,
    unread: BooleanBuilder,
}

impl Results {
    /// Adds the next row.
    #[inline]
    pub(super) fn add(&mut self, checked: &crate::CheckedFiling) {
        self.verdicts.add(checked.verdict);
        self.findings.add(&checked.findings);
        self.problems.add(&checked.problems);
        self.key_bytes += checked.key.len();
        if self.key_bytes <= MOST_TEXT {
            self.keys.append_option(Some(&checked.key).filter(|key| !key.is_empty()));
        }
        self.unread.append_value(checked.has_unread_text());
    }

    /// Whether the texts are more than arrays hold.
    pub(super) fn is_full(&self) -> bool {
        self.findings.bytes > MOST_TEXT || self.problems.bytes > MOST_TEXT
    }

    /// The columns of [`schema`].
    pub(super) fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            self.verdicts.finish(),
            self.findings.finish(),
            self.problems.finish(),
            Arc::new(self.keys.finish()),
            Arc::new(self.unread.finish()),
        ]
    }
}
