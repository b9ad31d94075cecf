"""Values to words: every module here turns a value into a page, text, Markdown, HTML or JSON, and prints nothing."""
