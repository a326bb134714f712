from datetime import date

import pytest
from triage.core.interview.mailwords import headed, newest, plain_title
from triage.core.interview.mentions import amounts, dates
from triage.core.request.request import title_of

ORIGINAL = "-----Oprindelig meddelelse-----"
APPLE = "Fra: Bo <b@x.dk>\nEmne: Logo\nDato: 1. nov. 2026\nTil: Lars\n"
GMAIL = "---------- Forwarded message ---------\nFrom: Bo <b@x.dk>\nDate: Sun, Nov 1, 2026\nSubject: Logo\nTo: Lars\n\n"
LEGAL = "Denne mail er fortrolig og kun tiltænkt modtageren. " * 5
UNCUT = "Fra: kr. 20\nRing på 20 30 40 50 i morgen.\nLars skrev i går: vi skal have en til\nmed 2026-modellen"
OUTLOOK = "Fra: Bo <b@x.dk>\nSendt: 1. november 2026 20:11\nTil: Lars\nEmne: SV: Nyt logo?\n\nVi bør få et nyt logo.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f"Hej\n\nKan du tage den?\n\nMed venlig hilsen\nLars\nTlf. 20304050\n\n{ORIGINAL}\n{OUTLOOK}",
            "Kan du tage den?",
        ),
        (f"Kan du tage den?\n\n________________________________\n{OUTLOOK}\n{LEGAL}", "Kan du tage den?"),
        (
            "Gør det.\n\nDen man. 2. nov. 2026 kl. 09.12 skrev Lars Kjær <\nlars@x.dk>:\n\n> Vi skal på TikTok\n",
            "Gør det.",
        ),
        ("Do it.\n\nOn Mon, Nov 2, 2026 at 9:12 AM Lars <lars@x.dk>\nwrote:\n\n> foo\n", "Do it."),
        ("Do it.\n\nOn 2 Nov 2026, at 09:12, Lars <lars@x.dk> wrote:\n\nfoo\n", "Do it."),
        (
            "Den 2. nov. 2026 kl. 09.12 skrev Lars <l@x.dk>:\n\n> TikTok?\n> mvh Lars\n\nJa, for 20.000 kr.\n",
            "Ja, for 20.000 kr.",
        ),
        (f"\n\n{OUTLOOK}", "Vi bør få et nyt logo."),
        (f"{GMAIL}A logo by Christmas.\n\nBest,\nBo", "A logo by Christmas."),
        (f"Start på videresendt besked:\n\n{APPLE}\nVi skal have logo.", "Vi skal have logo."),
        (
            "> Fra: Bo <b@x.dk>\n> Emne: Logo\n> Dato: 1. nov.\n> Til: Lars\n>\n> Vi skal have logo.\n",
            "Vi skal have logo.",
        ),
        (
            "Hej Mette\nLav en film.\n\nMvh. Lars\n\nPS. Den må koste 20.000.\n\n" + LEGAL,
            "Lav en film.\n\nPS. Den må koste 20.000.",
        ),
        ("Lav en film.\n\nLars Kjær\nDirektør | Pumper A/S\n+45 20 30 40 50", "Lav en film."),
        ("Lav en film.\n\nLars", "Lav en film."),
        ("Lav en film.\nM: 20304050", "Lav en film."),
        ("Lav en film.\n\n/Lars", "Lav en film."),
        ("Lav en film.\n\nVenlig hilsen / Kind regards\nLars", "Lav en film."),
        ("Lav en film.\n\nMange hilsner fra Lars", "Lav en film."),
        ("Som her:\n\nhttps://x.dk/film", "Som her:\n\nhttps://x.dk/film"),
        ("Bemærk: mailen skal til alle modtagere.", "Bemærk: mailen skal til alle modtagere."),
        ("Lav en film.\n\nSendt fra min iPhone", "Lav en film."),
        ("CAUTION: This email originated from outside.\n\nHi Mette,\nMake a film.\n-- \nLars", "Make a film."),
        ("Tak!\n\nVi gør det sådan: en film", "Tak!\n\nVi gør det sådan: en film"),
        (UNCUT, UNCUT),
        ("Hej", "Hej"),
        ("x" * 100_000 + "\n" + "> " * 50_000, "x" * 100_000),
    ],
)
def test_the_newest_words_of_a_mail(text, words):
    assert newest(text, "Lars Kjær").words == words


