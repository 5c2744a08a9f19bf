//! Makes the page: `mingcha-page-make MODULE.wasm PAGE.html` puts the compiled module, the code of its worker and the files of
//! page/front into one file.
//!
//! The module is bound to JavaScript, packed with gzip and written as base64. wasm-opt is left out: packed, its output is no
//! smaller, and version 108 of binaryen mixes up the tables of the module.
//! The page's content security policy names its style and its script by their hashes, so that nothing else runs in it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

/// What the page may take, in bytes: it travels on sticks and by mail.
const MOST: usize = 4_000_000;
fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, page] = &arguments[..] else {
        bail!("usage: mingcha-page-make MODULE.wasm PAGE.html");
    };

    let bound = Bindgen::new().input_path(module).no_modules(true)?.typescript(false).generate_output();
    let mut bound = bound.with_context(|| format!("{} cannot be bound", module.display()))?;
    let glue = bound.js().to_owned();
    let code = bound.wasm_mut().emit_wasm();

    let html = page_of(&glue, &code)?;
    fs::write(page, &html)?;
    ensure!(html.len() <= MOST, "the page has {} bytes, more than {MOST}", html.len());
    println!("{}: {} bytes, {} of code before packing", page.display(), html.len(), code.len());
    Ok(())
}

/// The page with everything inside.
fn page_of(glue: &str, code: &[u8]) -> Result<String> {
    let front = Path::new(env!("CARGO_MANIFEST_DIR")).join("../front");
    let read = |name: &str| fs::read_to_string(front.join(name)).with_context(|| format!("page/front/{name}"));
    let style = read("../../src/report/html/style.css")? + &read("style.css")?;
    let script = read("page.js")?;
    let worker = format!("{glue}\n{}", read("worker.js")?);
    for (name, text) in [("page.js", &script), ("worker.js", &worker)] {
        // It would end the element that it stands in.
        ensure!(!text.contains("</script") && !text.contains("<!--"), "{name} holds the end of a script");
    }

    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {}; connect-src 'none'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types mingcha",
        hash(&script),
        hash(&style)
    );
    let mut page = read("page.html")?;
    for (mark, text) in [
        ("{policy}", &policy),
        ("{style}", &style),
        ("{worker}", &worker),
        ("{code}", &packed(code)?),
        ("{script}", &script),
    ] {
        ensure!(page.matches(mark).count() == 1, "page.html does not have {mark} once");
        page = page.replacen(mark, text, 1);
    }
    Ok(page)
}

/// A text as a content security policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

fn packed(code: &[u8]) -> Result<String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(code)?;
    Ok(STANDARD.encode(encoder.finish()?))
}
