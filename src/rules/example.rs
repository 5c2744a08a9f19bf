//! Examples in the files of rules: a text, or the name of a row and the text of another cell.

/// What separates a name from the text beside it: 某某银行=>理财产品销售.
const BESIDE: &str = "=>";

/// One entry of `must_match`, `must_not` or `must`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// The name of the row, if the example gives one.
    pub name: Option<&'a str>,
    /// The text that is searched.
    pub text: &'a str,
}

impl<'a> Example<'a> {
    /// Reads `text` or `name=>text`.
    #[must_use]
    pub fn parse(example: &'a str) -> Self {
        match example.split_once(BESIDE) {
            Some((name, text)) => Self { name: Some(name.trim()), text: text.trim() },
            None => Self { name: None, text: example },
        }
    }
}
