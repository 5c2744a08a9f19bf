//! The text of a block that is not UTF-8: its records are decoded one by one, each in the encoding that its bytes prove.
//!
//! Nearly all records of a file in GB18030 are plainly so. They are transcoded field by field, so that the fields that were found in
//! the block need not be searched for in the text once more.

use std::ops::Range;
use std::sync::Arc;

use super::dialect::{Dialect, FieldSpan};
use super::fields::Fields;
use super::line::Line;
use super::spans::{Cut, Span, Spans};
use crate::input::encoding::{Decoded, Encoding, Marks, Transcoder, holds_two_long};

/// The text of a block that had to be decoded. The memory of one block serves for the next.
#[derive(Debug, Default)]
pub(crate) struct DecodedBlock {
    /// What transcodes GB18030. `None` stands for the built-in one, which watches for nothing.
    transcoder: Option<Arc<Transcoder>>,
    text: Text,
    records: Vec<DecodedRecord>,
    /// Where the fields of transcoded records without quotes end in the text: before a delimiter of one byte, or with the record.
    ends: Vec<usize>,
    /// The fields of other transcoded records. Their offsets are in their record.
    fields: Vec<FieldSpan>,
    /// The text of a record that is left to the codec.
    scratch: String,
}

/// One record of a block that had to be decoded.
#[derive(Clone, Debug)]
pub(super) struct DecodedRecord {
    /// Its bytes in the decoded text.
    pub(super) text: Range<usize>,
    pub(super) decoded: Decoded,
    /// Which of the ends or fields of the block are its own.
    cut: Cut,
    /// Whether its bytes may be a text in another encoding, or from another byte on.
    pub(super) may_hide: bool,
}

/// A text that grows in memory that need not be cleared first.
#[derive(Debug, Default)]
struct Text {
    /// The text in UTF-8, and behind it what is left of earlier ones.
    bytes: Vec<u8>,
    /// The length of the text in bytes.
    len: usize,
}

impl Text {
    /// The memory behind the text, at least so many bytes.
    fn room(&mut self, bytes: usize) -> &mut [u8] {
        let end = self.len + bytes;
        if self.bytes.len() < end {
            self.bytes.resize(end.next_power_of_two(), 0);
        }
        &mut self.bytes[self.len..]
    }

    fn push(&mut self, text: &[u8]) {
        self.room(text.len())[..text.len()].copy_from_slice(text);
        self.len += text.len();
    }
}

impl DecodedBlock {
    /// Transcodes with this transcoder from now on.
    pub(crate) fn watch(&mut self, transcoder: Arc<Transcoder>) {
        self.transcoder = Some(transcoder);
    }

    /// The text of all records.
    pub(super) fn text(&self) -> &str {
        let text = simdutf8::basic::from_utf8(&self.text.bytes[..self.text.len]);
        text.expect("all of it comes from the codec, by way of a table or not")
    }

    /// The record with a number in the block.
    #[inline]
    pub(super) fn record(&self, number: usize) -> &DecodedRecord {
        &self.records[number]
    }

