//! Paths as SARIF names them.

use std::fmt::Write as _;
use std::path::Path;

/// A path as a URI reference, percent-encoded (RFC 3986); an absolute one with its scheme.
pub(super) fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = if Path::new(&path).is_absolute() {
        format!("file://{}", if path.starts_with('/') { "" } else { "/" })
    } else {
        String::new()
    };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference_whatever_stands_in_it() {
        assert_eq!(uri("批次/a b.csv"), "%E6%89%B9%E6%AC%A1/a%20b.csv");
        assert_eq!(uri("a:b?c#d%e.csv"), "a%3Ab%3Fc%23d%25e.csv");
        #[cfg(unix)]
        assert_eq!(uri("/data/a.csv"), "file:///data/a.csv");
    }
}
