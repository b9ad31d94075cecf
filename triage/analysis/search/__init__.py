"""Search all answers at once: the rule set as a logic program, goals, and the solver that meets or
refutes them.

In: a rule set and goals. Out: the smallest answers that meet a goal, or the proof that there are
none. The only folder that knows the solver.
"""
