"""A page as text, Markdown or HTML.

In: a `Page`. Out: a string that fits its width and its encoding.
"""
