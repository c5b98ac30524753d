"""Our sealer, pseudonymizer, hasher and list writer keep their contracts, and one planted fault of each is found."""

import csv
import hashlib
import inspect
import io
from collections.abc import Iterable
from typing import Any, Final

import pytest
from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.lists import ListTable
from cyclades_accounts.model import PasswordHash
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher, Argon2Parameters
from cyclades_accounts.rosters import CsvListWriter, read_list
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from cyclades_accounts.testing import (
    ListWriterContract,
    PasswordHasherContract,
    PseudonymizerContract,
    SealerContract,
)

RING: Final = KeyRing("2025", {"2025": bytes(range(32))})
LARGER: Final = KeyRing("2026", {**RING.keys, "2026": bytes(range(1, 33))})
OTHER: Final = Argon2Parameters("OTHER", memory_kib=16, passes=1, lanes=1)


class TestAesGcmSealer(SealerContract):
    """The contract, with AES-256-GCM."""

    @pytest.fixture
    def sealer(self) -> AesGcmSealer:
        """Return a sealer of one key."""
        return AesGcmSealer(RING)

    @pytest.fixture
    def impostor(self) -> AesGcmSealer:
        """Return a sealer of another key."""
        return AesGcmSealer(KeyRing("2025", {"2025": bytes(range(1, 33))}))

    @pytest.fixture
    def successor(self) -> AesGcmSealer:
        """Return a sealer of two keys."""
        return AesGcmSealer(LARGER)


class TestHmacPseudonymizer(PseudonymizerContract):
    """The contract, with HMAC-SHA-256."""

    @pytest.fixture
    def pseudonymizer(self) -> HmacPseudonymizer:
        """Return a pseudonymizer of one key."""
        return HmacPseudonymizer(RING)

    @pytest.fixture
    def successor(self) -> HmacPseudonymizer:
        """Return a pseudonymizer of two keys."""
        return HmacPseudonymizer(LARGER)


class TestArgon2idHasher(PasswordHasherContract):
    """The contract, with argon2id."""

    @pytest.fixture
    def hasher(self) -> Argon2idHasher:
        """Return a cheap hasher."""
        return Argon2idHasher(TESTS_ONLY)

    @pytest.fixture
    def successor(self) -> Argon2idHasher:
        """Return one with other parameters."""
        return Argon2idHasher(OTHER)


class TestCsvListWriter(ListWriterContract):
    """The contract, as CSV."""

    @pytest.fixture
    def writer(self) -> CsvListWriter:
        """Return the writer that we ship."""
        return CsvListWriter()

    def read(self, file: bytes) -> ListTable:
        """Read it with our reader."""
        return read_list(file)

    def cells(self, file: bytes) -> Iterable[str]:
        """Read it with the reader of Python."""
        rows = csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";")
        return [cell for row in rows for cell in row]


@frozen
class LooseSealer(AesGcmSealer):
    """A sealer that forgets the context."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Seal under no context."""
        del context
        return AesGcmSealer.seal(self, plain, "")

    def open(self, sealed: bytes, context: str) -> bytes:
        """Open under any context."""
        del context
        return AesGcmSealer.open(self, sealed, "")


@frozen
class PlainDigests(HmacPseudonymizer):
    """A pseudonymizer without a key: whoever hashes names reads the logins."""

    def digest(self, text: str) -> str:
        """Hash the text alone."""
        return f"{self.ring.current}:{hashlib.sha256(text.encode()).hexdigest()}"


@frozen
class QuickDecoy(Argon2idHasher):
    """A hasher whose decoy cannot be read: logins that do not exist are refused sooner than others."""

    @property
    def decoy(self) -> PasswordHash:
        """Return no hash."""
        return PasswordHash("decoy")


@frozen
class RawCells(CsvListWriter):
    """A list writer that writes cells as they are."""

    def write(self, table: ListTable) -> bytes:
        """Write the rows without protecting anything."""
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows([[table.title], [], table.columns, *table.rows])
        return text.getvalue().encode()


FAULTS: Final[dict[str, tuple[object, str, dict[str, Any]]]] = {
    "context": (TestAesGcmSealer(), "test_other_context_does_not_open", {"sealer": LooseSealer(RING)}),
    "key": (
        TestHmacPseudonymizer(),
        "test_login_is_not_read_from_its_digest",
        {"pseudonymizer": PlainDigests(RING)},
    ),
    "decoy": (TestArgon2idHasher(), "test_decoy_matches_nothing_as_slowly", {"hasher": QuickDecoy()}),
    "formula": (TestCsvListWriter(), "test_no_cell_is_a_formula", {"writer": RawCells()}),
}
"""By what was forgotten: the contract, the test that finds it, and what that test is given."""


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_port_is_caught(fault: str) -> None:
    """The test that is named for a fault fails on what has it."""
    contract, name, given = FAULTS[fault]
    with pytest.raises((AssertionError, pytest.fail.Exception, CycladesAccountsError)):
        getattr(contract, name)(**given)


FIXTURES: Final = {
    SealerContract: ("sealer", "successor", "impostor"),
    PseudonymizerContract: ("pseudonymizer", "successor"),
    PasswordHasherContract: ("hasher", "successor"),
    ListWriterContract: ("writer",),
}


@pytest.mark.parametrize("contract", FIXTURES)
def test_what_a_host_must_give_is_named(contract: type[object]) -> None:
    """A host that forgot a fixture, or how to read its files, is told what the contract needs."""
    for name in FIXTURES[contract]:
        with pytest.raises(NotImplementedError, match=f"must override the fixture «{name}»"):
            inspect.unwrap(getattr(contract, name))(contract())
    for name in {"read", "cells"} & vars(contract).keys():
        with pytest.raises(NotImplementedError, match="ListWriterContract"):
            getattr(contract(), name)(b"")
