#!/usr/bin/env python3
"""Writes keras_oracle.json: small trainings with Keras in double precision.

    pip install keras jax
    KERAS_BACKEND=jax JAX_ENABLE_X64=1 python3 tests/data/make_keras_oracle.py

Each case is an experiment file of actlab with the results of Keras: the loss and the outputs over all samples, and the
parameters, after some steps. One batch holds all samples, so a step is an epoch. Optimisers and constraints are Keras
objects. Its `ops.mean` rounds to single precision, so losses are written here as Keras defines them, and JAX computes the
gradients.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import keras
import numpy as np

keras.backend.set_floatx("float64")

INPUTS = [[0.5, -1.25], [1.5, 0.75], [-2.0, 0.25], [0.125, 1.0], [-0.75, -0.5]]
TARGETS = [[0.3, -1.0], [2.5, 0.5], [-1.5, 0.0], [0.75, 1.5], [-0.25, -2.0]]
FIRST = [[[0.3, -0.7], [0.9, 0.2], [-0.4, 1.1]], [[0.8, -0.6, 0.35], [-1.2, 0.45, 0.15]]]
BIASES = [[0.1, -0.2, 0.05], [0.0, 0.25]]
STEPS = [0, 1, 2, 10, 25]

X, Y = jnp.array(INPUTS, jnp.float64), jnp.array(TARGETS, jnp.float64)

# Functions of the error, before the mean.
LOSSES = {
    "mse": lambda e: e * e,
    "log-cosh": lambda e: e + jax.nn.softplus(-2.0 * e) - jnp.log(2.0),
}

# The name, the keys of the contestant in the file, and the same for Keras.
CASES = [
    ("adam", 'optimizer = { kind = "adam", learning_rate = 0.05 }', lambda: keras.optimizers.Adam(0.05), "mse", None),
    ("nadam", 'optimizer = "nadam"', lambda: keras.optimizers.Nadam(), "mse", None),
    (
        "nadam, fast",
        'optimizer = { kind = "nadam", learning_rate = 0.05, beta_1 = 0.8, beta_2 = 0.95, epsilon = 1e-6 }',
        lambda: keras.optimizers.Nadam(0.05, beta_1=0.8, beta_2=0.95, epsilon=1e-6),
        "mse",
        None,
    ),
    (
        "log-cosh",
        'loss = "log-cosh"\noptimizer = { kind = "sgd", learning_rate = 0.5 }',
        lambda: keras.optimizers.SGD(0.5),
        "log-cosh",
        None,
    ),
    (
        "max-norm",
        'optimizer = { kind = "sgd", learning_rate = 0.5 }\nregularizers = [{ kind = "max-norm", max_value = 0.75 }]',
        lambda: keras.optimizers.SGD(0.5),
        "mse",
        lambda: keras.constraints.MaxNorm(0.75, axis=0),
    ),
]


def toml(extra):
    layers = ",\n".join(
        f'  {{ units = {len(weights)}, activation = "{name}", weights = {weights}, biases = {biases} }}'
        for weights, biases, name in zip(FIRST, BIASES, ["tanh", "linear"])
    )
    return (
        f'epochs = {STEPS[-1]}\n[data]\nkind = "inline"\ninputs = {INPUTS}\ntargets = {TARGETS}\n'
        f"[[contestant]]\nlayers = [\n{layers}\n]\n{extra}\n"
    )


def forward(params, x):
    return jnp.tanh(x @ params[0] + params[1]) @ params[2] + params[3]


def after(params, loss, step):
    outputs = forward(params, X)
    return {
        "step": step,
        "loss": float(jnp.mean(loss(outputs - Y))),
        "outputs": outputs.tolist(),
        "parameters": [float(p) for w in params for p in (w.T if w.ndim == 2 else w).ravel()],
    }


def main():
    cases = []
    for name, extra, optimizer, loss, constraint in CASES:
        optimizer, loss = optimizer(), LOSSES[loss]
        start = [np.array(x).T if np.ndim(x) == 2 else np.array(x) for pair in zip(FIRST, BIASES) for x in pair]
        variables = [keras.Variable(w, dtype="float64") for w in start]
        slopes = jax.grad(lambda params: jnp.mean(loss(forward(params, X) - Y)))
        seen, done = [], 0
        for step in STEPS:
            while done < step:
                gradients = slopes([v.value for v in variables])
                optimizer.apply(gradients, variables)
                for v in variables:
                    if constraint and v.ndim == 2:
                        v.assign(constraint()(v.value))
                done += 1
            seen.append(after([v.value for v in variables], loss, step))
        cases.append({"name": name, "toml": toml(extra), "after": seen})
    path = pathlib.Path(__file__).with_name("keras_oracle.json")
    path.write_text(json.dumps({"keras": keras.__version__, "cases": cases}, indent=1) + "\n")


main()
