"""What ``benchmarks/house.py`` counts, on small sources whose figures are known."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from house import (
    File,
    Function,
    Tour,
    a_generate,
    calls_of,
    code_line_numbers,
    files_of,
    functions,
    groups_of,
    is_apart,
    is_short,
    parameters_of,
    room_of,
    tour,
)

import cyclades_accounts

MODULE = '''"""A docstring
of two lines."""

# a comment
import attrs  # and one behind code


@attrs.frozen
class Point:
    """Another docstring."""

    x: int = 0
    """The text under a field."""
    name: str = """a text
    of two lines"""

    def moved(
        self,
        by: int,
    ) -> int:
        """Docstring of a method."""

        # nothing here
        def inner() -> int:
            return self.x

        return inner() + by
'''

PACKAGE = {
    "__init__.py": "",
    "ports.py": "class Store:\n    pass\n",
    "rooms/__init__.py": "from sample.rooms.service import Service\n",
    "rooms/host.py": """
from sample.ports import Store
class Host:
    store: Store
    def moment(self, now): ...
""",
    "rooms/service.py": """
from functools import cached_property
from sample.rooms.desk import Desk, Rooms
from sample.rooms.host import Host
class Service(Host):
    def desk(self, uai, *, actor="") -> Desk | None: ...
    @property
    def rooms(self) -> Rooms: ...
    @cached_property
    def again(self) -> Rooms: ...
    def _private(self, a, b, c): ...
""",
    "rooms/desk.py": """
from sample.rooms.host import Host
class Report:
    def lines(self, page): ...
class Base:
    def inherited(self, one): ...
class Desk(Base):
    host: Host
    def run(self, grouping, layouts) -> Report: ...
class Rooms:
    _desk: Desk
    def open(self, number) -> "Rooms": ...
    @staticmethod
    def told(text): ...
""",
}


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Write a package with a service, its groups and what belongs to neither, and let it be imported."""
    for name, text in PACKAGE.items():
        file = tmp_path / "sample" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "sample"
    for name in [name for name in sys.modules if name.split(".")[0] == "sample"]:
        del sys.modules[name]


def test_code_lines_are_lines_with_code() -> None:
    """Blank lines, comments and docstrings are no code; every line of a text that is a value is."""
    assert sorted(code_line_numbers(MODULE)) == [5, 8, 9, 12, 14, 15, 17, 18, 19, 20, 24, 25, 27]


def test_a_function_is_as_long_as_its_code() -> None:
    """The signature and nested functions belong to a function; its docstring and comments do not."""
    assert sorted(functions(MODULE)) == [Function(2, "inner"), Function(7, "moved")]


@pytest.mark.parametrize(
    ("file", "apart"),
    [
        ("testing/samples.py", True),
        ("messages.py", True),
        ("rosters/_texts_french.py", True),
        ("passwords/_texts.py", True),
        ("model/_account.py", False),
        ("pdf/testing.py", False),
    ],
)
def test_texts_and_testing_stand_apart(file: str, *, apart: bool) -> None:
    """The room ``testing`` and files of texts are not in the sum of the code lines."""
    assert is_apart(Path(file)) is apart


def test_a_room_is_a_folder_or_a_module() -> None:
    """Each file belongs to the room right under the package."""
    assert [room_of("identifiers.py"), room_of("pdf/_file/writer.py")] == ["identifiers", "pdf"]


def test_every_file_is_counted(sample: Path) -> None:
    """A package's files come with their lines and code lines, at any depth."""
    assert files_of(sample)[:3] == [
        File(Path("__init__.py"), 0, 0),
        File(Path("ports.py"), 2, 2),
        File(Path("rooms/__init__.py"), 1, 1),
    ]


def test_short_files_are_under_45_lines() -> None:
    """A file of 44 lines is short, one of 45 is not, and ``__init__.py`` never is."""
    names = ["a.py", "a.py", "__init__.py"]
    assert [is_short(File(Path(name), lines, 9)) for name, lines in zip(names, [44, 45, 9], strict=True)] == [
        True,
        False,
        False,
    ]


def test_parameters_of_a_service_and_its_groups(sample: Path) -> None:
    """Public methods of the service and of what it gives that holds a store; neither reports nor the host."""
    service = importlib.import_module(f"{sample.name}.rooms").Service
    host = importlib.import_module(f"{sample.name}.rooms.host").Host
    store = importlib.import_module(f"{sample.name}.ports").Store
    groups = groups_of(service, store, [host])
    assert [group.__name__ for group in groups] == ["Service", "Rooms", "Desk"]
    assert parameters_of(groups, [host]) == {
        "Service.again": [],
        "Service.desk": ["uai", "actor"],
        "Service.rooms": [],
        "Rooms.open": ["number"],
        "Rooms.told": ["text"],
        "Desk.inherited": ["one"],
        "Desk.run": ["grouping", "layouts"],
    }


def test_a_return_is_a_file_entered_before_and_left() -> None:
    """Going on in one file is no return, nor is entering a new one."""
    assert tour(["a", "a", "b", "a", "c", "c", "b", "b"]) == Tour(files=3, returns=2)
    assert tour([]) == Tour(files=0, returns=0)


def test_calls_are_noted_in_their_order(tmp_path: Path) -> None:
    """A function called twice stands twice, in the order of the calls; code from elsewhere is left out."""
    room = tmp_path / "room"
    room.mkdir()
    calls: dict[str, Callable[..., object]] = {}
    for name, body in {"one": "two(); sorted([2, 1]); (lambda: 1)(); two()", "two": "return 2"}.items():
        code = compile(f"def {name}():\n    {body}\n", str(room / f"{name}.py"), "exec")
        exec(code, calls)  # noqa: S102  # a module without an import
    outside = compile("def outside():\n    one()\n", str(tmp_path / "outside.py"), "exec")
    exec(outside, calls)  # noqa: S102  # a module without an import
    assert calls_of(room, calls["outside"]) == ["one.py", "two.py", "one.py", "two.py"]
    assert sys.getprofile() is None


def test_one_generate_can_be_followed() -> None:
    """The measured run goes from the desk to the store, and every figure has something to count."""
    path = calls_of(Path(cyclades_accounts.__file__).parent, a_generate())
    assert {room_of(file) for file in path} >= {"provisioning", "memory", "logins", "passwords", "eligibility"}
    assert tour(path).files > 1
