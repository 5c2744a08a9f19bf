//! Every link leads to a file and a heading that are there.

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Page, pages, project};

/// Addresses outside of the project. No test looks whether they answer, and the program never does.
const ADDRESSES: [&str; 3] = ["https://keepachangelog.com/", "https://semver.org/", "https://docs.github.com/"];

impl Page {
    /// The targets of its links and pictures.
    fn targets(&self) -> Vec<String> {
        let target = |event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        };
        self.events().filter_map(target).collect()
    }

    /// What follows `#` in links to its headings, as GitHub and GitLab make it.
    fn anchors(&self) -> BTreeSet<String> {
        let mut anchors = BTreeSet::new();
        let mut heading = None;
        for event in self.events() {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let anchor = anchor(&heading.take().unwrap());
                    assert!(anchors.insert(anchor.clone()), "{} has two headings #{anchor}", self.name);
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        anchors
    }
}

/// Letters and digits of any script in lower case, with `-` for a blank.
fn anchor(heading: &str) -> String {
    let letter = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    };
    heading.to_lowercase().chars().filter_map(letter).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_are_there() {
    let mut links = 0;
    for page in pages() {
        for target in page.targets() {
            links += 1;
            if target.contains("://") {
                let is_known = ADDRESSES.iter().any(|known| target.starts_with(known));
                assert!(is_known, "{}: {target} is an address that no test knows", page.name);
                continue;
            }
            let (path, anchor) = target.split_once('#').map_or((&*target, None), |(path, anchor)| (path, Some(anchor)));
            let folder = page.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let to = if path.is_empty() { page.name.clone() } else { resolve(folder, path) };
            assert!(project().join(&to).exists(), "{}: {target} leads to no file", page.name);
            if let Some(anchor) = anchor {
                let anchors = Page::read(&to).anchors();
                assert!(anchors.contains(anchor), "{}: {target} leads to no heading of {anchors:?}", page.name);
            }
        }
    }
    assert!(links > 100, "only {links} links");
}

/// A relative path as seen from a folder of the project.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{path} leads out of the project"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_page_for_users_can_be_reached_from_the_readme_of_its_language() {
    for (readme, is_of_language) in
        [("README.md", (|page: &Page| !page.is_chinese()) as fn(&Page) -> bool), ("README.zh-CN.md", Page::is_chinese)]
    {
        let mut reached = BTreeSet::from([readme.to_owned()]);
        let mut next = vec![readme.to_owned()];
        while let Some(name) = next.pop() {
            let page = Page::read(&name);
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            for target in page.targets().iter().filter(|target| !target.contains("://")) {
                let path = target.split('#').next().unwrap();
                let to = if path.is_empty() { name.clone() } else { resolve(folder, path) };
                if Path::new(&to).extension().is_some_and(|ending| ending == "md")
                    && is_of_language(&Page::read(&to))
                    && reached.insert(to.clone())
                {
                    next.push(to);
                }
            }
        }
        for page in pages().iter().filter(|page| is_of_language(page)) {
            assert!(reached.contains(&page.name), "{} cannot be reached from {readme}", page.name);
        }
    }
}

#[test]
fn each_page_leads_to_the_same_page_in_the_other_language() {
    let mut pairs = 0;
    for page in pages() {
        let other = match &*page.name {
            name if name.ends_with(".zh.md") => name.replace(".zh.md", ".md"),
            name if name.ends_with(".zh-CN.md") => name.replace(".zh-CN.md", ".md"),
            _ => continue,
        };
        pairs += 1;
        for (from, to) in [(&page.name, &other), (&other, &page.name)] {
            let file = to.rsplit('/').next().unwrap();
            let text = Page::read(from).text;
            let head: String = text.lines().take(8).collect();
            assert!(head.contains(&format!("({file})")), "{from} does not lead to {file} in its first lines");
        }
    }
    assert!(pairs >= 9, "only {pairs} pages are there in both languages");
}

#[test]
fn headings_become_the_anchors_that_forges_make_of_them() {
    assert_eq!(anchor("What is read, and what is not"), "what-is-read-and-what-is-not");
    assert_eq!(anchor("七、常见提示（窗口）"), "七常见提示窗口");
    assert_eq!(anchor("`--files-from` and `-0`"), "--files-from-and--0");
}
