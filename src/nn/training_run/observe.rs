//! Observations of a run: what a room or a report shows of it, as plain values.

use super::network_trainer::NetworkTrainer;
use super::record::{Divergence, Metrics};
use super::{Kind, TrainingRun};
use crate::functions::activation::ActivationKernel;
use crate::functions::sample_stats::SATURATED;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::Model;
use crate::nn::network::{Dense, LayerSetup, Network};
use crate::nn::perceptron::Perceptron;
use crate::nn::stop::Stop;
use ndarray::{Array2, ArrayView2};

/// A contestant at a step.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The name of the contestant.
    pub name: String,
    /// Whether it is still training.
    pub status: Status,
    /// Loss and accuracy over all training data, under the current weights.
    pub now: Metrics,
    /// The same over all test data, if there are any.
    pub test: Option<Metrics>,
    /// Its layers. A perceptron has one.
    pub layers: Vec<LayerObservation>,
    /// A copy of the contestant for predictions.
    pub learner: Predictor,
}

/// The state of a contestant's training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is still training.
    Running,
    /// All epochs are done.
    Finished,
    /// It met a rule and stopped.
    Stopped(Stop),
    /// It diverged.
    Diverged(Divergence),
}

/// A copy of a contestant that makes predictions.
#[derive(Clone, Debug)]
pub enum Predictor {
    /// A perceptron.
    Perceptron(Perceptron),
    /// A network.
    Network(Network),
}

impl Predictor {
    /// The outputs, `[output, sample]`, for inputs `[input, sample]`.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
    pub fn predict(&self, inputs: ArrayView2<f64>) -> Array2<f64> {
        match self {
            Self::Network(network) => network.predict(inputs),
            Self::Perceptron(perceptron) => {
                let said = |sample: usize| perceptron.predict(&inputs.column(sample).to_vec());
                Array2::from_shape_fn((1, inputs.ncols()), |(_, sample)| said(sample))
            }
        }
    }
}

/// A layer at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerObservation {
    /// The id of its activation.
    pub activation: String,
    /// The parameters of its activation by name. A trained one has its current value.
    pub parameters: Vec<(String, f64)>,
    /// Whether the slope of its activation is zero everywhere.
    pub is_flat: bool,
    /// Whether its parameter `alpha` is trained.
    pub trains_alpha: bool,
    /// The number of inputs of each unit.
    pub inputs: usize,
    /// `[unit, input]`.
    pub weights: Array2<f64>,
    /// One per unit.
    pub biases: Vec<f64>,
    /// The weights that are held at 0, as unit and input, in order.
    pub cut: Vec<(usize, usize)>,
    /// The units whose weights and biases are not trained, in order.
    pub frozen: Vec<usize>,
    /// Which weights an L1 penalty has cut, `[unit, input]`. `None` if none can be.
    pub cut_by_l1: Option<Array2<bool>>,
    /// Statistics that show whether the layer can learn.
    pub health: Health,
    /// The gradient of the loss over all data, including penalties. `None` for a perceptron, which has none.
    pub gradient: Option<PerParameter>,
    /// By how much the next step will change each parameter. `None` for a perceptron, and if there are too many samples
    /// to find out at each observation.
    pub next_step: Option<PerParameter>,
}

impl LayerObservation {
    /// Whether a weight stays 0: it was cut, or the penalty has made it so.
    pub fn is_cut(&self, unit: usize, input: usize) -> bool {
        let is_dead = self.cut_by_l1.as_ref().is_some_and(|dead| dead.get([unit, input]) == Some(&true));
        is_dead || self.cut.binary_search(&(unit, input)).is_ok()
    }

    /// The number of trained parameters.
    pub fn parameters(&self) -> usize {
        (self.inputs + 1) * self.biases.len() + usize::from(self.trains_alpha)
    }

    /// The number of weights that an L1 penalty has cut. `None` if none can be.
    pub fn cut_links(&self) -> Option<usize> {
        self.cut_by_l1.as_ref().map(|cut| cut.iter().filter(|cut| **cut).count())
    }
}

/// Statistics of a layer over all data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// Units whose value and slope are 0 on every sample.
    pub dead: Vec<bool>,
    /// The fraction of samples, over all units that are not dead, on which the slope is smaller than 1e-3.
    pub saturated: f64,
    /// The same fraction of each unit.
    pub saturated_units: Vec<f64>,
    /// The mean of the outputs over units and samples.
    pub mean: f64,
    /// The variance of the outputs.
    pub variance: f64,
    /// The norm of the gradient of the loss, including penalties, with respect to the layer's parameters. 0 for a
    /// perceptron, which has none.
    pub gradient: f64,
}

