"""The result of one person, and whatever explains one thing of a rule set.

In: a result with all that belongs to it. Out: pages and JSON.
"""
