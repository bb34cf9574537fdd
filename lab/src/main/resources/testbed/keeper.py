"""Keeps one lab: claims its number, starts it in namespaces of its own, waits for its end, removes what is left.

Runs in the machine's own namespaces. It is the only part of a lab that outlives the lab's processes, and it has one job:
when the lab ends, in whatever way, nothing of it stays. Ending the lab is one kill: all of it lives in one PID namespace.

Started with one line of JSON on standard input: {"name", "files": {name: text}, "spec": {...}}. Prints one line of JSON per
event on standard output. Until the line "detach" has been read, the end of standard input ends the lab.
"""

import errno
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time

RUN = "/run/transship/lab"
DISK = "/var/lib/transship/lab"
CGROUPS = "/sys/fs/cgroup"
NUMBERS = range(1, 200)
GRACE_SECONDS = 20

# What daemons change of the whole machine's in every lab, while they dump, and to what. They set it back, but not those on
# a machine whose power is cut: the kernel, unlike theirs, goes on.
KERNEL = {"/proc/sys/fs/pipe-max-size": "4194304"}


def say(**event):
    """Tells whoever started us; nobody may be left to hear it."""
    try:
        os.write(1, (json.dumps(event) + "\n").encode())
    except OSError as e:
        if e.errno not in (errno.EPIPE, errno.EBADF):
            raise


def lock(path, wait=False):
    """The locked file, or None if somebody else holds it. The file may be removed by its holder: look again then."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(handle)
            return None
        try:
            if os.fstat(handle).st_ino == os.stat(path).st_ino:
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)


def unlock(path, handle):
    os.unlink(path)
    os.close(handle)


def lock_path(number):
    return f"{RUN}/{number}.lock"


def cgroup_folders(number):
    """The lab's folder in every cgroup hierarchy, whether it exists or not."""
    name = f"transship-lab-{number}"
    folders = [f"{CGROUPS}/{name}"]
    if not os.path.exists(f"{CGROUPS}/cgroup.controllers"):
        folders += [f"{CGROUPS}/{each}/{name}" for each in sorted(os.listdir(CGROUPS))]
    return folders


def thaw(number):
    """What was killed while it was frozen dies only then; a version 2 hierarchy needs no such help."""
    for folder in cgroup_folders(number):
        for at, _, files in os.walk(folder):
            if "freezer.state" in files and at != folder:
                try:
                    with open(f"{at}/freezer.state", "w", encoding="ascii") as state:
                        state.write("THAWED")
                except OSError:
                    pass


def remove_cgroups(number, deadline):
    """Removes empty cgroups, leaves first. A dying process keeps its cgroup busy for a moment."""
    for folder in cgroup_folders(number):
        while os.path.isdir(folder):
            for at, _, _ in os.walk(folder, topdown=False):
                try:
                    os.rmdir(at)
                except OSError:
                    pass
            if not os.path.isdir(folder):
                break
            if time.monotonic() > deadline:
                raise TimeoutError(f"{folder} stays busy")
            time.sleep(0.02)


def remove_folder(folder, deadline):
    while os.path.lexists(folder):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{folder} can't be removed")
        time.sleep(0.02)


