"""Files that the user names, as they are read and written by their format.

Belongs here: the format itself: YAML with the line and column of each value (rules are read by it too), tables, request
files, mail files, calendars, and the names under which a page may be written.
Does not: what lies in the home (``home``), what a rules file may hold (``rules``), how a page looks (``pages``), or
putting bytes in place (``output``).
"""
