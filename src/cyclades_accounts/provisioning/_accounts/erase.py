"""Erasing people (RGPD, article 17): all that names them is removed, and no login of theirs is reissued."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, cast

import attrs
from attrs import evolve, field, frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import AccountId, CandidateId, Login, RunId, Uai
from cyclades_accounts.papillons import LAYOUT_BY_NAME
from cyclades_accounts.provisioning._accounts.known import documents_of
from cyclades_accounts.provisioning._host import Host, call, new_id, zone_of
from cyclades_accounts.provisioning._shared.new_logins import taken
from cyclades_accounts.provisioning._shared.people import Person
from cyclades_accounts.provisioning._shared.slips import batch_again, format_of, redraw
from cyclades_accounts.repositories import Pseudonymizer, RegistryUnit, UnitOfWork

_AT_ONCE: Final = 50
"""How many reports are read and written at once."""

_PERSONAL: Final = frozenset(
    {"characters", "cure", "login", "name", "names", "other", "sentence", "short", "value", "why"}
)
"""Facts of a refusal that tell whom it is about, or may: the words of a host's own refusal are free text."""


_OF_ANOTHER: Final = frozenset({model.RefusalReason.OTHER_PERSON, model.RefusalReason.OTHER_PERSON_ELSEWHERE})
"""Refusals of a line that shows another person than the one whose key it bears."""


_THEIRS: Final[Mapping[type, Mapping[str, str | None]]] = {
    model.Outcome: {"name": model.ERASED, "login": None, "former_login": None},
    model.ImposedLogin: {"login": model.ERASED},
    model.AccountLine: {"login": None},
    model.LeftOut: {},
}
"""Lines of reports that tell of one person and may refuse something, with what replaces the names in them."""


@frozen
class Erasure:
    """Whom to leave out of reports."""

    aliases: Mapping[CandidateId, CandidateId] = field(repr=False)
    """Every key of the person, each with the random text that replaces it."""
    logins: frozenset[Login] = field(default=frozenset(), repr=False)
    """Every login that was the person's."""
    names: frozenset[str] = field(default=frozenset(), repr=False)
    """Every name that the person had, as reports of others may show it."""
    accounts: frozenset[AccountId] = frozenset()
    """Every account that was the person's."""

    def leave_out(self, report: model.Report) -> model.Report:
        """Return the report without the person: the numbers and the order stay; key, name and login are replaced.

        A report that does not name the person comes back equal.
        """
        left: model.Report = self._of("", report)
        return left

    def _of(self, field: str, value: Any) -> Any:  # noqa: ANN401  # a field of any type
        if isinstance(value, tuple):  # a notice goes as a whole: its facts are name, birth date, e-mail or login
            known = self.aliases.keys()
            stay = (one for one in value if not (isinstance(one, model.Notice) and known & set(one.candidates)))
            return tuple(self._of(field, one) for one in stay)
        if field in model.KEY_FIELDS:
            return self.aliases.get(value, value)
        if not attrs.has(type(value)):
            return value
        parts = {one.name: getattr(value, one.name) for one in attrs.fields(type(value))}
        changes = {name: new for name, part in parts.items() if (new := self._of(name, part)) != part}
        if type(value) in _THEIRS and self._tells_of_them(value):
            changes |= {**_THEIRS[type(value)], "refusal": _impersonal(value.refusal)}
        elif isinstance(value, model.Refusal):
            facts = dict(value.facts)
            names_only = Login(facts.get("login", "")) in {"", "—", "à créer"} and facts.get("other") in self.names
            if facts.get("login") in self.logins or names_only:
                return _impersonal(value)
        elif isinstance(value, model.Subject | model.AccountReport) and value.login in self.logins:
            changes["login"] = model.ERASED if isinstance(value, model.Subject) else None
        return evolve(value, **changes) if changes else value

    def _tells_of_them(self, line: Any) -> bool:  # noqa: ANN401  # one of a type of ``_THEIRS``
        known = {"candidate_id": self.aliases, "login": self.logins, "account_id": self.accounts}
        return any(getattr(line, name, None) in theirs for name, theirs in known.items())


def _impersonal(refusal: model.Refusal | None) -> model.Refusal | None:
    if refusal is None:
        return None
    kept = {name: model.ERASED if name in _PERSONAL else value for name, value in refusal.facts}
    return model.Refusal(refusal.reason, kept)


def pseudonymizer_of(host: Host) -> Pseudonymizer:
    """Return the pseudonymizer.

    Raises:
        ErasureKeyError: there is none.
    """
    if host.pseudonymizer is None:
        raise errors.ErasureKeyError
    return host.pseudonymizer


def keyed_digest(host: Host, text: str) -> str:
    """Return the keyed digest of a text, which tells nothing of it to whoever lacks the key.

    Raises:
        ErasureKeyError: there is no pseudonymizer.
        PseudonymizerFailedError: the pseudonymizer failed.
    """
    pseudonymizer = pseudonymizer_of(host)
    return call(errors.PseudonymizerFailedError, lambda: pseudonymizer.digest(text))


