"""Hazards with what guards against them, tried: proofs are proved, cases are run.

In: a rule set with its hazards. Out: what became of each control, and the argument as a graph.
"""
