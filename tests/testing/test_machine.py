"""The state machine by hand: one course in which every activity is done, and every way it may turn out."""

from collections.abc import Callable
from typing import Any

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import AccountReport, _identity
from cyclades_accounts.provisioning._accounts import accounts
from cyclades_accounts.provisioning._shared import decisions, people
from cyclades_accounts.testing import CourseContract, OwnPeople, ProvisioningMachine

Step = Callable[[ProvisioningMachine], None]

COURSE: list[Step] = [
    lambda course: course.two_schools(who={0, 1, 2, 3}, school=0, generated=True),
    lambda course: course.log_in(which=0),
    lambda course: course.register_roster(school=0, who={1, 2}, email=True, status=0, division=1),
    lambda course: course.register_roster(school=1, who={4, 5}, email=False, status=1, division=0),
    lambda course: course.generate(school=1, force=False),
    lambda course: course.generate(school=0, force=True),
    lambda course: course.regenerate(which=0, name=None),
    lambda course: course.regenerate(which=1, name=3),
    *[lambda course, which=which: course.log_in(which) for which in range(6)],
    lambda course: course.try_again(which=0),
    lambda course: course.rename(which=2, name=1),
    lambda course: course.move(which=0),
    lambda course: course.register_roster(school=0, who={0, 1, 2}, email=True, status=0, division=1),
    lambda course: course.register_roster(school=1, who={0, 1, 2}, email=True, status=0, division=1),
    lambda course: course.generate(school=1, force=True),
    *[lambda course, which=which: course.withdraw(which) for which in (5, 3, 1, 0)],
    lambda course: course.register_roster(school=0, who={0, 1, 2}, email=True, status=0, division=1),
    lambda course: course.register_roster(school=1, who={0, 1, 2, 4, 5}, email=True, status=0, division=1),
    lambda course: course.open_document(which=0),
    lambda course: course.choose_password(which=0),
    lambda course: course.unit_that_fails(which=0, failure=ZeroDivisionError),
    lambda course: course.refused(which=0),
    *[lambda course, which=which: course.close(which, reopen=False) for which in range(6)],
    *[lambda course, which=which: course.log_in(which) for which in range(6)],
    *[lambda course, which=which: course.close(which, reopen=True) for which in range(3)],
    *[lambda course, which=which: course.rename(which=which, name=0) for which in range(6)],
    lambda course: course.merge(which=0),
    lambda course: course.merge(which=1),
    lambda course: course.merge(which=2),
    lambda course: course.merge(which=0),
    lambda course: course.reseal(school=0),
    lambda course: course.purge(school=0),
    lambda course: course.purge(school=0),
    lambda course: course.look_again(),
]


def over_a_registry() -> ProvisioningMachine:
    """Return a course over a store that keeps the people."""
    return ProvisioningMachine(InMemoryStore())


def over_own_people() -> ProvisioningMachine:
    """Return a course over people that the host keeps."""
    people = OwnPeople()
    return ProvisioningMachine(InMemoryStore(people=people), people)


BOTH = pytest.mark.parametrize("over", [over_a_registry, over_own_people])


@BOTH
def test_a_course_in_which_everything_happens(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that each activity agrees with plain dicts, whatever courses Hypothesis happens to draw."""
    course = over()
    for step in COURSE:
        step(course)
        course.agrees_with_plain_dicts()


@BOTH
def test_a_course_without_accounts(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that e-mail accounts, and runs of a school without anybody, are part of courses."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=False)
    course.rename(which=0, name=4)
    course.generate(school=1, force=False)
    course.register_email_account(which=0)
    course.generate(school=0, force=True)
    course.agrees_with_plain_dicts()


@BOTH
def test_a_course_in_which_a_holder_follows_its_key(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that an account passes to a person who had none, where one of two keys goes."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    course.register_roster(school=0, who={3}, email=True, status=0, division=0)
    pairs = course._held_together()  # noqa: SLF001  # to choose what Hypothesis draws
    course.merge(which=next(at for at, (_, _, kept) in enumerate(pairs) if kept.id not in course._held.holders))  # noqa: SLF001  # to choose what Hypothesis draws
    course.agrees_with_plain_dicts()


@BOTH
def test_a_course_in_which_who_stays_was_withdrawn(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that the files of the key that goes then show the person, unless they show another one."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    course.withdraw(which=0)
    pairs = [(lost.id[-1], kept.id[-1]) for _, lost, kept in course._held_together()]  # noqa: SLF001  # to choose what Hypothesis draws
    if course._tables is None:  # noqa: SLF001  # the host's rows say whom a school of its own people holds
        assert ("Z", "9") not in pairs
        course.merge(which=pairs.index(("0", "9")))
    course.agrees_with_plain_dicts()


@BOTH
def test_a_course_of_a_person_at_two_schools(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that a school which does not hold a person corrects, moves, renews and closes nothing."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    course.register_roster(school=1, who={0}, email=True, status=0, division=0)
    course.rename(which=3, name=4)
    course.move(which=3)
    for _ in range(2):
        course.generate(school=1, force=True)
    for which in range(4):
        course.close(which, reopen=False)
    course.agrees_with_plain_dicts()


@BOTH
def test_a_course_of_a_transfer_that_is_taken_back(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that who asks for a pupil, withdraws and comes again is part of courses."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    for _ in range(2):
        course.register_roster(school=1, who={0}, email=True, status=0, division=0)
        course.generate(school=1, force=True)
        course.withdraw(which=3)
        course.agrees_with_plain_dicts()


@BOTH
def test_a_course_in_which_the_host_gives_a_key_to_another(over: Callable[[], ProvisioningMachine]) -> None:
    """This test ensures that such a course refuses the other pupil, and is no part of courses over a registry."""
    course = over()
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    if course._tables is not None:  # noqa: SLF001  # as the rule's precondition asks
        course.key_of_another(which=0)
    course.agrees_with_plain_dicts()


def _dropped(_: Any, unit: Any, run: Any, __: Any, new: Any, **___: Any) -> AccountReport:
    return people.account_report(run, new, unit.accounts.standing([new]).get(new))


FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "the holder is not checked": (decisions, "shows_another", lambda *_: False),
    "a rekeying is dropped": (accounts, "rekey", _dropped),
    "names are ignored": (_identity, "_given_names_agree", lambda *_: True),
}
"""What is done wrong, and where it is planted."""


@pytest.mark.parametrize("fault", FAULTS)
def test_courses_find_a_fault_of_identity(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test ensures that each is found by the courses that the store in memory runs by default."""
    place, name, wrong = FAULTS[fault]
    monkeypatch.setattr(place, name, wrong)
    contract, tables = CourseContract(), OwnPeople()
    monkeypatch.setattr(CourseContract, "courses", 100)
    with pytest.raises(AssertionError):
        contract.test_any_course_agrees_with_plain_dicts(InMemoryStore(people=tables), tables)
