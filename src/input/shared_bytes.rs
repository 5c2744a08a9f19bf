//! Bytes with several owners.

use std::sync::Arc;

/// Bytes that are read again if no column of them is checked.
#[derive(Clone)]
pub(super) struct SharedBytes(Arc<Vec<u8>>);

impl SharedBytes {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
