//! Single texts, for programs that have them at hand.

use std::sync::Arc;

use crate::checker::{Cell, Checker};
use crate::verdict::{Field, Finding};

impl Checker {
    /// The findings in one text, by place; its column is called as the field is.
    ///
    /// ```
    /// # use mingcha::{Checker, Field, Profile, RuleBook};
    /// # let rules = RuleBook::in_force("2026-03-01".parse()?)?;
    /// # let checker = Checker::new(rules, Profile::built_in("filing")?)?;
    /// let names = ["某某RWA科技有限公司", "NORWAY贸易有限公司"];
    /// let flagged: Vec<_> = names.iter().filter(|name| !checker.check_text(Field::Name, name).is_empty()).collect();
    /// assert_eq!(flagged, [&"某某RWA科技有限公司"]);
    /// # Ok::<(), anyhow::Error>(())
    /// ```
    #[must_use]
    pub fn check_text(&self, field: Field, text: &str) -> Vec<Finding> {
        let column: Arc<str> = field.key().into();
        self.check(Cell { field, column: &column, text })
    }
}
