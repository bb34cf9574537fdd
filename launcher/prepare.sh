# Makes what a verb needs, and only what is missing: packages, build, root file system. Sourced by common.sh.
# shellcheck shell=bash

# shellcheck source=launcher/follow.sh
source "$TRANSSHIP_HOME/launcher/follow.sh"

readonly BUILD_PACKAGES='maven ca-certificates'
readonly LAB_PACKAGES='mininet openvswitch-switch python3 iproute2 ethtool procps iputils-ping util-linux'
readonly ROOTFS_PACKAGES='mmdebstrap debian-archive-keyring'
readonly DATABASE_PACKAGES='mariadb-server-core mariadb-client-core postgresql'
readonly RECIPE=$TRANSSHIP_HOME/lab/src/main/resources/rootfs/build-rootfs.sh
readonly SERVERS_RECIPE=$TRANSSHIP_HOME/lab/src/main/resources/rootfs/build-servers.sh
readonly FIRST_RUN_MIB=3072

need_root() { # purpose
    ((EUID == 0)) || fail NOT_ROOT "root is needed $1. Run it as root or with sudo."
}

# Room for what a first run makes. A full disk half-way is harder to understand than one line before it starts.
check_room() { # folder MiB
    local folder=$1 free
    while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
    free=$(df --output=avail -m "$folder" | tail -n 1)
    ((free >= $2)) || fail DISK_FULL "$1 has ${free// /} MiB free, $2 MiB are needed. Make room there."
}

missing_packages() { # package...
    local package
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s ' "$package"
    done
}

ensure_packages() { # package...
    local missing
    missing=$(missing_packages "$@")
    [[ -n $missing ]] || return 0
    need_root "to install the packages ${missing% }"
    say "installs these Debian packages, and what they depend on: ${missing% }"
    read -ra wanted_packages <<<"$missing"
    follow 'packages=install_packages'
}

# Runs as a job. No service is started by it: the lab brings an Open vSwitch of its own.
install_packages() {
    local log
    log=$(mktemp)
    # shellcheck disable=SC2064 # the file of now
    trap "allow_services; rm -f '$log'" EXIT
    forbid_services
    export DEBIAN_FRONTEND=noninteractive
    printf 'reading package lists\n'
    apt-get -q update >"$log" 2>&1 || true
    printf 'downloading and installing\n'
    apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold \
        -o DPkg::Lock::Timeout=120 install "${wanted_packages[@]}" 2>&1 | tee "$log" |
        sed -un 's/^Fetched \(.*\)/downloaded \1/p; s/^Setting up \([^ ]*\).*/~ setting up \1/p'
    ((PIPESTATUS[0] == 0)) || fail INSTALL_FAILED "apt-get: $(grep -m 1 '^E:' "$log"). Mend that and run it again."
}

# The customary way to keep packages from starting services; the file of the machine, if any, comes back afterwards.
readonly SERVICE_POLICY=/usr/sbin/policy-rc.d

forbid_services() {
    if [[ -e $SERVICE_POLICY ]]; then mv "$SERVICE_POLICY" "$SERVICE_POLICY.before-transship"; fi
    printf '#!/bin/sh\nexit 101\n' >"$SERVICE_POLICY"
    chmod 755 "$SERVICE_POLICY"
}

allow_services() {
    rm -f "$SERVICE_POLICY"
    if [[ -e $SERVICE_POLICY.before-transship ]]; then mv "$SERVICE_POLICY.before-transship" "$SERVICE_POLICY"; fi
}

build_is_current() {
    local newer
    [[ -f $DIST/.built ]] || return 1
    cd "$TRANSSHIP_HOME"
    newer=$(find pom.xml ./*/pom.xml ./*/src/main -newer "$DIST/.built" -print -quit)
    cd "$OLDPWD"
    [[ -z $newer ]]
}

# A release has the jars but no sources.
is_release() {
    [[ ! -f $TRANSSHIP_HOME/pom.xml ]]
}

prepare_build() {
    if is_release || build_is_current; then
        ensure_jdk
        return
    fi
    # shellcheck disable=SC2086 # the list is meant to be split
    ensure_packages $BUILD_PACKAGES
    check_room "$TRANSSHIP_HOME/target" 1024
    ensure_jdk
    follow 'build=build'
}

# Runs as a job.
build() {
    lock_build
    build_is_current || build_distribution "$TRANSSHIP_HOME/target/build.log" BUILD_FAILED maven_progress \
        -Dquick -Dmaven.test.skip=true package
}

# Two builds of one folder would take each other's files away.
lock_build() {
    mkdir -p "$TRANSSHIP_HOME/target"
    exec 9>"$TRANSSHIP_HOME/target/build.lock"
    flock 9
}

# One run of Maven; the jars become the distribution only if all went well, and those of an older build go.
build_distribution() { # log code filter maven-argument...
    local log=$1 code=$2 filter=$3 fresh=$DIST.new
    shift 3
    rm -rf "$fresh" "$DIST.old"
    mkdir -p "$fresh"
    touch "$fresh/.built"
    run_maven "$log" "$code" "$filter" -Ddistribution.folder="$fresh" "$@"
    [[ ! -d $DIST ]] || mv "$DIST" "$DIST.old"
    mv "$fresh" "$DIST"
    rm -rf "$DIST.old"
}

first_error() { # log of Maven
    sed -n 's/^\[ERROR\] //p' "$1" | grep -vm 1 -e '^COMPILATION ERROR' -e '^[[:space:]]*$' || printf 'no reason given'
}

