//! Everything that a person is told, in Chinese and in English side by side: errors, problem details, words, labels, help.
//!
//! A message is one entry of `messages!`: a variant with typed fields, and its wording in both languages. The compiler
//! refuses an entry that lacks a language or names a field that is not there. An error of the library is such a message, one
//! enum a room; it names no option of the command line, which only `cli` knows. `Display` is the English wording.
//!
//! This room knows the plain data of [`crate::verdict`] and no other room, so that every room can use it.

#[cfg(feature = "input")]
mod aside;
mod bilingual;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "arrow")]
mod columns;
#[cfg(feature = "input")]
mod decision;
mod detail;
mod examples;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod help;
#[cfg(feature = "input")]
mod input;
mod labels;
#[cfg(feature = "arrow")]
#[doc(hidden)]
pub mod package;
#[cfg(feature = "reports")]
mod page;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod parse;
#[cfg(feature = "reports")]
mod pipeline;
#[cfg(feature = "reports")]
mod reasons;
#[cfg(feature = "reports")]
mod report;
mod rules;
mod system;
mod table;
mod words;
#[cfg(feature = "input")]
mod workbook;

use std::error::Error;
use std::fmt::{self, Display};
use std::sync::Arc;

use jiff::civil::Date;

use crate::escape::visible;
use crate::verdict::Field;

#[cfg(feature = "input")]
pub(crate) use aside::AsideWords;
pub use bilingual::Bilingual;
#[cfg(feature = "arrow")]
pub use columns::ColumnsError;
#[cfg(feature = "input")]
pub use decision::{DecidedRow, DecisionError, DecisionNote, NextStep, NoEffect};
pub use examples::ExampleFailure;
#[cfg(feature = "input")]
pub use input::{Headers, InputError, Lists, Spoken, TableFault};
pub(crate) use labels::Labels;
#[cfg(feature = "reports")]
pub use page::PageError;
#[cfg(feature = "reports")]
pub use pipeline::PipelineError;
#[cfg(feature = "reports")]
pub(crate) use reasons::{Characters, Follows, Reason, Words};
#[cfg(feature = "reports")]
pub(crate) use report::{Basis, Clause, Mention, Sentence};
#[cfg(feature = "reports")]
pub use report::{InputNote, Quoted, ReportError};
pub use rules::{PatternError, RowError, RulesError, Syntax};
pub use table::TableError;
#[cfg(feature = "input")]
pub use workbook::{Cause, Damage, Refusal, Refusals, SkipReason, Skipped, WorkbookError};

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The wording in this language.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The language tag, as in the `lang` attribute of HTML.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }
}

/// An error that can be said in either language.
pub trait SpokenError: Say + Error + Send + Sync {}

impl<E: Say + Error + Send + Sync> SpokenError for E {}

/// Something that can be said in either language.
pub trait Say {
    /// The wording in a language. Texts in it, such as names of files and headers, are made visible: none moves a cursor, sets
    /// a colour or begins a line.
    fn say(&self, lang: Lang) -> String;

    /// The English wording with all texts as they are, for machine formats.
    fn verbatim(&self) -> String {
        self.say(Lang::En)
    }

    /// The error of another crate that caused it, for [`Error::source`].
    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        None
    }
}

/// A message in both languages, with `{field}` where a field is put in.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The name of its variant.
    pub(crate) id: &'static str,
    /// Chinese, as a registrar writes it.
    pub(crate) zh: &'static str,
    /// Plain English: lower case, what, where, what to do.
    pub(crate) en: &'static str,
}

/// Gives each variant of an enum its wording: implements [`Say`] and `Display`, and lists the entries.
macro_rules! wording {
    ($name:ident { $(
        $variant:ident $({ $($field:ident),+ $(,)? })? => { zh: $zh:literal, en: $en:literal $(,)? }
    )+ }) => {
        impl $name {
            /// Its messages in both languages.
            #[cfg(test)]
            pub(crate) const ENTRIES: &'static [$crate::message::Entry] =
                &[$($crate::message::Entry { id: stringify!($variant), zh: $zh, en: $en }),+];
        }

        impl $crate::message::Say for $name {
            #[allow(unused_variables, reason = "a language may leave a field out")]
            fn say(&self, lang: $crate::message::Lang) -> String {
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        $($(let $field = $crate::message::Say::say($field, lang);)+)?
                        match lang {
                            $crate::message::Lang::Zh => format!($zh),
                            $crate::message::Lang::En => format!($en),
                        }
                    })+
                }
            }

            #[allow(unused_variables, reason = "a language may leave a field out")]
            fn verbatim(&self) -> String {
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        $($(let $field = $crate::message::Say::verbatim($field);)+)?
                        format!($en)
                    })+
                }
            }

            fn caused_by(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    $(Self::$variant $({ $($field),+ })? => None$($(.or_else(|| $crate::message::Say::caused_by($field)))+)?,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::message::Say::say(self, $crate::message::Lang::En))
            }
        }
    };
}
pub(crate) use wording;

