"""The database of all requests: the one place where what is kept becomes rows and JSON, and values again.

Belongs here: SQL, schema, both databases, listings, copies and backups, and the JSON of everything that is kept.
Does not: deciding what to keep, drawing a listing, or a sheet made for people (``pages``).
"""
