"""The state machine by hand: one course in which every activity is done, and every way it may turn out."""

from collections.abc import Callable

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.testing import ProvisioningMachine

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
    lambda course: course.open_document(which=0),
    lambda course: course.choose_password(which=0),
    lambda course: course.unit_that_fails(which=0, failure=ZeroDivisionError),
    lambda course: course.refused(which=0),
    *[lambda course, which=which: course.close(which, reopen=False) for which in range(6)],
    *[lambda course, which=which: course.log_in(which) for which in range(6)],
    *[lambda course, which=which: course.close(which, reopen=True) for which in range(3)],
    lambda course: course.merge(which=0),
    lambda course: course.merge(which=1),
    lambda course: course.merge(which=2),
    lambda course: course.merge(which=0),
    lambda course: course.reseal(school=0),
    lambda course: course.purge(school=0),
    lambda course: course.purge(school=0),
    lambda course: course.look_again(),
]


def test_a_course_in_which_everything_happens() -> None:
    """This test ensures that each activity agrees with plain dicts, whatever courses Hypothesis happens to draw."""
    course = ProvisioningMachine(InMemoryStore())
    for step in COURSE:
        step(course)
        course.agrees_with_plain_dicts()


def test_a_course_without_accounts() -> None:
    """This test ensures that e-mail accounts, and runs of a school without anybody, are part of courses."""
    course = ProvisioningMachine(InMemoryStore())
    course.two_schools(who={0, 1, 2}, school=0, generated=False)
    course.rename(which=0, name=4)
    course.generate(school=1, force=False)
    course.register_email_account(which=0)
    course.generate(school=0, force=True)
    course.agrees_with_plain_dicts()


def test_a_course_in_which_a_holder_follows_its_key() -> None:
    """This test ensures that an account passes to a person who had none, where one of two keys goes."""
    course = ProvisioningMachine(InMemoryStore())
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    course.register_roster(school=0, who={3}, email=True, status=0, division=0)
    pairs = course._held_together()  # noqa: SLF001  # to choose what Hypothesis draws
    course.merge(which=next(at for at, (_, _, kept) in enumerate(pairs) if kept.id not in course._held.holders))  # noqa: SLF001  # as above
    course.agrees_with_plain_dicts()


def test_a_course_of_a_person_at_two_schools() -> None:
    """This test ensures that the school which does not hold a person corrects no name, and takes no account along."""
    course = ProvisioningMachine(InMemoryStore())
    course.two_schools(who={0, 1, 2}, school=0, generated=True)
    course.register_roster(school=1, who={0}, email=True, status=0, division=0)
    course.rename(which=3, name=4)
    course.move(which=3)
    course.agrees_with_plain_dicts()