run_maven() { # log code filter maven-argument...
    local log=$1 code=$2 filter=$3
    shift 3
    cd "$TRANSSHIP_HOME" || exit
    # Tests interrupt programs: they must not inherit that interrupts are ignored, as they are behind an "&".
    env --default-signal=INT,HUP mvn -B "$@" 2>&1 9>&- </dev/null | tee "$log" | "$filter"
    ((PIPESTATUS[0] == 0)) ||
        fail "$code" "$(first_error "$log"). The whole log is $log."
}

# awk would hold lines back until its buffer is full.
maven_progress() {
    local line name files=0
    while read -r line; do
        case $line in
            '[INFO] Building Transship '*)
                name=${line#'[INFO] Building '}
                printf 'building %s %s\n' "${name%% [0-9]*}" "${name##* }"
                ;;
            'Downloaded from '*)
                files=$((files + 1))
                ((files % 50 != 0)) || printf 'downloaded %s files\n' "$files"
                ;;
        esac
    done
}

have_rootfs() {
    rootfs=$("$RECIPE" --check 2>/dev/null)
}

announce_rootfs() {
    say "builds the root file system of the lab's machines once, in $CACHE: Debian 13 with Docker, runc and CRIU," \
        'about 120 MB of downloads, 370 MB on disk'
}

# Runs as a job.
build_rootfs() {
    "$RECIPE" 2>&1 >/dev/null | sed -u 's/^rootfs: //'
    return "${PIPESTATUS[0]}"
}

prepare_rootfs() {
    need_root 'to build the root file system'
    if ! have_rootfs; then
        # shellcheck disable=SC2086 # the list is meant to be split
        ensure_packages $ROOTFS_PACKAGES
        announce_rootfs
        follow 'root file system=build_rootfs'
    fi
    require_rootfs
}

# Runs as a job.
build_servers() {
    "$SERVERS_RECIPE" 2>&1 >/dev/null | sed -u 's/^servers: //'
    return "${PIPESTATUS[0]}"
}

# The image of servers that the lab's tests move; nothing else needs it.
prepare_servers() {
    ! "$SERVERS_RECIPE" --check >/dev/null 2>&1 || return 0
    # shellcheck disable=SC2086 # the list is meant to be split
    ensure_packages $ROOTFS_PACKAGES
    say "builds the image of servers for the lab's tests once, in $CACHE: about 100 MB of downloads, 400 MB on disk"
    follow 'servers=build_servers'
}

# Servers for the store's tests and its bench, which start their own in temporary folders. As always no service is started,
# and PostgreSQL makes no cluster of the machine's own.
prepare_databases() {
    local settings=/etc/postgresql-common/createcluster.d/transship.conf missing status=0
    # shellcheck disable=SC2086 # the list is meant to be split
    missing=$(missing_packages $DATABASE_PACKAGES)
    [[ -n $missing ]] || return 0
    mkdir -p "${settings%/*}"
    printf 'create_main_cluster = false\n' >"$settings"
    # shellcheck disable=SC2086 # the list is meant to be split
    (ensure_packages $DATABASE_PACKAGES) || status=$?
    rm -f "$settings"
    return "$status"
}

# Everything for a lab; what does not depend on one another is made side by side.
prepare_lab() {
    local jobs=()
    prepare_machine
    [[ -n $rootfs ]] || jobs+=('root file system=build_rootfs')
    is_release || build_is_current || jobs+=('build=jdk_and_build')
    ((${#jobs[@]} == 0)) || follow "${jobs[@]}"
    ensure_jdk
    require_rootfs
}

# Packages and room for a lab.
prepare_machine() {
    local packages=$LAB_PACKAGES
    need_root 'for the lab: it makes namespaces and virtual networks'
    have_rootfs || packages+=" $ROOTFS_PACKAGES"
    is_release || build_is_current || packages+=" $BUILD_PACKAGES"
    find_jdk || packages+=' patchelf ca-certificates debian-archive-keyring'
    if [[ $packages != "$LAB_PACKAGES" ]]; then check_room "$CACHE" "$FIRST_RUN_MIB"; fi
    # shellcheck disable=SC2086 # lists are meant to be split
    ensure_packages $packages
    [[ -n $rootfs ]] || announce_rootfs
}

require_rootfs() {
    have_rootfs || fail ROOTFS_BUILD_FAILED 'the root file system does not fit its stamp.'
    export TRANSSHIP_ROOTFS=$rootfs
}

# Start caches for daemon and manager: half a minute once for each build, several seconds less in each lab after it.
# Without them everything works as well, so a failure is not one.
prepare_start_caches() {
    wants_start_caches || return 0
    say 'lets daemon and manager learn their start once for this build (TRANSSHIP_TRAIN=no leaves that out)'
    follow 'training=train'
}

# A cache that was made with other flags is passed over by the JVM without a word; the oldest caches are removed. A training
# that failed is not tried again for this build.
wants_start_caches() {
    local home
    [[ ${TRANSSHIP_TRAIN:-yes} == yes ]] || return 1
    [[ -f $DIST/.trained && ! $JVM_FLAGS -nt $DIST/.trained ]] || return 0
    home=$(cat "$DIST/.trained")
    [[ -n $home && ! -d $home ]]
}

# Runs as a job. What it leaves says where the caches are, for start_cache.
train() {
    (run_java lab io.transship.lab.Main lab train) 2>&1 | tee "$DIST/.training" || printf '! left out: it did not work here\n'
    sed -n 's/^Start caches: //p' "$DIST/.training" >"$DIST/.trained"
    rm -f "$DIST/.training"
}

jdk_and_build() {
    find_jdk || (make_jdk)
    ensure_jdk
    build
}
