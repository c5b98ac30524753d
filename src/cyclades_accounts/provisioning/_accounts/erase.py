"""Erasing a person (RGPD, article 17): all that names the person is removed, and no login of theirs is reissued."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.errors import ErasureKeyError, PseudonymizerFailedError
from cyclades_accounts.identifiers import CandidateId, Login, RunId, Uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    Account,
    AccountReport,
    Document,
    ErasureReport,
    ImposedLogin,
    ImposedLoginsReport,
    Notice,
    Outcome,
    Refusal,
    Report,
    RosterReport,
    Run,
    RunReport,
    SealedPapillon,
    Subject,
)
from cyclades_accounts.provisioning._host import Host, all_pages, call, new_id
from cyclades_accounts.provisioning._shared.holding import find_held
from cyclades_accounts.provisioning._shared.new_logins import taken
from cyclades_accounts.repositories import Pseudonymizer, UnitOfWork

ERASED: Final = "(effacé)"
"""Replaces a name or a login of an erased person in reports."""

_PERSONAL: Final = frozenset(
    {"characters", "cure", "login", "name", "names", "other", "sentence", "short", "value", "why"}
)
"""Facts of a refusal that tell whom it is about, or may: the words of a host's own refusal are free text."""


def _copied(value: Mapping[CandidateId, CandidateId]) -> dict[CandidateId, CandidateId]:
    return dict(value)


