"""comity show: a cited, dated profile of a thing."""

from __future__ import annotations

from datetime import date
from shutil import get_terminal_size

import click

from comity.cli.options import global_options, open_graph, pick_format, remark

FORMATS = ("text", "markdown", "json")
_MOST = 500  # ties of one kind on a page for people


@click.command()
@click.argument("thing")
@click.option("--on", metavar="DATE", help="Only what is known to hold on this day [default: all].")
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: text]")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"At most N ties of a kind [default: {_MOST}; in JSON all].",
)
@global_options
def show(thing: str, on: str | None, form: str | None, limit: int | None) -> None:
    """Show what is known of a polity, summit, initiative, pact, entity, list or source.

    THING is a key (JPN, echri), an ISO code, an IRI, or a name in any language. Every claim has
    its interval and the numbers of its sources; what is not known is said.

    \b
        comity show echri --on 2023-04-01
    """
    form = pick_format(form, FORMATS, "text")
    from comity.iris import ID, key_of
    from comity.query.claims.profile import Profile, profile
    from comity.query.names.resolve import canonical, resolve
    from comity.store.engines.interface import Engine
    from comity.terms import Iri

    most = _MOST if limit is None and form != "json" else limit

    def gather(engine: Engine) -> Profile:
        day = None if on is None else date.fromisoformat(resolve(engine, "--on", "date", on).value)
        found = resolve(engine, "THING", "thing", thing)
        assert isinstance(found, Iri)
        entry = Iri(f"{ID}entity/{thing.removeprefix(ID).removeprefix('entity/')}")
        if thing.isascii() and " " not in thing and canonical(engine, entry) != entry:
            remark(f"The entry {key_of(entry.value)} is shown as {key_of(found.value)}.")
        return profile(engine, found, day, most)

    gathered = open_graph().work(gather)
    if form == "json":
        from comity.cli.show_output import profile_json

        click.echo(profile_json(gathered))
        return
    from comity.cli.show_output import profile_page
    from comity.query.render.pages import as_markdown
    from comity.query.render.text_layout import PAGE_WIDTH_OF_A_PIPE, as_text

    page = profile_page(gathered)
    width = get_terminal_size((PAGE_WIDTH_OF_A_PIPE, 24)).columns
    click.echo(as_markdown(page) if form == "markdown" else as_text(page, width), nl=False)
