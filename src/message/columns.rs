//! Errors of batches of columns.

use super::messages;

messages! {
    /// Why a batch of columns cannot be checked.
    #[derive(Debug)]
    pub enum ColumnsError {
        /// There is no column of names, scopes or texts.
        Nothing => {
            zh: "没有可检查的列；请给出企业名称列或经营范围列",
            en: "there is no column to check; give one of names or of scopes",
        }
        /// The values of a column are neither texts nor numbers.
        NotText { column: String, data_type: String } => {
            zh: "“{column}”列的类型是 {data_type}，既不是文本也不是数值；请先转换为文本",
            en: "the column `{column}` has the type {data_type}, which is neither text nor a number; convert it to text first",
        }
        /// A column is longer or shorter than the first one.
        Length { column: String, rows: usize, expected: usize } => {
            zh: "“{column}”列有 {rows} 行，第一列有 {expected} 行；各列的行数须相同",
            en: "the column `{column}` has {rows} rows, the first one has {expected}; all columns of a batch have the same number",
        }
        /// What is found in the batch does not fit into one array.
        TooLarge { rows: usize } => {
            zh: "这一批共 {rows} 行，检查结果的文字超过 2 GiB；请分成较小的批次",
            en: "what is found in the {rows} rows of this batch is more than 2 GiB of text; check it in smaller batches",
        }
    }
}
