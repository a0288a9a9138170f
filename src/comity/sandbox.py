"""Takes the network away from a process for good, where the system lets it do so without rights.

On Linux a filter of system calls (seccomp(2), with the rules of BPF) refuses ``socket`` and what
else could open a connection; sockets that are open already go on. Other systems offer nothing of
the kind to a process without rights: :func:`leave_network` says so.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from collections.abc import Callable

_SET_NO_NEW_PRIVILEGES, _GET_SECCOMP, _SET_SECCOMP, _MODE_FILTER = 38, 21, 22, 2  # prctl(2)
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_LARGER, _RETURN = 0x20, 0x15, 0x35, 0x06  # bpf_common.h
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # with EACCES
_X32 = 0x40000000  # the first number of the second set of calls of x86-64

# Of each machine: its number in linux/audit.h, and its numbers of socket and io_uring_setup.
_MACHINES = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}


def can_leave_network() -> bool:
    """Say whether :func:`leave_network` will do something here; it changes nothing."""
    return _machine() is not None and _prctl()(_GET_SECCOMP, 0, 0, 0, 0) >= 0


def leave_network() -> bool:
    """Refuse this process and its children every new connection; say whether that is so now.

    It cannot be undone. Without Linux on a known processor, or where the kernel refuses, nothing
    changes and the answer is False.
    """
    machine = _machine()
    if machine is None:
        return False
    rules = _rules(*machine)
    program = ctypes.create_string_buffer(b"".join(rules))
    head = struct.pack("HxxxxxxP", len(rules), ctypes.addressof(program))
    pointer = ctypes.create_string_buffer(head)
    prctl = _prctl()
    return bool(
        prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(pointer), 0, 0) == 0
    )


def _machine() -> tuple[int, int, int] | None:
    is_known = sys.platform == "linux" and sys.maxsize > 2**32
    return _MACHINES.get(platform.machine()) if is_known else None


def _prctl() -> Callable[..., int]:
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return prctl


def _rules(architecture: int, *refused: int) -> list[bytes]:
    """Return the filter: calls of another architecture and the numbers given fail with EACCES."""
    count = len(refused)
    return [
        _rule(_LOAD, _ARCHITECTURE),
        _rule(_JUMP_IF_EQUAL, architecture, otherwise=count + 2),
        _rule(_LOAD, _NUMBER),
        _rule(_JUMP_IF_LARGER, _X32, then=count),
        *(
            _rule(_JUMP_IF_EQUAL, number, then=count - 1 - place)
            for place, number in enumerate(refused[:-1])
        ),
        _rule(_JUMP_IF_EQUAL, refused[-1], otherwise=1),
        _rule(_RETURN, _REFUSE),
        _rule(_RETURN, _ALLOW),
    ]


def _rule(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)
