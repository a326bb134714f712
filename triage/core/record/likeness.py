"""Whether the same was asked before: how like two requests are in words, task type, audience and goal.

Only compares; ``record.earlier`` chooses what is said.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from triage.core.regex import regex
from triage.core.request.request import Request
from triage.core.rules.ruleset import UNKNOWN, Ruleset

WEIGHTS = (0.5, 0.25, 0.15, 0.1)
"""What words, task type, audience and goal count in the likeness, where known on both sides (a judgement)."""
LIKE = 0.67
"""Likeness from which two requests count as the same (a judgement, tuned on made-up pairs).

Just above 2/3, the most that the words alone can reach for a request of another type.
"""
MOST = 3
"""How many earlier requests are reported at most."""
BARE = 0.55
"""Likeness in words of "a webinar, please" to any other webinar (a judgement): the same unless the audiences differ."""
STEM = 5
"""Letters of a word that are compared, so that endings do not count in either language (a judgement)."""

UNTOLD = frozenset({"", "none", "other", UNKNOWN})
"""Task types and goals that say nothing when they are the same."""

_SMALL_WORDS_DA = (
    "af alle alt anden andet andre at bare blandt blev blevet blive bliver bruge de dem den denne der deres det "
    "dette din du efter eget egen egne eller en er et find finde flere folk for fordi fortæl fra før få får gammel "
    "gamle gang giv give giver gjort gode godt gør han har have hende her hjælp hold holde holder hos hun hvad hver "
    "hvem hvis hvor hvordan hvorfor hvornår i igen ikke ind inden jeg jer jeres jo kan komme kommer kun kunne kør "
    "køre kører køb købe lad lav lave laver lavet lige ligesom man mange mangler med meget mellem men mere mest mig "
    "min mit mod måned må ned nogen noget nogle nu ny nye nyt når og også om op os over prøv på sammen samme se ser "
    "selv send sende sender sidste sig sin skal skriv skrive skulle som spørg så sådan sæt sætte tag tage til tænke "
    "ud uden uge under ved var vi vide vil ville vise vist vores være været år året"
)
_SMALL_WORDS_EN = (
    "a about after again all also an and any are around as at be because been before but buy by can come could do "
    "does each every everyone find for from get give go good had has have he help her here his hold host how if in "
    "into is it its just know let like look looks make many month more most much must my need needs new no not now "
    "of off old on one or other our out over own people please put run same say see send set she should show so "
    "some take tell than that the their them then there they this to under up us use want was we week were what "
    "when where which who why will with without would write year you your"
)
"""Words that say nothing about what is wanted."""
_SMALL_WORDS = frozenset(f"{_SMALL_WORDS_DA} {_SMALL_WORDS_EN}".split())

_IN_ENGLISH = (
    "kunde=customer køber=buyer indkøber=buyer ejere=owner følgere=follower medlem=member medarbejder=employee "
    "leder=manager forhandler=dealer naboer=neighbour venner=friend unge=young kvinder=women familie=family "
    "konkurrent=competitor branche=industry virksomhed=company firma=company fabrik=factory butik=shop skole=school "
    "tilbud=offer priser=price salg=sales gavekort=gift regler=rules sommer=summer vinter=winter forår=spring "
    "jule=christmas julen=christmas påske=easter tysk=german tyske=german tyskland=germany svensk=swedish "
    "norsk=norwegian dansk=danish synlig=visible hurtig=faster tilfreds=satisfied forside=front lancering=launch"
)
"""Common words of a marketing department in the other language; only their first letters are compared."""
_STEMS = {da[:STEM]: en[:STEM] for da, _, en in (pair.partition("=") for pair in _IN_ENGLISH.split())}
_WORD = regex(r"[^\W\d]\w*")

Essence = Callable[[str], list[str]]
Ratio = Callable[[str, str], float]


class Candidate(Struct, frozen=True):
    """The part of a request in the register that a new one is compared with; ``words`` are the director's."""

    id: str
    title: str
    words: str
    task_type: str
    audience: str
    goal: str
    created: date


class Match(Struct, frozen=True):
    """An earlier request and how like it is, 0-1."""

    id: str
    likeness: float


