//! Networks of dense layers.
//!
//! All parameters are in one array, layer after layer: the weights of a layer, unit by unit, then its biases, then the
//! slope of its PReLU if that is trained. Optimisers need nothing but this array.

pub(crate) mod batch_tile;
pub(crate) mod kernel;
mod logistic;
mod predict;

pub use predict::ForwardTrace;

use super::init::Init;
use crate::functions::activation::ActivationKernel;
use crate::functions::function::Function;
use crate::numeric::arc4::Arc4;
use crate::numeric::stream::{Purpose, RandomSource, Stream};
use crate::numeric::vector::Blocks;

/// The configuration of a layer: its activation and its initial parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSetup {
    /// The number of units.
    pub units: usize,
    /// Their activation.
    pub function: Function,
    /// Whether the parameter `alpha` of a PReLU is trained. The layer has one alpha.
    pub train_alpha: bool,
    /// Initial weights, `[unit][input]`. They are drawn if absent.
    pub weights: Option<Vec<Vec<f64>>>,
    /// Initial biases. They are all the same number of the network if absent.
    pub biases: Option<Vec<f64>>,
    /// Weights that are 0 and stay so, as unit and input, both from 0, in order.
    pub cut: Vec<(usize, usize)>,
    /// Units, from 0, whose weights and biases are not trained, in order.
    pub frozen: Vec<usize>,
}

impl LayerSetup {
    /// A layer whose weights are drawn.
    pub fn new(units: usize, function: Function) -> Self {
        let train_alpha = function.trainable().is_some();
        Self { units, function, train_alpha, weights: None, biases: None, cut: Vec::new(), frozen: Vec::new() }
    }
}

/// What the weights of a network are drawn from.
#[derive(Clone, Debug)]
pub enum WeightSource {
    /// A stream for each layer.
    Streams {
        /// The seed of the run.
        seed: u64,
        /// The index of the contestant.
        contestant: u64,
        /// The stream of the current layer.
        current: Option<Stream>,
    },
    /// The generator of TensorFlow Playground, which goes on from layer to layer.
    Playground(Arc4),
}

impl WeightSource {
    /// A stream for each layer of a contestant.
    pub fn streams(seed: u64, contestant: u64) -> Self {
        Self::Streams { seed, contestant, current: None }
    }

    /// What the next layer draws from.
    fn of_layer(&mut self, layer: usize) -> &mut dyn RandomSource {
        match self {
            Self::Streams { seed, contestant, current } => {
                current.insert(Stream::new(*seed, Purpose::Weights, *contestant, layer as u64))
            }
            Self::Playground(generator) => generator,
        }
    }
}

/// One dense layer: where its parameters and its outputs are stored.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    pub(crate) inputs: usize,
    pub(crate) units: usize,
    pub(crate) function: Function,
    pub(crate) kernel: ActivationKernel,
    /// The index of its first weight. The biases follow the weights.
    pub(crate) at: usize,
    /// The index of its trained alpha.
    pub(crate) alpha: Option<usize>,
    /// The row of its first output. Rows are the inputs and then all units, layer after layer.
    pub(crate) row: usize,
}

impl Dense {
    /// The index of its first bias.
    pub(crate) fn biases(&self) -> usize {
        self.at + self.inputs * self.units
    }

    /// The number of trained parameters.
    pub(crate) fn count(&self) -> usize {
        (self.inputs + 1) * self.units + usize::from(self.alpha.is_some())
    }

    /// The slope of a leaky rectifier for negative inputs. NaN for other activations.
    pub(crate) fn left_slope(&self, params: &[f64]) -> f64 {
        match self.alpha {
            Some(at) => params[at],
            None => self.function.parameter("alpha").unwrap_or(f64::NAN),
        }
    }
}

/// Dense layers with their parameters.
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) inputs: usize,
    pub(crate) layers: Vec<Dense>,
    pub(crate) params: Blocks,
}

impl Network {
    /// Layers for this many inputs, with initial weights and biases as written out, or with drawn weights and this bias.
    pub fn new(inputs: usize, setups: &[LayerSetup], init: &Init, bias: f64, mut source: WeightSource) -> Self {
        let mut layers = Vec::with_capacity(setups.len());
        let (mut at, mut row, mut below) = (0, inputs, inputs);
        for setup in setups {
            let mut layer = Dense {
                inputs: below,
                units: setup.units,
                kernel: setup.function.kernel(),
                function: setup.function.clone(),
                at,
                alpha: None,
                row,
            };
            layer.alpha = setup.train_alpha.then_some(layer.biases() + layer.units);
            at += layer.count();
            row += setup.units;
            below = setup.units;
            layers.push(layer);
        }
        let mut network = Self { inputs, layers, params: Blocks::zeros(at.div_ceil(8)) };
        for (index, setup) in setups.iter().enumerate() {
            network.begin(index, setup, (init, bias), source.of_layer(index));
        }
        network
    }

    fn begin(&mut self, index: usize, setup: &LayerSetup, (init, bias): (&Init, f64), source: &mut dyn RandomSource) {
        let layer = &self.layers[index];
        let params = self.params.flat_mut();
        let weights = &mut params[layer.at..layer.biases()];
        match &setup.weights {
            Some(rows) => copy(weights, rows.iter().flatten()),
            None => init.fill(layer.inputs, layer.units, source, weights),
        }
        let biases = &mut params[layer.biases()..][..layer.units];
        biases.fill(bias);
        copy(biases, setup.biases.iter().flatten());
        if let Some(at) = layer.alpha {
            params[at] = layer.function.parameter("alpha").unwrap_or_default();
        }
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of outputs.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(self.inputs, |layer| layer.units)
    }

    /// The number of layers.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// The weights of a layer, unit after unit. Empty past the last layer.
    pub fn weights(&self, layer: usize) -> &[f64] {
        self.layers.get(layer).map_or(&[], |layer| &self.params.flat()[layer.at..layer.biases()])
    }

    /// The biases of a layer. Empty past the last layer.
    pub fn biases(&self, layer: usize) -> &[f64] {
        self.layers.get(layer).map_or(&[], |layer| &self.params.flat()[layer.biases()..][..layer.units])
    }

    /// The trained slope of a layer's PReLU, if it has one.
    pub fn alpha(&self, layer: usize) -> Option<f64> {
        self.layers.get(layer)?.alpha.map(|at| self.params.flat()[at])
    }

    /// The activation of a layer. A trained alpha has its current value if the parameter's range allows it.
    pub fn function(&self, layer: usize) -> Option<Function> {
        let mut function = self.layers.get(layer)?.function.clone();
        if let Some(alpha) = self.alpha(layer) {
            // A trained alpha may leave the range of the parameter. The parameter then keeps its old value.
            let _ = function.set_parameter("alpha", alpha);
        }
        Some(function)
    }

    /// The number of trained parameters.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(Dense::count).sum()
    }

    /// The number of rows that a pass needs: inputs and units of all layers.
    pub(crate) fn rows(&self) -> usize {
        self.inputs + self.layers.iter().map(|layer| layer.units).sum::<usize>()
    }
}

fn copy<'a>(to: &mut [f64], from: impl Iterator<Item = &'a f64>) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}
