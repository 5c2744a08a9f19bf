//! A file with its hash, as the run's record names it.

use serde::Serialize;

use mingcha::digest::Digest;

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
}
