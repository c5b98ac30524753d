"""Every sentence of the ports has its test: ``promises.txt`` names it, and whoever changes a port changes that list.

A line of the list has the port and its method, the sentence, and the tests of the contracts that prove it. In their
place stands « (caller) » for what the caller does and the store relies on, « (words) » for what only introduces, and
« (open) » for what differs between stores, so that no contract asks for it.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from cyclades_accounts import repositories
from cyclades_accounts.testing import PseudonymizerContract, RegistryContract, SealerContract, StoreContract

LIST: Final = Path(__file__).parent / "promises.txt"

CONTRACTS: Final = (StoreContract, RegistryContract, SealerContract, PseudonymizerContract)

NO_PROMISE: Final = {"(caller)", "(open)", "(words)"}


def sentences(one: object) -> Iterator[str]:
    """Yield the sentences of a docstring, each error with its reason as one of them."""
    text = re.sub(r"\s+", " ", (inspect.getdoc(one) or "").replace("\n- ", ". - ").replace("Raises:", ""))
    yield from (sentence.strip(" .;") for sentence in re.split(r"[.:;]? - |\. ", text) if sentence.strip(" .;"))


def said() -> Iterator[tuple[str, str]]:
    """Yield every sentence of the package of the ports and of each port, with where it stands."""
    rules = repositories.__doc__ or ""
    start, end = rules.index("Every implementation"), rules.index("A host tests")
    yield from (("repositories", text) for text in sentences(type("Rules", (), {"__doc__": rules[start:end]})))
    ports: list[Any] = [getattr(repositories, name) for name in dir(repositories)]
    for port in ports:
        if getattr(port, "_is_protocol", False):
            yield from ((port.__name__, text) for text in sentences(port))
            for name, one in vars(port).items():
                if not name.startswith("_"):
                    method = one.fget if isinstance(one, property) else one
                    yield from ((f"{port.__name__}.{name}", text) for text in sentences(method))


def listed() -> dict[tuple[str, str], list[str]]:
    """Return the tests of each line of the list."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {(where, text): tests.split(", ") for where, text, tests in (line.split(" | ") for line in lines)}


def test_every_sentence_of_the_ports_is_listed() -> None:
    """The list has every sentence of the ports, in their order, and no other."""
    assert list(listed()) == list(dict.fromkeys(said()))


def test_every_promise_names_its_tests() -> None:
    """Every test that the list names is a test of a contract, and most sentences name one."""
    known = {name for contract in CONTRACTS for name in dir(contract) if name.startswith("test_")} | NO_PROMISE
    tests = [test for tests in listed().values() for test in tests]
    assert set(tests) - known == set()
    assert sum(test.startswith("test_") for test in tests) > len(tests) / 2
