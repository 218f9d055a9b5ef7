#!/usr/bin/env bash
# A static program with its manual pages, completions and licences, as an archive and as a Debian package, in
# target/packages. Needs Rust with rustup, and dpkg-deb for the second.
set -euo pipefail
cd "$(dirname "$0")/.."

machine=$(uname -m)
target=${1:-$machine-unknown-linux-musl}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
out=target/packages
root=$out/root
rm -rf "$out"
mkdir -p "$root/usr/bin" "$root/usr/share/man/man1" "$root/usr/share/doc/actlab" \
    "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
    "$root/usr/share/fish/vendor_completions.d"

rustup target add "$target" >/dev/null 2>&1 || true
# Less is inlined, for the limit of 8 MiB. Kernels of training say themselves what is inlined. A panic ends the program, so
# that nobody looks up the tables for unwinding, and their index is left out.
RUSTFLAGS="-C llvm-args=-inline-threshold=40 -C link-arg=-Wl,--no-eh-frame-hdr" cargo build --locked --profile dist --target "$target"
install -m 755 "target/$target/dist/actlab" "$root/usr/bin/actlab"
actlab=$root/usr/bin/actlab

"$actlab" man --out "$root/usr/share/man/man1"
gzip -9n "$root"/usr/share/man/man1/*.1
"$actlab" completions bash >"$root/usr/share/bash-completion/completions/actlab"
"$actlab" completions zsh >"$root/usr/share/zsh/vendor-completions/_actlab"
"$actlab" completions fish >"$root/usr/share/fish/vendor_completions.d/actlab.fish"

# The licences of everything that is in the program, each crate with its own texts.
vendor=target/vendor
cargo vendor --locked --versioned-dirs "$vendor" >/dev/null 2>&1
copyright=$root/usr/share/doc/actlab/copyright
{
    echo "actlab $version: MIT or Apache-2.0, as you like."
    cat LICENSE-MIT LICENSE-APACHE
    cargo tree --locked --edges normal --target "$target" --prefix none --format '{p}|{l}' | sed 's/ (\*)//' | sort -u |
        grep -v '^actlab ' | while IFS='|' read -r package licence; do
            read -r name number _ <<<"$package"
            folder=$vendor/$name-${number#v}
            printf '\n%s\n%s %s: %s\n\n' "$(printf '=%.0s' {1..78})" "$name" "${number#v}" "$licence"
            found=$(find "$folder" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) | sort)
            if [ -n "$found" ]; then
                while IFS= read -r file; do cat "$file"; done <<<"$found"
            else
                echo "(It comes without a text; those above are the texts of MIT and Apache-2.0.)"
            fi
        done
} >"$copyright"
cp README.md CHANGELOG.md "$root/usr/share/doc/actlab/"
cp -r docs "$root/usr/share/doc/actlab/docs"
find "$root" -type d -exec chmod 755 {} + && find "$root/usr/share" -type f -exec chmod 644 {} +

tar --sort=name --owner=0 --group=0 --numeric-owner -C "$root" -czf "$out/actlab-$version-$target.tar.gz" usr

command -v dpkg-deb >/dev/null || { echo "no dpkg-deb: the Debian package is left out" >&2; exit 0; }
case $machine in x86_64) debian=amd64 ;; aarch64) debian=arm64 ;; *) debian=$machine ;; esac
mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: actlab
Version: $version
Architecture: $debian
Section: education
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Maintainer: the authors of actlab <actlab@localhost>
Description: terminal laboratory for neural-network activation functions
 It shows activation functions with their slopes, trains small networks while
 you watch, and repeats a training over many seeds. Lessons explain it.
EOF
dpkg-deb --root-owner-group --build "$root" "$out/actlab_${version}_$debian.deb" >/dev/null
rm -r "$root/DEBIAN"
ls -l "$out"/*.tar.gz "$out"/*.deb
