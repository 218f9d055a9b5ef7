//! Networks and their training by docs/training.md, "Rules": one number at a time, in no particular order.

use super::random::{ORDER, Random, WEIGHTS};
use toml::{Table, Value};

pub(super) type Rows = Vec<Vec<f64>>;

/// The data according to the rules: rows of samples, and the rule for right predictions.
pub(super) struct Data {
    pub(super) inputs: Rows,
    pub(super) targets: Rows,
    pub(super) tolerance: Option<f64>,
}

/// Loss, accuracy and R².
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    pub(super) loss: f64,
    pub(super) accuracy: f64,
    pub(super) r2: Option<f64>,
    /// Whether an output is so close to a border that rounding decides its side.
    pub(super) is_near: bool,
}

struct Layer {
    activation: String,
    alpha: f64,
    trains_alpha: bool,
    weights: Rows,
    biases: Vec<f64>,
}

pub(super) struct Network {
    layers: Vec<Layer>,
    loss: String,
    delta: f64,
    optimizer: Table,
    batch: usize,
    shuffle: bool,
    penalties: [f64; 2],
    limit: f64,
    seed: u64,
    contestant: u64,
    /// What the optimiser stores for each parameter.
    memory: Vec<[f64; 2]>,
    steps: i32,
    epoch: u64,
    pub(super) diverged: Option<u64>,
}

fn number(table: &Table, key: &str, default: f64) -> f64 {
    match table.get(key) {
        Some(Value::Float(x)) => *x,
        Some(Value::Integer(x)) => *x as f64,
        _ => default,
    }
}

fn text<'a>(value: Option<&'a Value>, default: &'a str) -> &'a str {
    value.and_then(Value::as_str).unwrap_or(default)
}

fn numbers(value: &Value) -> Vec<f64> {
    let one = |x: &Value| x.as_float().unwrap_or_else(|| x.as_integer().unwrap() as f64);
    value.as_array().unwrap().iter().map(one).collect()
}

pub(super) fn rows(value: &Value) -> Rows {
    value.as_array().unwrap().iter().map(numbers).collect()
}

/// A name with its table of settings.
fn kind(value: Option<&Value>, default: &str) -> (String, Table) {
    match value {
        Some(Value::Table(table)) => (text(table.get("kind"), default).to_owned(), table.clone()),
        other => (text(other, default).to_owned(), Table::new()),
    }
}

fn draw(init: &(String, Table), inputs: usize, units: usize, random: &mut Random) -> f64 {
    let (fan_in, both) = (inputs as f64, (inputs + units) as f64);
    let scale = number(&init.1, "scale", 0.05);
    let mut uniform = |limit: f64| limit * (2.0 * random.uniform() - 1.0);
    match init.0.as_str() {
        "glorot-uniform" => uniform((6.0 / both).sqrt()),
        "he-uniform" => uniform((6.0 / fan_in).sqrt()),
        "lecun-uniform" => uniform((3.0 / fan_in).sqrt()),
        "uniform" => uniform(scale),
        "glorot-normal" => (2.0 / both).sqrt() / 0.879_625_661_034_239_8 * random.truncated(),
        "he-normal" => (2.0 / fan_in).sqrt() / 0.879_625_661_034_239_8 * random.truncated(),
        "lecun-normal" => (1.0 / fan_in).sqrt() / 0.879_625_661_034_239_8 * random.truncated(),
        "normal" => scale * random.normal(),
        "zeros" => 0.0,
        "constant" => number(&init.1, "value", 0.0),
        other => panic!("{other}"),
    }
}

fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 { 1.0 / (1.0 + libm::exp(-z)) } else { libm::exp(z) / (1.0 + libm::exp(z)) }
}

fn step(x: f64) -> f64 {
    f64::from(u8::from(x > 0.0))
}