/// Declares an enum of messages, usually the errors of one room: each variant with its fields and its wording.
macro_rules! messages {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $(
            $(#[$about:meta])*
            $variant:ident $({ $($field:ident: $type:ty),+ $(,)? })? => { zh: $zh:literal, en: $en:literal $(,)? }
        )+ }
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        #[allow(missing_docs, reason = "the fields are named in the wording")]
        pub enum $name { $($(#[$about])* $variant $({ $($field: $type),+ })?),+ }

        $crate::message::wording! { $name { $($variant $({ $($field),+ })? => { zh: $zh, en: $en })+ } }

        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                $crate::message::Say::caused_by(self)
            }
        }
    };
}
pub(crate) use messages;

/// A message inside an error of another type, such as an [`std::io::Error`] that a stream returns.
pub struct Carried(pub Box<dyn Say + Send + Sync>);

impl fmt::Debug for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.say(Lang::En))
    }
}

impl Error for Carried {}

/// Values that are written the same in both languages.
macro_rules! say_as_is {
    ($($type:ty),+) => {$(
        impl Say for $type {
            fn say(&self, _: Lang) -> String {
                visible(&self.to_string())
            }

            fn verbatim(&self) -> String {
                self.to_string()
            }
        }
    )+};
}
say_as_is!(str, String, Arc<str>, char, u8, u16, u32, u64, usize, Date);

/// A number of things, with the English words for one of them and for several. The Chinese has words of its own around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// For one, and for several.
    pub words: [&'static str; 2],
}

impl Counted {
    /// So many rows.
    #[must_use]
    pub fn rows(count: u64) -> Self {
        Self { count, words: ["row", "rows"] }
    }

    /// So many titles above a header.
    pub(crate) fn titles(count: u64) -> Self {
        Self { count, words: ["title row", "title rows"] }
    }

    /// So many rows that hold something.
    pub(crate) fn holding(count: u64) -> Self {
        Self { count, words: ["row holds", "rows hold"] }
    }

    /// So many sheets or files of which something is said.
    pub(crate) fn parts(count: u64) -> Self {
        Self { count, words: ["sheet or file was", "sheets or files were"] }
    }

    /// So many places outside the checked rows of which something is said.
    pub(crate) fn places(count: u64) -> Self {
        let words = ["place outside the checked rows was", "places outside the checked rows were"];
        Self { count, words }
    }
}

impl Say for Counted {
    fn say(&self, lang: Lang) -> String {
        let word = self.words[usize::from(self.count != 1)];
        lang.pick(self.count.to_string(), format!("{} {word}", self.count))
    }
}

/// A text that has been made visible and has colours of the program in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coloured(pub String);

impl Say for Coloured {
    fn say(&self, _: Lang) -> String {
        self.0.clone()
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, lang: Lang) -> String {
        (**self).say(lang)
    }

    fn verbatim(&self) -> String {
        (**self).verbatim()
    }
}

impl Say for Field {
    fn say(&self, lang: Lang) -> String {
        lang.field(*self).to_owned()
    }
}

/// What belongs to a field, behind its word.
impl<T: Say> Say for (Field, T) {
    fn say(&self, lang: Lang) -> String {
        let (field, value) = self;
        field.say(lang) + lang.colon() + &value.say(lang)
    }
}

impl<T: Say> Say for Box<T> {
    fn say(&self, lang: Lang) -> String {
        (**self).say(lang)
    }

    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        (**self).caused_by()
    }
}

