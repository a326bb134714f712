"""The tests' own PostgreSQL server is what they take it for."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest_plugins = ["postgres"]
psycopg = pytest.importorskip("psycopg")


def test_each_url_is_an_empty_place_of_its_own(postgres):
    urls = [postgres.fresh_url(), postgres.fresh_url()]
    for url in urls:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE requests (title TEXT)")
            connection.execute("INSERT INTO requests VALUES ('æøå')")
            assert connection.execute("SELECT * FROM requests").fetchall() == [("æøå",)]


def test_a_password_is_asked_for_where_one_was_given(postgres):
    url = postgres.fresh_url(password="p@ss:w/rd %")  # noqa: S106 - a made-up one
    for wrong in (None, "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url, password=wrong)
    psycopg.connect(url, password="p@ss:w/rd %").close()  # noqa: S106


def test_what_was_committed_outlasts_a_kill_and_the_connection_does_not(own_postgres):
    url = own_postgres.fresh_url()
    with psycopg.connect(url) as lost:
        lost.execute("CREATE TABLE kept AS SELECT 1")
        lost.commit()
        own_postgres.kill()
        own_postgres.start()
        with pytest.raises(psycopg.OperationalError):
            lost.execute("SELECT 1")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT * FROM kept").fetchone() == (1,)


def test_nothing_stays_behind_when_the_tests_are_killed(postgres):
    code = "import postgres; print(postgres.Server().folder, flush=True); input()"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    tests = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, env=environment, text=True)
    folder = Path(tests.stdout.readline().strip())
    assert folder.is_dir()
    assert folder != postgres.folder
    tests.send_signal(signal.SIGKILL)
    tests.communicate()
    patient_until = time.monotonic() + 5
    while folder.exists():
        assert time.monotonic() < patient_until
        time.sleep(0.02)
