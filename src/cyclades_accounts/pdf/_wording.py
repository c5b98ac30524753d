"""The texts of a batch, filled in; and the search for characters that no font has."""

from collections.abc import Iterator
from typing import Self

from attrs import fields, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.papillons import PapillonBatch, PapillonTexts
from cyclades_accounts.pdf._text import tidy


@frozen
class Wording:
    """What every slip of a batch says."""

    title: str
    """Of the document; not printed."""
    school: str
    session: str
    heading: str
    issued_note: str
    candidate_label: str
    division_label: str
    introduction: str
    login_label: str
    password_label: str
    usage: str
    password_note: str
    first_login_note: str
    spelling_label: str
    cover_count: str
    """Takes ``{count}``."""
    lost_note: str
    label_note: str
    site: str
    """Label and address of the site, or an empty text."""
    site_url: str
    site_code_alt: str
    birth_date_label: str
    email_introduction: str
    email_password_label: str
    email_password: str
    email_recovery_note: str
    email_help_note: str
    email_label_note: str

    @classmethod
    def of(cls, texts: PapillonTexts, batch: PapillonBatch) -> Self:
        """Fill in the texts.

        Raises:
            InvalidValueError: a text asks for something else than ``{last_day}`` and ``{made_on}``.
        """
        made_on = batch.made_on.strftime(texts.date_format)
        dates = {"last_day": batch.last_day.strftime(texts.date_format), "made_on": made_on}

        def fill(name: str) -> str:
            text: str = getattr(texts, name)
            try:
                return tidy(text.format_map(dates))
            except (AttributeError, IndexError, KeyError, ValueError):
                expected = "a text whose only {…} are {last_day} and {made_on}; a brace of its own is doubled"
                raise InvalidValueError(name, text, expected) from None

        return cls(
            title=" – ".join(filter(None, (fill("title"), tidy(batch.school_name), made_on))),
            school=tidy(f"{fill('school_label')} {batch.school_name}"),
            session=tidy(f"{fill('session_label')} {batch.session}"),
            site=tidy(f"{fill('site_label')} {texts.site_url}") if texts.site_url else "",
            site_url=texts.site_url,
            cover_count=_count(texts.cover_count),
            **{name: fill(name) for name in _AS_THEY_ARE},
        )

    def printed(self) -> Iterator[tuple[str, str]]:
        """Every text that is printed, after its name."""
        for name in ("school", "session", "site", "cover_count", *_AS_THEY_ARE):
            yield name, getattr(self, name)


def _count(text: str) -> str:
    """Check a text that takes ``{count}``."""
    try:
        text.format(count=0)
    except (AttributeError, IndexError, KeyError, ValueError):
        expected = "a text whose only {…} is {count}; a brace of its own is doubled"
        raise InvalidValueError("cover_count", text, expected) from None
    return tidy(text)


_AS_THEY_ARE = tuple(
    attribute.name
    for attribute in fields(Wording)
    if attribute.name not in {"title", "school", "session", "site", "site_url", "cover_count"}
)
