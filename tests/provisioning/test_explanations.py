"""Why is this my login? Every account has an answer."""

from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Candidate, Criteria, Generation, Provisioning
from cyclades_accounts.errors import LoginPolicyFailedError, UnknownAccountError, UnknownCandidateError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import FamilyName, PrenomNom
from cyclades_accounts.model import LoginOrigin, LoginStep, LoginStepKind
from tests.support import NOW, SESSION, UAI, candidature, desk, ine, make_school, registry


@pytest.fixture
def service() -> Provisioning:
    """A school of two homonyms with their accounts."""
    service = make_school(candidature(1, "BŒUF", "Zoé"), candidature(2, "BŒUF", "Zoé Anne", usage_name="ROUX"))
    desk(service).generate(run_id="first")
    return service


def test_from_the_name(service: Provisioning) -> None:
    """The steps lead from the name in the roster to the login, number included, and read as French sentences."""
    found = desk(service).accounts.explain_login(ine(2))
    assert (found.login, found.origin, found.issued_at, found.run_id) == ("zoe.boeuf2", LoginOrigin.NAME, NOW, "first")
    assert found.steps[-1] == LoginStep(LoginStepKind.NUMBER, "zoe.boeuf", "zoe.boeuf2")
    assert service.messages.explanation(found) == (
        "L'identifiant zoe.boeuf2, attribué le 14/01/2025, vient du nom :",
        "Premier prénom de « Zoé Anne » : « Zoé ».",
        "Prénom en lettres de a à z : « zoe » (é → e).",
        "Nom de famille : « BŒUF ».",
        "Nom en lettres de a à z : « boeuf » (Œ → oe).",
        "Assemblés : « zoe.boeuf ».",
        "« zoe.boeuf » était déjà pris : « zoe.boeuf2 ».",
    )


def test_corrected_name(service: Provisioning) -> None:
    """A login that a corrected name or another policy would not give says so, and shows no steps."""
    registry(service).rename(UAI, ine(1), family_name="DURAND")
    assert (
        desk(service).accounts.explain_login(ine(1)).origin,
        desk(service).accounts.explain_login(ine(1)).steps,
    ) == (LoginOrigin.EARLIER_NAME, ())
    other = evolve(service, login_policy=PrenomNom(family_name=FamilyName.USAGE))
    assert desk(other).accounts.explain_login(ine(2)).origin is LoginOrigin.EARLIER_NAME
    registry(service).rename(UAI, ine(1), family_name="Дюран")
    assert desk(service).accounts.explain_login(ine(1)).origin is LoginOrigin.EARLIER_NAME


def test_imposed() -> None:
    """An imposed login says that it was."""
    service = make_school(candidature(1))
    desk(service).accounts.impose_logins({ine(1): "x123"})
    desk(service).generate()
    found = desk(service).accounts.explain_login(ine(1))
    assert (found.origin, found.steps) == (LoginOrigin.IMPOSED, ())
    assert service.messages.explanation(found)[0].startswith("L'identifiant x123, attribué le 14/01/2025, a été fixé")


def test_email(service: Provisioning) -> None:
    """An e-mail login is what the candidate chose."""
    registry(service).register_roster(UAI, SESSION, [candidature(3)])
    service.candidates.register_email_account(ine(3), "lea@example.org")
    assert desk(service).accounts.explain_login(ine(3)).origin is LoginOrigin.EMAIL


def test_new_login(service: Provisioning) -> None:
    """A login given later is explained by the run that gave it."""
    registry(service).rename(UAI, ine(1), family_name="DURAND")
    run = desk(service).regenerate(Criteria(candidates=[ine(1)]), new_login=True)
    found = desk(service).accounts.explain_login(ine(1))
    assert (found.login, found.origin, found.run_id) == ("zoe.durand", LoginOrigin.NAME, run.run.id)


def test_under_a_merged_key(service: Provisioning) -> None:
    """Either key of a person leads to the account."""
    desk(service).accounts.rekey(ine(2), ine(1))
    assert desk(service).accounts.explain_login(ine(2)) == desk(service).accounts.explain_login(ine(1))


def test_nobody(service: Provisioning) -> None:
    """A person nobody knows, and one without account, have no login to explain."""
    with pytest.raises(UnknownCandidateError):
        desk(service).accounts.explain_login(ine(9))
    registry(service).register_roster(UAI, SESSION, [candidature(3)])
    with pytest.raises(UnknownAccountError):
        desk(service).accounts.explain_login(ine(3))


class OwnPolicy:
    """A host's policy, which says nothing of its steps."""

    spec = "own"
    reserved = frozenset[str]()

    def stem_of(self, candidate: Candidate) -> str:
        """Take the day of birth, which is known for all."""
        assert candidate.birth_date
        return f"p{candidate.birth_date:%d%m}"

    def login(self, stem: str, number: int) -> Login:
        """Add the number."""
        return Login(stem if number == 1 else f"{stem}-{number}")


def test_policy_of_a_host(service: Provisioning) -> None:
    """A policy that does not explain itself gets one step to its stem and one for the number; its failure is typed."""
    given: dict[str, Any] = {"birth_date": NOW.date()}
    host = evolve(service, login_policy=OwnPolicy())
    registry(host).register_roster(
        UAI, SESSION, [candidature(5, "MARTIN", "Léo", **given), candidature(6, "MARTIN", "Zoé", **given)]
    )
    desk(host).generate(Generation(groups=["3A"]))
    accounts = desk(host).accounts
    assert [step.after for step in accounts.explain_login(ine(6)).steps] == ["p1401", "p1401-2"]
    with pytest.raises(LoginPolicyFailedError):
        accounts.explain_login(ine(1))
