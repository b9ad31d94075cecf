"""What an edit of a rule set changes for the people who answer.

In: two versions of a rule set. Out: which results move, how many answer sets move so, and an
example of each.
"""
