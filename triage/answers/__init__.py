"""What a person said: the value, and the files and streams it is read from.

In: YAML, JSON or JSON Lines, and the rule set they answer. Out: `Answers`, and the facts they
yield. Draws no conclusion, and knows nothing of who asked.
"""
