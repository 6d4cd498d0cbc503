"""What a child of the reader can still do: next to nothing."""

import json
import os
import resource
import socket

import pytest

from cofab.geometry import server
from cofab.geometry.frames import Unpacker, write_json

ORDER = {"memory_bytes": 500_000_000, "cpu_s": 5, "wall_s": 5}


def told_by_child(deed):
    """Run `deed` in a locked-in child and return what it says."""
    answer, theirs = os.pipe()
    source = os.open(os.devnull, os.O_RDONLY)
    child = os.fork()
    if child == 0:
        try:
            server.lock_in(ORDER, keep=(source, theirs))
            said = deed()
        except BaseException as error:
            said = type(error).__name__
        os.write(theirs, json.dumps(said).encode())
        os._exit(0)
    os.close(theirs)
    os.close(source)
    os.waitpid(child, 0)
    said = os.read(answer, 4096)
    os.close(answer)
    return json.loads(said)


def test_it_cannot_reach_the_network():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        def call():
            with socket.socket() as caller:
                caller.settimeout(1)
                caller.connect(("127.0.0.1", port))
            return "reached"

        said = told_by_child(call)
    if said == "reached":
        pytest.skip("this system forbids network namespaces to plain users")
    assert said in ("OSError", "ConnectionRefusedError", "TimeoutError")


def test_it_cannot_write_a_file(tmp_path):
    tmp_path.chmod(0o777)

    def scribble():
        (tmp_path / "x").write_bytes(b"x" * 100)
        return "wrote"

    try:
        said = told_by_child(scribble)
    except json.JSONDecodeError:
        said = "killed"
    assert said != "wrote"


def test_it_has_few_descriptors_and_little_time():
    def look():
        return [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU)]

    files, seconds = told_by_child(look)
    assert files < 100
    assert seconds == ORDER["cpu_s"]


def test_frames_survive_any_cut():
    read, write = os.pipe()
    for n in range(3):
        write_json(write, b"P", {"n": n})
    os.close(write)
    data = os.read(read, 4096)
    os.close(read)
    unpacker, found = Unpacker(1000), []
    for byte in data:
        found += unpacker.feed(bytes([byte]))
    assert [json.loads(body)["n"] for _, body in found] == [0, 1, 2]
    with pytest.raises(OverflowError):
        Unpacker(10).feed(b"x" * 11)
