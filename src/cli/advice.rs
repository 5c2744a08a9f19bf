//! Errors in the language of the user, with the advice that only the command line can give: which option helps.

use std::error::Error;
use std::io::{self, ErrorKind};

use mingcha::message::cli::{Advice, CliError, Dragged, OutputName};
use mingcha::message::{
    Bilingual, DecisionError, InputError, Lang, PipelineError, Refusal, ReportError, RulesError, Say, TableError,
    WorkbookError,
};
use mingcha::verdict::Field;

/// Who reads a message, by what they can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// Types command lines: advice names options.
    #[default]
    Types,
    /// Drags lists onto the program or into its window: no advice names an option.
    Drags,
}

/// An error in words, with advice.
#[must_use]
pub fn told(error: &anyhow::Error, reader: Reader, lang: Lang) -> String {
    if let (Reader::Drags, Some(error)) = (reader, error.chain().find_map(dragged)) {
        return error.say(lang);
    }
    let mut said = Vec::new();
    for cause in error.chain() {
        if let Some(message) = known(cause) {
            // A message says its own causes.
            said.push(message.say(lang));
            break;
        }
        if lang == Lang::En {
            said.push(cause.to_string());
        }
    }
    if !error.chain().any(|cause| known(cause).is_some()) && lang == Lang::Zh {
        said = vec![match reader {
            Reader::Types => CliError::Internal { cause: error.to_string() }.say(lang),
            Reader::Drags => Dragged::Internal.say(lang),
        }];
    }

    with_advice(said.join(": "), error.chain().find_map(advice), reader, lang)
}

/// Why a file cannot be read, with advice, for a text that names the file already.
pub(super) fn told_of_file(error: &anyhow::Error, reader: Reader, lang: Lang) -> String {
    match error.downcast_ref::<InputError>() {
        Some(error) => told_of_input(error, reader, lang),
        None => told(error, reader, lang),
    }
}

/// Why an input cannot be read, with advice and without its name.
pub(super) fn told_of_input(error: &InputError, reader: Reader, lang: Lang) -> String {
    with_advice(error.reason().say(lang), input_advice(error), reader, lang)
}

/// The reason of a refusal in words, with advice.
pub(super) fn told_of(refusal: &Refusal, reader: Reader, lang: Lang) -> String {
    let advice = refusal_advice(refusal);
    let names_columns = matches!(
        advice,
        Some(
            Advice::NoHeaderLine { .. }
                | Advice::NumberLowHeader { .. }
                | Advice::NameThese { .. }
                | Advice::NameColumns
                | Advice::LostHeader
        )
    );
    let told = with_advice(refusal.reason.say(lang), advice, reader, lang);

    // The other sheets have other columns.
    match refusal.sheet.rsplit_once('#') {
        Some((_, sheet)) if names_columns => {
            with_advice(told, Some(Advice::SheetAlone { sheet: quoted(sheet) }), reader, lang)
        }
        _ => told,
    }
}

fn with_advice(mut text: String, advice: Option<Advice>, reader: Reader, lang: Lang) -> String {
    if let Some(advice) = advice.and_then(|advice| suited(advice, reader)) {
        text += lang.pick("；", "; ");
        text += &advice.say(lang);
    }
    text
}

/// Advice that the reader can follow: what to change in the list, where options cannot be typed.
pub(super) fn suited(advice: Advice, reader: Reader) -> Option<Advice> {
    if reader == Reader::Types {
        return Some(advice);
    }
    match advice {
        Advice::NameThese { .. }
        | Advice::NoHeaderLine { .. }
        | Advice::NumberLowHeader { .. }
        | Advice::NameColumns
        | Advice::GiveColumns
        | Advice::NumberColumns
        | Advice::LostHeader => Some(Advice::WriteHeaders),
        Advice::SheetAlone { sheet } => Some(Advice::SaveSheet { sheet }),
        Advice::SplitAt { .. }
        | Advice::Delimiter
        | Advice::NoDelimiter
        | Advice::Encoding
        | Advice::EncodingIs { .. } => Some(Advice::SaveAsWorkbook),
        // The others are about options that were typed.
        _ => None,
    }
}

