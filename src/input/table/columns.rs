//! Which columns of a table are read, and where their values are.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema};

use super::cells::Cells;
use super::partition::Partition;
use crate::input::InputError;
use crate::input::layout::{Layout, PATH, Wanted};
use crate::input::limits::Limits;
use crate::message::Headers;

/// The most columns of a table, those inside others counted one by one. It is that of delimited text.
const MOST_COLUMNS: usize = 16_384;
/// The most cells of a block, so that a table of very many columns takes no more memory than one of few.
const MOST_CELLS: usize = 1 << 16;
/// How deep types may contain one another.
const DEEPEST: usize = 64;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct TableColumns {
    pub(super) layout: Arc<Layout>,
    /// For each header where its values are.
    pub(super) origins: Vec<Origin>,
    /// For each header whether names or scopes are inside its lists, where they are not checked.
    pub(super) hides_checked: Vec<bool>,
}

/// Where the values of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The column is not read: its values are no texts, and nobody asks for them.
    NotRead,
    /// In the path of the file.
    Path(Arc<str>),
    /// In a column of the batches, and in the columns that it contains one inside the other.
    Batch(Vec<usize>),
}

/// A column that contains no other one by name.
struct Leaf<'s> {
    path: Vec<usize>,
    header: String,
    data_type: &'s DataType,
}

impl TableColumns {
    /// Finds the columns that are wanted. Returns the indices of the columns of the file that have to be read as well, in
    /// order: batches consist of these.
    pub(super) fn new(
        schema: &Schema,
        partitions: &[Partition],
        wanted: &Wanted,
    ) -> Result<(Self, Vec<usize>), InputError> {
        let leaves = leaves(schema)?;
        let mut headers: Vec<String> = leaves.iter().map(|leaf| leaf.header.clone()).collect();
        let mut origins = vec![Origin::NotRead; leaves.len()];
        for partition in partitions {
            // Some writers have the values in the files, too.
            if !headers.contains(&partition.key) {
                headers.push(partition.key.clone());
                origins.push(Origin::Path(partition.value.clone()));
            }
        }
        let mut layout = Layout::new(headers, wanted).map_err(of_table)?;

        let needed = needed(&layout);
        let mut roots = BTreeSet::new();
        for (index, leaf) in leaves.iter().enumerate() {
            let is_needed = needed.contains(&index);
            if is_needed && !Cells::can_be(leaf.data_type) || !is_needed && has_unreadable_text(leaf.data_type) {
                let column = Headers::of(std::slice::from_ref(&leaf.header));
                return Err(InputError::TableColumnType { column, data_type: leaf.data_type.to_string() });
            }
            if is_needed || has_text(leaf.data_type) {
                roots.insert(leaf.path[0]);
                origins[index] = Origin::Batch(leaf.path.clone());
            }
        }
        let roots: Vec<usize> = roots.into_iter().collect();
        for origin in &mut origins {
            if let Origin::Batch(path) = origin {
                path[0] = roots.partition_point(|root| *root < path[0]);
            }
        }

        layout.others.retain(|other| origins[*other] != Origin::NotRead);
        let mut hides_checked: Vec<bool> = leaves.iter().map(|leaf| has_known_field(leaf.data_type, wanted)).collect();
        hides_checked.resize(origins.len(), false);
        Ok((Self { layout: layout.into(), origins, hides_checked }, roots))
    }

    /// The cells of a batch, for each header. `None` for a column that is not read.
    pub(super) fn cells<'b>(&'b self, batch: &'b RecordBatch) -> Vec<Option<Cells<'b>>> {
        let cells = self.origins.iter().map(|origin| match origin {
            Origin::NotRead => None,
            Origin::Path(text) => Some(Cells::constant(text)),
            Origin::Batch(path) => Cells::at(batch, path),
        });
        cells.collect()
    }

