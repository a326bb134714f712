"""A year of a made-up firm through the commands, on both databases: at every step the sentence that both would sign.

Eight tasks, each with a first sign after one to six weeks and a fair date in week 12: one that takes time and works,
one that never works, one stopped by its rule, one never measured, one whose two people disagree, one late, one whose
ask changes under way, and the second, launched once more.
"""

import json
import re
import shlex
from datetime import datetime

import pytest

pytest_plugins = ["postgres"]

FIRM = (
    "init --organisation 'Bjerre Pumper A/S' --manager 'Mette Holm' --director 'Lars Kjær' --language da "
    "--currency DKK --yearly-budget 2400000 --hourly-cost 650 --required-return 10 --sales-cycle-weeks 8 "
    "--capacity-hours 60 --goal 'Flere henvendelser | fødevarefabrikker | tilbud om måneden' --agreed-on 2026-01-05"
)
SOUND = {
    "task_type": "search_ads",
    "problem_type": "enquiries",
    "audience": "værkførere på mejerier",
    "need": "reported",
    "outcome": "enquiries",
    "effect_as": "contribution",
    "anyway": "hardly_any",
    "goal": "flere_henvendelser",
    "goal_fit": "directly",
    "evidence": "data",
    "visible_in": 30,
    "date_bound": "wish",
    "cost": [30_000, 40_000, 50_000],
    "hours": [20, 30, 40],
    "extra_contribution": [100_000, 200_000, 300_000],
}
BLOCK = "--metric henvendelser --level '10 om måneden' --sign besøg --sign-level '200 om ugen' --sign-week 4"
STOP = "--stop-limit 50 --stop-week 6"
METTE, BOTH = "--agreed-by 'Mette Holm'", "--agreed-by 'Mette Holm og Lars Kjær'"
BEHIND = "Det er bagud i forhold til det, vi aftalte, men stadig inden for, hvad den slags tager."
EARLY = "Det er for tidligt at bedømme: Det første tegn kommer den 9. februar 2026 (uge 4 efter beslutningen)"

