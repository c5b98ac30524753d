"""Every argument of every public method, replaced in turn by what it is not: one typed error, and nothing is done."""

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from inspect import Parameter
from types import NoneType, UnionType
from typing import Any, Final

import pytest
from attrs import fields, frozen

from cyclades_accounts import Criteria, Provisioning, Registry
from cyclades_accounts.campaign import Campaign
from cyclades_accounts.errors import EmptyRosterError, InvalidValueError, RetentionRuleFailedError
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import School
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sealing import HmacPseudonymizer
from tests.support import KEYS, OTHER_UAI, SCHOOL, SESSION, UAI, candidature, desk, ine, make_school, make_service
from tests.support import registry as registry_of

WRONG: Final[list[Any]] = [None, 0, 5, 1.5, True, b"", b"x", "", "text", ["x"], {"x": "y"}, {}, object(), object]
"""What no argument is, but where its type says so."""

TAKEN: Final = {
    str: (str,),
    bool: (bool,),
    int: (int,),
    NoneType: (NoneType,),
    Mapping: (dict,),
    Callable: (type,),
    Iterable: (list, dict),
}
"""Of which classes a right value may be, by the type of the argument."""

ANYTHING: Final = {("check_login", "login"), ("change_password", "login")}
"""What is typed into a login form is refused as a wrong login is, whatever it is."""


@pytest.fixture(scope="module")
def service() -> Provisioning:
    """Return a school with an account and its documents."""
    made = make_school(candidature(1), candidature(2), pseudonymizer=HmacPseudonymizer(KEYS))
    desk(made).generate(run_id="first")
    return made


def _doors(service: Provisioning) -> Mapping[str, object]:
    """Return an object of each class whose methods a host calls."""
    there = desk(service)
    campaign = Campaign(id="c", session=SESSION, factory="tests.support:make_service", actor="Mme Roux")
    made = [
        service, there, there.accounts, there.documents, service.candidates, service.upkeep(actor="Mme Roux"),
        registry_of(service), campaign, campaign.job(UAI), FRENCH_MESSAGES,
    ]  # fmt: skip
    return {type(one).__name__: one for one in made}


def _good(service: Provisioning) -> dict[str, object]:
    """Return a right value for every argument without default."""
    there = desk(service)
    return {
        "uai": UAI, "to": OTHER_UAI, "asked_by": OTHER_UAI, "session": SESSION, "actor": "Mme Roux", "grant": True,
        "candidate_id": ine(1), "candidate_ids": ine(1), "old": ine(1), "new": ine(2), "login": "lea.martin",
        "password": "x", "present": "x", "chosen": "y", "email": "a@example.org", "logins": {ine(1): "lea.martin"},
        "document_id": there.documents.page().items[0].id, "plan": there.plan(), "criteria": Criteria(),
        "rule": OlderThan(1), "run_id": "first", "school": SCHOOL, "roster": [candidature(1)],
        "executor": ThreadPoolExecutor(1), "schools": [UAI],
    }  # fmt: skip


def _arguments() -> Iterator[tuple[str, str, str]]:
    """Yield each argument of each public method, as class, method and name."""
    for name, one in _doors(make_service()).items():
        for method, function in inspect.getmembers(type(one), inspect.isfunction):
            if not method.startswith("_"):
                yield from ((name, method, argument) for argument in list(inspect.signature(function).parameters)[1:])


def _is_taken(value: object, hint: Any) -> bool:
    """Whether a value is of the type of an argument, as far as a signature tells."""
    kinds = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return any(type(value) in TAKEN.get(typing.get_origin(kind) or kind, ()) for kind in kinds)


ARGUMENTS: Final = list(_arguments())


@pytest.mark.parametrize(("door", "method", "argument"), ARGUMENTS, ids=map(".".join, ARGUMENTS))
def test_it_is_refused(service: Provisioning, door: str, method: str, argument: str) -> None:
    """Each wrong value gives one error that names the argument, and leaves no line in the journal."""
    function, good = getattr(_doors(service)[door], method), _good(service)
    names = inspect.signature(function).parameters
    hint = typing.get_type_hints(function)[argument]
    kinds = {one.kind for one in names.values()}  # several values stand after the positions before them
    by_place = {Parameter.VAR_POSITIONAL, Parameter.POSITIONAL_OR_KEYWORD} if Parameter.VAR_POSITIONAL in kinds else ()
    before = service.upkeep(actor="Mme Roux").journal().total
    for value in WRONG:
        if _is_taken(value, hint) or (method, argument) in ANYTHING:
            continue
        given = {name: good.get(name) for name, one in names.items() if one.default is one.empty} | {argument: value}
        several = [given.pop(name) for name, one in names.items() if one.kind in by_place]
        with pytest.raises((InvalidValueError, EmptyRosterError)):
            function(*several, **given)
    assert service.upkeep(actor="Mme Roux").journal().total == before


def test_a_value_in_a_value_is_checked() -> None:
    """A candidature of nobody, a usage name that is empty and no text, a grant that is no answer: none is made."""
    for make, field in (
        (lambda: candidature(1, candidate=None), "candidate"),
        (lambda: candidature(1, usage_name={}), "usage_name"),
        (lambda: candidature(1, email=b""), "email"),
        (lambda: candidature(1, qualification=0), "qualification"),
        (lambda: School(UAI, "Collège Anita Conti", manages_candidates="non"), "manages_candidates"),  # type: ignore[arg-type]  # the mistake
        (lambda: Registry(None, actor="Mme Roux"), "host"),  # type: ignore[arg-type]  # the mistake
    ):
        with pytest.raises(InvalidValueError) as caught:
            make()
        assert caught.value.field == field


@frozen
class Nameless:
    """A rule of a host that fails when it is asked for its name."""

    def is_over(self, kept: object, now: object) -> bool:
        """Let no document go."""
        return False

    @property
    def spec(self) -> str:
        """Fail."""
        raise KeyError


def test_a_rule_that_cannot_name_itself(service: Provisioning) -> None:
    """A rule of the host is a port: when it fails, it is told to have failed, and nothing is purged."""
    for rule in (Nameless(), type("Bare", (), {"is_over": Nameless.is_over})()):
        with pytest.raises(RetentionRuleFailedError):
            desk(service).documents.purge(rule)


@pytest.mark.parametrize("name", [one.name for one in fields(Provisioning)])
def test_a_host_is_built_of_its_ports(name: str) -> None:
    """What is no port, or no setting, is refused when the host is built, by the name of its field."""
    hint = typing.get_type_hints(Provisioning)[name]
    for value in (one for one in WRONG if not _is_taken(one, hint)):
        with pytest.raises(InvalidValueError) as caught:
            make_service(**{name: value})
        assert caught.value.field == name


def test_half_a_port() -> None:
    """A port that lacks a method, or has something else in its place, and a class in the place of its object: none."""
    whole = type("Whole", (), {"wait": print, "tell": print})
    assert make_service(throttle=whole()).throttle is not None
    for value in (whole, type("Half", (), {"wait": print})(), type("Other", (), {"wait": print, "tell": 5})()):
        with pytest.raises(InvalidValueError, match=r"Expected an object with the methods tell, wait\.") as caught:
            make_service(throttle=value)
        assert caught.value.field == "throttle"


@pytest.mark.parametrize("workers", [-3, 0, 1, 64])
def test_any_number_of_workers_hashes(workers: int) -> None:
    """A number of threads below 1 is no reason to blame the hasher: one thread is always there."""
    assert desk(make_school(candidature(1), hash_workers=workers)).generate().created
