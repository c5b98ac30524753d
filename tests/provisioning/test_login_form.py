"""The login page under attack: many tries, texts without end, hashers that lie, what happens while a hash is made."""

import sqlite3
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, field, frozen

from cyclades_accounts import Criteria, Desk, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    HasherFailedError,
    InvalidValueError,
    PasswordRefusedError,
    PerhapsKnownError,
    RandomnessFailedError,
    RunIdReusedError,
    StoreFailedError,
    ThrottleFailedError,
    UnknownAccountError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import PASSWORD_MAX_LENGTH, Login
from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords import OWASP_ARGON2ID, TESTS_ONLY, Argon2idHasher, Argon2Parameters, PasswordRule
from cyclades_accounts.provisioning import Throttle
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import SqlStore
from tests.support import (
    NOW,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    make_service,
    passwords_of,
    registry,
)

ACTS: Final[dict[str, Callable[[Desk], object]]] = {
    "revoke": lambda there: there.accounts.revoke(ine(1)),
    "close": lambda there: there.accounts.close(ine(1)),
    "erase": lambda there: there.accounts.erase(ine(1)),
    "regenerate": lambda there: there.regenerate(Criteria(candidates=[ine(1)])),
}
PHRASE: Final = "une phrase de passe"
SECOND: Final = timedelta(seconds=1)


def one_pupil(**changes: Any) -> tuple[Provisioning, str]:
    """Return a school of one pupil with an account, and the password of the slip."""
    service = make_school(candidature(1), **changes)
    return service, passwords_of(service, desk(service).generate().documents)["lea.martin"]


@frozen
class AfterThree:
    """Lets a login try three times, then once a minute: the smallest throttle that keeps the port's word."""

    tries: dict[str, list[datetime]] = field(factory=dict)
    told: list[tuple[str, bool]] = field(factory=list)

    def wait(self, login: str, now: datetime) -> timedelta:
        """Count the try, or return what is left of the minute."""
        mine = self.tries.setdefault(login, [])
        if len(mine) >= 3 and now < mine[-1] + 60 * SECOND:
            return mine[-1] + 60 * SECOND - now
        mine.append(now)
        return timedelta()

    def tell(self, login: str, now: datetime, *, accepted: bool) -> None:
        """Forget the tries of a login whose password was right."""
        del now
        self.told.append((login, accepted))
        if accepted:
            self.tries.pop(login, None)


