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
    let kinds: Vec<&str> = all.iter().collect();
    if kinds.is_empty() {
        return (String::new(), sources(links.iter()));
    }
    let of_each = kinds.iter().map(|name| {
        let kind = Kinds::from_name(name).expect("a set names only known kinds");
        sources(links.iter().filter(|(kinds, _)| kinds.contains(kind)))
    });
    (kinds.join(","), of_each.collect::<Vec<_>>().join(","))
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
