"""What people type in files and on the command line: what it counts as to the last digit, and how that is told."""

from datetime import date

import pytest
from triage.adapters.files.requestfiles import Reader, Rejected
from triage.core.request.request import Profile, Range

from bundled import RULES

TODAY = date(2026, 11, 20)
YAML = "answers: {{request: x, task_type: tiktok, need: proven, {}}}\n"


def read(name, text, currency="DKK"):
    (found,) = Reader(RULES, Profile(currency=currency), TODAY).read(name, text.encode())
    return found


def cell(question, typed):
    return read("sheet.csv", f'request,task_type,need,{question}\nx,tiktok,proven,"{typed}"\n')


@pytest.mark.parametrize(
    ("typed", "low", "likely", "high"),
    [
        ("20-60.000", 20_000, 40_000, 60_000),
        ("20,5-60.000 kr.", 20_500, 40_250, 60_000),
        ("1234.567", 1_234.567, 1_234.567, 1_234.567),
        ("12345.500", 12_345.5, 12_345.5, 12_345.5),
        ("45.000,00 kr.", 45_000, 45_000, 45_000),
        ("kr 120.000,-", 120_000, 120_000, 120_000),
        ("20.000 om måneden", 480_000, 480_000, 480_000),  # in the 24 months over which the effect of TikTok is counted
        ("12 x 20.000", 240_000, 240_000, 240_000),
        ("20.000 ekskl. moms", 20_000, 20_000, 20_000),
        ("max 20.000", 20_000, 20_000, 20_000),
        ("et par hundrede", 200, 200, 200),
    ],
)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_an_amount_in_a_file(typed, low, likely, high, form):
    found = cell("cost", typed) if form == "csv" else read("r.yaml", YAML.format(f'cost: "{typed}"'))
    assert found.value("cost") == Range(low, likely, high)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.12", date(2026, 12, 24)),
        ("01.02", date(2027, 2, 1)),
        ("15.12", date(2026, 12, 15)),
        ("jul", date(2026, 12, 24)),
        ("inden jul", date(2026, 12, 24)),
        ("påske", date(2027, 3, 28)),
        ("Q2", date(2027, 6, 30)),
        ("2. kvartal", date(2027, 6, 30)),
        ("primo juni", date(2027, 6, 1)),
        ("medio juni", date(2027, 6, 15)),
        ("ultimo juni", date(2027, 6, 30)),
        ("efter sommerferien", date(2027, 8, 9)),
        ("på mandag", date(2026, 11, 23)),
        ("6-8 uger", date(2027, 1, 15)),
        ("u. 16", date(2027, 4, 23)),
        ("2027/05/01", date(2027, 5, 1)),
        ("11/2/2027", date(2027, 2, 11)),
        ("i januar", date(2027, 1, 31)),
    ],
)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_a_day_in_a_file(typed, day, form):
    found = cell("visible_in", typed) if form == "csv" else read("r.yaml", YAML.format(f"visible_in: {typed}"))
    assert found.value("visible_in") * 7 == pytest.approx((day - TODAY).days)


@pytest.mark.parametrize("typed", ["halvdelen", "half", "50 %", "5 ud af 10"])
def test_a_part_in_a_file(typed):
    assert cell("anyway", typed).value("anyway") == 50


@pytest.mark.parametrize("typed", ["-", "n/a", "TBD", "?", "ved ikke", "#N/A"])
@pytest.mark.parametrize("question", ["cost", "visible_in", "anyway", "problem", "outcome"])
def test_dont_know_in_a_file(question, typed):
    assert cell(question, typed).value(question) is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (YAML.format("anyway: 0.7"), ["answer.share"]),
        (YAML.format('anyway: "0,5"'), ["answer.share"]),
        (YAML.format("cost: 20.000"), ["yaml.thousands"]),
        (YAML.format("cost: halvdelen"), ["answer.part_of_what"]),
        (YAML.format("cost: halvdelen af 40.000"), ["answer.part_of_what"]),
        (YAML.format("hours: a third"), ["answer.part_of_what"]),
        (YAML.format("visible_in: søndag den 30. november"), ["answer.weekday"]),
        (YAML.format("visible_in: by Sunday 30 November"), ["answer.weekday"]),
        ("profile: {currency: [EUR]}\n" + YAML.format("cost: 1"), ["file.currency"]),
        (
            "profile: {hourly_cost: 1.0e+300, horizon_months: 1.0e+300}\n" + YAML.format("cost: 1"),
            ["file.profile_number", "file.profile_number"],
        ),
    ],
)
def test_what_is_asked_about_rather_than_guessed(text, keys):
    found = read("r.yaml", text)
    assert isinstance(found, Rejected)
    assert [each.message.key for each in found.problems] == keys


