"""One document: what it shows on every slip, drawn once, and the stamping of what changes from slip to slip."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from attrs import define, field
from reportlab.lib.units import mm

from cyclades_accounts.papillons import Layout
from cyclades_accounts.pdf._embedding import font_objects
from cyclades_accounts.pdf._fonts import Faces, Run
from cyclades_accounts.pdf._ink import Ink
from cyclades_accounts.pdf._operators import frame, number, numbers, qr_code, rectangles, show, signs
from cyclades_accounts.pdf._sheet import PAGE_HEIGHT, PAGE_WIDTH, cuts, pages, places
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import Line
from cyclades_accounts.pdf._wording import Wording
from cyclades_accounts.pdf._writer import (
    CATALOG,
    FIRST_FREE,
    INFO,
    PAGES,
    RESOURCES,
    STRUCTURE,
    XMP,
    Tag,
    Writer,
)

CREATOR: Final = "cyclades_accounts"

_CUT_GREY: Final = 0.4
_ALT: Final = FIRST_FREE  # number of the QR code's alternative text
_FRAME: Final = FIRST_FREE + 1  # numbers of the parts drawn once: frame, cut lines, then the slip's parts
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@define
class Document:
    """Makes one document of checked slips; it lives for one call of the renderer, since it holds passwords."""

    wording: Wording
    style: PapillonStyle
    faces: Faces
    plan: SlipPlan
    layout: Layout
    _runs: dict[str, Run] = field(factory=dict, init=False)
    """A run of every font and subset that the document shows, by resource."""

    def draw(self, pile: Sequence[Ink]) -> bytes:
        """Return the document."""
        plan, writer = self.plan, Writer(self._tags())
        usual = [self._stamp(place) for place in range(self.layout.places)]
        name_ems, division_ems = plan.name.plain_ems, plan.division.plain_ems
        logins, passwords = (int(slot.plain_ems / slot.face.width("0") + 1e-9) for slot in (plan.login, plan.password))
        bands = [self._bands(length) for length in range(passwords + 1)]
        cut = "/Artifact BMC /X Do EMC\n" if self.layout.has_cut_lines and any(cuts(self.layout)) else ""
        for page in pages(pile, self.layout):
            content = cut
            for stamp, ink in zip(usual, page, strict=False):
                text = ink.encoded
                if (
                    text
                    and text.name_ems <= name_ems
                    and text.division_ems <= division_ems
                    and len(text.login) <= logins
                    and len(text.password) <= passwords
                ):
                    content += stamp[0] % (
                        bands[len(text.password)],
                        text.name,
                        text.division,
                        text.login,
                        text.password,
                    )
                else:
                    content += stamp[1] % self._own(ink, passwords)
            writer.add_page(len(page), content)
        return writer.close(self._shared())

    def _tags(self) -> tuple[Tag, ...]:
        return tuple(Tag(part.kind, f"/Alt {_ALT} 0 R" if part.kind == "Figure" else "") for part in self.plan.parts)

    def _stamp(self, index: int) -> tuple[str, str]:
        """Return a slip at a place as two texts to fill in: one takes encoded texts, the other operators.

        Both take what is shaded first, then name, class, login and password.
        """
        place, plan = places(self.layout)[index], self.plan
        usual = {
            "name": self._plain("S", plan.name.rect.x, plan.name.baseline, plan.name.size, " "),
            "division": show(plan.division_label, " ").replace("%", "%%")
            + " "
            + self._plain("S", plan.division.rect.x, plan.division.baseline, plan.division.size),
            "login": self._plain("C", plan.login.rect.x, plan.login.baseline, plan.login.size),
            "password": self._plain("C", plan.password.rect.x, plan.password.baseline, plan.password.size),
        }
        texts = []
        for own in (usual, dict.fromkeys(usual, "%s")):
            parts = [
                f"/{part.kind}<</MCID {index * len(plan.parts) + number}>>BDC /B{number} Do "
                f"{' '.join(own[name] for name in part.own)} EMC\n"
                for number, part in enumerate(plan.parts)
            ]
            texts.append(f"q 1 0 0 1 {numbers(place.x, place.y)} cm /Artifact BMC /F Do %s EMC\n{''.join(parts)}Q\n")
        return texts[0], texts[1]

    @staticmethod
    def _plain(font: str, x: float, y: float, size: float, end: str = "") -> str:
        return f"BT {numbers(x, y)} Td /{font} {number(size)} Tf(%s{end})Tj ET"

    def _own(self, ink: Ink, passwords: int) -> tuple[str, str, str, str, str]:
        papillon = ink.papillon
        password = papillon.password.reveal()
        own = self.plan.own(ink.name, papillon.division, papillon.login, password)
        for lines in own.values():
            self._note(lines)
        bands = self._bands(len(password)) if len(password) <= passwords else ""
        behind = f"{bands} {signs(own['login'] + own['password'])}"
        return behind, show(own["name"], " "), show(own["division"]), show(own["login"]), show(own["password"])

    def _bands(self, length: int) -> str:
        return rectangles(self.plan.bands(length), self.style.band_grey)

    def _note(self, lines: Sequence[Line]) -> None:
        """Remember the fonts of some lines, and not what they say."""
        for line in lines:
            for run in line.runs:
                self._runs.setdefault(run.resource, Run(run.font, "", run.subset, run.resource))

    def _shared(self) -> dict[int, bytes]:
        """Return the objects that all pages share."""
        plan, title = self.plan, self.wording.title
        self._note([*plan.fixed, *plan.division_label])
        for face in (self.faces.strong, self.faces.code):
            self._runs.setdefault(face.key, face.runs("A")[0])
        drawn = [frame(plan, self.style), self._cut_lines(), *(show(part.fixed, " ") for part in plan.parts)]
        if plan.code:
            figure = next(number for number, part in enumerate(plan.parts) if part.kind == "Figure")
            drawn[figure + 2] = qr_code(self.wording.site_url, plan.code)
        shared = {
            CATALOG: f"<</Type/Catalog/Pages {PAGES} 0 R/Lang(fr)/MarkInfo<</Marked true>>/Metadata {XMP} 0 R"
            f"/StructTreeRoot {STRUCTURE} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>".encode(),
            INFO: f"<</Title{_string(title)}/Creator({CREATOR})/Producer({CREATOR})>>".encode(),
            XMP: _stream("/Type/Metadata/Subtype/XML", _XMP.format(title=escape(title)).encode()),
            _ALT: _string(self.wording.site_code_alt).encode(),
        }
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {numbers(PAGE_WIDTH, PAGE_HEIGHT)}]/Resources {RESOURCES} 0 R"
        for index, operators in enumerate(drawn, _FRAME):
            shared[index] = _stream(box, operators.encode("latin-1"))
        names = ["F", "X", *(f"B{number}" for number in range(len(plan.parts)))]
        forms = "".join(f"/{name} {index} 0 R" for index, name in enumerate(names, _FRAME))
        fonts, index = "", _FRAME + len(drawn)
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


def _string(text: str) -> str:
    """Return a text as a PDF string in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _stream(entries: str, data: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data)
