"""`triage completion`: what makes a shell complete our commands."""

from __future__ import annotations

import click

from triage.cli.options import OneOf
from triage.cli.output import say
from triage.language.diagnostics import UnknownName
from triage.language.safe import Safe

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=OneOf(SHELLS))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash: triage completion bash > ~/.local/share/bash-completion/completions/triage
    zsh:  triage completion zsh > ~/.zfunc/_triage
    fish: triage completion fish > ~/.config/fish/completions/triage.fish
    """
    from click.shell_completion import get_completion_class

    from triage.cli import triage

    maker = get_completion_class(shell)
    if maker is None:
        raise UnknownName("a shell with completion", shell, SHELLS)
    say(Safe(maker(triage, {}, "triage", "_TRIAGE_COMPLETE").source()))
