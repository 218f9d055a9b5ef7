"""Prints what table.sh has measured as a table in Markdown: python3 benches/compare/table.py FOLDER"""

import re
import sys
from pathlib import Path

# Column: the name in the output of scripts, and the benchmark that measures it here. Milliseconds of a whole training.
COLUMNS = {
    "parallel": ("parallel", '("parabola", 0)'),
    "serial": ("serial", '("parabola", 1)'),
    "XOR, two sigmoids": ("xor two", '("xor-two-sigmoids", 0)'),
    "one sigmoid gate": ("sigmoid or", '("sigmoid-or", 0)'),
    "one linear gate": ("linear or", '("linear-or", 0)'),
    "circle 4-2": ("circle", '("playground", false)'),
    "spiral 8-8-8": ("spiral", '("spiral", false)'),
}
UNITS = {"ns": 1e-6, "µs": 1e-3, "ms": 1.0, "s": 1e3}


def here(text):
    """The fastest runs of benchmarks, since the scripts print their best as well."""
    rows = re.findall(r"[├╰]─ (\(.*?\))\s+([\d.]+) (\S+)", text)
    times = {name: float(number) * UNITS[unit] for name, number, unit in rows}
    return {column: times.get(name) for column, (_, name) in COLUMNS.items()}


def there(text):
    rows = dict(re.findall(r"^(\S+(?: \S+)?)\s+([\d.]+) ms", text, re.M))
    return {column: float(rows[name]) if name in rows else None for column, (name, _) in COLUMNS.items()}


def title(text):
    found = re.search(r"(?:NumPy|PyTorch|JAX|Keras|node) \S+", text)
    return found[0].replace("node", "the playground's core, node") if found else "?"


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    info = dict(map(str.strip, line.split(":", 1)) for line in lines if ":" in line)
    flags = info.get("flags", "").split()
    width = "eight numbers (AVX-512)" if "avx512f" in flags else "four numbers (AVX2)" if "avx2" in flags else "?"
    return info.get("model name", "unknown processor"), width


def three(number):
    return f"{number:#.3g}" if number < 100 else f"{number:.0f}"


folder = Path(sys.argv[1])
own = here((folder / "actlab").read_text())
name, width = processor()
print(f"Processor: {name}; vectors of {width}. Milliseconds of actlab, and multiples of them.\n")
print("| | " + " | ".join(COLUMNS) + " |")
print("| --- |" + " --- |" * len(COLUMNS))
print("| actlab | " + " | ".join(three(time) + " ms" if time else "" for time in own.values()) + " |")
for file in ("numpy", "torch", "jax", "keras", "playground"):
    if not (folder / file).exists():
        continue
    text = (folder / file).read_text()
    times = there(text)
    cells = [f"{float(f'{times[c] / own[c]:.2g}'):.0f} ×" if times[c] and own[c] else "" for c in COLUMNS]
    print(f"| {title(text)} | " + " | ".join(cells) + " |")
