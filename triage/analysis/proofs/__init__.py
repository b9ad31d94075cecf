"""What a rule set states about itself, and whether it keeps it.

In: `properties.yaml`. Out: proved, broken with the smallest answers that break it, or undecided.
"""
