"""What a reviewer wants to know of each rule, and the signatures they leave.

In: a rule set with its cases and properties. Out: what holds each rule, and the text of
`reviews.yaml` with one more signature.
"""
