"""Stamping: the pages of a document of slips.

**How a page is made.** All slips of a document say nearly the same. What they share is drawn once, as forms: named
drawings that any page may show (ISO 32000-1, 8.10). There is a form for the frame of a slip, one for the fixed lines of
each of its parts, one for each class, for each pattern of shades behind a password, and for the cut lines. A slip on a
page is then short: move to its place, show the frame, show each part, and between them the four texts of the candidate.

**What is stamped.** For a place of the page, and a kind of slip, this is always the same text with blanks: the
:class:`~cyclades_accounts.pdf._slips.stamp.Stamp`. A *usual* slip, whose texts were encoded ahead and fit on a line
each, costs the filling in of the blanks. The others are set one by one, by the plan of the slip. A page whose slips all
show a password takes the loop of :meth:`Stamper._pages`, which is written for speed; a page with slips of other kinds
takes :meth:`Stamper._mixed`.

**Tags.** A tagged document says what its drawings mean, for screen readers. Each part of a slip is *marked content*
with a number on its page. A *structure element* of the file (heading, paragraph, figure) refers to that number, and the
elements of a slip are together in a section. Frame, shades and cut lines are marked as artifacts, which are not read.
This module writes the marks; the elements are the business of the file's
:class:`~cyclades_accounts.pdf._file.writer.Writer`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import inf
from typing import Final, NamedTuple

from attrs import define, field
from reportlab.lib.units import mm

from cyclades_accounts.papillons import Layout, Papillon
from cyclades_accounts.pdf._file.bookkeeping import FIRST_FREE, RESOURCES, Tag, shape_of
from cyclades_accounts.pdf._file.embedding import UsedFonts
from cyclades_accounts.pdf._file.objects import stream, text_string
from cyclades_accounts.pdf._file.writer import PageTemplate, Writer
from cyclades_accounts.pdf._setting.operators import number, numbers, rectangles, show
from cyclades_accounts.pdf._setting.text import tidy
from cyclades_accounts.pdf._slips.checking import CheckedSlip, Cover
from cyclades_accounts.pdf._slips.drawing import arrows, frame, qr_code
from cyclades_accounts.pdf._slips.letterhead import LoadedLetterhead
from cyclades_accounts.pdf._slips.places import PAGE_HEIGHT, PAGE_WIDTH, cuts, pages, places
from cyclades_accounts.pdf._slips.plan import SlipKind, SlipPlan, Slot
from cyclades_accounts.pdf._slips.stamp import FRAMES, PARTS, Stamp, fill, marked_parts, opening_at
from cyclades_accounts.pdf._slips.style import PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording

_CUT_GREY: Final = 0.4
_HAIR: Final = 1e-9  # rounding
_ALT: Final = FIRST_FREE  # number of the QR code's alternative text
FIRST_OF_LETTERHEAD: Final = FIRST_FREE + 1
"""Number of the first object of the letterhead."""

_WORDS: Final = {"name", "spelled", "count"}
"""Slots whose lines end between two words: a space keeps the words apart."""


class _Made(NamedTuple):
    """What is made once for a document, and then remembered."""

    stamp: Callable[[SlipKind, int, int], Stamp]
    template: Callable[[tuple[SlipKind, ...]], PageTemplate]
    division: Callable[[str, SlipKind], str]
    shade: Callable[[int], str]
    limits: Callable[[SlipKind], tuple[float, int, int]]


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
        made = _Made(
            cache(self._stamp), cache(self._template), cache(self._division), cache(self._shade), cache(self._limits)
        )
        if "spelled" in self.plan.slots:  # the spelling is another text on each slip: none is usual
            writer.write(self._mixed(page, made) for page in pages(pile, self.layout))
        else:
            writer.write(self._pages(pile, made))
        resources, shared = self._shared(writer.behind)
        return writer.close(self.wording.title, resources, shared)

    def _pages(self, pile: Sequence[CheckedSlip], made: _Made) -> Iterator[tuple[PageTemplate, str]]:
        """Stamp every page; the first opening and the last closing of a page are its template's."""
        plan, kind = self.plan, SlipKind.PASSWORD
        stamps = [made.stamp(kind, place, place * len(plan.parts)) for place in range(self.layout.places)]
        templates = [
            PageTemplate(shape_of((_tags(plan),) * count), self._cut + stamps[0].opening, stamps[count - 1].closing)
            for count in range(1, len(stamps) + 1)
        ]
        name_ems, logins, passwords = made.limits(kind)
        set_division, shade = cache(lambda division: made.division(division, kind)), made.shade
        for page in pages(pile, self.layout):
            if len(self.plans) > 1 and any(slip.kind is not kind for slip in page):
                yield self._mixed(page, made)
                continue
            content = ""
            for place, slip in enumerate(page):
                papillon, _, ems, name, login, password = slip
                stamp, division = stamps[place], set_division(papillon.division)
                if ems <= name_ems and len(login) <= logins and len(password) <= passwords:
                    own = fill(stamp.usual, (shade(len(password)), name, division, login, password))
                else:
                    behind, shown = self._set(slip, "")
                    own = fill(stamp.unusual, (behind, shown["name"], division, shown["login"], shown["password"]))
                content = f"{content}{stamps[place - 1].closing}{stamp.opening}{own}" if place else own
            yield templates[len(page) - 1], content

    def _mixed(self, page: Sequence[CheckedSlip], made: _Made) -> tuple[PageTemplate, str]:
        """Stamp a page of slips of any kind."""
        kinds = tuple(slip.kind for slip in page)
        content, mark = "", 0
        for place, (slip, kind) in enumerate(zip(page, kinds, strict=True)):
            papillon, _, ems, name, login, password = slip
            plan, (name_ems, logins, passwords) = self.plans[kind], made.limits(kind)
            if ems <= name_ems and len(login) <= logins and len(password) <= passwords:
                stamp, division = made.stamp(kind, place, mark), made.division(papillon.division, kind)
                own = fill(stamp.usual, (made.shade(len(password)), name, division, login, password))
                content += stamp.opening + own + stamp.closing
            else:
                behind, shown = self._set(slip, papillon.division)
                opening = opening_at(plan, places(self.layout)[place])
                content += f"{opening}{behind}{''.join(marked_parts(plan, mark, shown))}Q\n"
            mark += len(plan.parts)
        return made.template(kinds), content

    def _stamp(self, kind: SlipKind, place: int, mark: int) -> Stamp:
        return Stamp.of(self.plans[kind], places(self.layout)[place], mark)

    def _template(self, kinds: tuple[SlipKind, ...]) -> PageTemplate:
        return PageTemplate(shape_of(tuple(_tags(self.plans[kind]) for kind in kinds)), self._cut, "")

    def _limits(self, kind: SlipKind) -> tuple[float, int, int]:
        """Return up to which width of the name, in em, and lengths of login and password a slip may be usual."""
        slots = self.plans[kind].slots
        if "spelled" in slots or kind is SlipKind.COVER:
            return -inf, 0, 0
        return slots["name"].plain_ems, _capacity(slots["login"]), _capacity(slots.get("password", slots["login"]))

    def _set(self, slip: CheckedSlip, division: str) -> tuple[str, dict[str, str]]:
        """Set the texts of an unusual slip with this class.

        Returns:
            What is drawn behind the texts, and the operators of each text by the name of its slot.
        """
        papillon, plan = slip.papillon, self.plans[slip.kind]
        texts = {"name": slip.name, "division": division, "login": papillon.login}
        if isinstance(papillon, Cover):
            texts["count"] = self.wording.texts.cover_count.format(count=papillon.slips)
        if isinstance(papillon, Papillon):
            texts["password"] = papillon.password.reveal()
            if self.style.spelling:
                spelled = self.style.spelling.spell(texts["password"], space="\u00a0")
                texts["spelled"] = f"{self.wording.texts.spelling_label} {spelled}"
        own = plan.own(texts)
        for lines in own.values():
            self._fonts.note(lines)
        shown = {name: show(lines, " " if name in _WORDS else "") for name, lines in own.items()}
        if label_and_class := own.get("division"):
            shown["division"] = f"{show(label_and_class[:-1], ' ')} {show(label_and_class[-1:])}"
        behind = _artifact(arrows([*own.get("login", ()), *own.get("password", ())]))
        password = texts.get("password", "")
        if len(password) <= _capacity(self.plan.slots["password"]):
            behind += self._shade(len(password))
        return behind, shown

    def _division(self, division: str, kind: SlipKind) -> str:
        """Return the operators of a class, which is set and drawn once for all of its slips of a kind."""
        if not division:
            return ""
        plan = self.plans[kind]
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


def _tags(plan: SlipPlan) -> tuple[Tag, ...]:
    return tuple(Tag(part.kind, f"/Alt {_ALT} 0 R" if part.kind == "Figure" else "") for part in plan.parts)


def _capacity(slot: Slot) -> int:
    """Return how many characters of a monospaced face stand on one line in the largest size."""
    return int(slot.plain_ems / slot.face.width("0") + _HAIR)
