//! A filing that was typed: a batch of one row.
//!
//! It goes the way of every batch, as a line of JSON: so it has the verdict, the findings and the status of the same row in a
//! file, and no text of it can be taken for a header, a quote or a delimiter.

use super::InputError;
use super::content::InputFormat;
use super::encoding::Encoding;
use super::layout::Wanted;
use super::options::Options;
use super::source::{STDIN, Source};
use crate::message::Lang;
use crate::verdict::Field;

/// The columns of a filing, each with its header and its text. A second column of a field has a number behind its header.
#[derive(Clone, Debug)]
pub struct Typed {
    columns: Vec<(Field, String, String)>,
}

impl Typed {
    /// The texts of each field. Returns `None` if there are none. Their headers are in machine formats, so they are the same in
    /// every language.
    #[must_use]
    pub fn new<'a>(texts: impl IntoIterator<Item = (Field, &'a [String])>) -> Option<Self> {
        let mut columns = Vec::new();
        for (field, texts) in texts {
            for (number, text) in (1..).zip(texts) {
                let header = Lang::Zh.field(field);
                let header = if number == 1 { header.to_owned() } else { format!("{header}{number}") };
                columns.push((field, header, text.clone()));
            }
        }
        (!columns.is_empty()).then_some(Self { columns })
    }

    /// The batch, which has no name of its own.
    ///
    /// # Errors
    /// None that a text could cause: the batch is in memory.
    pub fn source(&self) -> Result<Source, InputError> {
        let pairs: Vec<String> =
            self.columns.iter().map(|(_, header, text)| format!("{}:{}", json(header), json(text))).collect();
        Source::from_bytes(STDIN, format!("{{{}}}\n", pairs.join(",")).into_bytes())
    }

    /// How the batch is read. `options` has what was typed besides, such as the limit of a cell.
    #[must_use]
    pub fn options(&self, options: &Options) -> Options {
        let mut wanted = Wanted::default();
        for (field, header, _) in &self.columns {
            wanted = wanted.with(*field, header);
        }
        Options { wanted, encoding: Some(Encoding::Utf8), format: Some(InputFormat::Jsonl), ..options.clone() }
    }
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
