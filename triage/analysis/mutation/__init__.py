"""Small wrong edits of rules and questions, and whether cases, properties and proofs notice them.

In: a rule set, its cases and its properties. Out: a verdict on each mutant, and the
cases that would notice the survivors.
"""
