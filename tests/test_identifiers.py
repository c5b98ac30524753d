"""Identifiers: what is taken, what is refused, and what the refusal says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import (
    KEY_MAX_LENGTH,
    LOGIN_MAX_LENGTH,
    UAI_KEY_LETTERS,
    is_ine,
    is_login,
    is_uai,
    parse_candidate_id,
    parse_ine,
    parse_login,
    parse_run_id,
    parse_uai,
    several_texts,
    uai_key_letter,
)

NEAR_UAI = st.from_regex(r"\s?[0-9]{6,8}[A-Za-z]?\s?", fullmatch=True) | st.text(max_size=10)
NEAR_INE = st.from_regex(r"\s?[0-9]{8,11}[A-Za-z]{0,3}\s?", fullmatch=True) | st.text(max_size=12)
NEAR_LOGIN = st.from_regex(r"\s?[A-Za-z.@0-9-]{0,12}\s?", fullmatch=True) | st.text(max_size=12)


class TestUai:
    """The code of a school: 7 digits and a check letter."""

    @pytest.mark.parametrize("uai", ["0442286W", "0921234S", "0350001A"[:7] + uai_key_letter("0350001"), "0000000A"])
    def test_known_codes_are_taken(self, uai: str) -> None:
        """This test ensures that codes whose letter is right are taken, also in lower case and between spaces."""
        assert parse_uai(uai) == uai
        assert parse_uai(f" {uai.lower()}\n") == uai
        assert is_uai(f" {uai.lower()}\n")

    def test_the_letter_of_a_published_code(self) -> None:
        """This test ensures that the letter follows the published rule: 0442286 modulo 23 gives W."""
        assert uai_key_letter("0442286") == "W"
        assert [uai_key_letter(f"{n:07d}") for n in range(24)] == [*UAI_KEY_LETTERS, "A"]

    def test_the_letters_are_the_23_of_the_rule(self) -> None:
        """This test ensures that I, O and Q are never check letters, since they read as digits."""
        assert "".join(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in "IOQ") == UAI_KEY_LETTERS

    @pytest.mark.parametrize("letter", [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != "W"])
    def test_every_wrong_letter_is_refused_and_the_right_one_named(self, letter: str) -> None:
        """This test ensures that a typing mistake is found, and that the error tells the letter that the digits ask."""
        assert not is_uai(f"0442286{letter}")
        with pytest.raises(InvalidValueError, match="check letter W after 0442286") as caught:
            parse_uai(f"0442286{letter}")
        assert caught.value.field == "uai"
        assert caught.value.value == f"0442286{letter}"

    @pytest.mark.parametrize(
        "text", ["", "W", "0442286", "442286W", "00442286W", "O442286W", "044228 6W", "0442286WW", "٠٤٤٢٢٨٦W"]
    )
    def test_another_form_is_refused(self, text: str) -> None:
        """This test ensures that what is not 7 ASCII digits and a letter is refused with the form that is asked."""
        assert not is_uai(text)
        with pytest.raises(InvalidValueError, match="7 digits and a check letter"):
            parse_uai(text)

    @given(st.integers(0, 9_999_999))
    def test_one_letter_in_26_is_right(self, number: int) -> None:
        """This test ensures that whatever the digits, exactly one letter is taken."""
        digits = f"{number:07d}"
        assert [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_uai(digits + c)] == [uai_key_letter(digits)]

    def test_a_letter_that_only_upper_cases_to_ascii_is_refused(self) -> None:
        """This test ensures that the long s is not read as the check letter S."""
        digits = next(f"{n:07d}" for n in range(23) if uai_key_letter(f"{n:07d}") == "S")
        assert is_uai(f"{digits}s")
        assert not is_uai(f"{digits}ſ")
        with pytest.raises(InvalidValueError):
            parse_uai(f"{digits}ſ")


class TestIne:
    """The national number of a pupil: its form alone is checked."""

    @pytest.mark.parametrize("ine", ["12345678901", "1234567890A", "123456789AB", "520556945HK"])
    def test_the_three_forms_are_taken(self, ine: str) -> None:
        """This test ensures that 11 digits, 10 and a letter, or 9 and two letters are an INE, whatever the case."""
        assert parse_ine(ine) == ine
        assert parse_ine(f"\t{ine.lower()} ") == ine
        assert is_ine(ine.lower())

    @pytest.mark.parametrize(
        "text",
        ["", "1234567890", "123456789012", "12345678ABC", "A2345678901", "123456789A1", "12345 67890A", "1234567890É"],
    )
    def test_other_forms_are_refused(self, text: str) -> None:
        """This test ensures that anything else is refused with the three forms in the error."""
        assert not is_ine(text)
        with pytest.raises(InvalidValueError, match="10 digits and 1 letter") as caught:
            parse_ine(text)
        assert (caught.value.field, caught.value.value) == ("ine", text)

    @pytest.mark.parametrize("text", ["123456789ß", "123456789ﬀ", "1234567890ſ", "1234567890ı"])
    def test_a_letter_that_only_upper_cases_to_ascii_is_refused(self, text: str) -> None:
        """This test ensures that ß is not read as SS nor ſ as S: two keys would become those of one person."""
        assert not is_ine(text)
        with pytest.raises(InvalidValueError):
            parse_ine(text)


class TestKeys:
    """Keys of people and of runs."""

    def test_an_ine_has_one_form_as_a_key(self) -> None:
        """This test ensures that a pupil typed in lower case is the same person."""
        assert parse_candidate_id(" 520556945hk ") == parse_candidate_id("520556945HK") == "520556945HK"

    @pytest.mark.parametrize("parse", [parse_candidate_id, parse_run_id])
    @pytest.mark.parametrize("text", ["x", "Élève 12 / b", "a" * KEY_MAX_LENGTH, "2024-01-14T09:30"])
    def test_another_key_is_kept_as_it_is(self, parse: type[str], text: str) -> None:
        """This test ensures that a host's own key is not rewritten, accents and inner spaces included."""
        assert parse(text) == text

    @pytest.mark.parametrize("parse", [parse_candidate_id, parse_run_id])
    @pytest.mark.parametrize("text", ["", " ", " x", "x ", "x\n", "a" * (KEY_MAX_LENGTH + 1), "a\nb"])
    def test_a_key_that_would_get_lost_is_refused(self, parse: type[str], text: str) -> None:
        """This test ensures that empty, padded, overlong and two-line keys are refused."""
        with pytest.raises(InvalidValueError, match=f"1 to {KEY_MAX_LENGTH} .*on one line") as caught:
            parse(text)
        assert caught.value.value == text

    @pytest.mark.parametrize("parse", [parse_candidate_id, parse_run_id])
    @pytest.mark.parametrize("text", ["a\rb", "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b", "a\u2029b"])
    def test_every_kind_of_line_break_is_refused(self, parse: type[str], text: str) -> None:
        """This test ensures that "on one line" means every line break that Python knows, not the line feed alone."""
        assert len(text.splitlines()) == 2
        with pytest.raises(InvalidValueError):
            parse(text)

    @pytest.mark.parametrize("parse", [parse_candidate_id, parse_run_id])
    @pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
    def test_what_a_store_cannot_hold_is_refused(self, parse: type[str], text: str) -> None:
        """This test ensures the ports' promise that a store meets neither NUL nor a lone surrogate in a key."""
        with pytest.raises(InvalidValueError):
            parse(text)

    def test_the_error_names_the_field(self) -> None:
        """This test ensures that the two parsers of keys say which one refused."""
        with pytest.raises(InvalidValueError, match=r"^candidate_id cannot be"):
            parse_candidate_id("")
        with pytest.raises(InvalidValueError, match=r"^run_id cannot be"):
            parse_run_id("")


