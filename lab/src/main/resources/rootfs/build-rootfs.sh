#!/bin/bash
# Builds the root file system of the lab's machines: Debian 13 with Docker, runc and CRIU >= 4.2, and beside it the
# base image of the demo's container.
#
#   build-rootfs.sh [--cache DIR] [--check] [--force]
#
# The bundle lands in DIR/rootfs-<first 12 of this file's SHA-256>/ (DIR: /var/cache/transship):
#
#   root/             the root file system, a read-only lower directory for every machine of every lab
#   images/demo.tar   a plain tree for `docker import`: sh, Perl with the modules a small server needs, iperf3
#   stamp             hash of this file, then every package with its version, then the images' sizes
#
# The last line on standard output is the bundle's path, everything else goes to standard error. A bundle whose stamp
# still fits is only looked at (milliseconds); one whose stamp differs is built anew. --check builds nothing and ends
# with 1 when there is no fitting bundle. Mirror, proxy and credentials are those of the machine's own apt.
set -euo pipefail
export LC_ALL=C
unset LANG LANGUAGE
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/debian-mirror.sh"

readonly SUITE=trixie
readonly CRIU_SUITE=forky
readonly CRIU_PACKAGES='criu libcriu2 libcompel1 libnet9 libnl-3-200'
readonly CRIU_MINIMUM=4.2
readonly PACKAGES='docker.io docker-cli containerd runc criu podman iptables nftables iproute2 ethtool jq procps iputils-ping
    iputils-arping iperf3 perl-base zstd mount util-linux ca-certificates'
readonly NEEDED_MIB=1200
readonly STEPS=6
# A bundle of another recipe may serve another checkout: it goes when nobody has used it for so long.
readonly KEEP_OTHERS_DAYS=7

cache=/var/cache/transship
check=no
force=no
started=$SECONDS
work=

fail() { # CODE sentence
    printf '%s: %s\n' "$1" "$2" >&2
    exit 1
}

say() {
    printf 'rootfs: %s\n' "$*" >&2
}

step() { # number text
    printf 'rootfs: step %s/%s (%s s) %s\n' "$1" "$STEPS" "$((SECONDS - started))" "$2" >&2
}

read_arguments() {
    while (($#)); do
        case $1 in
            --cache) cache=${2:?--cache needs a folder} && shift 2 ;;
            --check) check=yes && shift ;;
            --force) force=yes && shift ;;
            *) printf 'USAGE: unknown argument %s. Known are --cache DIR, --check and --force.\n' "$1" >&2 && exit 2 ;;
        esac
    done
}

package_list() { # root directory
    # shellcheck disable=SC2016 # dpkg-query expands it
    chroot "$1" dpkg-query -W -f '${Package} ${Version} ${Architecture}\n'
}

# What the stamp of a bundle has to say, computed from the bundle itself.
stamp_of() { # bundle directory
    printf 'recipe %s\n' "$recipe"
    package_list "$1/root"
    (cd "$1/images" && stat -c 'image %n %s' -- *)
}

fits() { # bundle directory
    [[ -f $1/stamp && -d $1/root/var/lib/dpkg && -f $1/images/demo.tar ]] &&
        cmp -s "$1/stamp" <(stamp_of "$1" 2>/dev/null)
}

mounted() { # directory: does any process on this machine have it in a mount?
    grep -qsF "$1" /proc/[0-9]*/mountinfo
}

# Only CRIU comes from the later suite; the rest of that suite is there for dependencies that cannot be met otherwise.
preferences() {
    printf 'Package: *\nPin: release n=%s\nPin-Priority: 100\n\n' "$CRIU_SUITE"
    printf 'Package: %s\nPin: release n=%s\nPin-Priority: 990\n' "$CRIU_PACKAGES" "$CRIU_SUITE"
}

# perl-base has no Time::HiRes: two files of the package that has it, instead of 30 MB of packages.
add_hires() {
    cat <<'END'
set -eu
export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
folder=$(mktemp -d)
cd "$folder"
package=$(apt-cache depends perl | grep -o 'libperl5[.0-9]*' | head -n 1)
apt-get -qq -o APT::Sandbox::User=root download "$package"
dpkg-deb -x ./*.deb .
into=$(dirname "$(find "$1/usr/lib" -path '*/perl-base/IO.pm')")
from=$(dirname "$(dirname "$(find . -path '*/Time/HiRes.pm')")")
mkdir -p "$into/Time" "$into/auto/Time"
cp "$from/Time/HiRes.pm" "$into/Time/"
cp -r "$from/auto/Time/HiRes" "$into/auto/Time/"
rm -rf "$folder"
END
}

