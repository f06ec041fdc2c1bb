"""The layer "seccomp": system calls that no submission needs fail with EPERM.

A system call under a foreign ABI (i386, x32) kills the process, because its number means another
call than the same number here. A system call that is newer than those known here fails with ENOSYS,
as on an older kernel. See seccomp(2), seccomp_unotify(2) and the list that Docker denies,
docs.docker.com/engine/security/seccomp.

docs/security.md says why seccompy assembles the filter, and tests/sandbox/test_seccomp.py checks
the assembled program.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from seccompy import Action, ArgCmp, CmpOp, Filter, bpf, syscalls

from . import system

# These calls fail with EPERM, whatever their arguments are.
DENIED = {
    # A filter can't read the address or the descriptors that sendmsg passes. setsockopt can enlarge
    # the buffers of a socket, which no limit counts as memory of the process.
    "network": """
        socket connect bind listen accept accept4 sendmsg sendmmsg recvmmsg setsockopt""",
    "other processes": """
        ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_open
        pidfd_getfd pidfd_send_signal kcmp kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
        setsid setpgid setpriority sched_setparam sched_setscheduler sched_setattr
        sched_setaffinity ioprio_set migrate_pages move_pages get_robust_list""",
    "programs": "execve execveat uselib",
    "namespaces and mounts": """
        unshare setns mount umount umount2 pivot_root chroot move_mount fsopen fsmount fsconfig
        fspick open_tree open_tree_attr mount_setattr statmount listmount listns""",
    "users": """
        setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset""",
    "shared or hidden memory": """
        memfd_create memfd_secret shmget shmat shmctl shmdt semget semop semtimedop semctl msgget
        msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
        """,
    # Landlock restricts neither chmod, chown, utime nor extended attributes.
    "files": """
        symlink symlinkat link linkat mknod mknodat chown fchown lchown fchownat
        utime utimes futimesat utimensat truncate setxattr lsetxattr fsetxattr setxattrat
        removexattr lremovexattr fremovexattr removexattrat file_setattr
        inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_init fanotify_mark
        name_to_handle_at open_by_handle_at""",
    "kernel": """
        bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register io_setup
        io_submit io_destroy io_cancel io_getevents io_pgetevents keyctl add_key request_key
        seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self
        lsm_get_self_attr lsm_set_self_attr lsm_list_modules personality modify_ldt
        init_module finit_module delete_module create_module query_module get_kernel_syms
        kexec_load kexec_file_load reboot swapon swapoff acct syslog sethostname setdomainname
        settimeofday clock_settime clock_adjtime adjtimex iopl ioperm quotactl quotactl_fd
        lookup_dcookie vhangup ustat sysfs _sysctl nfsservctl""",
}

# These calls do nothing and report success, because shutil.copy sets the mode of its copy and would
# fail otherwise.
IGNORED = "chmod fchmod fchmodat fchmodat2"

# These calls fail with EOPNOTSUPP. fallocate can reserve more space than RLIMIT_FSIZE allows, in
# no time. The C library's posix_fallocate then writes instead, to which the limit applies.
UNSUPPORTED = "fallocate"

# Of an argument of type int, the kernel ignores the upper 32 bits. So must the filter.
_INT = 0xFFFFFFFF
# The flags of clone that make new namespaces: CLONE_NEWNS, CLONE_NEWCGROUP, ... CLONE_NEWNET.
_CLONE_NEW = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
# clone with this flag makes a brother of the calling process. It would look like a copy of the
# worker.
_CLONE_PARENT = 0x00008000
# The bits of a socket's type that are its kind; the others are flags.
_SOCKET_KIND = 0xF
_AF_UNIX, _SOCK_STREAM = 1, 1
# The calls that send or receive, with the number of the argument that holds the flags. The kernel's
# code for out-of-band data on Unix sockets (MSG_OOB) has had holes.
_MESSAGE_FLAGS = {"sendto": 3, "recvfrom": 3, "recvmsg": 2}
_MSG_OOB = 1
# Memory that is mapped with both flags, MAP_SHARED and MAP_ANONYMOUS, stays allocated while no
# process that uses it has it in its page tables. So nobody counts it as memory of a process.
_SHARED_ANONYMOUS = 0x01 | 0x20
# The calls whose first argument is a clock. A negative number is the CPU clock of any process or
# thread of the machine.
_CLOCKS = ("clock_gettime", "clock_getres", "clock_nanosleep", "timer_create")
_NEGATIVE_INT = 0x80000000
# The commands F_SETOWN, F_SETSIG and F_SETOWN_EX of fcntl. By them a process can have the kernel
# send signals to others.
_SET_OWNER = (8, 10, 15)
# The commands of ioctl that write to a terminal, have the kernel send signals, or set attributes of
# files.
_IOCTLS = {
    "TIOCSTI": 0x5412,
    "TIOCLINUX": 0x541C,
    "FIOSETOWN": 0x8901,
    "SIOCSPGRP": 0x8902,
    "FS_IOC_SETFLAGS": 0x40086602,
    "FS_IOC_FSSETXATTR": 0x401C5820,
}
# The operation SECCOMP_SET_MODE_FILTER of the system call seccomp.
_SET_MODE_FILTER = 1
# This bit is set in the number of every system call of the x32 ABI.
_X32 = 0x40000000
# Where a filter finds these in struct seccomp_data, in bytes.
_OFFSET_NUMBER = 0
_OFFSET_ARCHITECTURE = 4
# An instruction of a filter has this many bytes.
_INSTRUCTION_BYTES = 8


@functools.cache
def program() -> bytes:
    """Return the filter as a BPF program, in the form that the kernel wants."""
    return _known_calls_only() + _filter().program


def enter() -> None:
    """Filter the system calls of this process and of everything that it starts. Raises OSError."""
    install(program())


def install(filter_program: bytes) -> None:
    """Add a filter to those in force. Raises OSError."""
    instructions = ctypes.create_string_buffer(filter_program, len(filter_program))
    count = len(filter_program) // _INSTRUCTION_BYTES
    sock_fprog = struct.pack("HP", count, ctypes.addressof(instructions))
    system.call(syscalls.syscall_nr("seccomp"), _SET_MODE_FILTER, 0, sock_fprog)


def _filter() -> Filter:
    """Return the rules. Of several rules for one system call, the first that matches holds."""
    rules = Filter(Action.ALLOW)
    known = _numbers()
    for name in " ".join(DENIED.values()).split():
        if name in known:
            rules.errno(name, errno.EPERM)
    for name in IGNORED.split():
        if name in known:
            rules.errno(name, 0)
    for name in UNSUPPORTED.split():
        rules.errno(name, errno.EOPNOTSUPP)
    for flag in (*_CLONE_NEW, _CLONE_PARENT):
        rules.errno("clone", errno.EPERM, args=[ArgCmp(0, CmpOp.MASKED_EQ, flag, flag)])
    # The flags of clone3 are in memory, which a filter can't read. The C library then uses clone.
    rules.errno("clone3", errno.ENOSYS)
    # A datagram socket can send to any address even if it is one of a pair. A stream can't.
    unix_stream = [
        ArgCmp(0, CmpOp.MASKED_EQ, _AF_UNIX, _INT),
        ArgCmp(1, CmpOp.MASKED_EQ, _SOCK_STREAM, _SOCKET_KIND),
    ]
    rules.allow("socketpair", args=unix_stream)
    rules.errno("socketpair", errno.EPERM)
    for name, position in _MESSAGE_FLAGS.items():
        out_of_band = ArgCmp(position, CmpOp.MASKED_EQ, _MSG_OOB, _MSG_OOB)
        rules.errno(name, errno.EPERM, args=[out_of_band])
    rules.allow("sendto", args=[ArgCmp(4, CmpOp.EQ, 0)])
    rules.errno("sendto", errno.EPERM)
    shared_anonymous = ArgCmp(3, CmpOp.MASKED_EQ, _SHARED_ANONYMOUS, _SHARED_ANONYMOUS)
    rules.errno("mmap", errno.EPERM, args=[shared_anonymous])
    for name in _CLOCKS:
        negative = ArgCmp(0, CmpOp.MASKED_EQ, _NEGATIVE_INT, _NEGATIVE_INT)
        rules.errno(name, errno.EPERM, args=[negative])
    rules.allow("prlimit64", args=[ArgCmp(0, CmpOp.EQ, 0)])
    rules.errno("prlimit64", errno.EPERM)
    for command in _SET_OWNER:
        rules.errno("fcntl", errno.EPERM, args=[ArgCmp(1, CmpOp.MASKED_EQ, command, _INT)])
    for request in _IOCTLS.values():
        rules.errno("ioctl", errno.EPERM, args=[ArgCmp(1, CmpOp.MASKED_EQ, request, _INT)])
    return rules


def _numbers() -> dict[str, int]:
    """Return the numbers of all system calls of this architecture that seccompy knows."""
    tables = {
        syscalls.AUDIT_ARCH_X86_64: syscalls.X86_64_SYSCALLS,
        syscalls.AUDIT_ARCH_AARCH64: syscalls.AARCH64_SYSCALLS,
    }
    return tables[syscalls.audit_arch()]


def _known_calls_only() -> bytes:
    """Return the beginning of the program, which compares the number of the system call.

    seccompy has no rules for that. The rules of `_filter` follow directly.
    """
    newest = max(_numbers().values())
    instructions = [
        bpf.Load(_OFFSET_ARCHITECTURE),
        bpf.Jump(bpf.BPF_JEQ, syscalls.audit_arch(), None, "kill"),
        bpf.Load(_OFFSET_NUMBER),
        bpf.Jump(bpf.BPF_JGEQ, _X32, "kill", None),
        bpf.Jump(bpf.BPF_JGT, newest, None, "filter"),
        bpf.Ret(Action.ERRNO | errno.ENOSYS),
        bpf.Ret(Action.KILL_PROCESS),
    ]
    return bpf.assemble(instructions, {"kill": 6, "filter": 7})
