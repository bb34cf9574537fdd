# What every part of the launcher uses. Sourced by ../transship.
# shellcheck shell=bash

readonly CACHE=/var/cache/transship
readonly DIST=$TRANSSHIP_HOME/target/dist/lib
readonly JAVA_MINIMUM=25

jdk=
rootfs=

# An operating error: one line, the same form as everywhere in Transship, and a non-zero exit.
fail() { # CODE sentence
    printf '%s: %s\n' "$1" "$2" >&2
    if [[ $1 == USAGE ]]; then exit 2; fi
    exit 1
}

say() {
    printf 'transship: %s\n' "$*" >&2
}

# shellcheck source=launcher/jdk.sh
source "$TRANSSHIP_HOME/launcher/jdk.sh"
# shellcheck source=launcher/prepare.sh
source "$TRANSSHIP_HOME/launcher/prepare.sh"

# The lab reads the same file.
readonly JVM_FLAGS=$TRANSSHIP_HOME/launcher/jvm-flags

jvm_flags() { # manager|daemon|cli|lab
    local program flags common=
    while read -r program flags; do
        case $program in
            common) common=$flags ;;
            "${1:-}") printf '%s %s\n' "$flags" "$common" && return ;;
        esac
    done < <(grep -v '^#' "$JVM_FLAGS")
    fail USAGE 'jvm-flags takes one of manager, daemon, cli, lab.'
}

# All jars in order; for programs that run long without Bouncy Castle, because Netty would read keys with it, which costs
# 0.7 s of processor time at each start, and without what only a bench needs; for a daemon without what only the manager needs,
# too: the JVM keeps the directory of each jar in memory. The lab leaves it out in the same way: a cache of classes holds for one path only.
readonly NOT_SERVERS='bc(prov|pkix|util)-|jgrapht-|jheaps-|apfloat-|jmh-|jopt-simple-|commons-math3-|xchart-'
readonly NOT_DAEMONS="$NOT_SERVERS|openflowj-|javalin-|jetty-|kotlin-|jakarta\\.|flyway-|jdbi3-|HikariCP-|sqlite-jdbc-|mariadb-java-client-|postgresql-|asm-|picocli-"

class_path_of() { # program
    local jars=("$DIST"/*.jar) path
    path=$(IFS=:; printf '%s' "${jars[*]}")
    case $1 in
        manager) without "$NOT_SERVERS" <<<"$path" ;;
        daemon) without "$NOT_DAEMONS" <<<"$path" ;;
        *) printf '%s\n' "$path" ;;
    esac
}

without() { # pattern of jars' names
    sed -E "s#[^:]*/($1)[^:/]*\.jar:?##g"
}

# The C library would keep an arena for each thread; what one has freed another can't use.
readonly DAEMON_MALLOC=MALLOC_ARENA_MAX=2

# The flag for the start cache of manager or daemon, if this build has learnt its start (prepare_start_caches).
start_cache() { # program
    local home
    home=$(cat "$DIST/.trained" 2>/dev/null) || return 0
    [[ ! -f $home/$1.aot ]] || printf '%s\n' "-XX:AOTCache=$home/$1.aot -Xlog:aot=off,cds=off"
}

# The charset of what a person reads. A machine without any locale set shows UTF-8 as well as any other does.
readonly PEOPLE_READ_UTF8='-Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8'

# Replaces this process; the user's own folder is the program's working directory.
run_java() { # program main-class argument...
    local program=$1 main_class=$2 flags class_path
    shift 2
    read -ra flags <<<"$(jvm_flags "$program") $(start_cache "$program") $PEOPLE_READ_UTF8"
    class_path=$(class_path_of "$program")
    export TRANSSHIP_DAEMON_JVM=${TRANSSHIP_DAEMON_JVM:-$(jvm_flags daemon)}
    export TRANSSHIP_MANAGER_JVM=${TRANSSHIP_MANAGER_JVM:-$(jvm_flags manager)}
    # shellcheck disable=SC2163 # the pair is meant
    [[ $program != daemon ]] || export "$DAEMON_MALLOC"
    exec "$jdk/bin/java" "${flags[@]}" -cp "$class_path" "$main_class" "$@"
}
