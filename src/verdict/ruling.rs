//! What a registrar decided.

use serde::Serialize;

/// What was decided of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// 准予: the findings no longer count towards the verdict.
    Allow,
    /// 驳回: carried along.
    Refuse,
}

impl Ruling {
    /// The key in machine formats.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Refuse => "refuse",
        }
    }
}
