"""One document: what it shows on every slip, drawn once, and the stamping of what changes from slip to slip."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, cast

from attrs import define, field
from reportlab.lib.units import mm

from cyclades_accounts.papillons import EmailPapillon, Layout, Papillon
from cyclades_accounts.pdf._about import catalog, information, packet, stream, text_string
from cyclades_accounts.pdf._embedding import font_objects
from cyclades_accounts.pdf._fonts import Faces, Run
from cyclades_accounts.pdf._ink import Cover, Ink
from cyclades_accounts.pdf._ledger import (
    CATALOG,
    FIRST_FREE,
    INFO,
    PAGES,
    RESOURCES,
    STRUCTURE,
    XMP,
    Tag,
    shape_of,
)
from cyclades_accounts.pdf._letterhead import Lifted
from cyclades_accounts.pdf._operators import frame, number, numbers, qr_code, rectangles, show, signs
from cyclades_accounts.pdf._planning import Kind
from cyclades_accounts.pdf._sheet import PAGE_HEIGHT, PAGE_WIDTH, cuts, pages, places
from cyclades_accounts.pdf._slip import Rect, SlipPlan, Slot
from cyclades_accounts.pdf._stamp import Stamp, press, press_without_password
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import Line, tidy
from cyclades_accounts.pdf._wording import Wording
from cyclades_accounts.pdf._writer import Sheet, Writer

_CUT_GREY: Final = 0.4
_HAIR: Final = 1e-9  # rounding
_ALT: Final = FIRST_FREE  # number of the QR code's alternative text
FIRST_LIFTED: Final = FIRST_FREE + 1
"""Number of the letterhead."""

_WORDS: Final = {"name", "spelled", "count"}
"""Own texts whose lines end between two words: a blank keeps them apart."""
_FRAMES: Final = {Kind.PASSWORD: "F", Kind.EMAIL: "FE", Kind.COVER: "FC"}
_DRAWN: Final = {Kind.PASSWORD: "B", Kind.EMAIL: "E", Kind.COVER: "C"}
"""What pages call the frame of a slip, and, with their numbers, the parts of it."""


class _Made(NamedTuple):
    """What is made once for a document, and then remembered."""

    stamp: Callable[[Kind, int, int], Stamp]
    sheet: Callable[[tuple[Kind, ...]], Sheet]
    division: Callable[[str, Kind], str]


@define
class Document:
    """Makes one document of checked slips; it lives for one call of the renderer, since it holds passwords."""

    wording: Wording
    style: PapillonStyle
    faces: Faces
    plans: Mapping[Kind, SlipPlan]
    """A plan for each kind of slip in the pile, and always that of slips with a password."""
    layout: Layout
    letterhead: Lifted | None
    _forms: dict[str, str] = field(factory=dict, init=False)
    """The operators of what stands on more than one slip, drawn once, by resource."""
    _runs: dict[str, Run] = field(factory=dict, init=False)
    """A run of every font and subset that the document shows, by resource."""

    @property
    def plan(self) -> SlipPlan:
        """The plan of slips that show a password."""
        return self.plans[Kind.PASSWORD]

    def draw(self, pile: Sequence[Ink]) -> bytes:
        """Return the document."""
        writer = Writer()
        made = _Made(cache(self._stamp), cache(self._mixed_sheet), cache(self._division))
        if self.style.spelling and not self.layout.is_label:  # a text of its own on each slip: none is usual
            writer.write(self._mixed(page, made) for page in pages(pile, self.layout))
        else:
            writer.write(self._pages(pile, made))
        return writer.close(self._shared(writer.behind))

    def _pages(self, pile: Sequence[Ink], made: _Made) -> Iterator[tuple[Sheet, str]]:
        """Stamp every slip. A class is set once; nearly all other texts fit as they are encoded."""
        plan, kind = self.plan, Kind.PASSWORD
        stamps = [made.stamp(kind, place, place * len(plan.parts)) for place in range(self.layout.places)]
        sheets = [self._sheet(stamps[: last + 1]) for last in range(len(stamps))]
        name_ems, logins, passwords = plan.name.plain_ems, _capacity(plan.login), _capacity(plan.password)
        set_division, shade = cache(lambda division: made.division(division, kind)), cache(self._shade)
        for page in pages(pile, self.layout):
            if len(self.plans) > 1 and any(_kind(ink) is not Kind.PASSWORD for ink in page):
                yield self._mixed(page, made)
                continue
            content = ""
            for place, (papillon, name, ems, encoded_name, login, password) in enumerate(page):
                stamp, division = stamps[place], set_division(papillon.division)
                if ems <= name_ems and len(login) <= logins and len(password) <= passwords:
                    own = press(stamp.usual, (shade(len(password)), encoded_name, division, login, password))
                else:
                    own = press(stamp.unusual, self._own(cast("Papillon", papillon), name, division))
                content = f"{content}{stamps[place - 1].closing}{stamp.opening}{own}" if place else own
            yield sheets[len(page) - 1], content

    def _sheet(self, stamps: Sequence[Stamp]) -> Sheet:
        """Return what pages of so many slips have in common."""
        return Sheet(shape_of((_tags(self.plan),) * len(stamps)), self._cut + stamps[0].opening, stamps[-1].closing)

    @property
    def _cut(self) -> str:
        """The cut lines of a page, as they are drawn, or nothing."""
        return "/Artifact BMC /X Do EMC\n" if self.layout.has_cut_lines and any(cuts(self.layout)) else ""

    def _mixed(self, page: Sequence[Ink], made: _Made) -> tuple[Sheet, str]:
        """Set a page of slips of any kind."""
        kinds = tuple(map(_kind, page))
        content, mark = "", 0
        for place, (ink, kind) in enumerate(zip(page, kinds, strict=True)):
            if self._is_usual(ink, kind):
                stamp, division = made.stamp(kind, place, mark), made.division(ink.papillon.division, kind)
                content += stamp.opening + self._press(ink, kind, stamp, division) + stamp.closing
            else:
                content += self._set(ink, places(self.layout)[place], mark)
            mark += len(self.plans[kind].parts)
        return made.sheet(kinds), content

    def _is_usual(self, ink: Ink, kind: Kind) -> bool:
        """Whether the texts of a slip fit on a line each, as they are encoded."""
        plan = self.plans[kind]
        return (
            "spelled" not in plan.slots
            and ink.ems <= plan.name.plain_ems
            and len(ink.login) <= _capacity(plan.login)
            and (kind is Kind.EMAIL or len(ink.password) <= _capacity(plan.password))
        )

    def _press(self, ink: Ink, kind: Kind, stamp: Stamp, division: str) -> str:
        if kind is Kind.EMAIL:
            return press_without_password(stamp.usual, (ink.encoded_name, division, ink.login))
        return press(stamp.usual, (self._shade(len(ink.password)), ink.encoded_name, division, ink.login, ink.password))

    def _stamp(self, kind: Kind, place: int, mark: int) -> Stamp:
        return Stamp.of(self.plans[kind], places(self.layout)[place], mark, _FRAMES[kind], _DRAWN[kind])

    def _mixed_sheet(self, kinds: tuple[Kind, ...]) -> Sheet:
        return Sheet(shape_of(tuple(_tags(self.plans[kind]) for kind in kinds)), self._cut, "")

    def _set(self, ink: Ink, place: Rect, mark: int) -> str:
        """Set a slip of any kind at a place, whose first part is marked content ``mark`` of the page."""
        papillon, kind = ink.papillon, _kind(ink)
        plan = self.plans[kind]
        texts = {"name": ink.name, "division": papillon.division, "login": papillon.login}
        if isinstance(papillon, Cover):
            texts["count"] = self.wording.cover_count.format(count=papillon.slips)
        if isinstance(papillon, Papillon):
            texts["password"] = papillon.password.reveal()
            if self.style.spelling:
                spelled = self.style.spelling.spell(texts["password"], space="\u00a0")
                texts["spelled"] = f"{self.wording.spelling_label} {spelled}"
        own = plan.own(texts)
        for lines in own.values():
            self._note(lines)
        shown = {name: show(lines, " " if name in _WORDS else "") for name, lines in own.items()}
        if division := own.get("division"):
            shown["division"] = f"{show(division[:-1], ' ')} {show(division[-1:])}"  # a blank after the label
        parts = [
            f"/{part.kind}<</MCID {mark + number}>>BDC /{_DRAWN[kind]}{number} Do "
            f"{' '.join(shown[name] for name in part.own)} EMC\n"
            for number, part in enumerate(plan.parts)
        ]
        moved = f"q 1 0 0 1 {numbers(place.x, place.y)} cm /Artifact BMC /{_FRAMES[kind]} Do EMC\n"
        return f"{moved}{self._behind(own, texts.get('password', ''))}{''.join(parts)}Q\n"

    def _behind(self, own: Mapping[str, Sequence[Line]], password: str) -> str:
        """Return what is drawn behind the texts of an unusual slip."""
        drawn = signs([*own.get("login", ()), *own.get("password", ())])
        behind = f"/Artifact BMC {drawn} EMC\n" if drawn else ""
        return behind + (self._shade(len(password)) if len(password) <= _capacity(self.plan.password) else "")

    def _own(self, papillon: Papillon, name: str, division: str) -> tuple[str, str, str, str, str]:
        """Set what is one candidate's own, as :func:`press` takes it."""
        password = papillon.password.reveal()
        own = self.plan.own({"name": name, "division": "", "login": papillon.login, "password": password})
        for lines in own.values():
            self._note(lines)
        behind = self._behind(own, password)
        return behind, show(own["name"], " "), division, show(own["login"]), show(own["password"])

    def _division(self, division: str, kind: Kind) -> str:
        """Set a class: once for all of its slips of a kind."""
        if not division:
            return ""
        plan = self.plans[kind]
        lines = plan.division.lines(tidy(division))
        self._note(lines)
        return self._form(f"D{len(self._forms)}", f"{show(plan.division_label, ' ')} {show(lines)}")

    def _shade(self, length: int) -> str:
        """Shade the groups of a password that stands on one line."""
        shade = rectangles(self.plan.bands(length), self.style.band_grey)
        return f"/Artifact BMC {self._form(f'G{length}', shade)} EMC\n" if shade else ""

    def _form(self, name: str, operators: str) -> str:
        """Keep operators that stand on more than one slip, and return the operator that draws them."""
        self._forms[name] = operators
        return f"/{name} Do"

    def _note(self, lines: Sequence[Line]) -> None:
        """Remember the fonts of some lines, and not what they say."""
        for line in lines:
            for run in line.runs:
                self._runs.setdefault(run.resource, Run(run.font, "", run.subset, run.resource))

    def _shared(self, first: int) -> dict[int, bytes]:
        """Return the objects that all pages share; what is drawn once, and fonts, are numbered from ``first`` on."""
        title = self.wording.title
        for face in (self.faces.strong, self.faces.code):
            self._runs.setdefault(face.key, face.runs("A")[0])
        self._form("X", self._cut_lines())
        for kind, plan in self.plans.items():
            self._note([*plan.fixed, *plan.division_label])
            under = self.letterhead.operators(plan) if self.letterhead else ""
            self._form(_FRAMES[kind], under + frame(plan, self.style))
            for index, part in enumerate(plan.parts):
                code = plan.code if part.kind == "Figure" else None
                operators = qr_code(self.wording.site_url, code) if code else show(part.fixed, " ")
                self._form(f"{_DRAWN[kind]}{index}", operators)
        shared = {
            CATALOG: catalog(pages=PAGES, metadata=XMP, structure=STRUCTURE),
            INFO: information(title),
            XMP: packet(title),
            _ALT: text_string(self.wording.site_code_alt).encode(),
        }
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {numbers(PAGE_WIDTH, PAGE_HEIGHT)}]/Resources {RESOURCES} 0 R"
        lifted = self.letterhead.bodies if self.letterhead else ()
        shared.update(enumerate(lifted, FIRST_LIFTED))
        for index, operators in enumerate(self._forms.values(), first):
            shared[index] = stream(box, operators.encode("latin-1"))
        forms = "".join(f"/{name} {index} 0 R" for index, name in enumerate(self._forms, first))
        forms += f"/L {FIRST_LIFTED} 0 R" if lifted else ""
        fonts, index = "", first + len(self._forms)
        for resource, run in sorted(self._runs.items()):
            fonts += f"/{resource} {index} 0 R"
            for body in font_objects(run.font, run.subset, index):
                shared[index] = body
                index += 1
        shared[RESOURCES] = f"<</Font<<{fonts}>>/XObject<<{forms}>>>>".encode()
        return shared

    def _cut_lines(self) -> str:
        style, (xs, ys) = self.style, cuts(self.layout)
        lines = [f"{number(x)} 0 m {numbers(x, PAGE_HEIGHT)} l" for x in xs]
        lines += [f"0 {number(y)} m {numbers(PAGE_WIDTH, y)} l" for y in ys]
        dash = number(style.cut_dash_mm * mm)
        return f"{number(style.cut_width_pt)} w {number(_CUT_GREY)} G [{dash} {dash}] 0 d {' '.join(lines)} S"


def _kind(ink: Ink) -> Kind:
    if isinstance(ink.papillon, Papillon):
        return Kind.PASSWORD
    return Kind.EMAIL if isinstance(ink.papillon, EmailPapillon) else Kind.COVER


def _tags(plan: SlipPlan) -> tuple[Tag, ...]:
    return tuple(Tag(part.kind, f"/Alt {_ALT} 0 R" if part.kind == "Figure" else "") for part in plan.parts)


def _capacity(slot: Slot) -> int:
    """Return how many characters of a monospaced face stand on one line in the largest size."""
    return int(slot.plain_ems / slot.face.width("0") + _HAIR)
