#!/usr/bin/env bash
# actlab in tmux, as it is on most servers.
. "$(dirname "$0")/common.sh"
in_tmux

tmux new-session -d -x 100 -y 30 "'$actlab' open lab; echo code \$?; exec cat"
wait_for "range (0, 1)"
# Made smaller and larger again, it follows.
tmux resize-window -x 60 -y 18
wait_for "quit"
tmux resize-window -x 100 -y 30
walk
