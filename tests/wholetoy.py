"""The toy rules with every part that rules can have, for tests of the rules themselves."""

from functools import cache

from triage.core.rules.ruleset import Ruleset

from toy import TOY

_KIND = """\
  kind:
    group: all
    type: choice
    ask: {da: "Hvad går det ud på?", en: "What is it about?"}
    label: {da: "Formål", en: "Purpose"}
    why: {da: "Det afgør resten.", en: "It decides the rest."}
    choices:
      start: {da: "Begynde", en: "Starting", words: {da: [lav], en: [make]}}
      stop: {da: "Holde op", en: "Stopping", words: {da: [sluk], en: [turn off]}}
      unsaid: {da: "Ikke sagt", en: "Not said", offered: false}
    taken_as:
      - {when: {outcome: attention}, is: start}
    default: unsaid
    holds_if: {da: "det er til at begynde på", en: "it can be begun"}
  day:
    group: all
    type: date
    only_if: {kind: stop}
    ask: {da: "Hvilken dag?", en: "Which day?"}
    label: {da: "Dagen", en: "The day"}
    why: {da: "Så ved vi det.", en: "Then we know."}
    wordings:
      - {when: {need: wish}, ask: {da: "Helst hvilken dag?", en: "Which day, if you may choose?"}}
"""

_FACTS = """\
facts:
  big:
    label: {da: "En stor opgave", en: "A big task"}
    when: {exposure: {above: 0.2}}
  risky:
    label: {da: "En stor opgave uden vej ud", en: "A big task with no way out"}
    when:
      - {big: true, stop_rule: unknown}
      - {big: true, need: wish}

"""

_GATE = """\
  no_day:
    label: {da: "Ingen dag", en: "No day"}
    when: {day: unknown, risky: true, duty: false}
    act: move
    reason: date
    about: tactic
    because: {da: "Ingen dag er nævnt.", en: "No day was named."}
    then:
      reason: date
      next: {da: "Aftal en dag.", en: "Agree on a day."}
      owner: both
      weeks: 0.4
      hours: 3
      share: 0.1
      answers:
        day: given
        visible_in: full_likely
        cost: affordable
        extra_units:
        duty: false
        kind: stop

"""

_TOLD = """\
conditions:
  in_time:
    when: {kind: stop, stop_rule: true}
    from: stop_rule
    owner: both
    weeks: first_high
    say: {da: "vi tager det op igen, hvis:", en: "we take it up again if:"}
  at_once:
    when: {risky: false, day: true}
    owner: manager
    weeks: 0.2
    ceiling: true
    say: {da: "det sker med det samme", en: "it happens at once"}

contradictions:
  proven_attention:
    when: {need: proven, outcome: attention}
    questions: [need, outcome]
    says: {da: "Vist behov, men kun opmærksomhed.", en: "A proven need, but only attention."}
    ask: {da: "Hvad er rigtigt?", en: "Which is right?"}
  never:
    words: {stop_rule: {da: [aldrig, nej], en: [never]}}
    whole: true
    questions: [stop_rule]
    says: {da: "Vi stopper aldrig.", en: "We never stop."}
    ask: {da: "Hvornår så?", en: "When, then?"}
  no_figure:
    no_number: [stop_rule]
    questions: [stop_rule]
    says: {da: "Stopreglen har intet tal.", en: "The stop rule has no number."}
    ask: {da: "Hvor meget?", en: "How much?"}

old_answers:
  kind:
    begin: {kind: start, duty: false, cost: 5}

"""

_BEFORE = {
    "  outcome:\n    group: all": _KIND,
    "criteria:\n": _FACTS,
    "verdicts:\n": _GATE,
    "task_types:\n": _TOLD,
}


def _whole() -> str:
    text = TOY
    for mark, part in _BEFORE.items():
        assert text.count(mark) == 1, mark
        text = text.replace(mark, part + mark)
    text = text.replace("    act: find\n", "    act: find\n    minimum_when: {risky: false}\n")
    weight = "    weight: 40\n"
    lanes = "  trial: {when: {big: true}, go: 50}\n  urgent: {when: {kind: stop}, weeks: 1}\n"
    text = text.replace("  small_bet:\n", lanes + "  small_bet:\n")
    return text.replace(weight, weight + "    lighter: {when: {goals: {below: 1}}, weight: 20}\n")


WHOLE = _whole()


@cache
def whole_ruleset() -> Ruleset:
    """Give the ruleset of :data:`WHOLE`."""
    from triage.adapters.rules.rulefiles import ruleset_from_texts

    return ruleset_from_texts({"toy.yaml": WHOLE})
