"""Writes data_oracle.json: the points of every generated data set, computed from docs/data.md and docs/training.md.

    python3 tests/data/make_data_oracle.py > tests/data/data_oracle.json

The random numbers are computed here in whole numbers, and the points with NumPy, so nothing is shared with actlab.
"""

import json

import numpy as np

WORD = (1 << 64) - 1
G = 0x9E3779B97F4A7C15
M = 0xBF58476D1CE4E5B9


def mix(z):
    z ^= z >> 30
    z = z * M & WORD
    z ^= z >> 27
    z = z * 0x94D049BB133111EB & WORD
    return z ^ z >> 31


class Stream:
    """xoshiro256++, seeded by seed, purpose, contestant and part."""

    def __init__(self, seed, purpose, contestant, part):
        state = mix(seed ^ G)
        for word in (purpose, contestant, part):
            state = mix((state + G & WORD) ^ (M * word & WORD))
        self.s = [mix(state + n * G & WORD) for n in range(1, 5)]
        self.spare = None

    def word(self):
        def turn(x, k):
            return (x << k | x >> 64 - k) & WORD

        s = self.s
        result = turn(s[0] + s[3] & WORD, 23) + s[0] & WORD
        t = s[1] << 17 & WORD
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = turn(s[3], 45)
        return result

    def uniform(self):
        return (self.word() >> 11) * 2.0**-53

    def between(self, low, high):
        return self.uniform() * (high - low) + low

    def normal(self):
        if self.spare is not None:
            spare, self.spare = self.spare, None
            return spare
        while True:
            u, v = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                scale = np.sqrt(-2 * np.log(s) / s)
                self.spare = v * scale
                return u * scale

    def permutation(self, count):
        order = [0] * count
        groups = min(count, 1 << 15) // 4 * 4
        at = 0
        while at < count:
            width = 4 if at < groups else 1
            for k, d in enumerate(self.dice(at + 1, width)):
                order[at + k] = order[d]
                order[d] = at + k
            at += width
        return order

    def dice(self, bound, count):
        product = 1
        for k in range(count):
            product *= bound + k
        while True:
            word, dice = self.word(), []
            for k in range(count):
                wide = word * (bound + k)
                dice.append(wide >> 64)
                word = wide & WORD
            if word >= product or word >= (1 << 64) % product:
                return dice


def circle(s, n, noise):
    rows = []
    for i in range(n):
        low, high = (0, 2.5) if i < (n + 1) // 2 else (3.5, 5)
        r, a = s.between(low, high), s.between(0, 2 * np.pi)
        x, y = r * np.sin(a), r * np.cos(a)
        nx, ny = s.between(-5, 5) * noise, s.between(-5, 5) * noise
        rows.append((x, y, 1 if np.hypot(x + nx, y + ny) < 2.5 else -1))
    return rows


def xor_cloud(s, n, noise):
    def side():
        x = s.between(-5, 5)
        return x + 0.3 if x > 0 else x - 0.3

    rows = []
    for _ in range(n):
        x, y = side(), side()
        nx, ny = s.between(-5, 5) * noise, s.between(-5, 5) * noise
        rows.append((x, y, 1 if (x + nx) * (y + ny) >= 0 else -1))
    return rows


def gauss(s, n, noise):
    t = noise / 0.5
    deviation = np.sqrt(0.5 * (1 - t) + 4 * t)
    labels = [1 if i < (n + 1) // 2 else -1 for i in range(n)]
    return [(2 * z + deviation * s.normal(), 2 * z + deviation * s.normal(), z) for z in labels]


def spiral(s, n, noise):
    rows = []
    first = (n + 1) // 2
    for count, turn, label in ((first, 0, 1), (n - first, np.pi, -1)):
        for i in range(count):
            r, t = i / count * 5, 1.75 * i / count * 2 * np.pi + turn
            nx, ny = s.between(-1, 1) * noise, s.between(-1, 1) * noise
            rows.append((r * np.sin(t) + nx, r * np.cos(t) + ny, label))
    return rows


def place(s, noise):
    x, y = s.between(-6, 6), s.between(-6, 6)
    return x, y, x + s.between(-6, 6) * noise, y + s.between(-6, 6) * noise


def reg_plane(s, n, noise):
    return [(x, y, (a + b) / 10) for x, y, a, b in (place(s, noise) for _ in range(n))]


def reg_gauss(s, n, noise):
    centres = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]

    def height(x, y):
        heights = [sign * (1 - np.clip(np.hypot(x - cx, y - cy) / 2, 0, 1)) for cx, cy, sign in centres]
        return max(heights, key=abs)

    return [(x, y, height(a, b)) for x, y, a, b in (place(s, noise) for _ in range(n))]


def rings(s, n, noise):
    rows = []
    for i in range(n):
        r, a = i % 3 + 1, s.between(0, 2 * np.pi)
        rows.append((r * np.cos(a) + noise * s.normal(), r * np.sin(a) + noise * s.normal(), i % 3))
    return rows


def checkerboard(s, n, noise):
    rows = []
    for _ in range(n):
        x, y = s.between(-4, 4), s.between(-4, 4)
        label = (np.floor((x + 4) / 2) + np.floor((y + 4) / 2)) % 2
        rows.append((x + noise * s.normal(), y + noise * s.normal(), label))
    return rows


def blobs(s, n, noise, centres=3):
    angles = [2 * np.pi * (i % centres) / centres for i in range(n)]
    return [
        (3 * np.cos(a) + noise * s.normal(), 3 * np.sin(a) + noise * s.normal(), i % centres)
        for i, a in enumerate(angles)
    ]


