"""The people of a unit, as an activity sees them: each person stands once, under the key that stays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from attrs import evolve, field, frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai, digest
from cyclades_accounts.provisioning._host import Host, call, known_school
from cyclades_accounts.repositories import UnitOfWork


@frozen
class Rows:
    """The rows of a school for a session. Each person stands once."""

    rows: tuple[model.Row, ...]
    refusals: Mapping[CandidateId, model.Refusal] = field(repr=False)
    """Why a row cannot count, where the rows of its key say so."""
    notices: tuple[model.Notice, ...]
    """About rows that do not count."""
    of_two: frozenset[CandidateId] = field(repr=False)
    """Keys under which two people stand."""
    everyone: tuple[model.Row, ...] = ()
    """All of them, where ``rows`` are some."""


def rows_of(unit: UnitOfWork, host: Host, uai: Uai, session_id: SessionId) -> Rows:
    """Return the rows of a school for a session, each person once, sorted by key.

    Of several rows of one key the eligible one counts, else one that is awaited, and the others are told; of two
    eligible ones none is served, and none where the rows show two people. Rows under a merged key are rows of the key
    that stays.

    Raises:
        EligibilityFailedError: the host's policy failed.
    """
    by_key: dict[CandidateId, list[model.Row]] = {}
    for row in unit.people.of_school(uai, session_id):
        by_key.setdefault(row.candidate_id, []).append(row)
    refusals: dict[CandidateId, model.Refusal] = {}
    for lost, kept in sorted(unit.holders.merged(by_key).items()):
        mine, theirs = by_key.get(kept, []), by_key.pop(lost)
        if mine and _show_two([*mine, *theirs]):  # the host gave a merged key to somebody else
            by_key[lost] = theirs
            refusals[lost] = model.Refusal(model.RefusalReason.OTHER_PERSON, {"other": mine[0].name, "login": "—"})
        else:
            by_key[kept] = mine + [_under(row, kept) for row in theirs]
    chosen: list[model.Row] = []
    notices: list[model.Notice] = []
    of_two = set(refusals)
    for key, rows in sorted(by_key.items()):
        if len(rows) > 1:
            rows.sort(
                key=lambda row: (isinstance(row, model.NoCandidature), digest(row))
            )  # the host gives them in any order
            notices.append(model.Notice(model.NoticeReason.TWO_ROWS, (key,), {"names": _names(rows)}))
        eligible, awaited = _eligible(host, rows) if len(rows) > 1 else ([], [])
        chosen.append((eligible or awaited or rows)[0])
        if _show_two(rows):
            of_two.add(key)
        if key in of_two or len(eligible) > 1:
            refusals.setdefault(key, model.Refusal(model.RefusalReason.TWO_CANDIDATURES, {"names": _names(rows)}))
    return Rows(tuple(chosen), refusals, tuple(notices), frozenset(of_two), tuple(chosen))


def _eligible(host: Host, rows: Iterable[model.Row]) -> tuple[list[model.Row], list[model.Row]]:
    """Return those that may get an account, and those of whom one is awaited."""

    def sort() -> tuple[list[model.Row], list[model.Row]]:
        policy = host.eligibility
        return (
            [row for row in rows if isinstance(row, model.Candidature) and policy.refuse(row) is None],
            [
                row
                for row in rows
                if (row.is_awaited if isinstance(row, model.NoCandidature) else policy.is_awaited(row))
            ],
        )

    return call(errors.EligibilityFailedError, sort)


def _under(row: model.Row, key: CandidateId) -> model.Row:
    if isinstance(row, model.NoCandidature):
        return evolve(row, candidate_id=key)
    return evolve(row, candidate=evolve(row.candidate, id=key))


def _show_two(rows: Sequence[model.Row]) -> bool:
    people = [row.candidate for row in rows if isinstance(row, model.Candidature)]
    names = [set(model.comparable(row.name).split()) for row in rows if not people]
    return any(model.shows_another(person, row) for person in people for row in rows if len(rows) > 1) or any(
        one - other and other - one for one, other in combinations(names, 2)
    )


def _names(rows: Iterable[model.Row]) -> str:
    return ", ".join(f"{row.name} ({row.division or '—'})" for row in rows)


def candidatures_of(unit: UnitOfWork, keys: Collection[CandidateId]) -> tuple[model.Candidature, ...]:
    """Return every candidature of these people, of any school and session, sorted by key."""
    return tuple(sorted(unit.people.of_candidates(keys), key=lambda one: one.key)) if keys else ()


def files_of(unit: UnitOfWork, keys: Collection[CandidateId]) -> dict[CandidateId, list[model.Candidature]]:
    """Return every candidature of each of these people."""
    files: dict[CandidateId, list[model.Candidature]] = {key: [] for key in keys}
    for file in candidatures_of(unit, keys):
        files[file.candidate_id].append(file)
    return files


def is_called(text: str, asked: str) -> bool:
    """Whether each word of ``asked``, at least one, begins a word of a text, compared as lists compare names."""
    words, wanted = model.comparable(text).split(), model.comparable(asked).split()
    return bool(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)


def school_name(unit: UnitOfWork, uai: Uai) -> str:
    """Return the name of a school, a dash where nobody knows it any more."""
    school = unit.people.school(uai)
    return school.name if school else "—"


def named_schools(
    unit: UnitOfWork, schools: Mapping[CandidateId, Collection[Uai]]
) -> dict[CandidateId, dict[str, str]]:
    """Return the schools of each person as facts: ``school``, the names, and ``uai``."""
    names = {uai: school_name(unit, uai) for uai in sorted({uai for uais in schools.values() for uai in uais})}
    return {
        key: {"school": ", ".join(names[uai] for uai in sorted(uais)) or "—", "uai": ", ".join(sorted(uais)) or "—"}
        for key, uais in schools.items()
    }


@frozen
class Person:
    """A person: the candidatures that people have of them, the holder of their account, and the account."""

    key: CandidateId = field(repr=False)
    candidatures: tuple[model.Candidature, ...]
    holder: model.Holder | None = None
    account: model.Account | None = None
    """The one that stands, open or closed."""

    @property
    def candidate(self) -> model.Candidate:
        """The person as the holding school has them now, else as others do, else as last printed."""
        if self.own:
            return min(self.own, key=lambda one: self.holder is None or one.uai != self.holder.uai).candidate
        if self.holder is None:
            raise errors.UnknownCandidateError(self.key)
        return self.holder.candidate

    @property
    def others(self) -> tuple[model.Candidature, ...]:
        """The candidatures that show another person than the account's holder: a school mistyped the key, perhaps."""
        if self.holder is None or self.account is None:
            return ()
        held = self.holder.candidate
        return tuple(one for one in self.candidatures if model.contradicts(held, one.candidate))

    @property
    def own(self) -> tuple[model.Candidature, ...]:
        """The candidatures that show the person."""
        return tuple(one for one in self.candidatures if one not in self.others)

    @property
    def shown(self) -> model.Candidate:
        """The person as a row shows them that contradicts the holder, else as any row does."""
        return self.others[0].candidate if self.others else self.candidate

    @property
    def standing(self) -> model.Account:
        """The account that stands.

        Raises:
            UnknownAccountError: there is none.
        """
        if self.account is None:
            raise errors.UnknownAccountError(self.key)
        return self.account

    @property
    def held(self) -> model.Holder:
        """The holder of the account; an account without one, which only a host's import can have, is nobody's."""
        return self.holder or model.Holder(self.candidate, None)

    @property
    def names(self) -> set[str]:
        """Every name under which the person is known now, or was last printed."""
        held = {self.holder.candidate.full_name} if self.holder else set()
        return {one.name for one in self.own} | held

    @property
    def contested(self) -> bool:
        """Whether no transfer is granted at once, once the holding school has put what it knows into every line.

        A line of another school that lacked a fact would then agree in all.
        """
        held = self.holder
        return held is not None and (
            held.contested
            or any(one.uai != held.uai and not model.agrees_in_all(held.candidate, one.candidate) for one in self.own)
        )

    @property
    def schools(self) -> set[Uai]:
        """The schools that know the person: those of the candidatures, and the holding school."""
        held = {self.holder.uai} if self.holder and self.holder.uai else set()
        return {one.uai for one in self.candidatures} | held

    def check_same(self, uai: Uai) -> None:
        """Check that whom the school sees under the key is the account's holder.

        Raises:
            OtherPersonError: it is another person.
        """
        if any(one.uai == uai for one in self.others):
            raise errors.OtherPersonError(self.key)