def remove_link(number, deadline):
    """The kernel destroys the lab's network namespace, and our end of the cable with it, a little later."""
    while os.path.exists(f"/sys/class/net/tslab{number}"):
        subprocess.run(["ip", "link", "del", f"tslab{number}"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if time.monotonic() > deadline:
            raise TimeoutError(f"the interface tslab{number} stays")
        time.sleep(0.02)


def remove_rest(number):
    """Removes everything named after the lab's number. Its processes are gone or dying."""
    deadline = time.monotonic() + GRACE_SECONDS
    thaw(number)
    remove_cgroups(number, deadline)
    remove_link(number, deadline)
    remove_folder(f"{DISK}/{number}", deadline)
    remove_folder(f"{RUN}/{number}", deadline)


def numbers_in_use():
    """Numbers that left a trace, of a living lab or a dead one."""
    traces = set()
    for home in (RUN, DISK):
        for name in os.listdir(home) if os.path.isdir(home) else []:
            number = name.removesuffix(".lock")
            if number.isdigit():
                traces.add(int(number))
    return traces


def sweep():
    """Removes what a lab left whose keeper was killed."""
    for number in sorted(numbers_in_use()):
        handle = lock(lock_path(number))
        if handle is not None:
            remove_rest(number)
            unlock(lock_path(number), handle)


def kernel_note():
    return f"{RUN}/kernel.json"


def kernel_value(file):
    try:
        with open(file, encoding="ascii") as value:
            return value.read().strip()
    except OSError:
        return None


def note_kernel():
    """Remembers what the kernel has, before the first lab. The claim's lock is ours, and no lab is up."""
    set_kernel_back()
    write(kernel_note(), json.dumps({file: kernel_value(file) for file in KERNEL}))


def set_kernel_back():
    """Undoes what dead daemons left, after the last lab. What somebody else chose meanwhile stays."""
    try:
        with open(kernel_note(), encoding="ascii") as note:
            before = json.load(note)
    except FileNotFoundError:
        return
    for file, value in before.items():
        if value is not None and kernel_value(file) == KERNEL.get(file) != value:
            try:
                with open(file, "w", encoding="ascii") as kernel:
                    kernel.write(value)
            except OSError:
                pass  # this machine does not let us, and has not let the daemon either
    os.unlink(kernel_note())


def name_of(number):
    try:
        with open(f"{RUN}/{number}/name", encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def subnet_is_free(number):
    """Whether nothing on this machine has an address or route in the lab's management network."""
    found = subprocess.run(["ip", "-o", "-4", "addr"], capture_output=True, text=True, check=True).stdout
    found += subprocess.run(["ip", "-o", "-4", "route"], capture_output=True, text=True, check=True).stdout
    return f"172.30.{number}." not in found


def claim(name):
    """The number of the new lab and its lock; exits if a lab of that name is up."""
    os.makedirs(RUN, mode=0o700, exist_ok=True)
    os.chmod(RUN, 0o700)
    turn = lock(f"{RUN}/claim.lock", wait=True)
    try:
        sweep()
        if not numbers_in_use():
            note_kernel()
        if any(name_of(number) == name for number in numbers_in_use()):
            fail("LAB_ALREADY_UP", f"a lab with the name '{name}' is up already.")
        for number in NUMBERS:
            handle = lock(lock_path(number)) if subnet_is_free(number) else None
            if handle is not None:
                os.mkdir(f"{RUN}/{number}", 0o700)
                write(f"{RUN}/{number}/name", name)
                write(f"{RUN}/{number}/keeper", str(os.getpid()))
                return number, handle
        fail("LAB_ALREADY_UP", "every lab number on this machine is taken.")
    finally:
        unlock(f"{RUN}/claim.lock", turn)


def release(number, handle):
    """Nothing stays of the lab; of the last one, nothing in the kernel either."""
    remove_rest(number)
    unlock(lock_path(number), handle)
    turn = lock(f"{RUN}/claim.lock", wait=True)
    try:
        if not numbers_in_use():
            set_kernel_back()
    finally:
        unlock(f"{RUN}/claim.lock", turn)


def fail(code, message):
    say(event="failed", code=code, message=message)
    sys.exit(2)


def write(path, text):
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def start(number, request):
    """The lab's first process, which dies with us, and its namespaces with it."""
    folder = f"{RUN}/{number}"
    for name, text in request["files"].items():
        write(f"{folder}/{name}", text)
    os.makedirs(f"{DISK}/{number}", mode=0o700)
    spec = dict(request["spec"], number=number, name=request["name"], run=folder, disk=f"{DISK}/{number}",
                cgroup=f"transship-lab-{number}")
    write(f"{folder}/spec.json", json.dumps(spec))
    outer = os.open("/proc/self/ns/net", os.O_RDONLY)
    with open(f"{folder}/driver.log", "ab", buffering=0) as log:
        os.dup2(log.fileno(), 2)  # whoever reads our owner's errors should not have to wait for us
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child",
             "--mount-proc", "--propagation", "private",
             "/usr/bin/python3", "-I", f"{folder}/driver.py", folder, str(outer)],
            stdin=subprocess.DEVNULL, stdout=1, stderr=log, pass_fds=[outer])


def keep(child):
    """Until the lab ends, its owner goes without a word, or somebody tells us to end it."""
    wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda which, frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    ended = os.pidfd_open(child.pid)
    watched = [ended, wake, 0]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if ended in ready or wake in ready:
            break
        if os.read(0, 4096).strip() != b"detach":
            break
        watched.remove(0)
        say(event="detached")
    child.kill()
    child.wait()


def main(request):
    if request.get("sweep"):
        sweep()
        return
    number, handle = claim(request["name"])
    try:
        say(event="claimed", number=number)
        keep(start(number, request))
    except OSError as e:
        say(event="failed", code="DISK_FULL" if e.errno == errno.ENOSPC else "INTERNAL", message=f"{e}.")
    finally:
        release(number, handle)
    say(event="down")


if __name__ == "__main__":
    main(REQUEST)  # noqa: F821  (set by the one line that read standard input)
