//! The training of a network: batch after batch, epoch after epoch, from any step to any later one.

mod carry;
mod cut;
mod edited;
mod held;
mod interleave;
pub(crate) mod lanes;
mod step_rules;
mod steps;

use super::bits;
use super::record::{Divergence, Epoch, Metrics, Schedule};
use crate::nn::accuracy_rule::AccuracyRule;
use crate::nn::dataset::Dataset;
use crate::nn::experiment::NetworkSetup;
use crate::nn::network::batch_tile::{BatchTile, OutputLoss};
use crate::nn::network::{Network, WeightSource};
use crate::nn::optimizer::OptimizerState;
use crate::numeric::vector::{Blocks, Width, dispatch};
use cut::CutLinks;
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use step_rules::StepRules;
use steps::{BatchGradient, EpochSteps, Evaluation, StepRequest};

/// Everything that belongs to the run of one network.
#[derive(Clone, Debug)]
pub(crate) struct NetworkTrainer {
    core: Core,
    tile: Tiles,
    evaluation: Evaluation,
}

/// The smallest tile that holds a batch. A larger batch is a sequence of the largest tiles.
#[derive(Clone, Debug)]
enum Tiles {
    UpTo4(BatchTile<4, 1>),
    UpTo8(BatchTile<8, 1>),
    UpTo12(BatchTile<4, 3>),
    UpTo16(BatchTile<8, 2>),
    Whole(BatchTile<8, 4>),
}

impl Tiles {
    fn new(network: &Network, batch: usize) -> Self {
        match batch {
            0..=4 => Self::UpTo4(BatchTile::new(network)),
            5..=8 => Self::UpTo8(BatchTile::new(network)),
            9..=12 => Self::UpTo12(BatchTile::new(network)),
            13..=16 => Self::UpTo16(BatchTile::new(network)),
            _ => Self::Whole(BatchTile::new(network)),
        }
    }
}

/// What a checkpoint saves: everything that the next step depends on. The order of samples follows from seed,
/// contestant and epoch.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct NetworkState {
    #[serde(with = "bits::row")]
    params: Vec<f64>,
    /// What the optimiser stores per parameter, row after row.
    #[serde(with = "bits::row")]
    memory: Vec<f64>,
    /// What the optimiser stores once for all parameters.
    #[serde(with = "bits::row")]
    scalars: Vec<f64>,
    progress: NetworkProgress,
    /// The number of samples that wait for the next full batch, and the sum of their gradients.
    #[serde(default)]
    waiting: usize,
    #[serde(default, with = "bits::row")]
    carried: Vec<f64>,
    /// Which weights an L1 penalty has cut, by their places among the parameters.
    #[serde(default)]
    cut: Vec<u32>,
}

impl NetworkState {
    /// Its memory, in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        let Self { params, memory, scalars, progress: _, waiting: _, carried, cut } = self;
        let numbers = params.len() + memory.len() + scalars.len() + carried.len();
        (size_of::<Self>() + numbers * size_of::<f64>() + size_of_val(cut.as_slice())) as u64
    }
}

/// How far a run is, and the sums of the current epoch.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct NetworkProgress {
    /// The number of epochs completed.
    pub(crate) epoch: u64,
    /// The number of batches completed in the current epoch.
    pub(crate) batch: usize,
    /// The number of samples seen in the current epoch.
    pub(crate) seen: usize,
    /// The sum of their losses.
    #[serde(with = "bits::one")]
    pub(crate) loss: f64,
    /// The number of right outputs, in lanes.
    #[serde(with = "bits")]
    pub(crate) right: [f64; 8],
    /// The sum of the squared errors, in lanes.
    #[serde(with = "bits::one")]
    pub(crate) squares: f64,
    /// Set when the run has diverged.
    pub(crate) divergence: Option<Divergence>,
}

