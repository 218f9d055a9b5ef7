//! Predictions of a network for any inputs, apart from training.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::Network;
use super::batch_tile::BatchTile;
use crate::numeric::vector::{Eight, Task, Width, dispatch};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis, Slice};

/// The pre-activations and values inside a network for a set of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct ForwardTrace {
    /// The pre-activations of each layer, `[unit, sample]`.
    pub pre_activations: Vec<Array2<f64>>,
    /// The outputs of each layer, `[unit, sample]`.
    pub values: Vec<Array2<f64>>,
}

struct Predict<'a> {
    network: &'a Network,
    inputs: ArrayView2<'a, f64>,
    outputs: &'a mut Array2<f64>,
}

impl Task for Predict<'_> {
    type Output = ();
    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let samples = self.inputs.ncols();
        let mut tile = BatchTile::<8, 4>::new(self.network);
        for from in (0..samples).step_by(BatchTile::<8, 4>::SAMPLES) {
            let live = (samples - from).min(BatchTile::<8, 4>::SAMPLES);
            tile.take(self.inputs, ArrayView2::from(&[[]; 0]), from, live);
            tile.forward(e, self.network);
            for (mut to, row) in self.outputs.rows_mut().into_iter().zip(tile.outputs(self.network)) {
                to.slice_axis_mut(Axis(0), Slice::from(from..from + live)).assign(&ArrayView1::from(row));
            }
        }
    }
}

impl Network {
    /// The outputs, `[output, sample]`, for inputs `[input, sample]`. A wrong number of inputs gives no samples.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
    pub fn predict(&self, inputs: ArrayView2<f64>) -> Array2<f64> {
        let samples = if inputs.nrows() == self.inputs { inputs.ncols() } else { 0 };
        let mut outputs = Array2::zeros((self.outputs(), samples));
        let inputs = inputs.as_standard_layout();
        if samples > 0 {
            dispatch(Width::Widest, Predict { network: self, inputs: inputs.view(), outputs: &mut outputs });
        }
        outputs
    }

    /// Pre-activations and values of every unit for inputs `[input, sample]`, as [`Network::predict`] computes them.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
    pub fn trace(&self, inputs: ArrayView2<f64>) -> ForwardTrace {
        let params = self.params.flat();
        let mut trace = ForwardTrace { pre_activations: Vec::new(), values: Vec::new() };
        let mut below = inputs.to_owned();
        for layer in &self.layers {
            let weights = (0..layer.units).map(|unit| &params[layer.at + unit * layer.inputs..][..layer.inputs]);
            let biases = &params[layer.biases()..][..layer.units];
            let mut sums = Array2::zeros((layer.units, below.ncols()));
            for ((row, &bias), mut sums) in weights.zip(biases).zip(sums.rows_mut()) {
                sums.fill(bias);
                for (weight, input) in row.iter().zip(below.rows()) {
                    sums.zip_mut_with(&input, |sum, x| *sum += weight * x);
                }
            }
            let mut values = Array2::zeros(sums.raw_dim());
            for (zs, mut values) in sums.rows().into_iter().zip(values.rows_mut()) {
                let (zs, mut here, mut slopes) = (zs.to_vec(), vec![0.0; zs.len()], vec![0.0; zs.len()]);
                layer.kernel.fill(&layer.function, layer.left_slope(params), &zs, &mut here, &mut slopes);
                values.assign(&ArrayView1::from(&here));
            }
            below.clone_from(&values);
            trace.pre_activations.push(sums);
            trace.values.push(values);
        }
        trace
    }

    /// The slopes of a layer's activation at its pre-activations.
    pub(crate) fn slopes(&self, layer: usize, zs: &[f64]) -> Vec<f64> {
        self.activate(layer, zs).1
    }

    /// The values of a layer's activation at these pre-activations, and its slopes.
    pub(crate) fn activate(&self, layer: usize, zs: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let layer = &self.layers[layer];
        let (mut values, mut slopes) = (vec![0.0; zs.len()], vec![0.0; zs.len()]);
        let alpha = layer.left_slope(self.params.flat());
        layer.kernel.fill(&layer.function, alpha, zs, &mut values, &mut slopes);
        (values, slopes)
    }
}