    /// Cuts a batch into blocks of about the wanted size.
    pub(super) fn cut(&self, batch: &RecordBatch, limits: Limits, blocks: &mut VecDeque<RecordBatch>) {
        let cells = self.cells(batch);
        let most_rows = (MOST_CELLS / self.origins.len().max(1)).max(1);
        let mut start = 0;
        let mut bytes = 0;
        for row in 0..batch.num_rows() {
            bytes += cells.iter().flatten().map(|cells| cells.len(row).min(limits.cell)).sum::<usize>();
            let rows = row + 1 - start;
            if bytes >= limits.block || rows >= most_rows {
                blocks.push_back(batch.slice(start, rows));
                start += rows;
                bytes = 0;
            }
        }
        if start < batch.num_rows() {
            blocks.push_back(batch.slice(start, batch.num_rows() - start));
        }
    }
}

/// The columns that are read whatever their type is: those that are checked, and those that reports show.
fn needed(layout: &Layout) -> BTreeSet<usize> {
    let mut needed: BTreeSet<usize> = layout.checked.iter().map(|column| column.index).collect();
    needed.extend(&layout.ids);
    needed.extend(&layout.kept);
    needed.extend(layout.group);
    needed
}

/// The columns of a schema. A column that consists of others is replaced by these, each under the path of its name.
fn leaves(schema: &Schema) -> Result<Vec<Leaf<'_>>, InputError> {
    let mut leaves = Vec::new();
    for (index, field) in schema.fields().iter().enumerate() {
        add_leaves(field.data_type(), vec![index], field.name().clone(), &mut leaves)?;
    }
    Ok(leaves)
}

fn add_leaves<'s>(
    data_type: &'s DataType,
    path: Vec<usize>,
    header: String,
    leaves: &mut Vec<Leaf<'s>>,
) -> Result<(), InputError> {
    if leaves.len() >= MOST_COLUMNS {
        return Err(InputError::TableTooWide { most: MOST_COLUMNS });
    }
    let DataType::Struct(fields) = data_type else {
        leaves.push(Leaf { path, header, data_type });
        return Ok(());
    };
    for (index, field) in fields.iter().enumerate() {
        let mut path = path.clone();
        path.push(index);
        add_leaves(field.data_type(), path, [&header, PATH, field.name()].concat(), leaves)?;
    }
    Ok(())
}

/// The types inside a type.
fn inner(data_type: &DataType) -> Vec<&DataType> {
    match data_type {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _) => vec![item.data_type()],
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        DataType::Union(fields, _) => fields.iter().map(|(_, field)| field.data_type()).collect(),
        DataType::Dictionary(_, values) => vec![values],
        DataType::RunEndEncoded(_, values) => vec![values.data_type()],
        _ => Vec::new(),
    }
}

/// Whether values may be texts or contain some.
fn has_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView => true,
        other => inner(other).into_iter().any(has_text),
    }
}

/// Whether there are texts in a type that cannot be read.
fn has_unreadable_text(data_type: &DataType) -> bool {
    has_text(data_type) && !Cells::can_be(data_type)
}

/// Whether a list contains a structure with a field that is a name or a scope.
fn has_known_field(data_type: &DataType, wanted: &Wanted) -> bool {
    let is_known = match data_type {
        DataType::Struct(fields) => {
            fields.iter().any(|field| Layout::recognised(std::slice::from_ref(field.name()), wanted) > 0)
        }
        _ => false,
    };
    is_known || inner(data_type).into_iter().any(|inner| has_known_field(inner, wanted))
}

/// Whether types contain one another no deeper than is read.
pub(super) fn is_shallow(schema: &Schema) -> bool {
    let mut level: Vec<&DataType> = schema.fields().iter().map(|field| field.data_type()).collect();
    for _ in 0..DEEPEST {
        level = level.into_iter().flat_map(inner).collect();
        if level.is_empty() {
            return true;
        }
    }
    false
}

/// The error for a table, whose columns have names of their own whatever these are.
fn of_table(error: InputError) -> InputError {
    match error.of_sheet() {
        InputError::NoHeaderLine { found, .. } | InputError::InOneCell { found } => {
            InputError::NoCheckedColumn { found }
        }
        error => error,
    }
}
