"""One cell, between what it means and how it is written."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.rosters._files.cells import (
    EMPTY_CELL,
    read_cell,
    read_wrapped_cell,
    write_cell,
    write_wrapped_cell,
)
from cyclades_accounts.rosters._lists.csv_writer import write_csv
from tests.rosters.strategies import texts, writable_texts


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", " -"),
        ("LABBÉ", "LABBÉ"),
        ("2070557748", "2070557748"),
        ("0", "0"),
        ("520556945HK", "520556945HK"),
        ("D'HERVÉ", "D'HERVÉ"),
        ("'T HOOFT", "'T HOOFT"),
        ("-", "'-"),
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\t\r\n =x", "'=x"),
        ("'\tx", "''\tx"),
        ("\0x", "\ufffdx"),
        ("'=1+1", "''=1+1"),
        ("a,=1+1", "a,'=1+1"),
        ("=1,\t =2", "'=1,\t '=2"),
        ("a,'@x", "a,''@x"),
        ("a, -", "a, '-"),
        ("a,\f\u2009=1", "a,\f\u2009'=1"),
        ('a,"\f =1', "a,'\"\f =1"),
        ('a,"\n=1', "a,\"\n'=1"),
        ("1,-2", "1,'-2"),
        ("DUPONT, Léa", "DUPONT, Léa"),
        ("001", "'001'"),
        ("2e5", "'2e5'"),
        ("'2e5'", "''2e5''"),
        ("3.10", "'3.10'"),
        ("3-4", "'3-4'"),
        ("123456789012", "'123456789012'"),
        (",5", "',5'"),
        ("5205569451E", "5205569451E"),
        ("1 234,50", "'1 234,50'"),
        ("05205569451", "'05205569451'"),
    ],
)
def test_how_a_text_is_written(text: str, cell: str) -> None:
    """Formulas get an apostrophe, numbers that a spreadsheet would rewrite get two, and the rest stays as it is."""
    assert write_cell(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"), [("", " -"), ("3A", "'3A'"), ("2E5", "'2E5'"), ("-", "'-'"), ("=1", "'=1'"), ("\0", "'\ufffd'")]
)
def test_how_a_division_is_written(text: str, cell: str) -> None:
    """Divisions always stand between apostrophes, as CYCLADES writes them."""
    assert write_wrapped_cell(text) == cell


@given(writable_texts.map(str.strip))
def test_reading_undoes_writing(text: str) -> None:
    """Every text without NUL and without spaces around it comes back exactly."""
    assert read_cell(write_cell(text)) == text
    assert read_wrapped_cell(write_wrapped_cell(text)) == text


@given(texts)
def test_no_cell_is_a_formula_or_loses_a_number(text: str) -> None:
    """No written cell starts as a formula (ASVS 5.0 1.2.10), and none is a number but a plain one of 11 digits."""
    for cell in (write_cell(text), write_wrapped_cell(text)):
        assert cell[0] not in "=+-@\t\r\n\0"
        if re.fullmatch(r"[0-9]*[.,]?[0-9]+[.,]?([eE][+-]?[0-9]+)?|[0-9]+[-/:][0-9]+", cell):
            assert re.fullmatch(r"0|[1-9][0-9]{0,10}", cell)


@given(st.lists(st.lists(texts, min_size=1, max_size=3), max_size=3))
def test_no_part_of_a_file_is_a_formula(rows: list[list[str]]) -> None:
    """However a program splits a file, at commas too and with or without quotation marks, nothing is a formula."""
    for write in (write_cell, write_wrapped_cell):
        content = write_csv([map(write, row) for row in rows]).decode("utf-8-sig")
        for separator in ",;|\t":
            cells = [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator) for cell in row]
            parts = [*cells, *re.split(f"[\r\n{separator}]", content), *re.split("[,;|\t\r\n]", content)]
            parts = [part for part in parts if not part.lstrip("\r\n").startswith(EMPTY_CELL)]
            assert not [part for part in parts if part.strip().startswith(tuple("=+-@"))]


@given(texts)
def test_an_empty_cell_means_nothing(text: str) -> None:
    """A blank cell and a lone hyphen read as empty, and only a blank text is written so."""
    if text.strip() in {"", "-"}:
        assert read_cell(text) == read_wrapped_cell(text) == ""
    assert (write_cell(text) == EMPTY_CELL) == (write_wrapped_cell(text) == EMPTY_CELL) == (not text.strip())
