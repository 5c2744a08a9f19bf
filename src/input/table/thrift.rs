//! Walks over the structures of a Parquet file without building anything, so that what a file only claims is refused before
//! memory is requested for it.
//!
//! The structures are in the compact protocol of Thrift. The `parquet` crate reads them too, but builds a tree of the schema by
//! recursion, however deep it is, and requests memory for a page of any stated size.

use crate::message::TableFault;

/// How deep structures, and columns, may contain one another.
const DEEPEST: usize = 64;
/// How many structures the description of a file may have: more than 20,000 columns in 100 row groups.
const MOST_STRUCTURES: usize = 4 << 20;

const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

/// The places of the fields that matter, in their structures.
const SCHEMA_OF_FILE: i16 = 2;
const CHILDREN_OF_ELEMENT: i16 = 5;
const UNCOMPRESSED_OF_PAGE: i16 = 2;
const COMPRESSED_OF_PAGE: i16 = 3;

/// The sizes that the header of a page states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageSizes {
    /// Of the header itself.
    pub(super) header: usize,
    pub(super) compressed: i64,
    pub(super) uncompressed: i64,
}

struct Walk<'a> {
    bytes: &'a [u8],
    structures: usize,
}

/// Checks the description of a file.
///
/// # Errors
/// It is cut off, or is larger or deeper than that of any table.
pub(super) fn check_description(bytes: &[u8]) -> Result<(), TableFault> {
    let mut walk = Walk { bytes, structures: 0 };
    let mut children = Vec::new();
    let walked = walk.fields(0, |walk, id, kind| {
        if id == SCHEMA_OF_FILE && kind == LIST { walk.schema(&mut children) } else { walk.skip(kind, 0) }
    });
    walked.ok_or(TableFault::Description)?;
    check_depth(&children)
}

/// Reads the header of a page at the beginning of some bytes. Returns `None` if it is cut off.
pub(super) fn page_sizes(bytes: &[u8]) -> Option<PageSizes> {
    let mut walk = Walk { bytes, structures: 0 };
    let mut sizes = PageSizes::default();
    walk.fields(0, |walk, id, kind| {
        match (id, kind) {
            (UNCOMPRESSED_OF_PAGE, I32) => sizes.uncompressed = walk.integer()?,
            (COMPRESSED_OF_PAGE, I32) => sizes.compressed = walk.integer()?,
            _ => walk.skip(kind, 0)?,
        }
        Some(())
    })?;
    sizes.header = bytes.len() - walk.bytes.len();
    Some(sizes)
}

/// Checks how deep columns contain one another. `children` has the number of children of each element, parents first.
fn check_depth(children: &[i64]) -> Result<(), TableFault> {
    // How many children of each ancestor are still to come.
    let mut ancestors: Vec<i64> = Vec::new();
    for &own in children {
        if let Some(left) = ancestors.last_mut() {
            *left -= 1;
        }
        if own > 0 {
            ancestors.push(own);
        }
        if ancestors.len() > DEEPEST {
            return Err(TableFault::TooDeep { most: DEEPEST });
        }
        while ancestors.last().is_some_and(|left| *left <= 0) {
            ancestors.pop();
        }
    }
    Ok(())
}

