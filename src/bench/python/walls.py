"""Tries to get out, before anybody's code is here to do so. What succeeds is reported; the host decides what that means."""

import os
import socket
import subprocess


def _reads(canaries):
    with open(canaries["file"]) as file:
        file.read()


def _writes(canaries):
    with open(canaries["newFile"], "w"):
        pass
    os.remove(canaries["newFile"])


def _starts(canaries):
    subprocess.run(canaries["program"], check=True, timeout=0.5, capture_output=True)


def _sends(canaries):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", canaries["udpPort"]))
    # Whether it arrives only the host can tell.
    raise OSError


def _connects(canaries):
    socket.create_connection(("127.0.0.1", canaries["tcpPort"]), 0.5).close()


def _reaches(path):
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(0.5)
        client.connect(path)


def _signals(canaries):
    os.kill(canaries["hostPid"], 0)


def open_walls(canaries):
    attempts = [
        ("reach-network", lambda: _sends(canaries)),
        ("reach-network", lambda: _connects(canaries)),
        *[("reach-sockets", lambda path=path: _reaches(path)) for path in canaries["sockets"]],
        ("read-files", lambda: _reads(canaries)),
        ("write-files", lambda: _writes(canaries)),
        ("start-programs", lambda: _starts(canaries)),
        ("signal-processes", lambda: _signals(canaries)),
    ]
    reached = set()
    for wall, attempt in attempts:
        try:
            attempt()
            reached.add(wall)
        except (OSError, subprocess.SubprocessError, AttributeError):
            # Refused, or this system has no such thing.
            continue
    return sorted(reached)
