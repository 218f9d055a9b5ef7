"""Times the trainings of the notebook, and two networks on small batches, in Keras: python3 benches/compare/keras_notebook.py

Runs with Keras 2 and 3. KERAS_BACKEND=jax selects the backend of Keras 3.

They are written as in the notebook: a Sequential model, compile, fit. The first fit compiles. A second one of the same
shape is timed.
"""

import time

begin = time.perf_counter()
import keras  # noqa: E402
import numpy as np  # noqa: E402

print(f"import      {1e3 * (time.perf_counter() - begin):9.1f} ms   Keras {keras.__version__} on {keras.backend.backend()}")


def timed(name, x, y, layers, rate, epochs, sgd=False, **fit):
    model = keras.Sequential([keras.layers.Input((x.shape[1],))])
    for units, activation in layers:
        model.add(keras.layers.Dense(units, activation=activation))
    optimizer = keras.optimizers.SGD if sgd else keras.optimizers.Adam
    model.compile(loss="mse", optimizer=optimizer(learning_rate=rate), metrics=["accuracy"])
    model.fit(x, y, epochs=2, verbose=0, **fit)
    begin = time.perf_counter()
    model.fit(x, y, epochs=epochs, verbose=0, **fit)
    print(f"{name:<12}{1e3 * (time.perf_counter() - begin):9.1f} ms")


X = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], float)
xs = np.linspace(-10, 10, 2001)[:, None]
ys = xs**2 + 10 * np.random.default_rng(7).standard_normal(xs.shape)
timed("parallel", xs, ys, [(6, "relu"), (1, None)], 0.005, 100, batch_size=32)
timed("serial", xs, ys, [(2, "relu"), (2, "relu"), (2, "relu"), (1, None)], 0.005, 100, batch_size=32)
timed("xor two", X, np.array([0.0, 1.0, 1.0, 0.0]), [(2, "sigmoid"), (1, None)], 0.01, 1000)
timed("sigmoid or", X, X.max(1), [(1, "sigmoid")], 0.01, 1000)
timed("linear or", X, X.max(1), [(1, None)], 0.01, 1000)
points = np.random.default_rng(7).uniform(-5, 5, (250, 2))
labels = np.where(np.hypot(*points.T) < 2.5, 1.0, -1.0)
circle, spiral = [(4, "tanh"), (2, "tanh"), (1, "tanh")], [(8, "tanh")] * 3 + [(1, "tanh")]
timed("circle", points, labels, circle, 0.015, 100, sgd=True, batch_size=10, shuffle=False)
timed("spiral", points, labels, spiral, 0.01, 100, batch_size=10)
