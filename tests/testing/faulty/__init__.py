"""Stores with one fault each, to show that the contract finds it: a mistake that somebody makes sooner or later."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._everything import WRITES, do_all
from cyclades_accounts.testing.contract._holds import IN_ORDER, READS
from cyclades_accounts.testing.samples import uai
from tests.testing.faulty import locking, memory, rewriting, sqlite


@frozen
class Fault:
    """A mistake, how to make a store that has it, and the test of the contract that finds it."""

    mistake: str
    """In words, as the documentation lists it."""
    make: Callable[[Path], Store]
    """Makes an empty store, in a folder if it needs one."""
    caught_by: str
    """The name of a test of :class:`~cyclades_accounts.testing.StoreContract` or ``RegistryContract``."""
    arguments: Mapping[str, Any] = field(factory=dict)
    """Its parameters."""
    in_courses: bool = True
    """Whether the state machine finds it too."""
    sound: Callable[[Path], Store] = lambda _: InMemoryStore()
    """Makes the store without the mistake."""


def _locking(mistake: str, make: Callable[[], Store], caught_by: str, **arguments: Any) -> Fault:
    return Fault(mistake, lambda _: make(), caught_by, arguments, in_courses=False, sound=lambda _: locking.RowLocks())


def _in_memory(make: Callable[[], Store]) -> Callable[[Path], Store]:
    return lambda _: make()


FAULTS: Final[Mapping[str, Fault]] = {
    "no unique constraint": Fault(
        "two accounts may share a login",
        sqlite.no_unique_login,
        "test_login_is_unique",
        sound=sqlite.sound,
    ),
    "no unique issue": Fault(
        "the ledger may hold a login twice",
        sqlite.no_unique_issue,
        "test_login_is_issued_once",
        {"in_batch": False},
        sound=sqlite.sound,
    ),
    "two accounts a person": Fault(
        "a person may have two accounts",
        sqlite.two_accounts_a_person,
        "test_person_has_one_account_in_a_batch",
        sound=sqlite.sound,
    ),
    "case-folding": Fault(
        "logins that differ by case are one",
        sqlite.folding_case,
        "test_logins_of_different_case_are_different",
        sound=sqlite.sound,
    ),
    "last session kept": Fault(
        "a session is what the last caller gave",
        _in_memory(memory.keeping_the_last_session),
        "test_first_one_is_kept",
        in_courses=False,
    ),
    "numbers by moment": Fault(
        "reports are numbered by the moment of the run",
        _in_memory(memory.numbering_by_moment),
        "test_reports_come_after_a_number",
        in_courses=False,
    ),
    "patterns": Fault(
        "a login is looked for with LIKE", _in_memory(memory.matching_patterns), "test_find_by_login_is_exact"
    ),
    "truncation": Fault(
        "texts are cut where the column ends", _in_memory(rewriting.truncating), "test_long_texts_come_back_whole"
    ),
    "trimming": Fault(
        "spaces at the end are dropped", _in_memory(rewriting.trimming), "test_logins_of_different_case_are_different"
    ),
    "NFC rewriting": Fault("accents are composed", _in_memory(rewriting.nfc), "test_found_accounts_sort_by_code_point"),
    "time zone lost": Fault(
        "a moment is kept without its time zone", _in_memory(rewriting.without_zone), "test_moments_come_back_equal"
    ),
    "microseconds lost": Fault(
        "a moment is kept to the second", _in_memory(rewriting.without_microseconds), "test_moments_come_back_equal"
    ),
    "bytes altered": Fault(
        "ends of lines in a document are rewritten",
        _in_memory(rewriting.text_mode),
        "test_content_comes_back_byte_for_byte",
        {"sealed": b"\r\n" * 3},
    ),
    "lost update": Fault(
        "the last writer wins",
        _in_memory(memory.LastWriterWins),
        "test_read_account_is_waited_for",
        {"read": READS["standing"]},
        in_courses=False,
    ),
    "stale read": Fault(
        "an account comes from a cache",
        _in_memory(memory.Caching),
        "test_reads_follow_writes",
        {"kind": WRITES["accounts.put"]},
    ),
    "dirty read": Fault(
        "a reader sees what is not finished",
        _in_memory(memory.ReadingUnfinished),
        "test_reader_does_not_see_unfinished_work",
        in_courses=False,
    ),
    "unrepeatable read": Fault(
        "a reader sees several states",
        _in_memory(memory.ReadingAnew),
        "test_reader_sees_one_state",
        in_courses=False,
    ),
    "partial commit": Fault(
        "documents are written elsewhere, and stay when the unit fails",
        _in_memory(lambda: memory.InTwoPlaces("documents")),
        "test_failed_unit_leaves_nothing",
        {"kind": WRITES["documents.add"], "failure": ZeroDivisionError},
    ),
    "rollback keeps accounts": Fault(
        "accounts stay when the unit fails",
        _in_memory(lambda: memory.InTwoPlaces("accounts")),
        "test_failed_unit_leaves_nothing",
        {"kind": WRITES["accounts.put new"], "failure": KeyboardInterrupt},
    ),
    "autocommit": Fault(
        "every statement lasts by itself",
        _in_memory(memory.Autocommitting),
        "test_failed_unit_leaves_nothing",
        {"kind": do_all, "failure": ZeroDivisionError},
    ),
    "swallowed error": Fault(
        "a failed unit ends as if nothing had been", _in_memory(memory.Swallowing), "test_run_id_is_used_once"
    ),
    "conflicts ignored": Fault(
        "an account that cannot be is left out",
        _in_memory(memory.ignoring_conflicts),
        "test_login_is_unique_in_a_batch",
    ),
    "re-issued login": Fault(
        "a login that an account gave up is free again",
        _in_memory(memory.reissuing),
        "test_lines_stay_when_the_account_gets_another_login",
    ),
    "counter goes down": Fault(
        "a stem shows the last number, not the highest",
        _in_memory(memory.counting_down),
        "test_numbers_never_go_down",
        in_courses=False,
    ),
    "reordering": Fault(
        "slips come in the order of their accounts", _in_memory(memory.reordering_slips), "test_slips_keep_their_order"
    ),
    "dictionary order": Fault(
        "keys sort without regard to case",
        _in_memory(memory.sorting_by_dictionary),
        "test_found_accounts_sort_by_code_point",
        in_courses=False,
    ),
    "pages": Fault(
        "a slice begins at a page, not at a line",
        _in_memory(memory.counting_pages),
        "test_documents_are_sliced",
        {"skip": 1, "limit": 3},
    ),
    "batches cut": Fault(
        "a batch ends after 999 keys",
        _in_memory(memory.cutting_batches),
        "test_batches_of_any_size_of_accounts",
        {"size": 2_000},
        in_courses=False,
    ),
    "report overwritten": Fault(
        "a second report replaces the first", _in_memory(memory.overwriting_reports), "test_run_id_is_used_once"
    ),
    "followers forgotten": Fault(
        "a merged key leads to one that was merged itself",
        _in_memory(memory.forgetting_followers),
        "test_followers_come_along",
    ),
    "holder left": Fault(
        "a holder stays under a merged key", _in_memory(memory.leaving_holders), "test_holder_follows_the_key"
    ),
    "copies of people": Fault(
        "what one school tells of a person stands in the candidatures of all",
        _in_memory(memory.copying_people),
        "test_each_school_tells_its_own",
        in_courses=False,
    ),
    "erased without trace": Fault(
        "nothing is left of an erased login",
        _in_memory(memory.erasing_without_trace),
        "test_erased_line_leaves_a_digest",
        in_courses=False,
    ),
    "purged content kept": Fault(
        "a purged document can still be read",
        _in_memory(memory.keeping_purged_content),
        "test_purged_document_keeps_its_line",
    ),
    "nothing held": _locking(
        "hold does nothing",
        locking.holding_nothing,
        "test_held_keys_are_waited_for",
        keys=[uai()],
    ),
    "held in any order": _locking(
        "schools and people are locked in the order in which they are given",
        locking.holding_in_any_order,
        "test_locks_are_taken_in_sorted_order",
        lock=IN_ORDER["hold"],
    ),
    "always waits": _locking(
        "a unit that is not to wait waits all the same",
        locking.waiting_all_the_same,
        "test_unit_that_does_not_wait_fails_at_once",
    ),
    "not held by person": _locking(
        "accounts looked for by person are not held",
        locking.not_holding_by_person,
        "test_read_account_is_waited_for",
        read=READS["find by person"],
    ),
    "new stems not held": _locking(
        "a stem without a number is not held",
        locking.not_holding_new_stems,
        "test_stem_is_waited_for",
        known=False,
    ),
    "accounts locked at random": _locking(
        "accounts are locked as the database meets them",
        locking.locking_accounts_at_random,
        "test_locks_are_taken_in_sorted_order",
        lock=IN_ORDER["find"],
    ),
    "conflict in other words": _locking(
        "a unit that gives way gets the database's own error",
        locking.aborting_in_its_own_words,
        "test_unit_that_gives_way_is_told_so",
    ),
    "one statement a row": Fault(
        "a batch is read key by key",
        sqlite.reading_key_by_key,
        "test_statements_do_not_grow_with_the_batch",
        in_courses=False,
        sound=sqlite.sound,
    ),
    "shared mutable state": Fault(
        "an answer can be changed by who asked", _in_memory(memory.Sharing), "test_nothing_is_shared_with_the_caller"
    ),
    "caller's list held": Fault(
        "a list that was given is read later",
        _in_memory(memory.HoldingTheCallersList),
        "test_nothing_is_shared_with_the_caller",
        in_courses=False,
    ),
}
"""Every fault, by a short name."""