class TestLogin:
    """What somebody types at the door."""

    @pytest.mark.parametrize(
        ("typed", "login"),
        [
            ("lea.martin", "lea.martin"),
            (" Lea.MARTIN2\n", "lea.martin2"),
            ("Lea+cyclades@Example.ORG", "lea+cyclades@example.org"),
            ("a" * LOGIN_MAX_LENGTH, "a" * LOGIN_MAX_LENGTH),
            ("!~", "!~"),
        ],
    )
    def test_case_and_spaces_around_do_not_count(self, typed: str, login: str) -> None:
        """This test ensures that a login is found however it was typed."""
        assert parse_login(typed) == login
        assert is_login(login)

    @pytest.mark.parametrize(
        "typed", ["", "  ", "léa.martin", "lea martin", "a" * (LOGIN_MAX_LENGTH + 1), "a\0b", "a\x7f"]
    )
    def test_what_cannot_be_a_login_is_refused(self, typed: str) -> None:
        """This test ensures that only visible ASCII of a bounded length is a login."""
        assert not is_login(typed)
        with pytest.raises(InvalidValueError, match="visible ASCII") as caught:
            parse_login(typed)
        assert (caught.value.field, caught.value.value) == ("login", typed)

    def test_a_letter_that_only_lower_cases_to_ascii_is_refused(self) -> None:
        """This test ensures that the Kelvin sign, which is not ASCII, is not read as the letter k."""
        with pytest.raises(InvalidValueError):
            parse_login("\N{KELVIN SIGN}evin.martin")

    @pytest.mark.parametrize("text", ["Lea.martin", " lea.martin", "lea.martin\n"])
    def test_what_still_needs_parsing_is_not_yet_a_login(self, text: str) -> None:
        """This test ensures that the question is about the stored form, not about what can become one."""
        assert not is_login(text)


class TestAskingAgreesWithParsing:
    """Laws that tie ``is_*`` to ``parse_*``."""

    @given(NEAR_UAI)
    def test_uai(self, text: str) -> None:
        """This test ensures that ``is_uai`` says what ``parse_uai`` does, and that parsing twice is parsing once."""
        if is_uai(text):
            assert parse_uai(parse_uai(text)) == parse_uai(text)
        else:
            with pytest.raises(InvalidValueError):
                parse_uai(text)

    @given(NEAR_INE)
    def test_ine(self, text: str) -> None:
        """This test ensures that ``is_ine`` says what ``parse_ine`` does, and that parsing twice is parsing once."""
        if is_ine(text):
            assert parse_ine(parse_ine(text)) == parse_ine(text)
            assert str(parse_candidate_id(text)) == parse_ine(text)
        else:
            with pytest.raises(InvalidValueError):
                parse_ine(text)

    @given(NEAR_LOGIN)
    def test_login(self, text: str) -> None:
        """This test ensures that a text is a login exactly when parsing leaves it as it is."""
        try:
            parsed = parse_login(text)
        except InvalidValueError:
            assert not is_login(text)
        else:
            assert is_login(parsed)
            assert is_login(text) == (parsed == text)


class TestSeveralTexts:
    """Several values, not one text."""

    def test_one_text_is_refused(self) -> None:
        """This test ensures that a text is not taken letter by letter, and that the error says what to give."""
        with pytest.raises(InvalidValueError) as caught:
            several_texts("groups", "3A", "labels")
        assert (
            str(caught.value)
            == "groups cannot be what was given. Expected several labels, such as a set, not one text."
        )

    @given(st.lists(st.text()))
    def test_several_are_kept(self, texts: list[str]) -> None:
        """This test ensures that several texts stay as they are, in their order, from whatever yields them."""
        assert several_texts("groups", iter(texts)) == tuple(texts)
