"""Names the commands and their flags, calls one use case each, prints what it returns, and is the only error handler.

A command stands in the file of the moment at which it is typed: ``before`` saying yes (new, ask, show, memo; list and
due in ``listing``), once it is ``decided`` (decide, agree), looking ``back`` (review, report), and taking ``care``
of triage itself (what-if, score, export, import, backup, forget). ``init``, ``rules`` and ``help`` have a file of
their own. ``menu`` is what bare ``triage`` shows, ``old`` holds earlier names, ``app`` the options that several
commands share, and ``drawing`` what several print.
"""
