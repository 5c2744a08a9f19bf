//! Makes `data/fold.tsv` from its sources and holds the checked-in file to them.
//!
//! `MINGCHA_REGENERATE=1 cargo test --test fold_table` writes the file; without the variable a difference is a failure.

mod extra;
mod han;
mod latin;
mod link;
mod sources;
mod table;

use std::path::Path;

use extra::Extra;
use table::Table;

#[test]
fn the_checked_in_table_is_what_its_sources_give() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let extra = Extra::read(&data.join("fold-extra.tsv"));
    let made = Table::new(&extra).render();
    let path = data.join("fold.tsv");
    if std::env::var_os("MINGCHA_REGENERATE").is_some() {
        std::fs::write(&path, &made).expect("data/fold.tsv can be written");
        return;
    }
    let found = std::fs::read_to_string(&path).expect("data/fold.tsv can be read").replace('\r', "");
    let first = made.lines().zip(found.lines()).find(|(made, found)| made != found);
    assert!(
        made.len() == found.len() && first.is_none(),
        "data/fold.tsv differs from what its sources give, first (made, found): {first:?}\n\
         Write it anew: MINGCHA_REGENERATE=1 cargo test --test fold_table"
    );
}
