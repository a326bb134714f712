"""One process at a time: on a file of its own, for as long as the process lives."""

import signal
import stat
import subprocess
import sys

import pytest
from triage.adapters.home.locks import locked
from triage.adapters.home.profilefile import locked as locked_profile
from triage.adapters.home.settings import Home
from triage.core.messages import TriageError

HOLDING = """
import sys, time
from pathlib import Path
from triage.adapters.home.locks import locked
with locked(Path(sys.argv[1])) as is_held:
    print(is_held, flush=True)
    time.sleep(60)
"""


def test_a_lock_that_another_process_holds_is_not_given_until_that_is_killed(tmp_path):
    path = tmp_path / "x.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "True\n"
        with locked(path, wait=False) as is_held:
            assert not is_held
        other.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    with locked(path) as is_held:
        assert is_held
        with locked(path, wait=False) as is_held_twice:
            assert not is_held_twice


def test_a_lock_file_is_its_owners_alone_and_stays(tmp_path):
    home = Home(tmp_path / "home")
    with locked_profile(home):
        pass
    (path,) = home.folder.iterdir()
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == ("profile.lock", 0o600)


def test_a_lock_that_cannot_be_written_is_one_line_and_exit_code_4(tmp_path):
    with pytest.raises(TriageError) as caught, locked(tmp_path):
        pass
    assert (caught.value.exit_code, caught.value.problems[0].message.key) == (4, "error.write")
