"""Units of the machine that bypass the activities: they fail halfway, or write what must be refused."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a machine speaks through assert

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import cast

import pytest
from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cyclades_accounts.errors import AccountExistsError, LoginTakenError, RunIdReusedError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, Uai
from cyclades_accounts.model import (
    Account,
    Activity,
    Candidate,
    Credential,
    CredentialState,
    Document,
    Holder,
    IssuedLogin,
    LoginKind,
    PasswordHash,
    Run,
    SchoolReport,
    SealedPapillon,
    Subject,
)
from cyclades_accounts.repositories import RegistryUnit, UnitOfWork
from cyclades_accounts.testing.machine._course import SESSION, Course, pick

which: st.SearchStrategy[int] = st.integers(0, 5)
"""Which of several: counted round and round, so that any number picks one."""

Refusal = tuple[type[Exception], Callable[[UnitOfWork], None]]
"""An error, and the work that must raise it."""


class RawUnits(Course):
    """Units of which nothing may remain. Whom they write is noted as absent, so that comparisons look for them."""

    @rule(which=which, failure=st.sampled_from([ZeroDivisionError, KeyboardInterrupt]))
    def unit_that_fails(self, which: int, failure: type[BaseException]) -> None:
        """Write everything that a run writes, and fail."""
        known = pick(list(self._held.people.values()), which)
        person, account, line = self._absent(f"{known.id} passing")
        document = self._document(line.run_id)
        raised = failure("on purpose")
        with pytest.raises(failure) as caught, self._store.writing() as unit:
            if self._store.keeps_people:
                registry = cast("RegistryUnit", unit).registry
                registry.put_school(evolve(self._held.schools[document.uai], name="Passager"))
                file = self._cast.candidature(person, document.uai, email=True, status=0, division=1)
                registry.put([file, *(evolve(one, email=None) for one in self._held.at_schools(known.id)[:1])])
                registry.remove(self._held.at_schools(known.id)[1:])
            unit.sessions.put(evolve(SESSION, label="Passagère"))
            unit.holders.put([Holder(person, document.uai), Holder(known, None)])
            unit.holders.rekey(known.id, person.id)
            held = unit.accounts.find(ids=self._held.accounts)
            unit.accounts.put([account, *(evolve(one, closed_at=self._now) for one in held)])
            stem = next((one.stem for one in self._held.lines.values() if one.stem), self._held.nobody)
            number = unit.logins.numbers([stem])[stem] + 1
            unit.logins.add([evolve(line, stem=stem, number=number)])
            unit.journal.add(_another(line.run_id, self._now))
            unit.documents.add([(document, b"passing")], [SealedPapillon(line.run_id, account.id, 1, b"passing")])
            raise raised
        assert caught.value is raised

    @precondition(lambda self: self._held.lines)
    @rule(which=which)
    def refused(self, which: int) -> None:
        """Write what must be refused: by name where the port names the error."""
        held = pick(list(self._held.accounts.values()), which)
        for error, work in self._refusals(held):
            person, account, _ = self._absent(f"{held.candidate_id} refused")
            other, _, _ = self._absent(f"{held.candidate_id} other")
            with pytest.raises(error), self._store.writing() as unit:
                unit.holders.put([Holder(person, None), Holder(other, None)])
                unit.accounts.put([account])
                work(unit)
            with self._store.reading() as unit:
                assert not unit.accounts.find(ids=[account.id]), "something of a refused unit remains"

    def _refusals(self, held: Account) -> list[Refusal]:
        """Return what must be refused once an account of somebody new was added."""
        person, account, _ = self._absent(f"{held.candidate_id} refused")
        _, second, _ = self._absent(f"{held.candidate_id} other")
        line = self._held.lines[held.login]
        refusals: list[Refusal] = [
            (LoginTakenError, lambda unit: unit.accounts.put([evolve(second, login=held.login)])),
            (LoginTakenError, lambda unit: unit.accounts.put([evolve(second, login=account.login)])),
            (AccountExistsError, lambda unit: unit.accounts.put([evolve(second, candidate_id=person.id)])),
            (LoginTakenError, lambda unit: unit.logins.add([evolve(line, account_id=account.id)])),
            (RunIdReusedError, lambda unit: unit.journal.add(_another(line.run_id, self._now))),
        ]
        documents, slips = list(self._held.documents.values())[:1], self._held.slips[:1]
        refusals += [(Exception, partial(_add_document, evolve(one, title="Autre"))) for one in documents]
        refusals += [(Exception, partial(_add_slip, evolve(one, sealed=b"other"))) for one in slips]
        return refusals

    def _absent(self, key: str) -> tuple[Candidate, Account, IssuedLogin]:
        """Return somebody whom the store never keeps, an account of theirs and its line."""
        person = Candidate(CandidateId(key), "PASSAGÈRE", "Zoé")
        word = key.rpartition(" ")[2]
        account_id, login = AccountId(f"{key} account"), Login(f"{word}.{self._cast.number}")
        run = RunId(f"course {self._cast.number} {word}")
        absent = self._held.absent
        absent.people.add(person.id)
        absent.accounts.add(account_id)
        absent.logins.add(login)
        absent.runs.add(run)
        credential = Credential(1, CredentialState.CHOSEN, PasswordHash("hash"), self._now, run)
        account = Account(account_id, person.id, login, LoginKind.PRENOM_NOM, self._uai(0), self._now, credential)
        return person, account, IssuedLogin(login, account_id, self._now, run)

    def _document(self, run: RunId) -> Document:
        """Return a document that the store never keeps."""
        key, school = DocumentId(f"{run} document"), self._uai(0)
        self._held.absent.documents.add(key)
        return Document(key, run, school, SESSION.id, "Passager", "p.pdf", "one-per-page", 1, 1, self._now)


def _add_document(document: Document, unit: UnitOfWork) -> None:
    unit.documents.add([(document, b"other")], [])


def _add_slip(slip: SealedPapillon, unit: UnitOfWork) -> None:
    unit.documents.add([], [slip])


def _another(run: RunId, at: datetime) -> SchoolReport:
    """Return another report under a run id."""
    uai = Uai("0350001L")
    return SchoolReport(
        Run(run, Activity.REGISTER_SCHOOL, Subject(uai=uai, request="another"), "", at), uai, manages_candidates=True
    )
