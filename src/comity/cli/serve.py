"""comity serve: the SPARQL endpoint, linked data and the API, until it is told to stop."""

from __future__ import annotations

import os

import click

from comity.cli.options import global_options, open_graph, remark
from comity.errors import BadParameter


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes a free one.",
)
@click.option(
    "--allow-update",
    is_flag=True,
    help="Serve a working copy that may be changed: from this machine, or with COMITY_TOKEN.",
)
@click.option(
    "--root-path", default="", metavar="PATH", help="The path under which a proxy has the server."
)
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="ADDR",
    help="A proxy (address or network) whose X-Forwarded headers are believed; repeatable.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that answer queries [default: one a processor, at least 2].",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="S",
    help="Seconds that a query may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=1),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="Rows that an answer may have.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=64),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Memory that a query may take.",
)
@click.option(
    "--max-connections",
    type=click.IntRange(min=1),
    default=512,
    show_default=True,
    metavar="N",
    help="Connections that one client may have; a trusted proxy may have more.",
)
@global_options
def serve(
    host: str,
    port: int,
    allow_update: bool,
    root_path: str,
    proxies: tuple[str, ...],
    workers: int | None,
    timeout: float,
    max_rows: int,
    max_memory: int,
    max_connections: int,
) -> None:
    """Serve the graph over HTTP: /sparql, /store, /id, /data, /api and /reconcile.

    \b
        comity serve
        comity serve --host 0.0.0.0 --port 8080 --workers 4 --timeout 30
        comity serve --root-path /comity --trusted-proxy 127.0.0.1
    """
    graph = open_graph()
    if graph.endpoint is not None:
        raise BadParameter(
            "--endpoint asks another server; this one serves a store of its own.",
            "Leave --endpoint (and COMITY_ENDPOINT) out.",
        )
    if root_path and (not root_path.startswith("/") or root_path.endswith("/")):
        raise BadParameter(
            f"--root-path: '{root_path}' is no path of that kind.", "Write it like /comity."
        )
    graph.build()
    from comity.server.front.limits import Limits
    from comity.server.front.reload import Source
    from comity.server.front.serving import Address
    from comity.server.front.serving import serve as run

    sizes = {} if workers is None else {"workers": workers}
    run(
        Source(graph.folder, graph.digest),
        Address(host, port, root_path, proxies),
        Limits(
            timeout=timeout,
            rows=max_rows,
            memory=max_memory * 2**20,
            connections_each=max_connections,
            **sizes,
        ),
        allow_update=allow_update,
        token=os.environ.get("COMITY_TOKEN", "").strip(),
        say=remark,
    )
