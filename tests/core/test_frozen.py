"""The fast dataclasses behave as the library's."""

import dataclasses
import pickle

import pytest
from triage.core.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """Made here."""

    name: str
    of: tuple[int, ...] = ()
    more: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Below(Ours):
    """With a field more than what it is made from."""

    last: float = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """Made by the library."""

    name: str
    of: tuple[int, ...] = ()
    more: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@pytest.mark.parametrize("given", [("a",), ("a", (1, 2)), ("a", (), {"b": 1})])
def test_they_look_and_compare_alike(given):
    ours, theirs = Ours(*given), Theirs(*given)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert ours == Ours(*given)
    assert ours != theirs
    assert ours != Ours("b", *given[1:])
    assert ours.more is not Ours("a").more
    assert pickle.loads(pickle.dumps(ours)) == ours  # noqa: S301 - our own bytes
    assert dataclasses.replace(ours, name="c") == Ours("c", *given[1:])


def test_what_is_made_from_another_has_its_fields_first():
    below = Below("a", last=1.0)
    assert (below, repr(below)) == (Below("a", (), {}, 1.0), "Below(name='a', of=(), last=1.0)")
    assert below != Ours("a")


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_nothing_can_be_changed_or_left_out(kind):
    made = kind("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.name
    with pytest.raises(TypeError):
        kind()
    with pytest.raises(TypeError):
        kind("a", (), {}, 4)
