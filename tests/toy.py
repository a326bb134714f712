"""A small ruleset for tests of the engine, so that the real rules may change freely; its numbers are easy."""

from functools import cache

from triage.core.rules.ruleset import Ruleset

TOY = """\
ruleset: toy
version: "1"
currency: DKK
rates: {EUR: 7.5}
fallbacks: {yearly_budget: 1000000, hourly_cost: 500, required_return: 0.1, horizon_months: 12}

groups:
  all:
    label: {da: "Det hele", en: "All of it"}
    purpose: {da: "Alt på én gang.", en: "Everything at once."}

questions:
  request:
    group: all
    type: text
    must: true
    quick: true
    memo: request
    ask: {da: "Hvad ønskes?", en: "What is asked?"}
    label: {da: "Ønsket", en: "The wish"}
    why: {da: "Ordene tæller.", en: "Words count."}
  task_type:
    group: all
    type: choice
    must: true
    quick: true
    choices_from: task_types
    ask: {da: "Hvilken slags?", en: "What kind?"}
    label: {da: "Slags", en: "Kind"}
    why: {da: "Slagsen siger noget om tiden.", en: "The kind tells about time."}
  need:
    group: all
    type: choice
    ordered: true
    quick: true
    ask: {da: "Hvilket behov?", en: "Which need?"}
    label: {da: "Behov", en: "Need"}
    why: {da: "Uden behov intet salg.", en: "No need, no sale."}
    find_out: {da: "Ring til en kunde.", en: "Call a customer."}
    choices:
      wish: {da: "Vores eget ønske", en: "Our own wish"}
      guess: {da: "Et gæt", en: "A guess"}
      proven: {da: "Vist", en: "Proven"}
  outcome:
    group: all
    type: choice
    ask: {da: "Hvad giver det?", en: "What does it bring?"}
    label: {da: "Udbytte", en: "Outcome"}
    why: {da: "Det skal kunne mærkes.", en: "It has to show."}
    choices:
      sales: {da: "Salg", en: "Sales"}
      attention: {da: "Opmærksomhed", en: "Attention"}
  effect_as:
    group: all
    type: choice
    ask: {da: "I hvad?", en: "In what?"}
    label: {da: "Målt i", en: "Measured in"}
    why: {da: "Så vi kan regne.", en: "So that we can reckon."}
    choices:
      units: {da: "Antal", en: "Units"}
      contribution: {da: "Dækningsbidrag", en: "Contribution"}
  extra_units:
    group: all
    type: range
    unit: count
    only_if: {effect_as: units}
    tries: {times_cost: [0, 1, 2]}
    ask: {da: "Hvor mange ekstra?", en: "How many extra?"}
    label: {da: "Ekstra antal", en: "Extra units"}
    why: {da: "Kun det ekstra tæller.", en: "Only the extra counts."}
  unit_contribution:
    group: all
    type: number
    unit: money
    only_if: {effect_as: units}
    tries: {times_cost: [0, 1, 2]}
    ask: {da: "Bidrag for hver?", en: "Contribution for each?"}
    label: {da: "Bidrag", en: "Contribution each"}
    why: {da: "Omsætning er ikke fortjeneste.", en: "Revenue is not profit."}
  extra_contribution:
    group: all
    type: range
    unit: money
    only_if: {effect_as: contribution}
    tries: {times_cost: [0, 1, 2]}
    ask: {da: "Hvor meget ekstra?", en: "How much extra?"}
    label: {da: "Ekstra bidrag", en: "Extra contribution"}
    why: {da: "Kun det ekstra tæller.", en: "Only the extra counts."}
  no_effect_chance:
    group: all
    type: number
    unit: percent
    default: 0
    tries: {values: [0, 50]}
    ask: {da: "Risiko for ingen effekt?", en: "Chance of no effect?"}
    label: {da: "Ingen effekt", en: "No effect"}
    why: {da: "Ikke alt virker.", en: "Not all things work."}
  anyway:
    group: all
    type: choice
    default: none
    ask: {da: "Kommer det alligevel?", en: "Would it come anyway?"}
    label: {da: "Alligevel", en: "Anyway"}
    why: {da: "Så er det ikke vores.", en: "Then it is not ours."}
    choices:
      none: {da: "Intet", en: "None", value: 0}
      half: {da: "Halvdelen", en: "Half", value: 50}
  cost:
    group: all
    type: range
    unit: money
    quick: true
    tries: {values: [10000, 100000]}
    ask: {da: "Hvad koster det?", en: "What does it cost?"}
    label: {da: "Pris", en: "Cost"}
    why: {da: "Penge er knappe.", en: "Money is scarce."}
  hours:
    group: all
    type: range
    unit: hours
    quick: true
    tries: {values: [10, 100]}
    ask: {da: "Hvor mange timer?", en: "How many hours?"}
    label: {da: "Timer", en: "Hours"}
    why: {da: "Timer er penge.", en: "Hours are money."}
  visible_in:
    group: all
    type: number
    unit: weeks
    ask: {da: "Hvornår skal det ses?", en: "When should it show?"}
    label: {da: "Uger", en: "Weeks"}
    why: {da: "Ting tager tid.", en: "Things take time."}
  lawful:
    group: all
    type: choice
    default: "yes"
    ask: {da: "Er det lovligt?", en: "Is it lawful?"}
    label: {da: "Lovligt", en: "Lawful"}
    why: {da: "Ellers er det nej.", en: "Else it is no."}
    choices:
      "no": {da: "Nej", en: "No"}
      "yes": {da: "Ja", en: "Yes"}
  duty:
    group: all
    type: yes_no
    default: false
    ask: {da: "Er det en pligt?", en: "Is it a duty?"}
    label: {da: "Pligt", en: "Duty"}
    why: {da: "Pligter skal gøres.", en: "Duties must be done."}
  stop_rule:
    group: all
    type: text
    ask: {da: "Hvornår stopper vi?", en: "When do we stop?"}
    label: {da: "Stopregel", en: "Stop rule"}
    why: {da: "Det er svært bagefter.", en: "It is hard afterwards."}

criteria:
  need:
    label: {da: "Behov", en: "Need"}
    why: {da: "Uden behov intet salg.", en: "No need, no sale."}
    since: "1"
    weight: 60
    about: problem
    minimum: 50
    act: find
    points: {from: need, levels: {wish: 0, guess: 50, proven: 100}}
    adjust:
      - when: {outcome: attention}
        minus: 25
        because: {da: "Opmærksomhed er ikke salg.", en: "Attention is not sales."}
    below_minimum:
      reason: need
      next: {da: "Ring til en kunde.", en: "Call a customer."}
      owner: manager
      weeks: 2
      answers: {need: proven}
  return:
    label: {da: "Afkast", en: "Return"}
    why: {da: "Det skal tjenes hjem.", en: "It has to pay."}
    since: "1"
    weight: 40
    about: tactic
    points:
      - {from: mroi, steps: [[-0.5, 20], [0, 60], [1, 100]], share: 3}
      - {from: time_fit, curve: [[0, 0], [4, 100]]}

gates:
  unlawful:
    label: {da: "Ulovligt", en: "Unlawful"}
    when: {lawful: "no"}
    ends: true
    reason: law
    about: tactic
    because: {da: "Det er ulovligt.", en: "It is unlawful."}
    instead: {da: "Gør noget lovligt.", en: "Do something lawful."}
  no_stop_rule:
    label: {da: "Ingen stopregel", en: "No stop rule"}
    when:
      - {exposure: {above: 0.1}, stop_rule: unknown}
      - {need: {at_most: guess}, exposure: {above: 0.2}}
    act: talk
    reason: date
    about: tactic
    because: {da: "Store ting skal kunne stoppes.", en: "Big things need a way to stop."}
    then:
      reason: date
      next: {da: "Aftal en stopregel.", en: "Agree a stop rule."}
      owner: both
      trigger: {da: "når den er aftalt", en: "when it is agreed"}
      answers: {stop_rule: given}
  duty:
    label: {da: "Pligt", en: "Duty"}
    when: {duty: true}
    lifts: true
    reason: duty
    about: problem
    because: {da: "Det er en pligt.", en: "It is a duty."}

verdicts:
  go: 65
  most_kinds: 2
  defer:
    reason: money
    next: {da: "Gør det bedre.", en: "Make it better."}
    owner: both
    weeks: 4
  unknown_decides:
    reason: ask
    next: {da: "Find svaret.", en: "Find the answer."}
    owner: manager
    weeks: 2
  agree: [stop_rule]
  small_bet:
    when: {exposure: {at_most: 0.01}}
    go: 55
    needs_no: [extra_contribution, extra_units, unit_contribution]

task_types:
  seo:
    label: {da: "SEO", en: "SEO"}
    deliver: [0.4, 1, 2]
    first: [4, 8, 12]
    full: [16, 24, 40]
    grade: D
    leading: {da: "visninger", en: "impressions"}
    outcome: {da: "henvendelser", en: "enquiries"}
    cost_driver: {da: "timer", en: "hours"}
    vanity: {da: "placeringer", en: "rankings"}
    job: [activation]
    instead: {da: "Skriv en guide.", en: "Write a guide."}
    revisit: {da: "når guiden er læst", en: "when the guide is read"}
    failure: {da: "Ingen søger efter det.", en: "Nobody searches for it."}
    test: {da: "Køb annoncer på ordene.", en: "Buy ads on the words."}
    words: {da: [google], en: [google]}
  other:
    label: {da: "Andet", en: "Other"}
    deliver: [0.2, 1, 2]
    first: [1, 4, 8]
    full: [8, 16, 32]
    grade: D
    leading: {da: "svar", en: "replies"}
    outcome: {da: "salg", en: "sales"}
    cost_driver: {da: "timer", en: "hours"}
    vanity: {da: "omtale", en: "talk"}
    job: [activation]
    instead: {da: "Spørg kunden.", en: "Ask the customer."}
    revisit: {da: "når kunden har svaret", en: "when the customer has answered"}
    failure: {da: "Ingen ved hvorfor.", en: "Nobody knows why."}
    test: {da: "Prøv på ti kunder.", en: "Try it on ten customers."}
"""


@cache
def toy_ruleset() -> Ruleset:
    """Give the ruleset of :data:`TOY`."""
    from triage.adapters.rules.rulefiles import ruleset_from_texts

    return ruleset_from_texts({"toy.yaml": TOY})
