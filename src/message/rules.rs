//! Errors of rules and of the tables that text is read with: terms, contexts, profiles, classes, sounds, shapes.

use std::io;

use super::{TableError, messages};

messages! {
    /// Why a rule set, a profile or another table of rules cannot be used.
    #[derive(Debug)]
    pub enum RulesError {
        /// The file is not a table with the expected columns.
        Table { error: TableError } => { zh: "{error}", en: "{error}" }
        /// A list of own terms without the one column that it needs. `found` is what its first line begins with.
        NoTermHeader { place: String, found: String } => {
            zh: "{place}：词表的首行须是表头“词”（或 term），现为“{found}”；请在首行写“词”，其下每行写一个词",
            en: "{place}: a list of own terms begins with the header `term`, not with `{found}`; write term into the first line, and a term into each line below",
        }
        /// A row of a file is wrong. `place` is `file:line`.
        Row { place: String, error: RowError } => { zh: "{place}：{error}", en: "{place}: {error}" }
        /// A file of a rule set cannot be read.
        UnreadableFile { path: String, error: io::Error } => {
            zh: "{path}：规则集需要此文件，但不能读取：{error}",
            en: "{path}: a rule set needs this file, which cannot be read: {error}",
        }
        /// A file of a rule set is not UTF-8.
        NotUtf8 { path: String } => {
            zh: "{path}：不是 UTF-8 文本；请另存为 UTF-8",
            en: "{path}: is not UTF-8 text; save it as UTF-8",
        }
        /// ruleset.csv has no row, or more than one.
        NotOneRow { file: String } => {
            zh: "{file}：规则集须用一行且只用一行说明",
            en: "{file}: a rule set is described by exactly one row",
        }
        /// No built-in profile has this name.
        UnknownProfile { name: String, known: Vec<String> } => {
            zh: "“{name}”不是内置的口径；内置的有：{known}",
            en: "`{name}` is no built-in profile; the built-in ones are {known}",
        }
        /// A profile changes what a tier means in a context, but does not say what the tier means elsewhere.
        NoDefault { file: String, profile: String, tier: String, context: String } => {
            zh: "{file}：口径“{profile}”规定了“{tier}”级在语境“{context}”下的结论，但缺少该级不带语境的一行；请补上",
            en: "{file}: the profile `{profile}` has a row for {tier} in {context} but none for {tier} without a context; add it",
        }
    }
}

