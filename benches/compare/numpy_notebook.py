"""Times the twelve trainings of the notebook, and two networks on small batches, in plain NumPy: python3 benches/compare/numpy_notebook.py

The same models, constants and batches as the built-in experiments, in typical NumPy code: a matrix product per layer, in
double precision, on one thread. The import is timed separately.
"""

import os
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
begin = time.perf_counter()
import numpy as np  # noqa: E402

print(f"import      {1e3 * (time.perf_counter() - begin):9.2f} ms   NumPy {np.__version__}")

X = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], float)
GATES = {"or": X.max(1), "and": X.min(1), "xor": X.sum(1) % 2}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
    "sigmoid": (sigmoid, lambda z, a: a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
}


def train(x, y, layers, rate, epochs, rng, size=32, adam=True, shuffle=True):
    sizes = [x.shape[1]] + [units for units, _ in layers]
    params = []
    for below, units in zip(sizes, sizes[1:]):
        limit = np.sqrt(6 / (below + units))
        params += [rng.uniform(-limit, limit, (below, units)), np.zeros(units)]
    m, v = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
        for start in range(0, len(x), size):
            batch = order[start : start + size]
            values, sums = [x[batch]], []
            for k, (_, name) in enumerate(layers):
                sums.append(values[-1] @ params[2 * k] + params[2 * k + 1])
                values.append(ACTIVATIONS[name][0](sums[-1]))
            delta = 2 * (values[-1] - y[batch]) / len(batch)
            grads = [None] * len(params)
            for k in reversed(range(len(layers))):
                delta = delta * ACTIVATIONS[layers[k][1]][1](sums[k], values[k + 1])
                grads[2 * k], grads[2 * k + 1] = values[k].T @ delta, delta.sum(0)
                delta = delta @ params[2 * k].T
            if not adam:
                for p, g in zip(params, grads):
                    p -= rate * g
                continue
            step += 1
            scale = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            for p, g, first, second in zip(params, grads, m, v):
                first += 0.1 * (g - first)
                second += 0.001 * (g * g - second)
                p -= scale * first / (np.sqrt(second) + 1e-7)


def perceptron(x, y, rng):
    weights, bias = rng.standard_normal(2), rng.standard_normal()
    for _ in range(1000):
        for inputs, label in zip(x.tolist(), y.tolist()):
            error = label - (inputs[0] * weights[0] + inputs[1] * weights[1] + bias >= 0)
            if error:
                weights += 0.01 * error * np.array(inputs)
                bias += 0.01 * error


def timed(name, f):
    best = min(clock(f) for _ in range(3))
    print(f"{name:<12}{1e3 * best:9.2f} ms")
    return best


def clock(f):
    begin = time.perf_counter()
    f()
    return time.perf_counter() - begin


rng = np.random.default_rng(7879)
xs = np.linspace(-10, 10, 2001)[:, None]
ys = xs**2 + 10 * rng.standard_normal(xs.shape)
relu = "relu"
total = timed("parallel", lambda: train(xs, ys, [(6, relu), (1, "linear")], 0.005, 100, rng))
total += timed("serial", lambda: train(xs, ys, [(2, relu)] * 3 + [(1, "linear")], 0.005, 100, rng))
xor = GATES["xor"][:, None]
total += timed("xor two", lambda: train(X, xor, [(2, "sigmoid"), (1, "linear")], 0.01, 1000, rng))
for gate, y in GATES.items():
    for unit in ("linear", "sigmoid"):
        total += timed(f"{unit} {gate}", lambda: train(X, y[:, None], [(1, unit)], 0.01, 1000, rng))
    total += timed(f"percep. {gate}", lambda: perceptron(X, y, rng))
print(f"all twelve  {1e3 * total:9.2f} ms")
points = rng.uniform(-5, 5, (250, 2))
labels = np.where(np.hypot(*points.T) < 2.5, 1.0, -1.0)[:, None]
circle, spiral = [(4, "tanh"), (2, "tanh"), (1, "tanh")], [(8, "tanh")] * 3 + [(1, "tanh")]
timed("circle", lambda: train(points, labels, circle, 0.015, 100, rng, size=10, adam=False, shuffle=False))
timed("spiral", lambda: train(points, labels, spiral, 0.01, 100, rng, size=10))
