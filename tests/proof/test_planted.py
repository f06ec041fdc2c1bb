"""A verdict on a planted answer goes from one process to another."""

import pickle
import sys
import types

from nnlab.parts import whole

from autograder.diagnosis.answers import AnswerDigest
from tools.proof.planting import Planted


def test_a_verdict_can_be_sent_while_a_bundle_has_its_own_copy_of_the_library(monkeypatch):
    answers = {"q1 - 1": [AnswerDigest("f", whole((1.5, None, {"a": [1.0, 2.0]})))]}
    planted = Planted(["q1"], True, ["q1 - 1"], answers, [])
    with monkeypatch.context() as other:
        other.setitem(sys.modules, "nnlab.parts", types.ModuleType("nnlab.parts"))
        sent = pickle.dumps(planted)
    assert pickle.loads(sent) == planted
