"""What a host logs: no ``repr`` of any value shows a name, an INE, an address, a birth date, a login or an actor."""

import importlib
import pkgutil
import re
import traceback
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

import attrs
import pytest

import cyclades_accounts
from cyclades_accounts import Candidate, Candidature, ExamSession, Generation, Renew, School
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.identifiers import (
    CandidateId,
    SessionId,
    parse_candidate_id,
    parse_ine,
    parse_login,
    parse_run_id,
    parse_uai,
)
from cyclades_accounts.logins import fold_name
from cyclades_accounts.model import NoCandidature
from cyclades_accounts.people import CheckedPeople, row
from cyclades_accounts.provisioning import Criteria
from cyclades_accounts.rosters import (
    ReaderOptions,
    RosterColumns,
    diagnose,
    merge_rosters,
    open_roster,
    preflight,
    read_roster,
)
from cyclades_accounts.sealing import HmacPseudonymizer
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.support import (
    KEYS,
    NOW,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    Nobody,
    candidature,
    desk,
    ine,
    make_school,
    registry,
)

NAMES = {
    "actor", "birth_date", "candidate_id", "email", "family_name", "former_login", "given_names", "ine", "login",
    "usage_name",
}  # fmt: skip
"""Fields that are personal wherever they stand."""
TYPES = re.compile(r"\b(CandidateId|Ine|Login)\b")
"""Types that are personal wherever they stand."""
SETTINGS = {"ListTexts", "PreflightTexts", "PrenomNom", "ReaderOptions", "RosterColumns"}
"""Values that a host sets up: words, columns and policies have fields of these names and hold nobody's."""


def _classes() -> Iterator[type[Any]]:
    """Yield every attrs class of the library, private ones too."""
    for module in pkgutil.walk_packages(cyclades_accounts.__path__, "cyclades_accounts."):
        if ".testing" not in module.name:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and attrs.has(value) and value.__module__ == module.name:
                    yield value


@pytest.mark.parametrize("kind", [kind for kind in _classes() if kind.__name__ not in SETTINGS])
def test_no_field_of_a_person_is_shown(kind: type[Any]) -> None:
    """A field whose name or type is a person's stands in no ``repr``; opaque ids do."""
    shown = [field.name for field in attrs.fields(kind) if field.repr]
    personal = [f.name for f in attrs.fields(kind) if f.name.strip("_") in NAMES or TYPES.search(str(f.type))]
    assert not set(shown) & set(personal)


CANARY = re.compile(
    r"canar|zoé|example\.org|[0-9]{9}(AA|XA)|\(2010, 3, 14\)|2010-03-14|14/03/2010|mme roux", re.IGNORECASE
)
"""What stands in no text below: names, logins, addresses, INE, birth dates, the actor."""


def _values() -> Iterator[object]:
    """Yield what a host gets in its hands, from a registration to a slip."""
    born = date(2010, 3, 14)
    roster = [
        candidature(1, "CANARI", "Zoé", birth_date=born, usage_name="CANARD"),
        candidature(2, "CANARI", "Zoé", birth_date=born, email="Famille1@example.org"),
        candidature(3, "КАНАР", "Zoé"),
    ]
    service = make_school(*roster, pseudonymizer=HmacPseudonymizer(KEYS))
    at_desk = desk(service)
    yield from roster
    yield NoCandidature("canari", "prénom « canari » incorrect", name="CANARI Zoé")
    yield registry(service).register_roster(UAI, SESSION, roster)
    yield registry(service).register_roster(UAI, SESSION, [candidature(1, "AUTRE", "Canari", birth_date=born)])
    yield at_desk
    yield registry(service)
    yield service.upkeep(actor="Mme Roux")
    yield at_desk.accounts.impose_logins({CandidateId(ine(1)): parse_login("zoe.canari9")})
    yield at_desk.plan(Generation(renew=Renew.ALL))
    yield preflight(at_desk, SCHOOL)
    report = at_desk.generate()
    yield report
    assert report.created
    yield at_desk.coverage()
    yield at_desk.roster_list()
    yield at_desk.regenerate(Criteria(candidates=(CandidateId(ine(1)),)))
    yield Criteria(candidates=(CandidateId(ine(1)),))
    page = at_desk.documents.page()
    yield page
    yield at_desk.documents.open(page.items[0].id)
    login = parse_login("zoe.canari9")
    yield service.candidates.check_login(login, "not the password")
    yield at_desk.accounts.explain_login(ine(1))
    yield at_desk.accounts.revoke(ine(1), ine(2), ine(5))
    yield at_desk.accounts.erase(ine(2))
    with service.store.reading() as unit:
        yield unit.holders.of([CandidateId(ine(1))])[CandidateId(ine(1))]
        yield unit.accounts.standing([CandidateId(ine(1))])[CandidateId(ine(1))]


def _files() -> Iterator[object]:
    """Yield what readers make of a file."""
    pupil = school.Pupil("3A", "CANARI", "Zoé", "14/03/2010", "990000101XA", email="zoe@example.org")
    uai = school.SCHOOL_UAI
    content = files.liste_detaillee([pupil, pupil._replace(family_name="AUTRE", email="canari")])
    file = read_roster(content, uai=uai, session_id=SESSION.id)  # type: ignore[arg-type]  # a text
    yield file
    yield from file.entries
    bare = read_roster(
        "Nom;Prénom\nCANARI;Zoé\n".encode(),
        uai=uai,  # type: ignore[arg-type]  # a text
        session_id=SESSION.id,
        options=ReaderOptions(columns=RosterColumns(family_name="Nom", given_names="Prénom")),
    )
    yield bare
    yield merge_rosters(file, bare)
    yield diagnose(content, uai=uai, session_id=SESSION.id)  # type: ignore[arg-type]  # a text
    with open_roster(content, uai=uai, session_id=SESSION.id) as stream:  # type: ignore[arg-type]  # a text
        yield from stream


