//! What a registrar decided.

use super::keyed::keyed;

keyed! {
    /// Both rulings.
    pub const ALL;

    /// What was decided about a row.
    pub enum Ruling {
        /// 准予: the findings no longer count towards the verdict.
        Allow => "allow",
        /// 驳回: carried along.
        Refuse => "refuse",
    }
}
