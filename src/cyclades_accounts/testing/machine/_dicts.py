"""Plain dicts that hold what a store must hold, and answer every question of the ports in the plainest way."""

# ruff: noqa: S101  # a comparison in a test speaks through assert

from collections.abc import Collection, Iterable, Mapping, MutableMapping, MutableSequence, MutableSet
from typing import Any, TypeVar

from attrs import Factory, define, evolve

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    Account,
    Candidate,
    Candidature,
    Document,
    Holder,
    IssuedLogin,
    Report,
    School,
    SealedPapillon,
    agrees_in_all,
    names_in,
)
from cyclades_accounts.repositories import UnitOfWork, UsedLogins

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
    holders: dict[CandidateId, Holder] = Factory(dict)
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
        self.people[candidature.candidate_id] = candidature.candidate

    def add_file(self, candidature: Candidature) -> None:
        """Add a file, unless there is one with its key."""
        self.files.setdefault(candidature.key, candidature)

    def put_person(self, person: Candidate) -> None:
        """Put a person; every file of theirs shows them so."""
        self.people[person.id] = person
        for key, held in self.files.items():
            if held.candidate.id == person.id:
                self.files[key] = evolve(held, candidate=person)

    def merge(self, lost: CandidateId, kept: CandidateId, *, noted: bool) -> None:
        """Let a key go; where it is noted as another person's, what was merged into it follows, and so does the holder.

        Over a host's own people a key without account is not noted: the library never knew it.
        """
        del self.people[lost]
        if not noted:
            return
        holder = self.holders.pop(lost, None)
        if holder is not None and kept not in self.holders:
            self.holders[kept] = evolve(holder, candidate=evolve(holder.candidate, id=kept))
        self.merged |= {lost: kept} | {key: kept for key, to in self.merged.items() if to == lost}

    # --- what is asked ------------------------------------------------------------------------------------------------

    def standing(self, person: CandidateId) -> Account | None:
        """Return the account of a person that no other has replaced."""
        mine = [one for one in self.accounts.values() if one.candidate_id == person and one.replaced_by is None]
        assert len(mine) <= 1, "a person has two accounts"
        return mine[0] if mine else None

    def holds(self, uai: Uai, person: CandidateId) -> bool:
        """Whether the school holds the person: as its holder, or because it alone has files of who has none."""
        holder = self.holders.get(person)
        return self.schools_of(person) == {uai} if holder is None else holder.uai == uai

    def contested(self, *people: CandidateId) -> bool:
        """Whether somebody asked for one of these people, or a line of another school lacks a fact of theirs."""
        held = [(one, self.at_schools(person)) for person in people if (one := self.holders.get(person))]
        return any(
            one.contested
            or any(file.uai != one.uai and not agrees_in_all(one.candidate, file.candidate) for file in files)
            for one, files in held
        )

    def schools_of(self, person: CandidateId) -> set[Uai]:
        """Return the schools that have a file of a person."""
        return {one.uai for one in self.at_schools(person)}

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
            assert unit.people.school(uai) == school
            _same(sorted(unit.people.of_school(uai, self.session), key=_key), self.of_school(uai))
        _same(sorted(unit.people.of_candidates(keys), key=_key), self._files(bool))
        _same(unit.holders.of(keys), self.holders)
        _same(unit.holders.merged(keys), self.merged)

    def _compare_accounts(self, unit: UnitOfWork) -> None:
        accounts = self.accounts.values()
        assert {one.candidate_id for one in accounts} <= self.people.keys(), "an account is nobody's"
        keys = [*self.people, *self.merged, *self.absent.people]
        ids = [*self.accounts, *self.absent.accounts]
        _same(unit.accounts.standing(keys), {one.candidate_id: one for one in accounts if one.replaced_by is None})
        by_id = sorted(accounts, key=lambda one: one.id)
        by_login = {one.login: one for one in accounts}
        for login in [*self.lines, *map(_shouted, self.lines), *self.absent.logins]:
            _same(unit.accounts.find(logins=[login]), tuple(filter(None, [by_login.get(login)])))
        for key in self.people:
            theirs = tuple(one for one in by_id if one.candidate_id == key)
            _same(unit.accounts.find(candidates=[key]), theirs)
            _same(unit.accounts.find(candidates=[key], logins=[one.login for one in theirs]), theirs)
        for asked in ({"ids": ids}, {"logins": list(by_login)}, {"candidates": keys}):
            _same(unit.accounts.find(**asked), tuple(by_id))

    def _compare_ledger(self, unit: UnitOfWork) -> None:
        lines = self.lines.values()
        stems = {line.stem for line in lines if line.stem is not None} | {self.nobody}
        asked = [*self.lines, *map(_shouted, self.lines), *self.absent.logins]
        _same(unit.logins.numbers(stems), {stem: self.highest(stem) for stem in stems})
        assert unit.logins.used(asked, []) == UsedLogins(frozenset(self.lines), frozenset(), frozenset())
        by_login = tuple(sorted(lines, key=lambda line: line.login))
        _same(unit.logins.lines(logins=asked), by_login)
        _same(unit.logins.lines(accounts=list(self.accounts)), by_login)
        _same(unit.logins.lines(logins=asked, accounts=list(self.accounts)[:1]), by_login)

    def _compare_documents(self, unit: UnitOfWork) -> None:
        runs = {one.run_id for one in self.documents.values()}
        for key in self.documents:
            assert unit.documents.content(key) == self.contents[key]
        by_id = tuple(sorted(self.documents.values(), key=lambda one: one.id))
        _same(unit.documents.find(ids=[*self.documents, *self.absent.documents]), by_id)
        _same(unit.documents.find(runs=runs), by_id)
        _same(unit.documents.find(ids=list(self.documents)[:1], runs=runs), by_id)
        for uai in self.schools:
            mine = [one for one in self.documents.values() if one.uai == uai]
            newest = sorted(mine, key=lambda one: one.created_at, reverse=True)
            for skip, limit in _SLICES:
                found, total = unit.documents.of_school(uai, self.session, skip=skip, limit=limit)
                assert total == len(newest)
                _same(found, newest[skip : skip + limit])
        by_run = tuple(sorted(self.slips, key=lambda slip: slip.run_id))
        _same(unit.documents.slips(runs=runs | {slip.run_id for slip in by_run}), by_run)
        for run in runs:
            _same(unit.documents.slips(runs=[run]), tuple(slip for slip in self.slips if slip.run_id == run))
        _same(unit.documents.slips(accounts=list(self.accounts)), by_run)
        _same(unit.documents.slips(accounts=list(self.accounts), runs=runs), by_run)

    def _compare_journal(self, unit: UnitOfWork) -> None:
        reports = self.reports.values()
        for run, report in self.reports.items():
            assert unit.journal.get(run) == report
        for absent in self.absent.runs:
            assert unit.journal.get(absent) is None
        for uai in self.schools:
            newest = [one for one in reversed(reports) if one.run.uai == uai]
            for skip, limit in _SLICES:
                found, total = unit.journal.of_school(uai, skip=skip, limit=limit)
                assert total == len(newest)
                _same(found, newest[skip : skip + limit])
        told = {run: names_in(one) for run, one in self.reports.items()}
        for names in (self.people, [self.nobody, *self.lines]):
            _same(
                unit.journal.naming(names),
                tuple(sorted(run for run, found in told.items() if not found.keys().isdisjoint(names))),
            )
        keys = {name for found in told.values() for name, is_key in found.items() if is_key}
        everybody = unit.journal.named("", 1_000_000)  # of other courses too
        assert keys <= set(everybody)
        assert self.absent.people.isdisjoint(everybody)
        for after in everybody[:1]:
            _same(unit.journal.named(after, 2), everybody[1:3])


def _key(row: Any) -> Any:  # noqa: ANN401  # of a candidature, here where none is anything else
    return row.key


def _shouted(login: Login) -> Login:
    return Login(login.upper())


def _same(answer: Iterable[Any], expected: Collection[Any]) -> None:
    """Compare an answer, and do to it the worst that a caller can do."""
    if isinstance(answer, Mapping):
        assert dict(answer) == expected
    else:
        assert type(expected)(answer) == expected  # type: ignore[call-arg]  # a list or a tuple
    if isinstance(answer, MutableMapping | MutableSequence | MutableSet):
        answer.clear()
