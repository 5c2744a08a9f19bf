//! The version of the program and of the rule sets in it.

use mingcha::rules::RuleFiles;

/// How much of a rule set's hash the version shows.
const SHORT_HASH: usize = 12;

/// The version with the rule sets in the binary.
pub(super) fn version() -> String {
    let sets = RuleFiles::built_in().into_iter().filter_map(|files| files.origin().ok());
    let lines = sets
        .map(|origin| format!("\n{} {} {} {}", origin.id, origin.number, origin.from, &origin.sha256[..SHORT_HASH]));
    std::iter::once(env!("CARGO_PKG_VERSION").to_owned()).chain(lines).collect()
}
