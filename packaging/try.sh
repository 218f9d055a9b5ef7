#!/usr/bin/env bash
# Installs the Debian package of packaging/build.sh into a bare Debian and uses it there. Needs root and debootstrap; says
# "skipped" where the system can't be made. MIRROR is the address that packages come from, if not the usual one.
set -euo pipefail
cd "$(dirname "$0")/.."

deb=$(ls target/packages/actlab_*.deb)
command -v debootstrap >/dev/null || { echo "skipped: no debootstrap"; exit 0; }
[ "$(id -u)" = 0 ] || { echo "skipped: debootstrap needs root"; exit 0; }
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
debootstrap --variant=minbase "${SUITE:-bookworm}" "$bare" ${MIRROR:+"$MIRROR"} >"$bare.log" 2>&1 ||
    { echo "skipped: no bare system can be made here ($bare.log)"; exit 0; }
rm -f "$bare.log"
cp "$deb" "$bare/actlab.deb"
in_bare() { chroot "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }
in_bare dpkg --install /actlab.deb >/dev/null

in_bare actlab version
in_bare actlab eval gelu 1
in_bare actlab train xor-two-sigmoids --quiet
in_bare actlab sweep xor-two-sigmoids -n 20 --quiet
in_bare actlab render lab gelu --size 80x24 --out /frame.svg
grep -q '<svg' "$bare/frame.svg"
in_bare actlab lessons check
in_bare bash -c 'source /usr/share/bash-completion/completions/actlab && complete -p actlab'
for page in actlab actlab-train actlab-open-lab; do
    gzip -t "$bare/usr/share/man/man1/$page.1.gz"
done
grep -q '^clap ' "$bare/usr/share/doc/actlab/copyright"
in_bare dpkg --remove actlab >/dev/null
if in_bare sh -c 'command -v actlab'; then echo "actlab is still there" >&2; exit 1; fi
echo "the package was installed, used and removed in a bare Debian"
