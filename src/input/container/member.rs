//! A file in an archive.

use crate::input::encoding::decode_file;

/// A file in an archive.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) content: Content,
}

/// What a member contains.
pub(super) enum Content {
    Bytes(Vec<u8>),
    /// It needs a password.
    Locked,
}

/// The name of a member: in UTF-8, or in the encoding that its bytes prove, as Windows writes names without saying so.
pub(super) fn name(raw: &[u8]) -> String {
    decode_file(raw).unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned())
}
