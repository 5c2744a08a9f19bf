//! The pages that people read: their links lead somewhere, their commands run, what is made from the program is up to date, and
//! what they say of it is so.

mod claims;
#[cfg(unix)]
mod commands;
mod figures;
// The help of the Windows program may call it mingcha.exe, and with Arrow there are more formats.
#[cfg(all(unix, not(feature = "arrow")))]
mod generated;
mod keys;
mod links;
#[cfg(all(unix, not(feature = "arrow")))]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A page of the project, in Markdown.
struct Page {
    /// Its path in the project, written with `/`.
    name: String,
    text: String,
}

/// A block of code between fences.
struct Block {
    /// The words behind the fence; the first one is the language.
    info: String,
    text: String,
}

impl Page {
    fn read(name: &str) -> Self {
        let text = fs::read_to_string(project().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        // A checkout on Windows may have other line ends.
        Self { name: name.to_owned(), text: text.replace("\r\n", "\n") }
    }

    fn events(&self) -> impl Iterator<Item = Event<'_>> {
        Parser::new_ext(&self.text, Options::ENABLE_TABLES)
    }

    fn is_chinese(&self) -> bool {
        self.name.contains(".zh") || self.name.contains("用户手册")
    }

    /// The blocks of code, in their order.
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut is_inside = false;
        for event in self.events() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    is_inside = true;
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    blocks.push(Block { info, text: String::new() });
                }
                Event::End(TagEnd::CodeBlock) => is_inside = false,
                Event::Text(text) if is_inside => blocks.last_mut().unwrap().text.push_str(&text),
                _ => {}
            }
        }
        blocks
    }

    /// The rows of the table whose header begins so, or of the first one below a heading; without the header, the cells without
    /// blanks around them.
    fn table(&self, below: &str) -> Vec<Vec<&str>> {
        let at = self.text.find(&format!("\n{below}")).unwrap_or_else(|| panic!("{} has no {below}", self.name));
        let lines = self.text[at..].lines().skip_while(|line| !line.starts_with('|'));
        let rows: Vec<Vec<&str>> = lines.take_while(|line| line.starts_with('|')).skip(2).map(cells).collect();
        assert!(!rows.is_empty(), "{} has no table below {below}", self.name);
        rows
    }
}

/// The cells of a row of a table. A bar inside a cell is written `\|`.
fn cells(row: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut begin = 1;
    for (offset, _) in row.match_indices('|').skip(1) {
        if !row[..offset].ends_with('\\') {
            cells.push(row[begin..offset].trim());
            begin = offset + 1;
        }
    }
    cells
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages: Markdown that is neither hidden, nor built, nor a report among the fixtures.
fn pages() -> Vec<Page> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap_or_default();
            if path.is_dir() {
                if !name.starts_with('.') && !["target", "fixtures", "corpus", "node_modules"].contains(&name) {
                    collect(&path, found);
                }
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(project(), &mut found);
    found.sort();
    let name = |path: &PathBuf| path.strip_prefix(project()).unwrap().to_str().unwrap().replace('\\', "/");
    let pages: Vec<Page> = found.iter().map(|path| Page::read(&name(path))).collect();
    assert!(pages.len() >= 20, "only {} pages", pages.len());
    pages
}
