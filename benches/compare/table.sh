#!/usr/bin/env bash
# Times the same trainings here and in other frameworks, one after another, and prints the table of docs/training.md:
#   benches/compare/table.sh
# A framework that Python does not have is left out. PLAYGROUND names a folder with the source of TensorFlow Playground,
# whose core is timed if node and npx are there as well.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

cargo bench --quiet --bench training -- 'training|small_batches' >"$out/actlab"
for framework in numpy torch jax keras; do
    if python3 -c "import $framework" 2>/dev/null; then
        TF_CPP_MIN_LOG_LEVEL=3 python3 "benches/compare/${framework}_notebook.py" >"$out/$framework" ||
            echo "$framework: not timed" >&2
    else
        echo "$framework: not installed" >&2
    fi
done
if [ -n "${PLAYGROUND:-}" ] && command -v node >/dev/null && command -v npx >/dev/null; then
    npx --yes esbuild "$PLAYGROUND/src/nn.ts" --format=esm --outfile="$out/nn.mjs" --log-level=error
    node benches/compare/playground_core.mjs "$out/nn.mjs" >"$out/playground"
fi
python3 benches/compare/table.py "$out"
