//! Formulas in delimited text: a spreadsheet that opens it shows what they come to, and not what they say.

/// The longest name of a column in a reference, in letters.
const COLUMN: usize = 3;
/// The longest number of a row in a reference, in digits.
const ROW: usize = 7;

/// Whether a cell is a formula that can come to any text: it has a string, calls a function or refers to a cell. `="text"` is how
/// exports say that a cell is text, and `=1` or `=====` come to no text.
pub(crate) fn is_formula(cell: &str) -> bool {
    let Some(formula) = cell.strip_prefix('=') else { return false };
    !is_plain_text(formula.trim()) && (formula.contains('"') || calls(formula) || refers(formula))
}

/// Whether it is one string and nothing else. Quotes in a string are doubled.
fn is_plain_text(formula: &str) -> bool {
    let string = formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    string.is_some_and(|string| !string.replace("\"\"", "").contains('"'))
}

/// Whether a name in ASCII stands before a bracket.
fn calls(formula: &str) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    formula.as_bytes().windows(2).any(|pair| pair[1] == b'(' && is_of_name(&pair[0]))
}

/// Whether one of its parts names a cell: `B2`, `$AB$12`.
fn refers(formula: &str) -> bool {
    let is_between = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '$';
    formula.split(is_between).any(is_reference)
}

fn is_reference(part: &str) -> bool {
    let part = part.strip_prefix('$').unwrap_or(part);
    let digits_at = part.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(part.len());
    let (column, row) = part.split_at(digits_at);
    let row = row.strip_prefix('$').unwrap_or(row);
    let is_number = (1..=ROW).contains(&row.len()) && row.bytes().all(|byte| byte.is_ascii_digit());
    (1..=COLUMN).contains(&column.len()) && is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_computes_is_a_formula_and_a_text_with_the_sign_is_none() {
        for cell in [
            "=\"虚拟\"&\"货币\"",
            "=CONCATENATE(\"虚拟\",\"货币\")",
            "=UNICHAR(34394)&UNICHAR(25311)",
            "=HYPERLINK(\"http://x\",\"甲公司\")",
            "=\"甲\" ",
            "=B2",
            "=$B$2&C2",
            "='表 1'!B2",
            "=_xlfn.TEXTJOIN(,,A1:A2)",
            "={\"甲\";\"乙\"}",
        ] {
            assert_eq!(is_formula(cell), cell != "=\"甲\" ", "{cell}");
        }
        for cell in [
            "",
            "=",
            "=====",
            "=1",
            "=-1.5E+3",
            "=>",
            "=\"虚拟货币\"",
            "=\"甲\"\"乙\"",
            "=\"\"",
            "=软件开发（一）",
            "=甲&乙",
            "=COVID19",
            "=3C产品",
            "+86 10",
            "-",
            "@甲",
            "软件=\"a\"&B2",
        ] {
            assert!(!is_formula(cell), "{cell}");
        }
    }
}