impl Health {
    /// The number of dead units.
    pub fn dead_units(&self) -> usize {
        self.dead.iter().filter(|dead| **dead).count()
    }

    /// Whether all units are dead.
    pub fn is_dead(&self) -> bool {
        self.dead.iter().all(|dead| *dead)
    }
}

/// A number for each parameter of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct PerParameter {
    /// `[unit, input]`.
    pub weights: Array2<f64>,
    /// One per unit.
    pub biases: Vec<f64>,
    /// Of a trained alpha.
    pub alpha: Option<f64>,
}

impl PerParameter {
    /// The numbers of a layer, out of those of all parameters of a network.
    fn of(layer: &Dense, all: &[f64]) -> Self {
        Self {
            weights: matrix(layer.units, &all[layer.at..layer.biases()]),
            biases: all[layer.biases()..][..layer.units].to_vec(),
            alpha: layer.alpha.map(|at| all[at]),
        }
    }

    /// The length of the numbers of a unit, as a vector.
    pub fn length_of(&self, unit: usize) -> f64 {
        let weights = self.weights.rows().into_iter().nth(unit).into_iter().flatten();
        weights.chain(self.biases.get(unit)).map(|x| x * x).sum::<f64>().sqrt()
    }
}

impl TrainingRun {
    /// An observation of every contestant in its current state.
    pub fn observe(&self) -> Vec<Observation> {
        (0..self.runs.len()).map(|contestant| self.look(contestant)).collect()
    }

    /// Loss and accuracy of every contestant over all training data, under the current weights.
    pub fn evaluate(&self) -> Vec<Metrics> {
        self.runs.iter().map(super::Run::evaluate).collect()
    }

    /// The same over the test data. `None` if there are none.
    pub fn evaluate_test(&self) -> Option<Vec<Metrics>> {
        self.runs.iter().map(super::Run::evaluate_test).collect()
    }

    /// The status of every contestant.
    pub fn statuses(&self) -> Vec<Status> {
        self.runs.iter().map(|run| self.status(run)).collect()
    }

    /// The gradient of each layer of a contestant. Empty for a perceptron, which has none.
    pub fn gradients(&self, contestant: usize) -> Vec<PerParameter> {
        let Some(Kind::Network(trainer)) = self.runs.get(contestant).map(|run| &run.kind) else { return Vec::new() };
        let all = trainer.gradient();
        trainer.network().layers.iter().map(|layer| PerParameter::of(layer, &all)).collect()
    }

    fn status(&self, run: &super::Run) -> Status {
        match (run.divergence(), run.watch.stop) {
            (Some(divergence), _) => Status::Diverged(divergence),
            (None, Some(stop)) => Status::Stopped(stop),
            (None, None) if self.epoch >= self.experiment.epochs.last() => Status::Finished,
            (None, None) => Status::Running,
        }
    }

    fn look(&self, contestant: usize) -> Observation {
        let run = &self.runs[contestant];
        let setup = &self.current.contestants[contestant];
        let name = setup.name.clone();
        let (layers, learner) = match (&run.kind, &setup.model) {
            (Kind::Perceptron(trainer), _) => {
                let perceptron = trainer.perceptron().clone();
                (vec![single(&perceptron, &self.data)], Predictor::Perceptron(perceptron))
            }
            (Kind::Network(trainer), model) => {
                let setups: &[LayerSetup] = match model {
                    Model::Network(setup) => &setup.layers,
                    Model::Perceptron(_) => &[],
                };
                (layers(trainer, setups, &self.data), Predictor::Network(trainer.network().clone()))
            }
        };
        let (now, test) = (run.evaluate(), run.evaluate_test());
        Observation { name, status: self.status(run), now, test, layers, learner }
    }
}

/// The most samples for which the next step is found out. The trainer is copied for it.
const FEW: usize = 20_000;