@pytest.mark.parametrize(
    ("figure", "typed", "value"),
    [
        ("yearly_budget", "900.000", 900_000),
        ("yearly_budget", "2,5 mio", 2_500_000),
        ("hourly_cost", "1.200", 1_200),
        ("hourly_cost", "350.5", 350.5),
        ("capacity_hours", "1.200", 1_200),
        ("required_return", "0.1", 0.1),
        ("required_return", "10 %", 0.1),
        ("horizon_months", "24", 24),
    ],
)
def test_a_figure_of_the_firm_in_a_file(figure, typed, value):
    sheet = f'request,task_type,{figure}\nx,tiktok,"{typed}"\n'
    assert getattr(read("a.csv", sheet).profile, figure) == pytest.approx(value)
    assert (
        getattr(read("a.yaml", f"profile: {{{figure}: '{typed}'}}\n" + YAML.format("cost: 1")).profile, figure) == value
    )


@pytest.mark.parametrize(
    ("figure", "typed", "key"),
    [
        ("yearly_budget", "1_000", "file.profile_number"),
        ("yearly_budget", "1e6", "file.profile_number"),
        ("horizon_months", "10%", "file.profile_number"),
        ("required_return", "10", "file.profile_share"),
        ("required_return", "120%", "file.profile_share"),
    ],
)
def test_a_figure_of_the_firm_that_is_asked_about(figure, typed, key):
    found = read("a.csv", f"request,task_type,{figure}\nx,tiktok,{typed}\n")
    assert isinstance(found, Rejected)
    assert [problem.message.key for problem in found.problems] == [key]


def test_a_title_that_steers_a_terminal_is_words_alone():
    text = 'title: "\\e]52;c;aGFjaw==\\e\\\\ hello\\u202e"\nanswers: {request: x, task_type: tiktok, need: own_wish}\n'
    assert read("r.yaml", text).title == "hello"


