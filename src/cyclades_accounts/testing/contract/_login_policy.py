"""The contract of a login policy: every sentence of :class:`~cyclades_accounts.logins.LoginPolicy` has a test here."""

# ruff: noqa: S101  # a contract speaks through assert

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, Literal

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import CandidateId, Login, is_login, parse_login
from cyclades_accounts.logins import MAX_HOMONYMS, LoginPolicy, allocate
from cyclades_accounts.model import Candidate, cleaned
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._hard_names import HARD_NAMES
from cyclades_accounts.testing.contract._base import laws

_words: Final = strategies.texts(max_size=20).map(cleaned).filter(bool)
_names: Final = (
    st.sampled_from(HARD_NAMES)
    | st.tuples(strategies.given_names(), strategies.family_names())
    | st.tuples(_words, _words)
)
_usage_names: Final = st.none() | strategies.family_names() | st.sampled_from([family for _, family in HARD_NAMES])

PLAIN: Final = Candidate(CandidateId("000000001AA"), "MARTIN", "Lea")
"""A name that no policy has a reason to refuse."""

PEOPLE: Final[st.SearchStrategy[Candidate]] = st.builds(
    lambda names, usage, known: evolve(known, given_names=names[0], family_name=names[1], usage_name=usage),
    _names,
    _usage_names,
    st.sampled_from([PLAIN, Candidate(CandidateId("élève 7"), "X", "X", date(2010, 8, 10))]),
)
"""Candidates whose names are hard, invented in Latin letters, or any text at all."""

NUMBERS: Final = st.integers(1, 40) | st.integers(1, MAX_HOMONYMS)
"""Ranks among homonyms."""


def _stem(policy: LoginPolicy, candidate: Candidate) -> str | None:
    """Return the stem, or ``None`` for a refusal; any other exception is a failure, and shows itself as it is."""
    try:
        return policy.stem_of(candidate)
    except UnfoldableNameError:
        return None


def _in_form(form: Literal["NFC", "NFD"], person: Candidate) -> Candidate:
    """Return the candidate with names in that normal form of Unicode."""
    return evolve(
        person,
        given_names=unicodedata.normalize(form, person.given_names),
        family_name=unicodedata.normalize(form, person.family_name),
        usage_name=person.usage_name and unicodedata.normalize(form, person.usage_name),
    )


def _answer(policy: LoginPolicy, candidate: Candidate) -> str | UnfoldableNameError:
    """Return the stem or the refusal, which has its facts to compare."""
    try:
        return policy.stem_of(candidate)
    except UnfoldableNameError as refusal:
        return refusal


class PolicyFixture:
    """The fixture of the contract."""

    @pytest.fixture
    def policy(self) -> LoginPolicy:
        """Return the policy to prove. A host overrides this fixture, and that is all it must do."""
        message = f"{type(self).__name__} must override the fixture «policy» with one that gives a login policy"
        raise NotImplementedError(message)


