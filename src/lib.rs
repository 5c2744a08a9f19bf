//! mingcha (明察) checks company names and business scopes against clause (八) of 银发〔2026〕42号.

pub mod checker;
pub mod decision;
pub mod digest;
pub mod input;
pub mod pipeline;
pub mod report;
pub mod row;
pub mod rules;
mod table;
pub mod text;
pub mod verdict;

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
