"""hw3's questions on PyTorch: judged if it is installed; if it isn't, only stubs fail."""

import importlib.util

import pytest
from course import COURSE
from nnlab import checks

from tools.authoring.samples import samples_of
from tools.proof.quick_check import Trial, quick_judge

NAME = "hw3_house_prices"
ANSWERS = samples_of(COURSE.chapter(NAME))["other_way_right"]["answers"]
Q7, Q8 = ANSWERS["q7"], ANSWERS["q8"]
MISTAKES = [
    ("q7", Q7, 'reduction="sum") / 2', 'reduction="sum")'),
    ("q7", Q7, 'reduction="sum") / 2', 'reduction="mean") / 2'),
    ("q7", Q7, "        model.zero_grad()\n", ""),
    ("q7", Q7, "dtype=torch.float64", "dtype=torch.float32"),
    ("q7", Q7, "torch.sigmoid", "torch.tanh"),
    ("q7", Q7, "float(E.detach())", "float(((model(X) - Y) ** 2).sum().detach() / 2)"),
    ("q7", Q7, "    losses = []\n", "    losses = []\n    model = Network(5)\n"),
    ("q8", Q8, ".sum() / 2", ".sum()"),
    ("q8", Q8, ".sum() / 2", ".mean() / 2"),
    ("q8", Q8, "t[10 + k] * X[:, 1]", "t[10 + k] * X[:, 0]"),
    ("q8", Q8, 'output == "sigmoid"', "True"),
    ("q8", Q8, "answer.detach().numpy()", "answer.detach().float().numpy()"),
]


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("torch") is None,
    reason="PyTorch is not installed: `make test TORCH=1` installs it and runs this",
)
def test_each_mistake_with_pytorch_loses_points(releases):
    assert all(old in right for _, right, old, _ in MISTAKES)
    trials = [
        Trial(question, right.replace(old, new), until_first_failure=True)
        for question, right, old, new in MISTAKES
    ]
    with quick_judge(releases[NAME], jobs=1) as judge:
        for number, failing in judge(trials):
            assert failing, MISTAKES[number][2:]


def test_without_pytorch_only_what_is_not_written_fails(monkeypatch, capsys):
    def stub(x):
        raise NotImplementedError("hw3 q8: torch_gradient")

    def answer(x):
        raise AttributeError("'NoneType' object has no attribute 'tensor'")

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert checks.torch_missing(answer, 1.0, name="torch_gradient")
    assert "torch_gradient was not judged" in capsys.readouterr().out
    with pytest.raises(NotImplementedError):
        checks.torch_missing(stub, 1.0, name="torch_gradient")
    with pytest.raises(AssertionError, match="not defined"):
        checks.torch_missing(None, name="torch_gradient")
