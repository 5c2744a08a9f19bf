//! The legal chain of a rule set: what follows, and under which articles, from a word that must not stand in a name or a scope.
//!
//! A clause says what is banned; which provision makes that a reason to refuse a filing, and how a firm that exists already is
//! dealt with, depends on the field and on the profile. A rule set may have no chain.

use std::sync::Arc;

use crate::verdict::Field;
use crate::verdict::keyed::keyed;

keyed! {
    /// All steps.
    pub const ALL;

    /// What is said with an article: the sentence that it is cited in. The sentences are in `message/reasons.rs`.
    pub enum Step {
        /// The ban itself. It is said once, whatever the fields.
        Banned => "banned",
        /// The words of the ban that name what is exempt from it. The findings of the set ask whether they apply.
        Exempt => "exempt",
        /// The provision that the text is contrary to.
        Contrary => "contrary",
        /// The text is not registered.
        Refused => "refused",
        /// The registrar corrects what is registered already.
        Corrected => "corrected",
        /// A name is changed within a time.
        Renamed => "renamed",
        /// The same holds for individual businesses and cooperatives.
        Likewise => "likewise",
        /// The applicant is told at once what has to be mended.
        Returned => "returned",
        /// The provisions of a refusal, of whose cases the registrar chooses one.
        Limb => "limb",
        /// The change of a registered text is registered.
        Amended => "amended",
        /// What happens if it is not.
        Unamended => "unamended",
        /// An authority deals with it.
        Handled => "handled",
        /// A provision that is only named.
        See => "see",
    }
}

/// One article that is cited: a row of chain.csv.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The profiles that it is cited under; none if it is cited under all.
    pub profiles: Vec<String>,
    /// The fields that it is about, in the order of a filing.
    pub fields: Vec<Field>,
    /// What is said with it.
    pub step: Step,
    /// The instrument as it is cited first, such as 《企业名称登记管理规定》.
    pub instrument: Arc<str>,
    /// The instrument as it is cited again beside itself, such as 该规定; empty if it is cited in full each time.
    pub again: Arc<str>,
    /// The article, such as 第二十条第一款.
    pub article: Arc<str>,
    /// Its words, verbatim; empty if it is cited by its number only.
    pub quote: Arc<str>,
    /// How good the source is: A for a full official wording, B for a complete reprint, C for one in part.
    pub grade: String,
    /// Where the wording was read.
    pub source: String,
}

impl Citation {
    /// Whether it is cited under a profile.
    #[must_use]
    pub fn is_under(&self, profile: &str) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|own| own == profile)
    }
}
