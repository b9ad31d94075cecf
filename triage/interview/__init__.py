"""What to ask next, and what was said so far, kept.

In: answers, steps back and changes. Out: the next question, and unfinished interviews on this
computer. Never talks: it knows neither a terminal nor a page.
"""
