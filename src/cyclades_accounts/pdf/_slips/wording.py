"""The texts of a batch, filled in."""

from collections.abc import Iterator
from typing import Final, Self

from attrs import evolve, fields, frozen

from cyclades_accounts.papillons import PapillonBatch, PapillonTexts
from cyclades_accounts.pdf._setting.text import filled, tidy

_DOUBLED: Final = "a brace of its own is doubled"
_WITH_VALUES: Final = ("title", "school_label", "session_label", "site_label")
"""Texts that are printed with a value behind them, or, the title, not on the page."""
_AS_THEY_ARE: Final = tuple(
    attribute.name
    for attribute in fields(PapillonTexts)
    if attribute.name not in {*_WITH_VALUES, "site_url", "cover_count", "date_format"}
)


@frozen
class Wording:
    """What every slip of a batch says."""

    title: str
    """Of the document; not printed."""
    school: str
    session: str
    site: str
    """Label and address of the site, or an empty text."""
    texts: PapillonTexts
    """The other texts, with their dates filled in; the count of a cover still takes ``{count}``."""

    @classmethod
    def of(cls, texts: PapillonTexts, batch: PapillonBatch) -> Self:
        """Fill in the texts.

        Raises:
            InvalidValueError: a text asks for something else than ``{last_day}`` and ``{made_on}``.
        """
        made_on = batch.made_on.strftime(texts.date_format)
        dates = {"last_day": batch.last_day.strftime(texts.date_format), "made_on": made_on}

        def fill(name: str) -> str:
            return tidy(filled(name, getattr(texts, name), dates, f"are {{last_day}} and {{made_on}}; {_DOUBLED}"))

        filled("cover_count", texts.cover_count, {"count": 0}, f"is {{count}}; {_DOUBLED}")
        return cls(
            " – ".join(filter(None, (fill("title"), tidy(batch.school_name), made_on))),
            tidy(f"{fill('school_label')} {batch.school_name}"),
            tidy(f"{fill('session_label')} {batch.session}"),
            tidy(f"{fill('site_label')} {texts.site_url}") if texts.site_url else "",
            evolve(texts, cover_count=tidy(texts.cover_count), **{name: fill(name) for name in _AS_THEY_ARE}),
        )

    def printed(self) -> Iterator[tuple[str, str]]:
        """Give every text that is printed, after its name."""
        yield from (("school", self.school), ("session", self.session), ("site", self.site))
        for name in ("cover_count", *_AS_THEY_ARE):
            yield name, getattr(self.texts, name)
