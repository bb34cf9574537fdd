# Runs the tests, tier by tier, and counts them. Sourced by ../transship.
# shellcheck shell=bash
#
# unit: fast, no root; with it every check of the build (format, style, Error Prone). real: real engines and switches.
# lab: the whole lab. Each tier is one run of Maven with report folders of its own; the counts come from the reports.
#
# All of them are one build, and then rows side by side: unit and real, the lab, whose classes take as long as all others
# together, and the checks of style, which need no classes.

readonly TIERS='unit real lab'
# A tier ends after so many seconds, with all it started, whatever hangs: together less than continuous integration waits.
declare -rA TIER_DEADLINE=([unit]=1200 [real]=1200 [lab]=2700)
# Machines are shared with others: a test that failed is run once more, and the report says so.
declare -rA TIER_RERUNS=([unit]=1 [real]=1 [lab]=1)
# Classes side by side: most of a test is waiting for something.
declare -rA TIER_FORKS=([unit]=2 [real]=2 [lab]=2)
# Everything that a tier starts carries this in its environment.
readonly TEST_MARK=TRANSSHIP_TEST_RUN
readonly STYLE_SKIPPED=(-Dcheckstyle.skip -Dspotless.check.skip=true)
# Where tiers that run side by side leave word; see after_lab_began.
readonly TURNS=$TRANSSHIP_HOME/target/turns
# Whether the tiers find everything built.
BUILT=

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
    for tier in $tiers; do clear_reports "$tier"; done
    export TEST_ONLY=$only
    if [[ $tiers == "$TIERS" ]]; then
        run_all || status=$?
    else
        run_tier "$tiers" || status=$?
    fi
    ((status < 128)) || exit "$status"
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

run_tier() { # tier
    if [[ $1 != unit ]]; then prepare_rootfs; fi
    prepare_tier "$1"
    lock_build
    (follow "tests $1=tests_of_$1")
}

# What the tests of a tier need besides, if they are asked for.
prepare_tier() { # tier
    if [[ $1 == real && ( -z $TEST_ONLY || $TEST_ONLY == *Store* ) ]]; then prepare_databases; fi
    if [[ $1 == lab && ( -z $TEST_ONLY || $TEST_ONLY == *Servers* ) ]]; then prepare_servers; fi
}

# On a first run the root file system is built beside the classes.
run_all() {
    local jobs=('tests build=build_for_tests')
    have_rootfs || jobs+=('root file system=build_rootfs')
    prepare_tier real
    lock_build
    (follow "${jobs[@]}") || return
    require_rootfs
    prepare_tier lab
    rm -rf "$TURNS"
    mkdir -p "$TURNS"
    BUILT=yes
    (follow 'tests lab=tests_of_lab' 'tests unit=after_lab_began' 'tests real=after_unit' 'tests style=check_style')
}

# Runs as a job.
check_style() {
    run_maven "$TRANSSHIP_HOME/target/tests-style.log" TESTS_BROKEN maven_progress \
        checkstyle:check@style spotless:check@format
}

# Runs as a job; two modules side by side, where one does not need the other.
build_for_tests() {
    build_distribution "$TRANSSHIP_HOME/target/tests-build.log" TESTS_BROKEN maven_progress \
        "${STYLE_SKIPPED[@]}" --threads 2 -DskipTests package
}

# Each Maven looks whether classes are as old as their sources, and notes what it saw. Two at once would read each other's
# half-written notes, so the lab's goes first: it is at its tests, for long, when the others begin.
after_lab_began() {
    await_turn lab
    tests_of_unit
}

after_unit() {
    await_turn unit
    tests_of_real
}

await_turn() { # tier
    until [[ -e $TURNS/$1 ]]; do sleep 0.2; done
}

# Runs as a job.
tests_of_unit() {
    if [[ -n $BUILT ]]; then
        tests_of_tier unit "${STYLE_SKIPPED[@]}" test
    else
        tests_of_tier unit verify
    fi
}

# Runs as a job.
tests_of_real() {
    tests_of_tier real "${STYLE_SKIPPED[@]}" -Dtests.tags=real -Dtests.excludedTags=lab test
}

# Runs as a job. The labs start some eighty daemons and managers: these learn their start once, as for a demo.
tests_of_lab() {
    if [[ -n $BUILT ]]; then
        if wants_start_caches; then train; fi
        TRANSSHIP_SERVERS_CLASS_PATH=$(class_path_of lab)
        export TRANSSHIP_SERVERS_CLASS_PATH
    fi
    tests_of_tier lab "${STYLE_SKIPPED[@]}" -Dtests.tags=lab -Dtests.excludedTags=real -pl lab -am test
}

# Failing tests do not end Maven: every module's tests run; the reports tell.
tests_of_tier() { # tier maven-argument...
    local tier=$1 log=$TRANSSHIP_HOME/target/tests-$1.log arguments
    arguments=(--fail-at-end -Dmaven.test.failure.ignore=true "-Dtests.tier=$tier" "-Dtests.forks=${TIER_FORKS[$tier]}"
        "-Dtests.reruns=${TIER_RERUNS[$tier]}" "-Dsurefire.timeout=$((TIER_DEADLINE[$tier] / 2))" "${@:2}")
    [[ -z $TEST_ONLY ]] || arguments+=("-Dtest=$TEST_ONLY" -Dsurefire.failIfNoSpecifiedTests=false)
    export TEST_TIER=$tier "$TEST_MARK=$tier-$$-$RANDOM"
    watch_tier "${!TEST_MARK}" "${TIER_DEADLINE[$tier]}" &
    # shellcheck disable=SC2064 # the watcher and the mark of now
    trap "kill $! 2>/dev/null; end_marked '${!TEST_MARK}'; its_turn_is_over" EXIT
    if [[ $tier == unit && -z $BUILT ]]; then
        build_distribution "$log" TESTS_BROKEN tests_progress "${arguments[@]}"
    else
        run_maven "$log" TESTS_BROKEN tests_progress "${arguments[@]}"
    fi
}

its_turn_is_over() {
    [[ -z $BUILT ]] || touch "$TURNS/$TEST_TIER"
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

# One lasting line for each class of tests, with its time.
tests_progress() {
    local line class count seconds verdict
    while read -r line; do
        case $line in
            '[INFO] Building Transship '* | 'Downloaded from '*) maven_progress <<<"$line" ;;
            '[INFO] Running '*)
                printf '~ %s\n' "${line##*[ .]}"
                [[ $TEST_TIER != lab ]] || its_turn_is_over
                ;;
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
