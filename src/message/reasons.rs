//! The reasons of a verdict as a registrar's notice says them: what stands where, under which clause, what to do, and the
//! provisions that follow.
//!
//! They are the text of a notice and no notice: nobody signs them, none calls a row compliant, and where a law names several
//! cases none is chosen.

use super::report::{Basis, sentences};
use super::{Lang, Say, wording};
use crate::escape::visible;
use crate::verdict::Field;

/// The characters of a match, from 1, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Characters {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl Say for Characters {
    fn say(&self, _: Lang) -> String {
        let Self { first, last } = self;
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    }
}

/// Words of an article, in quotation marks unless they begin with their own; behind a colon if they have some inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) String);

impl Say for Words {
    fn say(&self, lang: Lang) -> String {
        let Self(words) = self;
        let words = visible(words);
        if words.starts_with('“') {
            words
        } else if words.contains('“') {
            lang.pick("：", "").to_owned() + &words
        } else {
            format!("“{words}”")
        }
    }
}

sentences! {
    /// What a finding says.
    pub(crate) enum Reason {
        Numbered { number: usize, text: String } => { zh: "{number}. {text}", en: "{number}. {text}" }

        /// The field, where the row has several columns of it.
        FieldIn { field: Field, column: String } => { zh: "{field}（{column}）", en: "{field} ({column})" }
        At { field: String, places: Vec<Characters>, original: String } => {
            zh: "{field}第 {places} 字“{original}”",
            en: "{field}, characters {places} “{original}”",
        }
        /// With more places than are listed.
        AtMore { field: String, places: Vec<Characters>, more: usize, original: String } => {
            zh: "{field}第 {places} 字等处（另有 {more} 处）“{original}”",
            en: "{field}, characters {places} and {more} more “{original}”",
        }

        Plain { subject: String } => { zh: "{subject}", en: "{subject}" }
        Restored { subject: String, term: String } => { zh: "{subject}，还原后为“{term}”", en: "{subject}, which is “{term}”" }
        ReadAs { subject: String, term: String } => {
            zh: "{subject}，可读作“{term}”",
            en: "{subject}, which can be read as “{term}”",
        }
        Alias { subject: String, term: String } => {
            zh: "{subject}，系“{term}”的别称",
            en: "{subject}, another name for “{term}”",
        }
        Combination { subject: String, term: String } => {
            zh: "{subject}，系“{term}”的组合写法",
            en: "{subject}, a combination of words for “{term}”",
        }
        Joined { subject: String, term: String } => {
            zh: "{subject}，与下一列连读为“{term}”",
            en: "{subject}, which reads “{term}” with the next column",
        }
        About { subject: String, term: String } => { zh: "{subject}，与“{term}”有关", en: "{subject}, which is about “{term}”" }

        NamedBy { clause: String, quote: String } => {
            zh: "属于{clause}所列的字样{quote}",
            en: "a word that {clause} names: {quote}",
        }
        ContentOf { clause: String, quote: String } => {
            zh: "涉及{clause}所述的{quote}",
            en: "content that {clause} describes: {quote}",
        }
        NamedByOwn { term: String } => {
            zh: "属于本单位所列的字样“{term}”",
            en: "a word that the office's own rules name: “{term}”",
        }
        ContentOfOwn { term: String } => {
            zh: "属于本单位自定的字样“{term}”",
            en: "a term of the office's own rules: “{term}”",
        }
        /// With the clause that an office puts its own term under.
        OwnUnder { term: String, clause: String } => {
            zh: "属于本单位自定的字样“{term}”，依据{clause}",
            en: "a term of the office's own rules, under {clause}: “{term}”",
        }
        Related => { zh: "系相关词，通知未禁止", en: "a related word that the notice does not forbid" }
        RelatedOfOwn => { zh: "系本单位自定的相关词", en: "a related word of the office's own rules" }

        ChangeName => { zh: "更换名称", en: "change the name" }
        StrikeItem => {
            zh: "删去该项，或改用经营范围登记规范表述目录中的表述",
            en: "strike the item, or use a wording of the catalogue of business scopes",
        }
        StopAdvertising => {
            zh: "删去该内容；已经发布的，停止发布",
            en: "strike it; if it is published, stop publishing it",
        }

        Certain { subject: String, basis: String, advice: Box<Reason> } => {
            zh: "{subject}，{basis}。建议：{advice}。",
            en: "{subject}: {basis}. Advice: {advice}.",
        }
        ToJudge { subject: String, basis: String, advice: Box<Reason> } => {
            zh: "{subject}，{basis}。请核实；确有上述情形的，建议{advice}。",
            en: "{subject}: {basis}. Please look; if it is so, the advice is: {advice}.",
        }
        /// Where it is certain what stands there, and the question is whether the ban applies.
        ToExempt { subject: String, basis: String, exemption: String, advice: Box<Reason> } => {
            zh: "{subject}，{basis}。请核实是否属于“{exemption}”的情形；不属于的，建议{advice}。",
            en: "{subject}: {basis}. Please see whether it is exempt (“{exemption}”); if it is not, the advice is: {advice}.",
        }
        ToJudgeAndExempt { subject: String, basis: String, exemption: String, advice: Box<Reason> } => {
            zh: "{subject}，{basis}。请核实；确有上述情形，又不属于“{exemption}”的情形的，建议{advice}。",
            en: "{subject}: {basis}. Please look; if it is so and not exempt (“{exemption}”), the advice is: {advice}.",
        }
        /// With what the context is.
        ToJudgeInContext { subject: String, basis: String, context: Vec<String>, advice: Box<Reason> } => {
            zh: "{subject}，{basis}。请结合语境（{context}）核实；确有上述情形的，建议{advice}。",
            en: "{subject}: {basis}. Please look at the context ({context}); if it is so, the advice is: {advice}.",
        }
        Remark { subject: String, basis: Basis } => {
            zh: "提示：{subject}，{basis}，供参考。",
            en: "Note: {subject}: {basis}.",
        }
        RemarkInContext { subject: String, basis: Basis, context: Vec<String> } => {
            zh: "提示：{subject}，{basis}（语境：{context}），供参考。",
            en: "Note: {subject}: {basis} (context: {context}).",
        }

        Unread { problem: String } => {
            zh: "{problem}，未能检查，请核对原件。",
            en: "{problem}: not checked; please look at the original.",
        }
        Seen { reason: String } => {
            zh: "未能读取的内容，登记人员已核对原件：{reason}。",
            en: "What was not read, a registrar has seen in the original: {reason}.",
        }
        Allowed { reason: String } => {
            zh: "登记人员已决定准予：{reason}。",
            en: "A registrar has allowed it: {reason}.",
        }
        AllowedUntil { reason: String, until: String } => {
            zh: "登记人员已决定准予：{reason}（有效期至 {until}）。",
            en: "A registrar has allowed it: {reason} (until {until}).",
        }
    }
}

