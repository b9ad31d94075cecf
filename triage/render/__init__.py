"""Values become words: every module here turns a finished value into text, a page, JSON or a
drawing.

In: values of the rooms below. Out: strings and pages.
Decides nothing about rules, prints nothing and writes no file.
"""
