"""The rules that come with the program, made once for all the tests of a process."""

from triage.adapters.rules.rulefiles import load_ruleset

RULES = load_ruleset()
