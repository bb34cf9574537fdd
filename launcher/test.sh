# Runs the tests, tier by tier, and counts them. Sourced by ../transship.
# shellcheck shell=bash
#
# unit: fast, no root; with it every check of the build (format, style, Error Prone). real: real engines and switches.
# lab: the whole lab. Each tier is one run of Maven with report folders of its own; the counts come from the reports.

readonly TIERS='unit real lab'
# A tier ends after so many seconds, with all it started, whatever hangs: together less than continuous integration waits.
declare -rA TIER_DEADLINE=([unit]=900 [real]=1200 [lab]=2100)
# Machines are shared with others: a test that failed is run once more, and the report says so.
declare -rA TIER_RERUNS=([unit]=1 [real]=1 [lab]=1)
# Classes side by side: most of a test is waiting for something.
readonly TIER_FORKS=2
# Everything that a tier starts carries this in its environment.
readonly TEST_MARK=TRANSSHIP_TEST_RUN

test_main() {
    local tiers=$TIERS only='' tier status=0
    while (($#)); do
        case $1 in
            --tier)
                tiers=${2:-}
                [[ " $TIERS " == *" $tiers "* && -n $tiers ]] || fail USAGE "--tier takes one of: $TIERS."
                shift 2
                ;;
            --only)
                only=${2:-}
                [[ -n $only ]] || fail USAGE '--only takes the name of a test class.'
                shift 2
                ;;
            -h | --help) usage_of_tests && return ;;
            *) fail USAGE "test does not know $1. Known are --tier TIER and --only CLASS." ;;
        esac
    done
    prepare_tests "$tiers"
    for tier in $tiers; do
        clear_reports "$tier"
        run_tier "$tier" "$only" || status=$?
        ((status < 128)) || exit "$status"
        # Without a build there is nothing to run in the other tiers.
        ((status == 0)) || break
    done
    # shellcheck disable=SC2086 # the list is meant to be split
    python3 "$TRANSSHIP_HOME/launcher/test_report.py" "$TRANSSHIP_HOME" ${only:+--only} $tiers || status=1
    return "$status"
}

usage_of_tests() {
    cat <<'END'
  ./transship test [--tier unit|real|lab] [--only CLASS]

Runs every test: the tiers unit (with all checks of the build), real (real engines and switches) and lab (the whole lab).
The last line is the sum: N passed, N failed, N skipped. Ends with 0 only if nothing failed. The tiers real and lab need root.

  ./transship test --tier unit
  ./transship test --tier lab --only DemoTest
END
}

prepare_tests() { # tiers
    if [[ $1 == unit ]]; then
        # shellcheck disable=SC2086 # the list is meant to be split
        ensure_packages $BUILD_PACKAGES python3
    else
        need_root 'for the tiers real and lab (without it: ./transship test --tier unit)'
        prepare_machine
    fi
    ensure_jdk
}

clear_reports() { # tier
    rm -rf "$TRANSSHIP_HOME"/*/target/surefire-reports/"$1"
}

# On a first run the root file system is built while the unit tests run.
run_tier() { # tier only
    local jobs=("tests $1=tests_of_tier")
    export TEST_TIER=$1 TEST_ONLY=$2
    if [[ $1 == unit ]]; then
        ((EUID != 0)) || have_rootfs || jobs+=('root file system=build_rootfs')
    else
        prepare_rootfs
        if [[ $1 == real && ( -z $2 || $2 == *Store* ) ]]; then prepare_databases; fi
        if [[ $1 == lab && ( -z $2 || $2 == *Servers* ) ]]; then prepare_servers; fi
    fi
    (follow "${jobs[@]}")
}

# Runs as a job. Failing tests do not end Maven: every module's tests run; the reports tell.
tests_of_tier() {
    local log=$TRANSSHIP_HOME/target/tests-$TEST_TIER.log arguments
    read -ra arguments <<<"$(maven_arguments "$TEST_TIER")"
    [[ -z $TEST_ONLY ]] || arguments+=("-Dtest=$TEST_ONLY" -Dsurefire.failIfNoSpecifiedTests=false)
    lock_build
    export "$TEST_MARK=$TEST_TIER-$$-$RANDOM"
    watch_tier "${!TEST_MARK}" "${TIER_DEADLINE[$TEST_TIER]}" &
    # shellcheck disable=SC2064 # the watcher and the mark of now
    trap "kill $! 2>/dev/null; end_marked '${!TEST_MARK}'" EXIT
    if [[ $TEST_TIER == unit ]]; then
        build_distribution "$log" TESTS_BROKEN tests_progress "${arguments[@]}"
    else
        run_maven "$log" TESTS_BROKEN tests_progress "${arguments[@]}"
    fi
}

# A test that hangs may leave programs that hold Maven's pipes open, so that it would wait for ever: they end together.
watch_tier() { # mark seconds
    local tier=$TEST_TIER
    unset "$TEST_MARK"
    trap - EXIT
    sleep "$2" &
    # shellcheck disable=SC2064 # the sleep of now
    trap "kill $! 2>/dev/null; exit" TERM
    wait $!
    printf '! the tier %s is not over after %s s and is ended\n' "$tier" "$2"
    end_marked "$1"
}

# Ends what carries the mark, and nothing else.
end_marked() { # mark
    local pid pids
    for _ in 1 2 3; do
        pids=$(marked "$1")
        [[ -n $pids ]] || return 0
        for pid in $pids; do kill -KILL "$pid" 2>/dev/null || true; done
    done
}

marked() { # mark
    local file pid
    for file in $(env -u "$TEST_MARK" grep -lszF -- "$TEST_MARK=$1" /proc/[0-9]*/environ); do
        pid=${file#/proc/}
        pid=${pid%/environ}
        [[ $pid == "$$" || $pid == "$BASHPID" ]] || printf '%s ' "$pid"
    done
}

maven_arguments() { # tier
    local checks='-Dcheckstyle.skip -Dspotless.check.skip=true'
    printf '%s ' --fail-at-end -Dmaven.test.failure.ignore=true "-Dtests.tier=$1" "-Dtests.reruns=${TIER_RERUNS[$1]}" \
        "-Dtests.forks=$TIER_FORKS" \
        "-Dsurefire.timeout=$((TIER_DEADLINE[$1] / 2))"
    case $1 in
        unit) printf 'verify' ;;
        real) printf '%s ' -Dtests.tags=real -Dtests.excludedTags=lab "$checks" test ;;
        lab) printf '%s ' -Dtests.tags=lab -Dtests.excludedTags=real "$checks" -pl lab -am test ;;
    esac
}

# One lasting line for each class of tests, with its time.
tests_progress() {
    local line class count seconds verdict
    while read -r line; do
        case $line in
            '[INFO] Building Transship '* | 'Downloaded from '*) maven_progress <<<"$line" ;;
            '[INFO] Running '*) printf '~ %s\n' "${line##*[ .]}" ;;
            *' Time elapsed: '*' -- in '*)
                class=${line##*[ .]}
                count=${line#*Tests run: }
                seconds=${line##*Time elapsed: }
                verdict=
                if [[ $line == '[ERROR]'* ]]; then verdict=FAILED; fi
                printf '! %-36s %3s tests %8s s %s\n' "$class" "${count%%,*}" "${seconds%% *}" "$verdict"
                ;;
        esac
    done
}
