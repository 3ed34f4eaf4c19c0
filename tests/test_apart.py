"""A function that runs apart gives what it gives here, and can do next to nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.apart import Bounds, calling, run_apart
from whence.apart.values import ValuesError, read_value, write_value
from whence.capture.feeds import Entry
from whence.errors import CaptureError, ReadError, WeightsError
from whence.model import Article, Capture, Exhibit, ExhibitKind, Moment, Precision, Refusal
from whence.model import Given as Said

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux's kernel keeps this")
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs resource limits")

TRIALS = '''
    import ctypes, os, signal, socket, subprocess, sys, time
    from whence.errors import CaptureError, ReadError, WeightsError

    kept = []

    def double(text: str) -> str:
        return text * 2

    def who() -> int:
        return os.getpid()

    def grow(megabytes: int) -> int:
        block = bytearray(megabytes * 1_000_000)
        return len(block)

    def hoard(megabytes: int) -> int:
        kept.append(bytearray(megabytes * 1_000_000))
        return len(kept)

    def spin() -> int:
        while True:
            pass

    def sleep(seconds: float) -> int:
        time.sleep(seconds)
        return 0

    def crash() -> int:
        ctypes.string_at(0)
        return 0

    def refuse(kind: str) -> int:
        if kind == "read":
            raise ReadError("page", "no text in it; capture it again")
        if kind == "capture":
            raise CaptureError("page", "gone; try later")
        if kind == "weights":
            raise WeightsError("damaged")
        raise KeyError(kind)

    def lie() -> str:
        return 7

    def give(blob: bytes) -> tuple[bytes, ...]:
        return (blob, b"", blob)

    def tried(name: str, place: str) -> str:
        try:
            return str(DEEDS[name](place))
        except BaseException as error:
            return type(error).__name__

    def raw(number: int, *args) -> int:
        """A system call, past all of Python's own hooks."""
        return ctypes.CDLL(None, use_errno=True).syscall(number, *args)

    DEEDS = {
        "connect": lambda _: socket.create_connection(("127.0.0.1", 9)),
        "look up": lambda _: socket.getaddrinfo("mill.example", 80),
        "run": lambda _: subprocess.run([sys.executable, "-c", ""]),
        "fork": lambda _: os.fork(),
        "write": lambda place: open(place + "/new", "w"),
        "remove": lambda place: os.remove(place + "/secret"),
        "read": lambda place: open(place + "/secret").read(),
        "list": lambda place: os.listdir(place),
        "kill": lambda _: os.kill(os.getppid(), signal.SIGTERM),
        "environment": lambda _: os.environ["WHENCE_SECRET"],
        "print": lambda _: os.write(1, b"x") + os.write(2, b"x"),
        "raw socket": lambda _: raw(41 if os.uname().machine == "x86_64" else 198, 2, 1, 0),
        "raw open": lambda place: raw(
            257 if os.uname().machine == "x86_64" else 56, -100, (place + "/secret").encode(), 0),
    }
