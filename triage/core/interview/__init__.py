"""What is asked, in which order, and how what is typed becomes an answer.

Belongs here: the next question, reading amounts, dates and choices, forms other than the request's own questions, and
the director's form in a mail. Does not: the terminal or the disk (adapters), or what the answers lead to (``judging``).
"""