fn single(perceptron: &Perceptron, data: &Dataset) -> LayerObservation {
    let function = perceptron.function();
    let zs: Vec<f64> = data.inputs.columns().into_iter().map(|row| perceptron.sum(&row.to_vec())).collect();
    let (mut values, mut slopes) = (vec![0.0; zs.len()], vec![0.0; zs.len()]);
    function.values(&zs, &mut values);
    function.slopes(&zs, &mut slopes);
    LayerObservation {
        activation: function.id().to_owned(),
        parameters: parameters(function),
        is_flat: function.kernel() == ActivationKernel::Step,
        trains_alpha: false,
        inputs: perceptron.weights().len(),
        weights: matrix(1, perceptron.weights()),
        biases: vec![perceptron.bias()],
        cut: Vec::new(),
        frozen: Vec::new(),
        cut_by_l1: None,
        health: health(&[values], &[slopes]),
        gradient: None,
        next_step: None,
    }
}

fn layers(trainer: &NetworkTrainer, setups: &[LayerSetup], data: &Dataset) -> Vec<LayerObservation> {
    let network = trainer.network();
    let trace = network.trace(data.inputs.view());
    let (gradient, cut) = (trainer.gradient(), trainer.cut());
    let next_step = (data.samples() <= FEW).then(|| trainer.next_step());
    let layer = |(index, dense): (usize, &Dense)| {
        let slopes: Vec<Vec<f64>> =
            trace.pre_activations[index].rows().into_iter().map(|zs| network.slopes(index, &zs.to_vec())).collect();
        let own = &gradient[dense.at..dense.at + dense.count()];
        let mut parameters = parameters(&dense.function);
        if let (Some(alpha), Some(parameter)) =
            (network.alpha(index), parameters.iter_mut().find(|parameter| parameter.0 == "alpha"))
        {
            parameter.1 = alpha;
        }
        LayerObservation {
            activation: dense.function.id().to_owned(),
            parameters,
            is_flat: dense.function.kernel() == ActivationKernel::Step,
            trains_alpha: dense.alpha.is_some(),
            inputs: dense.inputs,
            weights: matrix(dense.units, network.weights(index)),
            biases: network.biases(index).to_vec(),
            cut: setups.get(index).map_or_else(Vec::new, |setup| setup.cut.clone()),
            frozen: setups.get(index).map_or_else(Vec::new, |setup| setup.frozen.clone()),
            cut_by_l1: cut.map(|cut| matrix(dense.units, &cut[dense.at..dense.biases()])),
            health: Health {
                gradient: own.iter().map(|g| g * g).sum::<f64>().sqrt(),
                ..health(&rows(&trace.values[index]), &slopes)
            },
            gradient: Some(PerParameter::of(dense, &gradient)),
            next_step: next_step.as_ref().map(|all| PerParameter::of(dense, all)),
        }
    };
    network.layers.iter().enumerate().map(layer).collect()
}

fn parameters(function: &crate::functions::function::Function) -> Vec<(String, f64)> {
    function
        .parameters()
        .iter()
        .zip(function.parameter_values())
        .map(|(parameter, value)| (parameter.name.to_string(), *value))
        .collect()
}

/// The weights of a layer, stored unit by unit, as a matrix.
fn matrix<T: Copy>(units: usize, weights: &[T]) -> Array2<T> {
    let inputs = weights.len() / units.max(1);
    Array2::from_shape_fn((units, inputs), |(unit, input)| weights[unit * inputs + input])
}

fn rows(table: &Array2<f64>) -> Vec<Vec<f64>> {
    table.rows().into_iter().map(|row| row.to_vec()).collect()
}

/// Statistics from values and slopes, `[unit][sample]`.
fn health(values: &[Vec<f64>], slopes: &[Vec<f64>]) -> Health {
    let zero = |row: &[f64]| row.iter().all(|x| *x == 0.0);
    let dead: Vec<bool> = values.iter().zip(slopes).map(|(values, slopes)| zero(values) && zero(slopes)).collect();
    let alive = slopes.iter().zip(&dead).filter(|(_, dead)| !**dead).flat_map(|(slopes, _)| slopes);
    let (mut flat, mut all) = (0_usize, 0_usize);
    for slope in alive {
        all += 1;
        flat += usize::from(slope.abs() < SATURATED);
    }
    let share = |slopes: &Vec<f64>| {
        slopes.iter().filter(|slope| slope.abs() < SATURATED).count() as f64 / slopes.len().max(1) as f64
    };
    let saturated_units = slopes.iter().map(share).collect();
    let count = values.iter().map(Vec::len).sum::<usize>() as f64;
    let mean = values.iter().flatten().sum::<f64>() / count;
    let variance = values.iter().flatten().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    let saturated = if all == 0 { 0.0 } else { flat as f64 / all as f64 };
    Health { dead, saturated, saturated_units, mean, variance, ..Health::default() }
}
