"""The cover of a group: which group, how many slips, which school. It stands in a place of the grid, like a slip."""

from attrs import define

from cyclades_accounts.pdf._composing import Column, Composer
from cyclades_accounts.pdf._composing_label import LabelComposer
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._text import wrap, wrap_evenly


@define
class CoverComposer(Composer):
    """Sets a cover in the place of a slip."""

    def compose(self) -> SlipPlan:
        """Set everything."""
        page = Column(self.margin, self.width - 2 * self.margin)
        self.head(page)
        self.gap(4)
        rule_y = self.y
        self.gap(11, 2)
        _group(self, page, self.style.password_size_pt * self.scale)
        self.gap(0, 3)
        return self.plan(rule_y=rule_y)


@define
class CoverLabelComposer(LabelComposer):
    """Sets a cover in the place of a label."""

    def compose(self) -> SlipPlan:
        """Set everything."""
        page = Column(self.margin, self.width - 2 * self.margin)
        _group(self, page, self.style.name_size_pt * self.scale)
        self.gap(0, 1)
        self.put(self.paragraph(self.faces.text, self.wording.school, self.small, page))
        self.put(self.paragraph(self.faces.text, self.wording.session, self.small, page))
        self.gap(0, 1)
        return self.plan()


def _group(composer: Composer, page: Column, size: float) -> None:
    """Reserve the places of the group's label and of the number of its slips."""
    composer.part("H1", [], ("name",))
    composer.slot("name", composer.faces.strong, wrap_evenly, size, page, weight=0)
    composer.below("name", 0)
    composer.gap(0, 1)
    composer.part("P", [], ("count",))
    composer.slot("count", composer.faces.text, wrap, composer.small * 1.5, page, weight=0)
    composer.below("count", 0)
