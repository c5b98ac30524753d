"""The part of the contract of a renderer that is about what it remembers: nothing."""

# ruff: noqa: S101  # a contract speaks through assert

import gc
import secrets
import sys
from collections.abc import Sequence
from types import FrameType, ModuleType
from typing import Any

from cyclades_accounts.papillons import Layout, PapillonRenderer
from cyclades_accounts.testing.contract._renderer_fixtures import (
    RendererFixtures,
    batch_of,
    private,
    sample,
    samples,
    squeezed,
)


class RendererMemory(RendererFixtures):
    """What outlives a call."""

    def test_nothing_is_kept_for_the_next_call(self, renderer: PapillonRenderer) -> None:
        """A call draws its own slips and nothing of an earlier one."""
        earlier = samples(5)
        renewed = sample(0, "Rn9?renewed")
        later = batch_of([sample(500), renewed])
        old = [own for slip in earlier.papillons for own in private(slip) if own not in private(renewed)]
        for layout in self.layouts:
            renderer.render(earlier, [layout])
            found = [squeezed(text) for text in self.slips_of(renderer.render(later, [layout])[0], layout)]
            assert len(found) == len(later.papillons)
            assert any(renewed.password.reveal() in text for text in found), "a renewed password is the new one"
            assert not [own for own in old for text in found if squeezed(own) in text]

    def test_no_password_outlives_the_call(self, renderer: PapillonRenderer) -> None:
        """After a call no object of the process holds a password: neither the renderer, nor a cache, nor a module.

        Looked at: texts and bytes that any object holds, in clear; not what native code keeps to itself.
        """
        secret = secrets.token_urlsafe(12)
        _draw_and_forget(renderer, secret, self.layouts)
        assert [type(holder).__qualname__ for holder in _holders(secret)] == []


def _draw_and_forget(renderer: PapillonRenderer, secret: str, layouts: Sequence[Layout]) -> None:
    """Draw a slip with the password in a frame that is gone afterwards."""
    renderer.render(batch_of([sample(1), sample(2, secret)]), layouts)


def _holders(secret: str) -> list[Any]:
    """Return the objects that hold a text or bytes with the secret in it, apart from the calls that are running.

    The garbage collector knows every object that can hold another, but for tuples and dictionaries of mere texts; those
    are reached from what holds them. Modules are passed over: their dictionaries are known by themselves, and asking
    for more would wake freed objects that ``_asyncio`` of CPython 3.12 keeps for later: no collection ends then.
    """
    gc.collect()
    running = set()
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # the way to it that Python documents
    while frame:
        running.add(id(frame))
        frame = frame.f_back
    found: list[Any] = []
    seen: set[int] = set()  # many objects may hold one and the same
    held: list[Any] = [one for one in gc.get_objects() if id(one) not in running and type(one) is not ModuleType]
    while held:
        further: list[Any] = []
        for holder in held:
            for one in gc.get_referents(holder):
                if (type(one) is str and secret in one) or (type(one) is bytes and secret.encode() in one):
                    found.append(holder)
                elif type(one) in {tuple, dict} and not gc.is_tracked(one) and id(one) not in seen:
                    seen.add(id(one))
                    further.append(one)
        held = further
    return found