SAID = {
    "da": [
        "Udgifter: 20-60.000 læses som 40.000 kr. (mellem 20.000 kr. og 60.000 kr.).",
        "Hvornår effekten skal kunne ses: 24.12 læses som 24. december 2026 (4,9 uger fra i dag).",
    ],
    "en": [
        "Cash cost: 20-60.000 is read as 40,000 kr (between 20,000 kr and 60,000 kr).",
        "When the effect must show: 24.12 is read as 24 December 2026 (4.9 weeks from today).",
    ],
}


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-20T12:00:00+00:00")
    file = tmp_path / "sheet.csv"
    rows = "x,tiktok,proven,20-60.000,24.12\ny,tiktok,proven,20000,2027-05-01\nz,tiktok,proven,3.5,20\n"
    file.write_text("request,task_type,need,cost,visible_in\n" + rows, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("command", ["score", "new --no-input --from", "import --yes"])
def test_a_file_tells_how_it_was_read_and_nothing_of_what_is_written_plainly(run, sheet, command, language):
    said = run("--lang", language, *command.split(), sheet).out
    assert [line for line in said.splitlines() if line in SAID[language]] == SAID[language]
    assert sum("læses som" in line or "is read as" in line for line in said.splitlines()) == 2


@pytest.mark.parametrize("command", ["what-if", "new --again"])
def test_changed_answers_tell_how_they_were_read(run, sheet, command):
    run("new", "--no-input", "--from", sheet)
    said = run(*command.split(), "1", "cost=20-60.000", "visible_in=24.12").out
    assert [line for line in said.splitlines() if line in SAID["en"]] == SAID["en"]


def test_a_list_tells_how_it_was_read_where_it_has_words(run, tmp_path):
    file = tmp_path / "list.yaml"
    file.write_text(YAML.format("cost: [20, 60k], hours: [1.5, 2.5]"), encoding="utf-8")
    lines = [line for line in run("score", str(file)).out.splitlines() if "is read as" in line]
    assert lines == ["Cash cost: 20 / 60k is read as 40,000 kr (between 20,000 kr and 60,000 kr)."]


def test_every_way_of_writing_is_told_once_and_never_more_than_ten(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-20T12:00:00+00:00")
    file = tmp_path / "long.csv"
    alike = "".join(f'x,tiktok,proven,"{at}.000",\n' for at in range(20, 60))
    spans = "".join(f'x,tiktok,proven,"{at}-60.000",\n' for at in range(20, 50))
    file.write_text("request,task_type,need,cost,visible_in\n" + alike + spans, encoding="utf-8")
    lines = [line for line in run("score", str(file)).out.splitlines() if "read" in line]
    assert lines[0] == "Cash cost: 20.000 is read as 20,000 kr."
    assert lines[1].startswith("Cash cost: 20-60.000 is read as")
    assert (len(lines), lines[-1].startswith("There are more")) == (11, True)


def test_programs_are_told_nothing(run, sheet):
    assert "is read as" not in "".join(run("score", sheet, "--format", form).out for form in ("json", "jsonl", "csv"))


def test_a_figure_of_the_firm_is_told_as_it_is_read(run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("request,task_type,yearly_budget,required_return\nx,tiktok,900.000,10 %\n")
    told = run("score", str(file), "--lang", "da").out
    assert "yearly_budget: 900.000 læses som 900.000 kr." in told
    assert "required_return: 10 % læses som 10 %." in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "da",
            [
                "Hvornår effekten skal kunne ses: 2.5 læses som 7. december 2026 (2,5 uger fra i dag).",
                "Hvornår effekten skal kunne ses: 24.12 læses som 24. december 2026 (4,9 uger fra i dag).",
                "Hvornår effekten skal kunne ses: 2-5 læses som 2. maj 2027 (23,3 uger fra i dag).",
            ],
        ),
        (
            "en",
            [
                "When the effect must show: 2.5 is read as 7 December 2026 (2.5 weeks from today).",
                "When the effect must show: 24.12 is read as 24 December 2026 (4.9 weeks from today).",
                "When the effect must show: 2-5 is read as 2 May 2027 (23.3 weeks from today).",
            ],
        ),
    ],
)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_weeks_that_look_like_a_day_are_told_once_and_so_are_days(run, tmp_path, monkeypatch, form, language, told):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-20T12:00:00+00:00")
    file = tmp_path / f"requests.{form}"
    typed = ["2.5", "1.1", "24.12", "2-5", "12.24", "20", "20.0", "01.02"]
    if form == "csv":
        rows = "".join(f"x,tiktok,proven,{each}\n" for each in typed)
        file.write_text("request,task_type,need,visible_in\n" + rows, encoding="utf-8")
    else:
        rows = [YAML.format(f"visible_in: {each}") for each in typed]
        file.write_text("".join(f"- {row}" for row in rows), encoding="utf-8")
    said = run("--lang", language, "score", str(file)).out.splitlines()
    assert [line for line in said if "læses som" in line or "is read as" in line] == told


@pytest.mark.parametrize("typed", ["2026-12-24", "24-12-2026", "24.12.2026", "24/12/2026", "24-12-26"])
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_every_day_is_read_alike_in_whichever_column(typed, form):
    days, weeks = ("asked_on", "success_by", "duty_from"), ("ready_by", "visible_in")
    text = f"asked_on: {typed}\n" + YAML.format(", ".join(f"{name}: {typed}" for name in (*days[1:], *weeks)))
    if form == "csv":
        columns = ",".join((*days, *weeks))
        text = f"request,task_type,need,{columns}\nx,tiktok,proven{(',' + typed) * 5}\n"
    found = read("r." + form, text)
    assert {found.asked_on, *map(found.value, days[1:])} == {date(2026, 12, 24)}
    assert {found.value(name) * 7 for name in weeks} == {34}


@pytest.mark.parametrize("typed", ["31-02-2026", "11/24/2026", "02-11", "yesterday"])
def test_what_is_no_day_on_which_it_was_asked_is_told(typed):
    found = cell("asked_on", typed)
    assert [each.message.key for each in found.problems] == ["file.day"]


def test_the_day_on_which_it_was_asked_is_told_as_it_was_read(run, tmp_path):
    file = tmp_path / "asked.csv"
    rows = "".join(f"x,tiktok,proven,{day}\n" for day in ("2026-11-02", "11/2/2026", "3/2/2026", "24.10.2026"))
    file.write_text("request,task_type,need,asked_on\n" + rows, encoding="utf-8")
    said = run("score", str(file)).out.splitlines()
    assert [line for line in said if "is read as" in line] == [
        "When it was asked: 11/2/2026 is read as 11 February 2026.",
        "When it was asked: 24.10.2026 is read as 24 October 2026.",
    ]


def test_a_figure_in_the_files_own_currency_is_told_in_it(run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("request,task_type,yearly_budget,currency\nx,tiktok,900.000,EUR\n")
    assert "yearly_budget: 900.000 læses som 900.000 €." in run("score", str(file), "--lang", "da").out
