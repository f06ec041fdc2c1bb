"""hw6_mnist: its text says what its reference measures."""

import re
from itertools import count

import numpy as np
import pytest
from course import COURSE

from tools.proof.experiments import answers_of

CHAPTER = COURSE.chapter("hw6_mnist")
MNIST = COURSE.root / "data" / "mnist" / "train-images-idx3-ubyte.gz"
TEXT = " ".join(re.sub(r"^# ?", "", CHAPTER.master.read_text(), flags=re.M).split())
CURVATURES = np.array([1.0, 100.0])


@pytest.fixture(scope="module")
def answers():
    return answers_of(CHAPTER)


def steps_down(step, *settings):
    """Return how many steps it takes from (10, 1) until the cost of the bowl is below 1e-6."""
    weights, state = [np.array([10.0, 1.0])], None
    for number in count():
        if 0.5 * CURVATURES @ weights[0] ** 2 < 1e-6:
            return number
        weights, state = step(weights, [CURVATURES * weights[0]], state, *settings)


def test_the_bowl_takes_as_many_steps_as_the_text_says(answers):
    told = [
        (r"it takes \*\*(\d+)\*\* steps until", answers.sgd, 2 / 101),
        (r"the bowl takes (\d+) steps at \$\\eta = 0\.02", answers.momentum, 0.02),
        (r"0\.033\$, it takes \*\*(\d+)\*\*", answers.momentum, (2 / 11) ** 2, (9 / 11) ** 2),
        (r"bowl takes (\d+) steps at \$\\eta = 1\$", answers.adam, 1.0),
    ]
    for sentence, step, *settings in told:
        [number] = re.findall(sentence, TEXT)
        assert steps_down(step, *settings) == int(number), sentence


@pytest.mark.parametrize(
    "folder, words",
    [("digits", r"those of the digits they get ([\d.]+), ([\d.]+) and ([\d.]+\d)"),
     pytest.param("mnist", r"MNIST's test images the mean image gets ([\d.]+), least squares "
                           r"([\d.]+) and the perceptron ([\d.]+)", marks=[
         pytest.mark.slow,
         pytest.mark.skipif(not MNIST.exists(), reason="MNIST: `coursework fetch-mnist`")])],
)  # fmt: skip
def test_the_baselines_reach_what_the_text_says(answers, folder, words):
    pytest.importorskip("sklearn")
    data = [
        read(COURSE.root / "data" / folder / f"{part}-{kind}-ubyte.gz")
        for part in ("train", "t10k")
        for read, kind in (
            (answers.load_images, "images-idx3"),
            (answers.load_labels, "labels-idx1"),
        )
    ]
    [told] = re.findall(words, TEXT)
    assert [f"{share:.2f}" for share in answers.baselines(*data).values()] == list(told)
