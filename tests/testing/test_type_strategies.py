"""Every public value can be drawn by its type alone, and comes through what writes and reads it."""

import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys

import attrs
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import cyclades_accounts
from cyclades_accounts import testing
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.logins import PrenomNom
from cyclades_accounts.model import Document, Group, Page, Report, Run, SealedPapillon
from cyclades_accounts.papillons import Papillon, PapillonBatch
from cyclades_accounts.passwords import PassphrasePolicy, PasswordPolicy, generate_passwords
from cyclades_accounts.provisioning import (
    CandidateActivities,
    Coverage,
    Desk,
    DeskAccounts,
    DeskDocuments,
    Host,
    OpenedDocument,
    OpenedPapillon,
    Provisioning,
    Registry,
    Upkeep,
)
from cyclades_accounts.provisioning._shared.slips import dump_papillon, load_papillon
from cyclades_accounts.records import from_json, to_json
from cyclades_accounts.rosters import LineReader, Preamble, ReaderOptions, RosterFile, RosterStream, RosterTexts
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from cyclades_accounts.testing import _type_strategies, strategies
from cyclades_accounts.testing.strategies import _of_type


def _public_values() -> list[type]:
    """Return every attrs class that a host can import from a public module."""
    modules = [module.name for module in pkgutil.walk_packages(cyclades_accounts.__path__, "cyclades_accounts.")]
    public = [name for name in modules if not any(part.startswith("_") for part in name.split("."))]
    offered = {
        value
        for module in map(importlib.import_module, ["cyclades_accounts", *public])
        for value in (getattr(module, name) for name in getattr(module, "__all__", dir(module)))
        if inspect.isclass(value) and attrs.has(value)
    }
    return sorted(offered, key=lambda one: (one.__module__, one.__qualname__))


VALUES = _public_values()

STRATEGIES = "import cyclades_accounts.testing.strategies"

SOME = settings(max_examples=5, database=None, suppress_health_check=[HealthCheck.too_slow])

NOT_PICKLED = {
    ReaderOptions: "it holds a read-only mapping",
    RosterTexts: "it holds a read-only mapping",
    LineReader: "it holds options",
    RosterFile: "it holds a reader of lines",
    Papillon: "it shows a password",
    PapillonBatch: "it shows passwords",
    OpenedPapillon: "it shows a password",
    OpenedDocument: "it shows passwords",
    Provisioning: "it holds a store",
    Desk: "it holds a store",
    DeskAccounts: "it holds a store",
    DeskDocuments: "it holds a store",
    CandidateActivities: "it holds a store",
    Registry: "it holds a store",
    Upkeep: "it holds a store",
    Host: "it holds a store",
    RosterStream: "it is read once",
    KeyRing: "it holds keys",
    AesGcmSealer: "it holds keys",
    HmacPseudonymizer: "it holds keys",
}
"""What does not travel to another process, and why."""


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@SOME
@given(data=st.data())
def test_every_public_value_is_drawn_by_its_type(kind: type, data: st.DataObject) -> None:
    """``st.from_type`` draws values of every public attrs class, exceptions included."""
    assert isinstance(data.draw(st.from_type(kind)), kind)


def test_the_sweep_sees_the_values() -> None:
    """The sweep above is not empty: values of every room are in it."""
    assert len(VALUES) > 130
    assert {PrenomNom, Group, PapillonBatch, PasswordPolicy, Coverage, RosterFile} <= set(VALUES)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in VALUES if kind not in NOT_PICKLED and not issubclass(kind, BaseException)],
    ids=lambda kind: kind.__name__,
)
@SOME
@given(data=st.data())
def test_values_survive_a_pickle(kind: type, data: st.DataObject) -> None:
    """Values come back equal from another process: they are arguments and results of jobs."""
    value = data.draw(st.from_type(kind))
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # made here


@settings(max_examples=50)
@given(st.from_type(Report))  # type: ignore[arg-type]  # a union of classes
def test_reports_survive_their_text(report: Report) -> None:
    """A report of any kind, drawn by its type, comes back equal from the text that the SQL store keeps."""
    assert from_json(to_json(report)) == report


@SOME
@given(st.from_type(PrenomNom), st.from_type(Papillon))
def test_policies_and_slips_survive_their_data(policy: PrenomNom, papillon: Papillon) -> None:
    """A login policy comes back equal from its settings, and a slip from what is sealed."""
    assert PrenomNom.from_data(policy.as_data()) == policy
    assert load_papillon(dump_papillon(papillon)) == papillon


