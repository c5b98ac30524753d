"""Plain dicts that hold what a store must hold, and answer every question of the ports in the plainest way."""

# ruff: noqa: S101  # a comparison in a test speaks through assert

from collections.abc import Collection, Iterable, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence
from typing import Any, TypeVar

from attrs import Factory, define, evolve

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Candidate,
    Candidature,
    Document,
    IssuedLogin,
    Report,
    School,
    SealedPapillon,
)
from cyclades_accounts.repositories import UnitOfWork

K = TypeVar("K")
V = TypeVar("V")

_SLICES = ((0, 1_000), (1, 2), (1_000, 1))


@define
class Absent:
    """Keys that only failed units ever wrote."""

    people: set[CandidateId] = Factory(set)
    accounts: set[AccountId] = Factory(set)
    logins: set[Login] = Factory(set)
    documents: set[DocumentId] = Factory(set)
    runs: set[RunId] = Factory(set)


@define
class PlainDicts:
    """All that a store should hold of one course."""

    session: SessionId
    nobody: str
    """A stem that no login has."""
    schools: dict[Uai, School] = Factory(dict)
    people: dict[CandidateId, Candidate] = Factory(dict)
    merged: dict[CandidateId, CandidateId] = Factory(dict)
    files: dict[tuple[CandidateId, Uai, SessionId], Candidature] = Factory(dict)
    accounts: dict[AccountId, Account] = Factory(dict)
    lines: dict[Login, IssuedLogin] = Factory(dict)
    documents: dict[DocumentId, Document] = Factory(dict)
    contents: dict[DocumentId, bytes | None] = Factory(dict)
    slips: list[SealedPapillon] = Factory(list)
    reports: dict[RunId, Report] = Factory(dict)
    absent: Absent = Factory(Absent)

    # --- what changes -------------------------------------------------------------------------------------------------

    def put(self, candidature: Candidature) -> None:
        """Put a file, and its person."""
        self.files[candidature.key] = candidature
        self.put_person(candidature.candidate)

    def add_file(self, candidature: Candidature) -> None:
        """Add a file, unless there is one with its key."""
        self.files.setdefault(candidature.key, candidature)

    def put_person(self, person: Candidate) -> None:
        """Put a person; every file of theirs shows them so."""
        self.people[person.id] = person
        for key, held in self.files.items():
            if held.candidate.id == person.id:
                self.files[key] = evolve(held, candidate=person)

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Note that a key belongs to another person; what was merged into it follows."""
        del self.people[lost]
        self.merged |= {lost: kept} | {key: kept for key, to in self.merged.items() if to == lost}

    # --- what is asked ------------------------------------------------------------------------------------------------

    def standing(self, person: CandidateId) -> Account | None:
        """Return the account of a person that no other has replaced."""
        mine = [one for one in self.accounts.values() if one.candidate_id == person and one.replaced_by is None]
        assert len(mine) <= 1, "a person has two accounts"
        return mine[0] if mine else None

    def highest(self, stem: str) -> int:
        """Return the highest number issued for a stem."""
        return max((line.number or 0 for line in self.lines.values() if line.stem == stem), default=0)

    def of_school(self, uai: Uai) -> list[Candidature]:
        """Return the files of a school in the order of their people."""
        return self._files(lambda one: one.uai == uai)

    def at_schools(self, person: CandidateId) -> list[Candidature]:
        """Return the files of a person."""
        return self._files(lambda one: one.candidate.id == person)

    def _files(self, wanted: Any) -> list[Candidature]:  # noqa: ANN401  # a predicate
        return sorted(filter(wanted, self.files.values()), key=lambda one: one.key)

    # --- what a store must answer -------------------------------------------------------------------------------------

    def compare(self, unit: UnitOfWork) -> None:
        """Ask a unit everything that can be read, and compare; then empty every answer that lets itself be emptied."""
        self._compare_people(unit)
        self._compare_accounts(unit)
        self._compare_ledger(unit)
        self._compare_documents(unit)
        self._compare_journal(unit)

    def _compare_people(self, unit: UnitOfWork) -> None:
        keys = [*self.people, *self.merged, *self.absent.people]
        for uai, school in self.schools.items():
            assert unit.schools.get(uai) == school
            _same(unit.candidatures.of_school(uai, self.session), tuple(self.of_school(uai)))
        _same(unit.candidatures.of_candidates(keys), tuple(self._files(bool)))
        _same(unit.candidatures.candidates(keys), self.people)
        _same(unit.candidatures.merged(keys), self.merged)

    def _compare_accounts(self, unit: UnitOfWork) -> None:
        accounts = self.accounts.values()
        assert {one.candidate_id for one in accounts} <= self.people.keys(), "an account is nobody's"
        keys = [*self.people, *self.merged, *self.absent.people]
        _same(unit.accounts.by_ids([*self.accounts, *self.absent.accounts]), self.accounts)
        _same(
            unit.accounts.of_candidates(keys),
            {one.candidate_id: one for one in accounts if one.replaced_by is None},
        )
        by_login = {one.login: one for one in accounts}
        for login in [*self.lines, *map(_shouted, self.lines), *self.absent.logins]:
            assert unit.accounts.by_login(login) == by_login.get(login)
        for key in self.people:
            theirs = [one for one in accounts if one.candidate_id == key]
            _same(unit.accounts.all_of(key), tuple(sorted(theirs, key=lambda one: one.id)))

    def _compare_ledger(self, unit: UnitOfWork) -> None:
        lines = self.lines.values()
        stems = {line.stem for line in lines if line.stem is not None} | {self.nobody}
        asked = [*self.lines, *map(_shouted, self.lines), *self.absent.logins]
        _same(unit.logins.numbers(stems), {stem: self.highest(stem) for stem in stems})
        _same(unit.logins.taken(asked), frozenset(self.lines))
        _same(unit.logins.lines(asked), self.lines)
        _same(unit.logins.of_accounts(list(self.accounts)), tuple(sorted(lines, key=lambda line: line.login)))

    def _compare_documents(self, unit: UnitOfWork) -> None:
        runs = {one.run_id for one in self.documents.values()}
        for key, one in self.documents.items():
            assert unit.documents.get(key) == one
            assert unit.documents.content(key) == self.contents[key]
        for absent in self.absent.documents:
            assert unit.documents.get(absent) is None
        _same(unit.documents.of_runs(runs), tuple(sorted(self.documents.values(), key=lambda one: one.id)))
        for uai in self.schools:
            mine = [one for one in self.documents.values() if one.uai == uai]
            newest = sorted(mine, key=lambda one: one.created_at, reverse=True)
            for skip, limit in _SLICES:
                found, total = unit.documents.of_school(uai, self.session, skip=skip, limit=limit)
                assert total == len(newest)
                _same(found, newest[skip : skip + limit])
        for run in runs:
            _same(unit.documents.papillons(run), tuple(slip for slip in self.slips if slip.run_id == run))
        by_key = sorted(self.slips, key=lambda slip: (slip.run_id, slip.account_id, slip.credential_version))
        _same(unit.documents.papillons_of(list(self.accounts)), tuple(by_key))

    def _compare_journal(self, unit: UnitOfWork) -> None:
        reports = self.reports.values()
        for run, report in self.reports.items():
            assert unit.journal.get(run) == report
        for absent in self.absent.runs:
            assert unit.journal.get(absent) is None
        for uai in self.schools:
            newest = sorted((one for one in reports if one.run.uai == uai), key=lambda one: one.run.at, reverse=True)
            for skip, limit in _SLICES:
                found, total = unit.journal.of_school(uai, skip=skip, limit=limit)
                assert total == len(newest)
                _same(found, newest[skip : skip + limit])
        about = [one for one in reports if isinstance(one, AccountReport)]
        keys = {one.candidate_id for one in about}
        _same(unit.journal.of_candidates(keys), tuple(sorted(about, key=lambda one: one.run.id)))


def _shouted(login: Login) -> Login:
    return Login(login.upper())


def _same(answer: Iterable[Any], expected: Collection[Any]) -> None:
    """Compare an answer, and do to it the worst that a caller can do."""
    if isinstance(answer, Mapping):
        assert dict(answer) == expected
    elif isinstance(answer, Sequence):
        assert type(expected)(answer) == expected  # type: ignore[call-arg]  # a list or a tuple
    else:
        assert answer == expected
    if isinstance(answer, MutableMapping | MutableSequence | MutableSet):
        answer.clear()
