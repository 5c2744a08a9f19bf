//! The fields of a record, however they were found.

use super::dialect::FieldSpan;

/// Where the fields of a record are, in bytes of its text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fields<'a> {
    /// Each by itself.
    Spans(&'a [FieldSpan]),
    /// Between delimiters of one byte, of which none is inside quotes. Nearly all records of delimited text are so, and most of
    /// their fields are looked at once: to write all spans down would cost more.
    Between {
        /// Their offsets in the block.
        delimiters: &'a [usize],
        /// The offsets of the record in the block: its first byte, and the end of its content.
        start: usize,
        end: usize,
    },
}

impl<'a> Fields<'a> {
    /// The number of fields.
    #[inline]
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Spans(spans) => spans.len(),
            Self::Between { delimiters, .. } => delimiters.len() + 1,
        }
    }

    /// The field with an index. Returns `None` if there are fewer.
    #[inline]
    pub(crate) fn get(self, index: usize) -> Option<FieldSpan> {
        match self {
            Self::Spans(spans) => spans.get(index).copied(),
            Self::Between { delimiters, start, end } => {
                let from = match index.checked_sub(1) {
                    None => start,
                    Some(before) => delimiters.get(before)? + 1,
                };
                let to = delimiters.get(index).copied().unwrap_or(end);
                Some(FieldSpan { start: from - start, end: to - start, ..FieldSpan::default() })
            }
        }
    }

    /// The field with an index, which must be less than their number.
    #[inline]
    pub(crate) fn at(self, index: usize) -> FieldSpan {
        match self {
            Self::Spans(spans) => spans[index],
            Self::Between { .. } => self.get(index).unwrap_or_default(),
        }
    }

    /// All fields.
    pub(crate) fn iter(self) -> impl Iterator<Item = FieldSpan> + Clone + 'a {
        (0..self.len()).filter_map(move |index| self.get(index))
    }
}
