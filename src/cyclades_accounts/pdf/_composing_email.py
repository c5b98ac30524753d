"""The slip and the label of a candidate who logs in by e-mail: M8.

They stand in the same pile as the others and have their head, their places of name, class and login: where the others
show the password, these say whose it is, and how to recover it.
"""

from collections.abc import Sequence

from attrs import define

from cyclades_accounts.pdf._composing import INTRODUCTION, Column, Composer
from cyclades_accounts.pdf._composing_label import LabelComposer


@define
class EmailComposer(Composer):
    """Sets a slip without password."""

    @property
    def introduction(self) -> str:
        return self.wording.email_introduction

    @property
    def explanations(self) -> Sequence[str]:
        return self.wording.email_recovery_note, self.wording.usage, self.wording.email_help_note

    def secret(self, inside: Column) -> None:
        _secret(self, inside, self.small * INTRODUCTION)
        self.gap(0, 1)


@define
class EmailLabelComposer(LabelComposer):
    """Sets a label without password."""

    @property
    def note(self) -> str:
        return self.wording.email_label_note

    def secret(self, inside: Column) -> None:
        _secret(self, inside, self.small * INTRODUCTION)


def _secret(composer: Composer, inside: Column, size: float) -> None:
    """Say whose the password is, where the others show it."""
    label = composer.label(composer.wording.email_password_label, inside)
    top = composer.y
    composer.below_lines(label)
    said = composer.paragraph(composer.faces.strong, composer.wording.email_password, size, inside)
    composer.y = top
    composer.part("P", [*label, *said])
    composer.below_lines(label)
    composer.below_lines(said)