impl Layer {
    /// Value and slope.
    fn apply(&self, z: f64) -> (f64, f64) {
        match self.activation.as_str() {
            "linear" => (z, 1.0),
            "sigmoid" => (sigmoid(z), sigmoid(z) * sigmoid(-z)),
            "tanh" => (libm::tanh(z), 1.0 / (libm::cosh(z) * libm::cosh(z))),
            "relu" => (z.max(0.0), step(z)),
            "leaky-relu" | "prelu" => {
                (if z > 0.0 { z } else { self.alpha * z }, if z > 0.0 { 1.0 } else { self.alpha })
            }
            "elu" => (
                if z > 0.0 { z } else { self.alpha * libm::expm1(z) },
                if z > 0.0 { 1.0 } else { self.alpha * libm::exp(z) },
            ),
            "softplus" => (z.max(0.0) + libm::log1p(libm::exp(-z.abs())), sigmoid(z)),
            "silu" => (z * sigmoid(z), sigmoid(z) + z * sigmoid(z) * sigmoid(-z)),
            "softsign" => (z / (1.0 + z.abs()), 1.0 / ((1.0 + z.abs()) * (1.0 + z.abs()))),
            other => panic!("{other}"),
        }
    }
}

/// The numbers of a forward pass: the inputs, the pre-activations and the outputs of each layer.
struct Pass {
    inputs: Rows,
    zs: Rows,
    slopes: Rows,
    outputs: Vec<f64>,
}

impl Network {
    pub(super) fn new(table: &Table, inputs: usize, limit: f64, seed: u64, contestant: u64) -> Self {
        let init = kind(table.get("init"), "glorot-uniform");
        let mut below = inputs;
        let layer = |(n, table): (usize, &Value)| {
            let table = table.as_table().unwrap();
            let units = number(table, "units", f64::NAN) as usize;
            let mut random = Random::new(seed, WEIGHTS, contestant, n as u64);
            let drawn =
                || (0..units).map(|_| (0..below).map(|_| draw(&init, below, units, &mut random)).collect()).collect();
            let weights = table.get("weights").map_or_else(drawn, rows);
            below = units;
            let activation = text(table.get("activation"), "").to_owned();
            let default = match activation.as_str() {
                "leaky-relu" => 0.02,
                "prelu" => 0.1,
                _ => 1.0,
            };
            let trains = table.get("train_alpha").is_none_or(|x| x.as_bool().unwrap());
            Layer {
                trains_alpha: activation == "prelu" && trains,
                alpha: number(table, "alpha", default),
                activation,
                weights,
                biases: table.get("biases").map_or_else(|| vec![0.0; units], numbers),
            }
        };
        let layers: Vec<Layer> = table["layers"].as_array().unwrap().iter().enumerate().map(layer).collect();
        let (name, mut optimizer) = kind(table.get("optimizer"), "adam");
        optimizer.insert("kind".to_owned(), Value::String(name));
        let mut network = Self {
            layers,
            loss: text(table.get("loss"), "mse").to_owned(),
            delta: number(table, "delta", 1.0),
            optimizer,
            batch: number(table, "batch_size", 32.0) as usize,
            shuffle: table.get("shuffle").is_none_or(|x| x.as_bool().unwrap()),
            penalties: [number(table, "l1", 0.0), number(table, "l2", 0.0)],
            limit,
            seed,
            contestant,
            memory: Vec::new(),
            steps: 0,
            epoch: 0,
            diverged: None,
        };
        network.memory = vec![[0.0; 2]; network.parameters().len()];
        network
    }

    /// Layer by layer: weights unit by unit, biases, the trained alpha.
    pub(super) fn parameters(&self) -> Vec<f64> {
        let of = |layer: &Layer| {
            let alpha = layer.trains_alpha.then_some(layer.alpha);
            layer.weights.iter().flatten().chain(&layer.biases).copied().chain(alpha).collect::<Vec<f64>>()
        };
        self.layers.iter().flat_map(of).collect()
    }

    /// Moves every parameter slightly, in a random direction, to see how sensitive a run is to rounding.
    pub(super) fn nudged(mut self, nudge: u64) -> Self {
        let mut random = Random::new(nudge, 0, 0, 0);
        let mut draw = || 2.0 * random.uniform() - 1.0;
        // A relative nudge does not change a zero. Where a run depends on the sign of a number that should be zero, as
        // Adam does in a network with equal weights, an added nudge shows it.
        let added = if nudge == 0 { 0.0 } else { 1e-15 };
        let moved: Vec<f64> = self.parameters().iter().map(|p| p * (1.0 + 1e-13 * draw()) + added * draw()).collect();
        self.set(&moved);
        self
    }

