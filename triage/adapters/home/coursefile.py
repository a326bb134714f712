"""The shared direction on disk: one JSON file beside the profile, every change of goals kept with its day."""

import json

from triage.adapters.home.settings import Home
from triage.adapters.home.unreadable import UNREADABLE
from triage.adapters.home.valuejson import from_json, to_json
from triage.adapters.output.systemwords import why
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import Place, failure
from triage.core.request.course import Course

NAME = "goals.json"


def load_courses(home: Home) -> tuple[Course, ...]:
    """Load every course, the oldest first; none where no goals have been written down."""
    path = home.folder / NAME
    try:
        return tuple(from_json(Course, each) for each in json.loads(path.read_bytes()))
    except FileNotFoundError:
        return ()
    except (OSError, *UNREADABLE) as error:
        raise failure("error.goals_file", place=Place(str(path)), why=why(error)) from error


def save_courses(home: Home, courses: tuple[Course, ...]) -> None:
    """Save the courses; the file is there whole or as it was before."""
    text = json.dumps(to_json(courses), ensure_ascii=False, indent=1)
    write_whole(home.folder / NAME, text, private=True, exit_code=4)
