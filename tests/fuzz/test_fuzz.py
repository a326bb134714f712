"""A few examples of every kind of input; ``python tests/fuzz/run.py --minutes N`` tries them for long."""

import pytest

from fuzz.kinds import KINDS
from fuzz.trying import quick, tried
from fuzz.world import world

FEW = {
    "templates": 1,
    "rules": 2,
    "register": 1,
    "exports": 1,
    "requests": 2,
    "mails": 2,
    "csv": 3,
    "forms": 3,
    "options": 8,
}


@pytest.fixture(scope="module")
def place():
    with pytest.MonkeyPatch.context() as patched, world() as made:
        quick(patched)
        patched.chdir(made.folder)
        yield made


@pytest.mark.parametrize("name", KINDS)
def test_no_input_breaks_it(place, name):
    wrong = tried(place, name, FEW.get(name, 5))
    assert not wrong, wrong
