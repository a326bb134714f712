"""``triage help doctor``: what is installed, where things lie, what is missing, and what may go wrong."""

import locale
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from triage import __version__
from triage.adapters.home import drafts
from triage.adapters.home.network import is_on_network
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home, without_password
from triage.adapters.home.synced import synced_by
from triage.adapters.register.register import open_register
from triage.adapters.rules.rulefiles import load_form
from triage.adapters.terminal.attended import is_attended
from triage.core.messages import Listed, Message, Number, TriageError, Typed, say
from triage.core.request.request import FIGURES, Profile

DISTRIBUTION = "marketing-triage"
_FOR_PROGRAMS = frozenset({"dev", "spark"})
"""Extras of no use to whoever types commands."""
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)[^;]*(?:;.*extra\s*==\s*[\"'](?P<extra>\w+)[\"'])?")


def examine(home: Home, rules: str | None) -> Iterator[tuple[Message, list[Message]]]:
    """Yield each part of the examination: its heading, and what was found."""
    yield say("doctor.installed"), list(_installed())
    yield say("doctor.places"), list(_places(home, rules))
    if missing := list(_missing(home)):
        yield say("doctor.missing"), missing
    if warnings := list(_warnings(home)):
        yield say("doctor.careful"), warnings


def _installed() -> Iterator[Message]:
    system = Typed(f"{platform.system()} {platform.release()}")
    yield say("doctor.triage", version=__version__, python=platform.python_version(), system=system)
    yield say("doctor.program", path=Typed(str(Path(sys.argv[0]).resolve())))
    there, missing = _packages()
    yield say("doctor.packages", packages=Listed(tuple(Typed(f"{name} {version}") for name, version in there)))
    for extra, names in missing.items():
        yield say("doctor.extra", extra=extra, packages=Listed(tuple(map(Typed, names))), all=" ".join(names))


def _packages() -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """What the program needs with its versions, and what is not there of what it can use, by its extra."""
    there: list[tuple[str, str]] = []
    missing: dict[str, list[str]] = {}
    try:
        requirements = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # it is run from its folder, without having been installed
        requirements = []
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        extra = found["extra"] if found else None
        if not found or extra in _FOR_PROGRAMS or found["name"].startswith(DISTRIBUTION):
            continue
        name = found["name"].split("[")[0]
        try:
            there.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            missing.setdefault(extra or "", []).append(name)
    return there, missing


def _places(home: Home, rules: str | None) -> Iterator[Message]:
    yield say("doctor.home", path=Typed(str(home.folder)))
    own_rules = rules or (str(home.rules) if _is_there(home.rules) else "")
    yield say("doctor.rules.own", path=Typed(own_rules)) if own_rules else say("doctor.rules")
    yield say("doctor.profile" if _is_there(home.profile) else "doctor.profile.none", path=Typed(str(home.profile)))
    place = without_password(home.server, home.server) if home.server else str(home.register)
    try:
        with open_register(home) as register:
            count = sum(1 for _ in register.newest())
        is_made = home.server or _is_there(home.register)
        yield say("doctor.register" if is_made else "doctor.register.none", path=Typed(place), count=Number(count))
    except TriageError as error:
        yield say("doctor.register.broken", path=Typed(place), why=error.problems[0].message)
    left = len(drafts.all_drafts(home.drafts))
    yield say("doctor.drafts" if left else "doctor.drafts.none", path=Typed(str(home.drafts)), count=Number(left))
    if _is_there(home.memo_template):
        yield say("doctor.template", path=Typed(str(home.memo_template)))


def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - that of pathlib raises where the home is closed to us


def _missing(home: Home) -> Iterator[Message]:
    """What makes a verdict better and has not been said yet, and what a person needs to be asked anything."""
    try:
        yield from _missing_of_the_firm(load_profile(home), home)
    except TriageError as error:
        yield from (problem.message for problem in error.problems)
    if shutil.which("triage") is None:
        yield say("doctor.missing.path")
    if not is_attended():
        yield say("doctor.missing.terminal")


def _missing_of_the_firm(profile: Profile | None, home: Home) -> Iterator[Message]:
    if profile is None:
        yield say("doctor.missing.profile")
        return
    firm = load_form("firm", home=home)
    figures = [firm.questions[name].label for name in FIGURES if getattr(profile, name) is None]
    if figures:
        yield say("doctor.missing.figures", figures=Listed(tuple(figures)))
    if not profile.goals:
        yield say("doctor.missing.goals")


def _warnings(home: Home) -> Iterator[Message]:
    service = "" if home.server else synced_by(home.folder)
    if service:
        yield say("doctor.synced", service=service, path=Typed(str(home.folder)))
    elif not home.server and is_on_network(home.folder):
        yield say("doctor.network", path=Typed(str(home.folder)))
    for path in drafts.unreadable(home.drafts):
        yield say("draft.unreadable", path=Typed(str(path)))
    encoding = (sys.stdout.encoding or locale.getpreferredencoding(do_setlocale=False)).lower()
    if encoding.replace("-", "").replace("_", "") not in {"utf8", "cp65001"}:
        yield say("doctor.encoding", encoding=encoding)
