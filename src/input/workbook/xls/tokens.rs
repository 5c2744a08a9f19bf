//! Whether a formula of BIFF8 can only give a text, as far as its tokens tell: they are in the order of reverse Polish notation.
//!
//! Format: MS-XLS 2.5.198, `Rgce`.

use super::records::{u16_at, u32_at};

/// Tokens, in the first of their three classes where they have several.
const JOIN: u8 = 0x08;
const UNARY_PLUS: u8 = 0x12;
const MINUS_OR_PERCENT: [u8; 2] = [0x13, 0x14];
const BRACKETS: u8 = 0x15;
const TEXT: u8 = 0x17;
const ATTRIBUTE: u8 = 0x19;
const CALL: u8 = 0x21;
const CALL_OF_MANY: u8 = 0x22;
const NAME: u8 = 0x23;
/// Attributes that have a list of offsets, and that add up one operand.
const HAS_OFFSETS: u8 = 0x04;
const ADDS_UP: u8 = 0x10;
/// How many bytes are behind the tokens that are one operand.
const OPERANDS: [(u8, usize); 21] = [
    (0x16, 0),
    (0x1C, 1),
    (0x1D, 1),
    (0x1E, 2),
    (0x1F, 8),
    (0x20, 7),
    (NAME, 4),
    (0x24, 4),
    (0x25, 8),
    (0x26, 6),
    (0x27, 6),
    (0x28, 6),
    (0x29, 2),
    (0x2A, 4),
    (0x2B, 8),
    (0x2C, 4),
    (0x2D, 8),
    (0x39, 6),
    (0x3A, 6),
    (0x3B, 10),
    (0x3D, 10),
];

/// Functions that give texts: DOLLAR, FIXED, REPT, MID, TEXT, CHAR, LOWER, UPPER, PROPER, LEFT, RIGHT, TRIM, REPLACE, SUBSTITUTE, T,
/// ASC, DBCS, ADDRESS, CONCATENATE, ROMAN, BAHTTEXT.
const TEXT_FUNCTIONS: [u16; 21] =
    [13, 14, 30, 31, 48, 111, 112, 113, 114, 115, 116, 118, 119, 120, 130, 214, 215, 219, 336, 354, 368];
/// Functions that give one of their operands: IF and CHOOSE.
const IF: u16 = 1;
const CHOOSE: u16 = 100;
/// A function of a later version, whose name is its first operand.
const LATER: u16 = 255;
const LATER_TEXT_FUNCTIONS: [&str; 5] = ["CONCAT", "TEXTJOIN", "UNICHAR", "TEXTBEFORE", "TEXTAFTER"];
const LATER_CHOICES: [&str; 2] = ["IFERROR", "IFNA"];
const LATER_PREFIX: &str = "_xlfn.";
/// How many operands functions have that always have as many.
const COUNTS: [(u16, usize); 36] = [
    (2, 1),
    (3, 1),
    (10, 0),
    (24, 1),
    (25, 1),
    (27, 2),
    (30, 2),
    (31, 3),
    (32, 1),
    (33, 1),
    (34, 0),
    (35, 0),
    (38, 1),
    (39, 2),
    (48, 2),
    (67, 1),
    (68, 1),
    (69, 1),
    (74, 0),
    (111, 1),
    (112, 1),
    (113, 1),
    (114, 1),
    (117, 2),
    (118, 1),
    (119, 4),
    (121, 1),
    (127, 1),
    (128, 1),
    (129, 1),
    (130, 1),
    (214, 1),
    (215, 1),
    (221, 0),
    (346, 2),
    (368, 1),
];

/// What an operand is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operand {
    Text,
    /// A name, by its number from 1.
    Name(u16),
    Other,
}

/// Whether a formula gives a text whatever its operands are. `names` are those of the workbook.
pub(super) fn give_text(tokens: &[u8], names: &[String]) -> bool {
    let mut operands = Vec::new();
    match read(tokens, names, &mut operands) {
        Some(()) => operands == [Operand::Text],
        None => last_gives_text(tokens),
    }
}

