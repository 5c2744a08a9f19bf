//! The formats of reports: the one list, and what each is given.

use std::fmt;
use std::sync::Arc;

use super::kept::unique;
#[cfg(feature = "arrow")]
use super::{ArrowIpc, Parquet};
use super::{Csv, Github, Gitlab, Html, Jsonl, Junit, Lang, Markdown, Reasons, Report, Sarif, SarifRule, Text, Xlsx};
use super::{csv, xlsx};
use crate::verdict::keyed::keyed;

keyed! {
    /// All formats, in the order in which help lists them.
    pub const ALL;

    /// The name of a report format. This is the one list of formats. The key is the name as it is typed.
    pub enum FormatName {
        /// CSV, for joining back to the batch.
        Csv => "csv",
        /// JSON Lines, lossless.
        Jsonl => "jsonl",
        /// Text for a terminal.
        Text => "text",
        /// Markdown, for people who paste it on.
        Markdown => "markdown",
        /// SARIF 2.1.0, for code scanning.
        Sarif => "sarif",
        /// `JUnit` XML, for CI servers.
        Junit => "junit",
        /// Workflow commands of GitHub Actions.
        Github => "github",
        /// Code Quality of GitLab.
        Gitlab => "gitlab",
        /// A page that a registrar reads, filters and prints.
        Html => "html",
        /// A workbook with columns for decisions.
        Xlsx => "xlsx",
        /// Parquet, for engines.
        #[cfg(feature = "arrow")]
        Parquet => "parquet",
        /// Arrow IPC, for engines.
        #[cfg(feature = "arrow")]
        Arrow => "arrow",
    }
}

impl FormatName {
    /// The usual ending of a file in this format, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Junit => "xml",
            Self::Csv | Self::Jsonl | Self::Sarif | Self::Github | Self::Gitlab | Self::Html | Self::Xlsx => self.key(),
            #[cfg(feature = "arrow")]
            Self::Parquet | Self::Arrow => self.key(),
        }
    }

    /// Whether a report in this format is bytes that say nothing on a terminal.
    #[must_use]
    pub fn is_binary(self) -> bool {
        #[cfg(feature = "arrow")]
        if matches!(self, Self::Parquet | Self::Arrow) {
            return true;
        }
        self == Self::Xlsx
    }

    /// Whether a report in this format shows the hashes of its inputs: for jsonl, in the summary.
    #[must_use]
    pub fn shows_hashes(self) -> bool {
        match self {
            Self::Jsonl | Self::Html | Self::Xlsx => true,
            Self::Csv | Self::Text | Self::Markdown | Self::Sarif | Self::Junit | Self::Github | Self::Gitlab => false,
            #[cfg(feature = "arrow")]
            Self::Parquet | Self::Arrow => false,
        }
    }

    /// The format with this name or with this ending of a file, in upper or lower case.
    #[must_use]
    pub fn from_key_or_ending(word: &str) -> Option<Self> {
        #[cfg(feature = "arrow")]
        if word.eq_ignore_ascii_case("feather") {
            return Some(Self::Arrow);
        }
        Self::ALL
            .into_iter()
            .find(|format| word.eq_ignore_ascii_case(format.key()) || word.eq_ignore_ascii_case(format.ending()))
    }
}

/// What reports are given besides rows. Each format uses what concerns it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct ReportOptions {
    /// The language of all words for people.
    pub lang: Lang,
    /// Whether documents list clear rows too, not only their number.
    pub all: bool,
    /// The headers of the original columns that are carried along.
    pub kept: Vec<Arc<str>>,
    /// What stands before the headers of these columns in csv and xlsx.
    pub keep_prefix: String,
    /// Whether csv begins with a byte order mark, for Excel.
    pub bom: bool,
    /// Whether jsonl has the summary on a last line.
    pub summary: bool,
    /// Whether text has colours.
    pub color: bool,
    /// How many columns a line of text has.
    pub width: usize,
    /// The folder that paths in reports for CI are relative to, if they are in it.
    pub folder: Option<String>,
    /// How long markdown can be, in bytes. Rows that would make it longer are counted.
    pub most_bytes: Option<u64>,
    /// Whether the rows are a filing that was typed. Documents name no file then.
    pub is_typed: bool,
    /// Whether text names the rule of each finding by its id.
    pub shows_rules: bool,
    /// The rules that sarif lists.
    pub rules: Vec<SarifRule>,
    /// Whether it goes to standard output, where an engine reads it while it is written.
    pub is_stream: bool,
    /// What documents for people say about what follows from findings.
    pub reasons: Reasons,
}

impl ReportOptions {
    /// Options for a language: no colours, lines of 80 columns, a summary line in jsonl, and nothing more.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            all: false,
            kept: Vec::new(),
            keep_prefix: String::new(),
            bom: false,
            summary: true,
            color: false,
            width: 80,
            folder: None,
            most_bytes: None,
            is_typed: false,
            shows_rules: true,
            rules: Vec::new(),
            is_stream: false,
            reasons: Reasons::default(),
        }
    }
}

impl Report {
    /// A report in a format.
    #[must_use]
    pub fn new(format: FormatName, options: &ReportOptions) -> Self {
        let ReportOptions { lang, all, bom, summary, color, width, is_typed, shows_rules, most_bytes, .. } = *options;
        let ReportOptions { kept, keep_prefix, .. } = options;
        let reasons = options.reasons.clone();
        let folder = options.folder.clone();
        match format {
            FormatName::Csv => Self::streamed(Csv { bom, kept: unique(csv::columns(), kept, keep_prefix) }),
            FormatName::Jsonl => Self::streamed(Jsonl { summary, kept: unique([], kept, "") }),
            FormatName::Text => Self::streamed(Text { lang, color, width, all, is_typed, shows_rules, reasons }),
            FormatName::Markdown => Self::assembled(Markdown { lang, all, is_typed, reasons, most_bytes }),
            FormatName::Github => Self::streamed(Github::new(lang, folder)),
            FormatName::Gitlab => Self::assembled(Gitlab { lang, folder }),
            FormatName::Sarif => Self::assembled(Sarif::new(lang, folder, &options.rules)),
            FormatName::Junit => Self::assembled(Junit { lang }),
            FormatName::Html => Self::assembled(Html { lang, all, reasons }),
            FormatName::Xlsx => {
                Self::assembled(Xlsx { lang, all, kept: unique(xlsx::columns(lang), kept, keep_prefix), reasons })
            }
            #[cfg(feature = "arrow")]
            FormatName::Parquet => Self::assembled(Parquet::new(options)),
            #[cfg(feature = "arrow")]
            FormatName::Arrow => Self::assembled(ArrowIpc::new(options)),
        }
    }
}

impl fmt::Display for FormatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_formats_share_a_name_or_an_ending() {
        for format in FormatName::ALL {
            assert_eq!(FormatName::from_key(format.key()), Some(format));
            assert_eq!(FormatName::from_key_or_ending(&format.key().to_uppercase()), Some(format));
            assert_eq!(FormatName::from_key_or_ending(format.ending()), Some(format));
        }
    }
}