def find_person(unit: UnitOfWork, candidate_id: CandidateId) -> Person:
    """Return the person under a key, or under the one that it was merged into; perhaps nobody knows them.

    Rows under the merged key that is asked for count too: the host may have given it to somebody else.
    """
    return find_people(unit, [candidate_id])[candidate_id]


def find_people(unit: UnitOfWork, candidate_ids: Collection[CandidateId]) -> dict[CandidateId, Person]:
    """Return the people under these keys, each as :func:`find_person` does, by the key that is asked for."""
    kept = {key: key for key in candidate_ids} | dict(unit.holders.merged(candidate_ids))
    rows: dict[CandidateId, list[model.Candidature]] = {}
    for row in candidatures_of(unit, {*kept, *kept.values()}):
        rows.setdefault(row.candidate_id, []).append(row)
    accounts = unit.accounts.standing(kept.values())  # first: whoever hands one over meanwhile is waited for
    holders = unit.holders.of(kept.values())
    found: dict[CandidateId, Person] = {}
    for asked, key in kept.items():
        both = sorted({asked, key})
        mine = (evolve(row, candidate=evolve(row.candidate, id=key)) for one in both for row in rows.get(one, ()))
        found[asked] = Person(key, tuple(mine), holders.get(key), accounts.get(key))
    return found


