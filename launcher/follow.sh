# Runs functions side by side and shows how far each is. Sourced by prepare.sh.
# shellcheck shell=bash
#
# What a job prints is its progress: on a terminal one line shows the newest word of every job, elsewhere each word is a
# line. A line that begins with "! " stays on a terminal as well, one with "~ " is for a terminal only. When a job fails the others are ended, and so is this
# program.

followed_pids=()
follow_started=0

follow() { # name=function...
    local names=() job index last=0 pipe
    followed_pids=()
    follow_started=$SECONDS
    declare -ga follow_words=()
    pipe=$(mktemp -u)
    mkfifo -m 600 "$pipe"
    exec {follow_feed}<>"$pipe"
    rm "$pipe"
    trap 'end_jobs; exit 130' INT
    trap 'end_jobs; exit 143' TERM HUP
    set -m
    for job; do
        index=${#names[@]}
        names+=("${job%%=*}")
        run_job "$index" "${job#*=}" </dev/null &
        followed_pids+=($!)
    done
    set +m
    show_jobs "${names[@]}" || last=$?
    end_jobs
    exec {follow_feed}>&-
    trap - INT TERM HUP
    ((last == 0)) || exit "$last"
}

# Every line of a job goes to the feed with the job's number; its error line and its exit status follow at the end. A job
# that is told to end may clean up: shells end only after what they have started has.
run_job() { # number function
    local errors status=0
    errors=$(mktemp)
    set +m
    trap - INT HUP
    trap : TERM
    (
        trap 'exit 143' TERM
        set -euo pipefail
        "$2"
    ) 2>"$errors" > >(while read -r line; do printf '%s word %s\n' "$1" "$line" >&"$follow_feed"; done) || status=$?
    wait
    while read -r line; do
        printf '%s error %s\n' "$1" "$line" >&"$follow_feed"
    done < <(tail -n 5 "$errors")
    rm -f "$errors"
    printf '%s end %s\n' "$1" "$status" >&"$follow_feed"
}

show_jobs() { # name...
    local names=("$@") open=$# failed=0 number kind text part line=''
    while ((open > 0)); do
        # The second may end in the middle of a line: what was read of it is kept, else the word "end" could be lost.
        if ! IFS= read -r -t 1 -u "$follow_feed" part; then
            line+=$part
            draw_jobs "${names[@]}"
            continue
        fi
        read -r number kind text <<<"$line$part"
        line=''
        case $kind in
            word) show_word "${names[number]}" "$number" "$text" ;;
            error) [[ $failed != 0 ]] || errors_of_job+=("$text") ;;
            end)
                open=$((open - 1))
                unset "follow_words[$number]"
                if ((text != 0)); then
                    failed=$text
                    break
                fi
                show_word "${names[number]}" "$number" '! done'
                ;;
        esac
        draw_jobs "${names[@]}"
    done
    clear_line
    if ((failed != 0)); then
        printf '%s\n' "${errors_of_job[@]}" >&2
        return "$failed"
    fi
}

show_word() { # name number text
    if [[ $3 == '! '* ]]; then
        clear_line
        printf '[%4d s] %s: %s\n' "$((SECONDS - follow_started))" "$1" "${3#! }" >&2
    elif [[ -t 2 ]]; then
        follow_words[$2]=${3#~ }
    elif [[ $3 != '~ '* ]]; then
        printf '[%4d s] %s: %s\n' "$((SECONDS - follow_started))" "$1" "$3" >&2
    fi
}

clear_line() {
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

draw_jobs() { # name...
    [[ -t 2 ]] || return 0
    local line='' index=0 name
    for name; do
        [[ -z ${follow_words[index]:-} ]] || line+=" | $name: ${follow_words[index]}"
        index=$((index + 1))
    done
    printf '\r\033[K%.*s' "$((${COLUMNS:-$(tput cols 2>/dev/null || echo 100)} - 1))" \
        "[$(printf '%4d' "$((SECONDS - follow_started))") s]${line# |}" >&2
}

# Each job leads a process group of its own.
end_jobs() {
    local pid
    for pid in "${followed_pids[@]}"; do
        kill -TERM -- "-$pid" 2>/dev/null || true
    done
    wait "${followed_pids[@]}" 2>/dev/null || true
    followed_pids=()
}
