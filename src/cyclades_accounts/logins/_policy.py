"""What a login policy is: what a run asks of one, how one explains itself, how one is built from a settings file."""

import enum
from collections.abc import Collection, Mapping
from typing import Any, Protocol, TypeVar, runtime_checkable

from attrs import AttrsInstance, fields_dict

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import Candidate, LoginStep, LoginStepKind

_E = TypeVar("_E", bound=enum.Enum)
_T = TypeVar("_T", bound=AttrsInstance)


class LoginPolicy(Protocol):
    """How a host makes logins: a stem from the candidate, then one login for each homonym of the stem.

    A policy is pure: it does not know which logins are taken, :func:`allocate` asks for that. Two policies with the
    same :attr:`spec` give the same logins. ``cyclades_accounts.testing.LoginPolicyContract`` tests one.
    """

    @property
    def spec(self) -> str:
        """Name and options of the policy in one line; part of what a plan is bound to."""
        ...

    @property
    def reserved(self) -> Collection[str]:
        """Logins that nobody ever gets, lower case; the number of a homonym whose login is one is skipped."""
        ...

    def stem_of(self, candidate: Candidate) -> str:
        """Return the stem: what the login is before homonyms are told apart.

        Raises:
            UnfoldableNameError: the name cannot become a login.
        """
        ...

    def login(self, stem: str, number: int) -> Login:
        """Return the login of the homonym ``number`` of ``stem``, from 1; another one for each number."""
        ...


@runtime_checkable
class SelfExplaining(Protocol):
    """A login policy that can show its steps, as :class:`PrenomNom` does."""

    def explain(self, candidate: Candidate, *, number: int = 1) -> tuple[LoginStep, ...]:
        """Return the steps from the name of a candidate to the login of the homonym ``number``."""
        ...


def explain(policy: LoginPolicy, candidate: Candidate, *, number: int = 1) -> tuple[LoginStep, ...]:
    """Return the steps from the name of a candidate to the login of the homonym ``number``.

    A policy that is not :class:`SelfExplaining` gets one step to its stem, and one more for what the number adds.

    Raises:
        UnfoldableNameError: the name cannot become a login.
    """
    if isinstance(policy, SelfExplaining):
        return policy.explain(candidate, number=number)
    stem, login = policy.stem_of(candidate), policy.login(policy.stem_of(candidate), number)
    steps = (LoginStep(LoginStepKind.POLICY, candidate.full_name, stem),)
    return steps if login == stem else (*steps, LoginStep(LoginStepKind.NUMBER, stem, login))


def member(option: str, kind: type[_E], value: object) -> _E:
    """Return the member of an enumeration that has this value.

    Raises:
        InvalidValueError: none has.
    """
    try:
        return kind(value)
    except ValueError:
        expected = f"one of: {', '.join(str(each.value) for each in kind)}"
        raise InvalidValueError(option, str(value), expected) from None


def build(kind: type[_T], options: Mapping[str, Any]) -> _T:
    """Build an attrs value of its options.

    Raises:
        InvalidValueError: an option that does not exist, or a value that it does not take.
    """
    known = [name for name, option in fields_dict(kind).items() if option.init]
    for name, value in options.items():
        if name not in known:
            raise InvalidValueError(name, str(value), f"an option that exists: {', '.join(known)}")
    try:
        return kind(**options)
    except InvalidValueError:
        raise
    except (TypeError, ValueError) as error:  # attrs' own, whose first argument is the sentence
        raise InvalidValueError("login policy", str(dict(options)), f"other options: {error.args[0]}") from None
