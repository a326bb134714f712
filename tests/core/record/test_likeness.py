"""Whether the same was asked before.

The pairs are made up, as a Danish marketing department might write them; the weights and the limit of the likeness were
tuned on them and are judgements. Where a firm's own words are only in one language, nothing is found (``MISSED``).
"""

from datetime import date
from math import inf, nextafter

import pytest
from triage.core.record import likeness
from triage.core.record.likeness import Candidate, find_earlier
from triage.core.request.request import Answer, Origin, Request

from bundled import RULES

TODAY = date(2026, 9, 1)


def asked(task_type: str, words: str, audience: str | None = None, goal: str | None = None) -> dict[str, str]:
    answers = {"task_type": task_type, "request": words, "audience": audience, "goal": goal}
    return {name: value for name, value in answers.items() if value}


SAME = [
    # other words
    (
        asked("tiktok", "Everyone is on TikTok. Get us 10,000 followers before summer.", "Pump buyers"),
        asked("tiktok", "Everyone is on TikTok. Get us 5,000 followers before Christmas."),
    ),
    (
        asked("podcast", "Jeg vil lave en podcast om branchen."),
        asked("podcast", "Kan vi ikke få vores egen podcast, hvor vi taler om branchen"),
    ),
    (
        asked(
            "seo_content",
            "Vi skal ligge øverst på Google, når folk tænker på terrassen.",
            "Husejere med terrasse",
            "g1",
        ),
        asked("seo_content", "Få os op på Google, når folk søger efter terrasser", "Husejere", "g1"),
    ),
    (
        asked("search_ads", "Køb vores eget navn på Google, så konkurrenten ikke ligger over os."),
        asked("search_ads", "Konkurrenten ligger over os på Google. Køb annoncer på vores eget navn."),
    ),
    (
        asked("organic_meta", "Kæden i Odense har 8.000 følgere på Instagram. Vi har 400.", "Unge i Odense"),
        asked("organic_meta", "Vi skal have flere følgere på Instagram, ligesom kæden i Odense"),
    ),
    (
        asked("newsletter", "Send en mail ud til alle de mailadresser, vi har, om de nye pumper", "Gamle kunder", "g2"),
        asked("newsletter", "Skriv et nyhedsbrev til kunderne om de nye pumper", "Eksisterende kunder", "g2"),
    ),
    (
        asked("brand_video", "De andre revisorer har en film på forsiden. Det skal vi også have.", "Ejere af firmaer"),
        asked("brand_video", "Vi mangler en film på forsiden ligesom de andre revisorer", "Ejere af mindre firmaer"),
    ),
    (
        asked("webinar", "Lav et webinar om de nye ferieregler, så vi får kunder ud af det.", "Lønansvarlige", "g1"),
        asked("webinar", "Hold et webinar for lønfolk om ferieloven", "Lønansvarlige i mindre firmaer", "g1"),
    ),
    (
        asked("referral", "Giv et gavekort til alle, der anbefaler os til naboen.", "Kunder med varmepumpe"),
        asked("referral", "Giv kunderne et gavekort, hvis de anbefaler os til en ven", "Kunder med varmepumpe"),
    ),
    (
        asked("influencer", "Find en mor-influencer til lanceringen.", "Unge mødre", "g1"),
        asked("influencer", "Få en influencer, som er mor, til at vise produktet ved lanceringen", "Mødre", "g1"),
    ),
    (
        asked("promotion", "Giv studerende 15 % rabat på briller", "Studerende i Odense", "g2"),
        asked("promotion", "Vi burde have en rabat til de studerende"),
    ),
    (
        asked("pr", "Få os i Børsen med historien om eksporten", "Investorer"),
        asked("pr", "Historien om vores eksport skal i avisen", "Investorer"),
    ),
    # the other language
    (asked("rebrand", "Vi skal have et nyt logo."), asked("rebrand", "We need a new logo")),
    (
        asked("redesign", "Vores hjemmeside ser gammel ud. Vi skal have en ny."),
        asked("redesign", "Our website looks old, we need a new one"),
    ),
    (
        asked("tiktok", "Everyone is on TikTok. Get us 10,000 followers before summer.", "Pump buyers", "g1"),
        asked("tiktok", "Alle er på TikTok. Skaf os 10.000 følgere inden sommer.", "Pumpekøbere", "g1"),
    ),
    (
        asked("podcast", "Jeg vil lave en podcast om branchen.", "Folk i branchen"),
        asked("podcast", "Could we do our own podcast about the industry?", "People in the industry"),
    ),
    (
        asked("loyalty", "Lav en kundeklub med point, så folk kommer igen", "Faste kunder", "g3"),
        asked("loyalty", "A customer club with points so that people come back", "Regular customers", "g3"),
    ),
    (
        asked("newsletter", "Send et nyhedsbrev ud om de nye pumper", "Eksisterende kunder", "g2"),
        asked("newsletter", "Send a newsletter about the new pumps", "Existing customers", "g2"),
    ),
    (
        asked("ooh", "Vi skal køre med reklamer på busserne i Aarhus", "Aarhusianere", "g2"),
        asked("ooh", "Put our adverts on the buses in Aarhus", "People in Aarhus", "g2"),
    ),
    (
        asked("content_asset", "Skriv en case om sygehuset i Odense", "Indkøbere på sygehuse", "g1"),
        asked("content_asset", "A case study on the hospital in Odense", "Hospital buyers", "g1"),
    ),
    # again, as last year
    (
        asked("trade_fair", "Vi skal på messen i Herning til foråret", "Indkøbere fra byggemarkeder", "g1"),
        asked("trade_fair", "Should we do the trade fair in Herning again this year?"),
    ),
    (
        asked("direct_mail", "Send et brev til alle, der har købt et skur, om at olie det før vinter.", "Husejere"),
        asked("direct_mail", "Send brevet om skurolie fra sidste forår igen. Det virkede jo.", "Husejere"),
    ),
    (
        asked("paid_social", "Forårskampagne 2025 på Facebook med rabat på havemøbler", "Haveejere i Jylland", "g1"),
        asked("paid_social", "Kør forårskampagnen på Facebook igen i 2026", "Haveejere", "g1"),
    ),
    (
        asked("promotion", "20 % på alt til Black Friday", "Alle kunder"),
        asked("promotion", "Vi skal være med på Black Friday igen i år"),
    ),
    # nothing but the kind of task, which was asked for before
    (
        asked("webinar", "Lav et webinar om de nye ferieregler", "Lønansvarlige"),
        asked("webinar", "Lav lige et webinar"),
    ),
]