messages! {
    /// What is wrong with one row of a table of rules.
    #[derive(Debug)]
    pub enum RowError {
        /// The row names a tier that is not known.
        UnknownTier { tier: String, known: Vec<String> } => {
            zh: "未知的级别“{tier}”；可用的有：{known}",
            en: "unknown tier `{tier}`; use one of {known}",
        }
        /// The row names a verdict that is not known, or that no finding can have.
        UnknownVerdict { verdict: String, known: Vec<String> } => {
            zh: "未知的结论“{verdict}”；可用的有：{known}",
            en: "unknown verdict `{verdict}`; use one of {known}",
        }
        /// The row has nothing in a column that it needs.
        MissingCell { column: String } => {
            zh: "缺少“{column}”；请填写",
            en: "`{column}` is missing; fill it in",
        }
        /// The row has no id.
        MissingId => { zh: "缺少编号，请填写", en: "the id is missing; fill it in" }
        /// Another row of the file has the same id.
        DuplicateId { id: String } => { zh: "编号“{id}”重复，请改用别的编号", en: "duplicate id `{id}`; choose another" }
        /// A date cannot be read.
        NotADate { column: String, text: String } => {
            zh: "“{column}”列的“{text}”不是有效日期；请写成 2026-02-06 的形式",
            en: "`{column}` is a date such as 2026-02-06, not `{text}`",
        }
        /// A rule set ends before it begins.
        EndsBeforeItBegins { from: String, until: String } => {
            zh: "末日 {until} 早于首日 {from}，规则集永远不适用；请更正",
            en: "`until` ({until}) is before `from` ({from}), so the rule set is never in force; mend one of them",
        }
        /// A number cannot be read.
        NotANumber { column: String, text: String } => {
            zh: "“{column}”列的“{text}”不是有效数字",
            en: "`{column}` is a number, not `{text}`",
        }
        /// A clause occurs twice.
        DuplicateClause { clause: String } => { zh: "条款“{clause}”重复，请删去一行", en: "duplicate clause `{clause}`; remove one row" }
        /// The cited clause is not in clauses.csv.
        UnknownClause { clause: String } => {
            zh: "clauses.csv 中未发现条款“{clause}”",
            en: "clauses.csv has no clause `{clause}`",
        }
        /// The quote does not occur in the cited clause.
        NotInClause { quote: String, clause: String } => {
            zh: "条款“{clause}”中未发现引文“{quote}”；请照录原文",
            en: "the quote `{quote}` does not occur in clause {clause}; copy it verbatim",
        }
        /// A term consists of separators and invisible characters.
        FoldsToNothing { term: String } => {
            zh: "“{term}”归一后没有任何文字，永远不会命中",
            en: "`{term}` folds to nothing, so it can never match",
        }
        /// A term is longer than any word.
        TermTooLong { letters: usize, most: usize } => {
            zh: "此行有一个词长达 {letters} 字，最长为 {most} 字；请改用其中最有特征的部分",
            en: "has a term of {letters} letters, at most {most} are searched for; use its most telling part",
        }
        /// Two terms are the same after folding.
        SameOnceFolded { term: String, other: String } => {
            zh: "“{term}”归一后与 {other} 的词重复；请删去其中一个",
            en: "`{term}` is the same as the term at {other} once folded; remove one of them",
        }
        /// A term is not found in its own text.
        NeverMatches { term: String } => {
            zh: "“{term}”永远不会命中，在其自身的文字中也找不到",
            en: "`{term}` can never match, not even its own text",
        }
        /// A row with a slot lists further spellings.
        SlotWithSpellings { column: String } => {
            zh: "带插入成分的词不能另有写法或限定形式；请清空“{column}”列",
            en: "a term with a slot has no further spellings or forms; empty the column `{column}`",
        }
        /// A row has a slot, but its term does not contain `…`.
        SlotNotMarked { term: String } => {
            zh: "词“{term}”未标明插入成分的位置；请用“…”标明",
            en: "`{term}` has a slot but does not mark its place; write … there",
        }
        /// The slot is at an edge of the term, or there is a second one.
        SlotNotInside { term: String } => {
            zh: "“{term}”：“…”两侧都须有文字，且只能有一处",
            en: "`{term}`: a slot needs letters on both sides, and a term can have one",
        }
        /// The expression for the slot cannot be used.
        Slot { error: PatternError } => { zh: "插入成分：{error}", en: "the slot: {error}" }
        /// A column has something other than the words that it knows.
        NotListed { column: String, text: String, known: Vec<String> } => {
            zh: "“{column}”列的“{text}”无效；可用的有：{known}",
            en: "`{column}` is one of {known}, not `{text}`",
        }
        /// All words that the parts of a compound make are those of rows above.
        NoNewWord => {
            zh: "此行组成的词均已在前面各行列出；请删去此行",
            en: "all words that its parts make are those of rows above; remove it",
        }
        /// The parts of a compound make too many words.
        TooManyCombinations { number: usize, most: usize } => {
            zh: "此行各部分可组成 {number} 个词，最多为 {most} 个；请拆成几行",
            en: "the parts make {number} words, at most {most} are made; split the row",
        }
        /// A rule of parts has fewer than two.
        TooFewParts => {
            zh: "缺少 part1 或 part2；组合规则至少须有两部分",
            en: "part1 or part2 is missing; a rule of parts has at least two",
        }
        /// An alternative of a part consists of separators and invisible characters.
        NoLetter { alternative: String } => {
            zh: "组合规则中的“{alternative}”不含任何文字",
            en: "`{alternative}` in a part contains no letter",
        }
        /// The parts of a rule are together longer than the stretch that they must be in.
        PartsApart { shortest: usize, column: String, within: usize } => {
            zh: "各部分最短共 {shortest} 字，而“{column}”只有 {within} 字，永远不会命中；请改大",
            en: "the parts have at least {shortest} letters and `{column}` is {within}, so they can never match; raise it",
        }
        /// The parts of a rule cannot be compiled.
        PartsTooLarge => { zh: "组合规则的词过多，请拆成几行", en: "the parts have too many words; split the row" }
        /// A rule of parts has no term for its findings.
        NoName { column: String } => {
            zh: "缺少“{column}”，即命中后报告的词；请填写",
            en: "`{column}` is missing, the term that findings of a rule of parts report; fill it in",
        }
        /// The row names an action that is not known.
        UnknownAction { action: String, known: Vec<String> } => {
            zh: "未知的动作“{action}”；可用的有：{known}",
            en: "unknown action `{action}`; use one of {known}",
        }
        /// The row names a reach that is not known.
        UnknownReach { reach: String, known: Vec<String> } => {
            zh: "未知的范围“{reach}”；可用的有：{known}",
            en: "unknown reach `{reach}`; use one of {known}",
        }
        /// A mask reaches beyond its own text.
        MaskReach { reach: String } => {
            zh: "排除项只作用于其自身的文字，范围须为“{reach}”",
            en: "a mask covers what it masks; its reach is {reach}",
        }
        /// A context that reads the name reaches less far than the whole cell.
        NameReach { reach: String } => {
            zh: "查看名称的语境作用于其他栏目的整个单元格，范围须为“{reach}”",
            en: "a context that reads the name holds for the whole of another cell; its reach is {reach}",
        }
        /// A context that reads the name concerns rules for names alone.
        OnlyNames { column: String } => {
            zh: "查看名称的语境只涉及仅适用于名称的规则，永远不会成立；请清空“{column}”列",
            en: "reads the name for other cells, but its rules concern names alone, so it can never hold; empty `{column}`",
        }
        /// An example of a context that reads the name gives no name.
        NoNameInExample { example: String } => {
            zh: "示例“{example}”须同时给出名称和另一栏的文字，写成“名称=>文字”",
            en: "the example `{example}` has to give both cells: `name=>text`",
        }
        /// A context that tags has no tag.
        MissingTag => { zh: "缺少语境标签，请填写", en: "a context that tags needs a tag" }
        /// A context concerns a rule that does not exist.
        UnknownRule { name: String } => { zh: "没有名为“{name}”的规则", en: "no rule is called `{name}`" }
        /// The pattern of a context cannot be used.
        Pattern { error: PatternError } => { zh: "{error}", en: "{error}" }
        /// The pattern contains a character that folded text never contains.
        NotFolded { pattern: String, unfolded: char, folded: String } => {
            zh: "“{pattern}”永远不会命中：“{unfolded}”不是归一后的写法；请写“{folded}”",
            en: "`{pattern}` can never match: `{unfolded}` is not in folded form; write `{folded}`",
        }
        /// The pattern matches the empty text.
        MatchesEverywhere { pattern: String } => {
            zh: "“{pattern}”可以不含任何文字，会处处命中",
            en: "`{pattern}` matches the empty text, so it would hold everywhere",
        }
        /// A profile has two rows for one tier and context.
        DuplicateCase { profile: String } => {
            zh: "口径“{profile}”已有此级别和语境的一行；请删去一行",
            en: "the profile `{profile}` already has a row for this tier and context; remove one of them",
        }
        /// The row names a class of characters that is not known.
        UnknownClass { class: String, known: Vec<String> } => {
            zh: "未知的字符类别“{class}”；可用的有：{known}",
            en: "unknown class `{class}`; use one of {known}",
        }
        /// The pattern of a class is not a class of several characters.
        NotAClass { pattern: String } => {
            zh: "“{pattern}”不是由多个字符组成的字符集",
            en: "`{pattern}` is not a class of several characters",
        }
        /// The cell must contain one character.
        NotOneCharacter { text: String } => { zh: "“{text}”不是一个字符", en: "`{text}` is not one character" }
        /// The character is outside the block of common Han characters.
        NotHan { character: char } => { zh: "“{character}”不是常用汉字", en: "`{character}` is no common Han character" }
        /// The fold equates the two characters already.
        FoldsAlike { character: char, look_alike: String } => {
            zh: "“{look_alike}”归一后就是“{character}”，不必列出",
            en: "`{look_alike}` folds to `{character}` anyway; remove it",
        }
        /// A character is split into one part.
        OnePart { parts: String } => { zh: "“{parts}”只有一个部分，不成拆字", en: "`{parts}` is one part, and a split has several" }
        /// The line is not a reading and its characters.
        NotASound => {
            zh: "此行应为拼音和同音字，以制表符分隔",
            en: "the line must be a reading and its characters, separated by a tab",
        }
        /// The reading is not toneless pinyin.
        NotPinyin { reading: String } => {
            zh: "“{reading}”不是不带声调的拼音",
            en: "`{reading}` is not pinyin in lower case without tones",
        }
    }
}

