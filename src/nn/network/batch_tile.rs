//! A tile: some samples of a batch, during the forward and the backward pass.
//!
//! Hidden layers are small and batches are large, so the outer loop is over units and the inner loop over samples. A
//! row holds one unit's numbers for all samples of the tile, in `T` blocks of `N` lanes, which is 8, or 4 for short batches. A tile
//! fits into the L1 cache. A larger batch is a sequence of tiles whose gradients are added lane by lane.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

mod backward;
mod forward;
mod output_loss;

pub(crate) use backward::{Chain, Gate, GradientSink, Plain, Slope};
pub(crate) use output_loss::{Above, OutputLoss, Score, SquaredError, Within};

use crate::nn::network::Network;
use crate::numeric::vector::Blocks;
use ndarray::ArrayView2;

/// The rows of a tile. Rows are numbered as in [`Dense::row`](super::Dense::row).
#[derive(Clone, Debug)]
pub(crate) struct BatchTile<const N: usize, const T: usize> {
    /// The inputs, then the output of each unit.
    values: Blocks,
    /// The pre-activations, kept only where the slope does not follow from the value.
    pre_activations: Blocks,
    slopes: Blocks,
    /// The slope of the loss, first with respect to a unit's output, then with respect to its pre-activation.
    deltas: Blocks,
    targets: Blocks,
    /// The number of real samples. The rest is padding and does not count.
    live: usize,
}

/// A row of a tile.
type Row<const N: usize, const T: usize> = [[f64; N]; T];

#[inline(always)]
fn rows<const N: usize, const T: usize>(blocks: &Blocks) -> &[Row<N, T>] {
    blocks.flat().as_chunks().0.as_chunks().0
}

#[inline(always)]
fn rows_mut<const N: usize, const T: usize>(blocks: &mut Blocks) -> &mut [Row<N, T>] {
    blocks.flat_mut().as_chunks_mut().0.as_chunks_mut().0
}

impl<const N: usize, const T: usize> BatchTile<N, T> {
    /// The number of samples in a tile.
    pub(crate) const SAMPLES: usize = N * T;

    pub(crate) fn new(network: &Network) -> Self {
        let zeros = || Blocks::of_len(network.rows() * Self::SAMPLES);
        let targets = Blocks::of_len(network.outputs() * Self::SAMPLES);
        Self { values: zeros(), pre_activations: zeros(), slopes: zeros(), deltas: zeros(), targets, live: 0 }
    }

    /// Loads samples `from..from + live` of the columns. The padding is a copy of the first of them, so that it is as
    /// finite as they are.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference already")]
    #[inline(always)]
    pub(crate) fn take(&mut self, inputs: ArrayView2<f64>, targets: ArrayView2<f64>, from: usize, live: usize) {
        self.live = live;
        for (row, column) in rows_mut::<N, T>(&mut self.values).iter_mut().zip(columns(&inputs)) {
            take_row(row.as_flattened_mut(), &column[from..from + live]);
        }
        for (row, column) in rows_mut::<N, T>(&mut self.targets).iter_mut().zip(columns(&targets)) {
            take_row(row.as_flattened_mut(), &column[from..from + live]);
        }
    }

    /// The outputs of the loaded samples, one slice for each output.
    pub(crate) fn outputs<'a>(&'a self, network: &Network) -> impl Iterator<Item = &'a [f64]> {
        let first = network.rows() - network.outputs();
        let live = self.live;
        self.values.flat().chunks_exact(Self::SAMPLES).skip(first).map(move |row| &row[..live])
    }
}

/// The columns of a table in standard layout, as slices.
#[inline(always)]
fn columns<'a>(table: &'a ArrayView2<f64>) -> impl Iterator<Item = &'a [f64]> {
    table.as_slice().unwrap_or_default().chunks_exact(table.ncols().max(1))
}

#[inline(always)]
fn take_row(row: &mut [f64], samples: &[f64]) {
    if row.len() == samples.len() {
        row.copy_from_slice(samples);
    } else {
        let (live, padding) = row.split_at_mut(samples.len());
        live.copy_from_slice(samples);
        padding.fill(samples[0]);
    }
}