def erase(  # who asks for what, and whom it is about
    host: Host, unit: UnitOfWork, run: model.Run, uai: Uai | None, people: Collection[Person], *, rule: str = ""
) -> model.ErasureReport:
    """Erase people, each of whom stands once.

    Raises:
        ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
        PseudonymizerFailedError: the pseudonymizer failed.
        PortFailedError: the renderer or the sealer failed.
    """
    pseudonymizer = pseudonymizer_of(host)
    people_keys = [person.key for person in people]
    accounts = unit.accounts.find(candidates=people_keys)
    ids = [account.id for account in accounts]

    lines = unit.logins.lines(accounts=ids)
    unit.logins.numbers(sorted({line.stem for line in lines if line.stem is not None}))  # locks the stems
    taken(unit.logins, pseudonymizer, ())  # refuses keys that the pseudonymizer lacks

    papillons = unit.documents.slips(accounts=ids)
    documents = documents_of(unit, accounts, papillons)  # purged ones too: their titles may name somebody
    logins = frozenset(line.login for line in lines)
    keys = frozenset().union(*map(unit.holders.forget, people_keys))
    names = frozenset(_names_told(unit, keys)).union(*(person.names for person in people))
    telling = {
        word for one in (*names, *logins, *people_keys) for word in model.comparable(one).replace(".", " ").split()
    }
    redrawn = _drawn_anew(host, unit, documents, papillons, telling)
    kept = {document.id for document, _ in redrawn}
    gone = [document for document in documents if document.id not in kept]
    unit.documents.redraw(redrawn)
    unit.documents.drop([one.purged(run.at, title=model.PAPILLON_DE_CONNEXION) for one in gone], papillons)

    unit.logins.erase({line.login: keyed_digest(host, line.login) for line in lines})
    unit.logins.impose(dict.fromkeys(people_keys))
    unit.accounts.erase(ids)
    if host.store.keeps_people and not rule:  # by a rule, every session of the rows is over
        cast("RegistryUnit", unit).registry.put([row for person in people for row in person.others])

    aliases = {key: CandidateId(f"erased-{new_id(host)}") for key in sorted(keys)}
    erasure = Erasure(aliases, logins, names, frozenset(ids))
    return model.ErasureReport(
        run=run,
        uai=uai,
        accounts=len(accounts),
        logins=len(lines),
        papillons=len(papillons),
        documents=tuple(document.id for document in gone if document.purged_at is None),
        redrawn=tuple(document.id for document, _ in redrawn),
        reports=_redact(unit, erasure, {document.run_id for document in documents}),
        people=len(people),
        rule=rule,
        removed=tuple(ids),
    )


def _names_told(unit: UnitOfWork, keys: Collection[CandidateId]) -> Iterator[str]:
    """Go through the names under which runs told of a person: those of now, and former ones."""
    for run_id in unit.journal.naming(keys):
        report = unit.journal.get(run_id)
        for one in report.outcomes if isinstance(report, model.RunReport) else ():
            if one.candidate_id in keys and not (one.refusal and one.refusal.reason in _OF_ANOTHER):
                yield one.name


def _drawn_anew(
    host: Host,
    unit: UnitOfWork,
    documents: Iterable[model.Document],
    gone: Iterable[model.SealedPapillon],
    telling: Collection[str],
) -> list[tuple[model.Document, bytes]]:
    """Draw anew, without the slips that go, the documents of which others are left and whose layout is known.

    What nobody can open any more, or draw in the format that it has, is left out: it is purged. So is that of a school
    whose letterhead cannot be used, which must not keep the people of others from being erased. A title that has one of
    the telling words goes.
    """
    by_run: dict[RunId, list[model.Document]] = {}
    made = format_of(host)
    for document in documents:
        if document.purged_at is None and document.layout in LAYOUT_BY_NAME and document.type == made.name:
            tells = any(word in model.comparable(document.title) for word in telling)
            titled = evolve(document, title=model.PAPILLON_DE_CONNEXION) if tells else document
            by_run.setdefault(document.run_id, []).append(titled)
    slips: dict[RunId, list[model.SealedPapillon]] = {run_id: [] for run_id in by_run}
    for slip in unit.documents.slips(runs=by_run):
        slips[slip.run_id].append(slip)
    schools = {uai: unit.people.school(uai) for uai in {theirs[0].uai for theirs in by_run.values()}}
    leaving, sessions, found = set(gone), unit.sessions.all(), list[tuple[model.Document, bytes]]()
    for run_id, theirs in by_run.items():
        left = [slip for slip in slips[run_id] if slip not in leaving]
        if not left or len(slips[run_id]) != theirs[0].papillons:
            continue
        school = schools[theirs[0].uai]
        day = model.told_in(theirs[0].created_at, zone_of(host, school)).date()
        layouts = [LAYOUT_BY_NAME[document.layout] for document in theirs]
        try:
            batch = batch_again(host, theirs[0], left, school=school, sessions=sessions, made_on=day)
            found += redraw(host, theirs, batch=batch, layouts=layouts)
        except errors.PortFailedError:
            raise
        except errors.CycladesAccountsError:
            continue  # of this document alone: its slips, or the letterhead of its school
    return found


def _redact(unit: UnitOfWork, erasure: Erasure, shown_by: Collection[RunId]) -> int:
    """Take people out of every report that names them, or whose documents showed them; return how many there were.

    Nor do these keep a digest of what was asked: whoever tries keys, names and titles would recognise them in it.
    """
    told = {*erasure.aliases, *erasure.logins, *erasure.names, *erasure.accounts}
    runs = sorted({*unit.journal.naming(told), *shown_by})
    changed = 0
    for start in range(0, len(runs), _AT_ONCE):
        reports = [one for run_id in runs[start : start + _AT_ONCE] if (one := unit.journal.get(run_id))]
        left = [(one, erasure.leave_out(one)) for one in reports]
        redacted = [_undigested(after) for one, after in left if after != one or one.run.id in shown_by]
        unit.journal.redact(redacted)
        changed += len(redacted)
    return changed


def _undigested(report: model.Report) -> model.Report:
    subject = report.run.subject
    return evolve(report, run=evolve(report.run, subject=evolve(subject, request=subject.request and model.ERASED)))
