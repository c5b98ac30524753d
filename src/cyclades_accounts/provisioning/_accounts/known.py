"""What is known of a person: the access export (RGPD, article 15), and who saw which passwords, when."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs
from attrs import evolve

from cyclades_accounts import model
from cyclades_accounts.errors import UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, RunId, Uai
from cyclades_accounts.provisioning._host import Host, in_one_unit, known_school, reading
from cyclades_accounts.provisioning._shared.holding import Holding, Right
from cyclades_accounts.provisioning._shared.people import Person, account_report, find_person
from cyclades_accounts.provisioning._shared.slips import runs_of
from cyclades_accounts.repositories import UnitOfWork


def export(host: Host, run: model.Run, find: Callable[[UnitOfWork], Person]) -> model.PersonalData:
    """Return all that is kept about a person. The report of it is in the journal before the caller has the data.

    Args:
        host: whose store keeps it.
        run: the head of the report.
        find: finds the person in a unit, and refuses whom the caller may not see.
    """

    def work(unit: UnitOfWork) -> model.AccountReport:
        person = find(unit)
        return account_report(run, person.key, person.account)

    in_one_unit(host.store, run, model.AccountReport, work)
    with reading(host.store) as unit:
        return _personal_data(unit, find(unit))


def _personal_data(unit: UnitOfWork, person: Person) -> model.PersonalData:
    accounts, documents = _shown(unit, person)
    keys, reports = {person.key}, list[model.Report]()
    ids = {account.id for account in accounts}  # reprints tell these, and no keys
    # Reports of a merge name the key that went; what was done under that key is the person's too.
    while len(found := reports_naming(unit, keys | ids)) > len(reports):
        reports = found
        told = {
            CandidateId(name) for one in found if isinstance(one, model.AccountReport) for name in model.names_in(one)
        }
        keys |= {lost for lost, kept in unit.holders.merged(told).items() if kept == person.key}
    elsewhere = {row.uai for row in person.others}  # what these schools tell is of another person, under a mistyped key
    lines = [one for report in reports if report.run.uai not in elsewhere for one in _lines(report, keys | ids)]
    return model.PersonalData(
        candidate_id=person.key,
        merged_keys=tuple(sorted(keys - {person.key})),
        candidatures=person.own,
        holder=person.holder,
        accounts=tuple(
            evolve(one, credential=one.credential and evolve(one.credential, password_hash=model.PasswordHash("")))
            for one in accounts
        ),
        logins=unit.logins.lines(accounts=[one.id for one in accounts]),
        imposed_login=unit.logins.imposed([person.key]).get(person.key),
        documents=documents,
        runs=tuple(report.run for report in reports),
        outcomes=tuple(one for one in lines if isinstance(one, model.Outcome)),
        told=tuple(one for one in lines if not isinstance(one, model.Outcome)),
        sights=_sights(unit, documents),
    )


def _lines(report: model.Report, own: Collection[str]) -> Iterator[Any]:
    """Go through what a report tells of the person who has these keys and accounts, but for its head."""
    for part in attrs.astuple(report, recurse=False):
        for line in part if isinstance(part, tuple) else ():
            if isinstance(line, model.Notice):
                facts = () if line.reason is model.NoticeReason.LOOK_ALIKE_LOGINS else line.facts
                theirs = tuple(key for key in line.candidates if key in own)
                yield from [evolve(line, candidates=theirs, facts=facts)] if theirs else ()
            elif getattr(line, "candidate_id", getattr(line, "account_id", None)) in own:
                yield line


def reports_naming(unit: UnitOfWork, names: Collection[str]) -> list[model.Report]:
    """Return the reports that tell one of these names, oldest first."""
    found = [report for run_id in unit.journal.naming(names) if (report := unit.journal.get(run_id))]
    return sorted(found, key=lambda report: report.run.at)


def documents_of(
    unit: UnitOfWork, accounts: Iterable[model.Account], papillons: Iterable[model.SealedPapillon]
) -> tuple[model.Document, ...]:
    """Return the documents that show people, purged ones too."""
    return unit.documents.find(runs=set[RunId]().union(*runs_of(accounts, papillons).values()))


def sights(unit: UnitOfWork, host: Host, uai: Uai, candidate_id: CandidateId, now: datetime) -> tuple[model.Sight, ...]:
    """Return who saw passwords of a person: in all documents where the school holds the person, else in its own.

    Raises:
        UnknownSchoolError: nobody knows the school.
        UnknownCandidateError: the school does not know the person, and no document of it shows them.
        OtherPersonError: the key is another person's than the account's.
    """
    known_school(unit, uai)
    person = find_person(unit, candidate_id)
    person.check_same(uai)
    _, documents = _shown(unit, person)
    if Holding.read(unit, host, uai, now).right(person.holder, person.candidatures) is not Right.HELD:
        documents = tuple(one for one in documents if one.uai == uai)
    if not documents and uai not in person.schools:
        raise UnknownCandidateError(candidate_id)
    return _sights(unit, documents)


def _shown(unit: UnitOfWork, person: Person) -> tuple[Sequence[model.Account], tuple[model.Document, ...]]:
    """Return the accounts of a person, and the documents that show them."""
    accounts = unit.accounts.find(candidates=[person.key])
    return accounts, documents_of(unit, accounts, unit.documents.slips(accounts=[one.id for one in accounts]))


def _sights(unit: UnitOfWork, documents: Iterable[model.Document]) -> tuple[model.Sight, ...]:
    """Return who made, opened or drew again these documents, oldest first."""
    ids = {document.id for document in documents}
    seen = [
        one
        for one in reports_naming(unit, ids)
        if isinstance(one, model.RunReport | model.OpeningReport | model.ReprintReport)
    ]
    return tuple(model.Sight(one.run, tuple(sorted(ids & model.names_in(one).keys()))) for one in seen)
