"""What lies in the user's own folder, and what the computer says of itself.

Belongs here: settings and environment, the clock, the profile, drafts, the cache, and erasing a request's traces.
Does not: the register (``register``), files that the user names (``files``), or rules (``rules``).
"""
