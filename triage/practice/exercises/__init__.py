"""What is done with a patient, and what it was worth.

In: a patient and the student's choices. Out: marks, each with its reason.
"""
