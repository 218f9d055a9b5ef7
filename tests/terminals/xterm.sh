#!/usr/bin/env bash
# actlab in xterm on a screen that nobody sees: the terminal that answers every question.
. "$(dirname "$0")/common.sh"
need xterm
need xvfb-run
need script

# Its screen can't be read from outside, so what goes over the line is kept instead: all that actlab writes.
trap 'rm -rf "$work"' EXIT
cat >"$work/go" <<END
"$actlab" doctor | cat >"$work/piped"
script -qec "'$actlab' doctor" "$work/said"
END
timeout 60 xvfb-run -a xterm -u8 -e sh "$work/go" || skip "xterm does not start here"
show() { cat "$work/said"; }
for said in "answered everything" "truecolor" "detected by asking the terminal" "light"; do
    show | grep -qF "$said" || fail "it does not say: $said"
done
grep -qF "not asked" "$work/piped" || fail "a pipe was asked"
echo "$name: ok"
