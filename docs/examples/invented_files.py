"""The pupils of the invented collège in every format that schools have; the same pupils in all of them.

``invented_school.py`` invents the people. Start it with ``python -m docs.examples.invented_files FOLDER``, from the
root of the repository, to have the files written into a folder. The script uses neither chance nor clock: it always
writes the same bytes.
"""

import csv
import io
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from docs.examples import invented_school as school

Pupil = school.Pupil

HORS_BEE_LINE: Final = (
    "civilite;nom_famille;prenoms;ine;pays_naissance;date_naissance;depCOM_naissance;commune_naissance;nationalite;pays;"
    "adresse_1;adresse_2;adresse_3;adresse_4;code_postal;localite;telephone;telephone_mobile;adresse_mail;"
    "categ_socio_pro;etablissement;division_classe;serie;enseignement;categorie;langue_section_inter;"
    "langue_section_euro;specialite1;specialite2;specialite3;LVA;LVB;zone_geo_souhaitee;dnl"
)
RESULTS_LINE: Final = (
    "Série;Code Etablissement;Libellé Etablissement;Commune Etablissement;Division de classe;Catégorie candidat;"
    "Numéro Candidat;INE;Nom candidat;Prénom candidat;Date de naissance;Résultat;TOTAL GENERAL"
)
SIECLE_LINE: Final = (
    "NOM;PRENOM;SEXE;NE(E) LE;MEF;DIV.;REG.;OPT1;OPT2;OPT3;OPT4;OPT5;OPT6;OPT7;OPT8;OPT9;OPT10;OPT11;OPT12;"
    "DIV. PREC.;Doublant"
)
COMPLETE_LINE: Final = (
    "Nom de famille;Nom d'usage;Prénom;Prénom 2;Prénom 3;Id National;Sexe;Date Naissance;Email;Lib. MEF;"
    "Code Structure;Date Entrée;Date Sortie"
)
RESULTS_2026_LINE: Final = (
    "Série;Établissement;Division;N° candidat;INE;Nom;Prénom(s);Date de naissance;Décision;Note finale /20"
)
PRONOTE_LINE: Final = (
    "Élèves;Encouragement/Valorisation;Né(e) le;Sexe;Adresse E-mail;Entrée;Sortie;;Classe de rattachement;Tuteur;"
    "Cnx Ele.;Option 1;Régime"
)
HORS_BEE_HEADER, RESULTS_HEADER, SIECLE_HEADER = (
    line.split(";") for line in (HORS_BEE_LINE, RESULTS_LINE, SIECLE_LINE)
)
FAULTY: Final = frozenset({school.BAD_DATE.ine, school.NO_INE.ine, school.CUT.ine})
GONE: Final = Pupil("3B", "GOASDOUÉ", "Elouan", "19/03/2010", "990000064FD", "elouan.goasdoue@example.org")
"""A pupil who has left the collège: SIECLE still knows him."""


def pupils() -> list[Pupil]:
    """Return the pupils of January whose lines have no fault."""
    return [pupil for pupil in school.january() if pupil.ine not in FAULTY]


