"""The host of the campaigns' tests: schools of a few pupils, and a factory that workers import."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from attrs import frozen

from cyclades_accounts import Provisioning, School
from cyclades_accounts.identifiers import Uai, parse_uai, uai_key_letter
from cyclades_accounts.model import Document
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.provisioning import OpenedPapillon
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore
from tests.support import SESSION, TextRenderer, candidature, desk, make_service, opened, registry

URL: Final = "CAMPAIGN_TESTS_URL"
"""Environment variable: the database."""
FAILING: Final = "CAMPAIGN_TESTS_FAILING"
"""Environment variable: the school whose slips cannot be drawn."""
FATAL: Final = "CAMPAIGN_TESTS_FATAL"
"""Environment variable: the school that kills its worker."""
KEY: Final = b"the-key-of-the-tests-of-campaign"
"""Known to the workers, and never in a job."""
SIZE: Final = 3
"""Pupils of a school; the last one has no e-mail address."""
NAMES: Final = ["MARTIN", "BERNARD", "CADIOU", "DANIEL", "EVEN", "FLOCH", "GARNIER", "HAMON", "ILLIEN"]
"""Family names. Two schools share one, so that a run is overtaken once at most and never gives up."""


class Clumsy(TextRenderer):
    """Draws, fails or dies, as the environment says."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Draw the slips of a school."""
        if batch.uai == os.environ.get(FATAL):
            os._exit(9)
        if batch.uai == os.environ.get(FAILING):
            message = f"no ink for {[slip.password.reveal() for slip in batch.with_password]}"
            raise OSError(message)
        return super().render(batch, layouts)


def over(store: SqlStore) -> Provisioning:
    """Return the activities over a store."""
    return make_service(store=store, renderer=Clumsy(), sealer=AesGcmSealer(KeyRing("tests", {"tests": KEY})))


@contextmanager
def open_service() -> Iterator[Provisioning]:
    """Open the activities over the database of the environment, and close it."""
    with SqlStore.open(os.environ[URL]) as store:
        yield over(store)


def uais(number: int) -> tuple[Uai, ...]:
    """Return the UAIs of so many invented schools."""
    digits = [f"{350_001 + each:07}" for each in range(number)]
    return tuple(parse_uai(each + uai_key_letter(each)) for each in digits)


def register(url: str, schools: Sequence[Uai]) -> None:
    """Register schools with their pupils; neighbours' pupils are all homonyms, so that schools meet at the counter."""
    with SqlStore.open(url) as store:
        service = over(store)
        for uai in schools:
            registry(service).register_school(School(uai, "Collège inventé", manages_candidates=True))
            roster = [
                candidature(
                    int(uai[3:7]) * 10 + number, uai=uai, email=None if number == SIZE else "famille@example.org"
                )
                for number in range(1, SIZE + 1)
            ]
            registry(service).register_roster(uai, SESSION, roster)


@frozen
class World:
    """What campaigns left in a database."""

    logins: tuple[str, ...]
    """Logins of the accounts, one each."""
    opened: frozenset[str]
    """Logins that a slip opens."""
    documents: int


def opened_slips(service: Provisioning, document: Document) -> tuple[OpenedPapillon, ...]:
    """Return the slips of a document."""
    return opened(service, document.id).papillons


def world(url: str, schools: Sequence[Uai]) -> World:
    """Read what campaigns left in a database, and try every slip."""
    logins: list[str] = []
    opened: set[str] = set()
    documents = 0
    with SqlStore.open(url) as store:
        service = over(store)
        for uai in schools:
            logins += [line.login for line in desk(service, uai).roster_list() if line.login]
            made = desk(service, uai).documents.page(size=100).items
            documents += len(made)
            slips = {slip.papillon.login: slip.papillon for each in made for slip in opened_slips(service, each)}
            opened |= {
                login
                for login, slip in slips.items()
                if service.candidates.check_login(login, slip.password.reveal()).account_id
            }
    return World(tuple(logins), frozenset(opened), documents)


def complete(url: str, schools: Sequence[Uai]) -> None:
    """Check that every school is done once, and that every account is opened by its slip and no other."""
    found = world(url, schools)
    assert len(found.logins) == len(set(found.logins)) == (SIZE - 1) * len(schools)
    assert found.opened == set(found.logins)
    assert found.documents == 2 * len(schools)
