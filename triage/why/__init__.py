"""Why a question is asked, why a conclusion was drawn, and why one was not.

In: an assessment. Out: rules and facts as plain values.
Knows no sentence and no layout.
"""