@frozen
class Erasure:
    """Whom to leave out of reports."""

    aliases: Mapping[CandidateId, CandidateId] = field(converter=_copied)
    """Every key of the person, each with the random text that replaces it."""
    logins: frozenset[Login] = frozenset()
    """Every login that was the person's."""
    names: frozenset[str] = frozenset()
    """Every name that the person had, as reports of others may show it."""

    def leave_out(self, report: Report) -> Report:
        """Return the report without the person: the numbers and the order stay; key, name and login are replaced.

        A report that does not name the person comes back equal.
        """
        head = evolve(report.run, subject=self._subject(report.run.subject))
        match report:
            case RunReport():
                return evolve(
                    report,
                    run=head,
                    outcomes=tuple(map(self._outcome, report.outcomes)),
                    notices=self._notices(report.notices),
                )
            case RosterReport():
                return self._roster(report, head)
            case AccountReport():
                login = report.login
                return evolve(
                    report,
                    run=head,
                    candidate_id=self._key(report.candidate_id),
                    login=None if login in self.logins else login,
                )
            case ImposedLoginsReport():
                return evolve(report, run=head, logins=tuple(map(self._imposed, report.logins)))
            case _:
                return evolve(report, run=head)

    def _roster(self, report: RosterReport, head: Run) -> RosterReport:
        def keys(values: tuple[CandidateId, ...]) -> tuple[CandidateId, ...]:
            return tuple(map(self._key, values))

        return evolve(
            report,
            run=head,
            added=keys(report.added),
            updated=keys(report.updated),
            unchanged=keys(report.unchanged),
            missing=keys(report.missing),
            conflicting=keys(report.conflicting),
            merged=keys(report.merged),
            notices=self._notices(report.notices),
        )

    def _key(self, key: CandidateId) -> CandidateId:
        return self.aliases.get(key, key)

    def _subject(self, subject: Subject) -> Subject:
        key, login = subject.candidate_id, subject.login
        return evolve(
            subject,
            candidate_id=None if key is None else self._key(key),
            login=ERASED if login in self.logins else login,
        )

    def _outcome(self, outcome: Outcome) -> Outcome:
        if outcome.candidate_id not in self.aliases:
            facts = dict(outcome.refusal.facts) if outcome.refusal else {}
            is_about = facts.get("login") in self.logins or facts.get("other") in self.names
            return evolve(outcome, refusal=_impersonal(outcome.refusal)) if is_about else outcome
        return evolve(
            outcome,
            candidate_id=self._key(outcome.candidate_id),
            name=ERASED,
            login=None,
            former_login=None,
            refusal=_impersonal(outcome.refusal),
        )

    def _imposed(self, line: ImposedLogin) -> ImposedLogin:
        if line.candidate_id not in self.aliases and line.login not in self.logins:
            return line
        return ImposedLogin(self._key(line.candidate_id), ERASED, _impersonal(line.refusal))

    def _notices(self, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        """Leave out what concerns the person: its facts are their name, birth date, e-mail or login."""
        return tuple(notice for notice in notices if self.aliases.keys().isdisjoint(notice.candidates))


def _impersonal(refusal: Refusal | None) -> Refusal | None:
    if refusal is None:
        return None
    kept = {name: ERASED if name in _PERSONAL else value for name, value in refusal.facts}
    return Refusal(refusal.reason, kept)


def pseudonymizer_of(host: Host) -> Pseudonymizer:
    """Return the pseudonymizer.

    Raises:
        ErasureKeyError: there is none.
    """
    if host.pseudonymizer is None:
        raise ErasureKeyError
    return host.pseudonymizer


def keyed_digest(host: Host, text: str) -> str:
    """Return the keyed digest of a text, which tells nothing of it to whoever lacks the key.

    Raises:
        ErasureKeyError: there is no pseudonymizer.
        PseudonymizerFailedError: the pseudonymizer failed.
    """
    pseudonymizer = pseudonymizer_of(host)
    return call(PseudonymizerFailedError, lambda: pseudonymizer.digest(text))


def erase(host: Host, unit: UnitOfWork, run: Run, uai: Uai, candidate_id: CandidateId) -> ErasureReport:
    """Erase a person.

    Raises:
        UnknownSchoolError: the store does not know the school.
        UnknownCandidateError: the person has no candidature at this school.
        OtherPersonError: the key is another person's than the account's.
        OtherSchoolError: another school holds the person.
        ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
    """
    pseudonymizer = pseudonymizer_of(host)
    held = find_held(unit, host, uai, candidate_id, run.at)
    person = held.person
    accounts = unit.accounts.find(candidates=[person.key])
    schools = person.schools | {uai} | {account.issued_by for account in accounts if account.issued_by}
    names = {one.name for one in person.candidatures} | (
        {person.holder.candidate.full_name} if person.holder else set()
    )
    ids = [account.id for account in accounts]

    lines = unit.logins.lines(accounts=ids)
    unit.logins.numbers(sorted({line.stem for line in lines if line.stem is not None}))  # locks the stems
    taken(unit.logins, pseudonymizer, ())  # refuses keys that the pseudonymizer lacks

    papillons = unit.documents.slips(accounts=ids)
    documents = _documents(unit, accounts, papillons)
    unit.documents.drop([one.purged(run.at, title=PAPILLON_DE_CONNEXION) for one in documents], papillons)

    unit.logins.erase({line.login: keyed_digest(host, line.login) for line in lines})
    unit.logins.impose({person.key: None})
    unit.accounts.erase(ids)
    keys = unit.holders.forget(person.key)

    erasure = Erasure(_aliases(host, keys), frozenset(line.login for line in lines), frozenset(names))
    redacted = _redacted(erasure, [*_reports(unit, schools), *unit.journal.of_candidates(keys)])
    unit.journal.redact(redacted)
    return ErasureReport(
        run=run,
        uai=uai,
        accounts=len(accounts),
        logins=len(lines),
        papillons=len(papillons),
        documents=tuple(document.id for document in documents if document.purged_at is None),
        reports=len(redacted),
    )


def _documents(
    unit: UnitOfWork, accounts: Iterable[Account], papillons: Iterable[SealedPapillon]
) -> tuple[Document, ...]:
    """Return the documents that show the person, purged ones too: their titles may name the person."""
    runs: set[RunId] = {papillon.run_id for papillon in papillons}
    for account in accounts:
        runs |= {past.run_id for past in account.past}
        runs |= {account.credential.run_id} if account.credential else set()
    return unit.documents.find(runs=runs)


def _aliases(host: Host, keys: Iterable[CandidateId]) -> dict[CandidateId, CandidateId]:
    """Return, for each key, the random text that replaces it in every report."""
    return {key: CandidateId(f"erased-{new_id(host)}") for key in sorted(keys)}


def _reports(unit: UnitOfWork, schools: Iterable[Uai]) -> Iterator[Report]:
    for uai in sorted(schools):
        yield from all_pages(partial(_journal, unit, uai))


def _journal(unit: UnitOfWork, uai: Uai, skip: int, limit: int) -> tuple[Sequence[Report], int]:
    return unit.journal.of_school(uai, skip=skip, limit=limit)


def _redacted(erasure: Erasure, reports: Iterable[Report]) -> list[Report]:
    changed = {report.run.id: (report, erasure.leave_out(report)) for report in reports}
    return [after for before, after in changed.values() if after != before]
