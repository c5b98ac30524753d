"""The renderer of the how-to page keeps the contract."""

import html
import re
from collections.abc import Callable, Sequence

import pytest
from html_letters import HtmlLetters

from cyclades_accounts.papillons import Layout
from cyclades_accounts.testing import PapillonRendererContract


class TestHtmlLetters(PapillonRendererContract):
    """One section a slip."""

    covered = None
    has_pages = False

    @pytest.fixture
    def renderer(self) -> HtmlLetters:
        """The renderer to prove."""
        return HtmlLetters()

    @pytest.fixture
    def new_renderer(self) -> Callable[[], HtmlLetters]:
        """Another one."""
        return HtmlLetters

    def slips_of(self, document: bytes, layout: Layout) -> Sequence[str]:
        """Read what a browser shows of each section."""
        sections = re.findall("(?s)<section>(.*?)</section>", document.decode())
        return [html.unescape(re.sub("<[^>]*>", "\n", section)) for section in sections]

    def metadata_of(self, document: bytes) -> str:
        """Read what stands outside the sections."""
        return html.unescape(re.sub("(?s)<section>.*?</section>", "", document.decode()))
