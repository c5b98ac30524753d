"""The shape of the source in figures: how much there is, how wide its methods are, how far a reader of one run jumps.

    python benchmarks/house.py [--root DIR]

DIR is a checkout; by default the one that this file stands in. Every figure stands beside what commit 0445170 gave.

**Code lines.** A line counts if it holds at least one token of code: no blank line, no comment, no docstring. Apart are
the room ``testing``, ``messages.py`` and files with ``texts`` in their name: their lines are for tests, or are French.

**Parameters.** Public methods of ``Provisioning`` and of its groups, inherited ones included: what a host can call. A
group is a class of the room ``provisioning`` that holds a store (among its fields, or in a field of a field) and is the
type of a public field, of a public property or of what a public method returns, first of ``Provisioning``, then of the
groups found. ``Host``, its ports and policies, is no group (it was named ``Tools`` at 0445170). ``self`` is no
parameter; the fields of a constructor are none either; a public property counts as a method without parameters.
At 0445170 ``Provisioning`` was alone, with 154 parameters. 57 of them were ``run_id``, ``actor`` and ``now`` of the 19
methods that took all three; five more methods took one of them, so 62 parameters had one of these names.

**Longest function.** Code lines of each function of the room ``provisioning``, from its ``def`` to its last line,
signature and nested functions included, decorators and docstring not.

**Following one generate.** One ``desk.generate()`` of a school of four candidates, on the store in memory, with doubles
for renderer, sealer and hasher. ``sys.setprofile`` notes the file of each function of the package at each of its calls;
lambdas, comprehensions and generators count as functions, what attrs generates does not. *Files entered* is how many
different files these are. *Returns* is how often a call is in another file than the call before it, and that file was
entered earlier and left. They are told of the room ``provisioning``, whose code a run is (calls in other rooms are left
out of the path), and of the whole package, where logins, passwords and the store are gone through once for each
candidate. At 0445170, where ``service.generate()`` was followed: 13 files and 114 returns in ``provisioning``, 44 files
and 531 returns in all.

**Files.** Lines as an editor counts them. Short files are under 45 lines; ``__init__.py`` is never one.
"""

# ruff: noqa: PLC0415  # the package is imported once --root has said which one

import argparse
import ast
import functools
import importlib
import inspect
import io
import sys
import tokenize
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

PACKAGE: Final = "cyclades_accounts"
SHORT: Final = 45
"""A file of fewer lines is short."""
SAID_ONCE: Final = frozenset({"run_id", "actor", "now"})
"""The parameters that a desk is to say once."""

_NO_CODE: Final = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)

# --- lines and files --------------------------------------------------------------------------------------------------