/// A list, with the list mark of the language between its parts.
impl<T: Say> Say for Vec<T> {
    fn say(&self, lang: Lang) -> String {
        let said: Vec<String> = self.iter().map(|part| part.say(lang)).collect();
        said.join(lang.pick("、", ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Detail;

    /// The entries of every enum of messages. An enum that is added has to be added here.
    fn all() -> Vec<&'static [Entry]> {
        vec![
            Detail::ENTRIES,
            TableError::ENTRIES,
            AsideWords::ENTRIES,
            #[cfg(feature = "arrow")]
            ColumnsError::ENTRIES,
            #[cfg(feature = "arrow")]
            package::PackageError::ENTRIES,
            ExampleFailure::ENTRIES,
            cli::CliError::ENTRIES,
            cli::Advice::ENTRIES,
            cli::Dragged::ENTRIES,
            cli::Notice::ENTRIES,
            cli::Explained::ENTRIES,
            cli::ListHeader::ENTRIES,
            cli::Progressing::ENTRIES,
            cli::Prompt::ENTRIES,
            parse::ParseError::ENTRIES,
            parse::ParseHint::ENTRIES,
            parse::ValueError::ENTRIES,
            RulesError::ENTRIES,
            RowError::ENTRIES,
            PatternError::ENTRIES,
            Syntax::ENTRIES,
            InputError::ENTRIES,
            TableFault::ENTRIES,
            DecisionError::ENTRIES,
            NoEffect::ENTRIES,
            NextStep::ENTRIES,
            PipelineError::ENTRIES,
            WorkbookError::ENTRIES,
            Damage::ENTRIES,
            SkipReason::ENTRIES,
            Basis::ENTRIES,
            Clause::ENTRIES,
            InputNote::ENTRIES,
            Labels::ENTRIES,
            page::ENTRIES,
            PageError::ENTRIES,
            Mention::ENTRIES,
            Reason::ENTRIES,
            Follows::ENTRIES,
            ReportError::ENTRIES,
            Sentence::ENTRIES,
        ]
    }

    /// What the Python package and its parameters, and the packages beside it, are called. Only its own messages name them.
    const OF_PYTHON: [&str; 7] = ["str", "name", "scope", "keep", "pyarrow", "polars", "pandas"];

    fn is_of_package(entry: &Entry) -> bool {
        #[cfg(feature = "arrow")]
        let own = package::PackageError::ENTRIES;
        #[cfg(not(feature = "arrow"))]
        let own: &[Entry] = &[];
        own.iter().any(|own| own.id == entry.id && own.zh == entry.zh)
    }

    #[test]
    fn no_message_lacks_a_language_or_mixes_two() {
        let mut entries = 0;
        for entry in all().into_iter().flatten() {
            entries += 1;
            let is_fields_alone = !outside_of_fields(entry.zh).any(|part| part.contains(char::is_alphabetic));
            assert!(is_fields_alone || entry.zh.chars().any(is_han), "{entry:?} has no Chinese");
            assert!(
                !entry.id.is_empty() && !entry.en.is_empty() && !entry.en.chars().any(is_han),
                "{entry:?} has Chinese in its English"
            );
            let mut foreign = english_words(entry.zh);
            if is_of_package(entry) {
                foreign.retain(|word| !OF_PYTHON.contains(word));
            }
            assert!(foreign.is_empty(), "{entry:?} has English words in its Chinese: {foreign:?}");
        }
        assert!(entries > 20, "only {entries} entries were looked at");
    }

    fn is_han(c: char) -> bool {
        ('\u{4E00}'..='\u{9FFF}').contains(&c)
    }

    /// The parts of a message between its `{fields}`.
    fn outside_of_fields(message: &str) -> impl Iterator<Item = &str> {
        message.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after))
    }

    /// The lower-case words of a Chinese message outside `{fields}`: names of formats, programs and options are none.
    fn english_words(zh: &str) -> Vec<&str> {
        const NAMES: [&str; 22] = [
            "true", "false", "key", "csv", "jsonl", "xlsx", "xls", "ods", "gzip", "mingcha", "reason", "names",
            "check", "rules", "term", "terms", "help", "gbk", "iconv", "snappy", "zstd", "arrow",
        ];
        let words = outside_of_fields(zh)
            .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_')));
        let is_english = |word: &&str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
        words.filter(is_english).filter(|word| !NAMES.contains(word)).collect()
    }
}
