//! From the rows of chain.csv to citations.

use super::rows::Citable;
use crate::message::{RowError, RulesError};
use crate::rules::chain::{Citation, Step};
use crate::table::{Table, TableRow};
use crate::verdict::Field;

const COLUMNS: [&str; 9] = ["profile", "field", "step", "instrument", "again", "article", "quote", "grade", "source"];
const GRADES: [&str; 3] = ["A", "B", "C"];

/// The citations, in the order in which they are said.
pub(super) fn chain(file: &str, csv: &str, citable: &Citable<'_>) -> Result<Vec<Citation>, RulesError> {
    let mut chain = Vec::new();
    for row in Table::parse(file, csv, &COLUMNS)?.rows() {
        chain.push(citation(&row, citable).map_err(|error| error.at(row.place()))?);
    }
    Ok(chain)
}

fn citation(row: &TableRow<'_>, citable: &Citable<'_>) -> Result<Citation, RowError> {
    for column in ["field", "instrument", "article", "source"] {
        if row.get(column).is_empty() {
            return Err(RowError::MissingCell { column: column.to_owned() });
        }
    }

    let mut fields = Vec::new();
    for key in row.list("field") {
        let field = Field::from_key(key).filter(|field| field.is_checked());
        fields.push(field.ok_or_else(|| not_listed("field", key, &Field::CHECKED.map(Field::key)))?);
    }
    let step = row.get("step");
    let grade = row.get("grade");
    if !GRADES.contains(&grade) {
        return Err(not_listed("grade", grade, &GRADES));
    }
    citable.check_quote(row.get("instrument"), row.get("article"), row.get("quote"))?;

    Ok(Citation {
        profiles: row.list("profile").map(str::to_owned).collect(),
        fields,
        step: Step::from_key(step).ok_or_else(|| not_listed("step", step, &Step::ALL.map(Step::key)))?,
        instrument: row.get("instrument").into(),
        again: row.get("again").into(),
        article: row.get("article").into(),
        quote: row.get("quote").into(),
        grade: grade.to_owned(),
        source: row.get("source").to_owned(),
    })
}

fn not_listed(column: &str, text: &str, known: &[&str]) -> RowError {
    RowError::NotListed {
        column: column.to_owned(),
        text: text.to_owned(),
        known: known.iter().map(|word| (*word).to_owned()).collect(),
    }
}