def find_earlier(request: Request, title: str, candidates: Sequence[Candidate], ruleset: Ruleset) -> tuple[Match, ...]:
    """Return the earlier requests that ask for the same, the likeliest first and the newest of equals."""
    from rapidfuzz.fuzz import token_set_ratio

    essence = _essence_of(ruleset)
    wish, task_type, audience, goal = (_word(request, name) for name in ("request", "task_type", "audience", "goal"))
    asked = _Asked(essence(title), essence(wish), task_type, essence(audience), goal)
    found = [(_likeness(asked, one, essence, token_set_ratio), one) for one in candidates if one.id != request.source]
    alike = sorted((-likeness, -one.created.toordinal(), one.id) for likeness, one in found if likeness >= LIKE)
    return tuple(Match(name, -likeness) for likeness, _, name in alike[:MOST])


def same_group(ruleset: Ruleset) -> Callable[[str, str], bool]:
    """Return what tells whether two target groups, as they were typed, are the same; an untold one is not."""
    from rapidfuzz.fuzz import token_set_ratio

    essence = _essence_of(ruleset)

    def is_same(mine: str, theirs: str) -> bool:
        one, other = " ".join(essence(mine)), " ".join(essence(theirs))
        return bool(one and other) and token_set_ratio(one, other) / 100 >= LIKE

    return is_same


class _Asked(Struct, frozen=True):
    """What the new request is compared by."""

    title: list[str]
    words: list[str]
    task_type: str
    audience: list[str]
    goal: str


def _word(request: Request, question_id: str) -> str:
    value = request.value(question_id)
    return value if isinstance(value, str) else ""


def _essence_of(ruleset: Ruleset) -> Essence:
    """Make a reader of the words that matter in a text: task types by their id, others by their stem, no numbers."""
    phrases_of = {name: (*kind.words.da, *kind.words.en) for name, kind in ruleset.task_types.items()}
    types = {phrase.casefold(): name for name, phrases in phrases_of.items() for phrase in phrases if phrase}
    by_letter: dict[str, list[str]] = {}  # a branch for each first letter is five times faster (measured)
    for phrase in sorted(types, key=len, reverse=True):
        by_letter.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    phrases = "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    pattern = re.compile(rf"(?<!\w)({phrases or '(?!)'})\w*")
    ids = set(types.values())

    @cache
    def stem(word: str) -> str:
        if word in ids:
            return word
        return "" if word in _SMALL_WORDS else _STEMS.get(word[:STEM], word[:STEM])

    def essence(text: str) -> list[str]:
        replaced = pattern.sub(lambda found: f" {types[found[1]]} ", text.casefold())
        return [kept for kept in map(stem, _WORD.findall(replaced)) if kept]

    return essence


def _likeness(asked: _Asked, one: Candidate, essence: Essence, ratio: Ratio) -> float:
    """Return the likeness 0-1; 0 at once where even the same words would not be enough."""
    task_type, goal = _same(asked.task_type, one.task_type), _same(asked.goal, one.goal)
    both_known = bool(asked.audience and one.audience)
    if _at_most(task_type, 1.0 if both_known else None, goal) < LIKE:
        return 0.0
    theirs = essence(one.audience) if both_known else []
    audience = ratio(" ".join(asked.audience), " ".join(theirs)) / 100 if theirs else None
    if _mean(1.0, task_type, audience, goal) < LIKE:
        return 0.0
    shared = asked.task_type if task_type else ""
    words = _alike_in_words(asked, essence(one.title), essence(one.words), shared, ratio)
    return _mean(words, task_type, audience, goal)


@cache
def _at_most(task_type: float | None, audience: float | None, goal: float | None) -> float:
    return _mean(1.0, task_type, audience, goal)


def _alike_in_words(asked: _Asked, title: list[str], words: list[str], shared_type: str, ratio: Ratio) -> float:
    """Compare the words, with and without the title; a shared type is left out, as it has its own weight."""

    def joined(found: list[str]) -> str:
        return " ".join(word for word in found if word != shared_type)

    mine, theirs = joined(asked.title + asked.words), joined(title + words)
    if mine and theirs:
        return max(ratio(mine, theirs), ratio(joined(asked.words), joined(words))) / 100
    if not shared_type:
        return 0.0
    return BARE if mine or theirs else 1.0


def _same(mine: str, theirs: str) -> float | None:
    return None if mine in UNTOLD or theirs in UNTOLD else float(mine == theirs)


def _mean(*parts: float | None) -> float:
    """The weighted mean of the parts that are known, in the order of the weights; the words always are."""
    known = [(weight, part) for weight, part in zip(WEIGHTS, parts, strict=True) if part is not None]
    return sum(weight * part for weight, part in known) / sum(weight for weight, _ in known)
