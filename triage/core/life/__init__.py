"""What happens to a request after its verdict.

Belongs here: decision, agreement, review and the other events as values, the state derived from them, whether the task
works, what to expect, and what is due when. Does not: counting over many requests (``record``), the register that keeps
the events, or the memo's page.
"""
