"""A whole conversation: the interview, the result as menus, and practice with a student.

In: a prompter, an engine, somewhere to keep answers. Out: what the person left behind: an ending, a
record. Knows what to say next, and not how a terminal shows it.
"""
