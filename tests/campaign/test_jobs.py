"""A job: what it may hold, what it must not, and what it answers where its factory is broken."""

import functools
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from cyclades_accounts import ExamSession, Generation, Grouping, Provisioning
from cyclades_accounts.campaign import Campaign, FactoryFailedError, SchoolDone, SchoolFailed, SchoolLost, Tally
from cyclades_accounts.errors import CycladesAccountsError, ErrorKind, InvalidValueError, ServiceNotGrantedError
from cyclades_accounts.model import Password
from cyclades_accounts.papillons import LABELS_3_BY_8
from tests.campaign.hosts import KEY, URL, open_service, register, uais, world
from tests.support import NOW, SESSION, desk, make_school, make_service, opened
from tests.test_secrets import found_in

UAI: Final = uais(1)[0]
HERE: Final = "tests.campaign.test_jobs"
CANARY: Final = "canari-dans-l-url"


@functools.cache
def kept_open() -> Provisioning:
    """Open once a process, as a host with a pool of connections does."""
    return make_school()


def broken() -> Provisioning:
    """Fail as a driver does that prints its URL."""
    message = f"could not connect to postgresql://user:{CANARY}@db"
    raise ConnectionError(message)


def not_granted() -> Provisioning:
    """Fail with an error of the library."""
    raise ServiceNotGrantedError(UAI)


def nothing() -> Provisioning:
    """Return what is no provisioning."""
    return None  # type: ignore[return-value]  # the mistake


@contextmanager
def breaks_at_the_end() -> Iterator[Provisioning]:
    """Fail when the store is closed, after the run."""
    with open_service() as service:
        yield service
    broken()


class Host:
    """A host with a factory of its own."""

    @staticmethod
    def opened() -> Provisioning:
        """Open the activities."""
        return kept_open()

    def by_hand(self) -> Provisioning:
        """Open the activities of this very object."""
        return kept_open()


def campaign(**changes: Any) -> Campaign:
    """Return a campaign with some options changed."""
    given: dict[str, Any] = {"id": "janvier", "session": SESSION, "factory": f"{HERE}:broken", "actor": "rectorat"}
    return Campaign(**(given | changes))


class TestFactories:
    """A factory is a name that every worker can import."""

    @pytest.mark.parametrize(
        ("factory", "name"),
        [
            ("host.accounts:open_service", "host.accounts:open_service"),
            ("host:Accounts.open", "host:Accounts.open"),
            (open_service, "tests.campaign.hosts:open_service"),
            (kept_open, f"{HERE}:kept_open"),
            (Host.opened, f"{HERE}:Host.opened"),
        ],
    )
    def test_a_name_or_what_has_one(self, factory: Any, name: str) -> None:
        """This test ensures that a function becomes its name, and that a name is not looked up before a worker does."""
        assert campaign(factory=factory).factory == name

    @pytest.mark.parametrize(
        "factory",
        [
            "",
            "open_service",
            "host.accounts.open_service",
            "host:",
            ":open",
            "host:open()",
            "host:open service",
            "../host:open",
            "host:open\n",
            lambda: None,
            functools.partial(kept_open),
            Host().by_hand,
            Password(CANARY),
            None,
        ],
    )
    def test_nothing_else(self, factory: Any) -> None:
        """This test ensures that what no worker can import, or what holds something, is refused without showing it."""
        with pytest.raises(InvalidValueError, match="factory cannot be") as caught:
            campaign(factory=factory)
        assert CANARY not in str(caught.value)

    def test_no_function_inside_another(self) -> None:
        """This test ensures that a closure is refused: it would take along what it closes over."""
        key = os.urandom(32)

        def closure() -> Provisioning:
            return make_service(key=key)

        with pytest.raises(InvalidValueError) as caught:
            campaign(factory=closure)
        assert "closure" in caught.value.value


