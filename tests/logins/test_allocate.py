"""Telling homonyms apart: nobody gets a login that somebody has or had."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import DNB_2024, Allocation, Allocations, LoginPolicy, PrenomNom, allocate

STEMS = ["a.b", "a.b2", "a.b22", "a.b3", "a.c", "a.b1"]
"""Names that meet each other's numbers."""


class Ledger:
    """Issued logins, as a store would keep them: nothing is ever removed."""

    def __init__(self, *imposed: str) -> None:
        """Start with logins that no policy made."""
        self.issued: list[str] = list(imposed)
        self.highest: dict[str, int] = {}
        self.questions: list[list[Login]] = []

    def taken(self, logins: Collection[Login]) -> Collection[Login]:
        """Answer as the port does, and remember the question."""
        self.questions.append(list(logins))
        return frozenset(logins) & frozenset(self.issued)

    def allocate(self, *stems: str, policy: LoginPolicy = DNB_2024) -> list[str]:
        """Allocate a batch and write it down."""
        numbers: Mapping[str, int] = {stem: self.highest.get(stem, 0) for stem in stems}
        allocations = allocate(policy, stems, numbers, self.taken)
        for allocation in allocations:
            assert allocation.number > numbers[allocation.stem]
            self.highest[allocation.stem] = max(self.highest.get(allocation.stem, 0), allocation.number)
        self.issued += [allocation.login for allocation in allocations]
        return [allocation.login for allocation in allocations]


class TestOneBatch:
    """A batch against an empty ledger, and against a full one."""

    def test_the_first_gets_the_bare_stem(self) -> None:
        """This test ensures that homonyms are numbered in the order of the batch, whatever stands between them."""
        assert Ledger().allocate("a.b", "a.c", "a.b", "a.b") == ["a.b", "a.c", "a.b2", "a.b3"]

    def test_an_allocation_tells_stem_number_and_login(self) -> None:
        """This test ensures that the ledger can be written from what comes back."""
        allocations = allocate(DNB_2024, ["a.b", "a.b"], {"a.b": 4}, lambda _: ())
        assert list(allocations) == [Allocation("a.b", 5, Login("a.b5")), Allocation("a.b", 6, Login("a.b6"))]

    def test_allocations_are_a_sequence(self) -> None:
        """This test ensures that what comes back is read by index, from the end, in slices and in columns."""
        stems = ["a.b", "a.b", "c.d"]
        allocations = allocate(DNB_2024, stems, {}, lambda _: ())
        assert isinstance(allocations, Sequence)
        assert len(allocations) == 3
        assert allocations[0] == Allocation("a.b", 1, Login("a.b"))
        assert allocations[-1] == Allocation("c.d", 1, Login("c.d"))
        assert allocations[1:] == Allocations(["a.b", "c.d"], [2, 1], [Login("a.b2"), Login("c.d")])
        assert list(allocations[1:]) == list(allocations)[1:]
        assert (allocations.stems, allocations.numbers, allocations.logins) == (
            stems,
            [1, 2, 1],
            ["a.b", "a.b2", "c.d"],
        )
        with pytest.raises(IndexError):
            allocations[3]

    def test_numbers_go_on_where_they_stopped(self) -> None:
        """This test ensures that the next batch starts after the highest number ever issued."""
        ledger = Ledger()
        ledger.allocate("a.b", "a.b")
        assert ledger.allocate("a.b") == ["a.b3"]

    def test_a_number_is_never_used_again(self) -> None:
        """This test ensures that a closed account's login stays out of use even where the store no longer shows it."""
        assert allocate(DNB_2024, ["a.b"], {"a.b": 7}, lambda _: ())[0].login == "a.b8"

    def test_a_stem_that_the_ledger_does_not_know_starts_at_one(self) -> None:
        """This test ensures that a mapping without the stem means that none was issued."""
        assert allocate(DNB_2024, ["a.b"], {}, lambda _: ())[0].number == 1

    def test_a_real_name_that_ends_in_a_digit_is_not_met(self) -> None:
        """This test ensures that the second « a.b » and the first « a.b2 » of one batch get two logins."""
        assert Ledger().allocate("a.b2", "a.b", "a.b") == ["a.b2", "a.b", "a.b3"]
        assert Ledger().allocate("a.b", "a.b", "a.b2") == ["a.b", "a.b2", "a.b22"]

    def test_the_batch_is_served_in_its_order(self) -> None:
        """This test ensures that who stands first in the batch gets a login that two could have."""
        assert Ledger().allocate("a.b", "a.b2", "a.b") == ["a.b", "a.b2", "a.b3"]

    def test_reserved_logins_are_stepped_over(self) -> None:
        """This test ensures that nobody gets a reserved login, first or not, and that the store is not asked for it."""
        ledger = Ledger()
        policy = PrenomNom(reserved={"a.b", "a.b3"})
        assert ledger.allocate("a.b", "a.b", "a.c", policy=policy) == ["a.b2", "a.b4", "a.c"]
        assert ledger.questions == [["a.b2", "a.b4", "a.c"]]

    def test_a_fallback_is_numbered_from_one(self) -> None:
        """This test ensures that people whose names cannot be folded are told apart as homonyms are."""
        ledger = Ledger("candidat.2")
        stem = "candidat.<number>"
        assert ledger.allocate(stem, stem, policy=PrenomNom(fallback=stem)) == ["candidat.1", "candidat.3"]

    def test_a_real_name_that_ends_in_a_digit_was_issued_before(self) -> None:
        """This test ensures the same against the ledger."""
        ledger = Ledger()
        ledger.allocate("a.b2")
        assert ledger.allocate("a.b", "a.b", "a.b") == ["a.b", "a.b3", "a.b4"]

    def test_imposed_logins_are_stepped_over(self) -> None:
        """This test ensures that logins from a file or a mail address count as issued."""
        assert Ledger("a.b", "a.b2", "a.b4").allocate("a.b", "a.b", "a.b") == ["a.b3", "a.b5", "a.b6"]

    def test_an_empty_batch_asks_nothing(self) -> None:
        """This test ensures that no candidate means no login and no question."""
        ledger = Ledger()
        assert ledger.allocate() == []
        assert ledger.questions == []

    def test_the_arguments_stay_as_they_were(self) -> None:
        """This test ensures that a dry run consumes nothing."""
        numbers = {"a.b": 2}
        stems = ["a.b", "a.b"]
        allocate(DNB_2024, stems, numbers, lambda _: ())
        assert (numbers, stems) == ({"a.b": 2}, ["a.b", "a.b"])