    fn set(&mut self, parameters: &[f64]) {
        let mut from = parameters.iter().copied();
        for layer in &mut self.layers {
            let alpha = layer.trains_alpha.then_some(&mut layer.alpha);
            let all = layer.weights.iter_mut().flatten().chain(&mut layer.biases).chain(alpha);
            all.for_each(|to| *to = from.next().unwrap());
        }
    }

    fn forward(&self, inputs: &[f64]) -> Pass {
        let mut pass = Pass { inputs: Vec::new(), zs: Vec::new(), slopes: Vec::new(), outputs: inputs.to_vec() };
        for layer in &self.layers {
            let sum = |(weights, bias): (&Vec<f64>, &f64)| {
                weights.iter().zip(&pass.outputs).map(|(w, x)| w * x).sum::<f64>() + bias
            };
            let zs: Vec<f64> = layer.weights.iter().zip(&layer.biases).map(sum).collect();
            let (values, slopes): (Vec<f64>, Vec<f64>) = zs.iter().map(|z| layer.apply(*z)).unzip();
            pass.inputs.push(std::mem::replace(&mut pass.outputs, values));
            pass.slopes.push(slopes);
            pass.zs.push(zs);
        }
        pass
    }

    /// The loss of a sample, and its slopes with respect to the pre-activations of the last layer, before means are
    /// taken.
    fn loss(&self, pass: &Pass, targets: &[f64]) -> (f64, Vec<f64>) {
        let last = pass.zs.len() - 1;
        let (outputs, slopes) = (&pass.outputs, &pass.slopes[last]);
        if self.loss == "softmax-cross-entropy" {
            let most = outputs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = outputs.iter().map(|z| libm::exp(z - most)).sum();
            let (log, total) = (most + libm::log(sum), targets.iter().sum::<f64>());
            let loss = outputs.iter().zip(targets).map(|(z, t)| t * (log - z)).sum();
            let slope = |((z, t), s): ((&f64, &f64), &f64)| (total * libm::exp(z - log) - t) * s;
            return (loss, outputs.iter().zip(targets).zip(slopes).map(slope).collect());
        }
        let mut loss = 0.0;
        let mut by_zs = Vec::new();
        for (n, (y, t)) in outputs.iter().zip(targets).enumerate() {
            let (z, e) = (pass.zs[last][n], y - t);
            let sign = if e == 0.0 { 0.0 } else { e.signum() };
            let (own, slope) = match self.loss.as_str() {
                "mse" => (e * e, 2.0 * e * slopes[n]),
                "half-mse" => (0.5 * e * e, e * slopes[n]),
                "mae" => (e.abs(), sign * slopes[n]),
                "huber" if e.abs() <= self.delta => (0.5 * e * e, e * slopes[n]),
                "huber" => (self.delta * (e.abs() - 0.5 * self.delta), self.delta * sign * slopes[n]),
                "binary-cross-entropy" if self.layers[last].activation == "sigmoid" => {
                    (z.max(0.0) - z * t + libm::log1p(libm::exp(-z.abs())), y - t)
                }
                "binary-cross-entropy" => {
                    let p = y.clamp(1e-7, 1.0 - 1e-7);
                    let slope = if p == *y { (p - t) / (p * (1.0 - p)) } else { 0.0 };
                    (-t * libm::log(p) - (1.0 - t) * libm::log1p(-p), slope * slopes[n])
                }
                "hinge" => {
                    let side = 2.0 * t - 1.0;
                    ((1.0 - side * y).max(0.0), if 1.0 - side * y > 0.0 { -side * slopes[n] } else { 0.0 })
                }
                other => panic!("{other}"),
            };
            loss += own;
            by_zs.push(slope);
        }
        (loss, by_zs)
    }