#[derive(Clone, Debug)]
struct Core {
    data: Arc<Dataset>,
    /// The samples for the test, if there are any.
    test: Option<Arc<Dataset>>,
    network: Network,
    update: OptimizerState,
    objective: OutputLoss,
    accuracy_rule: AccuracyRule,
    rules: StepRules,
    batch: usize,
    limit: f64,
    /// Seed and contestant, if the samples are shuffled in each epoch.
    shuffle: Option<(u64, u64)>,
    order: Vec<u32>,
    /// The samples in the order of an epoch: inputs, then targets.
    inputs: Array2<f64>,
    targets: Array2<f64>,
    /// The epoch that this order belongs to.
    arranged: Option<u64>,
    grads: Blocks,
    /// Eight lanes of partial sums for each gradient.
    partial: Blocks,
    progress: NetworkProgress,
}

impl NetworkTrainer {
    pub(crate) fn new(
        setup: &NetworkSetup,
        data: &Arc<Dataset>,
        test: Option<&Arc<Dataset>>,
        (seed, contestant): (u64, u64),
        source: WeightSource,
        limit: f64,
    ) -> Self {
        let network = Network::new(data.inputs.nrows(), &setup.layers, &setup.init, setup.bias_init, source);
        let blocks = network.params.all().len();
        let batch = setup.batch_size.min(data.samples());
        // A batch that holds all samples gives the same sum in any order.
        let shuffle = (setup.shuffle && batch < data.samples()).then_some((seed, contestant));
        let (tile, evaluation) = (Tiles::new(&network, batch), Evaluation::new(&network, batch));
        let mut core = Core {
            update: OptimizerState::new(&setup.optimizer, network.parameters()),
            objective: OutputLoss::new(&setup.loss, &network),
            accuracy_rule: AccuracyRule::of_network(data.task, &setup.loss),
            rules: StepRules::new(setup, &network),
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
            test: test.map(Arc::clone),
            network,
        };
        core.rules.hold(core.network.params.flat_mut());
        Self { core, tile, evaluation }
    }

    /// The number of batches in an epoch.
    pub(crate) fn batches(&self) -> usize {
        self.core.data.samples().div_ceil(self.core.batch)
    }

    pub(crate) fn network(&self) -> &Network {
        &self.core.network
    }

    pub(crate) fn progress(&self) -> &NetworkProgress {
        &self.core.progress
    }

