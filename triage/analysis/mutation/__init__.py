"""Small wrong edits of the rules, and whether the cases notice them.

In: a rule set and its cases. Out: a verdict on each mutant, and the cases that would notice the
survivors.
"""
