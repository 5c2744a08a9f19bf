//! Errors in the language of the user, with the advice that only the command line can give: which option helps.

use std::error::Error;
use std::io;

use mingcha::message::cli::{Advice, CliError};
use mingcha::message::{Lang, Say, TableError};

/// An error in words, with advice.
pub(super) fn told(error: &anyhow::Error, lang: Lang) -> String {
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

    let mut text = said.join(": ");
    if let Some(advice) = error.chain().find_map(advice) {
        text += lang.pick("；", "; ");
        text += &advice.say(lang);
    }
    text
}

/// The message of an error, if it has one in both languages.
fn known<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a dyn Say> {
    typed::<CliError>(cause).or_else(|| typed::<TableError>(cause)).or_else(|| typed::<io::Error>(cause))
}

fn typed<'a, T: Say + Error + 'static>(cause: &'a (dyn Error + 'static)) -> Option<&'a dyn Say> {
    cause.downcast_ref::<T>().map(|message| message as &dyn Say)
}

/// The option that helps against an error of the library.
fn advice(_cause: &(dyn Error + 'static)) -> Option<Advice> {
    None
}
