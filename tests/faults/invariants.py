"""What must hold after every fault, whatever it was: read through the ports, judged apart from the library.

:func:`invariants` is the one function that the fault tests ask. ``test_invariants.py`` shows that each kind of breakage
is noticed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from cyclades_accounts import Provisioning
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.identifiers import AccountId, CandidateId, RunId
from cyclades_accounts.model import (
    Account,
    Candidature,
    CredentialState,
    Document,
    Holder,
    IssuedLogin,
    LoginKind,
    ReprintReport,
    RunReport,
    SealedPapillon,
)
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.provisioning import ERASED
from cyclades_accounts.provisioning._shared.slips import load_papillon
from tests.faults.world import people, uai
from tests.support import SESSION, read_slips


@frozen
class Seen:
    """All that a store holds of some schools, as one reading unit sees it."""

    expected: frozenset[CandidateId]
    candidatures: tuple[Candidature, ...]
    accounts: tuple[Account, ...]
    standing: Mapping[CandidateId, Account]
    holders: Mapping[CandidateId, Holder]
    lines: tuple[IssuedLogin, ...]
    numbers: Mapping[str, int]
    slips: tuple[SealedPapillon, ...]
    documents: tuple[tuple[Document, bytes | None], ...]
    reports: Mapping[RunId, RunReport]
    reprints: Mapping[RunId, ReprintReport]


def see(service: Provisioning, numbers: Iterable[int]) -> Seen:
    """Read all that the store holds of the schools with these numbers."""
    schools = [uai(number) for number in numbers]
    expected = frozenset[CandidateId]().union(*(people(number) for number in numbers))
    with service.store.reading() as unit:
        candidatures = tuple(
            one
            for school in schools
            for one in unit.people.of_school(school, SESSION.id)
            if isinstance(one, Candidature)
        )
        accounts = unit.accounts.find(candidates=expected)
        lines = unit.logins.lines(accounts=[account.id for account in accounts])
        reports = [one for school in schools for one in unit.journal.of_school(school, skip=0, limit=10_000)[0]]
        runs = {report.run.id: report for report in reports if isinstance(report, RunReport)}
        documents = {
            document.id: document
            for school in schools
            for document in unit.documents.of_school(school, SESSION.id, skip=0, limit=10_000)[0]
        }
        slips = unit.documents.slips(
            runs=runs.keys() | {document.run_id for document in documents.values()},
            accounts=[account.id for account in accounts],
        )
        return Seen(
            expected=expected,
            candidatures=candidatures,
            accounts=accounts,
            standing=unit.accounts.standing(expected),
            holders=unit.holders.of(expected),
            lines=lines,
            numbers=unit.logins.numbers({line.stem for line in lines if line.stem is not None}),
            slips=slips,
            documents=tuple((document, unit.documents.content(key)) for key, document in documents.items()),
            reports=runs,
            reprints={one.run.id: one for one in reports if isinstance(one, ReprintReport)},
        )


def invariants(service: Provisioning, numbers: Iterable[int], *, done: bool = False) -> list[str]:
    """Return what is broken in the schools with these numbers; an empty list is what every fault test wants.

    No login twice, no candidate lost, no account that no slip opens, no slip that opens nothing, counters that know the
    ledger, and a journal, documents and slips that say the same.

    Args:
        service: the service whose store is looked at.
        numbers: the schools.
        done: whether all who get an account must have one.
    """
    seen = see(service, list(numbers))
    return [
        *(f"candidate lost: {key}" for key in sorted(seen.expected - {one.candidate.id for one in seen.candidatures})),
        *broken_links(service, seen),
        *(f"document without content: {document.id}" for document, sealed in seen.documents if sealed is None),
        *(f"candidate not served: {key}" for key in sorted(_waiting(seen)) if done),
    ]


def broken_links(service: Provisioning, seen: Seen) -> Iterator[str]:
    """Go through what does not fit together: logins, accounts, slips, documents and reports.

    A run whose documents were purged has no slips, and the reports of erased people name nobody.
    """
    opened = dict(_opened(service, seen))
    yield from _logins(seen)
    yield from _accounts(service, seen, opened)
    yield from _slips(service, seen, opened)
    yield from _documents(service, seen, opened)
    yield from _reports(seen)


def _purged(seen: Seen) -> set[RunId]:
    """Return the runs of which a document was purged."""
    return {document.run_id for document, _ in seen.documents if document.purged_at is not None}


SlipKey = tuple[RunId, AccountId, int]


def _key(slip: SealedPapillon) -> SlipKey:
    return slip.run_id, slip.account_id, slip.credential_version


def _opened(service: Provisioning, seen: Seen) -> Iterator[tuple[SlipKey, Papillon]]:
    places = {document.run_id: (document.uai, document.session_id) for document, _ in seen.documents}
    for slip in seen.slips:
        try:
            opened = load_papillon(service.sealer.open(slip.sealed, slip.context(*places[slip.run_id])))
        except (CycladesAccountsError, KeyError):
            continue  # named by whoever misses it
        if isinstance(opened, Papillon):
            yield _key(slip), opened


def _logins(seen: Seen) -> Iterator[str]:
    for login, times in Counter(account.login for account in seen.accounts).items():
        if times > 1:
            yield f"login of {times} accounts: {login}"
    owners = {line.login: line.account_id for line in seen.lines}
    if len(owners) < len(seen.lines):
        yield "login issued twice"
    for account in seen.accounts:
        if account.kind is LoginKind.PRENOM_NOM and owners.get(account.login) != account.id:
            yield f"login not in the ledger: {account.login}"
    ranks = Counter((line.stem, line.number) for line in seen.lines if line.stem is not None)
    for (stem, number), times in ranks.items():
        if times > 1:
            yield f"number issued {times} times: {stem} {number}"
        if seen.numbers[stem or ""] < (number or 0):
            yield f"counter below the ledger: {stem} {number}"


def _accounts(service: Provisioning, seen: Seen, opened: Mapping[SlipKey, Papillon]) -> Iterator[str]:
    for key, times in Counter(account.candidate_id for account in seen.accounts if not account.replaced_by).items():
        if times > 1 or key not in seen.standing:
            yield f"{times} accounts stand for {key}"
    for account in seen.accounts:
        credential = account.credential
        if credential is None or credential.state is not CredentialState.PROVISIONAL:
            continue
        slip = opened.get((credential.run_id, account.id, credential.version))
        if slip is None and credential.run_id not in _purged(seen):
            yield f"account without a slip: {account.login}"
        elif slip and (
            slip.login != account.login or not service.hasher.verify(credential.password_hash, slip.password)
        ):
            yield f"account that its slip does not open: {account.login}"


def _slips(service: Provisioning, seen: Seen, opened: Mapping[SlipKey, Papillon]) -> Iterator[str]:
    accounts = {account.id: account for account in seen.accounts}
    for slip in seen.slips:
        account = accounts.get(slip.account_id)
        if _key(slip) not in opened:
            yield f"slip that nobody can read: {slip.reference}"
        elif slip.run_id not in seen.reports.keys() | seen.reprints.keys():
            yield f"slip of no run: {slip.reference}"
        elif account is None or account.credential is None:
            yield f"slip of no account: {slip.reference}"
        elif slip.credential_version != account.credential.version:
            held = {(past.run_id, past.version) for past in account.past}
            is_reprint = slip.run_id in seen.reprints and slip.credential_version in {version for _, version in held}
            if (slip.run_id, slip.credential_version) not in held and not is_reprint:
                yield f"slip that never opened anything: {slip.reference}"
        elif not service.hasher.verify(account.credential.password_hash, opened[_key(slip)].password):
            yield f"slip that opens nothing: {slip.reference}"


def _documents(service: Provisioning, seen: Seen, opened: Mapping[SlipKey, Papillon]) -> Iterator[str]:
    for document, sealed in seen.documents:
        report = seen.reports.get(document.run_id) or seen.reprints.get(document.run_id)
        if report is None or document.id not in report.documents:
            yield f"document of no run: {document.id}"
        elif sealed is not None:
            try:
                shown = read_slips(service.sealer.open(sealed, document.context))
            except CycladesAccountsError:
                shown = {}
            kept = {one.login: one.password.reveal() for key, one in opened.items() if key[0] == document.run_id}
            if shown != kept or len(shown) != document.papillons:
                yield f"document that shows other slips: {document.id}"


def _reports(seen: Seen) -> Iterator[str]:
    documents, purged = {document.id for document, _ in seen.documents}, _purged(seen)
    slips = {(slip.run_id, slip.account_id) for slip in seen.slips}
    for run, report in seen.reports.items():
        if not documents.issuperset(report.documents):
            yield f"report of a document that is not there: {run}"
        for outcome in report.outcomes:
            gone = run in purged or outcome.name == ERASED
            if outcome.has_papillon and not gone and (run, outcome.account_id) not in slips:
                yield f"report of a slip that is not there: {run} {outcome.candidate_id}"


def _waiting(seen: Seen) -> set[CandidateId]:
    return {one.candidate.id for one in seen.candidatures if one.email is not None} - seen.standing.keys()