YEAR = f"""
001 2026-01-12 new Reservedele => GØR DET: Reservedele
001 2026-01-12 decide go => Det er et ja, når vi er enige om, hvad der er en succes.
001 2026-01-12 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-06-01 --chance 60 --level mange
    => --level: Skriv ét tal, fx 12 om måneden.
001 2026-01-12 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-02-01 {METTE}
    => Tegnet skal komme før målet, så flyt den ene af de to.
001 2026-01-12 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-06-01 --chance 60 {METTE}
    => Det er et ja, når Lars Kjær også har sagt ja.
001 2026-01-13 list => Ét ja
001 2026-01-13 show => Vi venter på et ja fra Lars Kjær
001 2026-01-13 memo => Ja fra Mette Holm den 12. januar 2026. Vi venter på et ja fra Lars Kjær
001 2026-01-13 review --measured 2 => 2026-001 venter på et ja til, hvad der er en succes.
001 2026-01-21 due => -yes
001 2026-01-22 due => yes
001 2026-01-23 agree --yes --by 'Lars Kjær' --chance 80 => Så er det et ja.
001 2026-01-26 review --measured 2 --sign-value 30 => {EARLY}
001 2026-02-09 due => sign
001 2026-02-09 review --sign-value 120 => {BEHIND}
001 2026-02-23 due => sign stop
001 2026-02-23 review --sign-value 210 => Det er på vej.
001 2026-02-23 show => Fra den 6. april 2026 kan det bedømmes.
    | 9. februar 2026 (uge 4): Tidligt tegn: 120. {BEHIND}
001 2026-04-06 due => judge
001 2026-04-06 review --measured 6 => Vi er kommet 50 % af vejen.
001 2026-06-01 due => outcome
001 2026-06-01 review --measured 11 --contribution 120000 --cost 38000 => Det lykkedes.
    | Niveauet: 11 målt, 10 om måneden aftalt. Datoen: nået senest den 1. juni 2026, aftalt til den 1. juni 2026.
    | Pengene: 120.000 kr. i ekstra dækningsbidrag indtil nu.

002 2026-01-13 new Brev => GØR DET: Brev
002 2026-01-13 decide go => triage agree 2026-002
002 2026-01-13 agree {BLOCK} --stop 'direktøren siger fra' --by-date 2026-05-12 {BOTH}
    => Det måler vi senest den 20. januar 2026.
002 2026-01-20 due => baseline
002 2026-01-20 agree --baseline 2 => Før start var tallet 2
002 2026-02-10 due => sign -baseline
002 2026-02-10 review --sign-value 40 => {BEHIND}
002 2026-02-24 due => sign
002 2026-02-24 review --sign no => Det er bagud: Det tidlige tegn er ikke kommet
002 2026-04-07 due => judge
002 2026-04-07 review --measured 3 --sign-value 45 => Det virker ikke: Nu burde det kunne ses, og det kan det ikke.
002 2026-05-12 due => outcome
002 2026-05-12 review --measured 3 --contribution 5000 => Det lykkedes ikke.

003 2026-01-14 new Messe => GØR DET: Messe
003 2026-01-14 decide go => triage agree 2026-003
003 2026-01-14 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-05-13 --ceiling 30000 {BOTH} => under 50 (besøg)
003 2026-02-25 due => stop
003 2026-02-25 review --sign-value 12 --cost 31000 => Stopper vi nu, holder vi en aftale. Det er ikke at give op.
    | Loftet er brudt: 31.000 kr. brugt, og vi aftalte højst 30.000 kr.
003 2026-02-26 review --stop --because 'Som aftalt' => Vi har stoppet det, som vi havde aftalt.

004 2026-01-15 new Podcast => GØR DET: Podcast
004 2026-01-15 decide go => triage agree 2026-004
004 2026-01-15 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-05-14 {BOTH} => Så er det et ja.
004 2026-02-12 due => sign
004 2026-02-12 review --cost 9000 => Om det er på vej, kan vi ikke sige, for det er ikke målt.
004 2026-04-09 due => judge
004 2026-05-14 due => outcome
004 2026-05-14 review --cost 20000 => Om det lykkedes, kan vi ikke vide, for det blev ikke målt.
004 2026-05-14 show => Afsluttet og evalueret.

005 2026-01-16 new Film => GØR DET: Film
005 2026-01-17 form
005 2026-01-19 read need=c outcome=a visible_in='40 uger' => Svarene er gemt.
005 2026-01-20 ask --compare need=manager => Det er vi ikke enige om endnu, så det står åbent
005 2026-01-20 memo => Marketingchefen siger: 14. august 2026 (30 uger). Direktøren siger: 26. oktober 2026 (40 uger).
005 2026-01-21 decide go --because 'Vi prøver' --assumes 'Folk ser film' --check 2026-03-02 --by both
    => triage agree 2026-005
005 2026-01-21 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-05-20 --chance 70 {METTE} => Lars Kjær
005 2026-01-22 form
005 2026-01-22 read need=c outcome=a visible_in='40 uger' block_yes=ja block_chance=30 => Så er det et ja.
005 2026-03-02 due => check
005 2026-05-20 due => outcome
005 2026-05-20 review --measured 7 => Det lykkedes delvis. | Direktøren siger: 29. oktober 2026 (40 uger).
    | Det blev ikke nået. Marketingchefen gav det 70 %, direktøren 30 %.

006 2026-01-19 new Skilte => GØR DET: Skilte
006 2026-01-19 decide go => triage agree 2026-006
006 2026-01-19 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-05-18 {BOTH} => Så er det et ja.
006 2026-02-16 review --sign-value 220 => Det er på vej.
006 2026-05-18 review --measured 9 => Vi er kommet 88 % af vejen.
006 2026-06-22 review --measured 10 => Det lykkedes, men senere end aftalt.

007 2026-01-20 new Video => GØR DET: Video
007 2026-01-20 decide go => triage agree 2026-007
007 2026-01-20 agree {BLOCK} {STOP} --baseline 2 --by-date 2026-05-19 {BOTH} => Så er det et ja.
007 2026-02-02 new --again 2026-007 cost=90000 --because 'Gør det til tre film' => gjaldt noget andet
007 2026-02-02 agree --yes --by 'Lars Kjær' => Ja'et fra Lars Kjær den 2. februar 2026 står stadig
007 2026-02-03 agree --yes --by 'Mette Holm' => Det ja er skrevet ned.
007 2026-02-03 agree --level 14 => står ved magt og bliver ikke erstattet uden videre.
007 2026-02-03 agree --level 14 --change 'Tre film skal give mere' {METTE}
    => Det er et ja, når Lars Kjær også har sagt ja.
007 2026-02-13 due => yes
007 2026-02-13 agree --yes --by 'Lars Kjær' => Det ja er skrevet ned.
007 2026-02-14 agree --sign besøgende --correct 'Vi mente mennesker' => Skrivefejlen er rettet
007 2026-02-17 due => sign
007 2026-02-17 review --sign-value 230 => En tidligere udgave, fra den 20. januar 2026:
    | Ændret den 3. februar 2026. Grunden: Tre film skal give mere.
    | Skrivefejl rettet den 14. februar 2026. Grunden: Vi mente mennesker.
007 2026-05-19 due => outcome
007 2026-05-19 review --measured 14 => Det lykkedes.

008 2026-09-01 new Brev --whats-new 'Nu med navn på' => Det er prøvet før og virkede ikke
008 2026-09-01 decide go --because 'Ny liste' --assumes 'De åbner brevet' --check 2026-10-01 --by both
    => triage agree 2026-008
008 2026-09-01 agree {BLOCK} {STOP} --baseline 3 --by-date 2026-12-29 {BOTH} => Så er det et ja.
008 2026-09-29 due => sign
008 2026-09-29 review --sign-value 260 => Det er på vej.
008 2026-12-29 due => outcome check
008 2026-12-29 review --measured 12 --assumption held => Det lykkedes.
"""


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, monkeypatch):
    if request.param == "postgres":
        monkeypatch.setenv("TRIAGE_REGISTER", request.getfixturevalue("postgres_url"))


