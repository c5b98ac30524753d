"""The contract of a login policy passes for good policies, and catches those with a fault planted in them."""

# ruff: noqa: D102  # a faulty policy says in its class docstring what is wrong with its one method

import itertools
import random
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any, cast

import pytest
from attrs import frozen
from hypothesis import Phase, settings

from cyclades_accounts.errors import InvalidValueError, UnfoldableNameError
from cyclades_accounts.identifiers import Login, parse_login
from cyclades_accounts.logins import PROFILES, LoginPolicy, fold_name
from cyclades_accounts.model import Candidate
from cyclades_accounts.testing import HARD_NAMES, LoginPolicyContract
from cyclades_accounts.testing.contract._base import laws
from cyclades_accounts.testing.contract._login_policy import PolicyFixture

TESTS = sorted(name for name in dir(LoginPolicyContract) if name.startswith("test"))


@frozen
class InitialNom:
    """A host's own policy, the smallest that is right: initial and family name."""

    @property
    def spec(self) -> str:
        """The name says all."""
        return type(self).__name__

    @property
    def reserved(self) -> Collection[str]:
        """Nothing is."""
        return frozenset()

    def stem_of(self, candidate: Candidate) -> str:
        """Keep room for the number."""
        return (fold_name(candidate.given_names)[0] + fold_name(candidate.family_name))[:20]

    def login(self, stem: str, number: int) -> Login:
        """Add the number."""
        return parse_login(stem if number == 1 else f"{stem}{number}")


class Opaque(InitialNom):
    """Another right one: it makes a stem of whatever name there is, and refuses nobody."""

    def stem_of(self, candidate: Candidate) -> str:
        """Take the first letter that folds, if any."""
        try:
            return fold_name(candidate.given_names)[0]
        except UnfoldableNameError:
            return "eleve"


@pytest.mark.parametrize("profile", PROFILES)
class TestProfiles(LoginPolicyContract):
    """Every policy that we ship."""

    @pytest.fixture
    def policy(self, profile: str) -> LoginPolicy:
        """The policy of that name."""
        return PROFILES[profile]


class TestInitialNom(LoginPolicyContract):
    """A host's."""

    @pytest.fixture
    def policy(self) -> LoginPolicy:
        """The policy to prove."""
        return InitialNom()


class TestOpaque(LoginPolicyContract):
    """Another host's."""

    @pytest.fixture
    def policy(self) -> LoginPolicy:
        """The policy to prove."""
        return Opaque()


class TestForgotten(PolicyFixture):
    """A host that inherits the contract and overrides nothing."""

    def test_policy_must_be_overridden(self, request: pytest.FixtureRequest) -> None:
        """The error names the class and the fixture."""
        with pytest.raises(NotImplementedError, match="TestForgotten must override the fixture «policy»"):
            request.getfixturevalue("policy")


class Counting(InitialNom):
    """Hidden state: the stem tells how often it was asked."""

    counter = itertools.count()

    def stem_of(self, candidate: Candidate) -> str:
        return f"{super().stem_of(candidate)}{next(self.counter)}"


class CountingLogins(InitialNom):
    """Hidden state: the number is not the one asked for, but the next one."""

    counter = itertools.count(1)

    def login(self, stem: str, number: int) -> Login:
        return super().login(stem, next(self.counter))


class RandomSpec(InitialNom):
    """Another line each time."""

    @property
    def spec(self) -> str:
        return f"RandomSpec {random.random()}"


class SpecOfLastLogin(InitialNom):
    """A line that changes once a login was made."""

    last: list[str] = []  # noqa: RUF012  # hidden state is the fault

    @property
    def spec(self) -> str:
        return f"SpecOfLastLogin {self.last}"

    def login(self, stem: str, number: int) -> Login:
        self.last[:] = [f"{stem}{number}"]
        return super().login(stem, number)


class SpecOfLines(InitialNom):
    """More than one line."""

    @property
    def spec(self) -> str:
        return "Spec\nOfLines"


class BlankSpec(InitialNom):
    """No name."""

    @property
    def spec(self) -> str:
        return " "


class ReservedCapitals(InitialNom):
    """A reserved login that no login ever equals."""

    reserved = frozenset({"Admin"})


