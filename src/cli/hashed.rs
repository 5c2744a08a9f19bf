//! A file with its hash, as the run's record names it.

use serde::Serialize;

use mingcha::digest::Digest;
use mingcha::report::SettingsFile;

/// A file with its size and hash.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Hashed {
    path: String,
    bytes: u64,
    sha256: String,
}

impl Hashed {
    pub(super) fn new(path: String, digest: &Digest) -> Self {
        Self { path, bytes: digest.bytes(), sha256: digest.hex() }
    }

    /// The file as reports name the settings that they were made with.
    pub(super) fn as_settings(&self) -> SettingsFile {
        SettingsFile { name: self.path.clone(), sha256: self.sha256.clone() }
    }
}