def _serie(pupil: Pupil) -> str:
    return "Professionnelle" if pupil.division == "3D" else "Générale"


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ";") -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def liste_detaillee(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the « Liste détaillée » without faulty lines."""
    return school.detailed_list(pupils() if people is None else people)


def liste_simple(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the « Liste simple »: the columns of the public samples, and no others."""
    return school.simple_list(pupils() if people is None else people)


def import_hors_bee(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the CSV with which a school without SIECLE brings its candidates into CYCLADES."""

    def row(pupil: Pupil) -> list[str]:
        known = {
            "nom_famille": pupil.family_name,
            "prenoms": pupil.given_names,
            "ine": pupil.ine,
            "date_naissance": pupil.birth_date,
            "nationalite": "100",
            "pays": "100",
            "adresse_mail": pupil.email,
            "etablissement": school.SCHOOL_UAI,
            "division_classe": pupil.division,
            "serie": _serie(pupil),
            "categorie": pupil.category,
        }
        return [known.get(name, "") for name in HORS_BEE_HEADER]

    return _rows(HORS_BEE_HEADER, map(row, pupils() if people is None else people)).encode()


def resultats_dnb(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the results of the DNB, in Windows-1252 where the names fit, else in UTF-8."""
    rows = (
        [
            _serie(pupil),
            school.SCHOOL_UAI,
            school.SCHOOL_NAME,
            "PORT-EN-MER",
            pupil.division,
            pupil.category,
            str(pupil.number),
            pupil.ine,
            pupil.family_name,
            pupil.given_names,
            pupil.birth_date,
            "ADMIS MENTION BIEN",
            "612,5",
        ]
        for pupil in (pupils() if people is None else people)
    )
    text = "Résultats DNB\r\n\r\n" + _rows(RESULTS_HEADER, rows)
    try:
        return text.encode("windows-1252")
    except UnicodeEncodeError:
        return text.encode()


def siecle_csv(people: Iterable[Pupil] | None = None) -> bytes:
    """Return SIECLE's list by division, in ISO-8859-1 where the names fit, else in UTF-8; no INE."""
    rows = (
        [
            pupil.family_name,
            pupil.given_names,
            "F",
            pupil.birth_date,
            '="10310019110"',
            f'="{pupil.division}"' if pupil.division else "",
            *[""] * (len(SIECLE_HEADER) - 6),
        ]
        for pupil in (pupils() if people is None else people)
    )
    text = _rows(SIECLE_HEADER, rows)
    try:
        return text.encode("iso-8859-1")
    except UnicodeEncodeError:
        return text.encode()


def eleves_complete(people: Iterable[Pupil] | None = None) -> bytes:
    """Return SIECLE's ``ElevesComplete``, in Windows-1252 where the names fit, else in UTF-8."""

    def row(pupil: Pupil) -> list[str]:
        first, *others = [*pupil.given_names.split(", "), "", ""][:3]
        entered = ["F", pupil.birth_date, pupil.email, "3EME", pupil.division, "01/09/2024", ""]
        return [pupil.family_name, pupil.usage_name, first, *others, pupil.ine, *entered]

    text = _rows(COMPLETE_LINE.split(";"), map(row, pupils() if people is None else people))
    try:
        return text.encode("windows-1252")
    except UnicodeEncodeError:
        return text.encode()


def resultats_2026(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the results of the DNB with the titles of 2026."""

    def row(pupil: Pupil) -> list[str]:
        person = [pupil.ine, pupil.family_name, pupil.given_names, pupil.birth_date]
        return [_serie(pupil), school.SCHOOL_NAME, pupil.division, str(pupil.number), *person, "ADMIS", "14,2"]

    return _rows(RESULTS_2026_LINE.split(";"), map(row, pupils() if people is None else people)).encode()


def pronote(people: Iterable[Pupil] | None = None) -> bytes:
    """Return PRONOTE's « Élèves »: both names in one column, no INE."""

    def row(pupil: Pupil) -> list[str]:
        name = f"{pupil.family_name} {pupil.given_names}"
        schooling = ["01/09/2024", "", "", pupil.division, "", "", "ANGLAIS LV1", "EXTERNE LIBRE"]
        return [name, "", pupil.birth_date, "Féminin", pupil.email, *schooling]

    return _rows(PRONOTE_LINE.split(";"), map(row, pupils() if people is None else people)).encode("utf-8-sig")


def siecle_xml(people: Iterable[Pupil] | None = None) -> bytes:
    """Return ``ElevesSansAdresses.xml`` in ISO-8859-15, with one pupil who has left."""
    everyone = [*(pupils() if people is None else people), GONE]
    parts = [
        '<?xml version="1.0" encoding="ISO-8859-15"?>\n<BEE_ELEVES VERSION="2.1">\n<PARAMETRES>',
        f"<UAJ>{school.SCHOOL_UAI}</UAJ><ANNEE_SCOLAIRE>{school.SESSION_YEAR - 1}</ANNEE_SCOLAIRE>",
        "<DATE_EXPORT>14/01/2025</DATE_EXPORT></PARAMETRES>\n<DONNEES>\n<ELEVES>\n",
    ]
    for number, pupil in enumerate(everyone, 1):
        first, *others = pupil.given_names.split(", ")
        fields = {
            "INE_RNIE": pupil.ine,
            "NOM_DE_FAMILLE": pupil.family_name,
            "NOM_USAGE": pupil.usage_name,
            "PRENOM": first,
            **{f"PRENOM{place}": name for place, name in enumerate(others, 2)},
            "DATE_NAISS": pupil.birth_date,
            "CODE_SEXE": "2",
            "MEL": pupil.email,
            "DATE_SORTIE": "06/01/2025" if pupil is GONE else "",
        }
        inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items() if text)
        parts.append(f'<ELEVE ELEVE_ID="{number}" ELENOET="{number}">{inner}</ELEVE>\n')
    parts.append("</ELEVES>\n<STRUCTURES>\n")
    for number, pupil in enumerate(everyone, 1):
        structures = [("3LATIN", "G"), (pupil.division, "D")] if pupil.division else []
        inner = "".join(
            f"<STRUCTURE><CODE_STRUCTURE>{code}</CODE_STRUCTURE><TYPE_STRUCTURE>{kind}</TYPE_STRUCTURE></STRUCTURE>"
            for code, kind in structures
        )
        parts.append(f'<STRUCTURES_ELEVE ELEVE_ID="{number}">{inner}</STRUCTURES_ELEVE>\n')
    parts.append("</STRUCTURES>\n</DONNEES>\n</BEE_ELEVES>\n")
    # Letters that ISO-8859-15 lacks become character references.
    return "".join(parts).encode("iso-8859-15", "xmlcharrefreplace")


def zipped(content: bytes, *names: str) -> bytes:
    """Return a zip with one file in it, or the same under several names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ["ElevesSansAdresses.xml"]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


FREE_COLUMNS: Final = {
    "family_name": "Nom",
    "given_names": "Prénoms",
    "usage_name": "Nom usuel",
    "ine": "Identifiant national",
    "birth_date": "Né(e) le",
    "division": "Classe",
    "email": "Courriel",
    "status": "Situation",
    "serie": "Série",
    "qualification": "Qualification",
    "category": "Catégorie",
    "number": "Numéro",
}
"""How the secretariat calls the columns of its own list."""


def free_csv(people: Iterable[Pupil] | None = None) -> bytes:
    """Return the secretariat's own list: tabs between cells, UTF-8 without byte order mark, columns of its own."""
    rows = (
        [
            pupil.family_name,
            pupil.given_names,
            pupil.usage_name,
            pupil.ine,
            pupil.birth_date,
            pupil.division,
            pupil.email,
            pupil.status,
            _serie(pupil),
            pupil.qualification,
            pupil.category,
            str(pupil.number),
        ]
        for pupil in (pupils() if people is None else people)
    )
    return _rows(list(FREE_COLUMNS.values()), rows, delimiter="\t").encode()


FILES: Final = {
    "liste_detaillee.csv": liste_detaillee,
    "liste_simple.csv": liste_simple,
    "import_hors_bee.csv": import_hors_bee,
    "resultats_dnb.csv": resultats_dnb,
    "EXP_Liste_des_eleves_par_division.csv": siecle_csv,
    "ElevesComplete.csv": eleves_complete,
    "resultats_dnb_2026.csv": resultats_2026,
    "pronote_eleves.csv": pronote,
    "ElevesSansAdresses.xml": siecle_xml,
    "ElevesSansAdresses.zip": lambda people=None: zipped(siecle_xml(people)),
    "liste_du_secretariat.csv": free_csv,
}
"""Every file, by its name."""


def main() -> None:
    """Write every file into a folder."""
    folder = Path(sys.argv[1])
    for name, make in FILES.items():
        content = make()
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