def along(low, high, f):
    def rows(s, n, noise):
        return [(x, f(x) + noise * s.normal()) for x in np.linspace(low, high, n)]

    return rows


def above_sine(s, n, noise):
    places = [(s.between(-3, 3), s.between(-3, 3)) for _ in range(n)]
    xs = [x + noise * s.normal() for x, _ in places]
    ys = [y + noise * s.normal() for _, y in places]
    return [(x, y, float(py > np.sin(px))) for x, y, (px, py) in zip(xs, ys, places)]


CASES = [
    ('kind = "circle"', circle, 500, 0.0),
    ('kind = "circle", points = 101, noise = 0.3', circle, 101, 0.3),
    ('kind = "xor-cloud"', xor_cloud, 500, 0.0),
    ('kind = "xor-cloud", points = 90, noise = 0.5', xor_cloud, 90, 0.5),
    ('kind = "gauss"', gauss, 500, 0.0),
    ('kind = "gauss", points = 40000, noise = 0.35', gauss, 40000, 0.35),
    ('kind = "spiral"', spiral, 500, 0.0),
    ('kind = "spiral", points = 77, noise = 0.2', spiral, 77, 0.2),
    ('kind = "reg-plane"', reg_plane, 1200, 0.0),
    ('kind = "reg-plane", noise = 0.4', reg_plane, 1200, 0.4),
    ('kind = "reg-gauss"', reg_gauss, 1200, 0.0),
    ('kind = "reg-gauss", noise = 0.1', reg_gauss, 1200, 0.1),
    ('kind = "rings"', rings, 300, 0.1),
    ('kind = "checkerboard"', checkerboard, 500, 0.0),
    ('kind = "checkerboard", points = 5, noise = 0.2', checkerboard, 5, 0.2),
    ('kind = "blobs"', blobs, 300, 0.6),
    ('kind = "blobs", centres = 2, noise = 1.0', lambda s, n, noise: blobs(s, n, noise, 2), 300, 1.0),
    ('kind = "blobs", centres = 10, points = 4', lambda s, n, noise: blobs(s, n, noise, 10), 4, 0.6),
    ('kind = "sine"', along(-np.pi, np.pi, np.sin), 200, 0.1),
    ('kind = "steps", points = 11, noise = 0.0', along(-3, 3, np.floor), 11, 0.0),
    ('kind = "line"', along(-3, 3, lambda x: x / 2 + 1), 200, 0.1),
    ('kind = "formula", label = "y > sin(x)", range = [-3, 3], noise = 0.1', above_sine, 400, 0.1),
    ('kind = "formula", target = "sin(3*x)", range = [0, 2]', along(0, 2, lambda x: np.sin(3 * x)), 400, 0.0),
]


def split(rows, share, seed):
    """The training rows and the test rows, stratified by the last column."""
    n = len(rows)
    total = n - int(n * (1 - share) + 1e-9)
    labels = list(dict.fromkeys(rows[:, -1]))
    sizes = [int((rows[:, -1] == label).sum()) for label in labels]
    left = [size * total // n for size in sizes]
    by_remainder = sorted(range(len(labels)), key=lambda group: -(sizes[group] * total % n))
    for group in by_remainder[: total - sum(left)]:
        left[group] += 1
    test = np.zeros(n, dtype=bool)
    for row in Stream(seed, 4, 0, 0).permutation(n):
        group = labels.index(rows[row, -1])
        test[row] = left[group] > 0
        left[group] -= left[group] > 0
    return rows[~test], rows[test]


def prepared(data, seed, rows, features, scale, share, split_seed):
    train, test = split(rows, share, split_seed)
    inputs = [np.column_stack([f(*part[:, :-1].T) for f in features]) for part in (train, test)]
    if scale == "standard":
        offset, divisor = inputs[0].mean(axis=0), inputs[0].std(axis=0)
    else:
        offset, divisor = inputs[0].min(axis=0), np.ptp(inputs[0], axis=0)
    inputs = [(part - offset) / divisor for part in inputs]
    rows = [np.column_stack([part, of[:, -1]]).tolist() for part, of in zip(inputs, (train, test))]
    return {"data": data, "seed": seed, "counts": [len(train), len(test)], "train": rows[0][:5], "test": rows[1][:5]}


def shuffled(draw, seed, points, noise):
    rows = np.array(draw(Stream(seed, 1, 0, 0), points, noise), dtype=float)
    return rows[Stream(seed, 1, 0, 1).permutation(points)]


def main():
    cases = []
    for seed, (data, draw, points, noise) in enumerate(CASES, 7):
        rows = shuffled(draw, seed, points, noise)
        cases.append(
            {
                "data": data,
                "seed": seed,
                "points": points,
                "first": rows[:6].tolist(),
                "last": rows[-2:].tolist(),
                "mean": rows.mean(axis=0).tolist(),
                "deviation": rows.std(axis=0).tolist(),
            }
        )
    features = [lambda x, y: x, lambda x, y: y**2, lambda x, y: x * y, lambda x, y: np.sin(x)]
    names = '["x", "y^2", "x*y", "sin(x)"]'
    parts = [
        prepared(
            f'kind = "gauss", points = 101, features = {names}, scale = "standard", test = 0.3',
            3, shuffled(gauss, 3, 101, 0.0), features, "standard", 0.3, 3,
        ),
        prepared(
            'kind = "rings", points = 50, scale = "minmax", test = 0.2, split_seed = 99',
            4, shuffled(rings, 4, 50, 0.1), [lambda x, y: x, lambda x, y: y], "minmax", 0.2, 99,
        ),
    ]
    print(json.dumps({"numpy": np.__version__, "cases": cases, "prepared": parts}, indent=1))


main()