@SOME
@given(st.from_type(PasswordPolicy) | st.from_type(PassphrasePolicy))
def test_policies_make_passwords(policy: PasswordPolicy | PassphrasePolicy) -> None:
    """Whatever the policy, a password that it makes breaks none of its rules."""
    [password] = generate_passwords(policy, 1)
    assert policy.violations(password) == ()


@SOME
@given(st.from_type(Coverage))
def test_coverages_add_up(coverage: Coverage) -> None:
    """Those with an account and the missing are all there are."""
    assert coverage.candidates == coverage.with_account + len(coverage.missing)


def test_each_type_has_one_strategy() -> None:
    """Hypothesis is told of each type that has a strategy of its own, and no type stands in two tables."""
    told = set(_type_strategies.public_types())
    assert told >= _of_type.OF_TYPE.keys() | _of_type.SHIPPED.keys()
    assert not _of_type.OF_TYPE.keys() & _of_type.SHIPPED.keys()


@given(strategies.values(SealedPapillon, run_id=st.just(RunId("first"))), strategies.values(Run, actor=None))
def test_values_are_drawn_whole(slip: SealedPapillon, run: Run) -> None:
    """A field that a test gives is drawn from it, and any other by its type: texts and moments that a store takes."""
    assert slip.run_id == "first"
    assert "\0" not in run.actor + str(run.subject)
    assert run.at.tzinfo is not None


def test_a_field_with_a_default_is_drawn_too() -> None:
    """Values differ from the default where a field has one."""
    find(strategies.values(Preamble), lambda preamble: preamble.uai is not None)


@given(st.from_type(Page))
def test_a_page_is_of_documents(page: Page[Document]) -> None:
    """Its items are what a host's page has, and never what differs from itself, as a float that is no number does."""
    assert all(isinstance(one, Document) for one in page.items)


def test_from_type_needs_no_import() -> None:
    """A program that imports Hypothesis and a value draws it, and Hypothesis imports little for that.

    It works through the entry point of the installed package: install it anew where this fails after a change of it.
    """
    program = """
import sys
import hypothesis
ours = {"sqlalchemy", "reportlab", "pypdf", "cryptography", "cyclades_accounts.testing.strategies"}
loaded = {"pytest", *ours} & sys.modules.keys()
assert not loaded, loaded
from cyclades_accounts.model import Account
patient = hypothesis.settings(deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
hypothesis.find(hypothesis.strategies.from_type(Account), lambda account: account.credential is None, settings=patient)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("broken", ["argon2", "anyascii", "reportlab", "pypdf", "cryptography", "sqlalchemy"])
def test_a_broken_dependency_breaks_no_tests_of_others(broken: str) -> None:
    """Whoever has us beside Hypothesis, and a library of ours that cannot be imported, tests on: our types apart."""
    program = f"""
import sys
sys.modules[{broken!r}] = None
import hypothesis
patient = hypothesis.settings(deadline=None, database=None)
hypothesis.find(hypothesis.strategies.integers(), lambda number: number > 5, settings=patient)
from cyclades_accounts.model import School
import cyclades_accounts
assert cyclades_accounts.School is School
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_values_of_heavy_rooms_are_drawn_too() -> None:
    """The types of a room that needs a library are drawn where it is imported, before or after Hypothesis."""
    for first, second in (("import cyclades_accounts.pdf", "import hypothesis"), ("import hypothesis", STRATEGIES)):
        program = f"""
{first}
{second}
import hypothesis
from cyclades_accounts.pdf import PapillonStyle
patient = hypothesis.settings(deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
hypothesis.find(hypothesis.strategies.from_type(PapillonStyle), lambda style: True, settings=patient)
"""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_room_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The types of the other rooms are drawn all the same, and a name that nobody offers is none."""
    monkeypatch.setattr(_type_strategies, "_ROOMS", ("nowhere", "model"))
    _type_strategies.register()
    assert isinstance(find(st.from_type(Group), lambda group: True), Group)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = cyclades_accounts.Nothing  # type: ignore[attr-defined]  # that is the point


def test_parts_are_imported_in_any_order() -> None:
    """The state machine can be imported before the contract that runs it."""
    program = "from cyclades_accounts.testing import ProvisioningMachine, StoreContract"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_contracts_are_imported_when_asked_for() -> None:
    """``cyclades_accounts.testing`` has all it offers, and nothing else."""
    assert all(getattr(testing, name) is not None for name in testing.__all__)
    assert dir(testing) == sorted(testing.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'NoContract'"):
        _ = testing.NoContract  # type: ignore[attr-defined]  # that is the point
