//! What the page asks for.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mingcha::decision::Filled;
use mingcha::input::{Options, Source, Typed, Wanted};
use mingcha::message::{Bilingual, PageError, Say};
use mingcha::verdict::Field;
use serde::{Deserialize, Serialize};

use crate::host::ChosenFile;

/// A run as the page describes it. Files are named by their places in the page's list, which gives their bytes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Request {
    /// The day whose rules are applied, as 2026-03-01.
    pub(crate) as_of: String,
    pub(crate) profile: String,
    pub(crate) disguises: bool,
    /// The ids of further built-in rule sets.
    pub(crate) rule_sets: Vec<String>,
    pub(crate) terms: Vec<FileRef>,
    pub(crate) decisions: Vec<FileRef>,
    /// What was decided in the page, which counts after all files.
    pub(crate) decided: Vec<Decided>,
    pub(crate) inputs: Vec<InputFile>,
    /// A filing that is typed in place of files.
    pub(crate) typed: Option<TypedFiling>,
    pub(crate) name_columns: Vec<String>,
    pub(crate) scope_columns: Vec<String>,
    pub(crate) no_headers: bool,
}

/// A chosen file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FileRef {
    /// Its place in the page's list.
    pub(crate) file: u32,
    pub(crate) name: String,
    pub(crate) size: u64,
}

/// A list to check.
#[derive(Debug, Deserialize)]
pub(crate) struct InputFile {
    #[serde(flatten)]
    pub(crate) file: FileRef,
    /// Whether an earlier instance had to be thrown away because of it, and how.
    #[serde(default)]
    pub(crate) broken: Option<Broken>,
    /// Why the check refused it, if it did. A report refuses it too.
    #[serde(default)]
    pub(crate) refused: Option<Reason>,
}

/// A reason in both languages, as the page keeps it.
#[derive(Debug, Deserialize)]
pub(crate) struct Reason {
    zh: String,
    en: String,
}

impl Reason {
    pub(crate) fn bilingual(&self) -> Bilingual {
        Bilingual { zh: self.zh.clone(), en: self.en.clone() }
    }
}

/// Why an instance had to be thrown away.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Broken {
    /// A reader panicked, as it may at a damaged file.
    Stuck,
    /// Something else did.
    Failed,
    NoMemory,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TypedFiling {
    pub(crate) name: String,
    pub(crate) scope: String,
}

/// A decision on the rows with a key.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Decided {
    pub(crate) key: String,
    pub(crate) row: String,
    pub(crate) name: String,
    pub(crate) decision: String,
    pub(crate) reason: String,
    pub(crate) until: String,
}

impl Decided {
    pub(crate) fn filled(&self) -> Filled<'_> {
        Filled {
            row: &self.row,
            name: &self.name,
            key: &self.key,
            decision: &self.decision,
            reason: &self.reason,
            until: &self.until,
        }
    }
}

impl Request {
    /// Reads a request.
    pub(crate) fn parse(json: &str) -> Result<Self, PageError> {
        serde_json::from_str(json).map_err(|error| PageError::Request { text: error.to_string() })
    }

    pub(crate) fn day(&self) -> Result<Date, PageError> {
        self.as_of.parse().map_err(|_| PageError::Request { text: self.as_of.clone() })
    }

    /// How lists are read.
    pub(crate) fn options(&self) -> Options {
        let mut columns = BTreeMap::new();
        for (field, named) in [(Field::Name, &self.name_columns), (Field::Scope, &self.scope_columns)] {
            if !named.is_empty() {
                columns.insert(field, named.clone());
            }
        }
        let wanted = Wanted { columns, no_headers: self.no_headers, ..Wanted::default() };
        Options { wanted, ..Options::default() }
    }

    /// The filing that was typed, without the texts that are empty.
    pub(crate) fn typed(&self) -> Option<Typed> {
        let typed = self.typed.as_ref()?;
        let texts = [(Field::Name, &typed.name), (Field::Scope, &typed.scope)];
        let filled = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
        Typed::new(filled.map(|(field, text)| (field, std::slice::from_ref(text))))
    }
}

impl FileRef {
    /// The file, ready to be read.
    pub(crate) fn stream(&self) -> ChosenFile {
        ChosenFile::new(self.file, self.size)
    }

    /// The file as a source. `hashed` computes its hash.
    pub(crate) fn source(&self, hashed: bool) -> Result<Source, mingcha::input::InputError> {
        let opening = mingcha::input::Opening { hashed, unread: false };
        // A size of zero is as good as none, as with a file on a disk.
        let size = (self.size > 0).then_some(self.size);
        Source::new_as(&self.name, size, Box::new(self.stream()), opening)
    }
}

impl Broken {
    pub(crate) fn message(self) -> impl Say {
        match self {
            Self::Stuck => PageError::Stuck,
            Self::Failed => PageError::Failed,
            Self::NoMemory => PageError::NoMemory,
        }
    }
}
