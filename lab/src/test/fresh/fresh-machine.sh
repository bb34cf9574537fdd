#!/bin/bash
# Runs a command of this repository on a fresh, minimal Debian, as on a machine that was just installed: to try the first
# run of the launcher. Root, mmdebstrap and git are needed; the kernel and the network are those of this machine.
#
#   fresh-machine.sh [--again] bookworm|trixie FOLDER COMMAND...
#   fresh-machine.sh trixie /var/tmp/fresh ./transship demo
#
# FOLDER is made anew and holds the machine's root afterwards (about 2 GB); --again goes on with the one that is there. The
# clone in it is of the last commit. The machine trusts the certificates that this one trusts and has its apt settings.
set -euo pipefail

again=no
if [[ ${1:-} == --again ]]; then
    again=yes
    shift
fi
if (($# < 3)); then
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
suite=$1 folder=$(realpath -m "$2")
shift 2
root=$folder/root
source_folder=$(git -C "$(dirname "${BASH_SOURCE[0]}")" rev-parse --show-toplevel)
# shellcheck source=lab/src/main/resources/rootfs/debian-mirror.sh
source "$source_folder/lab/src/main/resources/rootfs/debian-mirror.sh"

make_machine() {
    if [[ -d $folder ]]; then
        [[ -d $root/etc ]] || { echo "USAGE: $folder is not a fresh machine; it stays as it is." >&2 && exit 2; }
        rm -rf --one-file-system "$folder"
    fi
    mkdir -p "$folder"
    mmdebstrap --quiet --variant=minbase --include=debian-archive-keyring "$suite" "$root" "$(debian_mirror Debian)"
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    debian_apt_settings | grep -E '^Acquire::(http|https|Check)' >"$root/etc/apt/apt.conf.d/00of-this-machine" || true
    mkdir -p "$root/usr/local/share/ca-certificates"
    csplit -sz -f "$root/usr/local/share/ca-certificates/trusted-" -b '%03d.crt' /etc/ssl/certs/ca-certificates.crt \
        '/BEGIN CERTIFICATE/' '{*}'
    git clone -q --no-hardlinks "$source_folder" "$root/root/transship"
}

if [[ $again == no ]]; then make_machine; fi
# shellcheck disable=SC2016 # expanded by the shell inside
exec unshare --mount --pid --uts --ipc --fork --kill-child --propagation private bash -c '
    set -e
    root=$1
    shift
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/run"
    mount -t tmpfs tmpfs "$root/tmp"
    mkdir -p "$root/old"
    cd "$root"
    pivot_root . old
    umount -l /old
    hostname fresh
    cd /root/transship
    env -i HOME=/root TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
    exit $?
' bash "$root" "$@"
