"""Finished and unfinished practice, kept on this computer, and what it adds up to.

In: results. Out: a database, files for a teacher, tallies and the next cause to come back.
"""
