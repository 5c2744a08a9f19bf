//! What to do about a file that cannot be read, as far as the page has a way out that its error does not name.

use std::error::Error;

use mingcha::input::{InputError, WorkbookError};
use mingcha::message::{Bilingual, Lang, PageError, Refusal, Refusals, Say};

/// An error of a file in both languages, without its name, and with what to do.
pub(crate) fn told_of_file(error: &InputError) -> Bilingual {
    with_advice(error.reason(), advice(error).as_ref())
}

/// Why a sheet or a member of an archive was refused, in both languages.
pub(crate) fn told_of(refusal: &Refusal) -> Bilingual {
    with_advice(&*refusal.reason, refusal_advice(refusal).as_ref())
}

fn with_advice(said: &(impl Say + ?Sized), advice: Option<&PageError>) -> Bilingual {
    let told = |lang: Lang| match advice {
        Some(advice) => said.say(lang) + lang.pick("；", "; ") + &advice.say(lang),
        None => said.say(lang),
    };
    Bilingual { zh: told(Lang::Zh), en: told(Lang::En) }
}

fn advice(error: &InputError) -> Option<PageError> {
    match error.reason() {
        InputError::NoCheckedColumn { .. }
        | InputError::SimilarColumns { .. }
        | InputError::HeaderTooLow { .. }
        | InputError::NoHeaderLine { .. }
        | InputError::NoNumberedColumn { .. }
        | InputError::LostHeader { .. } => Some(PageError::NameColumns),
        InputError::NotSplit { .. }
        | InputError::WrongSeparator { .. }
        | InputError::NoSeparator { .. }
        | InputError::AlignedByBlanks { .. }
        | InputError::UnknownEncoding
        | InputError::JsonLinesIn { .. } => Some(PageError::SaveAsWorkbook),
        InputError::Workbook { error } => match &**error {
            WorkbookError::NothingToCheck { refusals } => first(refusals),
            _ => None,
        },
        InputError::NothingInArchive { refusals } => first(refusals),
        _ => None,
    }
}

fn first(refusals: &Refusals) -> Option<PageError> {
    refusals.0.iter().find_map(refusal_advice)
}

/// Advice on a sheet or a member of an archive.
fn refusal_advice(refusal: &Refusal) -> Option<PageError> {
    let reason: &(dyn Error + 'static) = &*refusal.reason;
    reason.downcast_ref().and_then(advice)
}
