//! The inputs of tests, kept for the tests of the page: it must give the same rows for each of them.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The largest input that is kept, in bytes.
const LARGEST: usize = 256 << 10;

/// Writes a copy of an input into the folder that `MINGCHA_KEEP_INPUTS` names, under its hash. Does nothing without it.
pub(crate) fn keep(bytes: &[u8]) {
    static FOLDER: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let folder = PathBuf::from(std::env::var_os("MINGCHA_KEEP_INPUTS")?);
        fs::create_dir_all(&folder).unwrap();
        Some(folder)
    });
    if let Some(folder) = FOLDER.as_ref().filter(|_| bytes.len() <= LARGEST) {
        let hash: String =
            Sha256::digest(bytes).iter().take(12).fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
        fs::write(folder.join(hash), bytes).unwrap();
    }
}
