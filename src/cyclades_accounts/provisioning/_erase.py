"""Erasing a person (RGPD, article 17): all that tells of them goes, and their logins are still never issued again."""

from collections.abc import Iterable, Iterator

from cyclades_accounts.errors import ErasureKeyError, PseudonymizerFailedError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    Account,
    Document,
    Erasure,
    ErasureReport,
    Report,
    Run,
    SealedPapillon,
)
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.provisioning._ledger import check_keys
from cyclades_accounts.provisioning._life import find_at_school
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import Pseudonymizer, UnitOfWork

_PAGE = 100


def pseudonymizer_of(tools: Tools) -> Pseudonymizer:
    """Return the pseudonymizer.

    Raises:
        ErasureKeyError: there is none.
    """
    if tools.pseudonymizer is None:
        raise ErasureKeyError
    return tools.pseudonymizer


def digest_of(pseudonymizer: Pseudonymizer, text: str) -> str:
    """Return the keyed digest of a text.

    Raises:
        PseudonymizerFailedError: the pseudonymizer failed.
    """
    return call(PseudonymizerFailedError, lambda: pseudonymizer.digest(text))


def erase(tools: Tools, unit: UnitOfWork, run: Run, uai: Uai, candidate_id: CandidateId) -> ErasureReport:
    """Erase a person.

    Raises:
        UnknownSchoolError: the store does not know the school.
        UnknownCandidateError: the person has no candidature at this school.
        ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
    """
    pseudonymizer = pseudonymizer_of(tools)
    person = find_at_school(unit, uai, candidate_id)
    schools = {held.school for held in unit.candidatures.of_candidates([person.id])} | person.former_schools
    accounts = unit.accounts.all_of(person.id)
    ids = [account.id for account in accounts]

    lines = unit.logins.of_accounts(ids)
    unit.logins.numbers(sorted({line.stem for line in lines if line.stem is not None}))  # locks the stems
    check_keys(unit.logins, pseudonymizer)

    papillons = unit.documents.papillons_of(ids)
    documents = _documents(unit, accounts, papillons)
    unit.documents.remove_papillons(papillons)
    unit.documents.purge([document.purged(run.at, title=PAPILLON_DE_CONNEXION) for document in documents])

    unit.logins.erase({line.login: digest_of(pseudonymizer, line.login) for line in lines})
    unit.logins.impose({person.id: None})
    unit.accounts.erase(ids)
    keys = unit.candidatures.erase(person.id)

    erasure = Erasure(_aliases(tools, keys), frozenset(line.login for line in lines))
    redacted = _redacted(erasure, [*_reports(unit, schools), *unit.journal.of_candidates(keys)])
    unit.journal.redact(redacted)
    return ErasureReport(
        run=run,
        school=uai,
        accounts=len(accounts),
        logins=len(lines),
        papillons=len(papillons),
        documents=tuple(document.id for document in documents if document.purged_at is None),
        reports=len(redacted),
    )


def _documents(unit: UnitOfWork, accounts: Iterable[Account], papillons: Iterable[SealedPapillon]) -> list[Document]:
    """Return the documents that show the person, or did: a title may name somebody long after the content is gone."""
    runs: set[RunId] = {papillon.run_id for papillon in papillons}
    for account in accounts:
        runs |= {past.run_id for past in account.past}
        runs |= {account.credential.run_id} if account.credential else set()
    return list(unit.documents.of_runs(runs))


def _aliases(tools: Tools, keys: Iterable[CandidateId]) -> dict[CandidateId, CandidateId]:
    """Draw a text for each key that stands in for it in reports: the same everywhere, and made of nothing."""
    return {key: CandidateId(f"erased-{tools.new_id()}") for key in sorted(keys)}


def _reports(unit: UnitOfWork, schools: Iterable[Uai]) -> Iterator[Report]:
    for uai in sorted(schools):
        skip, total = 0, 1
        while skip < total:
            items, total = unit.journal.of_school(uai, skip=skip, limit=_PAGE)
            yield from items
            skip += _PAGE


def _redacted(erasure: Erasure, reports: Iterable[Report]) -> list[Report]:
    changed = {report.run.id: (report, erasure.leave_out(report)) for report in reports}
    return [after for before, after in changed.values() if after != before]
