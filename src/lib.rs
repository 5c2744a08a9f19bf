//! mingcha (明察) checks company names and business scopes against clause (八) of 银发〔2026〕42号.

pub mod text;
