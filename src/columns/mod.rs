//! The column face: filings as columns of Arrow arrays, and what came of them as a batch of columns.
//!
//! Arrow arrays are how engines hold columns of text in memory: Spark, pandas, polars, `DuckDB`. [`check_batch`] reads them where
//! they are and copies no text of a clear row.

mod check;
mod memo;
mod results;

pub use crate::message::ColumnsError;
pub use check::{FilingColumns, NamedColumn, check_batch};
#[cfg(feature = "reports")]
pub(crate) use results::{Findings, Problems, Verdicts};
pub use results::{finding_fields, problem_fields, schema};
