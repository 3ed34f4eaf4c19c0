"""Fence: what the process that calls :func:`fence_in` can do from then on.

Nothing but compute, read the program's own files, and answer on the pipes it holds. Three layers,
each as far as the system has it: resource limits (POSIX), which hold everywhere they exist;
Landlock and seccomp (Linux 5.13 and newer on x86-64 and ARM64), which the kernel keeps even
against machine code that a parser was tricked into running; and Python's audit hooks (PEP 578),
which hold against Python code alone and are worth no more than that. There is no way back.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

# What the audit hook refuses, by the beginnings of the events' names.
_REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod", "os.chown", "os.utime", "os.startfile", "shutil.", "pty."),
    *("ftplib.", "smtplib.", "urllib.Request", "webbrowser.", "winreg."),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_SYSTEM = ("/usr", "/lib", "/lib64", "/nix/store", "/gnu/store", "/dev/null", "/dev/urandom")
"""Places of the system's own libraries and tables, where they exist."""

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FILE_RIGHTS = (13, 14, 15, 15, 16)
"""How many rights over files Landlock's versions 1 to 5 know of."""
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3

_CLONE_THREAD = 0x00010000
_ALLOW, _EPERM, _ENOSYS, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000

# By machine: its audit number, clone, and the calls that are refused: socket, socketpair, bind,
# connect, execve, execveat, ptrace, kill, process_vm_readv and writev, io_uring_setup (which
# would do any of them unseen), pidfd_getfd, bpf, perf_event_open, userfaultfd, mount, and where
# they exist fork and vfork.
_CALLS = {
    "x86_64": (
        0xC000003E,
        56,
        (41, 53, 49, 42, 59, 322, 101, 62, 310, 311, 425, 438, 321, 298, 323, 165, 57, 58),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        (198, 199, 200, 203, 221, 281, 117, 129, 270, 271, 425, 438, 280, 241, 282, 40),
    ),
}
_CLONE3 = 435


def fence_in(readable: Sequence[str]) -> tuple[str, ...]:
    """Give up what parsing needs nothing of; names what the system could take away.

    ``readable`` are the folders that hold the program itself.
    """
    layers: dict[str, Callable[[], bool]] = {
        "limits": _set_limits,
        "files": lambda: _read_only((*readable, *_SYSTEM)),
        "calls": _refuse_calls,
        "audit": lambda: _refuse_events(readable),
    }
    return tuple(name for name, put_up in layers.items() if put_up())


def allow(memory: int, seconds: float) -> None:
    """Bound what the process may take from now on: bytes in all, seconds of processor time more."""
    if os.name != "posix":
        return
    import resource  # noqa: PLC0415 - not on Windows

    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        _bound(kind, memory)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # Whole seconds are counted, so a part of one is given.
    _bound(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + seconds) + 1)


def _bound(kind: int, most: int) -> None:
    import resource  # noqa: PLC0415

    hard = resource.getrlimit(kind)[1]
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(
            kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )


def _set_limits() -> bool:
    if os.name != "posix":
        return False
    import resource  # noqa: PLC0415

    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(kind, (0, 0))
    _bound(resource.RLIMIT_NOFILE, 64)
    return True


def _refuse_events(readable: Sequence[str]) -> bool:
    own = tuple(os.path.join(os.path.realpath(folder), "") for folder in readable)  # noqa: PTH118

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(f"{event} is not for a process that parses")
        # The program's own libraries in C are loaded when they are first needed.
        if event == "ctypes.dlopen" and not os.path.realpath(str(args[0])).startswith(own):
            raise PermissionError("a process that parses loads no library but its own")
        if event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
            raise PermissionError("a process that parses writes nothing")

    sys.addaudithook(watch)
    return True


def _system_calls() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    system = ctypes.CDLL(None, use_errno=True)
    system.syscall.restype = ctypes.c_long
    return None if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) else system


def _read_only(readable: Iterable[str]) -> bool:
    """With Landlock: only files below ``readable`` can be opened, and only to be read."""
    system = _system_calls()
    version = system.syscall(_LANDLOCK_CREATE, None, 0, 1) if system else 0
    if system is None or version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, len(_FILE_RIGHTS)) - 1]) - 1
    asked = struct.pack("=Q", rights)
    rules = system.syscall(_LANDLOCK_CREATE, asked, len(asked), 0)
    if rules < 0:
        return False
    for path in readable:
        with suppress(OSError):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            granted = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112
            rule = struct.pack("=Qi", granted, place)
            system.syscall(_LANDLOCK_ADD, rules, 1, rule, 0)
            os.close(place)
    done = system.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(done)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _refuse_calls() -> bool:
    """With seccomp: no sockets, no other program, no other process; threads are let be."""
    system = _system_calls()
    known = _CALLS.get(platform.machine())
    if system is None or known is None or struct.calcsize("P") != 8:
        return False
    code = _filter_code(*known)
    program = _Program(len(code) // 8, code)
    done = system.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0
    return bool(done)


def _filter_code(machine: int, clone: int, refused: Iterable[int]) -> bytes:
    """The filter as the kernel's classic BPF: (code, jump if true, jump if false, value) each."""
    load, equal, above, has, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    steps = [
        (load, 0, 0, 4),  # the machine
        (equal, 1, 0, machine),
        (answer, 0, 0, _KILL),
        (load, 0, 0, 0),  # the number of the call
        (above, 0, 1, 0x40000000),  # those of the x32 machine
        (answer, 0, 0, _KILL),
        (equal, 0, 1, _CLONE3),  # its flags lie out of sight: use clone
        (answer, 0, 0, _ENOSYS),
    ]
    for number in refused:
        steps += [(equal, 0, 1, number), (answer, 0, 0, _EPERM)]
    steps += [
        (equal, 0, 3, clone),
        (load, 0, 0, 16),  # the flags of clone
        (has, 1, 0, _CLONE_THREAD),
        (answer, 0, 0, _EPERM),
        (answer, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