class ReservedText(InitialNom):
    """One text, which reserves its letters."""

    reserved = "admin"


class ReservedOnce(InitialNom):
    """An iterator, which is empty the second time."""

    @property
    def reserved(self) -> Any:
        def once() -> Iterator[str]:
            yield "admin"

        return once()


class RefusesAll(InitialNom):
    """Nobody gets a login."""

    def stem_of(self, candidate: Candidate) -> str:
        raise UnfoldableNameError(candidate.full_name, "")


class LooksUp(InitialNom):
    """A table without all the letters."""

    def stem_of(self, candidate: Candidate) -> str:
        table = {char: char for char in "abcdefghijklmnopqrstuvwxyz'- "}
        return "".join(table[char] for char in candidate.family_name.lower())


class Raises(InitialNom):
    """A refusal of another class."""

    def stem_of(self, candidate: Candidate) -> str:
        try:
            return super().stem_of(candidate)
        except UnfoldableNameError:
            raise InvalidValueError("name", candidate.full_name, "letters") from None


class NoText(InitialNom):
    """``None`` instead of a refusal."""

    def stem_of(self, candidate: Candidate) -> str:
        try:
            return super().stem_of(candidate)
        except UnfoldableNameError:
            return cast("str", 0)


class RefusesEverySecondTime(InitialNom):
    """A refusal that another try avoids."""

    counter = itertools.count()

    def stem_of(self, candidate: Candidate) -> str:
        if not candidate.family_name.isascii() and next(self.counter) % 2:
            raise UnfoldableNameError(candidate.family_name, "")
        return super().stem_of(candidate)


class KeepsAscii(InitialNom):
    """Letters with an accent are dropped in NFC, and lose their accent in NFD."""

    def stem_of(self, candidate: Candidate) -> str:
        return "x" + "".join(char for char in candidate.family_name.lower() if "a" <= char <= "z")


class DropsLetters(InitialNom):
    """What cannot be folded is dropped, and a name without Latin letters becomes a point."""

    def stem_of(self, candidate: Candidate) -> str:
        def fold(name: str) -> str:
            return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()

        parts = ("".join(filter(str.isalnum, fold(name))) for name in (candidate.given_names, candidate.family_name))
        return ".".join(parts)


class BornLogin(InitialNom):
    """A birth date, which gets corrected."""

    def stem_of(self, candidate: Candidate) -> str:
        return f"{super().stem_of(candidate)}{candidate.birth_date and candidate.birth_date.year}"


class KeyLogin(InitialNom):
    """A key, which is no name."""

    def stem_of(self, candidate: Candidate) -> str:
        return f"{super().stem_of(candidate)}{sum(map(ord, candidate.id))}"


class BirthLogin(InitialNom):
    """A birth date, which gets found later."""

    def stem_of(self, candidate: Candidate) -> str:
        return f"{super().stem_of(candidate)}{candidate.birth_date}"


class RefusesByBirthDate(InitialNom):
    """A refusal for what is no name."""

    def stem_of(self, candidate: Candidate) -> str:
        if candidate.birth_date and candidate.birth_date.day % 2:
            raise UnfoldableNameError(candidate.full_name, "")
        return super().stem_of(candidate)


class Capitals(InitialNom):
    """Nobody finds it again."""

    def login(self, stem: str, number: int) -> Login:
        return Login(super().login(stem, number).capitalize())


class Spaced(InitialNom):
    """A login with a space in it."""

    def login(self, stem: str, number: int) -> Login:
        return Login(stem if number == 1 else f"{stem} {number}")


class Accented(InitialNom):
    """Letters that nobody can type."""

    def stem_of(self, candidate: Candidate) -> str:
        return unicodedata.normalize("NFC", candidate.family_name.lower())

    def login(self, stem: str, number: int) -> Login:
        return Login(f"{stem}{number}")


class OverLong(InitialNom):
    """Fine as long as there are few."""

    def login(self, stem: str, number: int) -> Login:
        return Login(stem + "x" * (number - 1))


class UncutLogin(InitialNom):
    """Fine as long as names are short."""

    def stem_of(self, candidate: Candidate) -> str:
        return fold_name(candidate.given_names) + fold_name(candidate.family_name)


