"""One module a command, called as the command is."""
