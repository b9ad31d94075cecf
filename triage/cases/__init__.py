"""Invented people beside a rule set: what they answer, what must follow, and what they put to the
test.

In: the files in `cases/`. Out: cases, mismatches, failures with their reasons, coverage.
Searches no other answers than those of its cases, and prints nothing.
"""
