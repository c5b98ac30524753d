"""What the store holds of a run opens under its own name and with its own key alone."""

import itertools
import json

import pytest

from cyclades_accounts import Generation, Provisioning, Renew
from cyclades_accounts.errors import AlteredDocumentError, WrongKeyError
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from tests.support import KEYS, SESSION, UAI, candidature, desk, make_school

Sealed = list[tuple[str, bytes]]
"""Names and sealed bytes."""


@pytest.fixture(scope="module")
def kept() -> tuple[Provisioning, Sealed]:
    """Return a school of twenty after two runs, and all that is sealed in its store, each with its name."""
    service = make_school(*(candidature(number, f"NOM{chr(64 + number)}") for number in range(1, 21)))
    sealed: Sealed = []
    for run_id in ("first", "second"):
        desk(service).generate(Generation(renew=Renew.ALL), run_id=run_id)
        with service.store.reading() as unit:
            documents = [
                one for one in unit.documents.of_school(UAI, SESSION.id, skip=0, limit=9)[0] if one.run_id == run_id
            ]
            sealed += [(one.context, unit.documents.content(one.id) or b"") for one in documents]
            sealed += [
                (one.context(UAI, SESSION.id), one.sealed) for one in unit.documents.slips(runs=[documents[0].run_id])
            ]
    return service, sealed


def test_everything_opens_under_its_own_name(kept: tuple[Provisioning, Sealed]) -> None:
    """This test ensures that the names are the right ones, or the refusals below would prove nothing."""
    _, sealed = kept
    assert len(sealed) == len({name for name, _ in sealed}) == 44
    for name, content in sealed:
        assert AesGcmSealer(KEYS).open(content, name)


def test_no_two_can_be_swapped(kept: tuple[Provisioning, Sealed]) -> None:
    """This test ensures that of any two documents or slips neither opens in the other's place."""
    sealer = AesGcmSealer(KEYS)
    pairs = list(itertools.permutations(kept[1], 2))
    assert len(pairs) == 44 * 43
    for (_, content), (name, _) in pairs:
        with pytest.raises(AlteredDocumentError):
            sealer.open(content, name)


def test_no_other_key_opens_anything(kept: tuple[Provisioning, Sealed]) -> None:
    """This test ensures that neither a key under another id, nor another key under the same id, opens a thing."""
    for name, content in kept[1]:
        with pytest.raises(WrongKeyError):
            AesGcmSealer(KeyRing.generate("other")).open(content, name)
        with pytest.raises(AlteredDocumentError):
            AesGcmSealer(KeyRing.generate(KEYS.current)).open(content, name)


def test_no_byte_can_be_flipped(kept: tuple[Provisioning, Sealed]) -> None:
    """This test ensures that each bit of a sealed slip, header, nonce and tag included, counts."""
    sealer = AesGcmSealer(KEYS)
    name, content = kept[1][2]
    assert json.loads(sealer.open(content, name))["password"]
    for position, bit in itertools.product(range(len(content)), range(8)):
        altered = bytearray(content)
        altered[position] ^= 1 << bit
        with pytest.raises((AlteredDocumentError, WrongKeyError)):
            sealer.open(bytes(altered), name)


def test_nothing_can_be_cut(kept: tuple[Provisioning, Sealed]) -> None:
    """This test ensures that a sealed slip that lost bytes at its end, or gained one, is refused."""
    sealer = AesGcmSealer(KEYS)
    name, content = kept[1][2]
    for length in range(len(content)):
        with pytest.raises((AlteredDocumentError, WrongKeyError)):
            sealer.open(content[:length], name)
    with pytest.raises(AlteredDocumentError):
        sealer.open(content + b"\0", name)