def test_what_was_left_out_is_counted():
    assert newest(OUTLOOK).left_out == 4
    assert newest(f"Kan du tage den?\n{OUTLOOK}").below == "Vi bør få et nyt logo."
    assert newest("Lav en film.").left_out == 0


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Se nedenfor",
            "Se nedenfor.",
            "Se lige mailen herunder",
            "Hej Mette\n\nSe nedenfor\n\nVh Lars",
            "Se vedhæftede fil",
        ),
        *(
            "See below.",
            "FYI",
            "F.Y.I.",
            "FYI, please see below",
            "Til orientering",
            "Til info /Lars",
            "See the mail below",
        ),
    ],
)
def test_words_that_only_say_where_to_read_on_are_not_the_wish(words):
    assert newest(f"{words}\n\n{ORIGINAL}\n{OUTLOOK}", "Lars Kjær").words == "Vi bør få et nyt logo."
    assert newest(words, "Lars Kjær").words == ""


@pytest.mark.parametrize(
    "words",
    ["Se nedenfor. Kan du tage den?", "Se nedenfor, det skal vi også", "FYI: vi skal på TikTok", "Se vores logo"],
)
def test_words_that_say_more_than_where_to_read_on_are(words):
    assert newest(f"{words}\n\n{ORIGINAL}\n{OUTLOOK}").words == words


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        *[("VS: SV: Nyt logo?", "Nyt logo?"), ("Fwd: Re[2]: FW: Film", "Film"), ("[EXTERNAL] Re: Film", "Film")],
        *[("SV:", ""), ("(intet emne)", ""), ("Messe: stand", "Messe: stand"), ("Svar på brev", "Svar på brev")],
    ],
)
def test_a_title_without_what_replying_puts_before_it(subject, title):
    assert plain_title(subject) == title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        *[("Hej Mette, kan du lave en film?", "Kan du lave en film?"), ("Kære alle\n\nEn film.", "En film")],
        *[("Hej", "Hej"), ("Hi-fi til messen", "Hi-fi til messen"), ("Kære kunder: et brev", "Kære kunder: et brev")],
    ],
)
def test_a_title_made_of_words_has_no_greeting(words, title):
    assert title_of(words) == title


def test_a_mail_that_outlook_saved_as_text_has_its_fields_above():
    found = headed("Fra:\tLars Kjær <l@x.dk>\nSendt:\t2. november 2026 09:12\nTil:\tMette\nEmne:\tVS: Film\n\nLav en.")
    assert found
    assert (found[0]["from"], found[0]["subject"], found[1].strip()) == ("Lars Kjær <l@x.dk>", "VS: Film", "Lav en.")
    assert headed("Fra: kr. 20\ntil 30") is None


@pytest.mark.parametrize(
    ("words", "money", "days"),
    [
        ("stand til 80.000 €, senest 1. marts 2027", ["80.000 €"], ["1. marts 2027"]),
        ("max 20-60k kr. inden jul eller uge 16", ["20-60k kr."], ["inden jul", "uge 16"]),
        ("kr 120.000,- d. 24/12, om 6 uger by Easter", ["kr 120.000,-"], ["24/12", "om 6 uger", "by Easter"]),
        ("10.000 følgere, 12 stande i 2027, 50 %", [], []),
        ("10.000 følgere inden fredag, resten i morgen", [], ["inden fredag", "i morgen"]),
        ("inden fredag den 4. december, hver mandag", [], ["4. december"]),
        ("ready by Friday, or before Q2 2027", [], ["by Friday", "Q2 2027"]),
        ("klar til 2. kvartal, efter sommerferien", [], ["2. kvartal", "efter sommerferien"]),
    ],
)
def test_amounts_and_dates_that_words_mention(words, money, days):
    assert amounts(words) == money
    assert dates(words, date(2026, 11, 2)) == days
