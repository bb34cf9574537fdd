"""The machines: each host of the network gets namespaces of its own, a root file system and a container engine."""

import json
import os
import select
import subprocess
import time

CGROUPS = "/sys/fs/cgroup"
VERSION_2 = os.path.exists(f"{CGROUPS}/cgroup.controllers")
READY_SECONDS = 30

# No container engine has a network of its own: containers get theirs from the daemon.
DOCKER = {
    "bridge": "none", "iptables": False, "ip6tables": False, "ip-forward": False, "userland-proxy": False,
    "storage-driver": "overlay2", "live-restore": True, "exec-opts": ["native.cgroupdriver=cgroupfs"],
    # Its own checkpoints, which the bench of moves compares with.
    "experimental": True,
    "runtimes": {"transship": {"path": "/usr/local/lib/transship/transship-runc"}},
}

PODMAN = """[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
[engine.runtimes]
transship = ["/usr/local/lib/transship/transship-runc"]
"""


def hierarchies():
    """Where cgroup hierarchies are mounted: one on a pure version 2, several otherwise."""
    if VERSION_2:
        return [CGROUPS]
    folders = [f"{CGROUPS}/{name}" for name in sorted(os.listdir(CGROUPS))]
    return [folder for folder in folders if os.path.exists(f"{folder}/cgroup.procs") and not os.path.islink(folder)]


def make_cgroup(path):
    """Makes a cgroup below a hierarchy, with all its parent has to give. The machine's own root is left as it is."""
    os.makedirs(path, exist_ok=True)
    parent = os.path.dirname(path)
    if VERSION_2:
        if parent == CGROUPS:
            return
        for controller in read(f"{parent}/cgroup.controllers").split():
            put(f"{parent}/cgroup.subtree_control", f"+{controller}")
        return
    for name in ("cpuset.cpus", "cpuset.mems"):
        if os.path.exists(f"{path}/{name}"):
            put(f"{path}/{name}", read(f"{parent}/{name}"))


def read(path):
    try:
        with open(path, encoding="ascii") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


def put(path, text):
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    except OSError:
        pass  # a controller that this kernel doesn't hand down is done without


