//! A text in both languages, where what it is made from is gone when it is said.

use super::{Lang, Say};

/// A text in both languages: what an error says, after the error itself is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Bilingual {
    /// What something says.
    #[must_use]
    pub fn of(said: &(impl Say + ?Sized)) -> Self {
        Self { zh: said.say(Lang::Zh), en: said.say(Lang::En) }
    }
}

impl Say for Bilingual {
    fn say(&self, lang: Lang) -> String {
        lang.pick(&self.zh, &self.en).clone()
    }
}
