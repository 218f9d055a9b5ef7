//! Samples after the last full batch that carry into the next epoch, as in TensorFlow Playground.

use super::interleave::{interleaved, take_lane};
use crate::nn::experiment::{LastBatch, NetworkSetup};

/// The gradients that wait for the next full batch.
#[derive(Clone, Debug)]
pub(super) struct CarriedBatch {
    /// The number of samples in a full batch.
    full: usize,
    /// The number of samples that wait.
    pub(super) samples: usize,
    /// The sum of their gradients, one number for each parameter of each network.
    pub(super) sums: Vec<f64>,
}

impl CarriedBatch {
    /// `None` if the last batch is a batch of its own.
    pub(super) fn new(setup: &NetworkSetup, parameters: usize) -> Option<Self> {
        let carries = setup.last_batch == LastBatch::Carry;
        carries.then(|| Self { full: setup.batch_size, samples: 0, sums: vec![0.0; parameters] })
    }

    /// The samples that wait in several networks side by side. As many wait in each of them.
    pub(super) fn side_by_side(networks: &[&Self]) -> Option<Self> {
        let first = networks.first()?;
        let sums: Vec<&[f64]> = networks.iter().map(|one| one.sums.as_slice()).collect();
        Some(Self { full: first.full, samples: first.samples, sums: interleaved(&sums) })
    }

    /// Gives one of several networks what waits in it.
    pub(super) fn put_back(&self, lane: usize, lanes: usize, one: &mut Self) {
        one.samples = self.samples;
        take_lane(&mut one.sums, &self.sums, lane, lanes);
    }

    /// Takes over the gradients that wait in the trainer before an edit. `former` has the place of each parameter before the edit.
    pub(super) fn remember(&mut self, before: &Self, former: &[Option<usize>]) {
        self.samples = before.samples;
        for (sum, former) in self.sums.iter_mut().zip(former) {
            *sum = former.and_then(|at| before.sums.get(at)).copied().unwrap_or(0.0);
        }
    }

    /// Takes the mean gradient of a batch. If the batch is full, the gradient becomes the mean over it and over all
    /// samples that waited, and there is a step. Otherwise its samples wait. Returns whether there is a step.
    pub(super) fn take(&mut self, live: usize, grads: &mut [f64]) -> bool {
        let (here, waiting) = (live as f64, self.samples as f64);
        if live < self.full {
            // Without a full batch, samples would wait for a step that never comes. The last epoch is enough.
            self.samples = live;
            for (sum, grad) in self.sums.iter_mut().zip(grads) {
                *sum = *grad * here;
            }
            return false;
        }
        if self.samples > 0 {
            for (sum, grad) in self.sums.iter_mut().zip(grads) {
                *grad = (*sum + *grad * here) / (waiting + here);
                *sum = 0.0;
            }
            self.samples = 0;
        }
        true
    }
}