OTHER = [
    (
        asked("webinar", "Lav et webinar om de nye ferieregler", "Lønansvarlige i firmaer med 20-100 ansatte", "g1"),
        asked("webinar", "Hold et webinar om energibesparelser i ventilation", "Driftschefer i kommuner", "g1"),
    ),
    (
        asked("webinar", "Lav et webinar om de nye ferieregler", "Lønansvarlige", "g1"),
        asked("webinar", "Hold et webinar om energibesparelser i ventilation"),
    ),
    (
        asked("webinar", "A webinar on the new holiday rules", "Payroll managers", "g1"),
        asked("webinar", "Run a webinar showing how to choose a pump", "Plant engineers at dairies", "g2"),
    ),
    (
        asked("webinar", "Hold et webinar om energibesparelser i ventilation", "Driftschefer i kommuner", "g1"),
        asked("webinar", "Run a webinar about the new accounting rules", "Small business owners", "g1"),
    ),
    (
        asked("newsletter", "Skriv til de gamle kunder om pærerne, inden det bliver mørkt.", "Dem med en lampe", "g1"),
        asked("newsletter", "Skriv lige til salonerne, hvornår vi har åbent i påsken.", "De 120 saloner"),
    ),
    (
        asked("content_asset", "Vi skal have en brochure om varmepumper til installatører", "Installatører", "g1"),
        asked("content_asset", "Lav et katalog over vores gavekurve til firmaer", "HR-chefer", "g2"),
    ),
    (
        asked("trade_fair", "Vi skal på messen i Herning til foråret", "Indkøbere fra byggemarkeder", "g1"),
        asked("trade_fair", "I år tager vi en ordentlig stand i Stockholm.", "Tandlæger", "g2"),
    ),
    (
        asked("trade_fair", "Take a booth at Hannover Messe", "German plant engineers", "g1"),
        asked("trade_fair", "Hold a customer event at the golf club", "Our ten largest customers", "g2"),
    ),
    (
        asked("search_ads", "Køb vores eget navn på Google, så konkurrenten ikke ligger over os.", "Dem, der søger os"),
        asked("search_ads", "Naboen fik tre opgaver på Google-annoncer. Prøv lige det.", "Husejere i nærheden"),
    ),
    (
        asked("seo_content", "Vi skal ligge øverst på Google, når folk tænker på terrassen.", "Husejere", "g1"),
        asked("seo_content", "Få lavet nogle gode artikler om løn og ferie", "Lønansvarlige", "g2"),
    ),
    (
        asked("organic_linkedin", "Vi skal være mere synlige på LinkedIn. Skriv noget hver uge.", "Beslutningstagere"),
        asked("organic_linkedin", "Slå den ledige stilling som sælger op på LinkedIn", "Sælgere, der vil skifte job"),
    ),
    (
        asked("research", "Lav en undersøgelse af, hvorfor kunderne går", "Kunder, der har opsagt", "g3"),
        asked("research", "Analyse af det polske marked for hegn", "Polske importører", "g1"),
    ),
    (
        asked("pr", "Send en pressemeddelelse om den nye fabrik i Vejle", "Lokale borgere", "g2"),
        asked("pr", "Get a journalist to write about our record results", "Investors", "g1"),
    ),
    (
        asked("promotion", "Giv studerende 15 % rabat på briller", "Studerende i Odense", "g2"),
        asked("promotion", "Black Friday på solbriller", "Alle i byen", "g1"),
    ),
    # another kind of task
    (
        asked("podcast", "De andre har det. Det skal vi også have: en podcast", "Revisorer"),
        asked("loyalty", "De andre har det. Det skal vi også have: en kundeklub", "Faste kunder"),
    ),
    (
        asked("podcast", "Lav en podcast om branchen", "Installatører", "g1"),
        asked("sponsorship", "Vi skal sponsorere VVS-skolens fodboldhold", "Installatører", "g1"),
    ),
    (
        asked("tiktok", "Everyone is on TikTok. Get us followers.", "Young people"),
        asked("influencer", "Find an influencer for the launch of the rain jacket", "Young people"),
    ),
    # nothing that tells
    (
        asked("other", "Køb kage til butikken, vi fylder 25 år", "Kunder i byen", "none"),
        asked("other", "Vi skal have lavet det der samtykke om. Det er noget med loven.", None, "none"),
    ),
    (
        asked("webinar", "Lav et webinar om ferieregler", "Lønansvarlige"),
        asked("webinar", "Lav et webinar", "Tandlæger"),
    ),
]

