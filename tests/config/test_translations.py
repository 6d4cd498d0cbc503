"""Which sentences are found, and which are reported as missing."""

from pathlib import Path

import polib
import pytest

from cofab.config import translations

PAGE = """{% load i18n %}<a title="{% translate "It's here" %}">{{ _("Machine")|upper }}</a>
{% blocktranslate trimmed count n=count %}
One piece (of {{ name }})
{% plural %}{{ n }} pieces (of {{ name }}){% endblocktranslate %}{% translate "May" context "month" as m %}"""
CODE = """from django.utils.translation import gettext as _, ngettext
A = declare("x.y", "Nothing {field} "
            "fits.")
B = _("Sign")
C = _(variable)
D = declare_rules("x", {"days": 2}, "Days", "How many.")
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tiny product: one module, one page, one catalogue without entries."""
    (tmp_path / "step.py").write_text(CODE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "locale/zh_Hans/LC_MESSAGES").mkdir(parents=True)
    write(tmp_path, [])
    return tmp_path


def write(tree: Path, entries: list[polib.POEntry]) -> Path:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.extend(entries)
    path = tree / "locale/zh_Hans/LC_MESSAGES/django.po"
    catalogue.save(str(path))
    return path


def test_every_way_of_saying_something_is_found(tree):
    keys = [message.key for message in translations.messages(tree)]
    assert keys == [
        ("Days", ""),
        ("How many.", ""),
        ("It's here", ""),
        ("Machine", ""),
        ("May", "month"),
        ("Nothing {field} fits.", ""),
        ("One piece (of %(name)s)", ""),
        ("Sign", ""),
    ]
    assert len(translations.problems(tree)) == len(keys)
    assert 'templates/page.html:1: not translated: "It\'s here"' in translations.problems(tree)


def test_a_translation_must_exist_be_sure_and_fill_the_same_blanks(tree):
    entries = [
        polib.POEntry(msgid="It's here", msgstr="在这里", flags=["fuzzy"]),
        polib.POEntry(msgid="Machine", msgstr=""),
        polib.POEntry(msgid="May", msgctxt="month", msgstr="五月"),
        polib.POEntry(msgid="Nothing {field} fits.", msgstr="{filed}都不合适。"),
        polib.POEntry(
            msgid="One piece (of %(name)s)",
            msgid_plural="%(n)s pieces (of %(name)s)",
            msgstr_plural={0: "%(name)s共 %(n)s 件"},
        ),
        polib.POEntry(msgid="Sign", msgstr="签"),
        polib.POEntry(msgid="Days", msgstr="天数"),
        polib.POEntry(msgid="How many.", msgstr="多少天。"),
        polib.POEntry(msgid="Gone", msgstr="没了"),
    ]
    write(tree, entries)
    found = [line.split(": ", 1)[1] for line in translations.problems(tree)]
    assert found == [
        'unsure translation: "It\'s here"',
        "not translated: 'Machine'",
        "translation has other blanks: 'Nothing {field} fits.'",
    ]
    assert translations.unused(tree) == ["Gone"]


def test_compiling_makes_what_django_reads_and_only_when_changed(tree):
    path = write(tree, [polib.POEntry(msgid="Sign", msgstr="签")])
    assert translations.compile_all(tree) == 1
    assert translations.compile_all(tree) == 0
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert compiled.find("Sign").msgstr == "签"
