"""One request: its answers, which of them count, and how each is shown.

Belongs here: the values ``Request``, ``Answer`` and ``Profile``, the shared direction (``Course``), the defaults and
``only_if`` that decide which answers count, and an answer as a message. Does not: reading what somebody typed
(``interview``), or anything about verdicts.
"""
