"""What a program passes to the API, as what requests are read from: days, profiles, and values of other libraries."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import numpy as np

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.home import clock
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import find_home
from triage.core.messages import Place, Typed, failure
from triage.core.request.request import Profile, Request


def day_of(today: object) -> date:
    """The day that dates count from; an ISO date is read as one."""
    if isinstance(today, str):
        try:
            return date.fromisoformat(today)
        except ValueError:
            raise failure("api.today", given=Typed(today)) from None
    day = today.date() if isinstance(today, datetime) else clock.today() if today is None else today
    if not isinstance(day, date):
        raise failure("api.today", given=Typed(str(day)))
    return day


def firm_of(reader: Reader, profile: object) -> Request | Rejected:
    """Read the profile as that of a request file without answers; a figure that is ``None`` is one nobody has said."""
    if profile == "stored":
        return Request("profile", "", {}, load_profile(find_home()) or Profile())
    if isinstance(profile, Mapping):
        known = set(Profile.__struct_fields__)
        profile = {name: plain(raw) for name, raw in profile.items() if raw is not None or name not in known}
    return reader.request("profile", {"profile": profile, "answers": {}}, lambda path: Place(".".join(map(str, path))))


def plain(value: object) -> object:
    """A value as the types that answers are read from, ``None`` where it is missing.

    What has no such type becomes its type, which no question takes, so that its text is never read as an answer.
    """
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[D]").item()
    elif isinstance(value, np.generic):
        value = value.item()
    elif isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(each) for each in value]
    if isinstance(value, datetime) and value == value:  # noqa: PLR0124 - NaT of pandas is no day
        value = value.date()
    if isinstance(value, float | datetime) and value != value:  # noqa: PLR0124 - NaN, and NaT of pandas
        return None
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if value is None or isinstance(value, str | bool | int | float | date):
        return value
    return None if repr(value) == "<NA>" else type(value)  # the former is pandas' own