messages! {
    /// Why a regular expression cannot be used.
    #[derive(Debug)]
    pub enum PatternError {
        /// It cannot be parsed. `at` counts characters from 1.
        Invalid { pattern: String, at: usize, problem: Syntax } => {
            zh: "正则表达式“{pattern}”无效：第 {at} 个字符处，{problem}",
            en: "invalid regular expression `{pattern}`: {problem} at character {at}",
        }
        /// It would take too much memory.
        TooLarge { pattern: String, bytes: usize } => {
            zh: "正则表达式“{pattern}”占用的内存会超过 {bytes} 字节：重复过多，请缩短",
            en: "the regular expression `{pattern}` would take more than {bytes} bytes; it repeats too much, so write it shorter",
        }
    }
}

messages! {
    /// What is wrong with the syntax of a regular expression.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Syntax {
        /// `(` without `)`.
        UnclosedGroup => { zh: "圆括号未闭合", en: "unclosed group" }
        /// `)` without `(`.
        UnopenedGroup => { zh: "多出一个右圆括号", en: "unopened group" }
        /// `[` without `]`.
        UnclosedClass => { zh: "方括号未闭合", en: "unclosed character class" }
        /// A range such as `z-a`.
        BadRange => { zh: "字符范围的起止颠倒或无效", en: "invalid range in a character class" }
        /// A class such as `\p{Klingon}`.
        UnknownClass => { zh: "未知的字符类别", en: "unknown character class" }
        /// `*` at the beginning.
        NothingToRepeat => { zh: "重复符号前没有内容", en: "nothing to repeat" }
        /// `{3,1}`, `{x}`.
        BadRepetition => { zh: "重复次数无效", en: "invalid repetition count" }
        /// `\y`, `\x{110000}`, or a backslash at the end.
        BadEscape => { zh: "反斜杠转义无效", en: "invalid escape" }
        /// `(?y)`, `(?<a b>…)`.
        BadGroup => { zh: "分组的名称或标志无效", en: "invalid group name or flag" }
        /// `(?=…)`, `(?<!…)`.
        LookAround => { zh: "不支持环视", en: "look-around is not supported" }
        /// `\1`.
        BackReference => { zh: "不支持反向引用", en: "backreferences are not supported" }
        /// Too many groups, or nested too deeply.
        TooNested => { zh: "分组过多或嵌套过深", en: "too many or too deeply nested groups" }
        /// Anything else.
        Other => { zh: "写法无法识别", en: "syntax error" }
    }
}

