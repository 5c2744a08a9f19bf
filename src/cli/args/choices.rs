//! Options of which one of a few words is chosen.

use clap::ValueEnum;

use mingcha::input;
use mingcha::verdict::Verdict;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    Csv,
    Jsonl,
    Workbook,
    #[cfg(feature = "arrow")]
    Parquet,
    #[cfg(feature = "arrow")]
    Arrow,
}

impl From<InputFormat> for input::InputFormat {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Csv => Self::Csv,
            InputFormat::Jsonl => Self::Jsonl,
            InputFormat::Workbook => Self::Workbook,
            #[cfg(feature = "arrow")]
            InputFormat::Parquet => Self::Parquet,
            #[cfg(feature = "arrow")]
            InputFormat::Arrow => Self::Arrow,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    Reject,
    Review,
    Unchecked,
    Notice,
    Allowed,
    Clear,
}

impl From<Level> for Verdict {
    fn from(level: Level) -> Self {
        match level {
            Level::Reject => Self::Reject,
            Level::Review => Self::Review,
            Level::Unchecked => Self::Unchecked,
            Level::Notice => Self::Notice,
            Level::Allowed => Self::Allowed,
            Level::Clear => Self::Clear,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Reject,
    Review,
    Notice,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Table,
    Csv,
    Jsonl,
}