class TestOptions:
    """Plain values, of exactly their kind."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"id": ""},
            {"id": " janvier"},
            {"id": "j" * 92},
            {"session": "DNB-2025"},
            {"generation": "3A"},
            {"actor": Password(CANARY)},
            {"now": datetime(2025, 1, 14, 9)},  # noqa: DTZ001  # the mistake
            {"now": "2025-01-14"},
        ],
    )
    def test_another_kind_is_refused(self, changes: dict[str, Any]) -> None:
        """This test ensures that an option of another kind is refused where it is written down, by its name."""
        with pytest.raises(InvalidValueError, match=f"{next(iter(changes))} cannot be") as caught:
            campaign(**changes)
        assert CANARY not in str(caught.value)

    @pytest.mark.parametrize(
        "choices",
        [
            {"grouping": "division"},
            {"groups": "3A"},
            {"groups": [Password(CANARY)]},
            {"renew": 1},
            {"layouts": []},
            {"layouts": LABELS_3_BY_8},
            {"layouts": ["labels-3-by-8"]},
            {"email_papillons": 1},
        ],
    )
    def test_a_choice_of_another_kind_is_refused(self, choices: dict[str, Any]) -> None:
        """This test ensures that what a run serves and makes is refused where it is written down, by its name."""
        with pytest.raises(InvalidValueError, match=f"{next(iter(choices))}.* cannot be") as caught:
            Generation(**choices)
        assert CANARY not in str(caught.value)

    def test_a_label_of_a_subclass_is_refused(self) -> None:
        """This test ensures that nothing rides along in a text below the plain one."""

        class RichText(str):
            """A label with a key."""

            __slots__ = ("key",)

        with pytest.raises(InvalidValueError, match="groups cannot be"):
            campaign(generation=Generation(groups=[RichText("3A")]))

    def test_a_subclass_is_refused(self) -> None:
        """This test ensures that nothing rides along in a class below a known one."""

        @attrs.frozen
        class Rich(ExamSession):
            """A session with a key."""

            key: bytes = KEY

        with pytest.raises(InvalidValueError, match="session cannot be"):
            campaign(session=Rich(SESSION.id, SESSION.label, SESSION.last_day))

    def test_a_job_wants_a_campaign_and_a_school(self) -> None:
        """This test ensures that a wrong UAI is refused when a host makes a job by itself."""
        with pytest.raises(InvalidValueError, match="uai"):
            campaign().job("0350001A")

    def test_options_reach_the_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that grouping, groups, layouts, actor and moment are those of the campaign."""
        url = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
        monkeypatch.setenv(URL, url)
        register(url, [UAI])
        chosen = campaign(
            factory=open_service,
            generation=Generation(grouping=Grouping.SERIE, groups=["Générale"], layouts=[LABELS_3_BY_8]),
            actor="rectorat",
            now=NOW,
            id="j" * 91,
        )
        result = chosen.job(UAI).run()
        assert isinstance(result, SchoolDone)
        with open_service() as service:
            report = desk(service).documents.report(result.run_id)
        assert report is not None
        assert (report.run.actor, report.run.at) == ("rectorat", NOW)
        assert len(result.documents) == 1
        wrong = attrs.evolve(chosen, id="février", generation=Generation(groups=["Inconnue"])).job(UAI).run()
        assert isinstance(wrong, SchoolFailed)
        assert wrong.code == "UNKNOWN_GROUP"
        assert len(world(url, [UAI]).logins) == 2


