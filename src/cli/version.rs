//! The version of the program and of the rule sets in it.

use std::fmt::Write as _;

use mingcha::rules::RuleFiles;

/// How much of a rule set's hash the version shows.
const SHORT_HASH: usize = 12;

/// The version with the rule sets in the binary, each on a line of its own.
pub(super) fn version() -> String {
    let mut version = env!("CARGO_PKG_VERSION").to_owned();
    for files in RuleFiles::built_in() {
        if let Ok(origin) = files.origin() {
            let hash = &origin.sha256[..SHORT_HASH];
            let _ = write!(version, "\n{} {} {} {hash}", origin.id, origin.number, origin.from);
        }
    }
    version
}
