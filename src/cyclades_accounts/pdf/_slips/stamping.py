"""Stamping: the pages of a document of slips.

**How a page is made.** All slips of a document say nearly the same. What they share is drawn once, as forms: named
drawings that any page may show (ISO 32000-1, 8.10). There is a form for the frame of a slip, one for the fixed lines of
each of its parts, one for each class, for each pattern of shades behind a password, and for the cut lines. A slip on a
page is then short: move to its place, show the frame, show each part, and between them the four texts of the candidate.

**What is stamped.** For a place of the page, and a kind of slip, this is always the same text with blanks: the
:class:`~cyclades_accounts.pdf._slips.stamp.Stamp`. A *usual* slip, whose texts were encoded ahead and fit on a line
each, costs the filling in of the blanks. The others are set one by one, by the plan of the slip.

**Tags.** A tagged document says what its drawings mean, for screen readers. Each part of a slip is *marked content*
with a number on its page. A *structure element* of the file (heading, paragraph, figure) refers to that number, and the
elements of a slip are together in a section. Frame, shades and cut lines are marked as artifacts, which are not read.
This module writes the marks; the elements are the business of the file's
:class:`~cyclades_accounts.pdf._file.writer.Writer`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate
from operator import add
from typing import Final, NamedTuple

from attrs import define, field
from reportlab.lib.units import mm

from cyclades_accounts.papillons import Layout, Papillon
from cyclades_accounts.pdf._file.embedding import UsedFonts
from cyclades_accounts.pdf._file.objects import FIRST_FREE, RESOURCES, stream, text_string
from cyclades_accounts.pdf._file.writer import PageTemplate, Writer, shape_of
from cyclades_accounts.pdf._setting.operators import number, numbers, rectangles, show
from cyclades_accounts.pdf._setting.text import tidy
from cyclades_accounts.pdf._slips.checking import CheckedSlip, Cover
from cyclades_accounts.pdf._slips.drawing import arrows, frame, qr_code
from cyclades_accounts.pdf._slips.letterhead import LoadedLetterhead
from cyclades_accounts.pdf._slips.letterhead_pdf import FIRST_OF_LETTERHEAD
from cyclades_accounts.pdf._slips.places import PAGE_HEIGHT, PAGE_WIDTH, cuts, pages, places
from cyclades_accounts.pdf._slips.plan import SlipKind, SlipPlan
from cyclades_accounts.pdf._slips.stamp import FRAMES, PARTS, Stamp, capacity, stamp_of
from cyclades_accounts.pdf._slips.style import PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording

_CUT_GREY: Final = 0.4
_ALT: Final = FIRST_FREE  # number of the QR code's alternative text

_WORDS: Final = {"name", "spelled", "count"}
"""Slots whose lines end between two words: a space keeps the words apart."""


class _Page(NamedTuple):
    """What pages share whose slips are of the same kinds."""

    template: PageTemplate
    places: Sequence[tuple[str, Stamp, Callable[[str], str]]]
    """What stands before each slip, unless the template begins with it; its stamp; what sets its class."""
    end: str
    """What stands after the last slip, unless the template ends with it."""


@define
class Stamper:
    """Makes one document of checked slips; it lives for one call of the renderer, since slips hold passwords."""

    wording: Wording
    style: PapillonStyle
    plans: dict[SlipKind, SlipPlan]
    """A plan for each kind of slip in the pile, and always that of slips with a password."""
    layout: Layout
    letterhead: LoadedLetterhead | None
    _forms: dict[str, str] = field(factory=dict, init=False)
    """The operators of what is drawn once, by the name of the form."""
    _fonts: UsedFonts = field(factory=UsedFonts, init=False)

    @property
    def plan(self) -> SlipPlan:
        """The plan of slips that show a password."""
        return self.plans[SlipKind.PASSWORD]

    def document(self, pile: Sequence[CheckedSlip]) -> bytes:
        """Return the document of a pile of slips."""
        writer = Writer()
        writer.write(self._pages(pile))
        resources, shared = self._shared(writer.behind)
        return writer.close(self.wording.title, resources, shared)

    def _pages(self, pile: Sequence[CheckedSlip]) -> Iterator[tuple[PageTemplate, str]]:
        """Stamp every page."""
        division_of = {kind: cache(partial(self._division, plan)) for kind, plan in self.plans.items()}
        page_of, shade = cache(partial(self._page, division_of)), cache(self._shade)
        alike = [(SlipKind.PASSWORD,) * count for count in range(self.layout.places + 1)]
        has_one_kind = len(self.plans) == 1
        for page in pages(pile, self.layout):
            kinds = alike[len(page)] if has_one_kind else tuple([slip.kind for slip in page])
            template, at, end = page_of(kinds)
            content = ""
            for slip, (seam, stamp, set_division) in zip(page, at, strict=True):
                papillon, _, ems, name, login, password = slip
                name_ems, logins, passwords = stamp.limits
                division, size = set_division(papillon.division), len(password)
                if ems <= name_ems and len(login) <= logins and size <= passwords:
                    a, b, c, d, e = stamp.usual  # a formatted string is the fastest way to join texts
                    content += f"{seam}{shade(size)}{a}{name}{b}{division}{c}{login}{d}{password}{e}"
                else:
                    content += seam + self._unusual(slip, stamp, division)
            yield template, content + end

    def _page(self, division_of: Mapping[SlipKind, Callable[[str], str]], kinds: tuple[SlipKind, ...]) -> _Page:
        """Return what pages with slips of these kinds share; those of one kind share how they begin and end, too."""
        plans = [self.plans[kind] for kind in kinds]
        marks = accumulate((len(plan.parts) for plan in plans), initial=0)
        stamps = [stamp_of(*one) for one in zip(plans, places(self.layout), marks, strict=False)]
        closings, openings = (stamp.closing for stamp in stamps), (stamp.opening for stamp in stamps)
        seams = list(map(add, ["", *closings], [*openings, ""]))
        shape = shape_of(tuple(map(_tags, plans)))
        if len(set(kinds)) == 1:
            template = PageTemplate(shape, self._cut + seams[0], seams[-1])
            seams[0] = seams[-1] = ""
        else:
            template = PageTemplate(shape, self._cut, "")
        return _Page(template, list(zip(seams, stamps, map(division_of.__getitem__, kinds), strict=False)), seams[-1])

    def _unusual(self, slip: CheckedSlip, stamp: Stamp, division: str) -> str:
        """Set the texts of an unusual slip, and fill them in; the class comes as operators."""
        papillon = slip.papillon
        texts = {"name": slip.name, "login": papillon.login}
        if isinstance(papillon, Cover):
            texts["count"] = self.wording.texts.cover_count.format(count=papillon.slips)
        if isinstance(papillon, Papillon):
            texts["password"] = papillon.password.reveal()
            if self.style.spelling:
                spelled = self.style.spelling.spell(texts["password"], space="\u00a0")
                texts["spelled"] = f"{self.wording.texts.spelling_label} {spelled}"
        own = stamp.plan.own(texts)
        for lines in own.values():
            self._fonts.note(lines)
        shown = {name: show(lines, " " if name in _WORDS else "") for name, lines in own.items()}
        behind = _artifact(arrows([*own.get("login", ()), *own.get("password", ())]))
        password = texts.get("password", "")
        if len(password) <= capacity(self.plan.slots["password"]):
            behind += self._shade(len(password))
        return behind + stamp.fill_in(shown | {"division": division})

    def _division(self, plan: SlipPlan, division: str) -> str:
        """Return the operators of a class, which is set and drawn once for all of its slips of a kind."""
        if not division:
            return ""
        lines = plan.slots["division"].lines(tidy(division))
        self._fonts.note(lines)
        return self._form(f"D{len(self._forms)}", f"{show(plan.division_label, ' ')} {show(lines)}")

    def _shade(self, length: int) -> str:
        """Return the operators of the shades behind a password of this length that stands on one line."""
        shades = rectangles(self.plan.shades(length), self.style.band_grey)
        return _artifact(self._form(f"G{length}", shades)) if shades else ""

    def _form(self, name: str, operators: str) -> str:
        """Keep operators that stand on more than one slip, and return the operator that draws them."""
        self._forms[name] = operators
        return f"/{name} Do"

    def _shared(self, first: int) -> tuple[str, dict[int, bytes]]:
        """Return the resources that pages show, and the objects that all pages share, by number.

        Forms and fonts are numbered from ``first`` on.
        """
        self._form("X", self._cut_lines())
        for slot in (self.plan.slots["name"], self.plan.slots["login"]):
            self._fonts.note(slot.lines("A"))  # usual texts are encoded ahead, and nobody noted their fonts
        for kind, plan in self.plans.items():
            self._fonts.note(plan.division_label)
            under = self.letterhead.operators(plan) if self.letterhead else ""
            self._form(FRAMES[kind], under + frame(plan, self.style))
            for index, part in enumerate(plan.parts):
                self._fonts.note(part.fixed)
                code = plan.code if part.kind == "Figure" else None
                operators = qr_code(self.wording.texts.site_url, code) if code else show(part.fixed, " ")
                self._form(f"{PARTS[kind]}{index}", operators)
        letterhead = self.letterhead.bodies if self.letterhead else ()
        forms = "".join(f"/{name} {index} 0 R" for index, name in enumerate(self._forms, first))
        forms += f"/L {FIRST_OF_LETTERHEAD} 0 R" if letterhead else ""
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {numbers(PAGE_WIDTH, PAGE_HEIGHT)}]/Resources {RESOURCES} 0 R"
        drawn = [stream(box, operators.encode("latin-1")) for operators in self._forms.values()]
        entries, fonts = self._fonts.objects(first + len(drawn))
        return f"/Font<<{entries}>>/XObject<<{forms}>>", {
            _ALT: text_string(self.wording.texts.site_code_alt).encode(),
            **dict(enumerate(letterhead, FIRST_OF_LETTERHEAD)),
            **dict(enumerate([*drawn, *fonts], first)),
        }

    @property
    def _cut(self) -> str:
        """The operators that show the cut lines of a page, or an empty text."""
        return _artifact("/X Do") if self.layout.has_cut_lines and any(cuts(self.layout)) else ""

    def _cut_lines(self) -> str:
        style, (xs, ys) = self.style, cuts(self.layout)
        lines = [f"{number(x)} 0 m {numbers(x, PAGE_HEIGHT)} l" for x in xs]
        lines += [f"0 {number(y)} m {numbers(PAGE_WIDTH, y)} l" for y in ys]
        dash = number(style.cut_dash_mm * mm)
        return f"{number(style.cut_width_pt)} w {number(_CUT_GREY)} G [{dash} {dash}] 0 d {' '.join(lines)} S"


def _artifact(operators: str) -> str:
    return f"/Artifact BMC {operators} EMC\n" if operators else ""


def _tags(plan: SlipPlan) -> tuple[str, ...]:
    return tuple(f"Figure/Alt {_ALT} 0 R" if part.kind == "Figure" else part.kind for part in plan.parts)