class TestBrokenFactories:
    """What a worker meets comes back as data, without a word of foreign code."""

    @pytest.mark.parametrize(
        ("factory", "cause"),
        [
            (f"{HERE}:broken", "builtins.ConnectionError"),
            (f"{HERE}:nothing", "builtins.TypeError"),
            (f"{HERE}:absent", "builtins.AttributeError"),
            ("no_such_package:open_service", "builtins.ModuleNotFoundError"),
        ],
    )
    def test_it_is_one_error(self, factory: str, cause: str) -> None:
        """This test ensures that the failure names the factory, the cause and the place, and not the cause's words."""
        result = campaign(factory=factory).job(UAI).run()
        assert isinstance(result, SchoolFailed)
        assert (result.uai, result.code) == (UAI, "FACTORY_FAILED")
        assert result.kind is ErrorKind.OURS
        assert f"factory failed with {cause} at " in result.message
        assert "nothing is done twice" in result.message
        assert found_in({CANARY}, pickle.dumps(result)) == []

    def test_an_error_of_the_library_stays_itself(self) -> None:
        """This test ensures that a factory may raise what the library raises, and that its code comes out."""
        result = campaign(factory=not_granted).job(UAI).run()
        assert isinstance(result, SchoolFailed)
        assert result.code == "SERVICE_NOT_GRANTED"

    def test_an_activity_that_stays_open_is_used_again(self) -> None:
        """This test ensures that a factory may return the same activities each time; nobody closes them."""
        results = [campaign(factory=kept_open).job(UAI).run() for _ in range(2)]
        assert [getattr(result, "code", "") for result in results] == ["EMPTY_ROSTER"] * 2

    def test_a_failure_after_the_run_is_found_out(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that a run whose answer was lost is found by the next try, and not done twice."""
        url = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
        monkeypatch.setenv(URL, url)
        register(url, [UAI])
        first = campaign(factory=breaks_at_the_end).job(UAI).run()
        assert isinstance(first, SchoolFailed)
        again = campaign(factory=open_service).job(UAI).run()
        assert isinstance(again, SchoolDone)
        assert again.created == 2
        assert world(url, [UAI]).documents == 2


class TestPickles:
    """What crosses a process border."""

    def test_a_job_is_small_and_the_same_on_the_other_side(self) -> None:
        """This test ensures that a job comes out of a pickle as it went in, in under a kilobyte."""
        job = campaign(
            generation=Generation(groups=["3A"]), actor="rectorat", now=datetime(2025, 1, 14, tzinfo=UTC)
        ).job(UAI)
        pickled = pickle.dumps(job)
        assert pickle.loads(pickled) == job  # noqa: S301  # our own bytes
        assert len(pickled) < 1000

    def test_no_secret_in_any_pickle(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that neither the job nor the result holds a password, the key, the URL or a name."""
        url = f"sqlite:///{tmp_path / f'{CANARY}.sqlite'}"
        monkeypatch.setenv(URL, url)
        register(url, [UAI])
        job = campaign(factory=open_service).job(UAI)
        result = job.run()
        assert isinstance(result, SchoolDone)
        with open_service() as service:
            slips = opened(service, result.documents[0]).papillons
        secrets = {slip.papillon.password.reveal() for slip in slips}
        assert len(secrets) == 2
        crossing = b"".join(pickle.dumps(each) for each in (job, result, job.campaign, Tally().plus(result)))
        hidden = secrets | {KEY.decode(), CANARY, "MARTIN", "lea.martin", "famille@example.org"}
        assert found_in(hidden, crossing) == []
        assert len(pickle.dumps(result)) < 1000

    @pytest.mark.parametrize(
        "result",
        [
            SchoolDone(UAI, campaign().job(UAI).run_id, 2, 0, 0, 1, ()),
            SchoolFailed.of(UAI, ServiceNotGrantedError(UAI)),
            SchoolLost(UAI, "builtins.RuntimeError"),
            Tally(expected=3, done=1),
        ],
    )
    def test_results_are_values(self, result: Any) -> None:
        """This test ensures that a result survives a pickle, compares by value and cannot be changed."""
        assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301  # our own bytes
        assert len({result, attrs.evolve(result)}) == 1
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            result.uai = "another"


def test_the_error_of_the_room_is_of_the_family() -> None:
    """This test ensures that the room's own error has a code of its own, says its place and crosses a border."""
    error = FactoryFailedError("builtins.OSError", "host.py:12")
    assert isinstance(error, CycladesAccountsError)
    assert isinstance(error, RuntimeError)
    assert "builtins.OSError at host.py:12" in error.problem
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301  # our own bytes