    /// The fields of a record. Returns `None` if they have to be found in its text.
    #[inline]
    pub(super) fn fields(&self, record: &DecodedRecord) -> Option<Fields<'_>> {
        let Range { start, end } = record.text;
        match record.cut {
            Cut::Unknown => None,
            Cut::Delimiters(first, last) => Some(Fields::Between { delimiters: &self.ends[first..last], start, end }),
            Cut::Fields(first, last) => Some(Fields::Spans(&self.fields[first..last])),
        }
    }

    /// A record as a line, if it was transcoded and has no quotes. `text` is that of all records.
    #[inline]
    pub(super) fn line<'a>(&'a self, number: usize, text: &'a str) -> Option<Line<'a>> {
        let record = &self.records[number];
        let Cut::Delimiters(first, last) = record.cut else { return None };
        Some(Line { text, start: record.text.start, ends: &self.ends[first..=last] })
    }

    /// Decodes the records of a block.
    pub(super) fn decode(&mut self, encoding: Encoding, delimiter: char, block: &[u8], spans: &Spans) {
        let dialect = Dialect::new(delimiter, Some(encoding));
        let transcoder = self.transcoder.get_or_insert_with(|| Transcoder::builtin().clone()).clone();
        self.text.len = 0;
        self.records.clear();
        self.ends.clear();
        self.fields.clear();
        for span in spans.iter() {
            let is_plain = encoding == Encoding::Gb18030 && self.transcode(&transcoder, block, *span, spans);
            if !is_plain {
                self.decode_record(encoding, &dialect, &block[span.start..span.end]);
            }
        }
    }

    /// Adds a record by way of the codec.
    fn decode_record(&mut self, encoding: Encoding, dialect: &Dialect, record: &[u8]) {
        self.scratch.clear();
        let decoded = dialect.decode(encoding, record, &mut self.scratch);
        let start = self.text.len;
        self.text.push(self.scratch.as_bytes());
        self.records.push(DecodedRecord { text: start..self.text.len, decoded, cut: Cut::Unknown, may_hide: true });
    }

    /// Adds a record if it is plainly GB18030: each of its bytes belongs to a character of one or two bytes, and nothing in it looks
    /// like UTF-8. Returns whether it is.
    fn transcode(&mut self, transcoder: &Transcoder, block: &[u8], span: Span, spans: &Spans) -> bool {
        let record = &block[span.start..span.end];
        let start = self.text.len;
        let (ends, fields) = (self.ends.len(), self.fields.len());

        self.text.room(Transcoder::room(record.len()));
        let mut writer = Writer { transcoder, text: &mut self.text, marks: Marks::default() };
        let is_written = match span.cut {
            Cut::Unknown => writer.write(record),
            Cut::Delimiters(first, end) => {
                let delimiters = spans.delimiters(first, end);
                writer.split(block, span, delimiters, &mut self.ends)
            }
            Cut::Fields(first, end) => writer.fields(record, spans.cut(first, end), &mut self.fields),
        };
        let marks = writer.marks;
        if is_written.is_none() || (marks.has_low() && holds_two_long(record)) {
            self.text.len = start;
            self.ends.truncate(ends);
            self.fields.truncate(fields);
            return false;
        }

        let cut = match span.cut {
            Cut::Unknown => Cut::Unknown,
            // The last end is that of the record.
            Cut::Delimiters(..) => Cut::Delimiters(ends, self.ends.len() - 1),
            Cut::Fields(..) => Cut::Fields(fields, self.fields.len()),
        };
        let may_hide = !transcoder.watches() || marks.has_watched();
        self.records.push(DecodedRecord { text: start..self.text.len, decoded: Decoded::AsFile, cut, may_hide });
        true
    }
}

/// Writes the text of one record. Each function returns `None` if some of it is left to the codec.
struct Writer<'a> {
    transcoder: &'a Transcoder,
    /// With room for the whole record.
    text: &'a mut Text,
    marks: Marks,
}