class Bytes(InitialNom):
    """No text."""

    def login(self, stem: str, number: int) -> Login:
        return cast("Login", f"{stem}{number}".encode())


class SameLogin(InitialNom):
    """One login for all."""

    def login(self, stem: str, number: int) -> Login:
        return Login(stem)


class ManyAtOnce(InitialNom):
    """Two digits, and then from the start."""

    def login(self, stem: str, number: int) -> Login:
        return super().login(stem, number % 100)


class FewLogins(InitialNom):
    """A number that its author never expected."""

    def login(self, stem: str, number: int) -> Login:
        if number > 99:
            raise InvalidValueError("number", str(number), "at most 99")
        return super().login(stem, number)


FAULTS: dict[Callable[[], object], str] = {
    Counting: "test_same_answer_twice",
    CountingLogins: "test_same_login_twice",
    RandomSpec: "test_spec_does_not_change",
    SpecOfLastLogin: "test_spec_does_not_change",
    SpecOfLines: "test_spec_is_one_line",
    BlankSpec: "test_spec_is_one_line",
    ReservedCapitals: "test_reserved_are_logins",
    ReservedText: "test_reserved_are_logins",
    ReservedOnce: "test_reserved_are_logins",
    RefusesAll: "test_plain_name_gets_a_login",
    LooksUp: "test_no_other_exception",
    Raises: "test_no_other_exception",
    NoText: "test_no_other_exception",
    RefusesEverySecondTime: "test_same_answer_twice",
    KeepsAscii: "test_normal_forms_are_one_name",
    DropsLetters: "test_first_login_is_more_than_punctuation",
    BornLogin: "test_names_alone",
    KeyLogin: "test_names_alone",
    BirthLogin: "test_names_alone",
    RefusesByBirthDate: "test_names_alone",
    Capitals: "test_login_is_one",
    Spaced: "test_login_is_one",
    Accented: "test_login_is_one",
    OverLong: "test_login_is_one",
    UncutLogin: "test_hard_names",
    Bytes: "test_login_is_one",
    SameLogin: "test_each_number_has_its_login",
    ManyAtOnce: "test_each_number_has_its_login",
    FewLogins: "test_each_number_has_its_login",
}
"""Faulty policies, each with the test of the contract that names its fault."""


@pytest.fixture(autouse=True, scope="module")
def _no_shrinking() -> Iterator[None]:
    """Stop at the first example that fails: nobody reads those of the faulty policies, and the smallest takes long."""
    # Hypothesis gives no other way to change the settings of a test that another module decorated.
    name = "_hypothesis_internal_use_settings"
    with pytest.MonkeyPatch.context() as patch:
        for test in TESTS:
            function = getattr(LoginPolicyContract, test)
            if hasattr(function, name):
                patch.setattr(function, name, settings(laws, phases=[Phase.generate], database=None))
        yield


@pytest.mark.parametrize(("faulty", "test"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", "by"))
def test_faults_are_caught(faulty: Callable[[], object], test: str) -> None:
    """The test whose sentence a policy breaks fails for it, and passes for the policy without the fault."""
    run = getattr(LoginPolicyContract(), test)
    run(policy=InitialNom())
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the fault raises, or an assertion
        run(policy=faulty())


def test_shared_logins_are_caught() -> None:
    """Of a batch, too, everybody must get a login."""
    with pytest.raises(InvalidValueError, match="another login for each number"):
        LoginPolicyContract().test_nobody_shares_a_login(policy=SameLogin())


def test_every_test_has_its_sentence() -> None:
    """Every public test of the contract says in its docstring what it ensures, and has a fault that it catches."""
    assert set(FAULTS.values()) | {"test_nobody_shares_a_login"} == set(TESTS)
    for name in TESTS:
        assert getattr(LoginPolicyContract, name).__doc__.endswith("."), name


def test_hard_names_are_names_of_candidates() -> None:
    """Every hard name can stand in a roster, and no two are equal."""
    assert len(set(HARD_NAMES)) == len(HARD_NAMES) >= 60
    for given_names, family_name in HARD_NAMES:
        assert Candidate("000000001AA", family_name, given_names).full_name.strip()
