"""A process of the soak: all activities at random, until it is killed.

Desks of several schools, the registry, a campaign and the login form, over pupils whom two schools share. A refusal is
ordinary, and so is a connection that the test cuts; anything else ends the process.
"""

import os
import random
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from cyclades_accounts import Criteria, Desk, Generation, Provisioning, Registry, Renew
from cyclades_accounts.campaign import Campaign
from cyclades_accounts.errors import CycladesAccountsError, ErrorKind, StoreFailedError
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sealing import HmacPseudonymizer
from cyclades_accounts.sql import SqlStore
from tests.faults.world import KEYS, people, roster, service_over, uai
from tests.support import SESSION, candidature

SCHOOLS: Final = range(1, 5)
EVERYBODY: Final = tuple(sorted(frozenset[str]().union(*map(people, SCHOOLS))))


@cache
def provisioning() -> Provisioning:
    """Return the service over the database that the environment names: the factory of the campaign."""
    return service_over(SqlStore.open(os.environ["SOAK_URL"]), pseudonymizer=HmacPseudonymizer(KEYS))


class Course:
    """What one process draws."""

    def __init__(self, service: Provisioning, draw: random.Random) -> None:
        self.service = service
        self.draw = draw

    def desk(self) -> Desk:
        """Return the desk of some school."""
        return self.service.desk(self.uai(), SESSION, actor="soak")

    def uai(self) -> str:
        """Return the UAI of some school."""
        return uai(self.draw.choice(SCHOOLS))

    def key(self) -> str:
        """Return the key of somebody."""
        return self.draw.choice(EVERYBODY)

    def registry(self) -> Registry:
        """Return the people that the library keeps."""
        return Registry(self.service, actor="soak")

    # --- activities -------------------------------------------------------------------------------------------------

    def generate(self) -> None:
        """Generate, by force or not, perhaps under a run id that another process uses too."""
        renew, run_id = self.draw.random() < 0.3, f"run {self.draw.randrange(1_000)}"
        self.desk().generate(Generation(renew=Renew(renew)), run_id=self.draw.choice([None, run_id]))

    def regenerate(self) -> None:
        """Regenerate for one, with a new login or not."""
        self.desk().regenerate(Criteria(candidates=[self.key()]), new_login=self.draw.random() < 0.3)

    def campaign(self) -> None:
        """Do the job of one school in a campaign."""
        number = self.draw.randrange(20)
        campaign = Campaign(
            id=f"campaign {number}", session=SESSION, factory="tests.faults.soak:provisioning", actor="rectorat"
        )
        campaign.job(self.uai()).run()

    def roster(self) -> None:
        """Bring a school's file again, with a pupil of another school in it."""
        number = self.draw.choice(SCHOOLS)
        guest = candidature(int(self.key()[:9]), "MARTIN", "Léa", uai=uai(number))
        lines = {one.candidate_id: one for one in [guest, *roster(number)]}
        self.registry().register_roster(uai(number), SESSION, list(lines.values()))

    def people(self) -> None:
        """Correct a name, move two people, or withdraw two candidatures."""
        choice = self.draw.random()
        if choice < 0.5:
            self.registry().rename(self.uai(), self.key(), usage_name=self.draw.choice(["", "ROUX", "GALLO"]))
        elif choice < 0.9:
            self.registry().move(self.uai(), SESSION, self.key(), self.key(), to=self.uai())
        else:
            self.registry().withdraw(self.uai(), SESSION, self.key(), self.key())

    def account(self) -> None:
        """Close, reopen, revoke, impose, or answer for a transfer."""
        accounts, key = self.desk().accounts, self.key()
        acts: list[Callable[[], object]] = [
            lambda: accounts.close(key, self.key()),
            lambda: accounts.reopen(key, self.key()),
            lambda: accounts.revoke(key, self.key()),
            lambda: accounts.impose_logins({key: f"lea.martin{self.draw.randrange(9)}"}),
            lambda: accounts.ask_transfer(key),
            lambda: accounts.answer_transfer(key, asked_by=self.uai(), grant=self.draw.random() < 0.7),
        ]
        self.draw.choice(acts)()

    def identity(self) -> None:
        """Make one person of two keys, or erase one; seldom, so that somebody is left."""
        accounts = self.desk().accounts
        if self.draw.random() < 0.5:
            accounts.rekey(self.key(), self.key())
        else:
            accounts.erase(self.key())

    def documents(self) -> None:
        """Open, draw again, purge or seal anew."""
        documents = self.desk().documents
        found = documents.page(size=50).items
        choice = self.draw.random()
        if choice < 0.02:
            documents.purge(OlderThan(days=0))
        elif choice < 0.1:
            documents.reseal()
        elif found:
            document = self.draw.choice(found).id
            if choice < 0.6:
                documents.open(document)
            else:
                documents.reprint(document, as_of_today=choice < 0.8)

    def login(self) -> None:
        """Log in with a slip, choose a password, or make an account from an address."""
        candidates, key = self.service.candidates, self.key()
        if self.draw.random() < 0.1:
            candidates.register_email_account(key, f"{key.lower()}@example.org")
            return
        found = self.desk().documents.page(size=50).items
        for slip in self.desk().documents.open(self.draw.choice(found).id).papillons if found else ():
            password = slip.papillon.password.reveal()
            candidates.check_login(slip.papillon.login, password)
            if self.draw.random() < 0.2:
                candidates.change_password(slip.papillon.login, password, f"mésange bleue {self.draw.random()}")


ACTS: Final = [
    *[Course.generate] * 4,
    *[Course.regenerate] * 3,
    Course.campaign,
    Course.roster,
    *[Course.people] * 2,
    *[Course.account] * 3,
    *[Course.documents] * 3,
    *[Course.login] * 3,
    Course.identity,
]

ORDINARY: Final = {ErrorKind.UNKNOWN, ErrorKind.CONFLICT, ErrorKind.REFUSED, ErrorKind.INVALID}


def main(url: str, seed: float, log: str) -> None:
    """Do activities until the process is killed; what must not happen is written into the log, and ends it."""
    os.environ["SOAK_URL"] = url
    try:
        course = Course(provisioning(), random.Random(seed))
        while True:
            try:
                course.draw.choice(ACTS)(course)
            except StoreFailedError:
                pass  # the test has cut the connection
            except CycladesAccountsError as error:
                if error.kind not in ORDINARY:
                    raise
    except BaseException:
        Path(log).write_text(traceback.format_exc())
        raise
