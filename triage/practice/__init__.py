"""Reasoning on invented patients: patients, exercises, and what comes of them over time.

In: a rule set and a student's choices. Out: exercises, marks with their reasons, records and
progress. Shows nothing and asks nothing; `talk` does.
"""
