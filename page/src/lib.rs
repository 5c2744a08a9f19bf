//! mingcha in a browser: what the page calls.
//!
//! One [`Session`] is one run, in an instance of WebAssembly of its own: a panic cannot be caught there, so the page throws the
//! instance away and makes a new one. All that goes in and out is text in JSON, but for the bytes of files, which are read in
//! pieces by [`host`].

mod advice;
mod host;
mod list;
mod request;
mod run;
mod session;
mod words;

pub use session::Session;

use mingcha::message::{Bilingual, Say};
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares a fresh instance: a panic is told to the page, which then throws the instance away.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        host::panicked(&info.to_string(), mingcha::input::is_catching_panics());
    }));
}

/// All words of the page in both languages, as JSON.
#[wasm_bindgen]
#[must_use]
pub fn words() -> String {
    words::words().to_string()
}

/// The characters of which nothing is seen, or that reorder a line, as JSON: ranges of scalars, both ends included.
#[wasm_bindgen]
#[must_use]
pub fn hidden() -> String {
    serde_json::to_string(&words::hidden()).unwrap_or_default()
}

/// A message in both languages, as JSON.
fn told(message: &(impl Say + ?Sized)) -> String {
    let Bilingual { zh, en } = Bilingual::of(message);
    serde_json::json!({ "zh": zh, "en": en }).to_string()
}
