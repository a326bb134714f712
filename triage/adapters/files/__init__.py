"""Files that the user names, as they are read and written by their format.

Belongs here: YAML, tables, request files, mails, calendars, and the names under which a page may be written.
Does not: what lies in the home (``home``), rules files (``rules``), how a page looks (``pages``), or putting bytes in
place (``output``).
"""