    /// The sum of losses over samples and its gradient with respect to every parameter, before means are taken.
    fn gradient(&self, data: &Data, samples: &[usize]) -> (f64, Vec<f64>, Vec<Vec<f64>>) {
        let mut gradient = vec![0.0; self.memory.len()];
        let (mut sum, mut outputs) = (0.0, Vec::new());
        for &sample in samples {
            let pass = self.forward(&data.inputs[sample]);
            let (loss, mut deltas) = self.loss(&pass, &data.targets[sample]);
            sum += loss;
            let mut end = gradient.len();
            for (n, layer) in self.layers.iter().enumerate().rev() {
                let width = pass.inputs[n].len();
                let begin = end - layer.biases.len() * (width + 1) - usize::from(layer.trains_alpha);
                if layer.trains_alpha {
                    // A value below zero is alpha z. Deltas are with respect to z, and the slope there is alpha.
                    let own = |(d, z): (&f64, &f64)| if *z > 0.0 { 0.0 } else { d / layer.alpha * z };
                    gradient[end - 1] += deltas.iter().zip(&pass.zs[n]).map(own).sum::<f64>();
                }
                for (unit, delta) in deltas.iter().enumerate() {
                    for (input, x) in pass.inputs[n].iter().enumerate() {
                        gradient[begin + unit * width + input] += delta * x;
                    }
                    gradient[begin + layer.biases.len() * width + unit] += delta;
                }
                if n > 0 {
                    let back =
                        |input: usize| deltas.iter().zip(&layer.weights).map(|(d, row)| d * row[input]).sum::<f64>();
                    deltas = (0..width).map(|input| back(input) * pass.slopes[n - 1][input]).collect();
                }
                end = begin;
            }
            outputs.push(pass.outputs);
        }
        (sum, gradient, outputs)
    }

    /// The divisor of a loss for the mean over this many samples.
    fn terms(&self, samples: usize) -> f64 {
        let outputs = if self.loss == "softmax-cross-entropy" { 1 } else { self.layers.last().unwrap().biases.len() };
        (samples * outputs) as f64
    }

    /// Adds the slope of the penalties. Only weights have one.
    fn penalise(&self, gradient: &mut [f64]) {
        let [l1, l2] = self.penalties;
        let mut at = 0;
        for layer in &self.layers {
            for w in layer.weights.iter().flatten() {
                gradient[at] += l1 * if *w == 0.0 { 0.0 } else { w.signum() } + 2.0 * l2 * w;
                at += 1;
            }
            at += layer.biases.len() + usize::from(layer.trains_alpha);
        }
    }

    fn step(&mut self, gradient: &[f64]) {
        let kind = text(self.optimizer.get("kind"), "").to_owned();
        let constant = |key: &str, default: f64| number(&self.optimizer, key, default);
        let rate = constant("learning_rate", if kind == "sgd" { 0.01 } else { 0.001 });
        let (epsilon, momentum) = (constant("epsilon", 1e-7), constant("momentum", 0.0));
        let (rho, one, two) = (constant("rho", 0.9), constant("beta_1", 0.9), constant("beta_2", 0.999));
        let decay = constant("weight_decay", 0.004);
        let nesterov = self.optimizer.get("nesterov").is_some_and(|x| x.as_bool().unwrap());
        self.steps += 1;
        let power = |x: f64| libm::pow(x, f64::from(self.steps));
        let mut parameters = self.parameters();
        for ((p, g), [first, second]) in parameters.iter_mut().zip(gradient).zip(&mut self.memory) {
            match kind.as_str() {
                "sgd" => {
                    *first = momentum * *first - rate * g;
                    *p += if nesterov { momentum * *first - rate * g } else { *first };
                }
                "rmsprop" => {
                    *second = rho * *second + (1.0 - rho) * g * g;
                    *p -= rate * g / (*second + epsilon).sqrt();
                }
                _ => {
                    if kind == "adamw" {
                        *p -= rate * decay * *p;
                    }
                    *first = one * *first + (1.0 - one) * g;
                    *second = two * *second + (1.0 - two) * g * g;
                    *p -= rate * (1.0 - power(two)).sqrt() / (1.0 - power(one)) * *first / (second.sqrt() + epsilon);
                }
            }
        }
        self.set(&parameters);
    }

