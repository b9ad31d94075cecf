"""What an author wants to know about a rule set: checks, proofs, coverage, mutants, differences, drawings."""
