"""Assessments as JSON and back: all of one, so that an old memo prints the same, and the few facts that are read often.

What is printed for people who ask for JSON is ``adapters.pages.publicjson``. Loads numpy with the assessment's type.
"""

import math
from collections.abc import Mapping
from typing import Any

from triage.adapters.home.valuejson import from_json, to_json
from triage.adapters.register.requestjson import request_data
from triage.adapters.register.values import NewAssessment
from triage.core.judging.analysis import Analysis
from triage.core.judging.assessment import Assessment
from triage.core.request.request import Request
from triage.core.rules.measures import MEASURES


def new_assessment_data(new: NewAssessment) -> dict[str, Any]:
    """Return an assessment as it is kept; a revised one carries its own answers."""
    data = assessment_data(new.assessment) | {"made_with": new.version}
    if new.analysis:
        data |= {"analysis": to_json(new.analysis)}
    data |= {"reason": new.reason}
    return data | {"request": request_data(new.assessment.request)} if new.revised else data


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment without its request; JSON has no word for what is infinite, so it is named."""
    measures = assessment.measures
    infinite = [name for name, value in measures.items() if value is not None and math.isinf(value)]
    data = {name: to_json(getattr(assessment, name)) for name in Assessment.__struct_fields__ if name != "request"}
    return data | {"measures": {**measures, **dict.fromkeys(infinite)}, "infinite": infinite}


def assessment_from(data: Mapping[str, Any], request: Request) -> Assessment:
    """Return the assessment of :func:`assessment_data`; raises one of ``UNREADABLE``.

    A measure that was not computed in those days is not known.
    """
    infinite = dict.fromkeys(data["infinite"], math.inf)
    known = {name: value for name, value in data.items() if name != "request"}
    return from_json(
        Assessment, known | {"measures": {**dict.fromkeys(MEASURES), **data["measures"], **infinite}}, request=request
    )


def analysis_from(data: Mapping[str, Any]) -> Analysis | None:
    """Return the analysis that is kept with an assessment, if one is; raises one of ``UNREADABLE``."""
    return from_json(Analysis, data["analysis"]) if data.get("analysis") else None