class TestQuestions:
    """The store is asked about batches, not about candidates."""

    def test_one_question_where_nothing_is_in_the_way(self) -> None:
        """This test ensures that 1,000 homonyms and 500 others cost one question."""
        ledger = Ledger()
        ledger.allocate(*["a.b"] * 1_000, *(f"x.y{n}z" for n in range(500)))
        assert [len(question) for question in ledger.questions] == [1_500]

    def test_one_question_more_for_each_round_that_met_something(self) -> None:
        """This test ensures that a round asks what it proposes and the next of each stem, all in one question."""
        ledger = Ledger("a.b", "a.c", "a.b2")
        assert ledger.allocate("a.b", "a.c", "d.e") == ["a.b3", "a.c2", "d.e"]
        assert ledger.questions == [["a.b", "a.c", "d.e"], ["a.b2", "a.b3", "a.c2", "a.c3"]]

    def test_rounds_look_ahead_twice_as_far_each(self) -> None:
        """This test ensures that 1,000 taken numbers of a stem cost some ten questions, and none of them is large."""
        ledger = Ledger("a.b", *(f"a.b{number}" for number in range(2, 1_001)))
        assert ledger.allocate("a.b") == ["a.b1001"]
        assert len(ledger.questions) <= 12
        assert sum(map(len, ledger.questions)) <= 2_200

    def test_no_login_is_proposed_twice(self) -> None:
        """This test ensures that a question never repeats a login, within a round or between rounds."""
        ledger = Ledger("a.b", "a.b3", "a.b22")
        ledger.allocate(*STEMS, *STEMS, *STEMS)
        asked = [login for question in ledger.questions for login in question]
        assert len(set(asked)) == len(asked)