class LoginPolicyContract(PolicyFixture):
    """What every login policy must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyPolicy(LoginPolicyContract):
            @pytest.fixture
            def policy(self):
                return MyPolicy()

    Names are the hard ones of :data:`~cyclades_accounts.testing.HARD_NAMES`, invented Latin ones, and any text.
    """

    def test_spec_is_one_line(self, policy: LoginPolicy) -> None:
        """``spec`` is one line of text that can be printed."""
        spec = policy.spec
        assert isinstance(spec, str)
        assert spec.strip()
        assert spec.isprintable()

    @laws
    @each(person=PEOPLE, number=NUMBERS)
    def test_spec_does_not_change(self, policy: LoginPolicy, person: Candidate, number: int) -> None:
        """``spec`` is the same each time, whoever got a login in between: a plan is bound to it."""
        spec = policy.spec
        assert policy.spec == spec
        stem = _stem(policy, person)
        if stem is not None:
            policy.login(stem, number)
        assert policy.spec == spec

    def test_reserved_are_logins(self, policy: LoginPolicy) -> None:
        """``reserved`` holds logins, lower case, and the same each time it is read."""
        reserved = policy.reserved
        assert isinstance(reserved, Collection)
        assert not isinstance(reserved, str), "one text is not several logins"
        assert [login for login in reserved if not is_login(login)] == []
        assert set(reserved) == set(reserved) == set(policy.reserved)
        assert len(list(reserved)) == len(reserved)

    def test_plain_name_gets_a_login(self, policy: LoginPolicy) -> None:
        """« Lea MARTIN » is not refused: a policy that refuses everybody proves nothing."""
        assert policy.login(policy.stem_of(PLAIN), 1)

    def test_hard_names(self, policy: LoginPolicy) -> None:
        """Each of :data:`HARD_NAMES` is refused in NFC and in NFD, or gets one stem and logins that can be typed."""
        for given_names, family_name in HARD_NAMES:
            person = evolve(PLAIN, given_names=given_names, family_name=family_name)
            stem = _stem(policy, person)
            assert {_stem(policy, _in_form("NFC", person)), _stem(policy, _in_form("NFD", person))} == {stem}
            logins = [] if stem is None else [policy.login(stem, number) for number in (1, 2, MAX_HOMONYMS)]
            assert len(set(logins)) == len(logins), person
            assert all(map(is_login, logins)), person

    @laws
    @each(person=PEOPLE)
    def test_no_other_exception(self, policy: LoginPolicy, person: Candidate) -> None:
        """``stem_of`` returns a text or raises :class:`UnfoldableNameError`, whatever the name."""
        stem = _stem(policy, person)
        assert stem is None or isinstance(stem, str)

    @laws
    @each(people=st.lists(PEOPLE, min_size=1, max_size=4))
    def test_same_answer_twice(self, policy: LoginPolicy, people: Sequence[Candidate]) -> None:
        """``stem_of`` gives the same stem or the same refusal each time, in whatever order candidates come."""
        answers = [_answer(policy, person) for person in people]
        assert [_answer(policy, person) for person in reversed(people)] == answers[::-1]

    @laws
    @each(person=PEOPLE)
    def test_normal_forms_are_one_name(self, policy: LoginPolicy, person: Candidate) -> None:
        """``stem_of`` gives one stem for NFC and NFD: two keyboards write one name."""
        assert _stem(policy, _in_form("NFC", person)) == _stem(policy, _in_form("NFD", person))

    @laws
    @each(person=PEOPLE, other=strategies.candidates())
    def test_names_alone(self, policy: LoginPolicy, person: Candidate, other: Candidate) -> None:
        """``stem_of`` depends on the names: not on key, birth date or former schools, which get corrected."""
        corrected = evolve(person, id=other.id, birth_date=other.birth_date)
        assert _answer(policy, corrected) == _answer(policy, person)

    @laws
    @each(person=PEOPLE)
    def test_first_login_is_more_than_punctuation(self, policy: LoginPolicy, person: Candidate) -> None:
        """A name of which nothing is left is refused: nobody gets the login ``.``, nor a blank one."""
        stem = _stem(policy, person)
        if stem is not None:
            assert any(char.isalnum() for char in policy.login(stem, 1))

    @laws
    @each(person=PEOPLE, number=NUMBERS)
    def test_login_is_one(self, policy: LoginPolicy, person: Candidate, number: int) -> None:
        """``login`` gives what ``parse_login`` finds again, typed in capitals and with a space: lower case, visible."""
        stem = _stem(policy, person)
        if stem is not None:
            login = policy.login(stem, number)
            assert isinstance(login, str)
            assert is_login(login)
            assert parse_login(f" {login.upper()} ") == login

    @laws
    @each(person=PEOPLE, numbers=st.lists(NUMBERS, max_size=6))
    def test_same_login_twice(self, policy: LoginPolicy, person: Candidate, numbers: Sequence[int]) -> None:
        """``login`` gives the same login for a stem and a number each time, in whatever order they are asked."""
        stem = _stem(policy, person)
        if stem is not None:
            logins = [policy.login(stem, number) for number in numbers]
            assert [policy.login(stem, number) for number in reversed(numbers)] == logins[::-1]

    @laws
    @each(person=PEOPLE, numbers=st.sets(NUMBERS, min_size=2, max_size=20))
    def test_each_number_has_its_login(self, policy: LoginPolicy, person: Candidate, numbers: set[int]) -> None:
        """``login`` gives another login for each number of a stem, from 1 to the last one."""
        stem = _stem(policy, person)
        if stem is not None:
            asked = {*numbers, *range(1, 11), MAX_HOMONYMS}
            assert len({policy.login(stem, number) for number in asked}) == len(asked)

    @laws
    @each(people=st.lists(PEOPLE, min_size=1, max_size=4), data=st.data())
    def test_nobody_shares_a_login(self, policy: LoginPolicy, people: Sequence[Candidate], data: st.DataObject) -> None:
        """Homonyms of a batch get distinct logins, none reserved and none that somebody has, imposed or issued."""
        batch = [stem for stem in (_stem(policy, person) for person in people) if stem is not None] * 3
        first = allocate(policy, batch, {}, lambda _: ())
        imposed = data.draw(st.sets(st.sampled_from(first.logins), max_size=6)) if batch else set[Login]()
        issued = {*imposed}
        numbers: dict[str, int] = {}
        for _ in range(2):
            allocations = allocate(policy, batch, numbers, issued.intersection)
            logins = set(allocations.logins)
            assert len(logins) == len(batch)
            assert logins.isdisjoint(issued)
            assert logins.isdisjoint(policy.reserved)
            issued |= logins
            numbers = {one.stem: max(one.number, numbers.get(one.stem, 0)) for one in allocations}
