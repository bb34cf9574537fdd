"""Builds and drives one lab: its own Open vSwitch, the emulated network, the machines. See keeper.py for who starts it.

Runs in the lab's own mount, network and PID namespaces; when it ends, the kernel ends everything else in them. Listens on
RUN/driver.sock for one JSON request per line, one after the other, and answers each with one line: {"ok": true, ...} or
{"ok": false, "code", "message"}. Until the lab is up it prints one JSON event per line on standard output.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time

RUN = sys.argv[1]
OUTER = int(sys.argv[2])
sys.path.insert(0, RUN)

# For each frame that comes in, Open vSwitch takes 32 buffers and gives back what it did not need. The C library would hand
# that back to the kernel and fault it in again, frame by frame: a third of the switches' processor time.
KEEPS_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(64 << 20), "MALLOC_TOP_PAD_": str(4 << 20)}


def reap_and_end_with(child):
    """The work of a PID namespace's first process: orphans are reaped; when the driver ends, so does all."""
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def say(**event):
    """Tells the keeper's owner, who may be gone."""
    try:
        os.write(REPORT, (json.dumps(event) + "\n").encode())
    except OSError:
        pass


def run(*command, given=None):
    """Runs a command that must succeed; its output."""
    done = subprocess.run(command, input=given, stdin=None if given is not None else subprocess.DEVNULL,
                          capture_output=True, text=True, pass_fds=[OUTER])
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


class OpenVSwitch:
    """An Open vSwitch of the lab's own; its tools find it by OVS_RUNDIR."""

    def __init__(self, folder):
        self.folder = folder
        self.children = []

    def start(self):
        os.makedirs(self.folder)
        for name in ("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR"):
            os.environ[name] = self.folder
        database = f"{self.folder}/conf.db"
        run("ovsdb-tool", "create", database, "/usr/share/openvswitch/vswitch.ovsschema")
        self.child("ovsdb-server", database, f"--remote=punix:{self.folder}/db.sock")
        run("ovs-vsctl", "--no-wait", "--retry", "--timeout=20", "init")
        self.child("ovs-vswitchd", f"unix:{self.folder}/db.sock", **KEEPS_MEMORY)

    def child(self, *command, **variables):
        with open(f"{self.folder}/{command[0]}.log", "ab") as log:
            self.children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                  env={**os.environ, **variables}))


def connect_management(number):
    """One cable to the machine's own network namespace; the lab's side is a bridge that every host joins."""
    outer = f"/dev/fd/{OUTER}"
    name = f"tslab{number}"
    run("ip", "-batch", "-", given=f"""link set lo up
link add mgmt type bridge forward_delay 0
addr add 172.30.{number}.2/24 dev mgmt
link set mgmt up
link add {name} type veth peer name mgmt-out
link set mgmt-out master mgmt up
link set {name} netns {outer}
""")
    run("nsenter", f"--net={outer}", "ip", "-batch", "-",
        given=f"link set {name} up\naddr add 172.30.{number}.1/24 dev {name}\n")


class Lab:
    """What the requests act on."""

    def __init__(self, spec):
        from machines import Machines
        from network import Network
        self.spec = spec
        self.network = Network(spec)
        self.machines = Machines(spec, self.network)

    def up(self):
        self.timed("switches", OpenVSwitch(f"{RUN}/ovs").start)
        self.timed("management", lambda: connect_management(self.spec["number"]))
        self.timed("network", self.network.build)
        self.timed("machines", self.machines.start_all)

    def timed(self, stage, action):
        before = time.monotonic()
        action()
        say(event="stage", stage=stage, seconds=round(time.monotonic() - before, 3))

    def answer(self, request):
        """Does one request; the answer's fields."""
        do = request.get("do")
        if do == "status":
            return {"name": self.spec["name"], "number": self.spec["number"],
                    "hosts": self.machines.states(), "links": self.network.states()}
        if do == "flows":
            return {"flows": self.network.flows()}
        if do in ("cut", "restore"):
            self.network.plug(request["a"], request["b"], do == "restore")
        elif do == "rate":
            self.network.rate(request["a"], request["b"], request["bps"])
        elif do == "kill":
            self.machines.kill(request["host"])
        elif do == "start":
            self.machines.start(request["host"])
        else:
            raise KeyError(f"there is no request '{do}'")
        return {}


def serve(lab, listener):
    """One request after the other: machines die with the thread that made them, so there is only one thread."""
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as stream:
            connection.settimeout(60)
            try:
                request = json.loads(stream.readline(65536))
                if request.get("do") == "down":
                    return
                answer = {"ok": True, **lab.answer(request)}
            except KeyError as e:
                answer = {"ok": False, "code": "USAGE", "message": f"{e.args[0]}."}
            except (ValueError, AttributeError, OSError, RuntimeError, subprocess.SubprocessError) as e:
                answer = {"ok": False, "code": "INTERNAL", "message": f"{e}"}
            try:
                stream.write(json.dumps(answer) + "\n")
                stream.flush()
            except OSError:
                pass


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    with open(f"{RUN}/spec.json", encoding="utf-8") as file:
        spec = json.load(file)
    listener = socket.socket(socket.AF_UNIX)
    os.umask(0o077)
    listener.bind(f"{RUN}/driver.sock")
    os.umask(0o022)
    try:
        lab = Lab(spec)
        lab.up()
    except Exception as e:  # whatever it is, the owner must hear of it before everything ends
        say(event="failed", code="INTERNAL", message=f"the lab can't be built: {e}")
        raise
    listener.listen(16)
    say(event="up")
    serve(lab, listener)


if __name__ == "__main__":
    child = os.fork()
    if child:
        reap_and_end_with(child)
    # Mininet and its children may print: the answers get a descriptor of their own.
    REPORT = os.dup(1)
    os.dup2(2, 1)
    main()