'''


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    """Functions to send, in a module that both processes can import."""
    folder = tmp_path_factory.mktemp("trials")
    (folder / "trials.py").write_text(textwrap.dedent(TRIALS))
    before, place = list(sys.path), calling._place.worker
    sys.path.insert(0, str(folder))
    os.environ["WHENCE_SECRET"] = "of the newsroom"
    calling._place.worker = None
    import trials

    yield trials
    calling._leave()
    calling._place.worker = place
    sys.path[:] = before
    del os.environ["WHENCE_SECRET"]


SMALL = Bounds(memory=500_000_000, seconds=1)


def refusal(task, *args, bounds=SMALL):
    with pytest.raises(ReadError) as caught:
        run_apart("page", task, bounds, *args)
    assert caught.value.input == "page"
    assert len(caught.value.reason.splitlines()) == 1
    assert "; " in caught.value.reason
    return caught.value.reason


def test_it_gives_what_it_would_give_here_and_one_process_does_many_tasks(trials):
    assert run_apart("page", trials.double, SMALL, "é\ud800\0") == "é\ud800\0" * 2
    blob = b"\xff" * 100_000
    assert run_apart("page", trials.give, SMALL, blob) == (blob, b"", blob)
    first = run_apart("page", trials.who, SMALL)
    assert first == run_apart("page", trials.who, SMALL) != os.getpid()


def test_errors_of_ours_come_back_as_they_were_raised(trials):
    for kind, error in (("read", ReadError), ("capture", CaptureError), ("weights", WeightsError)):
        with pytest.raises(error) as caught:
            run_apart("page", trials.refuse, SMALL, kind)
        assert type(caught.value) is error
    assert "whence failed on it (KeyError at trials:" in refusal(trials.refuse, "other")


@POSIX
def test_too_much_memory_is_refused_and_the_next_task_is_done(trials):
    assert "took more than 0.5 GB to take apart" in refusal(trials.grow, 600)
    assert run_apart("page", trials.grow, SMALL, 100) == 100_000_000


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS bounds no memory")
def test_what_others_left_behind_counts_against_nobody(trials):
    """A worker that is full of what came before is replaced, not believed."""
    for _ in range(6):
        assert run_apart("page", trials.hoard, SMALL, 150) >= 1


@POSIX
def test_too_much_time_of_the_processor_is_refused_and_the_next_task_is_done(trials):
    assert "took more than 1 seconds to take apart" in refusal(trials.spin)
    assert run_apart("page", trials.double, SMALL, "a") == "aa"


def test_a_task_that_only_waits_is_ended_as_well(trials):
    began = time.monotonic()
    bounds = Bounds(seconds=0.5)
    assert "took more than 0.5 seconds" in refusal(trials.sleep, 60.0, bounds=bounds)
    assert time.monotonic() - began < 20


def test_time_is_counted_for_each_task_alone(trials):
    for _ in range(4):
        run_apart("page", trials.sleep, Bounds(seconds=0.5), 0.3)


def test_a_parser_that_crashes_costs_its_input_alone(trials):
    assert "the parser broke down on it" in refusal(trials.crash)
    assert run_apart("page", trials.double, SMALL, "a") == "aa"


def test_an_answer_of_another_type_than_was_declared_is_not_believed(trials):
    assert "the parser broke down on it" in refusal(trials.lie)


@pytest.mark.parametrize(
    "deed", ["connect", "look up", "run", "write", "remove", "kill", "environment"]
)
def test_it_reaches_nothing_and_changes_nothing(trials, tmp_path, deed):
    (tmp_path / "secret").write_text("a name")
    outcome = run_apart("page", trials.tried, SMALL, deed, str(tmp_path))
    assert outcome in ("PermissionError", "KeyError")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@LINUX
@pytest.mark.parametrize("deed", ["read", "list", "fork", "raw socket", "raw open"])
def test_the_kernel_keeps_it_from_files_and_sockets_even_past_python(trials, tmp_path, deed):
    (tmp_path / "secret").write_text("a name")
    run_apart("page", trials.who, SMALL)
    fences = calling._place.worker.fences
    if not {"files", "calls"} <= set(fences):
        pytest.skip(f"this kernel has no more than {fences}")
    outcome = run_apart("page", trials.tried, SMALL, deed, str(tmp_path))
    assert outcome in ("PermissionError", "-1")


def test_what_a_library_prints_goes_nowhere(trials, capfd):
    assert run_apart("page", trials.tried, SMALL, "print", "") == "2"
    assert capfd.readouterr() == ("", "")


def test_threads_take_turns(trials):
    found = []
    tasks = [
        threading.Thread(
            target=lambda n=n: found.append(run_apart("page", trials.double, SMALL, f"{n}"))
        )
        for n in range(8)
    ]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    assert sorted(found) == [f"{n}{n}" for n in range(8)]


@POSIX
def test_it_ends_with_the_process_that_started_it():
    program = (
        "import os\nfrom whence.apart import calling, start_ahead\n"
        "start_ahead()\nprint(calling._place.worker._process.pid, flush=True)\nos._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    pid = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists() and ") Z " in Path(f"/proc/{pid}/stat").read_text():
            return
        time.sleep(0.1)
    raise AssertionError("still there")


# ---------------------------------------------------------------- values

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    text=TEXTS,
    url=st.none() | TEXTS,
    byline=st.lists(TEXTS, max_size=3).map(tuple),
    published=st.none()
    | st.builds(Moment, TEXTS, st.sampled_from(Precision), st.none() | TEXTS, TEXTS),
    exhibits=st.lists(
        st.builds(Exhibit, st.sampled_from(ExhibitKind), TEXTS, st.just(0), st.just(0)), max_size=3
    ).map(tuple),
    origins=st.dictionaries(TEXTS, TEXTS, max_size=3),
)
CAPTURES = st.builds(
    Capture,
    id=TEXTS,
    content=st.binary(max_size=50),
    media_type=TEXTS,
    sha256=TEXTS,
    taken=st.just(NOON),
    given=st.builds(Said, TEXTS),
)
VALUES = (
    (Article, ARTICLES),
    (Capture | Refusal, CAPTURES | st.builds(Refusal, TEXTS, TEXTS)),
    (
        tuple[Entry, ...],
        st.lists(st.builds(Entry, *[st.none() | TEXTS] * 5), max_size=3).map(tuple),
    ),
    (tuple[int, float, bool], st.tuples(st.integers(), st.floats(allow_nan=False), st.booleans())),
)


@given(st.one_of([st.tuples(st.just(hint), values) for hint, values in VALUES]))
def test_values_come_out_as_they_went_in(case):
    hint, value = case
    again = read_value(hint, *write_value(value))
    assert again == value
    assert repr(again) == repr(value)


@given(st.sampled_from([hint for hint, _ in VALUES]), st.binary(max_size=60))
def test_any_bytes_are_a_value_of_the_type_or_none_at_all(hint, content):
    with pytest.raises(ValuesError):
        read_value(hint, content, [])


@pytest.mark.parametrize(
    "content",
    [
        b'{"Refusal": ["a"]}',
        b'{"Refusal": ["a", 7]}',
        b'{"Popen": ["a", "b"]}',
        b'{"Refusal": ["a", "b"], "Capture": []}',
        b'{"Capture": ["a", 0, "b", "c", "2031-05-04", null, null, {"Given": [1, 2, 3, 4]}]}',
        b'{"Capture": ["a", -1, "b", "c", "2031-05-04", null, null, {"Given": []}]}',
        b"[" * 100_000,
        b"9" * 100_000,
    ],
    ids=range(8),
)
def test_an_answer_that_was_made_up_is_no_value(content):
    with pytest.raises(ValuesError):
        read_value(Capture | Refusal, content, [b""])


def test_what_is_no_value_is_not_sent():
    with pytest.raises(TypeError):
        write_value(object())
