"""The surface: what is visible, that it is explained, and what a bare import costs."""

import ast
import importlib
import inspect
import itertools
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import cyclades_accounts

HEAVY = {"defusedxml", "email_validator", "hypothesis", "pypdf", "pytest", "reportlab", "sqlalchemy", "cattrs"}
"""What only some hosts need, or only some moments."""


def _public_modules() -> list[str]:
    """Return the package and every module of it whose path has no underscored part."""
    found = pkgutil.walk_packages(cyclades_accounts.__path__, f"{cyclades_accounts.__name__}.")
    names = [cyclades_accounts.__name__, *(module.name for module in found)]
    return sorted(name for name in names if not any(part.startswith("_") for part in name.split(".")))


MODULES = _public_modules()


def _surface(module: ModuleType) -> list[str]:
    """Return the names a module offers: its ``__all__``, else what it imports as itself, as type checkers read it."""
    return list(getattr(module, "__all__", _given_on(module)))


def _given_on(module: ModuleType) -> list[str]:
    """Return the names of the imports of the form ``from … import name as name``."""
    imports = [one for one in ast.parse(inspect.getsource(module)).body if isinstance(one, ast.ImportFrom)]
    return [alias.name for statement in imports for alias in statement.names if alias.asname == alias.name]


def _defined(module: ModuleType) -> set[str]:
    """Return the public names whose value says that it comes from the module, or from an underscored part of it."""
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and f"{getattr(value, '__module__', None)}._".startswith(f"{module.__name__}._")
    }


def _order(name: str) -> tuple[int, str]:
    """Sort as ruff does: constants, classes, the rest."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def _explained_assignments(module: ModuleType) -> set[str]:
    """Return the names assigned at the top of a module that have a text right under them."""
    body = ast.parse(inspect.getsource(module)).body
    return {
        target.id
        for statement, following in itertools.pairwise(body)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(following, ast.Expr)
        and isinstance(following.value, ast.Constant)
        and isinstance(following.value.value, str)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    }


def _home_of_assignment(module: ModuleType, name: str) -> ModuleType:
    """Follow ``from … import name`` to the module that assigns ``name``."""
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    return _home_of_assignment(importlib.import_module(statement.module), alias.name)
    return module


def _unexplained_members(cls: type) -> Iterator[str]:
    """Give the public methods and properties, defined in ``cls`` itself, that have no docstring."""
    for name, member in vars(cls).items():
        is_code = inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod)
        if not name.startswith("_") and is_code and not inspect.getdoc(member):
            yield f"{cls.__name__}.{name}"


@pytest.mark.parametrize("name", MODULES)
class TestEveryPublicModule:
    """What holds for every module a host may import."""

    def test_it_names_its_surface_in_order(self, name: str) -> None:
        """This test ensures that the names a module offers are sorted, without a double, and exist.

        Where the imports are the list, a type checker and the running program see the same names.
        """
        module = importlib.import_module(name)
        names = _surface(module)
        assert names, f"{name} offers nothing"
        if hasattr(module, "__all__"):
            assert names == sorted(names, key=_order)
        else:
            assert sorted(names) == [public for public in dir(module) if not public.startswith("_")]
        assert len(set(names)) == len(names)
        assert [missing for missing in names if not hasattr(module, missing)] == []
        assert [hidden for hidden in names if hidden.startswith("_")] == []

    def test_its_surface_is_all_that_it_defines(self, name: str) -> None:
        """This test ensures that no public class or function of a module is forgotten in its surface."""
        module = importlib.import_module(name)
        offered = [getattr(module, public) for public in _surface(module)]
        parts = {base.__name__ for value in offered if inspect.isclass(value) for base in value.__mro__}
        assert _defined(module) <= {*_surface(module), *parts}

    def test_everything_in_it_is_explained(self, name: str) -> None:
        """This test ensures that the module, every name, and every public method and property has a docstring."""
        module = importlib.import_module(name)
        assert module.__doc__
        unexplained: list[str] = []
        for public in _surface(module):
            value = getattr(module, public)
            if inspect.isclass(value) and value.__module__.startswith(cyclades_accounts.__name__):
                unexplained += [] if vars(value).get("__doc__") else [public]
                unexplained += _unexplained_members(value)
            elif inspect.isfunction(value):
                unexplained += [] if inspect.getdoc(value) else [public]
            elif not inspect.ismodule(value):
                home = _home_of_assignment(module, public)
                unexplained += [] if public in _explained_assignments(home) else [public]
        assert unexplained == []


def test_the_sweep_sees_the_rooms() -> None:
    """This test ensures that the sweep above is not empty: the rooms that hosts import are among its modules."""
    rooms = {"errors", "identifiers", "model", "eligibility", "messages", "logins", "passwords", "papillons", "sealing"}
    assert {f"cyclades_accounts.{room}" for room in rooms} <= set(MODULES)


def test_completion_shows_the_surface_alone() -> None:
    """This test ensures that ``dir(cyclades_accounts)`` is the table of contents."""
    assert dir(cyclades_accounts) == sorted(cyclades_accounts.__all__)


def test_a_bare_import_is_light() -> None:
    """This test ensures that ``import cyclades_accounts`` loads no PDF tool, no database and no test tool."""
    program = "import sys, cyclades_accounts; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "cyclades_accounts" in loaded
    assert loaded & HEAVY == set()
