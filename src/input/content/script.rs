//! Scripts, which are no table: those of SQL and JavaScript, and records whose fields are one below the other.

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

/// Whether a text in lower case is data as JavaScript writes it and JSON does not: behind a comment, in a call as JSONP,
/// assigned to a variable, or with names that have no double quotes as in JSON5.
pub(super) fn is_javascript(beginning: &str) -> bool {
    let data = without_comments(beginning);
    let has_comment = data.len() < beginning.len();
    let of_variable = ["var ", "let ", "const ", "export default "].iter().find_map(|word| data.strip_prefix(word));

    let statement = of_variable.unwrap_or(data).trim_start();
    let name_len = statement.find(|c: char| !is_of_name(c)).unwrap_or(statement.len());
    let (name, behind) = statement.split_at(name_len);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'));
    match behind.trim_start().strip_prefix(['(', '=']) {
        Some(value) if is_name => {
            begins_as_data(value.trim_start()) == Some(Data::Json) || is_unquoted(value.trim_start())
        }
        _ if has_comment => begins_as_data(data).is_some(),
        _ => is_unquoted(statement),
    }
}

/// How a list or an object begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    /// As JSON does.
    Json,
    /// With a name without quotes, or in single quotes.
    Unquoted,
}

fn is_unquoted(text: &str) -> bool {
    begins_as_data(text) == Some(Data::Unquoted)
}

fn begins_as_data(text: &str) -> Option<Data> {
    let mut inner = text;
    while let Some(rest) = inner.strip_prefix('[') {
        inner = without_comments(rest);
    }
    let is_list = inner.len() < text.len();
    let Some(object) = inner.strip_prefix('{') else {
        let is_json = is_list && inner.starts_with(['"', ']']);
        let is_other = text.starts_with("[[") && inner.starts_with('\'');
        return if is_json { Some(Data::Json) } else { is_other.then_some(Data::Unquoted) };
    };

    let object = without_comments(object);
    if object.starts_with(['"', '}']) {
        return Some(Data::Json);
    }
    let behind = match object.strip_prefix('\'') {
        Some(quoted) => quoted.split_once('\'').map_or("", |(_, behind)| behind),
        None => object.trim_start_matches(is_of_name),
    };
    (behind.len() < object.len() && behind.trim_start().starts_with(':')).then_some(Data::Unquoted)
}

/// Whether a character is part of a name. Characters beyond ASCII are bytes here.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.') || !c.is_ascii()
}

/// A text without the blanks and comments before it.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let behind = if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, behind)| behind)
        } else if let Some(comment) = rest.strip_prefix("//") {
            comment.split_once('\n').map(|(_, behind)| behind)
        } else {
            None
        };
        match behind {
            Some(behind) => rest = behind.trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn javascript_is_told_from_json_and_from_headers() {
        for text in [
            "callback({\"企业名称\":\"甲\"});",
            "jquery123_45([{\"a\":1}])",
            "/**/cb({\"a\":1})",
            "var data = [{\"企业名称\":\"甲\"}];",
            "window.list=[[\"企业名称\",\"经营范围\"]]",
            "{企业名称: \"甲\"}",
            "[{name:'甲',scope:'乙'}]",
            "[{'企业名称': '甲'}]",
            "[['企业名称','经营范围'],['甲','乙']]",
            "// 导出\n[{\"企业名称\":\"甲\"}]",
            "[\n  // 第一户\n  {name: \"甲\"}]",
        ] {
            assert!(is_javascript(text), "{text}");
        }
        for text in [
            "企业名称,经营范围\n甲,乙\n",
            "{企业名称},{经营范围}\n",
            "[企业名称],[经营范围]\n",
            "name(中文),scope\n",
            "企业名称（必填）,经营范围\n",
            "// 说明\n企业名称,经营范围\n",
            "a=1,b\n",
            "['企业名称'],['经营范围']\n",
        ] {
            assert!(!is_javascript(text), "{text}");
        }
    }
}
