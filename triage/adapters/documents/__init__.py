"""One page in many formats: Markdown is read once into a small tree, and each format has a writer that walks it.

Belongs here: the tree, how Markdown becomes one, and the writers (text, HTML, Word, PDF, mail). Does not: what the page
says (``pages``), or which pictures it has (``pictures``).
"""