    /// Trains until this many epochs and batches are completed. It does nothing if the run is already past that point.
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
        let Self { core, tile, evaluation } = self;
        let single = core.batch <= BatchTile::<8, 4>::SAMPLES;
        let request = StepRequest { core, evaluation, epoch, batch, width, schedule, records };
        let left = match tile {
            Tiles::UpTo4(tile) => EpochSteps::<4, 1, true> { request, tile }.on_short_vectors(),
            Tiles::UpTo8(tile) => EpochSteps::<8, 1, true> { request, tile }.on_short_vectors(),
            Tiles::UpTo12(tile) => EpochSteps::<4, 3, true> { request, tile }.on_short_vectors(),
            Tiles::UpTo16(tile) => EpochSteps::<8, 2, true> { request, tile }.on_short_vectors(),
            Tiles::Whole(tile) if single => return dispatch(width, EpochSteps::<8, 4, true> { request, tile }),
            Tiles::Whole(tile) => return dispatch(width, EpochSteps::<8, 4, false> { request, tile }),
        };
        // Without vectors, one tile is enough for all, which keeps the program small. The bits are the same.
        if let Some(request) = left {
            let mut tile = BatchTile::new(&request.core.network);
            dispatch(Width::One, EpochSteps::<8, 4, true> { request, tile: &mut tile });
        }
    }

    pub(crate) fn save(&self) -> NetworkState {
        let core = &self.core;
        NetworkState {
            params: core.network.params.flat().to_vec(),
            memory: core.update.state.memory.iter().flat_map(|row| row.flat().iter().copied()).collect(),
            scalars: core.update.state.scalars.clone(),
            progress: core.progress.clone(),
            waiting: core.rules.carried.as_ref().map_or(0, |carried| carried.samples),
            carried: core.rules.carried.as_ref().map_or(Vec::new(), |carried| carried.sums.clone()),
            cut: core.rules.cut.as_ref().map_or(Vec::new(), CutLinks::places),
        }
    }

    /// Restores a saved state. Returns whether it had the shape of this network.
    pub(crate) fn restore(&mut self, state: &NetworkState) -> bool {
        let core = &mut self.core;
        let (params, memory) = (core.network.params.flat_mut(), &mut core.update.state);
        let remembered: usize = memory.memory.iter().map(|row| row.flat().len()).sum();
        let sizes =
            [(params.len(), &state.params), (remembered, &state.memory), (memory.scalars.len(), &state.scalars)];
        let carried = core.rules.carried.as_ref().map_or(0, |carried| carried.sums.len());
        let has_cut = core.rules.cut.is_some() || state.cut.is_empty();
        if sizes.iter().any(|(here, saved)| *here != saved.len()) || carried != state.carried.len() || !has_cut {
            return false;
        }
        if core.rules.cut.as_mut().is_some_and(|links| !links.restore(&state.cut)) {
            return false;
        }
        if let Some(carried) = &mut core.rules.carried {
            carried.samples = state.waiting;
            carried.sums.copy_from_slice(&state.carried);
        }
        params.copy_from_slice(&state.params);
        memory.scalars.copy_from_slice(&state.scalars);
        for (here, saved) in memory.memory.iter_mut().flat_map(Blocks::flat_mut).zip(&state.memory) {
            *here = *saved;
        }
        core.progress = state.progress.clone();
        core.rules.hold(core.network.params.flat_mut());
        true
    }

    /// The gradient of the loss over all data, including penalties, as one array like the parameters.
    pub(crate) fn gradient(&self) -> Vec<f64> {
        let mut core = self.core.clone();
        core.batch = core.data.samples();
        core.shuffle = None;
        core.arranged = None;
        let mut tile = BatchTile::<8, 4>::new(&core.network);
        dispatch(Width::Widest, BatchGradient { core: &mut core, tile: &mut tile });
        let mut gradient = core.grads.flat().to_vec();
        if let Some(links) = &core.rules.cut {
            links.clear(&mut gradient);
            links.penalise(&core.network, &mut gradient);
        }
        gradient
    }

    /// Whether each parameter is a weight that an L1 penalty has cut. `None` if none can be.
    pub(crate) fn cut(&self) -> Option<&[bool]> {
        self.core.rules.cut.as_ref().map(|links| links.cut.as_slice())
    }

    /// By how much the next step will change each parameter, as one array like the parameters.
    pub(crate) fn next_step(&self) -> Vec<f64> {
        let mut next = self.clone();
        let NetworkProgress { epoch, batch, .. } = self.core.progress;
        let (epoch, batch) = if batch + 1 == self.batches() { (epoch + 1, 0) } else { (epoch, batch + 1) };
        next.run(epoch, batch, Width::Widest, &Schedule::Never, &mut Vec::new());
        let (before, after) = (self.core.network.params.flat(), next.core.network.params.flat());
        after.iter().zip(before).map(|(after, before)| after - before).collect()
    }

    pub(crate) fn has_test(&self) -> bool {
        self.core.test.is_some()
    }

    /// Loss without penalties, accuracy, and R² over all training data.
    pub(crate) fn evaluate(&self) -> Metrics {
        self.evaluate_over(&self.core.data)
    }

    /// The same over all test data, if there are any.
    pub(crate) fn evaluate_test(&self) -> Option<Metrics> {
        self.core.test.as_ref().map(|test| self.evaluate_over(test))
    }

    /// The same as [`Self::evaluate`], faster, because it needs no tile of its own.
    pub(crate) fn measure(&mut self) -> Metrics {
        self.evaluation.metrics(&self.core, &self.core.data, Width::Widest)
    }

    /// The same as [`Self::evaluate_test`], faster.
    pub(crate) fn measure_test(&mut self) -> Option<Metrics> {
        let test = self.core.test.as_ref()?;
        Some(self.evaluation.metrics(&self.core, test, Width::Widest))
    }

    fn evaluate_over(&self, data: &Dataset) -> Metrics {
        self.evaluation.clone().metrics(&self.core, data, Width::Widest)
    }
}