@pytest.mark.parametrize("values", [_values, _files])
def test_no_value_shows_a_person(values: Any) -> None:
    """From the file to the slip nothing that a host may log names anybody."""
    for value in values():
        for text in (repr(value), str(value), f"{[value]}"):
            assert not CANARY.findall(text), type(value)


def test_opaque_ids_are_shown() -> None:
    """A report in a log still says which run, school, account and document it is of."""
    report = desk(make_school(candidature(1))).generate(run_id="run-7")
    (outcome,) = report.outcomes
    assert all(text in repr(report) for text in ("run-7", UAI, SESSION.id, str(outcome.account_id), *report.documents))


WHO, GIVEN, KEY, MAIL = "CANARI\a", "Zoé", ine(1), "zoe@example.org"
ELSEWHERE = "Канарейка"
HYPHENED, BOTH = "Zoe-Canari", "Zoé CANARI"
TWIN = candidature(1, "CANARI", "Autre", birth_date=date(2010, 3, 14))
PUPIL = candidature(1, "CANARI", "Zoé", birth_date=date(2010, 3, 14))
FILE = f"INE;Nom;Prénom\n{KEY};;{GIVEN}\n".encode()
COLUMNS = RosterColumns(ine="INE", family_name="Nom", given_names="Prénom")


class Failing(Nobody):
    """The people of a host whose errors show what they were asked for."""

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        """Fail."""
        raise KeyError(*ids)


def _row() -> Candidature:
    raise ValueError(WHO)


def _attempts() -> Iterator[Callable[[], object]]:
    """Yield calls that fail, each with a name, a key, an address or a login in the wrong place."""
    service = make_school(PUPIL)
    at_desk = desk(service)
    kept = registry(service)
    at_desk.generate()
    yield lambda: parse_ine(WHO)
    yield lambda: parse_login(GIVEN)
    yield lambda: parse_candidate_id(WHO)
    yield lambda: parse_uai(KEY)
    yield lambda: parse_run_id(WHO)
    yield lambda: ExamSession.of(WHO, KEY, NOW.date())  # type: ignore[arg-type]  # the mistake
    yield lambda: Candidate(KEY, WHO + "\0", GIVEN)
    yield lambda: Candidate(KEY, WHO, GIVEN, MAIL)  # type: ignore[arg-type]  # the mistake
    yield lambda: School(UAI, WHO * 100)
    yield lambda: desk(service, KEY)
    yield lambda: desk(service, OTHER_UAI).accounts.explain_login(KEY)
    yield lambda: at_desk.accounts.export(ine(5))
    yield lambda: at_desk.accounts.explain_login(WHO)
    yield lambda: at_desk.accounts.revoke(KEY, f" {WHO}")
    yield lambda: at_desk.accounts.impose_logins(MAIL)  # type: ignore[arg-type]  # the mistake
    yield lambda: at_desk.regenerate(Criteria(candidates=(CandidateId(ine(5)),)))
    yield lambda: at_desk.regenerate(Criteria(divisions=(WHO,)))
    yield lambda: at_desk.generate(run_id=WHO)
    yield lambda: at_desk.documents.open(WHO)
    yield lambda: at_desk.documents.open(GIVEN)
    yield lambda: at_desk.documents.reprint(MAIL)
    yield lambda: at_desk.generate(Generation(groups=[WHO]))
    yield lambda: service.desk(UAI, HYPHENED, actor="Mme Roux")
    yield lambda: desk(service, session=attrs.evolve(SESSION, label=BOTH)).coverage()
    yield lambda: kept.register_roster(UAI, SESSION, [attrs.evolve(PUPIL, session_id=SessionId(HYPHENED))])
    yield lambda: at_desk.accounts.impose_logins({KEY: MAIL, KEY.lower(): MAIL})
    yield lambda: at_desk.coverage_message(BOTH)  # type: ignore[arg-type]  # the mistake
    yield lambda: at_desk.documents.purge(PUPIL)  # type: ignore[arg-type]  # the mistake
    yield lambda: kept.register_roster(UAI, SESSION, [PUPIL, PUPIL])
    yield lambda: kept.register_roster(UAI, SESSION, [PUPIL, TWIN])
    yield lambda: kept.register_roster(OTHER_UAI, SESSION, [PUPIL])
    yield lambda: kept.register_roster(UAI, SESSION, MAIL)  # type: ignore[arg-type]  # the mistake
    yield lambda: CheckedPeople(Failing()).of_candidates([CandidateId(KEY)])
    yield lambda: row(KEY, WHO, _row)
    yield lambda: service.candidates.register_email_account(KEY, MAIL)
    yield lambda: read_roster(
        FILE, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=COLUMNS)
    ).require_clean()
    yield lambda: fold_name(ELSEWHERE)


def test_no_error_shows_a_person() -> None:
    """Whatever fails, the whole traceback in a log, causes and contexts included, names nobody."""
    for attempt in _attempts():
        with pytest.raises(CycladesAccountsError) as caught:
            attempt()
        told = f"{caught.value} {caught.value!r} {caught.value.args}"
        told += "".join(traceback.format_exception(caught.value))
        assert not re.findall(r"canari|zoé|zoe|example\.org|[0-9]{9}AA|канар", told, re.IGNORECASE), told
