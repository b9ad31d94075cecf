"""Many people at once, a column a question: answers as Arrow record batches, and files of them.

In: record batches, or a file of them, and a rule set. Out: the same rows with what follows for each
person, and the rows that cannot be read, each with its reason. Means what ``engine`` means: gates
come from ``engine.pointing``, the order of causes from ``engine.order``. Shows nothing.

pyarrow and numpy come with the extra `bulk`; the rest of triage does without them.
"""
