"""The emulated data network: Mininet's switches, hosts and cables on Open vSwitch's user-space datapath."""

import collections
import subprocess

from mininet.link import TCLink
from mininet.log import setLogLevel
from mininet.net import Mininet
from mininet.node import OVSSwitch

Controller = collections.namedtuple("Controller", "name protocol address port")
Controller.IP = lambda self: self.address

# Frames that wait at one end of a cable; more would only make everything late (50 full frames: 60 ms at 10 Mbit/s).
QUEUE_FRAMES = 50

# What a throttled cable makes up for when its timer comes late, as it does on a busy machine; Mininet's own classes give
# one frame, and a cable of 100 Mbit/s carries 85 then. Not less than what Mininet gives the rate.
LATE_SECONDS, LEAST_BURST = 0.004, 15_000

# A faster cable is not throttled: it carries what the user-space datapath does.
FASTEST_THROTTLE = 1_000_000_000

# Where no cable is throttled hosts send large frames, as in a data centre: the user-space datapath pays by the frame.
# Containers keep the usual ones.
USUAL_FRAME, LARGE_FRAME = 1500, 9000


class Network:
    """Switches, hosts and cables by the names of the specification."""

    def __init__(self, spec):
        setLogLevel("error")
        self.spec = spec
        self.rates = {}
        self.plugged = {}
        self.net = Mininet(controller=None, link=TCLink, build=False, autoStaticArp=False)

    def build(self):
        for switch in self.spec["switches"]:
            self.net.addSwitch(switch["name"], cls=OVSSwitch, datapath="user", dpid=switch["dpid"], batch=True,
                               failMode=self.spec["failMode"], protocols="OpenFlow13")
        for host in self.spec["hosts"]:
            self.net.addHost(host["name"], ip=f"{host['address']}/24", mac=host["mac"])
        for link in self.spec["links"]:
            self.cable(link)
        self.net.build()
        for end in (end for a, b in self.rates for end in self.ends(a, b)):
            self.inside(end.node, "ip", "link", "set", end.name, "mtu", str(self.frame_bytes()))
        for switch in self.net.switches:
            switch.start(self.controllers())
        OVSSwitch.batchStartup(self.net.switches)
        for a, b in self.rates:
            if self.rates[(a, b)] <= FASTEST_THROTTLE:
                for end in self.ends(a, b):
                    self.throttle(end, self.rates[(a, b)])
                    self.bound_queue(end)

    def cable(self, link):
        # txo=False: the user-space datapath needs frames with their checksums filled in.
        bandwidth = link["bps"] / 1e6 if link["bps"] <= FASTEST_THROTTLE else None
        self.net.addLink(link["a"], link["b"], bw=bandwidth, txo=False)
        self.rates[(link["a"], link["b"])] = link["bps"]
        self.plugged[(link["a"], link["b"])] = True

    def frame_bytes(self):
        """The longest frame that cables and hosts carry."""
        return USUAL_FRAME if any(bps <= FASTEST_THROTTLE for bps in self.rates.values()) else LARGE_FRAME

    def controllers(self):
        if not self.spec["controllerPort"]:
            return []
        return [Controller("c", "tcp", f"172.30.{self.spec['number']}.1", self.spec["controllerPort"])]

    def key(self, a, b):
        for key in ((a, b), (b, a)):
            if key in self.rates:
                return key
        raise KeyError(f"there is no link {a}-{b}")

    def ends(self, a, b):
        """The two interfaces of a cable."""
        return self.net.get(a).connectionsTo(self.net.get(b))[0]

    def pid(self, host):
        """A process in the host's network namespace."""
        return self.net.get(host).pid

    def states(self):
        return [{"a": a, "b": b, "bps": bps, "plugged": self.plugged[(a, b)]} for (a, b), bps in self.rates.items()]

    def plug(self, a, b, plugged):
        """Cuts or mends a cable: both ends lose or get their carrier."""
        self.key(a, b)
        for end in self.ends(a, b):
            self.inside(end.node, "ip", "link", "set", end.name, "up" if plugged else "down")
        self.plugged[self.key(a, b)] = plugged

    def rate(self, a, b, bps):
        """Changes a cable's capacity in both directions; waiting frames are kept."""
        key = self.key(a, b)
        for end in self.ends(a, b):
            self.throttle(end, bps)
            end.params["bw"] = bps / 1e6
        self.rates[key] = bps

    def flows(self):
        """Every switch's entries, one a line."""
        return {switch.name: subprocess.run(
            ["ovs-ofctl", "-O", "OpenFlow13", "dump-flows", switch.name], stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=True).stdout.splitlines() for switch in self.net.switches}

    def throttle(self, end, bps):
        burst = str(max(LEAST_BURST, int(bps / 8 * LATE_SECONDS)))
        self.inside(end.node, "tc", "class", "change", "dev", end.name, "parent", "5:0", "classid", "5:1",
                    "htb", "rate", f"{bps}bit", "burst", burst, "cburst", burst)

    def bound_queue(self, end):
        self.inside(end.node, "tc", "qdisc", "add", "dev", end.name, "parent", "5:1", "handle", "10:",
                    "pfifo", "limit", str(QUEUE_FRAMES))

    @staticmethod
    def inside(node, *command):
        """Runs a command in a node's network namespace; switches live in the lab's own."""
        enter = ["nsenter", f"--net=/proc/{node.pid}/ns/net"] if node.inNamespace else []
        done = subprocess.run([*enter, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
