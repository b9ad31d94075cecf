"""Invented patients: where they come from, what they answer, and what they tell unasked.

In: a rule set, an aim or a case, and a seed. Out: a patient whose every answer is fixed.
"""