class Counting(Argon2idHasher):
    """Counts the hashes it makes and checks, and does something before each check."""

    def __init__(self, happens: Callable[[], object] = bool) -> None:
        super().__init__(TESTS_ONLY)
        object.__setattr__(self, "checked", [])
        object.__setattr__(self, "happens", happens)

    checked: list[int]
    happens: Callable[[], object]

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Note how long the password is."""
        self.checked.append(len(password.reveal()))
        found = super().verify(password_hash, password)
        self.happens()
        return found


class TestThrottle:
    """Tries are limited before a hash is spent on them."""

    @pytest.mark.parametrize("login", ["lea.martin", "nobody", "léa.martin"])
    def test_a_login_that_must_wait_costs_no_hash(self, login: str) -> None:
        """The fourth try waits, whether the login exists or not, and nothing is hashed; after the wait it is asked."""
        service, _ = one_pupil()
        hasher = Counting()
        guarded = evolve(service, hasher=hasher, throttle=AfterThree())
        verdicts = [guarded.candidates.check_login(login, f"wrong {n}", now=NOW).verdict for n in range(3)]
        assert verdicts == [LoginVerdict.REFUSED] * 3
        check = guarded.candidates.check_login(login, "wrong", now=NOW + 20 * SECOND)
        assert (check.verdict, check.wait, check.account_id) == (LoginVerdict.THROTTLED, 40 * SECOND, None)
        assert len(hasher.checked) == 3
        check = guarded.candidates.check_login(login, "wrong", now=NOW + 60 * SECOND)
        assert (check.verdict, check.wait) == (LoginVerdict.REFUSED, timedelta())

    def test_the_right_password_waits_too(self) -> None:
        """Who guesses right at the fourth try is not told so, at the form for a new password either."""
        service, password = one_pupil()
        guarded = evolve(service, throttle=AfterThree())
        for _ in range(3):
            guarded.candidates.change_password("lea.martin", "wrong", PHRASE, now=NOW)
        change = guarded.candidates.change_password("lea.martin", password, PHRASE, now=NOW)
        assert (change.verdict, change.wait, change.report) == (LoginVerdict.THROTTLED, 60 * SECOND, None)
        assert guarded.candidates.check_login(" LEA.martin", password, now=NOW).verdict is LoginVerdict.THROTTLED
        assert service.candidates.check_login("lea.martin", password, now=NOW).verdict is LoginVerdict.ACCEPTED

    def test_it_is_told_what_was_found(self) -> None:
        """A right password clears the tries, an expired one too; whatever cannot be a login has the empty one."""
        service, password = one_pupil()
        throttle = AfterThree()
        guarded = evolve(service, throttle=throttle)
        for login, typed in (("lea.martin", "x"), ("lea.martin", password), ("léa", "x"), ("x" * 300, "x")):
            guarded.candidates.check_login(login, typed)
        late = datetime.combine(date(2026, 2, 1), NOW.timetz())
        assert guarded.candidates.check_login("lea.martin", password, now=late).verdict is LoginVerdict.EXPIRED
        found = [("lea.martin", False), ("lea.martin", True), ("", False), ("", False), ("lea.martin", True)]
        assert throttle.told == found
        assert "lea.martin" not in throttle.tries

    def test_a_known_run_id_is_no_way_around(self) -> None:
        """Who repeats a registration under its run id guesses no password but at the pace of the form."""
        throttle = AfterThree()
        guarded = evolve(make_school(candidature(1)), throttle=throttle)

        def register(password: str) -> object:
            work = guarded.candidates.register_email_account
            return work(ine(1), "lea@example.org", password=password, run_id="known", now=NOW)

        report = register(PHRASE)
        for number in range(3):
            with pytest.raises(RunIdReusedError):
                register(f"{PHRASE} {number}")
        assert throttle.told == [("lea@example.org", False)] * 3
        with pytest.raises(RunIdReusedError):
            register(PHRASE)  # right, and too soon
        throttle.tries.clear()
        assert register(PHRASE) == report

    @pytest.mark.parametrize("answer", [None, 0, 30, "30 s", NOW, date(2025, 1, 1), True, object()])
    def test_a_throttle_that_answers_no_time_lets_nobody_in(self, answer: Any) -> None:
        """Whatever is no time is a failure of the throttle, and the right password opens nothing."""
        service, password = one_pupil()

        class Odd(AfterThree):
            """Answers with something."""

            def wait(self, login: str, now: datetime) -> Any:
                """Answer."""
                return answer

        with pytest.raises(ThrottleFailedError):
            evolve(service, throttle=Odd()).candidates.check_login("lea.martin", password)

    @pytest.mark.parametrize("method", ["wait", "tell"])
    def test_a_throttle_that_fails_lets_nobody_in(self, method: str) -> None:
        """A throttle whose cache is down refuses everybody, by one typed error that tells no password."""
        service, password = one_pupil()

        def fail(self: object, *_: object, **__: object) -> timedelta:
            raise ConnectionError(password)

        throttle: Throttle = type("Broken", (AfterThree,), {method: fail})()
        broken = evolve(service, throttle=throttle).candidates
        for try_it in (
            lambda: broken.check_login("lea.martin", password),
            lambda: broken.change_password("lea.martin", password, PHRASE),
        ):
            with pytest.raises(ThrottleFailedError) as caught:
                try_it()
            assert password not in str(caught.value)
            assert caught.value.__cause__ is caught.value.__context__ is None
        assert service.candidates.check_login("lea.martin", PHRASE).verdict is LoginVerdict.REFUSED

    def test_a_negative_wait_is_none(self) -> None:
        """A throttle whose clock runs ahead does not lock a login for ever."""
        service, password = one_pupil()

        class Ahead(AfterThree):
            """Answers with a time that is over."""

            def wait(self, login: str, now: datetime) -> timedelta:
                """Answer."""
                return -SECOND

        check = evolve(service, throttle=Ahead()).candidates.check_login("lea.martin", password)
        assert (check.verdict, check.wait) == (LoginVerdict.ACCEPTED, timedelta())


class TestWhileAHashIsChecked:
    """A hash is slow: what is committed meanwhile counts."""

    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_what_the_school_does_meanwhile_is_obeyed(self, act: Callable[[Desk], object]) -> None:
        """A right password that is revoked, closed, erased or renewed during the check opens nothing."""
        service, password = one_pupil(pseudonymizer=HmacPseudonymizer(KeyRing.generate("tests")))
        racing = evolve(service, hasher=Counting(lambda: act(desk(service))))
        assert racing.candidates.check_login("lea.martin", password).verdict is LoginVerdict.REFUSED

    def test_a_first_login_of_another_tab_is_no_obstacle(self) -> None:
        """A login that is accepted while another one is checked changes nothing for it."""
        service, password = one_pupil()
        racing = evolve(service, hasher=Counting(lambda: service.candidates.check_login("lea.martin", password)))
        assert racing.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED

    def test_a_first_login_does_not_wait_for_a_writer(self, tmp_path: Path) -> None:
        """A run that writes for minutes holds up no login: the first use is noted by a later one."""
        path = tmp_path / "accounts.db"
        with SqlStore.open(path) as store:
            service, password = one_pupil(store=store)
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                check = _in_a_thread(lambda: service.candidates.check_login("lea.martin", password))
                assert check.verdict is LoginVerdict.ACCEPTED
                assert _first_used_at(service) is None
                other.execute("ROLLBACK")
            assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
            assert _first_used_at(service) == NOW
            assert (
                line_of(desk(service).accounts.close(ine(1))).login == "lea.martin"
            )  # who writes otherwise still waits

    def test_a_thread_that_writes_is_not_waited_for(self) -> None:
        """In memory it is the same: a unit that does not wait gives up where another one is open."""
        service, _ = one_pupil()
        with service.store.writing(), pytest.raises(StoreFailedError):
            _in_a_thread(lambda: service.store.writing(waits=False).__enter__())


def _in_a_thread(work: Callable[[], Any]) -> Any:
    """Return what the work returns, within the seconds that a writer would be waited for."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(20)


