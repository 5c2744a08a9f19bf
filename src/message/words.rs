//! The words for verdicts, tiers, fields, evidence, contexts and problems. Machine formats use the keys of [`crate::verdict`].

use super::Lang;
use crate::verdict::{Evidence, Field, ProblemKind, Ruling, Tier, Verdict};

impl Lang {
    /// A verdict as a registrar says it. `clear` is never called compliant.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Reject => self.pick("不符合", "reject"),
            Verdict::Review => self.pick("需人工复核", "review"),
            Verdict::Unchecked => self.pick("未能检查", "unchecked"),
            Verdict::Notice => self.pick("提示", "notice"),
            Verdict::Allowed => self.pick("已准予", "allowed"),
            Verdict::Clear => self.pick("未见命中", "nothing found"),
        }
    }

    /// A tier, as the ground of a finding.
    #[must_use]
    pub fn tier(self, tier: Tier) -> &'static str {
        match tier {
            Tier::Named => self.pick("所列字样", "named word"),
            Tier::Content => self.pick("通知所述内容", "content of the notice"),
            Tier::Related => self.pick("相关词", "related word"),
        }
    }

    /// A tier as the ground of a rule: an office's own term stands in no notice.
    #[must_use]
    pub fn tier_of(self, tier: Tier, is_own: bool) -> &'static str {
        if !is_own {
            return self.tier(tier);
        }
        match tier {
            Tier::Named => self.pick("本单位所列字样", "word named by the office"),
            Tier::Content => self.pick("本单位自定字样", "own term of the office"),
            Tier::Related => self.pick("本单位相关词", "related word of the office"),
        }
    }

    /// A field of a filing.
    #[must_use]
    pub fn field(self, field: Field) -> &'static str {
        match field {
            Field::Name => self.pick("名称", "name"),
            Field::Scope => self.pick("经营范围", "scope"),
            Field::Text => self.pick("广告文字", "advertising text"),
            Field::Other => self.pick("其他栏目", "other column"),
        }
    }

    /// A header under which a column of a field is known.
    pub(crate) fn header(self, field: Field) -> &'static str {
        match field {
            Field::Name => self.pick("企业名称", "name"),
            Field::Scope => self.pick("经营范围", "scope"),
            Field::Text => self.pick("广告内容", "advertising text"),
            Field::Other => self.field(field),
        }
    }

    /// How the original differs from the term.
    #[must_use]
    pub fn evidence(self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::Width => self.pick("全角/半角", "full or half width"),
            Evidence::Case => self.pick("大小写", "letter case"),
            Evidence::Script => self.pick("繁体或日文字形", "traditional or Japanese characters"),
            Evidence::Variant => self.pick("异体字形", "variant characters"),
            Evidence::Style => self.pick("花体字母", "styled letters"),
            Evidence::Invisible => self.pick("夹不可见字符", "invisible characters inside"),
            Evidence::Marks => self.pick("附加符号", "combining marks"),
            Evidence::Spaced => self.pick("逐字夹空格或符号", "blanks or symbols in every gap"),
            Evidence::Bracketed => self.pick("逐字夹标点或括号", "list marks or brackets in every gap"),
            Evidence::Gap => self.pick("中间夹有其他字符", "something in between"),
            Evidence::Quoted => self.pick("部分加引号或括注", "a part in quotation marks or brackets"),
            Evidence::Inserted => self.pick("中间插词", "a word put in between"),
            Evidence::Shared => self.pick("与他词共用中心词", "parts shared with another word"),
            Evidence::Camel => self.pick("与其他字母连写", "joined to other letters"),
            Evidence::Homoglyph => self.pick("形近字母", "look-alike letters"),
            Evidence::Sign => self.pick("以符号或字母代字", "a sign or letter for a character"),
            Evidence::Alias => self.pick("别称", "another name for it"),
            Evidence::Sound => self.pick("同音字或拼音", "same sound or pinyin"),
            Evidence::Shape => self.pick("形近字", "look-alike characters"),
            Evidence::Split => self.pick("拆字", "characters written as their parts"),
            Evidence::Escaped => self.pick("夹转义符或网页标记", "escapes or markup inside"),
            Evidence::Cut => self.pick("与下一经营范围列连成一词", "the word goes on in the next scope column"),
        }
    }

    /// A context tag. An office's own tag is returned unchanged.
    #[must_use]
    pub fn context(self, tag: &str) -> &str {
        match tag {
            "negated" => self.pick("处于否定或排除语句", "stands in a negation"),
            "boilerplate" => self.pick("登记机关的提示语", "a registrar's standing notice"),
            "game-currency" => self.pick("网络游戏虚拟货币", "currency of online games"),
            "address" => self.pick("网址、邮箱或文件名", "an address or file name"),
            "code" => self.pick("代码、车牌或序列号", "a code, plate or serial number"),
            "initials" => self.pick("姓名首字母", "initials of a name"),
            "ambiguous-reading" => self.pick("可有两读", "can be read in two ways"),
            "risk-weighted-assets" => self.pick("风险加权资产", "risk-weighted assets"),
            "smoke-ventilation" => self.pick("排烟通风设备", "smoke ventilation"),
            "product-model" => self.pick("产品型号", "a product's model"),
            "cryptography" => self.pick("密码技术", "cryptography"),
            "data-asset" => self.pick("数据资产", "data assets"),
            "arcade-token" => self.pick("游艺代币", "arcade tokens"),
            own => own,
        }
    }

    /// A kind of problem.
    #[must_use]
    pub fn problem(self, kind: ProblemKind) -> &'static str {
        match kind {
            ProblemKind::Undecodable => self.pick("有字节无法解码", "bytes that do not decode"),
            ProblemKind::MissingCell => self.pick("缺少应查的单元格", "a checked cell is missing"),
            ProblemKind::Ragged => self.pick("列数与表头不符", "not as many fields as the header"),
            ProblemKind::CutOff => self.pick("内容被截断", "the text is cut off"),
            ProblemKind::TooLong => {
                self.pick("单元格过长，只查了前一部分", "the cell is too long and was read in part")
            }
            ProblemKind::UnclosedQuote => self.pick("引号未闭合，吞并了后面的行", "an unclosed quote swallowed lines"),
            ProblemKind::MixedEncoding => {
                self.pick("此行编码与文件不同", "the row is in another encoding than its file")
            }
            ProblemKind::Empty => self.pick("单元格为空", "the cell is empty"),
            ProblemKind::CellError => {
                self.pick("单元格是表格软件的错误值，原文已丢失", "the cell shows a spreadsheet's error")
            }
            ProblemKind::ScientificId => {
                self.pick("编号被存成数值，已丢失位数", "the id was stored as a number and has lost digits")
            }
            ProblemKind::HeaderAgain => self.pick("此行重复表头", "the row repeats the header"),
            ProblemKind::HeaderInside => {
                self.pick("表中另有表头，以下各列的含义可能不同", "there is another header in the table")
            }
            ProblemKind::Reordered => self
                .pick("含改变显示次序的控制符，所见与所存不同", "the text shows in another order than it is stored in"),
            ProblemKind::Garbled => self.pick("文字已损坏，无法辨认", "the text is garbled"),
            ProblemKind::PatternLimit => {
                self.pick("自备规则的工作量过大，未查完", "own rules take too much work, and did not search all")
            }
        }
    }

    /// What a registrar decided.
    #[must_use]
    pub fn ruling(self, ruling: Ruling) -> &'static str {
        match ruling {
            Ruling::Allow => self.pick("准予", "allowed"),
            Ruling::Refuse => self.pick("驳回", "refused"),
            Ruling::Seen => self.pick("已核原件", "original seen"),
            Ruling::AllowAndSeen => self.pick("准予并已核原件", "allowed, original seen"),
        }
    }

    /// What a registrar is advised to do about a verdict.
    #[must_use]
    pub fn advice(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Reject => self.labels().change_name_and_strike_item,
            Verdict::Review => self.pick("建议：由登记人员核实语义后决定", "advice: a registrar reads it and decides"),
            Verdict::Unchecked => self.pick("建议：补齐或更正文件后重新检查", "advice: mend the file and check again"),
            Verdict::Notice => self.pick("提示：供参考", "note: for information"),
            Verdict::Allowed => {
                self.pick("已由登记人员决定，依据见所填理由", "a registrar has decided; see the reason given")
            }
            Verdict::Clear => self.pick("未见命中，不等于可以登记", "nothing found; this is no approval"),
        }
    }
}
