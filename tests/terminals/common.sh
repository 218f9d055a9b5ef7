# What the tries in terminals of others have in common. Each starts actlab in a terminal, looks at what that shows, presses
# keys, and leaves; `skip` where the terminal is not there.
set -euo pipefail

actlab="${ACTLAB:-$(dirname "$0")/../../target/debug/actlab}"
actlab="$(realpath "$actlab")"
name="$(basename "$0" .sh)"
work="$(mktemp -d)"
# No settings of whoever runs this.
export XDG_CONFIG_HOME="$work" XDG_STATE_HOME="$work" HOME="$work"
export LC_ALL=C.UTF-8
unset COLORTERM NO_COLOR

skip() {
    echo "$name: skipped: $1"
    exit 0
}

fail() {
    echo "$name: $1" >&2
    show >&2 || true
    exit 1
}

need() {
    command -v "$1" >/dev/null || skip "there is no $1"
}

# The screen is that of a tmux of this script's own.
in_tmux() {
    need tmux
    tmux() { command tmux -L "actlab-$$" -f /dev/null "$@"; }
    show() { tmux capture-pane -p; }
    press() {
        case "$1" in
            up) tmux send-keys Up ;;
            down) tmux send-keys Down ;;
            quit) tmux send-keys q ;;
        esac
    }
    trap 'tmux kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
}

# Waits until the terminal shows a text.
wait_for() {
    for _ in $(seq 100); do
        if show | grep -qF -- "$1"; then return; fi
        sleep 0.1
    done
    fail "it does not show: $1"
}

# Waits until the terminal no longer shows a text.
wait_gone() {
    for _ in $(seq 100); do
        if ! show | grep -qF -- "$1"; then return; fi
        sleep 0.1
    done
    fail "it still shows: $1"
}

# Walks through what a reader does first. `press` sends keys, `show` writes what is on the screen.
walk() {
    wait_for "range (0, 1)"
    # Answers to questions are no keys: nothing is typed, nothing has moved.
    sleep 0.5
    show | grep -qF "range (0, 1)" || fail "an answer was taken for a key"
    press down
    wait_for "range (-1, 1)"
    press up
    wait_for "range (0, 1)"
    press quit
    wait_for "code 0"
    # The screen of before is back, and the shell has got none of the answers.
    if [ -z "${one_screen:-}" ] && show | grep -qF "range (0, 1)"; then fail "the screen is not given back"; fi
    if show | grep -qE 'rgb:|\[\?[0-9;]+c'; then fail "answers were left for the shell"; fi
    echo "$name: ok"
}