class _Backwards:
    """A host's policy that numbers in front; two numbers of two stems can meet."""

    spec = "backwards"
    reserved = frozenset({"2a.b"})

    def stem_of(self, candidate: object) -> str:
        """Never asked here."""
        raise NotImplementedError

    def login(self, stem: str, number: int) -> Login:
        """Put the number in front."""
        return Login(f"{number}{stem}")


class _Stuck(_Backwards):
    """A broken policy: whatever the number, only so many logins of a stem."""

    spec = "stuck"
    reserved = frozenset[str]()

    def __init__(self, logins: int) -> None:
        self.logins = logins

    def login(self, stem: str, number: int) -> Login:
        """Come back to the first login after a while."""
        return Login(f"{stem}{number % self.logins}")


@pytest.mark.parametrize("logins", [1, 2, 5])
def test_a_policy_that_repeats_itself_is_refused(logins: int) -> None:
    """This test ensures that a host's broken policy ends in an error that names it, not in an endless loop."""
    assert len(Ledger().allocate(*["a.b"] * logins, policy=_Stuck(logins))) == logins
    with pytest.raises(InvalidValueError, match="another login for each number of a stem") as caught:
        Ledger().allocate(*["a.b"] * (logins + 1), policy=_Stuck(logins))
    assert caught.value.value == "stuck"
    with pytest.raises(InvalidValueError):
        Ledger(*(f"a.b{n}" for n in range(logins))).allocate("a.b", policy=_Stuck(logins))


HISTORIES = st.lists(st.lists(st.sampled_from(STEMS), max_size=6), max_size=6)
IMPOSED = st.lists(st.sampled_from(["a.b", "a.b2", "a.b4", "a.b22", "a.c", "a.b222"]), unique=True)


class TestLaws:
    """What holds for every history."""

    @pytest.mark.parametrize("policy", [DNB_2024, _Backwards()])
    @given(history=HISTORIES, imposed=IMPOSED)
    def test_no_login_is_issued_twice(
        self, policy: LoginPolicy, history: Sequence[Sequence[str]], imposed: list[str]
    ) -> None:
        """This test ensures that whatever the batches and the imposed logins, two people never share a login."""
        ledger = Ledger(*imposed)
        for batch in history:
            ledger.allocate(*batch, policy=policy)
        assert [login for login, count in Counter(ledger.issued).items() if count > 1] == []
        assert len(ledger.issued) == len(imposed) + sum(map(len, history))

    @given(HISTORIES, IMPOSED)
    def test_each_gets_a_login_of_its_stem(self, history: Sequence[Sequence[str]], imposed: list[str]) -> None:
        """This test ensures that allocations come back in the order asked, each with its own stem and number."""
        issued = set(map(Login, imposed))
        highest: dict[str, int] = {}
        for batch in history:
            allocations = allocate(DNB_2024, batch, highest, issued.intersection)
            assert [allocation.stem for allocation in allocations] == batch
            for allocation in allocations:
                assert allocation.login == DNB_2024.login(allocation.stem, allocation.number)
                assert allocation.number > highest.get(allocation.stem, 0)
                highest[allocation.stem] = allocation.number  # rising within the batch too
            issued |= {allocation.login for allocation in allocations}

    @given(st.lists(st.sampled_from(STEMS), max_size=8), IMPOSED)
    def test_the_numbers_are_the_lowest_free_ones(self, batch: list[str], imposed: list[str]) -> None:
        """This test ensures that no number is left out unless its login belongs to somebody."""
        others = set(map(Login, imposed))
        allocations = allocate(DNB_2024, batch, {}, others.intersection)
        issued = {allocation.login for allocation in allocations} | others
        for allocation in allocations:
            assert all(DNB_2024.login(allocation.stem, n) in issued for n in range(1, allocation.number))