/// What an error means to who drags lists, where its own wording names options or commands.
fn dragged(cause: &(dyn Error + 'static)) -> Option<Dragged> {
    let error = cause.downcast_ref::<CliError>()?;
    match error {
        CliError::NoRulesInForce { day } | CliError::NoRulesYet { day, .. } => {
            Some(Dragged::NoRules { day: day.clone() })
        }
        CliError::NoneOfFamily { sets, day } => Some(Dragged::NotInForce { sets: sets.clone(), day: day.clone() }),
        CliError::ExamplesFail { set, failed, first } => {
            Some(Dragged::ExamplesFail { set: set.clone(), failed: *failed, first: first.clone() })
        }
        CliError::OutputNotOpened { path, cause } if is_full(cause) => Some(Dragged::NoRoom { path: path.clone() }),
        CliError::OutputNotOpened { path, cause } => {
            Some(Dragged::NotBeside { path: path.clone(), cause: Bilingual::of(cause) })
        }
        CliError::OutputNotWritten { output: OutputName::File(path), cause }
        | CliError::OutputNotPlaced { output: OutputName::File(path), cause } => {
            let path = path.clone();
            Some(if is_full(cause) {
                Dragged::NoRoom { path }
            } else {
                Dragged::NotWritten { path, cause: Bilingual::of(cause) }
            })
        }
        CliError::Internal { .. } => Some(Dragged::Internal),
        _ => None,
    }
}

fn is_full(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// The message of an error, if it has one in both languages.
fn known<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a dyn Say> {
    typed::<CliError>(cause)
        .or_else(|| typed::<DecisionError>(cause))
        .or_else(|| typed::<InputError>(cause))
        .or_else(|| typed::<PipelineError>(cause))
        .or_else(|| typed::<RulesError>(cause))
        .or_else(|| typed::<ReportError>(cause))
        .or_else(|| typed::<TableError>(cause))
        .or_else(|| typed::<io::Error>(cause))
}

fn typed<'a, T: Say + Error + 'static>(cause: &'a (dyn Error + 'static)) -> Option<&'a dyn Say> {
    cause.downcast_ref::<T>().map(|message| message as &dyn Say)
}

