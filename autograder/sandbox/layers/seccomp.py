"""The layer "seccomp": system calls that the worker doesn't need fail with EPERM.

Calls under a foreign ABI (i386, x32), which the numbers below say nothing about, kill the process;
calls newer than those known here fail with ENOSYS, as on an older kernel. Links: seccomp(2),
seccomp_unotify(2), and the list that Docker denies, docs.docker.com/engine/security/seccomp.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from seccompy import Action, ArgCmp, CmpOp, Filter, bpf, syscalls

from . import system

DENIED = {
    "network": "socket connect bind listen accept accept4 sendmmsg recvmmsg",
    "other processes": """
        ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_open
        pidfd_getfd pidfd_send_signal kcmp kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
        setsid setpgid setpriority sched_setparam sched_setscheduler sched_setattr ioprio_set
        migrate_pages move_pages get_robust_list""",
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
    # Landlock rules neither chmod, chown, utime nor extended attributes.
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

# shutil.copy sets the mode of what it has copied: let it believe that it did.
IGNORED = "chmod fchmod fchmodat fchmodat2"

_INT = 0xFFFFFFFF  # arguments of type int: the kernel ignores their upper half
_CLONE_NEW = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
_SOCKET_KIND = 0xF
_SOCK_STREAM = 1
_SET_OWNER = (8, 10, 15)  # fcntl F_SETOWN, F_SETSIG, F_SETOWN_EX: have the kernel signal others
_IOCTLS = {
    "TIOCSTI": 0x5412,
    "TIOCLINUX": 0x541C,
    "FIOSETOWN": 0x8901,
    "SIOCSPGRP": 0x8902,
    "FS_IOC_SETFLAGS": 0x40086602,
    "FS_IOC_FSSETXATTR": 0x401C5820,
}
_SET_MODE_FILTER = 1
_X32 = 0x40000000  # a bit in the number of every call of the x32 ABI
_OFFSET_NUMBER = 0
_OFFSET_ARCHITECTURE = 4


@functools.cache
def program() -> bytes:
    """The filter, as the kernel wants it."""
    return _known_calls_only() + _filter().program


def enter() -> None:
    """Filter this process's system calls, and those of all that it starts. Raises OSError."""
    install(program())


def install(filter_program: bytes) -> None:
    """Add a filter to those in force. Raises OSError."""
    instructions = ctypes.create_string_buffer(filter_program, len(filter_program))
    described = struct.pack("HP", len(filter_program) // 8, ctypes.addressof(instructions))
    system.call(syscalls.syscall_nr("seccomp"), _SET_MODE_FILTER, 0, described)


def _filter() -> Filter:
    rules = Filter(Action.ALLOW)
    known = _numbers()
    for name in " ".join(DENIED.values()).split():
        if name in known:
            rules.errno(name, errno.EPERM)
    for name in IGNORED.split():
        if name in known:
            rules.errno(name, 0)
    for flag in _CLONE_NEW:
        rules.errno("clone", errno.EPERM, args=[ArgCmp(0, CmpOp.MASKED_EQ, flag, flag)])
    # Its flags are in memory, which no filter sees; libc falls back to clone.
    rules.errno("clone3", errno.ENOSYS)
    # A datagram socket, although one of a pair, can write to any address; a stream can't.
    rules.allow("socketpair", args=[ArgCmp(1, CmpOp.MASKED_EQ, _SOCK_STREAM, _SOCKET_KIND)])
    rules.errno("socketpair", errno.EPERM)
    rules.allow("sendto", args=[ArgCmp(4, CmpOp.EQ, 0)])
    rules.errno("sendto", errno.EPERM)
    for name in ("prlimit64", "sched_setaffinity"):
        rules.allow(name, args=[ArgCmp(0, CmpOp.EQ, 0)])
        rules.errno(name, errno.EPERM)
    for command in _SET_OWNER:
        rules.errno("fcntl", errno.EPERM, args=[ArgCmp(1, CmpOp.MASKED_EQ, command, _INT)])
    for request in _IOCTLS.values():
        rules.errno("ioctl", errno.EPERM, args=[ArgCmp(1, CmpOp.MASKED_EQ, request, _INT)])
    return rules


def _numbers() -> dict[str, int]:
    """The numbers of all system calls of this architecture that seccompy knows."""
    tables = {
        syscalls.AUDIT_ARCH_X86_64: syscalls.X86_64_SYSCALLS,
        syscalls.AUDIT_ARCH_AARCH64: syscalls.AARCH64_SYSCALLS,
    }
    return tables[syscalls.audit_arch()]


def _known_calls_only() -> bytes:
    """What seccompy has no rules for: comparing the number of a call, to be put before a filter."""
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
