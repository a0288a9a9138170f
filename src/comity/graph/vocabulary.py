"""Writes the ontology's terms as a Python module, so that a misspelt one cannot pass."""

from __future__ import annotations

import keyword
import textwrap
from collections.abc import Iterable
from pathlib import Path

from comity.errors import BadData
from comity.graph.load import read_triples
from comity.names import COMITY, ONTOLOGY, RDFS, SKOS
from comity.paths import room
from comity.terms import Iri, Literal, Triple

_WIDTH = 100
_HEAD = '''\
"""The terms of the comity ontology as a closed class; written by ``make docs``, not by hand."""

from __future__ import annotations

from typing import Final

from comity.names import term


class COMITY:
    """Every term that the ontology declares; a misspelt one raises AttributeError."""
'''


def shipped_vocabulary() -> str:
    """Return the module's text from the ontology that comes with comity."""
    modules = sorted(Path(room("ontology")).glob("*.ttl"))
    return vocabulary(triple for path in modules for triple in read_triples(path))


def vocabulary(triples: Iterable[Triple]) -> str:
    """Return the module's text from the triples of an ontology, the same for the same terms.

    Raises BadData for a declared term that has no English definition or is no Python name.
    """
    declared: set[str] = set()
    definitions: dict[str, str] = {}
    for subject, predicate, value in triples:
        if not isinstance(subject, Iri) or not subject.value.startswith(COMITY):
            continue
        name = subject.value.removeprefix(COMITY)
        if predicate == Iri(RDFS + "isDefinedBy") and value == Iri(ONTOLOGY):
            declared.add(name)
        elif (
            predicate == Iri(SKOS + "definition")
            and isinstance(value, Literal)
            and value.language == "en"
        ):
            definitions[name] = value.value
    parts = [_HEAD]
    for name in sorted(declared):
        if not name.isidentifier() or keyword.iskeyword(name):
            raise BadData(
                f"comity:{name} cannot be a name in Python.", "Rename the term in the ontology."
            )
        if name not in definitions:
            raise BadData(
                f"comity:{name} has no definition in English.", "Give it one skos:definition."
            )
        parts.append(f'    {name}: Final = term("{name}")\n{_prose(definitions[name])}')
    names = "".join(f'        "{name}",\n' for name in sorted(declared))
    parts.append(f"\nTERMS: frozenset[str] = frozenset(\n    (\n{names}    )\n)\n")
    return "\n".join(parts)


def _prose(definition: str) -> str:
    """Return a definition as a docstring that stands under its attribute."""
    text = definition.replace("\\", "\\\\").replace('"', '\\"')
    line = f'    """{text}"""'
    if len(line) <= _WIDTH:
        return f"{line}\n"
    wrapped = textwrap.wrap(f'"""{text}', _WIDTH - 4, break_on_hyphens=False)
    return textwrap.indent("\n".join([*wrapped, '"""', ""]), "    ")
