"""A host's own eligibility policy: its reasons in every list, and what becomes of one that fails."""

from typing import Any

import pytest
from attrs import evolve
from chef_de_centre import ChefDeCentre

from cyclades_accounts import Candidature, Generation, Renew
from cyclades_accounts.eligibility import MEMO_RULES, Eligibility, Rules
from cyclades_accounts.errors import EligibilityFailedError, InvalidValueError, StalePlanError
from cyclades_accounts.model import Refusal, RefusalReason, Row
from cyclades_accounts.rosters import missing_list, preflight, preflight_list, preflight_text, run_list
from tests.support import SCHOOL, SESSION, candidature, desk, ine, make_school

POLICY: Eligibility = ChefDeCentre(frozenset({ine(1)}))
"""The type checker verifies here that the example keeps the port."""
PUPILS = (candidature(1), candidature(2), candidature(3, status="Radié"))


def test_its_words_stand_in_every_list() -> None:
    """Report, lists, preflight and message show a reason that no table knows, and count it as missing."""
    service = make_school(*PUPILS, eligibility=POLICY)
    before = preflight(desk(service), SCHOOL)
    assert [one.candidate_id for one in before.to_correct] == [ine(2)]
    assert [one.candidate_id for one in before.out_of_scope] == [ine(3)]
    report = desk(service).generate()
    assert [one.candidate_id for one in report.created] == [ine(1)]
    coverage = desk(service).coverage()
    assert desk(service).coverage_message(coverage) == (
        "Il manque 1 compte sur 2. Candidature à corriger : 1 à valider par le chef de centre. "
        "Candidature sans compte à créer : 1 ni inscrits ni pré-inscrits."
    )
    for table in (
        run_list(report, SCHOOL, SESSION),
        missing_list(coverage, SCHOOL, SESSION),
        preflight_list(before),
    ):
        (row,) = (row for row in table.rows if "candidature à valider par le chef de centre" in row)
        assert "Demandez la validation au chef de centre, puis relancez la génération." in row
    assert "candidature à valider par le chef de centre." in preflight_text(before)


class Nobody(Rules):
    """A policy that gives nobody an account, and awaits nobody."""

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Refuse everybody."""
        del candidature
        return Refusal.of_host(code="PAUSE", sentence="session en pause", cure="Rien à faire.", short="en pause")

    def is_awaited(self, candidature: Candidature) -> bool:
        """Await nobody."""
        del candidature
        return False


def nobody() -> Nobody:
    """Return the policy, with the rules of the memo for all but creation."""
    return Nobody(source="pause", categories=["SCOLAIRE"], states=["Inscrit"], other_states=[], needs_email=True)


def test_a_host_s_reason_may_be_for_good() -> None:
    """Whom the host does not await is out of scope, whatever the reason is called."""
    service = make_school(candidature(1), eligibility=nobody())
    found = preflight(desk(service), SCHOOL)
    assert (found.to_correct, len(found.out_of_scope)) == ((), 1)
    coverage = desk(service).coverage()
    assert not any(missing.is_expected for missing in coverage.missing)
    assert desk(service).coverage_message(coverage) == (
        "Aucun compte à créer. Candidature sans compte à créer : 1 en pause."
    )


def test_who_has_an_account_keeps_it_and_may_be_renewed() -> None:
    """A reason of the host's own is asked of those without account alone."""
    service = make_school(candidature(1))
    desk(service).generate()
    paused = evolve(service, eligibility=nobody())
    assert len(desk(paused).generate().kept) == 1
    assert len(desk(paused).generate(Generation(renew=Renew.ALL)).renewed) == 1


def test_a_plan_is_bound_to_the_policy() -> None:
    """A plan made under other rules is stale, even where they decide the same."""
    service = make_school(candidature(1))
    plan = desk(service).plan()
    with pytest.raises(StalePlanError):
        desk(evolve(service, eligibility=evolve(MEMO_RULES, source="another text"))).execute(plan)
    assert desk(service).coverage().with_account == 0


