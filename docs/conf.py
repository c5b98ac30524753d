"""Sphinx configuration: built with ``-n -W`` and without any network."""

import builtins
import re
import sys
from enum import Enum, EnumMeta
from importlib import import_module
from importlib.metadata import version as installed_version
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, cast

import attrs
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.ext.napoleon import Config, GoogleDocstring
from sphinx.pycode import ModuleAnalyzer

import cyclades_accounts
from cyclades_accounts import FRENCH_MESSAGES, RefusalReason
from cyclades_accounts.messages import RefusalText
from cyclades_accounts.provisioning import CandidateActivities, Desk, DeskAccounts, DeskDocuments, Registry, Upkeep

project = "cyclades_accounts"
author = "The cyclades_accounts authors"
copyright = f"2026, {author}"  # noqa: A001 - Sphinx's own name for it
version = release = installed_version("cyclades_accounts")

sys.path.append(str(Path(__file__).parent))  # for layout_pictures

extensions = [
    "layout_pictures",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.intersphinx",
]
exclude_patterns = ["_build", "examples"]
nitpicky = True
default_role = "py:obj"  # `name` in a docstring is a link, and a typing slip fails the build

html_theme = "furo"
html_title = f"{project} {version}"
html_copy_source = False
html_static_path = ["_static"]

myst_enable_extensions = ["colon_fence", "deflist", "substitution"]
myst_heading_anchors = 3

# The pages import small_host from the first, and own_people from the second.
doctest_path = [str(Path(__file__).with_name(folder)) for folder in ("how-to", "examples", "..")]

