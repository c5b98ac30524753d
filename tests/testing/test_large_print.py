"""The renderer of the how-to page keeps the contract."""

import pytest
from large_print import LargePrint

from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.testing import PapillonRendererContract, PdfReading


class TestLargePrint(PdfReading, PapillonRendererContract):
    """Slips in large print."""

    covered = None
    layouts = (ONE_PER_PAGE, TWO_PER_PAGE)

    @pytest.fixture
    def renderer(self) -> LargePrint:
        """The renderer to prove."""
        return LargePrint()
