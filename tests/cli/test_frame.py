"""The frame of the command line: lazily loaded commands and the exit codes that others build on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cofab import cli
from cofab.core.kernel.refusal import WRONG_STATE, Refused


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Plant a command of one's own in the package for one test."""

    def plant(name: str, body: str) -> None:
        (tmp_path / f"{name}.py").write_text(f'"""Do {name}."""\n\ndef add_arguments(parser):\n    pass\n\n\n{body}')
        monkeypatch.setattr(cli, "HERE", tmp_path)
        monkeypatch.setattr(cli, "__path__", [str(tmp_path)])
        monkeypatch.delitem(sys.modules, f"cofab.cli.{name}", raising=False)

    return plant


def test_a_file_is_a_command_and_its_first_line_the_help(command, capsys):
    command("greet_all", "def run(args):\n    print('hello')\n    return 0\n")
    assert cli.main(["greet-all"]) == 0
    assert capsys.readouterr().out == "hello\n"
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    assert "Do greet_all." in capsys.readouterr().out


def test_a_refusal_ends_with_three_and_one_json_document(command, capsys):
    body = "def run(args):\n    from cofab.core.kernel.refusal import Refused\n"
    command("balk", body + "    raise Refused('kernel.wrong_state', state='a', event='b', life='c')\n")
    assert cli.main(["balk"]) == cli.REFUSED
    printed = capsys.readouterr()
    document = json.loads(printed.err)
    assert (document["code"], document["facts"]["state"]) == (WRONG_STATE, "a")
    assert str(Refused(WRONG_STATE, **document["facts"])).endswith(document["sentence"])
    assert printed.out == ""


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["balk", "--unknown"]])
def test_wrong_usage_ends_with_two(words, command):
    command("balk", "def run(args):\n    return 0\n")
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2


def test_an_interrupt_ends_with_130(command):
    command("wait", "def run(args):\n    raise KeyboardInterrupt\n")
    assert cli.main(["wait"]) == cli.INTERRUPTED


def test_help_loads_neither_django_nor_any_command():
    code = "import sys; from cofab.cli import _parser; _parser('', None).format_help();"
    code += "print([m for m in sys.modules if m == 'django' or m.startswith('cofab.cli.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