def find_known(unit: UnitOfWork, candidate_id: CandidateId) -> Person:
    """Return the person, of whatever school.

    Raises:
        UnknownCandidateError: nothing is kept about them: no candidature, no account, and no report names them.
    """
    person = find_person(unit, candidate_id)
    if not (person.candidatures or person.holder or unit.journal.naming([candidate_id])):
        raise errors.UnknownCandidateError(candidate_id)
    return person


def find_at_school(unit: UnitOfWork, uai: Uai, candidate_id: CandidateId) -> Person:
    """Return the person, if the school knows them, whether it is granted or not.

    Raises:
        UnknownSchoolError: nobody knows the school.
        UnknownCandidateError: the person has no candidature at this school, which does not hold them either.
    """
    known_school(unit, uai)
    person = find_person(unit, candidate_id)
    if uai not in person.schools:
        raise errors.UnknownCandidateError(candidate_id)
    return person


def as_shown(unit: UnitOfWork, host: Host, uai: Uai, session_id: SessionId, person: Person) -> model.Candidate:
    """Return the person as a school sees them for a session, else for another one, else as last printed.

    Raises:
        OtherPersonError: the school sees two people under the key.
    """
    seen = rows_of(unit, host, uai, session_id)
    if person.key in seen.of_two:
        raise errors.OtherPersonError(person.key)
    rows = (*seen.rows, *(one for one in person.candidatures if one.uai == uai))
    shown = (row.candidate for row in rows if isinstance(row, model.Candidature) and row.candidate_id == person.key)
    return next(shown, person.held.candidate)  # and never as another school tells


def account_report(run: model.Run, candidate_id: CandidateId, account: model.Account | None) -> model.AccountReport:
    """Return the report of an activity on one person, with the account that stands afterwards."""
    return model.AccountReport(run, candidate_id, account.id if account else None, account.login if account else None)
