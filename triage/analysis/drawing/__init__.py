"""Rule sets as nodes and edges.

In: a rule set, and what of it to show. Out: a graph as a value, which `render.graph` draws.
"""
