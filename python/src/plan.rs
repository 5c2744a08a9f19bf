//! Which columns of a table are checked and which are carried along.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field as ArrowField, FieldRef, Schema, SchemaRef};
use mingcha::columns::{self, ColumnsError, FilingColumns, NamedColumn, check_batch};
use mingcha::input::{Keep, Layout};
use mingcha::message::Lang;
use mingcha::message::package::PackageError;
use mingcha::{Checker, Field, input};
use pyo3::prelude::*;

use crate::error::{of_layout, of_table};
use crate::texts::Texts;

/// The columns that were asked for, by their headers.
pub(crate) struct Wanted(input::Wanted);

impl Wanted {
    /// Reads the arguments name, scope, text, id and keep.
    pub(crate) fn of(given: [Option<&Bound<'_, PyAny>>; 5], lang: Lang) -> PyResult<Self> {
        let [name, scope, text, id, keep] = given;
        let mut wanted = input::Wanted::default();
        for (field, given) in Field::CHECKED.into_iter().zip([name, scope, text]) {
            let headers = Texts::of(field.key(), given, lang)?.owned();
            if !headers.is_empty() {
                wanted.columns.insert(field, headers);
            }
        }
        wanted.ids = Texts::of("id", id, lang)?.owned();
        wanted.keep = Keep::These(Texts::of("keep", keep, lang)?.owned());
        Ok(Self(wanted))
    }
}

/// The headers that are read as each field, or as the id.
pub(crate) type Columns = Vec<(&'static str, Vec<String>)>;

/// What becomes of each column of a table.
#[derive(Debug)]
pub(crate) struct Plan {
    headers: Vec<String>,
    ids: Vec<usize>,
    /// For each of [`Field::CHECKED`] its columns.
    checked: [Vec<usize>; Field::CHECKED.len()],
    kept: Vec<usize>,
    /// The columns of the result.
    pub(crate) schema: SchemaRef,
}

impl Plan {
    /// Finds the columns, as in a file with these headers.
    ///
    /// # Errors
    /// `TableError`: a column is not there, none would be checked, or one that is carried along is called as one of results.
    pub(crate) fn new(schema: &Schema, wanted: &Wanted, lang: Lang) -> PyResult<Self> {
        let headers: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let layout = Layout::new(headers.clone(), &wanted.0).map_err(|error| of_layout(&error, lang))?;

        let results = columns::schema();
        let mut fields: Vec<FieldRef> = Vec::new();
        for index in &layout.kept {
            let field = schema.field(*index);
            if results.index_of(field.name()).is_ok() {
                return Err(of_table(&PackageError::NameTaken { column: field.name().clone() }, lang));
            }
            fields.push(Arc::new(ArrowField::clone(field)));
        }
        fields.extend(results.fields().iter().cloned());

        let checked = Field::CHECKED.map(|field| {
            let columns = layout.checked.iter().filter(|column| column.field == field);
            columns.map(|column| column.index).collect()
        });
        Ok(Self { headers, ids: layout.ids, checked, kept: layout.kept, schema: Arc::new(Schema::new(fields)) })
    }

    /// The headers of the columns of each field, and of the ids, by their keys.
    pub(crate) fn columns(&self) -> Columns {
        let headers = |indices: &[usize]| indices.iter().map(|index| self.headers[*index].clone()).collect();
        let mut columns = Vec::new();
        for (field, indices) in Field::CHECKED.into_iter().zip(&self.checked) {
            columns.push((field.key(), headers(indices)));
        }
        columns.push(("id", headers(&self.ids)));
        columns
    }

    /// Checks a batch. One row in is one row out.
    pub(crate) fn check(&self, checker: &Checker, batch: &RecordBatch) -> Result<RecordBatch, ColumnsError> {
        let columns = |indices: &[usize]| {
            let column = |index: &usize| NamedColumn { header: &self.headers[*index], values: batch.column(*index) };
            indices.iter().map(column).collect::<Vec<_>>()
        };
        let ids = columns(&self.ids);
        let [names, scopes, texts] = [0, 1, 2].map(|field| columns(&self.checked[field]));
        let filings = FilingColumns { ids: &ids, names: &names, scopes: &scopes, texts: &texts };
        let results = check_batch(checker, &filings)?;

        let kept = self.kept.iter().map(|index| batch.column(*index));
        let arrays: Vec<ArrayRef> = kept.chain(results.columns()).cloned().collect();
        // The arrays are those of the schema, each with as many values as the batch has rows.
        RecordBatch::try_new(self.schema.clone(), arrays).map_err(|_| ColumnsError::TooLarge { rows: batch.num_rows() })
    }
}
