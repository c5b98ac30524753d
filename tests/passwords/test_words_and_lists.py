"""Passphrases, blocklists of frequent passwords, and what happens without their packages."""

import itertools
import sys
from collections import Counter

import pytest

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError, MissingExtraError
from cyclades_accounts.model import Password
from cyclades_accounts.passwords import (
    Blocklist,
    ChosenPasswordPolicy,
    CnilCase,
    NoOwnerNames,
    PassphrasePolicy,
    PasswordRule,
    french_passphrase,
    frequent_passwords,
    generate_passwords,
)
from tests.support import random_from


class _TinyPhrases(PassphrasePolicy):
    """Not judged when it is built."""

    def __attrs_post_init__(self) -> None:
        """Refuse nothing."""


class TestPassphrases:
    """French words."""

    def test_the_french_list(self) -> None:
        """This test ensures the published size: 1,682 words of a to z, 53.57 bits for five and 85.72 for eight."""
        five, eight = french_passphrase(), french_passphrase(8, throttled=False)
        assert (len(five.words), five.count, five.cnil_case) == (1_682, 1_682**5, CnilCase.CASE_2)
        assert (round(five.entropy_bits, 2), eight.cnil_case) == (53.58, CnilCase.CASE_1)
        texts = [one.reveal() for one in generate_passwords(five, 200)]
        assert [five.violations(Password(text)) for text in texts] == [()] * 200
        assert len(set(texts)) == 200

    def test_a_phrase_splits_in_one_way(self) -> None:
        """This test ensures that words whose joins coincide without a separator are still counted apart."""
        policy = _TinyPhrases("t", "t", 2, ["a", "ab", "b", "bb", "ab"])
        phrases = {"-".join(pair) for pair in itertools.product(policy.words, repeat=2)}
        assert policy.count == len(phrases) == 16
        drawn = generate_passwords(policy, 16_000, random_for_tests=random_from("words"))
        counts = Counter(one.reveal() for one in drawn)
        assert set(counts) == phrases
        # 1,000 each; five standard deviations are 153
        assert all(abs(count - 1_000) < 153 for count in counts.values())

    def test_a_pair_of_bytes_that_favours_a_word_is_skipped(self) -> None:
        """This test ensures that 65,535 is skipped for three words, and that pairs are read in one order."""
        policy = _TinyPhrases("t", "t", 1, ["a", "b", "c"])
        drawn = policy.generate(lambda size: (b"\xff\xff\x01\x00\x00\x01" * size)[:size], 3)
        assert drawn[:2] == ["b", "b"]
        assert policy.generate(lambda size: b"\x00\x02" * (size // 2), 1)[0] == "c"

    @pytest.mark.parametrize("wrong", ["", "a-b", "a-b-c-x", "a-b-c-", "A-b-c", "a_b_c"])
    def test_other_texts_are_refused(self, wrong: str) -> None:
        """This test ensures that number, words and separator are checked."""
        policy = _TinyPhrases("t", "t", 3, ["a", "b", "c"])
        (found,) = policy.violations(Password(wrong))
        assert (found.rule, dict(found.facts)) == (PasswordRule.WORDS, {"list": "3", "separator": "-", "words": "3"})
        assert policy.violations(Password("a-b-c")) == ()

    def test_what_cannot_serve_is_refused(self) -> None:
        """This test ensures that accents, letters as separators, empty and weak lists are refused when built."""
        with pytest.raises(InvalidValueError) as caught:
            PassphrasePolicy("t", "t", 5, ["été"])
        assert caught.value.value == "été"
        with pytest.raises(InvalidValueError, match="separator"):
            PassphrasePolicy("t", "t", 5, ["a", "b"], "x")
        with pytest.raises(ImpossiblePolicyError, match="0 words"):
            PassphrasePolicy("t", "t", 5, [])
        with pytest.raises(ImpossiblePolicyError, match="fewer than the 50"):
            french_passphrase(4)
        with pytest.raises(ImpossiblePolicyError, match="fewer than the 80"):
            french_passphrase(7, throttled=False)

    def test_it_explains_itself(self) -> None:
        """This test ensures that size, list and case are said, and that the spec tells lists apart."""
        assert french_passphrase().explain() == (
            "5 mots d'une liste de 1682, séparés par « - ».",
            "Entropie : 53,57 bits, cas 2 de la délibération CNIL 2022-100.",
            "Le site doit limiter les tentatives.",
        )
        assert _TinyPhrases("t", "t", 2, ["a", "b"]).spec != _TinyPhrases("t", "t", 2, ["a", "c"]).spec
        assert not french_passphrase().about_owner


class TestChosen:
    """Blocklist and names for what candidates choose."""

    def test_frequent_passwords(self) -> None:
        """This test ensures that the list of zxcvbn is there, is longer than ASVS asks, and counts no case."""
        policy = ChosenPasswordPolicy(8, blocklist=frequent_passwords())
        assert policy.blocklist is not None
        assert len(policy.blocklist.entries) >= 3_000
        found = policy.violations(Password("PassWord"), login="lea.martin")
        assert [(v.rule, dict(v.facts)) for v in found] == [(PasswordRule.BLOCKED, {"name": "zxcvbn"})]
        assert "password" not in repr(policy.blocklist)

    def test_names(self) -> None:
        """This test ensures that parts of the names are refused where the policy says so, and only there."""
        policy = ChosenPasswordPolicy(names=NoOwnerNames(), blocklist=Blocklist("own", ["correct horse"]))
        found = policy.violations(Password("Évrard-pour-toujours"), login="x.y", names=("Anaïs", "EVRARD"))
        assert [v.rule for v in found] == [PasswordRule.OWNER_NAME]
        assert ChosenPasswordPolicy().violations(Password("Évrard-pour-toujours"), login="x.y", names=("EVRARD",)) == ()
        assert [d.rule for d in policy.demands] == [
            PasswordRule.LENGTH,
            PasswordRule.CONTAINS_LOGIN,
            PasswordRule.BLOCKED,
            PasswordRule.OWNER_NAME,
        ]

    def test_no_login_is_in_every_text_but_forbids_none(self) -> None:
        """This test ensures that an account without login does not refuse everything."""
        assert ChosenPasswordPolicy().violations(Password("une phrase longue"), login="") == ()


@pytest.mark.parametrize(
    ("module", "load", "extra"),
    [("mnemonic", french_passphrase, "passphrases"), ("zxcvbn.frequency_lists", frequent_passwords, "blocklists")],
)
def test_a_missing_package_names_the_extra(
    module: str, load: object, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This test ensures that whoever lacks a package reads what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"cyclades_accounts\[{extra}\]"):
        load()  # type: ignore[operator]  # one of two functions