impl Writer<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> Option<()> {
        let room = &mut self.text.bytes[self.text.len..];
        self.text.len += self.transcoder.write(bytes, room, &mut self.marks)?;
        Some(())
    }

    /// Writes a record without quotes and notes where its fields end. The offsets of its delimiters, each one byte, are in the
    /// block. No character of the encoding contains that byte, so a field is written together with the delimiter behind it.
    #[inline]
    fn split(&mut self, block: &[u8], span: Span, delimiters: &[usize], ends: &mut Vec<usize>) -> Option<()> {
        let mut at = span.start;
        for delimiter in delimiters {
            self.write(&block[at..=*delimiter])?;
            ends.push(self.text.len - 1);
            at = delimiter + 1;
        }
        self.write(&block[at..span.end])?;
        ends.push(self.text.len);
        Some(())
    }

    /// Writes a record and notes its fields, of which it is known where they are in its bytes.
    fn fields(&mut self, record: &[u8], raw: &[FieldSpan], fields: &mut Vec<FieldSpan>) -> Option<()> {
        let begin = self.text.len;
        let mut at = 0;
        for field in raw {
            self.write(&record[at..field.start])?;
            let start = self.text.len - begin;
            self.write(&record[field.start..field.end])?;
            at = field.end;
            fields.push(FieldSpan { start, end: self.text.len - begin, ..*field });
        }
        self.write(&record[at..])
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::input::block::Block;
    use crate::input::delimited::find;

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            8 => "[\u{4E00}-\u{9FA5}、；]{1,12}".prop_map(|text| GB18030.encode(&text).0.into_owned()),
            8 => "[a-z0-9 .]{1,12}".prop_map(String::into_bytes),
            8 => "[,;|\t，\n]".prop_map(|text| GB18030.encode(&text).0.into_owned()),
            3 => "[\"\r\n]".prop_map(String::into_bytes),
            // Of four bytes, of two in UTF-8, and those that the codec reads in two ways.
            1 => "[𠀀·×éα€\u{E000}\u{3000}]".prop_map(|text| GB18030.encode(&text).0.into_owned()),
            1 => "[\u{4E00}-\u{9FA5}]{1,4}".prop_map(String::into_bytes),
            1 => prop::collection::vec(any::<u8>(), 1..3),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

        #[test]
        fn a_block_in_gb18030_has_the_text_and_the_fields_that_the_codec_gives_to_each_record(
            pieces in prop::collection::vec(piece(), 0..60),
            delimiter in prop::sample::select(vec![',', ';', '|', '\t', '，']),
        ) {
            let mut bytes = pieces.concat();
            bytes.push(b'\n');
            let unquoted = !bytes.contains(&b'"');
            let block = Block { bytes, unquoted, encoding: Some(Encoding::Gb18030), ..Block::default() };
            let mut spans = Spans::default();
            find(&block, delimiter, &mut spans);
            let mut memory = DecodedBlock::default();
            memory.decode(Encoding::Gb18030, delimiter, &block.bytes, &spans);

            let raw = Dialect::new(delimiter, Some(Encoding::Gb18030));
            let dialect = Dialect::new(delimiter, None);
            prop_assert_eq!(memory.records.len(), spans.len());
            for (record, span) in memory.records.iter().zip(spans.iter()) {
                let mut expected = String::new();
                let decoded = raw.decode(Encoding::Gb18030, &block.bytes[span.start..span.end], &mut expected);
                prop_assert_eq!(&memory.text()[record.text.clone()], &expected);
                prop_assert_eq!(record.decoded, decoded);
                let mut fields = Vec::new();
                dialect.split(&expected, &mut fields);
                if let Some(known) = memory.fields(record) {
                    prop_assert_eq!(known.iter().collect::<Vec<_>>(), fields, "{:?}", expected);
                }
            }
        }
    }

    #[test]
    fn the_fields_of_plain_records_need_not_be_searched_for_again() {
        for text in ["甲,乙\n丙,\n", "甲,\"乙,\"\"丙\"\"\"\n\"丁\n\",戊\n"] {
            let bytes = GB18030.encode(text).0.into_owned();
            let unquoted = !text.contains('"');
            let block = Block { bytes, unquoted, encoding: Some(Encoding::Gb18030), ..Block::default() };
            let mut spans = Spans::default();
            find(&block, ',', &mut spans);
            let mut memory = DecodedBlock::default();
            memory.decode(Encoding::Gb18030, ',', &block.bytes, &spans);
            assert_eq!(memory.records.len(), 2);
            assert!(
                memory.records.iter().all(|record| memory.fields(record).is_some_and(|fields| fields.len() == 2)),
                "{text}"
            );
        }
    }
}
