"""What an author wants to know about a rule set, over all answers: checks, proofs, mutants,
differences, wrong answers, drawings.

In: one rule set or two, and their cases. Out: reports as values.
Talks to nobody; how a report reads is left to `render`.
"""