autodoc_default_options = {"members": True, "show-inheritance": True, "undoc-members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True

# ---------------------------------------------------------------------------------- links to other projects

# Python's names link to Python's documentation where Debian's package python3.11-doc lends its inventory
# (.ci/run installs it); elsewhere they stay plain text. Other projects' inventories need a network, so their
# names always do.
_PYTHON_INVENTORY = Path("/usr/share/doc/python3.11/html/objects.inv")
_PLAIN_TEXT = ["anyascii", "argon2", "attr", "attrs", "cryptography", "defusedxml", "hypothesis", "pypdf"]
_PLAIN_TEXT += ["email_validator", "pytest", "reportlab", "sqlalchemy"]

intersphinx_mapping: dict[str, tuple[str, str]] = {}
nitpick_ignore_regex = [
    (r"py:.*", r"(?:.+\.)?_?[A-Z]"),  # type variables: one letter, documented nowhere
    (r"py:.*", r"concurrent\.futures\._base\..+"),  # where Python's own classes say they are, and no inventory does
]
if _PYTHON_INVENTORY.exists():
    intersphinx_mapping["python"] = ("https://docs.python.org/3.11", str(_PYTHON_INVENTORY))
else:
    _PLAIN_TEXT += sorted(sys.stdlib_module_names)
    nitpick_ignore_regex.append((r"py:.*", "|".join(re.escape(name) for name in dir(builtins))))
nitpick_ignore_regex.append((r"py:.*", rf"(?:{'|'.join(map(re.escape, _PLAIN_TEXT))})(?:\..+)?"))


# ---------------------------------------------------------------------------------- links inside this project


def resolve_name(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.TextElement
) -> nodes.Element | None:
    """Resolve a name as people write it: ``SomeError`` of any room, and ``room._module.Name``."""
    if node.get("refdomain") != "py":
        return None
    target = ".".join(part for part in str(node["reftarget"]).split(".") if not part.startswith("_"))
    node["refspecific"] = True  # look for it in every room, and warn where two have it
    return env.get_domain("py").resolve_xref(env, node["refdoc"], app.builder, node["reftype"], target, node, contnode)


# ------------------------------------------------------------------------------- tables that cannot drift


_HOSTS_OWN = RefusalText("*the host's own*", "*the host's own*", "")


def refusal_table() -> str:
    """Return the reasons of refusals as a Markdown table: what the code says of them, and the French texts."""
    docs = ModuleAnalyzer.for_module(RefusalReason.__module__).find_attr_docs()
    lines = ["| code | meaning and facts | sentence | cure |", "|---|---|---|---|"]
    for reason in RefusalReason:
        meaning = " ".join(docs["RefusalReason", reason.name]).replace("``", "`").strip()
        text = FRENCH_MESSAGES.refusals.get(reason, _HOSTS_OWN)
        lines.append(f"| `{reason.value}` | {meaning} | {text.sentence} | {text.cure} |")
    return "\n".join(lines)


myst_substitutions = {"refusals": refusal_table()}  # layout_pictures adds its own


# ------------------------------------------------------------------------------ what autodoc shows of a room


_LONGEST_VALUE = 40
"""In characters: a longer default or constant is said better by its docstring."""

_constants: dict[int, str] = {}
"""Name of each exported constant, by identity: a default reads better by its name."""


def _order(name: str) -> tuple[int, str]:
    """Sort constants, classes, the rest."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def adopt_constants(app: Sphinx) -> None:
    """Show each constant where readers import it, with the docstring that stands under it in its own module.

    Autodoc looks for that docstring in the room's ``__init__`` alone, and leaves out a constant without one.
    """
    del app
    for room in walk_packages(cyclades_accounts.__path__, "cyclades_accounts."):
        if "._" in room.name:
            continue
        # A room whose imports are its list has no __all__, which autodoc would show the room by.
        public = sorted((name for name in dir(import_module(room.name)) if not name.startswith("_")), key=_order)
        exported = vars(sys.modules[room.name]).setdefault("__all__", public)
        _constants.update({id(getattr(sys.modules[room.name], name)): name for name in exported if name.isupper()})
        shown = ModuleAnalyzer.for_module(room.name).find_attr_docs()
        for part in walk_packages(getattr(sys.modules[room.name], "__path__", ()), f"{room.name}."):
            for (owner, name), docstring in ModuleAnalyzer.for_module(part.name).find_attr_docs().items():
                if not owner and name in exported:
                    shown.setdefault(("", name), docstring)


_MADE_BY_PROVISIONING = {Desk, DeskAccounts, DeskDocuments, CandidateActivities, Registry, Upkeep}
"""Groups of activities: a host gets them from its :class:`Provisioning`."""


def write_signature(
    app: Sphinx,
    what: str,
    name: str,
    obj: object,
    options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None] | None:
    """Show no parameters for a class that nobody calls: a port, an enumeration, a desk. Elsewhere mend attrs' defaults.

    Autodoc copies a default from the source; the ``__init__`` that attrs generates has only ``attr_dict[…]``.
    """
    del app, name, options
    if not signature or what not in {"class", "exception"}:
        return None
    if getattr(obj, "_is_protocol", False) or isinstance(obj, EnumMeta) or obj in _MADE_BY_PROVISIONING:
        return "", None

    def default(found: re.Match[str]) -> str:
        value = attrs.fields_dict(cast("type[attrs.AttrsInstance]", obj))[found[1]].default
        text = str(value) if isinstance(value, Enum) else _constants.get(id(value), repr(value))
        return text if text.isascii() and len(text) <= _LONGEST_VALUE and "<" not in text else "..."

    signature = re.sub(r"attr_dict\['(\w+)'\]\.default", default, signature)
    return signature.replace("NOTHING", "..."), returns


def drop_long_value(app: Sphinx, domain: str, objtype: str, content: addnodes.desc_content) -> None:
    """Leave out the value of a constant that does not fit on its line."""
    del app, domain, objtype
    for annotation in list(content.parent.findall(addnodes.desc_annotation)):
        text = annotation.astext()
        if text.startswith(" = ") and len(text) > _LONGEST_VALUE:
            annotation.parent.remove(annotation)


def read_sections(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Read "Raises:" and its like; napoleon's own hook would also take a field's "One: two" for a type."""
    del app, what, name, obj, options
    lines[:] = GoogleDocstring(lines, Config(), what="function").lines()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect what this file adds."""
    app.connect("missing-reference", resolve_name)
    app.connect("builder-inited", adopt_constants)
    app.connect("object-description-transform", drop_long_value)
    app.connect("autodoc-process-docstring", read_sections)
    app.connect("autodoc-process-signature", write_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