impl RowError {
    /// The error with the place of its row, `file:line`.
    pub(crate) fn at(self, place: String) -> RulesError {
        RulesError::Row { place, error: self }
    }
}

impl From<TableError> for RulesError {
    fn from(error: TableError) -> Self {
        Self::Table { error }
    }
}

impl PatternError {
    /// The error of the parser, with the place in characters.
    pub(crate) fn invalid(pattern: &str, error: &regex_syntax::Error) -> Self {
        use regex_syntax::Error;

        let (problem, offset) = match error {
            Error::Parse(error) => (Syntax::of_ast(error.kind()), error.span().start.offset),
            Error::Translate(error) => (Syntax::of_hir(error.kind()), error.span().start.offset),
            _ => (Syntax::Other, 0),
        };
        let before = pattern.get(..offset).unwrap_or(pattern);
        Self::Invalid { pattern: pattern.to_owned(), at: before.chars().count() + 1, problem }
    }
}

impl Syntax {
    fn of_ast(kind: &regex_syntax::ast::ErrorKind) -> Self {
        use regex_syntax::ast::ErrorKind as Kind;

        match kind {
            Kind::GroupUnclosed => Self::UnclosedGroup,
            Kind::GroupUnopened => Self::UnopenedGroup,
            Kind::ClassUnclosed => Self::UnclosedClass,
            Kind::ClassEscapeInvalid | Kind::ClassRangeInvalid | Kind::ClassRangeLiteral => Self::BadRange,
            Kind::UnicodeClassInvalid => Self::UnknownClass,
            Kind::RepetitionMissing => Self::NothingToRepeat,
            Kind::RepetitionCountInvalid
            | Kind::RepetitionCountDecimalEmpty
            | Kind::RepetitionCountUnclosed
            | Kind::DecimalEmpty
            | Kind::DecimalInvalid => Self::BadRepetition,
            Kind::EscapeHexEmpty
            | Kind::EscapeHexInvalid
            | Kind::EscapeHexInvalidDigit
            | Kind::EscapeUnexpectedEof
            | Kind::EscapeUnrecognized
            | Kind::SpecialWordBoundaryUnclosed
            | Kind::SpecialWordBoundaryUnrecognized
            | Kind::SpecialWordOrRepetitionUnexpectedEof => Self::BadEscape,
            Kind::FlagDanglingNegation
            | Kind::FlagDuplicate { .. }
            | Kind::FlagRepeatedNegation { .. }
            | Kind::FlagUnexpectedEof
            | Kind::FlagUnrecognized
            | Kind::GroupNameDuplicate { .. }
            | Kind::GroupNameEmpty
            | Kind::GroupNameInvalid
            | Kind::GroupNameUnexpectedEof => Self::BadGroup,
            Kind::UnsupportedLookAround => Self::LookAround,
            Kind::UnsupportedBackreference => Self::BackReference,
            Kind::CaptureLimitExceeded | Kind::NestLimitExceeded(_) => Self::TooNested,
            _ => Self::Other,
        }
    }

    fn of_hir(kind: &regex_syntax::hir::ErrorKind) -> Self {
        use regex_syntax::hir::ErrorKind as Kind;

        match kind {
            Kind::UnicodePropertyNotFound | Kind::UnicodePropertyValueNotFound | Kind::UnicodePerlClassNotFound => {
                Self::UnknownClass
            }
            _ => Self::Other,
        }
    }
}
