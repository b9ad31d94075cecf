"""The text of a rule set becomes a `RuleSet`.

In: the files of a folder. Out: a value that never changes, or every problem with its place.
Knows nothing of answers, engines or people.
"""
