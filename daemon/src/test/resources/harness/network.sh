#!/bin/bash
# A network of two machines and a client, in namespaces that die with this process; it ends when its standard input
# does. Arguments: scripts' folder, root file system, folder on disk, JDK, name of the control group,
# container engine.
# On disk: lib (class path), disk/NAME (each machine's storage), exchange (seen by all machines), NAME.in and NAME.out.
set -eu
scripts=$1 rootfs=$2 folder=$3 jdk=$4 group=$5 engine=$6
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

ip link set lo up
ip link add wire type bridge forward_delay 0
ip address add 10.0.0.1/24 dev wire
ip link set wire up

machine() { # name, number
    local cgroups=() hierarchy pid
    for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/*; do
        if [ -e "$hierarchy/cgroup.procs" ] && [ ! -L "$hierarchy" ]; then
            mkdir -p "$hierarchy/$group/$1"
            if [ -e "$hierarchy/cpuset.cpus" ] && [ ! -e "$hierarchy/cgroup.controllers" ]; then
                for each in "$hierarchy/$group" "$hierarchy/$group/$1"; do
                    cat "$hierarchy/cpuset.cpus" >"$each/cpuset.cpus"
                    cat "$hierarchy/cpuset.mems" >"$each/cpuset.mems"
                done
            fi
            cgroups+=("$hierarchy/$group/$1/cgroup.procs")
            [ -e /sys/fs/cgroup/cgroup.controllers ] && break
        fi
    done
    (
        for each in "${cgroups[@]}"; do echo "$BASHPID" >"$each"; done
        exec unshare --net --mount --pid --cgroup --uts --ipc --fork --kill-child --propagation private \
            bash "$scripts/machine.sh" "$1" "$2" "$rootfs" "$folder" "$jdk" "$engine" \
            >>"$folder/$1.log" 2>&1 </dev/null
    ) &
    pid=$!
    while [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
    ip link add "to-$1" type veth peer name eth0 netns "$pid"
    ip link set "to-$1" master wire up
}

machine h2 2
machine h3 3
"$jdk/bin/java" -XX:+UseSerialGC -Xmx64m -cp "$(cat "$folder/classpath")" \
    io.transship.daemon.harness.CounterClient <"$folder/client.in" >"$folder/client.out" 2>"$folder/client.log" &
cat >/dev/null
