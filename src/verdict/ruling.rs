//! What a registrar decided.

use super::keyed::keyed;

keyed! {
    /// All rulings.
    pub const ALL;

    /// What was decided about a row.
    pub enum Ruling {
        /// 准予: the findings no longer count towards the verdict.
        Allow => "allow",
        /// 驳回: carried along.
        Refuse => "refuse",
        /// 已核原件: the registrar looked at the original of what could not be read, so it no longer counts as unread.
        Seen => "seen",
        /// Both 准予 and 已核原件.
        AllowAndSeen => "allow and seen",
    }
}

impl Ruling {
    /// Whether the findings no longer count towards the verdict.
    #[must_use]
    pub fn allows(self) -> bool {
        match self {
            Self::Allow | Self::AllowAndSeen => true,
            Self::Refuse | Self::Seen => false,
        }
    }

    /// Whether what could not be read no longer counts as unread.
    #[must_use]
    pub fn is_of_original(self) -> bool {
        match self {
            Self::Seen | Self::AllowAndSeen => true,
            Self::Allow | Self::Refuse => false,
        }
    }

    /// Whether a decision needs a reason: it changes the verdict of a row.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        self.allows() || self.is_of_original()
    }
}
