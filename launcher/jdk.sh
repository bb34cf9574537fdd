# Finds a JDK that is new enough, or makes one from Debian's packages. Sourced by common.sh.
# shellcheck shell=bash

# Major version from a JDK's release file; empty if there is none.
java_major() { # JDK folder
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# The lab's machines see nothing but the JDK's own folder, so links that lead out of it (Debian's packages have them)
# rule a JDK out.
self_contained() { # JDK folder
    [[ $(realpath -q "$1/conf/security/java.security") == "$(realpath "$1")"/* ]]
}

fits_as_jdk() { # folder
    local major
    [[ -x $1/bin/javac ]] || return 1
    major=$(java_major "$1")
    [[ -n $major ]] && ((major >= JAVA_MINIMUM)) && self_contained "$1"
}

jdk_candidates() {
    printf '%s\n' "$TRANSSHIP_HOME/runtime" "${JAVA_HOME:-}"
    if command -v javac >/dev/null; then
        dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
    fi
    printf '%s\n' /usr/lib/jvm/* "$CACHE"/jdk-*/
}

find_jdk() {
    local candidate
    while read -r candidate; do
        candidate=${candidate%/}
        if [[ -n $candidate && $candidate != *.tmp ]] && fits_as_jdk "$candidate"; then
            jdk=$candidate
            return 0
        fi
    done < <(jdk_candidates)
    return 1
}

ensure_jdk() {
    if ! find_jdk; then
        need_root 'to make a JDK'
        ensure_packages patchelf debian-archive-keyring ca-certificates
        follow "JDK $JAVA_MINIMUM=make_jdk"
        find_jdk || fail NO_JDK "no JDK $JAVA_MINIMUM could be made. Install one and set JAVA_HOME to it."
    fi
    refresh_trust
    export JAVA_HOME=$jdk
}

readonly TRUSTED=/etc/ssl/certs/ca-certificates.crt

# A JDK of ours trusts whom the machine trusts, also after that has changed.
refresh_trust() {
    local store=$jdk/lib/security/cacerts
    if [[ $jdk == "$CACHE"/* && $TRUSTED -nt $store && -w $jdk/lib/security ]]; then
        "$jdk/bin/java" "$TRANSSHIP_HOME/launcher/TrustStore.java" "$TRUSTED" "$store"
    fi
}

# Debian 13's JDK 25 with the C library it was built for, in one folder, so that it runs on Debian 12 as well as 13 and
# inside the lab's machines. Prints progress; runs as a job of its own.
make_jdk() {
    local work version target apt
    # shellcheck source=lab/src/main/resources/rootfs/debian-mirror.sh
    source "$TRANSSHIP_HOME/lab/src/main/resources/rootfs/debian-mirror.sh"
    work=$(mktemp -d)
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$work'" EXIT
    printf 'asking the mirror for OpenJDK %s\n' "$JAVA_MINIMUM"
    [[ -n $(debian_mirror_or_update Debian) ]] ||
        fail NO_MIRROR "this machine's apt knows no Debian mirror. Name one in /etc/apt/sources.list and run apt-get update."
    apt=$(debian_private_apt "$work" trixie)
    APT_CONFIG=$apt apt-get -q update >"$work/log" 2>&1 || fail NO_MIRROR "$(grep -m 1 '^E:' "$work/log")"
    version=$(APT_CONFIG=$apt apt-cache show --no-all-versions openjdk-25-jdk-headless | sed -n 's/^Version: //p')
    [[ -n $version ]] || fail NO_JDK 'the mirror has no openjdk-25-jdk-headless. Install a JDK 25 and set JAVA_HOME to it.'
    target=$CACHE/jdk-${version%%[-+~]*}
    printf 'downloading OpenJDK %s, 147 MB\n' "$version"
    (cd "$work" && APT_CONFIG=$apt apt-get -q download openjdk-25-jdk-headless openjdk-25-jre-headless \
        libc6 libstdc++6 libgcc-s1 zlib1g >"$work/log" 2>&1) || fail DOWNLOAD_FAILED "$(grep -m 1 '^E:' "$work/log")"
    printf 'unpacking into %s\n' "$target"
    unpack_jdk "$work" "$target"
    printf 'proving that it runs\n'
    prove_jdk "$target" "$work"
    printf 'ready: %s\n' "$target"
}

unpack_jdk() { # folder with packages, target
    local work=$1 target=$2 package
    mkdir -p "$work/java" "$work/system"
    for package in "$work"/openjdk-*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/java" --exclude='*/jmods/*' --exclude='./usr/share/*'
    done
    for package in "$work"/{libc6,libstdc,libgcc,zlib1g}*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/system" --exclude='./usr/share/*' --exclude='*/gconv/*'
    done
    rm -rf "$target.tmp" "$target"
    mkdir -p "$target.tmp"
    cp -a "$work"/java/usr/lib/jvm/java-25-openjdk-*/{bin,conf,include,lib,release} "$target.tmp/"
    bring_links_home "$work/java" "$target.tmp"
    mkdir "$target.tmp/lib/system"
    find "$work/system/usr/lib" -name '*.so*' -exec cp -aL {} "$target.tmp/lib/system/" \;
    point_at_own_libraries "$target.tmp" "$target"
    mv "$target.tmp" "$target"
}

# Debian keeps a JDK's settings in /etc: every such link becomes the file it means.
bring_links_home() { # unpacked packages, JDK folder
    local link meant
    while read -r link; do
        meant=$(readlink "$link")
        rm "$link"
        if [[ $meant == /etc/java-* && -f $1$meant ]]; then cp "$1$meant" "$link"; fi
    done < <(find "$2" -type l)
}

point_at_own_libraries() { # folder now, folder for good
    local file loader
    loader=$(basename "$(find "$1/lib/system" -name 'ld-linux*.so.*' | head -n 1)")
    for file in "$1"/bin/* "$1/lib/jspawnhelper" "$1/lib/jexec"; do
        [[ ! -f $file ]] || patchelf --set-interpreter "$2/lib/system/$loader" --force-rpath \
            --set-rpath "\$ORIGIN/../lib:\$ORIGIN/../lib/system:\$ORIGIN/system" "$file"
    done
    while read -r file; do
        patchelf --force-rpath --set-rpath "\$ORIGIN:\$ORIGIN/server:\$ORIGIN/system:\$ORIGIN/..:\$ORIGIN/../system" "$file"
    done < <(find "$1/lib" -name '*.so' -not -path '*/system/*')
}

# Certificates from the machine's own bundle, the archive that speeds every start, and a program that starts another one.
prove_jdk() { # JDK folder, scratch folder
    local target=$1
    if ! {
        "$target/bin/java" "$TRANSSHIP_HOME/launcher/TrustStore.java" "$TRUSTED" \
            "$target/lib/security/cacerts" &&
            "$target/bin/java" -Xshare:dump -XX:+UseSerialGC &&
            "$target/bin/javac" -d "$2" "$TRANSSHIP_HOME/launcher/TrustStore.java" &&
            "$target/bin/java" -cp "$2" TrustStore --check "$target/lib/security/cacerts"
    } >"$2/log" 2>&1; then
        rm -rf "$target"
        fail NO_JDK "the JDK made from Debian's packages does not run here: $(grep -m 1 . "$2/log"). Set JAVA_HOME to another."
    fi
}
