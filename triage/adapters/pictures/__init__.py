"""Values as pictures in one house style, drawn as SVG with real text; each has its figures beside it.

Belongs here: where lines, bars and words stand. Does not: which values there are (the core), or how a picture gets into
a file (``documents``).
"""
