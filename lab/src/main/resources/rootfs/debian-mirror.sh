# Functions about this machine's own Debian mirror, for scripts that fetch packages of another Debian release from it.
# Sourced, not run. Nothing here names a host: apt is asked.
# shellcheck shell=bash

readonly DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# Base address of the mirror for a label (Debian, Debian-Security), as apt knows it; empty if it knows none.
debian_mirror() { # label
    # shellcheck disable=SC2016 # apt-get expands it
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' -v label="$1" '$1 == "Debian" && $2 == label { print $3; exit }'
}

# Fetches the package lists first if apt has none yet.
debian_mirror_or_update() { # label
    local found
    found=$(debian_mirror "$1")
    if [[ -z $found ]]; then
        apt-get -q update >/dev/null 2>&1 || true
        found=$(debian_mirror "$1")
    fi
    printf '%s\n' "$found"
}

# apt's settings for reaching and trusting a mirror; the machine's index kinds and hooks stay out.
debian_apt_settings() {
    apt-config dump Acquire | grep -vE '^Acquire(::(IndexTargets|Changelogs|Languages|cdrom)(::[^ ]*)?)? ' || true
    printf 'Acquire::Languages "none";\n'
    printf 'Dir::Etc::netrc "/etc/apt/auth.conf";\nDir::Etc::netrcparts "/etc/apt/auth.conf.d";\n'
}

# Lines of a sources.list for some suites, and for the security suite of the first one where the machine has such a mirror.
debian_sources() { # suite...
    local main security suite probe option="[signed-by=$DEBIAN_KEYRING]"
    main=$(debian_mirror Debian)
    for suite; do
        printf 'deb %s %s %s main\n' "$option" "$main" "$suite"
    done
    security=$(debian_mirror Debian-Security)
    [[ -n $security ]] || return 0
    probe=$(mktemp)
    if /usr/lib/apt/apt-helper download-file "${security}dists/$1-security/InRelease" "$probe" >/dev/null 2>&1; then
        printf 'deb %s %s %s-security main\n' "$option" "$security" "$1"
    fi
    rm -f "$probe"
}

# A private apt below a folder: its own lists, cache and (empty) list of installed packages. Prints the APT_CONFIG to use.
debian_private_apt() { # folder suite...
    local folder=$1
    shift
    mkdir -p "$folder"/{lists/partial,archives/partial}
    : >"$folder/status"
    debian_sources "$@" >"$folder/sources.list"
    {
        debian_apt_settings
        printf 'Dir::State "%s";\nDir::State::lists "%s/lists";\nDir::State::status "%s/status";\n' \
            "$folder" "$folder" "$folder"
        printf 'Dir::Cache "%s";\nDir::Etc::sourcelist "%s/sources.list";\n' "$folder" "$folder"
        printf 'Dir::Etc::sourceparts "/dev/null";\nDir::Etc::preferencesparts "/dev/null";\n'
        printf 'Dir::Etc::preferences "/dev/null";\nAPT::Sandbox::User "root";\n'
    } >"$folder/apt.conf"
    printf '%s\n' "$folder/apt.conf"
}
