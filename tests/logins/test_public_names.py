"""Real given names and surnames: all that the package Faker has for the locales that write Latin letters."""

import importlib
import unicodedata
from collections.abc import Iterable

import pytest

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.logins import fold_name, is_folded_name

AFRICA = ["ha_NG", "ig_NG", "tw_GH", "yo_NG", "zu_ZA"]
ASIA = ["az_AZ", "tr_TR", "vi_VN"]
EAST = ["cs_CZ", "et_EE", "hr_HR", "hu_HU", "lt_LT", "lv_LV", "pl_PL", "ro_RO", "sk_SK", "sl_SI"]
NORTH = ["da_DK", "fi_FI", "is_IS", "no_NO", "sv_SE"]
WEST = ["de_DE", "en_NZ", "es_ES", "fr_BE", "fr_CH", "fr_FR", "ga_IE", "it_IT", "nl_NL", "pt_PT"]


def _names(locale: str) -> Iterable[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    for attribute in dir(provider):
        if attribute.startswith(("first_names", "last_names")):
            yield from getattr(provider, attribute)


def _is_latin(char: str) -> bool:
    return not char.isalpha() or unicodedata.name(char).startswith(("LATIN ", "MODIFIER "))


def _is_letter(char: str) -> bool:
    return unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lo"}  # a modifier letter is an apostrophe


@pytest.mark.parametrize("locale", [*AFRICA, *ASIA, *EAST, *NORTH, *WEST])
def test_every_name_of_a_locale(locale: str) -> None:
    """This test ensures that a name of Latin letters folds once and for all, with a letter for each of its own."""
    names = list(_names(locale))
    assert len(names) > 50
    for name in names:
        if all(map(_is_latin, name)):
            folded = fold_name(name)
            assert is_folded_name(folded)
            assert len(folded) >= sum(map(_is_letter, unicodedata.normalize("NFC", name)))
            assert fold_name(folded) == folded
            assert fold_name(unicodedata.normalize("NFD", name)) == folded
        else:
            with pytest.raises(UnfoldableNameError):
                fold_name(name)
