#!/usr/bin/env bash
# actlab through mosh: a server and a client on this machine, the client in tmux so that its screen can be read.
. "$(dirname "$0")/common.sh"
# Mosh knows one screen only, as its manual says: what was on it stays.
one_screen=yes
need mosh-server
need mosh-client
in_tmux

# The server's address, port and key are all that the client needs.
said="$(mosh-server new -i 127.0.0.1 -p 61100:61200 -- bash -c "'$actlab' open lab; echo code \$?; exec cat" 2>&1)" || skip "mosh-server does not start"
read -r port key <<<"$(sed -n 's/.*MOSH CONNECT \([0-9]*\) \([^[:space:]]*\).*/\1 \2/p' <<<"$said")"
[ -n "${key:-}" ] || skip "mosh-server does not start"
tmux new-session -d -x 100 -y 30 "MOSH_KEY=$key mosh-client 127.0.0.1 $port"
wait_for "range (0, 1)"
walk
