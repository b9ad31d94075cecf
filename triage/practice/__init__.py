"""Practice: invented patients, commitment, scoring and progress."""
