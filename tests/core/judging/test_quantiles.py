"""Quantile functions against Python's own mathematics and closed forms."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from triage.core.judging.quantiles import GREATEST, SMALLEST, lognormal, median, piecewise

SHARES = np.concatenate(
    [np.linspace(0.0005, 0.9995, 2_001), [0.075, 0.925, 1e-3, 1e-6, 1e-11, 1e-12, 2.0**-53, 1 - 2.0**-53]]
)
EVENLY = (np.arange(200_000) + 0.5) / 200_000


def test_the_lognormal_is_the_exponential_of_the_normal_between_its_logarithms():
    powers = NormalDist(math.log(2), math.log(2) / NormalDist().inv_cdf(0.9))
    assert lognormal(SHARES, 1, 4) == pytest.approx([math.exp(powers.inv_cdf(share)) for share in SHARES], rel=1e-13)


def test_the_lognormal_is_finite_at_both_ends():
    least, greatest = lognormal(np.array([0.0, 1.0]), 80, 600)
    assert (least, greatest) == tuple(lognormal(np.array([SMALLEST, GREATEST]), 80, 600))
    assert 0 < least < greatest < np.inf


def test_a_column_has_the_same_amounts_in_hundredths_as_each_number_alone():
    alone = [float(lognormal(np.array([share]), 80, 600)[0]) for share in SHARES]
    assert np.round(lognormal(SHARES, 80, 600), 2).tolist() == np.round(alone, 2).tolist()


@pytest.mark.parametrize(("low", "high"), [(80_000, 600_000), (0.01, 3), (5, 5.01), (1, 1e9)])
def test_the_lognormal_has_its_p10_p50_and_p90(low, high):
    drawn = lognormal(np.array([0.1, 0.5, 0.9]), low, high)
    assert drawn == pytest.approx([low, math.sqrt(low * high), high], rel=1e-13)
    assert median(low, high) == pytest.approx(drawn[1], rel=1e-13)


def test_the_lognormal_has_the_mean_of_the_closed_form():
    low, high = 80_000, 600_000
    mu, sigma = (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / 2.563
    assert lognormal(EVENLY, low, high).mean() == pytest.approx(math.exp(mu + sigma**2 / 2), rel=1e-3)


def test_the_pieces_go_through_the_three_points_and_on_to_their_ends():
    drawn = piecewise(np.array([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]), 100, 200, 600)
    assert drawn == pytest.approx([75, 100, 150, 200, 400, 600, 700])


def test_the_pieces_stop_at_the_floor_and_keep_the_three_points():
    drawn = piecewise(np.array([0, 0.05, 0.1, 0.5, 0.9]), 10, 200, 300, floor=0)
    assert drawn == pytest.approx([0, 0, 10, 200, 300])


def test_the_pieces_have_nearly_swansons_mean():
    mean = piecewise(EVENLY, 100, 200, 600).mean()
    assert mean == pytest.approx(0.3125 * 100 + 0.375 * 200 + 0.3125 * 600)
    assert mean == pytest.approx(0.3 * 100 + 0.4 * 200 + 0.3 * 600, rel=0.02)


@pytest.mark.parametrize("points", [(-500, 0, 100), (100, 100, 400), (100, 400, 400), (0, 0, 1)])
def test_a_greater_share_is_never_a_lesser_amount(points):
    assert (np.diff(piecewise(np.sort(SHARES), *points)) >= 0).all()
    assert (np.diff(lognormal(np.sort(SHARES), 80, 600)) > 0).all()
