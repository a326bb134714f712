"""Messages and values made into what is read: sentences, memo, report, the form for a mail, the sheet, public JSON.

Belongs here: the catalog of texts, numbers and dates in a locale, the templates and their sandbox, and the JSON of an
assessment for other programs. Does not: choosing what is said (``core``), or putting the file in place (``output``).
"""
