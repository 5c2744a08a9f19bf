//! The encoding of the texts of BIFF5, which has no Unicode.

use encoding_rs::{
    BIG5, EUC_KR, GB18030, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

use crate::input::encoding;
use crate::input::workbook::Result;
use crate::message::WorkbookError;

/// An encoding of bytes.
#[derive(Clone, Copy)]
pub(super) struct Coding(&'static encoding_rs::Encoding);

impl Default for Coding {
    fn default() -> Self {
        Self(UTF_8)
    }
}

impl Coding {
    /// The encoding of a code page, by its number in Windows. Returns `None` if none is stated, or one that is unknown here.
    pub(super) fn stated(code_page: Option<u16>) -> Option<Self> {
        let encoding = match code_page? {
            936 | 10008 | 54936 => GB18030,
            950 | 10002 => BIG5,
            932 | 10001 => SHIFT_JIS,
            949 | 10003 => EUC_KR,
            866 => IBM866,
            874 => WINDOWS_874,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            1252 | 32769 => WINDOWS_1252,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 | 32768 => MACINTOSH,
            65001 => UTF_8,
            _ => return None,
        };
        Some(Self(encoding))
    }

    /// Whether some writers state this code page whatever the texts are in.
    pub(super) fn is_western(self) -> bool {
        self.0 == WINDOWS_1252 || self.0 == MACINTOSH
    }

    /// The encoding of texts, found by what they would say.
    ///
    /// # Errors
    /// If no encoding is believable and none is stated.
    pub(super) fn of_sample(sample: &[u8], stated: Option<Self>) -> Result<Self> {
        if sample.is_ascii() {
            return Ok(Self::default());
        }
        match encoding::settle(sample) {
            Some(found) => Ok(Self(found.codec())),
            None => stated.ok_or(WorkbookError::UnknownCodePage),
        }
    }

    /// This encoding, or the one that a text turns out to have if this is not its own. `stated` is that of the code page.
    pub(super) fn or_of(self, text: &[u8], stated: Option<Self>) -> Self {
        let is_own = !self.0.decode_without_bom_handling(text).1;
        if is_own { self } else { Self::of_sample(text, stated).unwrap_or(self) }
    }

    /// A text, with U+FFFD in place of bytes that cannot be decoded.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        self.0.decode_without_bom_handling(bytes).0.into_owned()
    }
}
