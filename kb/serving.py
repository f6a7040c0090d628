"""Starting Datasette on a knowledge base, with this project's plugin and metadata."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import click
import uvicorn
import yaml
from datasette.app import Datasette

from kb.errors import DatabaseError

_SHIPPED = Path(__file__).with_name("metadata.yml")  # the project's own, by a link
_OURS = "kb"  # the database's name in the metadata that ships
_SETTINGS = {"suggest_facets": False, "max_returned_rows": 1000}


def datasette(database: str, *, metadata: str | None, editing: bool) -> Datasette:
    """Return a Datasette for a knowledge base.

    Args:
        database: The SQLite file.
        metadata: A metadata file; by default the one beside the database, or here, or the one that ships.
        editing: Whether collections can be changed in the browser by whoever reaches it.
    """
    described = _metadata(Path(database), metadata)
    plugins = described.setdefault("plugins", {})
    # "local": whoever sits at this machine, and no page from elsewhere in their browser.
    plugins.setdefault("verbatim", {})["editing"] = "local" if editing else False
    return Datasette([database], metadata=described, settings=_SETTINGS)


def run(database: str, *, host: str, port: int, metadata: str | None, editing: bool) -> None:
    """Serve a knowledge base until interrupted.

    Raises:
        DatabaseError: The port is taken, or the metadata cannot be read.
    """
    app = datasette(database, metadata=metadata, editing=editing).app()
    _check_port(host, port)
    click.echo(f"Verbatim is at http://{host}:{port}/ (stop it with Ctrl-C)", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", lifespan="on")


def _metadata(database: Path, asked: str | None) -> dict[str, Any]:
    """Return the metadata, with what it says of `kb` said of this database's name."""
    own = [database.parent / "metadata.yml", Path("metadata.yml")]
    file = Path(asked) if asked else next((place for place in own if place.is_file()), _SHIPPED)
    try:
        found = yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        message = f"{file} cannot be read as metadata: {str(error).splitlines()[0]}"
        raise DatabaseError(message) from error
    databases = found.get("databases", {})
    if database.stem not in databases and _OURS in databases:
        databases[database.stem] = databases.pop(_OURS)
    return dict(found)


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"port {port} on {host} cannot be used ({error.strerror}); choose one with -p"
            raise DatabaseError(message) from error
