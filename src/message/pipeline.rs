//! Errors of a run over an input.

use super::InputError;
use super::messages;

messages! {
    /// Why a run over an input ended before its last row.
    #[derive(Debug)]
    pub enum PipelineError {
        /// The input cannot be read any further.
        Input { error: Box<InputError> } => {
            zh: "{error}",
            en: "{error}",
        }
        /// A thread panicked.
        Panicked => {
            zh: "程序内部错误：一个工作线程异常终止；请报告此问题",
            en: "internal error: a worker thread panicked; please report this",
        }
    }
}

impl From<InputError> for PipelineError {
    fn from(error: InputError) -> Self {
        Self::Input { error: Box::new(error) }
    }
}
