#!/bin/bash
# The first process of a machine: makes the file system, starts the container engine, reaps orphans.
# Arguments: name, root file system (shared by all, never written), folder on disk, folder of settings, then the
# folders that are shown read-only at their own path.
set -eu
name=$1 lower=$2 store=$3 settings=$4
shift 4

hostname "$name"
mkdir -p "$store"/{upper,work,root,docker,containers}
root=$store/root
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$store/upper,workdir=$store/work" "$root"

mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/run/lock"

mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 kmsg:1:11; do
    IFS=: read -r file major minor <<<"$node"
    mknod -m 666 "$root/dev/$file" c "$major" "$minor"
done
mkdir "$root"/dev/{pts,shm,mqueue,net}
mknod -m 666 "$root/dev/net/tun" c 10 200
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t mqueue mqueue "$root/dev/mqueue"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"

# The machine's cgroups: what this process sees as their roots. In version 2 a cgroup that hands controllers down has no
# process of its own: we go one level down, and the driver takes our parent there before it lets us go on.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
    mkdir -p "$root/sys/fs/cgroup/init"
    echo 1 >"$root/sys/fs/cgroup/init/cgroup.procs"
    echo leaf
    read -r _
    read -ra controllers <"$root/sys/fs/cgroup/cgroup.controllers" || true
    for controller in "${controllers[@]}"; do
        echo "+$controller" >"$root/sys/fs/cgroup/cgroup.subtree_control" || true
    done
else
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
    while IFS=: read -r hierarchy controllers _; do
        if [ "$hierarchy" = 0 ]; then
            mkdir "$root/sys/fs/cgroup/unified"
            mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
            continue
        fi
        folder=${controllers#name=}
        mkdir "$root/sys/fs/cgroup/$folder"
        mount -t cgroup -o "$controllers" cgroup "$root/sys/fs/cgroup/$folder"
        for alias in ${folder//,/ }; do
            [ "$alias" = "$folder" ] || ln -s "$folder" "$root/sys/fs/cgroup/$alias"
        done
    done </proc/self/cgroup
fi

# The engines' own overlays need a plain file system below.
mkdir -p "$root"/var/lib/{docker,containers} "$root"/etc/{transship,docker,containers}
mount --bind "$store/docker" "$root/var/lib/docker"
mount --bind "$store/containers" "$root/var/lib/containers"
mount --bind -o ro "$settings" "$root/etc/transship"
for folder in "$@"; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
    mount -o remount,bind,ro "$root$folder"
done
cp "$settings/daemon.json" "$root/etc/docker/daemon.json"
[ "$(<"$settings/engine")" != podman ] || cp "$settings/containers.conf" "$root/etc/containers/containers.conf"
cp "$settings/hosts" "$root/etc/hosts"
echo "$name" >"$root/etc/hostname"

mkdir -p "$root/mnt"
cd "$root"
pivot_root . mnt
umount -l /mnt
cd /
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8

exec 3>&1 </dev/null >/dev/null
start_docker() {
    exec dockerd >/var/log/dockerd.log 2>&1
}

start_podman() {
    # It does not start without its OCI runtime, which the daemon writes first.
    until [ -x /usr/local/lib/transship/transship-runc ]; do sleep 0.05; done
    mkdir -p /run/podman
    exec podman --runtime transship system service --time 0 unix:///run/podman/podman.sock >/var/log/podman.log 2>&1
}

start_none() {
    :
}

"start_$(</etc/transship/engine)" 3>&- &
echo ready >&3
exec 3>&-
trap '' INT HUP TERM
# Whoever has killed the engine gets it back with the limits that it had.
trap 'dockerd >>/var/log/dockerd.log 2>&1 &' USR1
while :; do
    sleep 3600 &
    wait || true
done
