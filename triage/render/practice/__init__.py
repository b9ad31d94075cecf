"""What a student and a teacher are shown: patients in prose, the reveal, and progress.

In: values of `practice`. Out: pages, boards and JSON.
"""
