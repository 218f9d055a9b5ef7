//! A network in training: batch after batch, epoch after epoch, from any point to any later one.

mod steps;

use super::bits;
use super::record::{Divergence, Epoch, Metrics, Schedule};
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::NetworkSetup;
use crate::nn::network::Network;
use crate::nn::network::batch_tile::{BatchTile, OutputLoss};
use crate::nn::optimizer::OptimizerState;
use crate::nn::regularizer::Regularizer;
use crate::numeric::stream::{Purpose, Stream};
use crate::numeric::vector::{Blocks, Width, dispatch};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use steps::{BatchGradient, EpochSteps, Evaluate};

/// Everything that makes up a run of one network.
#[derive(Clone, Debug)]
pub(crate) struct NetworkTrainer {
    core: Core,
    tile: Tiles,
}

/// A batch of at most eight samples needs no more than a tile of one block.
#[derive(Clone, Debug)]
enum Tiles {
    Narrow(BatchTile<1>),
    Wide(BatchTile<4>),
}

/// What can be saved: all that the next step depends on. The order of samples follows from seed, contestant and epoch.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct NetworkState {
    #[serde(with = "bits::row")]
    params: Vec<f64>,
    /// What the optimizer remembers of the parameters, row after row.
    #[serde(with = "bits::row")]
    memory: Vec<f64>,
    /// What it remembers of all of them together.
    #[serde(with = "bits::row")]
    scalars: Vec<f64>,
    progress: NetworkProgress,
}

/// How far a run has got, and what the epoch under way has added up.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct NetworkProgress {
    /// Epochs completed.
    pub(crate) epoch: u64,
    /// Batches completed of the next.
    pub(crate) batch: usize,
    /// Samples seen in it.
    pub(crate) seen: usize,
    /// The sum of losses over them.
    #[serde(with = "bits::one")]
    pub(crate) loss: f64,
    /// How many of their outputs were right.
    #[serde(with = "bits")]
    pub(crate) right: [f64; 8],
    /// The sum of their squared errors.
    #[serde(with = "bits::one")]
    pub(crate) squares: f64,
    /// Set when the run has come to grief.
    pub(crate) divergence: Option<Divergence>,
}

#[derive(Clone, Debug)]
struct Core {
    data: Arc<Dataset>,
    network: Network,
    update: OptimizerState,
    objective: OutputLoss,
    accuracy_rule: AccuracyRule,
    /// Those that do something.
    regularizers: Vec<Regularizer>,
    batch: usize,
    limit: f64,
    /// Seed and contestant, if samples are drawn in a new order each epoch.
    shuffle: Option<(u64, u64)>,
    order: Vec<u32>,
    /// The samples in the order of an epoch: inputs, then targets.
    inputs: Array2<f64>,
    targets: Array2<f64>,
    /// The epoch whose order that is.
    arranged: Option<u64>,
    grads: Blocks,
    /// Eight lanes of partial sums for each gradient.
    partial: Blocks,
    progress: NetworkProgress,
}

impl NetworkTrainer {
    pub(crate) fn new(setup: &NetworkSetup, data: &Arc<Dataset>, seed: u64, contestant: u64, limit: f64) -> Self {
        let stream = |layer: usize| Stream::new(seed, Purpose::Weights, contestant, layer as u64);
        let network = Network::new(data.inputs.nrows(), &setup.layers, &setup.init, stream);
        let blocks = network.params.all().len();
        let batch = setup.batch_size.min(data.samples());
        // One batch that holds everything is the same sum in any order.
        let shuffle = (setup.shuffle && batch < data.samples()).then_some((seed, contestant));
        let tile = if batch <= BatchTile::<1>::SAMPLES {
            Tiles::Narrow(BatchTile::new(&network))
        } else {
            Tiles::Wide(BatchTile::new(&network))
        };
        let core = Core {
            update: OptimizerState::new(&setup.optimizer, network.parameters()),
            objective: OutputLoss::new(&setup.loss, &network),
            accuracy_rule: AccuracyRule::of_network(data.task, &setup.loss),
            regularizers: setup.regularizers.iter().filter(|each| each.is_active()).cloned().collect(),
            batch,
            limit,
            shuffle,
            order: if shuffle.is_some() { vec![0; data.samples()] } else { Vec::new() },
            inputs: if shuffle.is_some() { data.inputs.clone() } else { Array2::default((0, 0)) },
            targets: if shuffle.is_some() { data.targets.clone() } else { Array2::default((0, 0)) },
            arranged: None,
            grads: Blocks::zeros(blocks),
            partial: Blocks::zeros(blocks * 8),
            progress: NetworkProgress::default(),
            data: Arc::clone(data),
            network,
        };
        Self { core, tile }
    }

