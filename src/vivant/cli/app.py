"""The command line: `vivant COMMAND`. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import sys

import typer

from vivant import __version__
from vivant.cli.animate import animate
from vivant.cli.doctor import doctor
from vivant.cli.look import look
from vivant.cli.models import models
from vivant.cli.plan import plan
from vivant.cli.record import record
from vivant.cli.serve import serve
from vivant.cli.sheet import sheet
from vivant.cli.verify import verify
from vivant.cli.view import view
from vivant.cli.worker import worker
from vivant.errors import VivantError

app = typer.Typer(
    name="vivant",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vivant {__version__}")
        raise typer.Exit


@app.callback()
def _vivant(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """A still photograph and a sentence go in; a short, directed film comes out."""


for command in (animate, plan, look, view, sheet, verify, serve, worker, doctor):
    app.command()(command)
app.add_typer(models)
app.add_typer(record)


def main() -> None:
    """Runs the command line. An error meant for people is printed as its one sentence, with its exit code."""
    try:
        app()
    except VivantError as error:
        print(f"vivant: {error.message}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(141)


if __name__ == "__main__":
    main()
