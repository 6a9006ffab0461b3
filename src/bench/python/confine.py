"""Gives up what this process may do to the rest of the machine, for good, and becomes another program.

    python3 -I -S confine.py '{"read": [...], "execute": [...], "limits": {...}}' PROGRAM ARGUMENT...

For machines where bubblewrap is missing or may not make namespaces (Ubuntu 24.04, containers). Landlock bounds files,
TCP, abstract sockets and signals; seccomp refuses every socket, new processes and calls that lead around Landlock;
limits of resources bound memory and time; and the process dies with the one that started it. Needs Linux 5.13, no rights.
"""

import ctypes
import json
import os
import platform
import resource
import signal
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)

# Landlock's system calls have the same number everywhere.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
WRITE_SHARED = (1 << 1) | READ_FILE | READ_DIR | (1 << 5) | (1 << 8) | (1 << 14)
FILE_RIGHTS = EXECUTE | (1 << 1) | READ_FILE | (1 << 14) | (1 << 15)
ALL_TCP = 3
ALL_SCOPES = 3

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 24, 38, 22
SECCOMP_MODE_FILTER = 2


def call(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def prctl(option, first=0, second=0):
    if libc.prctl(option, ctypes.c_ulong(first), second, ctypes.c_ulong(0), ctypes.c_ulong(0)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def landlock_version():
    """The version of Landlock's interface; 0 where the kernel has none."""
    try:
        return call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(CREATE_RULESET_VERSION))
    except OSError:
        return 0


def restrict_files(read, execute, share, network):
    """Leaves reading beneath `read`, running `execute` and sharing memory through `share`. All other files are closed."""
    version = landlock_version()
    if version < 1:
        raise OSError("this kernel has no Landlock")
    last_file_right = 12 + (version >= 2) + (version >= 3) + (version >= 5)
    handled = (1 << (last_file_right + 1)) - 1
    attributes = struct.pack("=Q", handled)
    if version >= 4:
        attributes += struct.pack("=Q", 0 if network else ALL_TCP)
    if version >= 6:
        attributes += struct.pack("=Q", ALL_SCOPES)
    rules = call(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    wanted = [(path, READ_FILE | READ_DIR) for path in read]
    wanted += [(path, READ_FILE | EXECUTE) for path in execute]
    wanted += [(path, WRITE_SHARED) for path in share]
    for path, rights in wanted:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            # A folder of libraries that this system does not have.
            continue
        allowed = rights & handled & (~0 if os.path.isdir(path) else FILE_RIGHTS)
        rule = struct.pack("=Qi", allowed, place)
        call(ADD_RULE, ctypes.c_int(rules), ctypes.c_int(RULE_PATH_BENEATH), rule, ctypes.c_uint32(0))
        os.close(place)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    call(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    os.close(rules)


# Numbers of system calls by machine.
NUMBERS = {
    "x86_64": {
        "arch": 0xC000003E,
        "socket": 41,
        "clone": 56,
        "fork": 57,
        "vfork": 58,
        "kill": 62,
        "ptrace": 101,
        "setpgid": 109,
        "setsid": 112,
        "rt_sigqueueinfo": 129,
        "prctl": 157,
        "mount": 165,
        "tkill": 200,
        "tgkill": 234,
        "add_key": 248,
        "request_key": 249,
        "keyctl": 250,
        "unshare": 272,
        "rt_tgsigqueueinfo": 297,
        "perf_event_open": 298,
        "open_by_handle_at": 304,
        "setns": 308,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "bpf": 321,
        "execveat": 322,
        "userfaultfd": 323,
        "shmget": 29,
        "shmat": 30,
        "semget": 64,
        "msgget": 68,
        "chmod": 90,
        "fchmod": 91,
        "chown": 92,
        "fchown": 93,
        "lchown": 94,
        "utime": 132,
        "setxattr": 188,
        "lsetxattr": 189,
        "fsetxattr": 190,
        "removexattr": 197,
        "lremovexattr": 198,
        "fremovexattr": 199,
        "utimes": 235,
        "mq_open": 240,
        "fchownat": 260,
        "futimesat": 261,
        "fchmodat": 268,
        "utimensat": 280,
    },
    "aarch64": {
        "arch": 0xC00000B7,
        "socket": 198,
        "clone": 220,
        "kill": 129,
        "ptrace": 117,
        "setpgid": 154,
        "setsid": 157,
        "rt_sigqueueinfo": 138,
        "prctl": 167,
        "mount": 40,
        "tkill": 130,
        "tgkill": 131,
        "add_key": 217,
        "request_key": 218,
        "keyctl": 219,
        "unshare": 97,
        "rt_tgsigqueueinfo": 240,
        "perf_event_open": 241,
        "open_by_handle_at": 265,
        "setns": 268,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "bpf": 280,
        "execveat": 281,
        "userfaultfd": 282,
        "setxattr": 5,
        "lsetxattr": 6,
        "fsetxattr": 7,
        "removexattr": 14,
        "lremovexattr": 15,
        "fremovexattr": 16,
        "fchmod": 52,
        "fchmodat": 53,
        "fchownat": 54,
        "fchown": 55,
        "utimensat": 88,
        "mq_open": 180,
        "msgget": 186,
        "semget": 190,
        "shmget": 194,
        "shmat": 196,
    },
}
# The same on both.
SHARED_NUMBERS = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "move_mount": 429,
    "fsopen": 430,
    "pidfd_open": 434,
    "clone3": 435,
    "pidfd_getfd": 438,
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
}

# What nobody needs who computes: each leads out of the process or around the other walls.
NEVER = (
    "ptrace process_vm_readv process_vm_writev pidfd_open pidfd_send_signal pidfd_getfd tkill rt_sigqueueinfo "
    "rt_tgsigqueueinfo io_uring_setup bpf perf_event_open userfaultfd add_key request_key keyctl unshare setns mount "
    "move_mount fsopen open_by_handle_at execveat setsid setpgid shmget shmat semget msgget mq_open"
).split()

# Landlock lets whoever owns a file change who may read it, its times and its attributes.
FILE_ATTRIBUTES = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat "
    "setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat"
).split()

RETURN_ALLOW, RETURN_ERROR, RETURN_KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x00010000


class Filter:
    """A program of the kernel's packet filter, which looks at each system call."""

    def __init__(self):
        machine = NUMBERS.get(platform.machine())
        if machine is None:
            raise OSError("no filter is known for " + platform.machine())
        self.numbers = {**machine, **SHARED_NUMBERS}
        self.code = []
        self._load(4)
        self._unless_equal(machine["arch"], [(0x06, 0, 0, RETURN_KILL)])
        self._load(0)
        # The other numbering of x86-64 (x32) would lead around the list.
        self.code += [(0x35, 0, 1, 0x40000000), (0x06, 0, 0, RETURN_ERROR | EPERM)]

    def _load(self, offset):
        self.code.append((0x20, 0, 0, offset))

    def _unless_equal(self, value, then):
        self.code.append((0x15, len(then), 0, value))
        self.code += then

    def refuse(self, name, error=EPERM):
        number = self.numbers.get(name)
        if number is not None:
            self.code += [(0x15, 0, 1, number), (0x06, 0, 0, RETURN_ERROR | error)]

    def refuse_unless_first(self, name, value):
        """Allows the call only with this first argument."""
        number = self.numbers.get(name)
        if number is None:
            return
        body = [(0x20, 0, 0, 16), (0x15, 1, 0, value & 0xFFFFFFFF), (0x06, 0, 0, RETURN_ERROR | EPERM), (0x20, 0, 0, 0)]
        self.code += [(0x15, 0, len(body), number), *body]

    def refuse_if_first(self, name, value):
        number = self.numbers.get(name)
        if number is None:
            return
        body = [(0x20, 0, 0, 16), (0x15, 0, 1, value), (0x06, 0, 0, RETURN_ERROR | EPERM), (0x20, 0, 0, 0)]
        self.code += [(0x15, 0, len(body), number), *body]

    def refuse_processes(self):
        """Threads may be started, processes not. `clone3` hides its flags, so libraries are sent back to `clone`."""
        self.refuse("fork")
        self.refuse("vfork")
        body = [
            (0x20, 0, 0, 16),
            (0x45, 1, 0, CLONE_THREAD),
            (0x06, 0, 0, RETURN_ERROR | EPERM),
            (0x20, 0, 0, 0),
        ]
        self.code += [(0x15, 0, len(body), self.numbers["clone"]), *body]
        self.refuse("clone3", ENOSYS)

    def install(self):
        program = [*self.code, (0x06, 0, 0, RETURN_ALLOW)]
        packed = b"".join(struct.pack("=HBBI", *line) for line in program)
        buffer = ctypes.create_string_buffer(packed, len(packed))
        header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header)