sentences! {
    /// What follows from a finding, and under which provisions.
    pub(crate) enum Follows {
        /// What follows for a field.
        For { field: Field, said: String } => { zh: "{field}：{said}", en: "{field}: {said}" }
        /// Where a person has to judge first.
        IfSo { field: Field, said: String } => {
            zh: "{field}：经核实确有上述情形的，{said}",
            en: "{field}: if it is so: {said}",
        }

        /// Where a person has to judge whether the ban applies.
        UnlessExempt { field: Field, said: String } => {
            zh: "{field}：经核实不属于除外情形的，{said}",
            en: "{field}: if it is not exempt: {said}",
        }
        IfSoAndNotExempt { field: Field, said: String } => {
            zh: "{field}：经核实确有上述情形，又不属于除外情形的，{said}",
            en: "{field}: if it is so and not exempt: {said}",
        }

        /// An article, with its words or without.
        Article { instrument: String, article: String } => { zh: "{instrument}{article}", en: "{instrument}{article}" }
        ArticleQuoted { instrument: String, article: String, quote: Words } => {
            zh: "{instrument}{article}{quote}",
            en: "{instrument}{article} {quote}",
        }

        Banned { law: Vec<Follows> } => { zh: "依据：{law}。", en: "Basis: {law}." }
        Contrary { field: Field, law: Vec<Follows> } => { zh: "该{field}属于{law}。", en: "This {field} falls under {law}." }
        Refused { advice: Box<Reason>, law: Vec<Follows> } => {
            zh: "依据{law}，不予登记；请{advice}后重新申报。",
            en: "Under {law} it is not registered; {advice} and file again.",
        }
        Corrected { law: Vec<Follows> } => {
            zh: "依据{law}，予以纠正。",
            en: "Under {law} the registrar corrects it.",
        }
        Renamed { law: Vec<Follows> } => {
            zh: "依据{law}，请自收到处理决定之日起30日内办理名称变更登记；变更前，由登记机关以统一社会信用代码代替其名称；逾期未办理的，列入经营异常名录。",
            en: "Under {law} the change of name is registered within 30 days of the decision; until then the credit code stands for the name, and after that the firm is listed as abnormal.",
        }
        Likewise { field: Field, law: Vec<Follows> } => {
            zh: "个体工商户、农民专业合作社的{field}，依据{law}参照执行。",
            en: "The {field} of an individual business or a farmers' cooperative is treated likewise under {law}.",
        }
        Returned { field: Field, law: Vec<Follows> } => {
            zh: "依据{law}，一次性告知上述需要补正的内容，请修改{field}后重新提交。",
            en: "Under {law} the applicant is told at once of all that has to be mended; change the {field} and file again.",
        }
        Limb { law: Vec<Follows> } => {
            zh: "不予登记的，依据{law}；属于其中何种情形，由登记机关认定。",
            en: "If it is refused, that is under {law}; which of their cases applies is for the registrar to say.",
        }
        Amended { field: Field, law: Vec<Follows> } => {
            zh: "请依据{law}办理{field}变更登记。",
            en: "The change of the {field} is registered under {law}.",
        }
        Unamended { law: Vec<Follows> } => {
            zh: "未依照规定办理变更登记的，由登记机关依据{law}处理。",
            en: "If it is not, the registrar acts under {law}.",
        }
        Handled { law: Vec<Follows> } => {
            zh: "由有关部门依据{law}处理。",
            en: "The authorities deal with it under {law}.",
        }
        See { law: Vec<Follows> } => { zh: "另见{law}。", en: "See also {law}." }
    }
}
