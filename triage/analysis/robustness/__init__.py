"""What one wrong answer does to the people of the cases.

In: a rule set and its cases. Out: a report as a value. Proves nothing: it tries, and counts.
"""
