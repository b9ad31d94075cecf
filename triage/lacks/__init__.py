"""What is still missing: which rules wait, what could raise the level, what "not sure" could mean.

In: an assessment, or answers and the rule set. Out: plain values, found by one search for the
fewest lacking answers. Asks nobody and words nothing.
"""