MISSED = [
    (asked("promotion", "Sæt prisen ned på elcykler"), asked("promotion", "Cut the price of e-bikes")),
    (asked("search_ads", "Google Ads på tandblegning"), asked("search_ads", "Google Ads for teeth whitening")),
    (asked("rebrand", "Logoet ser træt ud. Lav et nyt."), asked("rebrand", "Vores logo er kedeligt")),
]


def request(answers: dict[str, str], source: str = "new") -> Request:
    return Request(source, "", {name: Answer(value, Origin.ASKED) for name, value in answers.items()})


def candidate(answers: dict[str, str], name: str = "2026-001", title: str = "", created: date = TODAY) -> Candidate:
    words, kind, audience, goal = (answers.get(part, "") for part in ("request", "task_type", "audience", "goal"))
    return Candidate(name, title, words, kind, audience, goal, created)


def found(new: dict[str, str], *earlier: Candidate, title: str = "") -> list[str]:
    return [match.id for match in find_earlier(request(new), title, earlier, RULES)]


@pytest.mark.parametrize(("earlier", "new"), SAME, ids=lambda one: one["request"][:40])
def test_the_same_wish_is_found_either_way_round(earlier, new):
    assert found(new, candidate(earlier)) == ["2026-001"]
    assert found(earlier, candidate(new)) == ["2026-001"]