def code_line_numbers(text: str) -> set[int]:
    """Return the numbers of the lines of a module that hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        match node:  # a docstring, and the text under a field
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
                lines.difference_update(range(first, last + 1))
    return lines


def is_apart(file: Path) -> bool:
    """Tell whether a file of the package, given by its path in it, is left out of the code lines."""
    return file.parts[0] == "testing" or "texts" in file.name or file.name == "messages.py"


def room_of(file: str | Path) -> str:
    """Return the room of a file of the package: the folder or module right under it."""
    return Path(file).parts[0].removesuffix(".py")


class Function(NamedTuple):
    """A function and how long it is."""

    code_lines: int
    name: str


def functions(text: str) -> Iterator[Function]:
    """Yield every function and method of a module."""
    lines = code_line_numbers(text)
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef(name=name, lineno=first, end_lineno=int(last)):
                yield Function(len(lines.intersection(range(first, last + 1))), name)


class File(NamedTuple):
    """A file of the package and what was counted in it."""

    path: Path
    """From the folder of the package."""
    lines: int
    code_lines: int


def files_of(package: Path) -> list[File]:
    """Return the files of a package, in the order of their paths."""
    return [
        File(path.relative_to(package), len(text.splitlines()), len(code_line_numbers(text)))
        for path in sorted(package.rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
    ]


def is_short(file: File) -> bool:
    """Tell whether a file is a micro-module."""
    return file.lines < SHORT and file.path.name != "__init__.py"


# --- parameters -------------------------------------------------------------------------------------------------------


def public_members(group: type) -> dict[str, Callable[..., object]]:
    """Return the public methods of a class and the functions behind its public properties, by name."""
    members: dict[str, Callable[..., object]] = {}
    for name, member in inspect.getmembers_static(group):
        if name.startswith("_"):
            continue
        match member:
            case property(fget=found) | functools.cached_property(func=found) if callable(found):
                members[name] = found
            case staticmethod(__func__=found) | classmethod(__func__=found):
                members[name] = found
            case _ if inspect.isfunction(member):
                members[name] = member
    return members


def named_types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401  # an annotation is any object
    """Yield the types that an annotation names, such as ``Desk`` of ``Desk | None``."""
    yield annotation
    for part in typing.get_args(annotation):
        yield from named_types(part)


def holds(group: type, store: type, room: str) -> bool:
    """Tell whether a class of a room has a store among its fields, or in a field of one of them, however deep."""
    classes = [group]
    for one in classes:  # grows meanwhile
        fields = [found for hint in typing.get_type_hints(one).values() for found in named_types(hint)]
        if store in fields:
            return True
        classes += [found for found in fields if _is_of(found, room) and found not in classes]
    return False


def groups_of(first: type, store: type, aside: Sequence[type] = ()) -> list[type]:
    """Return a class and the groups that a host reaches from it, in the order in which they are found."""
    room = first.__module__.rsplit(".", 1)[0]
    groups = [first]
    for group in groups:  # grows meanwhile
        hints = typing.get_type_hints(group)
        given = [hint for name, hint in hints.items() if not name.startswith("_")]
        given += [typing.get_type_hints(member).get("return") for member in public_members(group).values()]
        for found in (one for annotation in given for one in named_types(annotation)):
            if _is_of(found, room) and found not in (*groups, *aside) and holds(found, store, room):
                groups.append(found)
    return groups


def _is_of(found: object, room: str) -> bool:
    return inspect.isclass(found) and f"{found.__module__}.".startswith(f"{room}.")


def parameters_of(groups: Sequence[type], aside: Sequence[type] = ()) -> dict[str, list[str]]:
    """Return the parameters of the public methods of groups, by ``Group.method``."""
    no_activities = {name for other in aside for name in public_members(other)}
    return {
        f"{group.__name__}.{name}": [found for found in inspect.signature(member).parameters if found != "self"]
        for group in groups
        for name, member in public_members(group).items()
        if name not in no_activities
    }


# --- following one generate -------------------------------------------------------------------------------------------


class Tour(NamedTuple):
    """How far a reader jumps who follows the calls of an activity."""

    files: int
    returns: int


def calls_of(package: Path, activity: Callable[[], object]) -> list[str]:
    """Return the file of each call of a function of a package that an activity makes, in order."""
    found: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(package):
            found.append(file.relative_to(package).as_posix())

    sys.setprofile(note)
    try:
        activity()
    finally:
        sys.setprofile(None)
    return found


def tour(files: Sequence[str]) -> Tour:
    """Count the files of a path, and how often it comes back to one that it has left."""
    entered: set[str] = set()
    returns, present = 0, None
    for file in files:
        if file != present:
            returns += file in entered
            entered.add(file)
            present = file
    return Tour(len(entered), returns)


class _Renderer:
    """Draws nothing."""

    @property
    def format(self) -> Any:  # noqa: ANN401  # a class of the package
        from cyclades_accounts.papillons import PDF

        return PDF

    def undrawable(self, _text: str) -> str:
        return ""

    def render(self, _batch: object, layouts: Sequence[object]) -> list[bytes]:
        return [b"%PDF-" for _ in layouts]


class _Sealer:
    """Seals nothing."""

    def seal(self, plain: bytes, _context: str) -> bytes:
        return plain

    def open(self, sealed: bytes, _context: str) -> bytes:
        return sealed

    def is_current(self, _sealed: bytes) -> bool:
        return True


def a_generate() -> Callable[[], object]:
    """Return one ``generate`` over the store in memory, for a school that is registered with its roster."""
    from datetime import date

    from cyclades_accounts import Candidate, Candidature, CandidatureStatus, ExamSession, Provisioning, Registry, School
    from cyclades_accounts.memory import InMemoryStore
    from cyclades_accounts.model import Password, PasswordHash

    class Hasher:
        """Hashes nothing."""

        decoy = PasswordHash("decoy")

        def hash(self, password: Password) -> PasswordHash:
            return PasswordHash(f"plain {password.reveal()}")

        def verify(self, stored: object, password: Password) -> bool:
            return stored == f"plain {password.reveal()}"

        def needs_rehash(self, _stored: object) -> bool:
            return False

    provisioning = Provisioning(
        store=InMemoryStore(), renderer=_Renderer(), sealer=_Sealer(), hasher=Hasher(), hash_workers=1
    )
    school = School("0350001L", "Collège Anita Conti", manages_candidates=True)
    session = ExamSession.of("DNB", 2027, date(2027, 12, 31))
    people = [
        (Candidate("120000001AA", "BŒUF", "Łukasz"), "boeuf@example.org"),
        (Candidate("120000002BB", "D'HERVÉ", "Zoé Anne"), "dherve@example.org"),
        (Candidate("120000003CC", "D'HERVÉ", "Zoé"), "zoe@example.org"),
        (Candidate("120000004DD", "MARTIN", "Léa"), None),
    ]
    roster = [
        Candidature(person, school.uai, session.id, CandidatureStatus.INSCRIT, email, division="3A")
        for person, email in people
    ]
    registry = Registry(provisioning, actor="gestionnaire")
    registry.register_school(school)
    registry.register_roster(school.uai, session, roster)
    return provisioning.desk(school.uai, session, actor="secrétariat").generate


# --- the tables -------------------------------------------------------------------------------------------------------


def rows_of(package: Path, files: Sequence[File], path: Sequence[str]) -> Iterator[tuple[str, object, str]]:
    """Yield what is counted, the figure, and the figure of 0445170."""
    provisioning: Any = importlib.import_module(f"{PACKAGE}.provisioning")
    store: type = importlib.import_module(f"{PACKAGE}.repositories").Store
    aside = (provisioning.Host,)
    groups = groups_of(provisioning.Provisioning, store, aside)
    methods = parameters_of(groups, aside)
    widest = max(methods, key=lambda name: len(methods[name]))
    names = Counter(name for parameters in methods.values() for name in parameters)
    all_three = sum(set(parameters) >= SAID_ONCE for parameters in methods.values())
    longest = max(
        function
        for file in files
        if room_of(file.path) == "provisioning"
        for function in functions((package / file.path).read_text(encoding="utf-8"))
    )
    run, whole = tour([file for file in path if room_of(file) == "provisioning"]), tour(path)
    tallest = max(files, key=lambda file: file.lines)
    weight = sum(file.code_lines for file in files if not is_apart(file.path))

    yield "code lines of src, testing and texts apart", weight, "12510"
    yield "groups: " + ", ".join(group.__name__ for group in groups), len(groups), "1"
    yield "their public methods", len(methods), "31"
    yield "parameters of these methods", sum(names.values()), "154"
    yield "… of them run_id, actor or now", sum(names[name] for name in SAID_ONCE), "62"
    yield "… in methods that take all three", all_three * len(SAID_ONCE), "57"
    yield f"most parameters of one method: {widest}", len(methods[widest]), "13"
    yield f"longest function of provisioning: {longest.name}", longest.code_lines, "44"
    yield "following one generate: files of provisioning entered", run.files, "13"
    yield "… returns to one already left", run.returns, "114"
    yield "… files of the whole package", whole.files, "44"
    yield "… returns to one already left", whole.returns, "531"
    yield "files of src", len(files), "247"
    yield f"files under {SHORT} lines, __init__.py apart", sum(map(is_short, files)), "36"
    yield f"lines of the longest file: {tallest.path.as_posix()}", tallest.lines, "355"


def main() -> None:
    """Print one table of the whole, and one of the rooms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    source: Path = parser.parse_args().root.resolve() / "src"
    sys.path.insert(0, str(source))
    package = source / PACKAGE
    files = files_of(package)
    path = calls_of(package, a_generate())

    print(f"{'':<72}{'now':>8}{'at 0445170':>12}")
    for label, figure, before in rows_of(package, files, path):
        print(f"{label:<72}{figure:>8}{before:>12}")

    entered = Counter(room_of(file) for file in set(path))
    print(f"\n{'room':<20}{'files':>8}{'short':>8}{'code lines':>12}{'longest':>10}{'entered by generate':>22}")
    rooms = sorted({room_of(file.path) for file in files})
    for room in rooms:
        here = [file for file in files if room_of(file.path) == room]
        print(
            f"{room:<20}{len(here):>8}{sum(map(is_short, here)):>8}{sum(file.code_lines for file in here):>12}"
            f"{max(file.lines for file in here):>10}{entered[room]:>22}"
        )


if __name__ == "__main__":
    main()
