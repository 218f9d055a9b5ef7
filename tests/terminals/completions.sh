#!/usr/bin/env bash
# Completions in bash, zsh and fish: each shell is asked what it would offer. A shell that is not here is skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=${ACTLAB_BIN:-target/dist/actlab}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/files" "$dir/files/folder"
ln -s "$(realpath "$bin")" "$dir/bin/actlab"
touch "$dir/files/mine.toml" "$dir/files/notes.md" "$dir/files/dog.png"
export PATH="$dir/bin:$PATH" HOME="$dir" XDG_CONFIG_HOME="$dir/.config" LC_ALL=C.UTF-8
cd "$dir/files"

# A command line that ends where the key is pressed, a candidate that must be there, and one that must not.
lines=(
    'actlab tr|train|sweep'
    'actlab eval ge|gelu|relu'
    'actlab eval swi|swish|gelu'
    'actlab train par|parabola|spiral'
    'actlab train m|mine.toml|notes.md'
    'actlab data spi|spiral|moons'
    'actlab open so|softmax|lab'
    'actlab open softmax --tem|--temperature|--logits'
    'actlab render lab --the|--theme|--thread'
    'actlab plot relu --theme con|contrast|dark'
    'actlab plot relu --color 2|256|16'
    'actlab picture d|dog.png|notes.md'
    'actlab picture dog.png --glyphs oct|octant|half'
    'actlab --lang k|ko|en'
    'actlab config --set lab.gai|lab.gain=|seed='
    'actlab eval elu --knob al|alpha=|beta='
    'actlab sweep parabola --vary learn|learning-rate=|units='
    'actlab lessons show 04|04-xor|05'
    'actlab lessons check f|folder/|mine.toml'
    'actlab completions z|zsh|bash'
)

try() { # shell, function that prints the candidates of a line
    local shell=$1 line said
    command -v "$shell" >/dev/null || { echo "completions: skipped, $shell is not here"; return; }
    for line in "${lines[@]}"; do
        IFS='|' read -r typed wanted unwanted <<<"$line"
        said=$("ask_$shell" "$typed")
        if ! grep -qxF -- "$wanted" <<<"$said" || grep -qxF -- "$unwanted" <<<"$said"; then
            echo "completions: $shell offers for '$typed': $said" >&2
            exit 1
        fi
    done
    echo "completions: $shell, ${#lines[@]} lines"
}

ask_bash() {
    # The key is pressed at the end of the line, as readline says it.
    COMP_LINE=$1 bash --norc -c '
        source <(actlab completions bash)
        COMP_POINT=${#COMP_LINE}
        complete -p actlab >/dev/null && _actlab
        # Readline puts back what comes before the last = or :.
        word=${COMP_LINE##* }
        printf "${word%"${word##*[=:]}"}%s\n" "${COMPREPLY[@]}"'
}

ask_zsh() {
    # In a terminal of its own, with the completion system of zsh; the candidates that it is given are written down.
    TYPED=$1 OFFERED=$dir/offered zsh -f -c '
        zmodload zsh/zpty
        : >$OFFERED
        zpty shell "TERM=dumb zsh -f -i"
        zpty -w shell "PROMPT= ; autoload -Uz compinit; compinit -u -D; source <(actlab completions zsh)"
        zpty -w shell "compadd() { local -a known; builtin compadd -O known \"\$@\"; print -rl -- \$known >>$OFFERED; builtin compadd \"\$@\" }"
        zpty -w shell "zstyle \":completion:*\" list-prompt \"\"; print rea""dy"
        zpty -r -m shell seen "*ready*"
        zpty -n -w shell "$TYPED"$'"'\\t'"'
        # Keys that are typed before the candidates are there would end the completion.
        for n in {1..200}; do [[ -s $OFFERED ]] && break; sleep 0.05; done
        zpty -n -w shell $'"'\\x15'"'
        zpty -w shell "print do""ne; exit"
        zpty -r -m shell seen "*done*"
        zpty -d shell'
    # Directories come with their slash only on the screen.
    while IFS= read -r word; do if [ -d "$word" ]; then echo "$word/"; else echo "$word"; fi; done <"$dir/offered"
}

ask_fish() {
    TYPED=$1 fish --no-config -c 'actlab completions fish | source; complete -C "$TYPED"' | cut -f1
}

try bash
try zsh
try fish
