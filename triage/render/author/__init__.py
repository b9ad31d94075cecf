"""What an author is shown: problems, coverage, proofs, mutants, differences and case results.

In: reports of `analysis` and `cases`. Out: text, JSON, SARIF and annotations.
"""
