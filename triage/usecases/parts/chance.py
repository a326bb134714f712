"""The chance that everything is drawn with: the same for every run and request, so that results can be repeated."""

from __future__ import annotations

from triage.core.arrays import np

SEED = 20260101
"""Every run draws the same samples, so that the same input gives the same output, always."""


def make_rng() -> np.random.Generator:
    """Make the generator that every request gets anew."""
    return np.random.Generator(np.random.PCG64(SEED))
