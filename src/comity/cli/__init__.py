"""The command line: each verb in a file of its own, loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword

import click

from comity.cli.options import OWN_PROCESS, global_options
from comity.cli.terminal import guard_terminals
from comity.errors import ComityError
from comity.text import on_one_line, without_controls

VERBS = {
    "add": "Add facts of your own, tables or RDF, as a layer.",
    "backup": "Write imports, layers and decisions to one file.",
    "build": "Compile ontology and graphs into the store.",
    "diff": "Say what changed between two editions of a list.",
    "export": "Write the graph, or parts of it, in an RDF format.",
    "fetch": "Download an official list from its publisher.",
    "forget": "Remove one import.",
    "identities": "Tell which entities of different lists are one, for review.",
    "import": "Import an edition of an official list.",
    "info": "Say what is loaded, from where, and how complete it is.",
    "measures": "Measure each polity in a network: degree, strength, community and more.",
    "network": "Draw the alliance network, or write the data behind it.",
    "path": "Find the shortest chain of claims between two things.",
    "queries": "List the questions of the library, or show one.",
    "query": "Ask a question of the library, or your own in SPARQL.",
    "remove": "Remove a layer of your own, or an import.",
    "restore": "Bring back what a backup holds.",
    "search": "Find things by name, alias or identifier, in any script.",
    "serve": "Serve the SPARQL endpoint, linked data and the API over HTTP.",
    "show": "Show what is known of a thing, with its sources.",
    "table": "Write a table of facts to edit, or an empty one.",
    "validate": "Check the store, or your own RDF files, against the shapes.",
}
CRASHED = 3  # the exit code of a failure that is nobody's input


class Verbs(click.Group):
    """The verbs, listed without being loaded, so that each starts as fast as it can."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the verbs, sorted."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one verb."""
        if name not in VERBS:
            return None
        place = f"{name}_" if iskeyword(name) else name
        command = getattr(import_module(f"comity.cli.{place}"), place)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; name the nearest ones where there is none of that name."""
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            from comity.query.names.labels import did_you_mean, nearest

            close = did_you_mean(nearest(args[0], VERBS))
            raise ComityError(
                f"There is no verb '{args[0]}'.", f"{close} See all with: comity --help".strip()
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs from the table above, without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, VERBS[name]) for name in sorted(VERBS)])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@global_options
@click.version_option(package_name="comity", message="comity %(version)s")
def commands() -> None:
    """Ask who met, who joined, who signed and who was listed, as of a day, with sources.

    \b
        comity query members -p initiative=echri --on 2023-04-01
    """


def main() -> None:
    """Run the command line; every fault ends as lines on stderr and an exit code.

    The process ends at once: nothing that is open needs closing (files are written whole, the
    store is read-only), a query that was cut short may still run in its thread, and taking the
    interpreter and the store apart would cost more time than most answers.
    """
    gc.disable()  # one answer leaves no garbage worth a tenth of its time; long work turns it on
    guard_terminals()
    code = run(sys.argv[1:], OWN_PROCESS)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def run(arguments: list[str], process: str = "") -> int:
    """Run one command and return its exit code.

    0 is fine, 1 findings, 2 misuse or bad input, 3 a failure of comity itself. ``process`` is
    ``OWN_PROCESS`` where nothing else runs in it, before or after.
    """
    try:
        if "_COMITY_COMPLETE" in os.environ:
            commands.main(arguments, prog_name="comity")  # the shell asks what may come next
        with commands.make_context("comity", arguments, obj=process) as context:
            result = commands.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except ComityError as error:
        _say(error.found, error.remedy)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        verb = getattr(getattr(error, "ctx", None), "command_path", "comity")
        _say(error.format_message(), f"See how it is used with: {verb} --help")
        return 2
    except (KeyboardInterrupt, click.Abort):
        _say("Stopped; nothing was changed.", "Run the command again when you like.")
        return 130
    except BrokenPipeError:
        # The reader of the pipe has what it wanted; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _say(f"{place}{error.strerror or error}.", "Check the place, the rights and the space.")
        return 2
    except MemoryError:
        _say("comity ran out of memory.", "Ask for less, or run it where there is more memory.")
        return CRASHED
    except SystemExit:
        raise
    except BaseException as error:  # a panic of a compiled library is no Exception
        return _crashed(error, verbose=not {"-v", "--verbose"}.isdisjoint(arguments))


def _crashed(error: BaseException, verbose: bool) -> int:
    if verbose:
        from traceback import format_exception

        click.echo(without_controls("".join(format_exception(error))), err=True, nl=False)
    _say(
        f"comity itself failed: {type(error).__name__}: {str(error)[:200]}.",
        "Report it, with the command and what it prints with --verbose.",
    )
    return CRASHED


def _say(found: str, remedy: str) -> None:
    click.echo(f"comity: {on_one_line(found)}", err=True)
    click.echo(f"  {on_one_line(remedy)}", err=True)


def program_version() -> str:
    """Return the version of comity that runs."""
    from importlib.metadata import version

    return version("comity")