/// The option that helps against an error of the library.
fn advice(cause: &(dyn Error + 'static)) -> Option<Advice> {
    if let Some(error) = cause.downcast_ref::<InputError>() {
        return input_advice(error);
    }
    if let Some(PipelineError::Input { error }) = cause.downcast_ref() {
        return input_advice(error);
    }
    match cause.downcast_ref()? {
        ReportError::TooManyColumns { .. } => Some(Advice::KeepFewer),
        _ => None,
    }
}

/// Advice on a sheet or a member of an archive.
fn refusal_advice(refusal: &Refusal) -> Option<Advice> {
    let reason: &(dyn Error + 'static) = &*refusal.reason;
    reason.downcast_ref().and_then(input_advice)
}

fn input_advice(error: &InputError) -> Option<Advice> {
    match error.reason() {
        InputError::NoCheckedColumn { .. } => Some(Advice::NameColumns),
        InputError::SimilarColumns { similar, .. } => Some(Advice::NameThese { options: named(similar) }),
        InputError::HeaderTooLow { columns, .. } => Some(Advice::NumberLowHeader { options: numbered(columns) }),
        InputError::NoHeaderLine { columns, .. } => Some(Advice::NoHeaderLine { options: numbered(columns) }),
        InputError::NotSplit { delimiter, .. } => Some(Advice::SplitAt { delimiter: typed_delimiter(*delimiter) }),
        InputError::WrongSeparator { delimiter, .. } => {
            Some(Advice::SplitAt { delimiter: typed_delimiter(*delimiter) })
        }
        InputError::NoNumberedColumn { .. } => Some(Advice::NumberColumns),
        InputError::LostHeader { .. } => Some(Advice::LostHeader),
        InputError::NotANumber { .. } => Some(Advice::Headers),
        InputError::NoSheets => Some(Advice::NoSheet),
        InputError::UnknownEncoding => Some(Advice::Encoding),
        InputError::NoSeparator { .. } => Some(Advice::Delimiter),
        InputError::JsonLinesIn { encoding } => Some(Advice::EncodingIs { encoding: encoding.to_lowercase() }),
        InputError::Json | InputError::IsWorkbook => Some(Advice::DetectFormat),
        InputError::AlignedByBlanks { .. } => Some(Advice::NoDelimiter),
        InputError::JsonHasKeys => Some(Advice::NoTableOptions),
        InputError::UnknownKeys => Some(Advice::KeepThese),
        InputError::Workbook { error } => workbook_advice(error),
        InputError::NothingInArchive { refusals } => refusals.0.iter().find_map(refusal_advice),
        _ => None,
    }
}

/// The options that name columns by their headers.
pub(super) fn named(columns: &[(Field, String)]) -> String {
    let options: Vec<String> = columns.iter().map(|(field, header)| format!("--{field} {}", quoted(header))).collect();
    options.join(" ")
}

/// The options that name columns by their numbers; examples if none are known.
fn numbered(columns: &[(Field, usize)]) -> String {
    let columns = if columns.is_empty() { Field::FILED.into_iter().zip(1..).collect() } else { columns.to_vec() };
    let mut options = vec!["--no-headers".to_owned()];
    for (field, number) in columns {
        options.push(format!("--{field} {number}"));
    }
    options.join(" ")
}

/// A value as it is typed in a shell.
fn quoted(value: &str) -> String {
    let is_plain = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if is_plain { value.to_owned() } else { format!("'{}'", value.replace('\'', "'\\''").escape_debug()) }
}

/// A delimiter as it is typed in a shell.
fn typed_delimiter(delimiter: char) -> String {
    match delimiter {
        '\t' => "tab".to_owned(),
        // The notation of bash, zsh and ksh for a control.
        control if control.is_control() => format!("$'\\x{:02x}'", u32::from(control)),
        other => format!("'{other}'"),
    }
}

/// The option that helps against the first refusal of a sheet that an option helps against.
fn workbook_advice(error: &WorkbookError) -> Option<Advice> {
    match error {
        WorkbookError::NothingToCheck { refusals } => refusals.0.iter().find_map(refusal_advice),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_without_a_message_is_not_said_in_english_to_a_chinese_reader() {
        let error = anyhow::anyhow!("no such thing").context("outer");
        assert_eq!(told(&error, Reader::Types, Lang::En), "outer: no such thing");
        for reader in [Reader::Types, Reader::Drags] {
            let told = told(&error, reader, Lang::Zh);
            assert!(!told.is_ascii() && !told.contains("outer"), "{told}");
        }
    }

    #[test]
    fn a_message_is_said_once_with_its_causes_and_the_advice() {
        let missing = io::Error::from(io::ErrorKind::NotFound);
        let error = anyhow::Error::new(CliError::NotRead { file: "a.csv".to_owned(), cause: missing });
        assert_eq!(told(&error, Reader::Types, Lang::Zh), "a.csv：未能读完：找不到");

        let error = anyhow::Error::new(InputError::NoSheets);
        let told = |reader, lang| told(&error, reader, lang);
        assert_eq!(told(Reader::Types, Lang::En), "is not a workbook and has no sheets; leave out --sheet");
        assert!(told(Reader::Types, Lang::Zh).ends_with("；请去掉 --sheet"));
        assert_eq!(told(Reader::Drags, Lang::En), "is not a workbook and has no sheets");
    }

    #[test]
    fn who_drags_lists_is_told_what_to_do_without_options_and_commands() {
        let path = "名单-检查报告.html".to_owned();
        let output = OutputName::File(path.clone());
        let day = "2020-01-01".to_owned();
        let denied = || io::Error::from(ErrorKind::PermissionDenied);
        let full = || io::Error::from(ErrorKind::StorageFull);
        let errors = [
            (CliError::OutputNotOpened { path: path.clone(), cause: denied() }, "请将名单复制到可以写入的文件夹"),
            (CliError::OutputNotOpened { path, cause: full() }, "请清理磁盘"),
            (CliError::OutputNotWritten { output: output.clone(), cause: full() }, "请清理磁盘"),
            (CliError::OutputNotPlaced { output, cause: denied() }, "没有权限"),
            (CliError::NoRulesYet { day: day.clone(), first: "2026-02-06".to_owned() }, "请核对本机日期"),
            (CliError::NoRulesInForce { day: day.clone() }, "请核对本机日期"),
            (CliError::NoneOfFamily { sets: vec!["我局".to_owned()], day }, "规则文件夹中的规则集 我局"),
        ];
        for (error, expected) in errors {
            let error = anyhow::Error::new(error);
            let said = told(&error, Reader::Drags, Lang::Zh);
            assert!(said.contains(expected), "{said}");
            for lang in Lang::ALL {
                let said = told(&error, Reader::Drags, lang);
                assert!(!said.contains("--") && said.lines().count() == 1, "{said}");
            }
        }
    }
}
