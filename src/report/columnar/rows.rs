//! Rows as columns.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::{BATCH, MARK};
use crate::columns::{Findings, Problems, Verdicts};
use crate::row::Row;

/// The most bytes of text that one array holds before it is ended. A row more still fits.
const MOST_TEXT: usize = 1 << 30;

/// The columns of the reports, with those that are carried along.
pub(in crate::report) fn schema(kept: &[Arc<str>]) -> SchemaRef {
    let mut fields = vec![
        Field::new("source", DataType::Utf8, false),
        Field::new("row", DataType::Int64, false),
        Field::new("line", DataType::Int64, false),
        Field::new("id", DataType::Utf8, false),
        Field::new("name", DataType::Utf8, false),
    ];
    fields.extend(crate::columns::schema().fields().iter().map(|field| Field::clone(field)));
    for name in ["decision", "reason", "until"] {
        fields.push(Field::new(name, DataType::Utf8, true));
    }
    for header in kept {
        let name = unused(header, &fields);
        fields.push(Field::new(name, DataType::Utf8, false));
    }
    let mark = HashMap::from([(MARK.to_owned(), env!("CARGO_PKG_VERSION").to_owned())]);
    Arc::new(Schema::new_with_metadata(fields, mark))
}

/// A name for a column that is carried along: its header, with a number if there is a column of this name. Engines do not tell
/// columns apart by the case of letters.
fn unused(header: &str, fields: &[Field]) -> String {
    let is_used = |name: &str| fields.iter().any(|field| field.name().to_lowercase() == name.to_lowercase());
    let mut name = header.trim().to_owned();
    let mut number = 1;
    while is_used(&name) || name.is_empty() {
        number += 1;
        name = format!("{}_{number}", header.trim());
    }
    name
}

/// Columns of rows under construction.
pub(super) struct RowColumns {
    schema: SchemaRef,
    source: StringBuilder,
    row: Int64Builder,
    line: Int64Builder,
    id: StringBuilder,
    name: StringBuilder,
    verdict: Verdicts,
    findings: Findings,
    problems: Problems,
    key: StringBuilder,
    unread: BooleanBuilder,
    decision: [StringBuilder; 3],
    kept: Vec<StringBuilder>,
    rows: usize,
    /// The number of bytes of the texts of the rows themselves.
    bytes: usize,
}

impl RowColumns {
    pub(super) fn new(schema: &SchemaRef) -> Self {
        let own = self::schema(&[]).fields().len();
        let kept = schema.fields().len().saturating_sub(own);
        Self {
            schema: schema.clone(),
            source: StringBuilder::new(),
            row: Int64Builder::new(),
            line: Int64Builder::new(),
            id: StringBuilder::new(),
            name: StringBuilder::new(),
            verdict: Verdicts::default(),
            findings: Findings::default(),
            problems: Problems::default(),
            key: StringBuilder::new(),
            unread: BooleanBuilder::new(),
            decision: Default::default(),
            kept: std::iter::repeat_with(StringBuilder::new).take(kept).collect(),
            rows: 0,
            bytes: 0,
        }
    }

    pub(super) fn add(&mut self, row: &Row) {
        self.source.append_value(&row.source);
        self.row.append_value(signed(row.row));
        self.line.append_value(signed(row.line));
        self.id.append_value(&row.id);
        self.name.append_value(&row.name);
        self.verdict.add(row.verdict);
        self.findings.add(&row.findings);
        self.problems.add(&row.problems);
        self.key.append_option(Some(&row.key).filter(|key| !key.is_empty()));
        self.unread.append_value(row.has_unread_text());

        let [decision, reason, until] = &mut self.decision;
        let decided = row.decision.as_deref();
        decision.append_option(decided.map(|decided| decided.decision.key()));
        reason.append_option(decided.map(|decided| &decided.reason));
        until.append_option(decided.and_then(|decided| decided.until).map(|until| until.to_string()));

        self.bytes += row.source.len() + row.id.len() + row.name.len();
        for (builder, (_, text)) in self.kept.iter_mut().zip(&row.kept) {
            builder.append_value(text);
            self.bytes += text.len();
        }
        self.rows += 1;
    }

    /// Whether no more rows should be added.
    pub(super) fn is_full(&self) -> bool {
        let bytes = self.bytes.max(self.findings.bytes).max(self.problems.bytes);
        self.rows >= BATCH || bytes >= MOST_TEXT
    }

    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.source.finish()),
            Arc::new(self.row.finish()),
            Arc::new(self.line.finish()),
            Arc::new(self.id.finish()),
            Arc::new(self.name.finish()),
            self.verdict.finish(),
            self.findings.finish(),
            self.problems.finish(),
            Arc::new(self.key.finish()),
            Arc::new(self.unread.finish()),
        ];
        for builder in self.decision.iter_mut().chain(&mut self.kept) {
            columns.push(Arc::new(builder.finish()));
        }
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

/// A number as engines without unsigned numbers have it.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
