//! Networks of dense layers.
//!
//! All parameters lie in one row of numbers, layer after layer: the weights of a layer, unit by unit, then its biases,
//! then the slope of its PReLU if that is trained. Optimizers walk along the row and need to know nothing else.

pub(crate) mod batch_tile;
pub(crate) mod kernel;
mod logistic;
mod predict;

pub use predict::ForwardTrace;

use super::init::Init;
use crate::functions::activation::ActivationKernel;
use crate::functions::function::Function;
use crate::numeric::stream::Stream;
use crate::numeric::vector::Blocks;

/// A layer to be: what its units do, and what they start from.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSetup {
    /// How many units.
    pub units: usize,
    /// Their activation.
    pub function: Function,
    /// Whether the knob `alpha` of a PReLU is trained along; one for the layer.
    pub train_alpha: bool,
    /// First weights, `[unit][input]`; drawn if absent.
    pub weights: Option<Vec<Vec<f64>>>,
    /// First biases; zero if absent.
    pub biases: Option<Vec<f64>>,
}

impl LayerSetup {
    /// A layer whose weights are drawn.
    pub fn new(units: usize, function: Function) -> Self {
        let train_alpha = function.trainable().is_some();
        Self { units, function, train_alpha, weights: None, biases: None }
    }
}

/// One dense layer: where its parameters and its outputs lie.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    pub(crate) inputs: usize,
    pub(crate) units: usize,
    pub(crate) function: Function,
    pub(crate) kernel: ActivationKernel,
    /// The place of its first weight; biases follow.
    pub(crate) at: usize,
    /// The place of its trained alpha.
    pub(crate) alpha: Option<usize>,
    /// The row of its first output, where rows are the inputs and then all units, layer after layer.
    pub(crate) row: usize,
}

impl Dense {
    /// The place of its first bias.
    pub(crate) fn biases(&self) -> usize {
        self.at + self.inputs * self.units
    }

    /// How many numbers it learns.
    pub(crate) fn count(&self) -> usize {
        (self.inputs + 1) * self.units + usize::from(self.alpha.is_some())
    }

    /// The slope on the left of a leaky rectifier; NaN for other activations.
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
    /// Layers for so many inputs, with first weights written out or drawn, each layer from its own stream.
    pub fn new(inputs: usize, setups: &[LayerSetup], init: &Init, mut stream: impl FnMut(usize) -> Stream) -> Self {
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
            network.begin(index, setup, init, &mut stream(index));
        }
        network
    }

    fn begin(&mut self, index: usize, setup: &LayerSetup, init: &Init, stream: &mut Stream) {
        let layer = &self.layers[index];
        let params = self.params.flat_mut();
        let weights = &mut params[layer.at..layer.biases()];
        match &setup.weights {
            Some(rows) => copy(weights, rows.iter().flatten()),
            None => init.fill(layer.inputs, layer.units, stream, weights),
        }
        copy(&mut params[layer.biases()..], setup.biases.iter().flatten());
        if let Some(at) = layer.alpha {
            params[at] = layer.function.parameter("alpha").unwrap_or_default();
        }
    }

    /// How many inputs it takes.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many numbers it gives.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(self.inputs, |layer| layer.units)
    }

    /// How many layers it has.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// The weights of a layer, unit after unit; empty past the last layer.
    pub fn weights(&self, layer: usize) -> &[f64] {
        self.layers.get(layer).map_or(&[], |layer| &self.params.flat()[layer.at..layer.biases()])
    }

    /// The biases of a layer; empty past the last layer.
    pub fn biases(&self, layer: usize) -> &[f64] {
        self.layers.get(layer).map_or(&[], |layer| &self.params.flat()[layer.biases()..][..layer.units])
    }

    /// The trained slope of a layer's PReLU, if it has one.
    pub fn alpha(&self, layer: usize) -> Option<f64> {
        self.layers.get(layer)?.alpha.map(|at| self.params.flat()[at])
    }

    /// The activation of a layer, with a trained alpha as it now is where its range allows.
    pub fn function(&self, layer: usize) -> Option<Function> {
        let mut function = self.layers.get(layer)?.function.clone();
        if let Some(alpha) = self.alpha(layer) {
            // A trained alpha may leave the range of the knob; the knob then keeps what it had.
            let _ = function.set_parameter("alpha", alpha);
        }
        Some(function)
    }

    /// How many numbers it learns.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(Dense::count).sum()
    }

    /// How many rows a pass needs: inputs and units of all layers.
    pub(crate) fn rows(&self) -> usize {
        self.inputs + self.layers.iter().map(|layer| layer.units).sum::<usize>()
    }
}

fn copy<'a>(to: &mut [f64], from: impl Iterator<Item = &'a f64>) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}
