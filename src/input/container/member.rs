//! A file in an archive.

use crate::input::InputError;
use crate::input::encoding::decode_file;

/// A file in an archive.
pub(super) struct Member {
    pub(super) name: String,
    /// Its bytes, or why they cannot be read: it needs a password, or is damaged.
    pub(super) content: Result<Vec<u8>, InputError>,
    /// Its comment in the directory of a zip archive.
    pub(super) comment: Vec<u8>,
}

/// The name of a member: in UTF-8, or in the encoding that its bytes prove, as Windows writes names without saying so.
pub(super) fn name(raw: &[u8]) -> String {
    decode_file(raw).unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned())
}
