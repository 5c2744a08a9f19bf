//! What clients of databases write that is no table: scripts of SQL, and records whose fields are one below the other.

/// How statements begin that contain data or the columns of a table.
const WITH_DATA: [&str; 6] =
    ["insert into ", "insert ignore into ", "insert overwrite ", "replace into ", "create table ", "copy "];
/// How statements begin that are in front of these.
const IN_FRONT: [&str; 20] = [
    "set ",
    "use ",
    "drop ",
    "begin",
    "start transaction",
    "lock ",
    "unlock ",
    "delete ",
    "truncate ",
    "alter ",
    "create ",
    "select pg_catalog",
    "select setval",
    "go",
    "commit",
    "comment on ",
    "prompt ",
    "rem ",
    "pragma ",
    "\\",
];

/// Whether a text in lower case is a script of SQL: behind comments and settings there is a statement with data.
pub(super) fn is_sql(beginning: &str) -> bool {
    let mut is_in_comment = false;
    let mut is_in_statement = false;
    for line in beginning.lines().map(str::trim) {
        if is_in_comment || line.starts_with("/*") {
            is_in_comment = !line.contains("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("--") || line == "#" || line.starts_with("# ") {
            continue;
        }
        if !is_in_statement {
            let is_copy = line.starts_with("copy ");
            if WITH_DATA.iter().any(|begin| line.starts_with(begin)) && (!is_copy || line.contains(" from stdin")) {
                return true;
            }
            if !IN_FRONT.iter().any(|begin| line.starts_with(begin)) {
                return false;
            }
        }
        let is_command = line.starts_with('\\') || matches!(line, "go" | "begin") || line.starts_with("rem ");
        is_in_statement = !line.ends_with(';') && !is_command;
    }
    false
}

/// The line above the first record where the fields of each are one below the other, as psql writes them with `\x`.
pub(super) fn first_of_expanded(beginning: &str) -> Option<String> {
    let line = beginning.lines().find(|line| !line.trim().is_empty())?.trim();
    let is_above = line.starts_with("-[ ") && line.contains(" 1 ]-");
    is_above.then(|| "-[ RECORD 1 ]-".to_owned())
}
