"""Writes small arrays of every type in tests/data/arrays, and what NumPy reads of them in oracle.json.

    python3 tests/data/make_array_oracle.py tests/data/arrays
"""

import json
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(sys.argv[1])
ROWS = np.array([[1, 2, 0], [3, 4, 1], [5, 6, 1], [7, 9, 0]])
TYPES = {
    "f8": ROWS / 3,
    "f4": (ROWS / 3).astype("f4"),
    "i1": ROWS.astype("i1") - 2,
    "i4": ROWS.astype("i4") * 100_000,
    "i8": ROWS.astype("i8") - 4,
    "u2": ROWS.astype("u2"),
    "bool": ROWS > 1,
    "big-endian": (ROWS / 7).astype(">f8"),
    "fortran": np.asfortranarray(ROWS / 9),
    "one": np.arange(4.0),
    "three": np.zeros((2, 2, 2)),
    "complex": ROWS * 1j,
    "infinite": np.array([[1.0, 2.0], [3.0, np.inf]]),
    "missing": np.array([[1.0, 0.0], [np.nan, 1.0], [2.0, 1.0]]),
}


def main():
    FOLDER.mkdir(exist_ok=True)
    oracle = {}
    for name, array in TYPES.items():
        np.save(FOLDER / f"{name}.npy", array)
        if array.ndim == 2 and name not in ("complex", "infinite", "missing"):
            oracle[name] = np.asarray(array, dtype=float).tolist()
    np.savez(FOLDER / "pair.npz", x=ROWS[:, :2] / 3, y=ROWS[:, 2])
    np.savez(FOLDER / "classes.npz", x=ROWS.astype("f4"), y=np.eye(3)[[0, 1, 2, 0]])
    np.savez(FOLDER / "names.npz", inputs=ROWS, y=ROWS[:, 2])
    np.savez(FOLDER / "rows.npz", x=ROWS, y=ROWS[:3, 2])
    np.savez_compressed(FOLDER / "compressed.npz", x=ROWS[:, :2] / 3, y=ROWS[:, 2])
    # 1.6 MB in a file of 3 kB.
    np.savez_compressed(FOLDER / "packed.npz", x=np.arange(200_000.0).reshape(-1, 2) // 5000, y=np.arange(100_000) % 2)
    (FOLDER / "oracle.json").write_text(json.dumps({"numpy": np.__version__, "arrays": oracle}, indent=1) + "\n")


main()
