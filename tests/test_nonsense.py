"""Every command answers nonsense with clear lines and the right exit code, never with a traceback."""

import pytest

USAGE = [
    ["nonsense"],
    ["score", "--formt", "json"],
    ["score", "--format", "xml", "x.yaml"],
    ["list", "--verdict", "maybe"],
    ["list", "--since", "yesterday"],
    ["list", "--limit", "none"],
    ["list", "--limit", "0"],
    ["list", "--lang", "xx"],
    ["show"],
    ["memo"],
    ["rules", "nonsense"],
    ["rules", "explain"],
    ["new", "--lang", "klingon"],
    ["show", "1", "--format", "xml"],
    ["init", *["--goal", "g"] * 6],
    ["ask", "1", "--form", "--read", "x.txt"],
    ["ask", "1", "--read", "x.txt", "--compare"],
    ["ask", "1", "need=proven"],
    ["ask", "1", "--form", "--take", "director"],
    ["ask", "1", "-o", "x.txt"],
    ["show", "1", "2", "--arithmetic"],
    ["show", "1", "--rules", "x.yaml"],
    ["new", "--again", "1", "--quick"],
    ["new", "need=proven"],
    ["new", "--title", "x"],
    ["decide", "1"],
    ["decide", "1", "perhaps"],
    ["decide", "1", "closed", "--because", "x", "--assumes", "y"],
    ["help", "nonsense"],
    ["help", "new", "nonsense"],
]
INPUT = [
    ["score", "no-such-file.yaml"],
    ["score", "."],
    ["show", "no-such-id"],
    ["show", "1"],
    ["memo", "last"],
    ["rules", "check", "no-such-file.yaml"],
    ["rules", "check", "."],
    ["rules", "test", "no-such-folder"],
    ["rules", "explain", "ned"],
    ["new"],
    ["new", "--no-input"],
    ["new", "--resume"],
    ["new", "--again", "1"],
    ["show", "1", "2"],
    ["new", "--from", "no-such-file.yaml", "--no-input"],
    ["new", "--rules", "no-such-rules.yaml", "--no-input", "--from", "x.yaml"],
    ["init"],
    ["init", "--no-input"],
    ["init", "--no-input", "--yearly-budget", "a lot"],
    ["init", "--no-input", "--yearly-budget", "0"],
    ["init", "--no-input", "--currency", "XYZ"],
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(("arguments", "code"), [(each, 2) for each in USAGE] + [(each, 1) for each in INPUT], ids=str)
def test_nonsense_is_answered_in_clear_lines(arguments, code, language, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", {"da": "da_DK.UTF-8", "en": "en_GB.UTF-8"}[language])
    result = run(*arguments)
    assert result.code == code, result
    assert "Traceback" not in result.err + result.out
    assert len(result.err.strip().splitlines()) == 1, result.err
    assert not (tmp_path / "home" / "bug.txt").exists()


def test_a_bug_is_two_plain_words_and_a_file(run, monkeypatch, home):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("oh no")

    monkeypatch.setattr("triage.usecases.list.list_requests", broken)
    result = run("list")
    assert result.code == 3
    assert "Traceback" not in result.err
    assert "ZeroDivisionError" in (home / "bug.txt").read_text(encoding="utf-8")