impl Walk<'_> {
    /// Visits the fields of a structure, by number and type. `visit` has to walk over the value.
    fn fields(&mut self, depth: usize, mut visit: impl FnMut(&mut Self, i16, u8) -> Option<()>) -> Option<()> {
        self.structures += 1;
        if depth > DEEPEST || self.structures > MOST_STRUCTURES {
            return None;
        }
        let mut last: i16 = 0;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0F;
            if kind == STOP {
                return Some(());
            }
            last = match head >> 4 {
                0 => i16::try_from(self.integer()?).ok()?,
                step => last.checked_add(step.into())?,
            };
            visit(self, last, kind)?;
        }
    }

    /// Walks over a value of a structure's field.
    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            // The type is the value.
            TRUE | FALSE => Some(()),
            _ => self.skip_element(kind, depth),
        }
    }

    /// Walks over an element of a list, where truth values take a byte.
    fn skip_element(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            TRUE | FALSE | BYTE => self.take(1),
            I16 | I32 | I64 => self.varint().map(drop),
            DOUBLE => self.take(8),
            UUID => self.take(16),
            BINARY => {
                let len = usize::try_from(self.varint()?).ok()?;
                self.take(len)
            }
            LIST | SET => self.list(|walk, kind| walk.skip_element(kind, depth + 1)),
            MAP => self.skip_map(depth + 1),
            STRUCT => self.fields(depth + 1, |walk, _, kind| walk.skip(kind, depth + 1)),
            _ => None,
        }
    }

    /// Walks over a list. `element` walks over one of its elements.
    fn list(&mut self, mut element: impl FnMut(&mut Self, u8) -> Option<()>) -> Option<()> {
        let head = self.byte()?;
        let len = match head >> 4 {
            0x0F => self.varint()?,
            short => short.into(),
        };
        // Each element takes a byte at least.
        if len > self.bytes.len() as u64 {
            return None;
        }
        for _ in 0..len {
            element(self, head & 0x0F)?;
        }
        Some(())
    }

    fn skip_map(&mut self, depth: usize) -> Option<()> {
        let len = self.varint()?;
        if len == 0 {
            return Some(());
        }
        if len > self.bytes.len() as u64 || depth > DEEPEST {
            return None;
        }
        let kinds = self.byte()?;
        for _ in 0..len {
            self.skip_element(kinds >> 4, depth)?;
            self.skip_element(kinds & 0x0F, depth)?;
        }
        Some(())
    }

    /// Walks over the elements of a schema and adds the number of children of each.
    fn schema(&mut self, children: &mut Vec<i64>) -> Option<()> {
        self.list(|walk, kind| {
            if kind != STRUCT {
                return None;
            }
            let mut own = 0;
            walk.fields(1, |walk, id, kind| {
                if id == CHILDREN_OF_ELEMENT && kind == I32 {
                    own = walk.integer()?;
                    return Some(());
                }
                walk.skip(kind, 1)
            })?;
            children.push(own);
            Some(())
        })
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn take(&mut self, len: usize) -> Option<()> {
        self.bytes = self.bytes.get(len..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A signed number, of which the lowest bit is the sign.
    fn integer(&mut self) -> Option<i64> {
        let value = self.varint()?;
        let magnitude = i64::try_from(value >> 1).ok()?;
        Some(if value & 1 == 1 { !magnitude } else { magnitude })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_a_page_are_read_and_what_follows_is_not() {
        // type 0, 100 bytes that are 60 compressed, a structure, and the first byte of the page.
        let header = [0x15, 0x00, 0x15, 0xC8, 0x01, 0x15, 0x78, 0x2C, 0x15, 0x02, 0x00, 0x00, 0xFF];
        assert_eq!(page_sizes(&header), Some(PageSizes { header: 12, compressed: 60, uncompressed: 100 }));
        for end in 0..12 {
            assert_eq!(page_sizes(&header[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_description_that_claims_more_than_it_has_is_refused() {
        // A list of 2^32 structures.
        let claims = [0x29, 0xFC, 0x80, 0x80, 0x80, 0x80, 0x10, 0x00, 0x00];
        assert!(matches!(check_description(&claims), Err(TableFault::Description)));
        assert!(matches!(check_description(&[0x1C; 4096]), Err(TableFault::Description)), "structures in structures");
        assert!(check_description(&[0x00]).is_ok());
    }

    #[test]
    fn columns_too_deep_in_one_another_are_refused() {
        assert!(check_depth(&[1; DEEPEST]).is_ok());
        assert!(matches!(check_depth(&[1; DEEPEST + 1]), Err(TableFault::TooDeep { .. })));
        // Many side by side.
        let mut wide = vec![1000];
        wide.extend([1, 0].repeat(1000));
        assert!(check_depth(&wide).is_ok());
    }
}
