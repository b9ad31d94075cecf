"""Files on this computer: where they lie, and how they are written so that none is ever half there.

In: a path and a text. Out: the file, whole, or an error in plain words.
Knows nothing of what it keeps.
"""
