//! The wording of the details of problems.

use serde::{Serialize, Serializer};

use super::{Say as _, wording};
use crate::verdict::Detail;

wording! {
    Detail {
        Column { column } => { zh: "“{column}”列", en: "{column}" }
        Shows { column, text } => { zh: "“{column}”列：{text}", en: "{column}: {text}" }
        ReadUpTo { column, bytes } => { zh: "“{column}”列：只读取了前 {bytes} 字节", en: "{column}: read up to {bytes} bytes" }
        Laborious { column, pattern } => {
            zh: "“{column}”列：正则表达式 {pattern} 在此单元格的工作量超过上限；请限定其中的重复次数",
            en: "{column}: the regular expression {pattern} takes too much work here; bound its repetitions",
        }
        TurnsText { column } => {
            zh: "“{column}”列：含使文字从右向左显示的控制符",
            en: "{column}: holds a control that turns text right to left",
        }
        LostBefore { column } => {
            zh: "“{column}”列：含替换字符（U+FFFD），原文在导出之前已丢失",
            en: "{column}: holds U+FFFD, lost before it came here",
        }
        BadEscape { column } => {
            zh: "“{column}”项：含无效的转义序列",
            en: "{column}: holds an escape that stands for no character",
        }
        NoText { column } => { zh: "“{column}”项：既不是文本也不是数值", en: "{column}: is neither a text nor a number" }
        AtByte { at } => { zh: "位于输入的第 {at} 字节", en: "at byte {at} of the input" }
        ReadAs { encoding } => { zh: "按 {encoding} 读取", en: "read as {encoding}" }
        FieldsReadAs { encoding } => { zh: "部分单元格按 {encoding} 读取", en: "some cells read as {encoding}" }
        TwoReadings { at } => {
            zh: "自输入的第 {at} 字节起，无法确定编码",
            en: "from byte {at} of the input on, its encoding is uncertain",
        }
        HiddenWord { word, encoding } => {
            zh: "此行字节中有按 {encoding} 编码的“{word}”，读出的文字中没有",
            en: "its bytes contain {word} in {encoding}, the text read from them does not",
        }
        Lines { first, last } => { zh: "第 {first} 至 {last} 行", en: "lines {first} to {last}" }
        LinesClosed { first, last } => {
            zh: "第 {first} 至 {last} 行，由另一个引号闭合",
            en: "lines {first} to {last}, closed by another quote",
        }
        Fields { found, expected } => {
            zh: "此行有 {found} 个字段，表头有 {expected} 个",
            en: "{found} fields, the header has {expected}",
        }
        Id { id } => { zh: "{id}", en: "{id}" }
        HeaderRow { row } => { zh: "第 {row} 行数据是表头", en: "data row {row} is a header" }
        BlankLine => { zh: "空行", en: "a blank line" }
        NoObject { at } => { zh: "自第 {at} 字节起不是 JSON 对象", en: "no JSON object from byte {at} of the line on" }
        TooDeep => {
            zh: "值的嵌套过深，其中的名称和经营范围未检查",
            en: "its values contain one another too deep: names and scopes in them were not checked",
        }
        NoKnownKey { found } => {
            zh: "没有名称或经营范围的键；已有的键：{found}",
            en: "no key of a company name or a business scope; found: {found}",
        }
    }
}

/// In machine formats: the English wording with texts as they are.
impl Serialize for Detail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.verbatim())
    }
}