class Machine:
    """One host: on or off."""

    def __init__(self, spec, host, network):
        self.spec = spec
        self.host = host
        self.name = host["name"]
        self.network = network
        self.process = None
        self.cgroups = [f"{each}/{spec['cgroup']}/{self.name}" for each in hierarchies()]

    def wire(self):
        """The network interfaces: br0 over the data cable, mgmt0 beside it. A second time after a power cut."""
        number, name = self.spec["number"], self.name
        pid = self.network.pid(name)
        veth = f"mgmt-{name}"
        subprocess.run(["ip", "link", "del", veth], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.batch([], f"""link add {veth} type veth peer name mgmt0 netns {pid}
link set {veth} master mgmt up
""")
        enter = ["nsenter", f"--net=/proc/{pid}/ns/net"]
        subprocess.run([*enter, "ip", "link", "del", "br0"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.batch(enter, f"""link set lo up
link add br0 address {self.host['mac']} type bridge forward_delay 0
addr flush dev {name}-eth0
link set {name}-eth0 master br0 up
addr add {self.host['address']}/24 dev br0
link set br0 mtu {self.network.frame_bytes()} up
addr add 172.30.{number}.{10 + self.host['index']}/24 dev mgmt0
link set mgmt0 up
""")

    @staticmethod
    def batch(enter, lines):
        done = subprocess.run([*enter, "ip", "-batch", "-"], input=lines, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"ip: {done.stderr.strip()}")

    def boot(self):
        """Starts the machine's first process; it says "ready" when the file system stands."""
        self.wire()
        for path in self.cgroups:
            make_cgroup(os.path.dirname(path))
            make_cgroup(path)
        store = f"{self.spec['disk']}/{self.name}"
        settings = f"{self.spec['run']}/{self.name}"
        os.makedirs(store, mode=0o700, exist_ok=True)
        os.makedirs(settings, mode=0o700, exist_ok=True)
        self.write(f"{settings}/daemon.json", json.dumps({**DOCKER, **self.spec["docker"]}))
        self.write(f"{settings}/containers.conf", PODMAN)
        self.write(f"{settings}/engine", self.host["engine"])
        self.write(f"{settings}/hosts", "127.0.0.1 localhost\n" + "".join(
            f"{host['address']} {host['name']}\n" for host in self.spec["hosts"]))
        join = 'while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs"; shift; done; shift; exec "$@"'
        with open(f"{self.spec['run']}/{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "sh", "-ec", join, "sh", *self.cgroups, "--",
                 "nsenter", f"--net=/proc/{self.network.pid(self.name)}/ns/net",
                 "unshare", "--mount", "--pid", "--cgroup", "--uts", "--ipc", "--fork", "--kill-child",
                 "--propagation", "private",
                 "bash", f"{self.spec['run']}/machine-init.sh", self.name, self.spec["rootfs"], store, settings,
                 *self.spec["readOnly"]],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    @staticmethod
    def write(path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def await_ready(self):
        if VERSION_2:
            self.expect(b"leaf")
            put(f"{self.cgroups[0]}/init/cgroup.procs", str(self.process.pid))
            self.process.stdin.write(b"go on\n")
        self.process.stdin.close()
        self.expect(b"ready")
        self.process.stdout.close()

    def expect(self, word):
        """Waits for the next line of the machine's first process."""
        ready, _, _ = select.select([self.process.stdout], [], [], READY_SECONDS)
        line = self.process.stdout.readline() if ready else b""
        if line.strip() != word:
            raise RuntimeError(f"machine {self.name} did not start: {self.log_tail()}")

    def log_tail(self):
        return " | ".join(read(f"{self.spec['run']}/{self.name}.log").splitlines()[-5:])

    def on(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """A power cut: every process of the machine ends at once, and its interfaces are dead."""
        self.process.kill()
        self.process.wait()
        enter = ["nsenter", f"--net=/proc/{self.network.pid(self.name)}/ns/net"]
        self.batch(enter, f"link set {self.name}-eth0 down\nlink set br0 down\nlink set mgmt0 down\n")
        links = subprocess.run([*enter, "ip", "-br", "link", "show", "type", "veth"], stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, check=True).stdout
        names = [line.split()[0].partition("@")[0] for line in links.splitlines()]
        rest = [name for name in names if name not in (f"{self.name}-eth0", "mgmt0")]
        self.thaw()
        self.await_end()
        # Some go by themselves, with the network namespace at their other end.
        subprocess.run([*enter, "ip", "-force", "-batch", "-"], text=True, capture_output=True,
                       input="".join(f"link del {name}\n" for name in rest))

    def thaw(self):
        """What was killed while it was frozen dies only then; a version 2 hierarchy needs no such help."""
        for cgroups in self.cgroups:
            for at, _, files in os.walk(cgroups):
                if "freezer.state" in files:
                    put(f"{at}/freezer.state", "THAWED")

    def await_end(self):
        """The kernel ends the machine's processes a little after their first one."""
        deadline = time.monotonic() + READY_SECONDS
        while any(read(f"{at}/cgroup.procs") for at, _, _ in os.walk(self.cgroups[0])):
            if time.monotonic() > deadline:
                raise RuntimeError(f"processes of {self.name} outlive it")
            time.sleep(0.01)


class Machines:
    """All machines of the lab."""

    def __init__(self, spec, network):
        self.machines = {host["name"]: Machine(spec, host, network) for host in spec["hosts"]}

    def start_all(self):
        for machine in self.machines.values():
            machine.boot()
        for machine in self.machines.values():
            machine.await_ready()

    def get(self, name):
        if name not in self.machines:
            raise KeyError(f"there is no host {name}")
        return self.machines[name]

    def states(self):
        return {name: {"on": machine.on(), "cgroup": machine.cgroups[0]} for name, machine in self.machines.items()}

    def kill(self, name):
        machine = self.get(name)
        if machine.on():
            machine.kill()

    def start(self, name):
        machine = self.get(name)
        if not machine.on():
            machine.boot()
            machine.await_ready()
