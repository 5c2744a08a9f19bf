//! Tables of any library that speaks Arrow: in as a stream of batches, out as one.

use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use arrow_array::cast::AsArray as _;
use arrow_array::types::Int8Type;
use arrow_array::{Array as _, ArrayRef, RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Field, FieldRef, SchemaRef};
use mingcha::message::Lang;
use mingcha::message::package::PackageError;
use mingcha::verdict::Verdict;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyRecordBatch;

use crate::error::{Failure, TableError, of_table};
use crate::made::Made;
use crate::ordered::{Ordered, Work};
use crate::plan::{Columns, Plan, Wanted};

/// How many rows are checked at a time. Batches of more rows are cut up, so that several threads have work.
const SLICE: usize = 1 << 14;

/// The names of the columns of [`mingcha::columns::schema`] that counts are taken from.
const COUNTED: [&str; 2] = ["verdict", "unread"];

/// The results of a table, which are made when they are read. They can be read once.
#[pyclass(frozen, module = "mingcha", name = "CheckedStream")]
pub(crate) struct CheckedStream {
    results: Mutex<Option<Results>>,
    schema: SchemaRef,
    columns: Columns,
    lang: Lang,
}

type Results = Ordered<Slices>;

impl CheckedStream {
    /// Finds the columns. No row is read yet.
    ///
    /// # Errors
    /// `TableError`: the object has no interface of Arrow or does not hand its rows over, or the columns are not there.
    pub(crate) fn new(made: &Made, table: &Bound<'_, PyAny>, wanted: &Wanted, threads: usize) -> PyResult<Self> {
        let lang = made.lang;
        let reader = reader(table, lang)?;
        let plan = Plan::new(&reader.schema(), wanted, lang)?;
        let (schema, columns) = (plan.schema.clone(), plan.columns());
        let work = Work { checker: made.checker.clone(), plan };
        let threads = if threads > 0 { threads } else { thread::available_parallelism().map_or(1, NonZero::get) };
        let results = Ordered::new(Slices { reader, rest: None }, Arc::new(work), threads);
        Ok(Self { results: Mutex::new(Some(results)), schema, columns, lang })
    }

    fn take(&self) -> PyResult<Results> {
        let results = self.results.lock().unwrap_or_else(PoisonError::into_inner).take();
        results.ok_or_else(|| of_table(&PackageError::ReadAlready, self.lang))
    }
}

#[pymethods]
impl CheckedStream {
    #[getter]
    fn column_names(&self) -> Vec<String> {
        names(&self.schema)
    }

    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.columns)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, &*self.schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let lang = self.lang;
        let failed = move |failure: Failure| ArrowError::ExternalError(failure.say(lang).into());
        let results = self.take()?.map(move |batch| batch.map_err(failed));
        capsule(py, results, &self.schema, requested_schema)
    }

    fn __repr__(&self) -> String {
        format!("<CheckedStream of columns {}>", names(&self.schema).join(", "))
    }
}

/// The results of a table, which can be read any number of times.
#[pyclass(frozen, module = "mingcha", name = "CheckedTable")]
pub(crate) struct CheckedTable {
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
    columns: Columns,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    rows: usize,
    /// By the place of the verdict in [`Verdict::ALL`].
    verdicts: [usize; Verdict::ALL.len()],
    unread: usize,
}

impl CheckedTable {
    /// Checks all rows of a stream.
    ///
    /// # Errors
    /// `TableError`: a column has values that are neither texts nor numbers, or the table did not hand all its rows over.
    pub(crate) fn of(stream: CheckedStream, py: Python<'_>, lang: Lang) -> PyResult<Self> {
        let results = stream.take()?;
        let batches: Result<Vec<_>, Failure> = py.detach(|| results.collect());
        let batches = batches.map_err(|failure| TableError::new_err(failure.say(lang)))?;
        let mut counts = Counts::default();
        for batch in &batches {
            counts.add(batch);
        }
        Ok(Self { batches, schema: stream.schema, columns: stream.columns, counts })
    }
}

#[pymethods]
impl CheckedTable {
    #[getter]
    fn column_names(&self) -> Vec<String> {
        names(&self.schema)
    }

    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.columns)
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.counts.rows
    }

    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for (verdict, count) in Verdict::ALL.into_iter().zip(self.counts.verdicts) {
            counts.set_item(verdict.key(), count)?;
        }
        Ok(counts)
    }

    #[getter]
    fn unread(&self) -> usize {
        self.counts.unread
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, &*self.schema)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let batches = self.batches.clone().into_iter().map(Ok);
        capsule(py, batches, &self.schema, requested_schema)
    }

    fn __len__(&self) -> usize {
        self.counts.rows
    }

    fn __repr__(&self) -> String {
        let mut said = Vec::new();
        for (verdict, count) in Verdict::ALL.into_iter().zip(self.counts.verdicts) {
            said.push(format!("{verdict} {count}"));
        }
        format!("<CheckedTable of {} rows: {}>", self.counts.rows, said.join(", "))
    }
}

impl Counts {
    fn add(&mut self, batch: &RecordBatch) {
        self.rows += batch.num_rows();
        let [verdict, unread] = COUNTED.map(|name| &batch[name]);
        let verdicts = verdict.as_dictionary::<Int8Type>();
        let mut counts = vec![0; verdicts.values().len()];
        for entry in verdicts.keys_iter().flatten() {
            counts[entry] += 1;
        }
        for (entry, count) in verdicts.values().as_string::<i32>().iter().zip(counts) {
            if let Some(place) = Verdict::ALL.iter().position(|verdict| Some(verdict.key()) == entry) {
                self.verdicts[place] += count;
            }
        }
        self.unread += unread.as_boolean().true_count();
    }
}

fn dict<'py>(py: Python<'py>, columns: &Columns) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (key, headers) in columns {
        dict.set_item(key, headers)?;
    }
    Ok(dict)
}

fn names(schema: &SchemaRef) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

/// The batches of an object that speaks Arrow.
fn reader(table: &Bound<'_, PyAny>, lang: Lang) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let is_table = table.hasattr("__arrow_c_stream__")? || table.hasattr("__arrow_c_array__")?;
    if !is_table {
        return Err(of_table(&PackageError::NoTable { kind: table.get_type().to_string() }, lang));
    }
    let reader = table.extract::<AnyRecordBatch>().and_then(AnyRecordBatch::into_reader);
    reader.map_err(|cause| {
        let error = of_table(&PackageError::NotRead { cause: cause.to_string() }, lang);
        error.set_cause(table.py(), Some(cause));
        error
    })
}

/// Batches as a stream that any library reads.
fn capsule<'py>(
    py: Python<'py>,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
    schema: &SchemaRef,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyArrowResult<Bound<'py, PyCapsule>> {
    let arrays = batches.map(|batch| batch.map(|batch| Arc::new(StructArray::from(batch)) as ArrayRef));
    let field: FieldRef = Arc::new(Field::new_struct("", schema.fields().clone(), false));
    to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested)
}

/// Batches of at most [`SLICE`] rows.
struct Slices {
    reader: Box<dyn RecordBatchReader + Send>,
    rest: Option<RecordBatch>,
}

impl Iterator for Slices {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.reader.next()? {
                Ok(batch) => batch,
                Err(error) => return Some(Err(Failure::Source(error.to_string()))),
            },
        };
        let rows = batch.num_rows();
        if rows <= SLICE {
            return Some(Ok(batch));
        }
        self.rest = Some(batch.slice(SLICE, rows - SLICE));
        Some(Ok(batch.slice(0, SLICE)))
    }
}
