"""Which sentences the page for the director has, and why the verdict is what it is.

Belongs here: the rationale, the sections of the memo, the arithmetic and how sure we are, all as messages.
Does not: the texts themselves (``triage/texts``), layout (``adapters.pages``), or counting over many requests.
"""
