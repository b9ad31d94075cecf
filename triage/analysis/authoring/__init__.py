"""What an author begins with: files to start from, and JSON Schemas for editors.

In: the models of the language. Out: the text of files.
"""
