"""Messages made into what people read: sentences, the memo, the report, the mailed form, the sheet.

Belongs here: the catalog of texts, numbers and dates in a locale, the templates and their sandbox. Does not: choosing
what is said (``core``), or putting the file in place (``output``).
"""