@pytest.fixture
def year(run, tmp_path, monkeypatch):
    """Play the steps of a year; every line is what was done, and what the screen must say of it."""
    monkeypatch.setattr("triage.usecases.parts.assessing.analyse", lambda *_: None)  # how sure it is, is not told here
    return Year(run, tmp_path, monkeypatch)


class Year:
    """The program with a clock."""

    def __init__(self, run, folder, monkeypatch) -> None:
        self.run, self.folder, self.monkeypatch = run, folder, monkeypatch

    def do(self, day, *line):
        self.monkeypatch.setenv("TRIAGE_NOW", f"{day}T09:00")
        made = self.run(*line, "--lang", "da")
        return made.out + made.err

    def step(self, number, day, command, words, said):
        line = " ".join((number, day, command, *words))
        request_id = f"2026-{number}"
        match command:
            case "due":
                found = json.loads(self.do(day, "due", "--format", "json"))
                abouts = {each["about"] for each in found if each["id"] == request_id}
                for each in said.split():
                    assert (each.lstrip("-") in abouts) is not each.startswith("-"), (line, found)
                return
            case "new" if words[0] != "--again":
                out = self.do(day, "new", "--from", self.request(words[0]), "--no-input", *words[1:])
            case "new":
                out = self.do(day, "new", *words, "--no-input")
            case "form":
                (self.folder / "form.txt").write_text(self.do(day, "ask", request_id, "--form"), encoding="utf-8")
                return
            case "read":
                out = self.do(day, "ask", request_id, "--read", self.filled(words))
            case "list":
                out = self.do(day, "list")
            case "show" | "memo":
                out = self.do(day, command, request_id)
            case _:
                out = self.do(day, command, request_id, *words, "--no-input")
        for sentence in said.split(" | "):
            assert sentence in " ".join(out.split()), (line, out)

    def request(self, title):
        file = self.folder / f"{title}.json"
        answers = {"request": f"{title}, som de andre har det."} | SOUND
        file.write_text(json.dumps({"title": title, "asked_by": "Lars Kjær", "answers": answers}), encoding="utf-8")
        return str(file)

    def filled(self, words):
        text = (self.folder / "form.txt").read_text(encoding="utf-8")
        for name, answer in (each.split("=") for each in words):
            text = re.sub(rf"(\[{name}\].*?\n-> )", rf"\g<1>{answer}", text, count=1, flags=re.DOTALL)
        (self.folder / "form.txt").write_text(text, encoding="utf-8")
        return str(self.folder / "form.txt")


def steps():
    """The steps in the order of time; those of a day in the order in which they stand."""
    lines = [line for line in YEAR.replace("\n    ", " ").splitlines() if line]
    told = []
    for line in lines:
        said, _, shows = line.partition(" => ")
        number, day, command, *words = shlex.split(said)
        told.append((number, day, command, words, shows.strip()))
    return sorted(told, key=lambda each: datetime.fromisoformat(each[1]))


@pytest.mark.usefixtures("database")
def test_a_year_is_told_in_sentences_that_both_would_sign(year):
    assert year.do("2026-01-05", *shlex.split(FIRM)) is not None
    for each in steps():
        year.step(*each)
    said = year.do("2027-01-04", "report", "--since", "2026-01-01", "--until", "2026-12-31")
    ended = "3 lykkedes, 1 lykkedes ikke, 1 blev stoppet, 1 lykkedes senere end aftalt"
    assert all(part in said for part in (*ended.split(", "), "1 lykkedes delvis", "1 blev ikke målt til sidst")), said