check_mirror() {
    main=$(debian_mirror_or_update Debian)
    [[ -n $main ]] || fail NO_MIRROR \
        "this machine's apt knows no Debian mirror. Name one in /etc/apt/sources.list and run apt-get update."
    [[ -r $DEBIAN_KEYRING ]] || fail NO_KEYRING "$DEBIAN_KEYRING is missing. Install debian-archive-keyring."
}

check_room() {
    local free
    free=$(df --output=avail -m "$cache" | tail -n 1)
    ((free >= NEEDED_MIB)) || fail DISK_FULL \
        "$cache has $((free)) MiB free, the root file system needs $NEEDED_MIB MiB while it is built. Make room there."
}

bootstrap() { # target directory
    preferences >"$work/preferences"
    add_hires >"$work/add-hires.sh"
    debian_apt_settings >"$work/apt.conf"
    debian_sources "$SUITE" "$CRIU_SUITE" >"$work/sources.list"
    # shellcheck disable=SC2086 # the package list is meant to be split
    TMPDIR=$work unshare --mount --propagation private mmdebstrap --mode=root --variant=essential --format=directory \
        --include="$(echo $PACKAGES | tr ' ' ',')" \
        --aptopt="$work/apt.conf" \
        --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --setup-hook="cp '$work/preferences' \"\$1/etc/apt/preferences.d/transship\"" \
        --extract-hook="echo 'rootfs: step 3/$STEPS unpacking the base system' >&2" \
        --essential-hook="echo 'rootfs: step 4/$STEPS installing Docker, runc, CRIU and tools' >&2" \
        --customize-hook="sh '$work/add-hires.sh' \"\$1\"" \
        "$SUITE" "$1" "$work/sources.list" 2>&1 >/dev/null | tee "$work/mmdebstrap.log" |
        grep --line-buffered '^rootfs: ' >&2
    ((PIPESTATUS[0] == 0)) || fail ROOTFS_BUILD_FAILED "mmdebstrap ended with an error: $(
        grep -E '^(E:|dpkg: error)' "$work/mmdebstrap.log" | head -n 1). The whole log is $(save_log)."
}

save_log() {
    cp "$work/mmdebstrap.log" "$cache/rootfs-build.log" && printf '%s' "$cache/rootfs-build.log"
}