/// Reads all tokens. Returns `None` if one is not known.
fn read(tokens: &[u8], names: &[String], operands: &mut Vec<Operand>) -> Option<()> {
    let mut rest = tokens;
    while let Some((&token, behind)) = rest.split_first() {
        let token = base(token);
        let len = match token {
            0x03..=0x11 => {
                take(2, operands)?;
                operands.push(if token == JOIN { Operand::Text } else { Operand::Other });
                0
            }
            UNARY_PLUS | BRACKETS => 0,
            TEXT => {
                let (len, flags) = (*behind.first()?, *behind.get(1)?);
                operands.push(Operand::Text);
                2 + usize::from(len) * if flags & 1 == 0 { 1 } else { 2 }
            }
            ATTRIBUTE => {
                let flags = *behind.first()?;
                if flags & ADDS_UP != 0 {
                    take(1, operands)?;
                    operands.push(Operand::Other);
                }
                let offsets = usize::from(u16_at(behind, 1).ok()?) + 1;
                3 + if flags & HAS_OFFSETS == 0 { 0 } else { offsets * 2 }
            }
            CALL => {
                let function = u16_at(behind, 0).ok()?;
                let (_, count) = COUNTS.iter().find(|(known, _)| *known == function)?;
                let of_function = take(*count, operands)?;
                operands.push(result(function, &of_function, names));
                2
            }
            CALL_OF_MANY => {
                let count = usize::from(behind.first()? & 0x7F);
                let of_function = take(count, operands)?;
                operands.push(result(u16_at(behind, 1).ok()? & 0x7FFF, &of_function, names));
                3
            }
            token if MINUS_OR_PERCENT.contains(&token) => {
                take(1, operands)?;
                operands.push(Operand::Other);
                0
            }
            token => {
                let (_, len) = OPERANDS.iter().find(|(known, _)| *known == token)?;
                let number = u32_at(behind, 0).map_or(0, |number| u16::try_from(number).unwrap_or_default());
                operands.push(if token == NAME { Operand::Name(number) } else { Operand::Other });
                *len
            }
        };
        rest = behind.get(len..)?;
    }
    Some(())
}

/// A token in the first of its classes.
fn base(token: u8) -> u8 {
    if token < 0x40 { token } else { 0x20 | token & 0x1F }
}

/// Takes the last operands. Returns `None` if there are fewer.
fn take(count: usize, operands: &mut Vec<Operand>) -> Option<Vec<Operand>> {
    let first = operands.len().checked_sub(count)?;
    Some(operands.split_off(first))
}

/// What a function gives.
fn result(function: u16, operands: &[Operand], names: &[String]) -> Operand {
    let are_texts = |operands: &[Operand]| operands.iter().all(|operand| *operand == Operand::Text);
    let is_text = match (function, operands) {
        (IF, [_, choices @ ..]) => choices.len() == 2 && are_texts(choices),
        (CHOOSE, [_, choices @ ..]) => are_texts(choices),
        (LATER, [Operand::Name(number), operands @ ..]) => {
            let name = usize::from(*number).checked_sub(1).and_then(|number| names.get(number));
            let name = name.map_or("", |name| name.strip_prefix(LATER_PREFIX).unwrap_or(name));
            LATER_TEXT_FUNCTIONS.contains(&name) || LATER_CHOICES.contains(&name) && are_texts(operands)
        }
        _ => TEXT_FUNCTIONS.contains(&function),
    };
    if is_text { Operand::Text } else { Operand::Other }
}

/// Whether the last token joins two texts.
pub(super) fn join_texts(tokens: &[u8]) -> bool {
    tokens.ends_with(&[JOIN])
}

/// Whether the last token joins texts or calls a function that gives one.
fn last_gives_text(tokens: &[u8]) -> bool {
    let function = match tokens {
        tokens if join_texts(tokens) => return true,
        // The number of operands is in front of that of the function if it may vary.
        [.., call, _, low, high] if base(*call) == CALL_OF_MANY => [*low, *high],
        [.., call, low, high] if base(*call) == CALL => [*low, *high],
        _ => return false,
    };
    TEXT_FUNCTIONS.contains(&u16::from_le_bytes(function))
}