def _first_used_at(service: Provisioning) -> datetime | None:
    with service.store.reading() as unit:
        (account,) = unit.accounts.find(logins=[Login("lea.martin")])
    assert account.credential is not None
    return account.credential.first_used_at


TOO_LONG: Final = {
    "letters": "x" * (PASSWORD_MAX_LENGTH + 1),
    "200 kB of marks": "e" + "\u0301\u0316" * 50_000,
    "one ligature that grows": "\ufdfa" * 10_000,
    "Greek with three marks": "\u03b1\u0314\u0300\u0345" * 5_000,
    "surrogates": "\ud800" * 100_000,
}


class TestTexts:
    """No password is worked on before its length is known. Work is counted, never timed."""

    @pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
    def test_a_text_without_end(self, text: str) -> None:
        """It is refused as a wrong password is, by one hash of an empty text, and breaks the length alone."""
        service, password = one_pupil()
        hasher = Counting()
        counting = evolve(service, hasher=hasher).candidates
        assert counting.check_login("lea.martin", text).verdict is LoginVerdict.REFUSED
        assert counting.check_login("nobody", text).verdict is LoginVerdict.REFUSED
        assert counting.change_password("lea.martin", text, PHRASE).verdict is LoginVerdict.REFUSED
        assert hasher.checked == [0, 0, 0]
        change = counting.change_password("lea.martin", password, text)
        assert [violation.rule for violation in change.violations] == [PasswordRule.LENGTH]
        with pytest.raises(PasswordRefusedError, match="LENGTH"):
            counting.register_email_account(ine(1), "lea@example.org", password=text)
        assert max(hasher.checked) == len(password)

    def test_the_longest_that_is_taken(self) -> None:
        """512 code points that NFKC makes 128 characters are a password, and open the account in the other form."""
        service, password = one_pupil()
        typed = "\u03b1\u0314\u0300\u0345" * 128
        assert len(typed) == PASSWORD_MAX_LENGTH
        assert service.candidates.change_password("lea.martin", password, typed).report
        composed = unicodedata.normalize("NFKC", typed)
        assert service.candidates.check_login("lea.martin", composed).verdict is LoginVerdict.ACCEPTED

    @pytest.mark.parametrize(
        ("chosen", "rules"),
        [
            (" " * 40, [PasswordRule.LENGTH]),
            ("\u00a0\u2003\u3000" * 12, [PasswordRule.LENGTH]),
            ("\u200b\u2060\ufeff" * 12, [PasswordRule.LENGTH]),
            ("\0" * 40, [PasswordRule.LENGTH]),
            ("a" + " " * 40 + "b", [PasswordRule.LENGTH]),
            ("  court  " + " " * 40, [PasswordRule.LENGTH]),
            ("lea.martin", [PasswordRule.LENGTH, PasswordRule.CONTAINS_LOGIN]),
            ("  LEA.MARTIN  ", [PasswordRule.LENGTH, PasswordRule.CONTAINS_LOGIN]),
            ("\uff4c\uff45\uff41.martin 2025", [PasswordRule.CONTAINS_LOGIN]),
            ("trois petits chats", []),
        ],
    )
    def test_blanks_and_the_login(self, chosen: str, rules: list[PasswordRule]) -> None:
        """A password of blanks is too short however long it is, and one that is the login is refused."""
        service, password = one_pupil()
        change = service.candidates.change_password("lea.martin", password, chosen)
        assert [violation.rule for violation in change.violations] == rules
        assert (change.report is None) is bool(rules)