# CRIU under runc reads its options here: Docker's API has no flag for them. The `=` without blanks matters, with
# blanks CRIU silently takes its default and the second migration of a container fails.
configure() { # root directory
    local root=$1
    mkdir -p "$root/etc/criu" "$root/etc/docker"
    printf '%s\n' tcp-established file-locks manage-cgroups=ignore skip-in-flight network-lock=skip \
        >"$root/etc/criu/runc.conf"
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root/etc/apt/preferences.d/transship"
    rm -f "$root"/etc/apt/sources.list{,.d/*} "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
    : >"$root/etc/machine-id"
    rm -f "$root/etc/resolv.conf" "$root/etc/hostname"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
    local version
    version=$(chroot "$root" criu --version | awk '/^Version:/ { print $2 }')
    dpkg --compare-versions "$version" ge "$CRIU_MINIMUM" || fail ROOTFS_BUILD_FAILED \
        "the mirror offers CRIU $version, $CRIU_MINIMUM is needed. Check that it carries the suite $CRIU_SUITE."
}

# Files of perl-base and of some programs with the libraries they load; a link comes with its target. iperf3 ends its
# threads with pthread_cancel, which loads libgcc_s by itself.
demo_files() { # root directory
    # shellcheck disable=SC2016 # expanded by the shell inside
    chroot "$1" sh -c '
        { dpkg -L perl-base
          find /usr/lib -path "*/perl-base/*Time/HiRes*" -o -name libgcc_s.so.1
          for program in dash perl iperf3 cat date head id ls mkdir rm sha256sum sleep stat; do
              echo "/usr/bin/$program"
              ldd "/usr/bin/$program"
          done | grep -o "/[^ ]*"
        } | while read -r file; do
            if [ -f "$file" ]; then echo "$(realpath "$(dirname "$file")")/$(basename "$file")"; realpath "$file"; fi
        done' | cut -c 2- | grep -vE '^usr/share/(doc|man)/' | sort -u
}

demo_image() { # root directory, tar
    local root=$1 tree=$work/demo
    mkdir -p "$tree"/usr/{bin,lib,lib64} "$tree"/{etc,proc,sys,dev,run,tmp,root,var/tmp}
    ln -s usr/bin "$tree/bin" && ln -s usr/lib "$tree/lib" && ln -s usr/lib64 "$tree/lib64"
    chmod 1777 "$tree/tmp" "$tree/var/tmp"
    demo_files "$root" >"$work/demo.list"
    tar -C "$root" -cf - --no-recursion -T "$work/demo.list" | tar -C "$tree" -xf -
    cp -a "$root"/usr/lib64/. "$tree/usr/lib64/"
    ln -sf dash "$tree/usr/bin/sh"
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$tree/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
    printf 'hosts: files\n' >"$tree/etc/nsswitch.conf"
    printf '127.0.0.1 localhost\n' >"$tree/etc/hosts"
    mknod -m 666 "$tree/dev/null" c 1 3
    chroot "$tree" perl -MIO::Socket::INET -MIO::Select -MPOSIX -MFcntl -MList::Util -MTime::HiRes -e 'exit 0' ||
        fail ROOTFS_BUILD_FAILED 'Perl does not run in the demo image.'
    chroot "$tree" sh -c 'iperf3 --version && sleep 0 && ls / | head -n 1' >/dev/null ||
        fail ROOTFS_BUILD_FAILED 'iperf3 or sh does not run in the demo image.'
    tar -C "$tree" --sort=name --numeric-owner --owner=0 --group=0 --exclude='./dev/*' -cf "$2" .
}

in_use_of_others() { # bundle
    mounted "$1" || [[ -n $(find "$1/used" "$1/stamp" -mtime "-$KEEP_OTHERS_DAYS" 2>/dev/null) ]]
}

remove_old() { # bundle that stays
    local other
    for other in "$cache"/rootfs-*/; do
        other=${other%/}
        if [[ -d $other && $other != "$1" && $other != *.tmp ]] && ! in_use_of_others "$other"; then
            say "removing $other, which is out of date"
            rm -rf --one-file-system "$other"
        fi
    done
}

# Prints the bundle's path, and notes that it was used.
hand_out() { # bundle
    { : >"$1/used"; } 2>/dev/null || true
    printf '%s\n' "$1"
    exit 0
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
    local status=$?
    [[ -z $work ]] || rm -rf --one-file-system "$work"
    [[ -z ${building:-} ]] || rm -rf --one-file-system "$building"
    exit "$status"
}

build() { # bundle directory
    local bundle=$1
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    work=$(mktemp -d)
    step 1 'asking apt for this machine'\''s Debian mirror'
    check_mirror
    check_room
    say "downloads about 120 MB of Debian $SUITE packages from $main, and CRIU from its suite $CRIU_SUITE;" \
        "builds $bundle (about 370 MB)"
    building=$bundle.tmp
    rm -rf --one-file-system "$building"
    mkdir -p "$building/images"
    step 2 'downloading package lists and packages'
    bootstrap "$building/root"
    step 5 'configuring, and making the demo image'
    configure "$building/root"
    demo_image "$building/root" "$building/images/demo.tar"
    step 6 'stamping'
    stamp_of "$building" >"$building/stamp"
    rm -rf --one-file-system "$bundle"
    mv "$building" "$bundle"
    building=
    remove_old "$bundle"
    say "ready after $((SECONDS - started)) s: $(package_list "$bundle/root" | wc -l) packages," \
        "$(du -sm "$bundle" | cut -f 1) MiB"
}

read_arguments "$@"
recipe=$(sha256sum <"${BASH_SOURCE[0]}" | cut -d ' ' -f 1)
bundle=$cache/rootfs-${recipe:0:12}
if [[ $force == no ]] && fits "$bundle"; then
    hand_out "$bundle"
fi
[[ $check == no ]] || exit 1
((EUID == 0)) || fail NOT_ROOT 'the root file system can only be built by root. Run it with sudo.'
mkdir -p "$cache"
exec 9>"$cache/rootfs.lock"
if ! flock -n 9; then
    say 'another run is building it; waiting'
    flock 9
    if fits "$bundle"; then
        hand_out "$bundle"
    fi
fi
if [[ -d $bundle ]]; then
    mounted "$bundle" && fail ROOTFS_IN_USE "$bundle does not fit its stamp but a lab has it mounted. End that lab first."
    say "$bundle does not fit its stamp; building it anew"
fi
build "$bundle"
hand_out "$bundle"
