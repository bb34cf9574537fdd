#!/bin/bash
# The first process of a machine: its file system, its network, its container engine, and the shell that tests talk to.
set -eu
name=$1 number=$2 rootfs=$3 folder=$4 jdk=$5 engine=$6
disk=$folder/disk/$name

hostname "$name"
mkdir -p "$disk"/{upper,work,root,docker,containers}
root=$disk/root
mount -t overlay overlay -o "lowerdir=$rootfs,upperdir=$disk/upper,workdir=$disk/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

if [ "$(cut -d: -f1 /proc/self/cgroup)" = 0 ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
    mkdir "$root/sys/fs/cgroup/init"
    echo 1 >"$root/sys/fs/cgroup/init/cgroup.procs"
    for controller in $(cat "$root/sys/fs/cgroup/cgroup.controllers"); do
        echo "+$controller" >"$root/sys/fs/cgroup/cgroup.subtree_control" || true
    done
else
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
    while IFS=: read -r hierarchy controllers _; do
        at=$root/sys/fs/cgroup/${controllers#name=}
        if [ "$hierarchy" = 0 ]; then
            mkdir "${at}unified" && mount -t cgroup2 cgroup2 "${at}unified"
        else
            mkdir "$at" && mount -t cgroup -o "$controllers" cgroup "$at"
        fi
    done </proc/self/cgroup
fi

mkdir -p "$root"/var/lib/{docker,containers} "$root"/etc/{docker,containers} "$root$folder" "$root$jdk"
mount --bind "$disk/docker" "$root/var/lib/docker"
mount --bind "$disk/containers" "$root/var/lib/containers"
mount --bind "$jdk" "$root$jdk"
mount --bind "$folder" "$root$folder"
checkpoints='"runtimes": {"transship": {"path": "/usr/local/lib/transship/transship-runc"}}'
if [ "$engine" = docker-stock ]; then
    checkpoints='"experimental": true'
fi
cat >"$root/etc/docker/daemon.json" <<END
{"bridge": "none", "iptables": false, "ip6tables": false, "ip-forward": false, "storage-driver": "overlay2",
 "exec-opts": ["native.cgroupdriver=cgroupfs"],
 $checkpoints}
END
cat >"$root/etc/containers/containers.conf" <<END
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
[engine.runtimes]
transship = ["/usr/local/lib/transship/transship-runc"]
END
cd "$root"
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
cd /
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8

until ip link show eth0 >/dev/null 2>&1; do sleep 0.01; done
mac=$(cat /sys/class/net/eth0/address)
ip link set lo up
ip link add br0 address "$mac" type bridge forward_delay 0
ip link set eth0 master br0 up
ip address add "10.0.0.$number/24" dev br0
ip link set br0 up

start_docker() {
    exec dockerd
}

start_docker-stock() {
    start_docker
}

start_podman() {
    # It does not start without its OCI runtime, which the daemon writes first.
    until [ -x /usr/local/lib/transship/transship-runc ]; do sleep 0.02; done
    mkdir -p /run/podman
    exec podman --runtime transship system service --time 0 unix:///run/podman/podman.sock
}

"start_$engine" >"/var/log/$engine.log" 2>&1 &
"$jdk/bin/java" -XX:+UseSerialGC -Xmx128m --enable-native-access=ALL-UNNAMED -cp "$(cat "$folder/classpath")" \
    io.transship.daemon.harness.EngineShell "$engine" <"$folder/$name.in" >"$folder/$name.out" &
while :; do
    sleep 3600 &
    wait -n || true
done