def refuse_calls(network, processes):
    calls = Filter()
    for name in [*NEVER, *FILE_ATTRIBUTES]:
        calls.refuse(name)
    if not network:
        calls.refuse("socket")
    # Nobody inside may ask to outlive the process that started this one.
    calls.refuse_if_first("prctl", PR_SET_PDEATHSIG)
    if not processes:
        calls.refuse_processes()
        calls.refuse_unless_first("kill", os.getpid())
        calls.refuse_unless_first("tgkill", os.getpid())
    calls.install()


def give_up_capabilities():
    """Root has rights that no limit and no rule of files applies to."""
    if os.geteuid() != 0:
        return
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            # Past the last one that this kernel knows.
            break


def tasks_of_user():
    """How many threads the user of this process has: the limit on them counts all, not only those of the sandbox."""
    count = 0
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat("/proc/" + name).st_uid == os.getuid():
                count += len(os.listdir("/proc/" + name + "/task"))
        except OSError:
            # It ended meanwhile.
            continue
    return count


def set_limits(limits):
    for name, value in limits.items():
        if name == "nproc":
            value += tasks_of_user()
        kind = getattr(resource, "RLIMIT_" + name.upper())
        hard = resource.getrlimit(kind)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def confine(rules):
    parent = os.getppid()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It died in between.
        os.kill(os.getpid(), signal.SIGKILL)
    set_limits(rules["limits"])
    give_up_capabilities()
    network, processes = rules.get("network", False), rules.get("processes", False)
    restrict_files(rules["read"], rules["execute"], rules.get("share", []), network)
    refuse_calls(network, processes)


if __name__ == "__main__":
    confine(json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
