//! Errors in the language of the user, with the advice that only the command line can give: which option helps.

use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use mingcha::message::cli::{Advice, CliError};
use mingcha::message::{
    DecisionError, InputError, Lang, PipelineError, Refusal, ReportError, RulesError, Say, TableError, WorkbookError,
};
use mingcha::verdict::Field;

/// Whether the lists were dragged onto the program or into its window. Who does that types no options. The whole process is run
/// in one of the two ways.
static ARE_DRAGGED: AtomicBool = AtomicBool::new(false);

/// From now on no advice names an option.
pub(super) fn name_no_options() {
    ARE_DRAGGED.store(true, Ordering::Relaxed);
}

/// Whether the lists were dragged.
pub(super) fn are_dragged() -> bool {
    ARE_DRAGGED.load(Ordering::Relaxed)
}

/// An error in words, with advice.
#[must_use]
pub fn told(error: &anyhow::Error, lang: Lang) -> String {
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
        said = vec![CliError::Internal { cause: error.to_string() }.say(lang)];
    }

    with_advice(said.join(": "), error.chain().find_map(advice), lang)
}

/// Why a file cannot be read, with advice, for a text that names the file already.
pub(super) fn told_of_file(error: &anyhow::Error, lang: Lang) -> String {
    match error.downcast_ref::<InputError>() {
        Some(error) => with_advice(error.reason().say(lang), input_advice(error), lang),
        None => told(error, lang),
    }
}

/// The reason of a refusal in words, with advice.
pub(super) fn told_of(refusal: &Refusal, lang: Lang) -> String {
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
    let told = with_advice(refusal.reason.say(lang), advice, lang);

    // The other sheets have other columns.
    match refusal.sheet.rsplit_once('#') {
        Some((_, sheet)) if names_columns => with_advice(told, Some(Advice::SheetAlone { sheet: quoted(sheet) }), lang),
        _ => told,
    }
}

fn with_advice(mut text: String, advice: Option<Advice>, lang: Lang) -> String {
    if let Some(advice) = advice.and_then(suited) {
        text += lang.pick("；", "; ");
        text += &advice.say(lang);
    }
    text
}

/// Advice that the user can follow: what to change in the list, where options cannot be typed.
pub(super) fn suited(advice: Advice) -> Option<Advice> {
    if !are_dragged() {
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
fn named(columns: &[(Field, String)]) -> String {
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
        assert_eq!(told(&error, Lang::En), "outer: no such thing");
        assert!(!told(&error, Lang::Zh).is_ascii() && !told(&error, Lang::Zh).contains("outer"));
    }

    #[test]
    fn a_message_is_said_once_with_its_causes_and_the_advice() {
        let missing = io::Error::from(io::ErrorKind::NotFound);
        let error = anyhow::Error::new(CliError::NotRead { file: "a.csv".to_owned(), cause: missing });
        assert_eq!(told(&error, Lang::Zh), "a.csv：未能读完：找不到");

        let error = anyhow::Error::new(InputError::NoSheets);
        assert_eq!(told(&error, Lang::En), "is not a workbook and has no sheets; leave out --sheet");
        assert!(told(&error, Lang::Zh).ends_with("；请去掉 --sheet"));
    }
}
