"""Counting over many requests: what was asked before, how forecasts fared, and the report.

Belongs here: likeness, calibration, changes of direction, proposals for the rules, the load of the months ahead, goals
and what served them, the firm's own record, the report, the register as a sheet, and which heading of a foreign sheet
is which question.
Does not: one request's own verdict, events or memo, or finding the requests in the register.
"""
