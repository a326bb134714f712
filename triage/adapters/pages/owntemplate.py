"""A user's own template: filled apart from triage, and whatever goes wrong in it is one line with its place."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from triage.adapters.files.yamlfiles import decode, read_content
from triage.core.messages import Place, TriageError, failure, say, without_steering

SANDBOX = Path(__file__).with_name("templatesandbox.py")
MOST_SECONDS = 3.0
"""Of work, not of waiting; a memo takes some hundredths. What ignores the signal is killed after as many again."""
PATIENCE = 20.0
"""Seconds until the process is ended that fills the template, where it does not end by itself."""


def fill_own(path: Path, context: Mapping[str, Any]) -> str:
    """Fill a template of the user's with values that are safe to print."""
    if not path.is_file():  # a pipe would be waited for
        raise _wrong(path, {"kind": "file"})
    answer = _asked({"source": decode(str(path), read_content(path)), "context": context, "seconds": MOST_SECONDS})
    if "text" in answer:
        return without_steering(answer["text"])
    raise _wrong(path, answer)


def _wrong(path: Path, answer: Mapping[str, Any]) -> TriageError:
    what = say(f"error.template.{answer['kind']}", words=answer.get("words", ""))
    return failure("error.template", place=Place(str(path), answer.get("line")), what=what)


def _asked(question: Mapping[str, Any]) -> dict[str, Any]:
    """Have the question answered in a process of its own, which imports nothing from the working directory."""
    command = [sys.executable, "-P", str(SANDBOX)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=json.dumps(question).encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return {"kind": "slow"}
    if done.returncode < 0:  # the system has ended it, as it could not be told to stop
        return {"kind": "slow"}
    if done.returncode or not done.stdout:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return dict(json.loads(done.stdout))
