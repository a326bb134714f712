"""The rules and forms that come with the program, made once for all the tests of a process."""

from triage.adapters.rules.rulefiles import load_form, load_ruleset

RULES = load_ruleset()
FORMS = {name: load_form(name) for name in ("agreement", "decision", "firm", "review", "yes")}
