#!/usr/bin/env bash
# actlab in GNU screen, which knows neither true colour nor some of the questions.
. "$(dirname "$0")/common.sh"
need screen

export SCREENDIR="$work/screens"
mkdir -m 700 "$SCREENDIR"
# In a pty of its own, as it wants one to show itself in.
need script
session="actlab-$$"
screen() { command screen -S "$session" "$@"; }
show() {
    screen -p 0 -X hardcopy "$work/shown" || true
    cat "$work/shown" 2>/dev/null || true
}
press() {
    case "$1" in
        up) screen -p 0 -X stuff $'\e[A' ;;
        down) screen -p 0 -X stuff $'\e[B' ;;
        quit) screen -p 0 -X stuff q ;;
    esac
}
trap 'screen -X quit >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

# The window is a shell that goes on; the terminal around it has a size, which one that is detached has not.
# By default it has no second screen to give back.
printf 'altscreen on\nstartup_message off\n' >"$work/rc"
echo "\"$actlab\" open lab; echo code \$?; exec cat" >"$work/go"
TERM=xterm-256color script -qfec "stty cols 100 rows 30; command screen -U -c '$work/rc' -S $session sh '$work/go'" \
    "$work/typescript" >/dev/null 2>&1 < <(sleep 60) &
walk
