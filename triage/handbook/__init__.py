"""A rule set as the pages of a handbook.

In: a rule set, its cases and an engine. Out: pages as values, and what each one speaks of.
Knows no HTML and no drawing; `render.handbook` does.
"""
