//! What the system says when reading or writing fails. Its own text is English, or in a language that nobody chose.

use std::error::Error;
use std::io::{self, ErrorKind};

use super::{Carried, Lang, Say};
use crate::escape::visible;

impl Say for io::Error {
    fn say(&self, lang: Lang) -> String {
        if let Some(Carried(message)) = self.get_ref().and_then(|inner| inner.downcast_ref()) {
            return message.say(lang);
        }
        match lang {
            Lang::Zh => in_chinese(self),
            Lang::En => visible(&self.to_string()),
        }
    }

    fn caused_by(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

/// Whether Windows refuses a file because another program holds it: `ERROR_SHARING_VIOLATION` or `ERROR_LOCK_VIOLATION`.
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn in_chinese(error: &io::Error) -> String {
    let said = match error.kind() {
        ErrorKind::NotFound => "找不到",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘为只读",
        ErrorKind::FileTooLarge => "文件超过允许的大小",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::InvalidFilename => "文件名无效",
        ErrorKind::InvalidInput => "名称或参数无效",
        ErrorKind::InvalidData => "内容已损坏",
        ErrorKind::UnexpectedEof => "内容不完整，结尾缺失",
        ErrorKind::BrokenPipe => "接收输出的程序已经关闭",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被其他程序使用",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::Unsupported => "系统不支持此操作",
        _ if is_held(error) => "正被其他程序使用，请先在 Excel 或 WPS 中关闭",
        _ => "系统读写出错",
    };
    match error.raw_os_error() {
        Some(code) => format!("{said}（系统代码 {code}）"),
        None => said.to_owned(),
    }
}
