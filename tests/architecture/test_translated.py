"""Every sentence that the product says, refusals of the core included, has its Chinese."""

import importlib
import pkgutil

import cofab.core
from cofab.config import translations
from cofab.core.kernel.refusal import CODES


def test_every_sentence_has_chinese():
    problems = translations.problems()
    assert not problems, "\n".join(problems)


def test_every_refusal_of_the_core_is_a_sentence_that_is_found():
    for module in pkgutil.walk_packages(cofab.core.__path__, "cofab.core."):
        importlib.import_module(module.name)
    said = {message.text for message in translations.messages()}
    assert {code: text for code, text in CODES.items() if text not in said} == {}
