//! Examples of rules and contexts that do not behave as their row says.

use super::messages;

messages! {
    /// An example of a rule set that fails.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ExampleFailure {
        /// A rule does not hit what it must.
        Missed { place: String, term: String, text: String } => {
            zh: "{place}：“{term}”应当命中“{text}”，但未命中",
            en: "{place}: {term} must match {text}",
        }
        /// A rule hits what it must not.
        Hit { place: String, term: String, text: String } => {
            zh: "{place}：“{term}”不应命中“{text}”，但命中了",
            en: "{place}: {term} must not match {text}",
        }
        /// No rule that a context concerns has a hit in its example.
        NoHit { place: String, id: String, text: String } => {
            zh: "{place}：语境“{id}”的示例“{text}”中，没有它所涉规则的命中",
            en: "{place}: {id} concerns nothing in its example {text}",
        }
        /// A context does not hold where it must.
        HoldsNot { place: String, id: String, text: String } => {
            zh: "{place}：语境“{id}”应当适用于“{text}”，但未适用",
            en: "{place}: {id} must hold in {text}",
        }
        /// A context holds where it must not.
        Holds { place: String, id: String, text: String } => {
            zh: "{place}：语境“{id}”不应适用于“{text}”，但适用了",
            en: "{place}: {id} must not hold in {text}",
        }
    }
}