@pytest.mark.parametrize(("earlier", "new"), SAME, ids=lambda one: one["request"][:40])
def test_the_same_wish_is_found_once_only_words_and_kind_are_known(earlier, new):
    assert found({name: new[name] for name in ("request", "task_type")}, candidate(earlier))


@pytest.mark.parametrize(("earlier", "new"), OTHER, ids=lambda one: one["request"][:40])
def test_another_wish_is_left_alone(earlier, new):
    assert not found(new, candidate(earlier))
    assert not found(earlier, candidate(new))


@pytest.mark.parametrize(("earlier", "new"), MISSED, ids=lambda one: one["request"][:40])
def test_words_that_have_nothing_in_common_are_not_guessed_at(earlier, new):
    assert not found(new, candidate(earlier))


@pytest.mark.parametrize(("earlier", "new"), SAME[:3], ids=lambda one: one["request"][:40])
def test_another_title_hides_nothing(earlier, new):
    assert found(new, candidate(earlier, title="Forslag fra ledermødet"), title="Project Blue Sky")


def test_the_title_matches_where_the_words_do_not():
    earlier = candidate(asked("trade_fair", "Vi skal afsted igen"), title="Agromek")
    assert found(asked("trade_fair", "Skal vi det der i år?"), earlier, title="Agromek i november")


def test_on_an_empty_register_nothing_is_found():
    assert found(asked("tiktok", "Vi skal på TikTok")) == []


def test_a_request_without_answers_finds_nothing():
    assert found({}, candidate(asked("tiktok", "Vi skal på TikTok"))) == []


def test_a_request_is_not_its_own_earlier_one():
    wish = asked("tiktok", "Vi skal på TikTok")
    assert find_earlier(request(wish, "2026-001"), "", [candidate(wish)], RULES) == ()


def test_the_likeliest_comes_first_then_the_newest_and_three_at_most():
    wish = asked("trade_fair", "Vi skal på messen i Herning", "Indkøbere")
    near = asked("trade_fair", "Vi skal på messen i Herning og i Stockholm", "Forhandlere")
    same = [candidate(wish, f"2025-00{n}", created=date(2025, n, 1)) for n in (1, 3, 2)]
    assert found(wish, candidate(near, "near"), *same) == ["2025-003", "2025-002", "2025-001"]
    assert found(wish, candidate(near, "near"), same[0]) == ["2025-001", "near"]


def test_likeness_is_a_share():
    wish = asked("rebrand", "Vi skal have et nyt logo", "Kunder", "g1")
    assert [match.likeness for match in find_earlier(request(wish), "", [candidate(wish)], RULES)] == [1.0]


@pytest.mark.parametrize(
    ("earlier", "new"),
    [
        SAME[0],
        (
            asked("rebrand", "Vi skal have et nyt logo", goal="g1"),
            asked("rebrand", "Vi skal have et nyt logo", goal="g2"),
        ),
    ],
    ids=["other words", "same words"],
)
def test_what_is_just_alike_enough_is_found(earlier, new, monkeypatch):
    (match,) = find_earlier(request(new), "", [candidate(earlier)], RULES)
    monkeypatch.setattr(likeness, "LIKE", match.likeness)
    assert found(new, candidate(earlier)) == ["2026-001"]
    monkeypatch.setattr(likeness, "LIKE", nextafter(match.likeness, inf))
    assert found(new, candidate(earlier)) == []
