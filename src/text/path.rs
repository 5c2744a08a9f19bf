//! Paths as text. A path may contain what is no text.

use std::fmt::Write as _;
use std::path::Path;

/// The path as text. Bytes that are no UTF-8 become `\xFF`, so that two files never have one name; all others stay as they are.
#[must_use]
pub fn shown(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    shown
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_text_is_escaped_and_any_other_is_not() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;

        let shown = |bytes: &[u8]| shown(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(shown("数据/a b\\.csv".as_bytes()), "数据/a b\\.csv");
        assert_eq!(shown(b"\xC3\xFB.csv"), "\\xC3\\xFB.csv");
        assert_eq!(shown(b"\xE4\xBA/\xE4\xBA\x91"), "\\xE4\\xBA/云");
    }
}