class Plain(Argon2idHasher):
    """Keeps passwords as they are."""

    def hash(self, password: Password) -> PasswordHash:
        """Return the password."""
        return PasswordHash(password.reveal())


class TakingAnything(Argon2idHasher):
    """Takes every password for the right one."""

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Return true."""
        return True


class TakingNothing(Argon2idHasher):
    """Makes hashes that nothing opens."""

    def hash(self, password: Password) -> PasswordHash:
        """Return the hash of something else."""
        return super().hash(Password("something else"))


LIARS: Final[dict[str, Argon2idHasher]] = {
    kind.__name__: kind(TESTS_ONLY) for kind in (Plain, TakingAnything, TakingNothing)
}


class TestHashers:
    """A hasher is not believed: it shows once a run that it hashes."""

    @pytest.mark.parametrize("hasher", LIARS.values(), ids=LIARS)
    def test_a_run_is_refused(self, hasher: Argon2idHasher) -> None:
        """A run whose hasher keeps passwords, takes anything or takes nothing leaves no account."""
        service = make_school(candidature(1), hasher=hasher)
        with pytest.raises(HasherFailedError):
            desk(service).generate()
        assert desk(service).coverage().with_account == 0

    @pytest.mark.parametrize("hasher", LIARS.values(), ids=LIARS)
    def test_a_change_is_refused(self, hasher: Argon2idHasher) -> None:
        """So is a change of password and an e-mail account: the present password stays."""
        service, password = one_pupil()
        lying = evolve(service, hasher=hasher).candidates
        with pytest.raises(HasherFailedError) as caught:
            lying.change_password("lea.martin", password, PHRASE)
        assert PHRASE not in str(caught.value)
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
        other = make_school(candidature(2), hasher=hasher)
        with pytest.raises(HasherFailedError):
            other.candidates.register_email_account(ine(2), "lea@example.org", password=PHRASE)
        with pytest.raises(UnknownAccountError):
            desk(other).accounts.explain_login(ine(2))

    def test_a_hash_that_opens_nothing_does_not_replace_a_good_one(self) -> None:
        """A hasher that is put in place of another one, and does not work, locks nobody out for ever."""
        service, password = one_pupil()

        class Newer(TakingNothing):
            """Wants every hash made anew."""

            def needs_rehash(self, password_hash: PasswordHash) -> bool:
                """Return true."""
                return True

        newer = evolve(service, hasher=Newer(TESTS_ONLY))
        assert newer.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED

    def test_a_weak_hasher_is_asked_for_by_name(self) -> None:
        """A hasher that protects nothing gets into a host with the word « for_tests » alone."""
        with pytest.raises(InvalidValueError, match="weak_hasher_for_tests") as caught:
            make_service(weak_hasher_for_tests=False)
        assert caught.value.field == "hasher"
        with pytest.raises(InvalidValueError):
            evolve(make_service(hasher=Argon2idHasher()), weak_hasher_for_tests=False, hasher=LIARS["Plain"])
        assert make_service(hasher=Argon2idHasher(OWASP_ARGON2ID), weak_hasher_for_tests=False).hasher.decoy

    @pytest.mark.parametrize(
        ("memory_kib", "passes", "is_weak"),
        [(47_104, 1, False), (19_456, 2, False), (12_288, 3, False), (9_216, 4, False), (7_168, 5, False),
         (19_456, 1, True), (7_168, 4, True), (8, 1, True)],
    )  # fmt: skip
    def test_what_is_weak(self, memory_kib: int, passes: int, *, is_weak: bool) -> None:
        """The five settings of OWASP's cheat sheet protect; what costs less than each of them is weak."""
        assert Argon2idHasher(Argon2Parameters("x", memory_kib, passes, 1)).is_weak is is_weak

    def test_a_source_that_repeats_itself(self) -> None:
        """Two equal passwords in one run show a source or a policy that is weaker than it says: nothing is issued."""
        service = make_school(*map(candidature, range(1, 4)))
        service = evolve(service, password_policy=_Repeating())
        with pytest.raises(RandomnessFailedError, match="two equal passwords"):
            desk(service).generate()
        assert desk(service).coverage().with_account == 0


