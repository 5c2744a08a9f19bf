//! The key of a row: what was judged, as a hash. A registrar's decision follows it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::checker::Checker;
use crate::digest::hex;
use crate::verdict::Finding;

/// The number of bytes of the SHA-256 that a key shows.
const KEY_BYTES: usize = 16;

/// `k` and the hexadecimal digits of a SHA-256 over the ids of the rule sets, the row's id, the checked texts in the order of
/// the columns, and the rules that matched. Every part is preceded by its length.
pub(crate) fn key<'t>(
    checker: &Checker,
    id: &str,
    texts: impl Iterator<Item = &'t str>,
    findings: &[Finding],
) -> String {
    let mut hash = Sha256::new();
    for set in &checker.book().sets {
        add(&set.origin.id, &mut hash);
    }
    add(id, &mut hash);
    for text in texts {
        add(text, &mut hash);
    }
    let rules: BTreeSet<_> = findings.iter().map(|finding| &finding.rule).collect();
    for rule in rules {
        add(rule, &mut hash);
    }

    let digest = hash.finalize();
    format!("k{}", hex(&digest[..KEY_BYTES]))
}

fn add(part: &str, hash: &mut Sha256) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}
