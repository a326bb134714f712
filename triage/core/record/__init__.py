"""Counting over many requests: what was asked before, how forecasts fared, and the report.

Belongs here: likeness, calibration, changes of direction, proposals for the rules, the report, and the register as a
sheet. Does not: one request's own verdict, events or memo, or finding the requests in the register.
"""
