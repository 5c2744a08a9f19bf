from collections.abc import Sequence
from datetime import date
from os import PathLike
from typing import Literal, Protocol, TypeAlias, final

_Verdict: TypeAlias = Literal["reject", "review", "unchecked", "notice", "allowed", "clear"]
_Field: TypeAlias = Literal["name", "scope", "text", "other"]
_Tier: TypeAlias = Literal["named", "content", "related"]
_Texts: TypeAlias = str | Sequence[str] | None
_Path: TypeAlias = str | PathLike[str]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None, /) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None, /) -> object: ...

_Table: TypeAlias = _ArrowStream | _ArrowArray

__version__: str

class MingchaError(ValueError):
    """What the package refuses. The base of its exceptions."""

class RulesError(MingchaError):
    """Rules, terms, a profile or a day that cannot be applied."""

class TableError(MingchaError):
    """A table that cannot be checked."""

class TextError(MingchaError):
    """An argument that is no Unicode text."""

class OtherCheckError(MingchaError):
    """A checker that is unpickled where its rules are others."""

@final
class Finding:
    """A term found in a text."""

    @property
    def field(self) -> _Field:
        """Which part of the filing the text is."""
    @property
    def column(self) -> str:
        """The header of its column; for a text that is no part of a table, its field."""
    @property
    def term(self) -> str:
        """The word of the rule."""
    @property
    def rule(self) -> str:
        """The id of the rule, with that of its set in front."""
    @property
    def tier(self) -> _Tier:
        """How the rule is grounded."""
    @property
    def verdict(self) -> Literal["reject", "review", "notice"]:
        """The verdict of a filing that has this finding alone."""
    @property
    def clause(self) -> str:
        """The cited clause; empty for an own term without one."""
    @property
    def quote(self) -> str:
        """The cited words."""
    @property
    def matched(self) -> str:
        """The original text."""
    @property
    def start(self) -> int:
        """Where it begins, in characters of the str from 0."""
    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
    @property
    def span(self) -> tuple[int, int]:
        """`start` and `end`: `text[start:end] == matched`."""
    @property
    def evidence(self) -> list[str]:
        """How the original differs from the term; empty if it does not."""
    @property
    def context(self) -> list[str]:
        """Tags of what surrounds it, such as `negated`."""
    @property
    def excerpt(self) -> str:
        """The text around it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Problem:
    """What keeps a filing from being read as it should be, or is odd about it."""

    @property
    def kind(self) -> str:
        """What is wrong, such as `cut-off`."""
    @property
    def field(self) -> _Field | None:
        """The part of the filing; None for the whole."""
    @property
    def detail(self) -> str:
        """Where and how much, in English."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Result:
    """What came of one filing."""

    @property
    def verdict(self) -> _Verdict:
        """The highest of its findings and problems."""
    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, by text and place."""
    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not read, or is odd."""
    @property
    def key(self) -> str:
        """The key that a registrar's decision follows; empty if the filing is clear."""
    @property
    def unread(self) -> bool:
        """Whether some text was left unread."""
    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in words (意见), line by line, in the language of the checker; none if the filing is clear."""

@final
class CheckedTable:
    """The results of a table: one row for each of its rows, in their order. Any library that speaks Arrow reads it."""

    @property
    def column_names(self) -> list[str]:
        """Those of `keep`, then verdict, findings, problems, key and unread."""
    @property
    def columns(self) -> dict[str, list[str]]:
        """The headers of the columns that are read as name, scope, text and id."""
    @property
    def num_rows(self) -> int:
        """The number of rows."""
    @property
    def counts(self) -> dict[_Verdict, int]:
        """Rows by verdict, heaviest first."""
    @property
    def unread(self) -> int:
        """Rows of which some text was left unread."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class CheckedStream:
    """The results of a table, made while they are read, which is possible once."""

    @property
    def column_names(self) -> list[str]:
        """Those of `keep`, then verdict, findings, problems, key and unread."""
    @property
    def columns(self) -> dict[str, list[str]]:
        """The headers of the columns that are read as name, scope, text and id."""
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Checker:
    """Rules and a profile, ready to check texts and tables on any number of threads.

    It can be pickled: files of rules go with it. Where it is unpickled, the version of the package, the rules (by hash), the day
    and the profile are compared; a difference is an `OtherCheckError`.

    profile: `filing`, `stock`, `advertising`, `literal`, or the path of a file with a profile.
    as_of: the day whose rules are applied, as a date or as "2026-03-01"; today in Beijing if None.
    terms: files with own terms. rules: folders of rule sets, or `built-in:guoling-737`, `built-in:guoling-768`.
    disguises: whether replaced characters, pinyin and split characters are searched for.
    lang: `zh` or `en`, the language of reasons and errors; that of the locale if None, and Chinese if it is neither.
    """

    def __new__(
        cls,
        profile: _Path = "filing",
        as_of: date | str | None = None,
        terms: Sequence[_Path] = (),
        rules: Sequence[_Path] = (),
        disguises: bool = True,
        lang: Literal["zh", "en"] | None = None,
    ) -> Checker: ...
    def check(self, name: _Texts = None, scope: _Texts = None, *, text: _Texts = None, id: _Texts = None) -> Result:
        """Checks one filing: its names, its business scopes, advertising texts; None is no text."""
    def check_table(
        self,
        table: _Table,
        *,
        name: _Texts = None,
        scope: _Texts = None,
        text: _Texts = None,
        id: _Texts = None,
        keep: _Texts = None,
        threads: int = 0,
    ) -> CheckedTable:
        """Checks every row of a table.

        name, scope, text and id are the headers of columns; those of a field that is not named are found by known headers. keep:
        columns to carry along, in front of the results. threads: 0 is one for each core. Other columns are not read.
        """
    def check_stream(
        self,
        table: _Table,
        *,
        name: _Texts = None,
        scope: _Texts = None,
        text: _Texts = None,
        id: _Texts = None,
        keep: _Texts = None,
        threads: int = 0,
    ) -> CheckedStream:
        """Checks the rows of a table while the results are read, in bounded memory. Arguments are those of `check_table`."""
    @property
    def profile(self) -> str:
        """The name of the profile."""
    @property
    def as_of(self) -> date:
        """The day whose rules are applied."""
    @property
    def identity(self) -> dict[str, str]:
        """What has to be the same for verdicts to be of one check: tool_version, rule_set, rule_set_sha256, as_of, profile."""

def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program `mingcha` with these arguments, or with those of the process, and returns its exit status."""

def _restore(pickled: str) -> Checker: ...
