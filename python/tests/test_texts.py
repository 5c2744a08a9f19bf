"""One filing at a time."""

from __future__ import annotations

import datetime
import doctest
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mingcha
from conftest import AS_OF
from filings import HITS
from mingcha import Checker, MingchaError, OtherCheckError, RulesError, TextError


def test_the_examples_of_the_package_hold() -> None:
    failed, run = doctest.testmod(mingcha)
    assert (failed, run > 10) == (0, True)


@pytest.mark.parametrize("before", ["", "甲；", "😀𝐑；", "e\u0301；", "\u200b\ufeff"])
@pytest.mark.parametrize("hit", HITS)
def test_a_span_cuts_the_original_out_of_the_str(checker: Checker, before: str, hit: str) -> None:
    scope = before + hit + "；软件开发"
    findings = checker.check(scope=scope).findings
    assert findings
    for finding in findings:
        assert scope[finding.start:finding.end] == finding.matched
        assert finding.span == (finding.start, finding.end)
        assert finding.matched in finding.excerpt


def test_a_finding_has_what_a_report_has(checker: Checker) -> None:
    finding = checker.check(scope="不含虛.擬.貨.幣").findings[0]
    assert (finding.field, finding.column, finding.term, finding.tier) == ("scope", "scope", "虚拟货币", "named")
    assert finding.rule.startswith("yinfa-2026-42/") and finding.clause == "银发〔2026〕42号（八）"
    assert "虚拟货币" in finding.quote and "script" in finding.evidence and "spaced" in finding.evidence
    assert finding == checker.check(scope="不含虛.擬.貨.幣").findings[0]


def test_text_that_was_not_read_is_never_clear(checker: Checker) -> None:
    result = checker.check(name="甲公司", scope="软件开发；稳定...")
    assert (result.verdict, result.unread, result.findings) == ("unchecked", True, ())
    assert [problem.kind for problem in result.problems] == ["cut-off"]
    assert result.problems[0].field == "scope"


def test_the_reasons_are_in_the_language_of_the_checker(checker: Checker) -> None:
    assert any("（八）" in reason for reason in checker.check(name="甲RWA公司").reasons)
    chinese = Checker(as_of=AS_OF, lang="zh").check(name="甲RWA公司").reasons
    assert chinese and all("RWA" not in reason or "名称" in reason for reason in chinese[:1])
    assert checker.check(name="甲公司").reasons == ()


def test_a_filing_may_have_several_texts(checker: Checker) -> None:
    cut = checker.check(scope=["软件开发；稳定", "币发行"])
    assert [("cut" in finding.evidence) for finding in cut.findings] == [True]
    assert checker.check(name=("甲公司", "乙RWA公司")).verdict == "reject"
    assert checker.check(text="购买虚拟货币").verdict == "review"
    assert checker.check().verdict == "clear"


def test_the_key_is_that_of_the_id_and_the_texts(checker: Checker) -> None:
    key = checker.check(name="甲RWA公司", scope=None, id="91").key
    assert key == checker.check(name=["甲RWA公司"], scope="", id=" 91 ").key
    assert key != checker.check(name="甲RWA公司", id="92").key and key.startswith("k2")
    assert checker.check(name="甲公司").key == ""


def test_options_mean_what_they_mean_in_the_program(tmp_path: Path) -> None:
    ban = "未经批准不得从事虚拟货币交易"
    assert Checker(as_of=AS_OF).check(scope=ban).verdict == "reject"
    assert Checker("stock", as_of=AS_OF).check(scope=ban).verdict == "review"
    assert Checker(as_of=AS_OF).check(scope="虚拟贷币").verdict == "review"
    assert Checker(as_of=AS_OF, disguises=False).check(scope="虚拟贷币").verdict == "clear"

    terms = tmp_path / "own.csv"
    terms.write_text("term\n时光机\n", encoding="utf-8")
    assert Checker(as_of=AS_OF, terms=[terms]).check(scope="時光機体验").verdict == "review"
    assert Checker(as_of=AS_OF, rules=["built-in:guoling-737"]).check(name="甲金融公司").verdict != "clear"
    assert Checker(as_of=datetime.date(2026, 3, 1)).as_of == datetime.date(2026, 3, 1)


