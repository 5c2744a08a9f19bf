//! Files with the header lines of a mail: mails, and web archives (.mht).

use crate::input::InputError;

/// Header lines that only a mail has that was sent, in lower case.
const SENT: [&str; 4] = ["received:", "message-id:", "return-path:", "delivered-to:"];

/// Why a file is no table if it begins as a mail, going by its beginning in lower case.
pub(super) fn refusal(beginning: &str) -> Option<InputError> {
    let (name, _) = beginning.lines().next()?.split_once(':')?;
    let is_header_line = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    if !is_header_line {
        return None;
    }

    let is_of_browser = beginning.lines().any(|line| line.starts_with("from: ") && line.contains("saved by "));
    let headers = || beginning.lines().take_while(|line| !line.trim().is_empty());
    let has = |header: &str| headers().any(|line| line.starts_with(header));
    let has_sender = has("from:") && (has("to:") || has("date:")) || SENT.iter().any(|header| has(header));
    if has("from:") && has_sender && !is_of_browser {
        return Some(InputError::Mail);
    }

    let anywhere = |header: &str| beginning.lines().any(|line| line.starts_with(header));
    let is_archive =
        anywhere("mime-version:") || anywhere("content-type: multipart/") || anywhere("content-type: text/html");
    is_archive.then_some(InputError::WebPage)
}
