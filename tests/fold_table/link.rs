//! One step of a fold, and the trail that steps leave: how the two forms differ and who says so.

use mingcha::text::fold::Kinds;

/// A kind of difference and the source that records it.
pub(crate) type Link = (Kinds, &'static str);

/// A character's next form on its way to its folded one.
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) links: Vec<Link>,
}

impl Step {
    pub(crate) fn new(text: impl Into<String>, kinds: Kinds, source: &'static str) -> Self {
        Self { text: text.into(), links: vec![(kinds, source)] }
    }
}

/// The two last columns: the kinds in their fixed order, and for each the sources of it.
pub(crate) fn columns(links: &[Link]) -> (String, String) {
    let all = links.iter().fold(Kinds::default(), |all, (kinds, _)| all.union(*kinds));
    if all.is_empty() {
        return (String::new(), sources(links.iter()));
    }

    let mut keys = Vec::new();
    let mut sources_of_each = Vec::new();
    for kind in all.iter() {
        let with_kind = links.iter().filter(|(kinds, _)| kinds.contains(Kinds::only(kind)));
        keys.push(kind.key());
        sources_of_each.push(sources(with_kind));
    }
    (keys.join(","), sources_of_each.join(","))
}

fn sources<'a>(links: impl Iterator<Item = &'a Link>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in links {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names.join("+")
}