def test_what_cannot_be_applied_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_text("word\n甲\n", encoding="utf-8")
    cases = [
        ({"as_of": "2020-01-01"}, "as_of"), ({"as_of": "yesterday"}, "yesterday"), ({"profile": "none"}, "none"),
        ({"terms": [tmp_path / "missing.csv"]}, "missing.csv"), ({"terms": [str(tmp_path / "broken.csv")]}, "broken.csv"),
        ({"rules": [tmp_path]}, "ruleset.csv"), ({"rules": ["built-in:none"]}, "guoling-737"), ({"lang": "fr"}, "fr"),
    ]
    for options, said in cases:
        with pytest.raises(RulesError, match=said) as error:
            Checker(**{"lang": "en", "as_of": AS_OF, **options})
        assert "--" not in str(error.value)
    with pytest.raises(RulesError, match="没有适用的规则集.*as_of"):
        Checker(as_of="2020-01-01", lang="zh")
    assert issubclass(RulesError, MingchaError) and issubclass(MingchaError, ValueError)


def test_a_rule_set_that_is_not_in_force_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "ruleset.csv").write_text("id,title,number,family,from,until\nlater,后,后1号,,2099-01-01,\n", encoding="utf-8")
    (tmp_path / "clauses.csv").write_text("clause,text\n一,甲\n", encoding="utf-8")
    builtin = Path(__file__).parents[2] / "data/rules/yinfa-2026-42/terms.csv"
    (tmp_path / "terms.csv").write_text(builtin.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.warns(UserWarning, match="later"):
        Checker(as_of=AS_OF, rules=[tmp_path], lang="en")


@pytest.mark.parametrize("given", [3, b"RWA", ["RWA", 3], object()])
def test_what_is_no_text_is_refused(checker: Checker, given: object) -> None:
    with pytest.raises(TypeError, match="name"):
        checker.check(name=given)  # type: ignore[arg-type]


def test_a_lone_surrogate_is_refused_and_not_skipped(checker: Checker) -> None:
    with pytest.raises(TextError, match="surrogate"):
        checker.check(scope="虚\ud800拟货币")


def test_a_pickled_checker_takes_its_rules_along(tmp_path: Path) -> None:
    terms = tmp_path / "own.csv"
    terms.write_text("term\n时光机\n", encoding="utf-8")
    made = Checker("stock", as_of=AS_OF, terms=[terms], rules=["built-in:guoling-768"], disguises=False, lang="en")
    pickled = pickle.dumps(made)
    terms.unlink()

    # Another process has neither the file nor the day.
    code = "import pickle, sys; c = pickle.load(sys.stdin.buffer); print(c.check(scope='時光機体验').verdict, c.identity)"
    said = subprocess.run([sys.executable, "-c", code], input=pickled, capture_output=True, check=True).stdout.decode()
    assert said.strip() == f"review {made.identity}"
    assert set(made.identity) == {"tool_version", "rule_set", "rule_set_sha256", "as_of", "profile"}


@pytest.mark.parametrize("part", ["tool_version", "rule_set", "rule_set_sha256", "profile"])
def test_a_checker_is_not_unpickled_where_its_check_is_another(checker: Checker, part: str) -> None:
    value = checker.identity[part].encode()
    here, elsewhere = (b'"' + part.encode() + b'":"' + other for other in (value, b"9" + value[1:]))
    pickled = pickle.dumps(checker)
    assert pickled.count(here) == 1
    with pytest.raises(OtherCheckError, match="not one check"):
        pickle.loads(pickled.replace(here, elsewhere))


def test_threads_share_a_checker(checker: Checker) -> None:
    scopes = [f"软件开发{number}；虚拟货币" for number in range(400)]
    with ThreadPoolExecutor(4) as pool:
        spans = list(pool.map(lambda scope: checker.check(scope=scope).findings[0].span, scopes))
    assert [scope[start:end] for scope, (start, end) in zip(scopes, spans)] == ["虚拟货币"] * 400