class Broken(Rules):
    """A policy that fails where it is told to."""

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Fail, answer nonsense, or ask the rules."""
        if self.source == "refuse":
            raise ZeroDivisionError
        return "non" if self.source == "answer" else super().refuse(candidature)  # type: ignore[return-value]  # the fault

    def is_awaited(self, candidature: Candidature) -> bool:
        """Fail, or ask the rules."""
        if self.source == "is_awaited":
            raise ZeroDivisionError
        return super().is_awaited(candidature)

    @property
    def spec(self) -> str:
        """Fail, or tell the rules."""
        if self.source == "spec":
            raise ZeroDivisionError
        return super().spec


@pytest.mark.parametrize(
    ("where", "cause", "failing"),
    [
        ("refuse", "ZeroDivisionError", ["plan", "generate", "coverage"]),
        ("answer", "TypeError", ["plan", "generate", "coverage"]),
        ("is_awaited", "ZeroDivisionError", ["coverage"]),
        ("spec", "ZeroDivisionError", ["plan", "generate"]),
    ],
)
def test_a_policy_that_fails(where: str, cause: str, failing: list[str]) -> None:
    """A failing policy is named as such, its own exception is described and not chained, and nothing is done."""
    broken = Broken(source=where, categories=["SCOLAIRE"], states=["Inscrit"], other_states=[], needs_email=True)
    service = make_school(candidature(1, email=None), eligibility=broken)
    here: Any = desk(service)
    for activity in failing:
        with pytest.raises(EligibilityFailedError, match=cause) as caught:
            getattr(here, activity)()
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def test_a_policy_that_fails_for_the_slips_of_e_mail_logins() -> None:
    """Slips without password ask the policy too, and its failure has the same name."""
    service = make_school(candidature(1))
    service.candidates.register_email_account(ine(1), email="lea@example.org", password="Un-mot-2-passe-long")
    broken = Broken(source="refuse", categories=["SCOLAIRE"], states=["Inscrit"], other_states=[], needs_email=True)
    assert len(desk(evolve(service, eligibility=broken)).plan().kept) == 1
    with pytest.raises(EligibilityFailedError, match="ZeroDivisionError"):
        desk(evolve(service, eligibility=broken)).plan(Generation(email_papillons=True))


class Everybody:
    """A host's policy that grants an account to everybody, unless it is told otherwise."""

    def __init__(self, spec: Any = "everybody", facts: Any = None) -> None:
        self.spec = spec
        self.facts = facts

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Refuse with the facts that it was given, if any."""
        return Refusal(RefusalReason.NOT_SCOLAIRE, self.facts) if self.facts else None

    def refuse_renewal(self, candidature: Candidature) -> Refusal | None:
        """Renew everybody."""

    def is_awaited(self, row: Row) -> bool:
        """Wait for nobody else."""
        return False


@pytest.mark.parametrize("facts", [{"category": None}, {"category": 5}, {5: "x"}, {"category": "\ud800"}, 5], ids=repr)
def test_what_the_journal_could_not_give_again(facts: Any) -> None:
    """Facts of a host's refusal that no store can keep are refused where they are made."""
    service = make_school(candidature(1), eligibility=Everybody(facts=facts))
    before = desk(service).documents.journal().total
    with pytest.raises((InvalidValueError, EligibilityFailedError)):
        desk(service).generate()
    assert desk(service).documents.journal().total == before


@pytest.mark.parametrize("spec", [None, 5, "\ud800", "x" * 10_001], ids=["none", "a number", "a surrogate", "too long"])
def test_a_policy_that_does_not_say_what_it_is(spec: Any) -> None:
    """A line that no plan can be bound to is refused by its name, and the store is not blamed."""
    with pytest.raises(InvalidValueError, match="spec"):
        desk(make_school(candidature(1), eligibility=Everybody(spec))).plan()