class _Repeating:
    """A host's own policy that says nothing of its strength, and has one password."""

    spec = "one password"
    about_owner = False

    def generate(self, random: object, wanted: int) -> list[str]:
        """Return it, as often as wanted."""
        return ["5ds<JsXkby"] * wanted

    def violations(self, password: Password, *, owner: object = None) -> tuple[()]:
        """Find nothing."""
        return ()


class TestEmailAccounts:
    """An account made from an address is no way round the rules."""

    BORN: Final = date(2010, 5, 17)

    def test_somebody_known_under_another_key_gets_no_second_one(self) -> None:
        """The same name and birth date under another key: a typed refusal that names nobody, until a desk confirms."""
        pupils = candidature(1, birth_date=self.BORN), candidature(2, birth_date=self.BORN)
        service = make_school(pupils[0])
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, pupils)
        with pytest.raises(PerhapsKnownError) as caught:
            service.candidates.register_email_account(ine(2), "lea@example.org", password=PHRASE)
        assert caught.value.candidate_id == ine(2)
        assert "martin" not in str(caught.value).lower()
        assert service.candidates.check_login("lea@example.org", PHRASE).verdict is LoginVerdict.REFUSED
        desk(service).accounts.confirm_other(ine(2))
        assert service.candidates.register_email_account(ine(2), "lea@example.org", password=PHRASE).login

    def test_a_homonym_born_on_another_day_is_nobody_known(self) -> None:
        """A name alone holds nobody back."""
        service = make_school(candidature(1, birth_date=self.BORN), candidature(2, birth_date=date(2010, 5, 18)))
        desk(service).regenerate(Criteria(candidates=[ine(1)]))
        assert service.candidates.register_email_account(ine(2), "lea@example.org").login == "lea@example.org"

    def test_a_person_who_has_no_candidature_any_more(self) -> None:
        """A key that nobody has is unknown, whoever looks like it."""
        with pytest.raises(UnknownCandidateError):
            make_school(candidature(1)).candidates.register_email_account(ine(9), "lea@example.org")