    /// Trains one epoch. Returns the means over its batches, unless the run diverges.
    pub(super) fn epoch(&mut self, data: &Data) -> Option<Figures> {
        let count = data.targets.len();
        let batch = self.batch.min(count);
        let shuffled = self.shuffle && batch < count;
        let order: Vec<usize> = if shuffled {
            Random::new(self.seed, ORDER, self.contestant, self.epoch).order(count)
        } else {
            (0..count).collect()
        };
        let (mut sum, mut outputs) = (0.0, Vec::new());
        for samples in order.chunks(batch) {
            let (loss, mut gradient, seen) = self.gradient(data, samples);
            if loss.is_nan() || loss > self.limit * self.terms(samples.len()) {
                self.diverged = Some(self.epoch + 1);
                return None;
            }
            let terms = self.terms(samples.len());
            for g in &mut gradient {
                *g /= terms;
            }
            self.penalise(&mut gradient);
            self.step(&gradient);
            sum += loss;
            outputs.extend(seen);
        }
        self.epoch += 1;
        Some(self.figures(data, sum, &order, &outputs))
    }

    /// Over all samples, under the current parameters.
    pub(super) fn evaluate(&self, data: &Data) -> Figures {
        let all: Vec<usize> = (0..data.targets.len()).collect();
        let (sum, _, outputs) = self.gradient(data, &all);
        self.figures(data, sum, &all, &outputs)
    }

    fn figures(&self, data: &Data, loss: f64, order: &[usize], outputs: &[Vec<f64>]) -> Figures {
        let targets: Vec<&Vec<f64>> = order.iter().map(|sample| &data.targets[*sample]).collect();
        let is_binary =
            data.tolerance.is_none() && targets.iter().all(|row| row.iter().all(|t| *t == 0.0 || *t == 1.0));
        let one_hot = targets.iter().all(|row| row.len() > 1 && row.iter().filter(|t| **t == 1.0).count() == 1);
        let (mut right, mut answers, mut is_near, mut squares) = (0.0, 0.0, false, 0.0);
        let columns = targets[0].len();
        let spread: f64 = (0..columns)
            .map(|n| {
                let mean = targets.iter().map(|row| row[n]).sum::<f64>() / targets.len() as f64;
                targets.iter().map(|row| (row[n] - mean) * (row[n] - mean)).sum::<f64>()
            })
            .sum();
        let tolerance = data.tolerance.unwrap_or(0.1 * (spread / (targets.len() * columns) as f64).sqrt());
        let near = |a: f64, b: f64| a != b && (a - b).abs() <= 1e-7 * b.abs().max(1.0);
        for (row, targets) in outputs.iter().zip(&targets) {
            if is_binary && (one_hot || self.loss == "softmax-cross-entropy") {
                let best = (1..columns).fold(0, |best, n| if row[n] > row[best] { n } else { best });
                // Of outputs that are equal up to the last one or two digits, rounding decides which is larger.
                is_near |= (0..columns).any(|n| n != best && (row[n] == row[best] || near(row[n], row[best])));
                right += f64::from(u8::from(targets.iter().all(|t| *t <= targets[best])));
                answers += 1.0;
                continue;
            }
            for (y, t) in row.iter().zip(*targets) {
                let border = if self.loss == "hinge" { 0.0 } else { 0.5 };
                let is_right = if is_binary { (*y > border) == (*t > 0.5) } else { (y - t).abs() <= tolerance };
                // A number that is zero here may be the smallest positive number there.
                is_near |= if is_binary {
                    near(*y, border) || *y == 0.0 && border == 0.0
                } else {
                    ((y - t).abs() - tolerance).abs() <= 1e-7 * tolerance.max(1.0)
                };
                right += f64::from(u8::from(is_right));
                answers += 1.0;
                squares += (y - t) * (y - t);
            }
        }
        Figures {
            loss: loss / self.terms(targets.len()),
            accuracy: right / answers,
            r2: (!is_binary).then_some(1.0 - squares / spread),
            is_near,
        }
    }
}