    /// Batches in an epoch.
    pub(crate) fn batches(&self) -> usize {
        self.core.data.samples().div_ceil(self.core.batch)
    }

    pub(crate) fn network(&self) -> &Network {
        &self.core.network
    }

    pub(crate) fn progress(&self) -> &NetworkProgress {
        &self.core.progress
    }

    /// Trains until so many epochs and batches are done; what is behind stays as it is.
    pub(crate) fn run(
        &mut self,
        epoch: u64,
        batch: usize,
        width: Width,
        schedule: &Schedule,
        records: &mut Vec<Epoch>,
    ) {
        if self.core.progress.divergence.is_some() {
            return;
        }
        let core = &mut self.core;
        match &mut self.tile {
            Tiles::Narrow(tile) => {
                // So few numbers wait for each other, not for room: roots and quotients are sooner done in short registers.
                let width = if width == Width::Widest { Width::Four } else { width };
                dispatch(width, EpochSteps::<'_, 1, true> { core, tile, epoch, batch, width, schedule, records });
            }
            Tiles::Wide(tile) if core.batch <= BatchTile::<4>::SAMPLES => {
                dispatch(width, EpochSteps::<'_, 4, true> { core, tile, epoch, batch, width, schedule, records });
            }
            Tiles::Wide(tile) => {
                dispatch(width, EpochSteps::<'_, 4, false> { core, tile, epoch, batch, width, schedule, records });
            }
        }
    }

    pub(crate) fn save(&self) -> NetworkState {
        let core = &self.core;
        NetworkState {
            params: core.network.params.flat().to_vec(),
            memory: core.update.state.memory.iter().flat_map(|row| row.flat().iter().copied()).collect(),
            scalars: core.update.state.scalars.clone(),
            progress: core.progress.clone(),
        }
    }

    /// Goes to a saved state; says whether it was one of this shape.
    pub(crate) fn restore(&mut self, state: &NetworkState) -> bool {
        let core = &mut self.core;
        let (params, memory) = (core.network.params.flat_mut(), &mut core.update.state);
        let remembered: usize = memory.memory.iter().map(|row| row.flat().len()).sum();
        let sizes =
            [(params.len(), &state.params), (remembered, &state.memory), (memory.scalars.len(), &state.scalars)];
        if sizes.iter().any(|(here, saved)| *here != saved.len()) {
            return false;
        }
        params.copy_from_slice(&state.params);
        memory.scalars.copy_from_slice(&state.scalars);
        for (here, saved) in memory.memory.iter_mut().flat_map(Blocks::flat_mut).zip(&state.memory) {
            *here = *saved;
        }
        core.progress = state.progress.clone();
        true
    }

    /// Goes to the parameters of the end of an epoch. What the optimizer remembers is not told, so this is a place to look
    /// from and not to go on from.
    pub(crate) fn set_parameters(&mut self, params: &[f64], epoch: u64) {
        for (here, param) in self.core.network.params.flat_mut().iter_mut().zip(params) {
            *here = *param;
        }
        self.core.progress.epoch = epoch;
    }

    /// The gradient of the loss over all data, penalties included, as one row like the parameters.
    pub(crate) fn gradient(&self) -> Vec<f64> {
        let mut core = self.core.clone();
        core.batch = core.data.samples();
        core.shuffle = None;
        core.arranged = None;
        let mut tile = BatchTile::<4>::new(&core.network);
        dispatch(Width::Widest, BatchGradient { core: &mut core, tile: &mut tile });
        core.grads.flat().to_vec()
    }

    /// Loss without penalties, share of right answers, and share of variance explained, over all data.
    pub(crate) fn evaluate(&self) -> Metrics {
        let core = &self.core;
        match &self.tile {
            Tiles::Narrow(_) => {
                dispatch(Width::Widest, Evaluate { core, tile: &mut BatchTile::<1>::new(&core.network) })
            }
            Tiles::Wide(_) => dispatch(Width::Widest, Evaluate { core, tile: &mut BatchTile::<4>::new(&core.network) }),
        }
    }
}
