//! A network in training: batch after batch, epoch after epoch, from any point to any later one.
#![expect(clippy::inline_always, reason = "the loops are compiled for the width of the machine, inside its function")]

use super::record::{Divergence, Epoch, Overflow};
use super::snapshot::bits;
use crate::lab::dataset::{Answer, Dataset};
use crate::lab::experiment::NetworkSetup;
use crate::lab::loss::Loss;
use crate::lab::network::Network;
use crate::lab::network::tile::{Judge, Objective, Sink, Tile};
use crate::lab::optimizer::Update;
use crate::lab::stream::{Purpose, Stream};
use crate::lab::vector::{Blocks, Eight, Task, Width, dispatch};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that makes up a run of one network.
#[derive(Clone, Debug)]
pub(crate) struct Trainer {
    core: Core,
    tile: Tiles,
}

/// A batch of at most eight samples needs no more than a tile of one block.
#[derive(Clone, Debug)]
enum Tiles {
    Narrow(Tile<1>),
    Wide(Tile<4>),
}

/// What can be saved: all that the next step depends on. The order of samples follows from seed, contestant and epoch.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct State {
    #[serde(with = "bits::row")]
    params: Vec<f64>,
    #[serde(with = "bits::row")]
    first: Vec<f64>,
    #[serde(with = "bits::row")]
    second: Vec<f64>,
    #[serde(with = "bits")]
    powers: [f64; 2],
    progress: Progress,
}

/// How far a run has got, and what the epoch under way has added up.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Progress {
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
    update: Update,
    objective: Objective,
    judge: Judge,
    penalty: Option<[f64; 2]>,
    batch: usize,
    limit: f64,
    /// Seed and contestant, if samples are drawn in a new order each epoch.
    shuffle: Option<(u64, u64)>,
    order: Vec<u32>,
    /// The samples in the order of an epoch: inputs, then targets.
    inputs: Vec<Vec<f64>>,
    targets: Vec<Vec<f64>>,
    /// The epoch whose order that is.
    arranged: Option<u64>,
    grads: Blocks,
    /// Eight lanes of partial sums for each gradient.
    partial: Blocks,
    progress: Progress,
}

impl Trainer {
    pub(crate) fn new(setup: &NetworkSetup, data: &Arc<Dataset>, seed: u64, contestant: u64, limit: f64) -> Self {
        let stream = |layer: usize| Stream::new(seed, Purpose::Weights, contestant, layer as u64);
        let network = Network::new(data.inputs.len(), &setup.layers, setup.init, stream);
        let blocks = network.params.all().len();
        let batch = setup.batch_size.min(data.samples());
        // One batch that holds everything is the same sum in any order.
        let shuffle = (setup.shuffle && batch < data.samples()).then_some((seed, contestant));
        let tile = if batch <= Tile::<1>::SAMPLES {
            Tiles::Narrow(Tile::new(&network))
        } else {
            Tiles::Wide(Tile::new(&network))
        };
        let core = Core {
            update: Update::new(setup.optimizer, network.parameters()),
            objective: Objective::new(setup.loss, &network),
            judge: judge(data.answer, setup.loss),
            penalty: (setup.l1 != 0.0 || setup.l2 != 0.0).then_some([setup.l1, setup.l2]),
            batch,
            limit,
            shuffle,
            order: if shuffle.is_some() { vec![0; data.samples()] } else { Vec::new() },
            inputs: if shuffle.is_some() { data.inputs.clone() } else { Vec::new() },
            targets: if shuffle.is_some() { data.targets.clone() } else { Vec::new() },
            arranged: None,
            grads: Blocks::zeros(blocks),
            partial: Blocks::zeros(blocks * 8),
            progress: Progress::default(),
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

    pub(crate) fn progress(&self) -> &Progress {
        &self.core.progress
    }

    /// Trains until so many epochs and batches are done; what is behind stays as it is.
    pub(crate) fn run(&mut self, epoch: u64, batch: usize, width: Width, records: &mut Vec<Epoch>) {
        if self.core.progress.divergence.is_some() {
            return;
        }
        let core = &mut self.core;
        match &mut self.tile {
            Tiles::Narrow(tile) => {
                // So few numbers wait for each other, not for room: roots and quotients are sooner done in short registers.
                let width = if width == Width::Widest { Width::Four } else { width };
                dispatch(width, Run::<'_, 1, true> { core, tile, epoch, batch, records });
            }
            Tiles::Wide(tile) if core.batch <= Tile::<4>::SAMPLES => {
                dispatch(width, Run::<'_, 4, true> { core, tile, epoch, batch, records });
            }
            Tiles::Wide(tile) => dispatch(width, Run::<'_, 4, false> { core, tile, epoch, batch, records }),
        }
    }

    pub(crate) fn save(&self) -> State {
        let core = &self.core;
        State {
            params: core.network.params.flat().to_vec(),
            first: core.update.first.flat().to_vec(),
            second: core.update.second.flat().to_vec(),
            powers: core.update.powers,
            progress: core.progress.clone(),
        }
    }

    /// Goes to a saved state; says whether it was one of this shape.
    pub(crate) fn restore(&mut self, state: &State) -> bool {
        let core = &mut self.core;
        let parts = [
            (core.network.params.flat_mut(), &state.params),
            (core.update.first.flat_mut(), &state.first),
            (core.update.second.flat_mut(), &state.second),
        ];
        if parts.iter().any(|(here, saved)| here.len() != saved.len()) {
            return false;
        }
        for (here, saved) in parts {
            here.copy_from_slice(saved);
        }
        core.update.powers = state.powers;
        core.progress = state.progress.clone();
        true
    }

    /// The gradient of the loss over all data, penalties included, as one row like the parameters.
    pub(crate) fn gradient(&self) -> Vec<f64> {
        let mut core = self.core.clone();
        core.batch = core.data.samples();
        core.shuffle = None;
        core.arranged = None;
        let mut tile = Tile::<4>::new(&core.network);
        dispatch(Width::Widest, Gradient { core: &mut core, tile: &mut tile });
        core.grads.flat().to_vec()
    }

    /// Loss without penalties, share of right answers, and share of variance explained, over all data.
    pub(crate) fn evaluate(&self) -> Epoch {
        let mut core = self.core.clone();
        core.progress = Progress { epoch: core.progress.epoch, ..Progress::default() };
        core.batch = core.data.samples();
        core.shuffle = None;
        let mut tile = Tile::<4>::new(&core.network);
        dispatch(Width::Widest, Gradient { core: &mut core, tile: &mut tile });
        core.record()
    }
}

/// What is right depends on the kind of answer, and on where a loss puts the border between two labels.
fn judge(answer: Answer, loss: Loss) -> Judge {
    match (answer, loss) {
        (Answer::Classes, _) | (Answer::Labels, Loss::SoftmaxCrossEntropy) => Judge::Argmax,
        (Answer::Labels, Loss::Hinge) => Judge::Above(0.0),
        (Answer::Labels, _) => Judge::Above(0.5),
        (Answer::Numbers { tolerance }, _) => Judge::Within(tolerance),
    }
}

struct Run<'a, const T: usize, const SINGLE: bool> {
    core: &'a mut Core,
    tile: &'a mut Tile<T>,
    epoch: u64,
    batch: usize,
    records: &'a mut Vec<Epoch>,
}

impl<const T: usize, const SINGLE: bool> Task for Run<'_, T, SINGLE> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let Self { core, tile, epoch, batch, records } = self;
        let samples = core.data.samples();
        core.arrange();
        let mut taken = false;
        while (core.progress.epoch, core.progress.batch) < (epoch, batch) {
            let from = core.progress.batch * core.batch;
            let live = (samples - from).min(core.batch);
            if !(taken && SINGLE && live == samples) {
                if core.progress.batch == 0 {
                    core.arrange();
                }
                taken = true;
                core.take(tile, from, live.min(Tile::<T>::SAMPLES));
            }
            let loss = core.pass::<E, T, SINGLE>(e, tile, from, live);
            if loss.is_nan() || loss > core.limit * core.objective.terms(live) {
                core.progress.divergence = Some(core.grief(tile, loss));
                return;
            }
            core.progress.loss += loss;
            core.step(e);
            core.progress.seen += live;
            core.progress.batch += 1;
            if core.progress.seen == samples {
                core.progress.batch = 0;
                core.progress.epoch += 1;
                records.push(core.record());
                core.progress.seen = 0;
                core.progress.loss = 0.0;
                core.progress.right = [0.0; 8];
                core.progress.squares = 0.0;
            }
        }
    }
}

struct Gradient<'a> {
    core: &'a mut Core,
    tile: &'a mut Tile<4>,
}

impl Task for Gradient<'_> {
    type Output = ();

    #[inline(always)]
    fn run<E: Eight>(self, e: E) {
        let samples = self.core.data.samples();
        self.core.take(self.tile, 0, samples.min(Tile::<4>::SAMPLES));
        self.core.progress.loss = self.core.pass::<E, 4, false>(e, self.tile, 0, samples);
        self.core.progress.seen = samples;
    }
}

impl Core {
    /// Puts the samples in the order of the epoch under way.
    #[inline(always)]
    fn arrange(&mut self) {
        let Some((seed, contestant)) = self.shuffle else { return };
        let epoch = self.progress.epoch;
        if self.arranged == Some(epoch) {
            return;
        }
        self.arranged = Some(epoch);
        Stream::new(seed, Purpose::Order, contestant, epoch).permutation(&mut self.order);
        let columns = self.inputs.iter_mut().chain(&mut self.targets);
        for (to, from) in columns.zip(self.data.inputs.iter().chain(&self.data.targets)) {
            for (to, &index) in to.iter_mut().zip(&self.order) {
                *to = from[index as usize];
            }
        }
    }

    #[inline(always)]
    fn take<const T: usize>(&self, tile: &mut Tile<T>, from: usize, live: usize) {
        if self.shuffle.is_some() {
            tile.take(&self.inputs, &self.targets, from, live);
        } else {
            tile.take(&self.data.inputs, &self.data.targets, from, live);
        }
    }

    /// A batch forward and back, its first tile already taken in: gradients are left in `grads`, the sum of losses is given
    /// back.
    #[inline(always)]
    fn pass<E: Eight, const T: usize, const SINGLE: bool>(
        &mut self,
        e: E,
        tile: &mut Tile<T>,
        from: usize,
        live: usize,
    ) -> f64 {
        let terms = self.objective.terms(live);
        let mut losses = e.splat8(0.0);
        let mut done = 0;
        loop {
            if done > 0 {
                self.take(tile, from + done, (live - done).min(Tile::<T>::SAMPLES));
            }
            tile.forward(e, &self.network);
            let loss = tile.measure(e, &self.network, self.objective, terms);
            losses = if done == 0 { loss } else { e.add8(losses, loss) };
            self.count(e, tile);
            let sink = match done {
                _ if SINGLE => Sink::Whole(self.grads.flat_mut()),
                0 => Sink::First(self.partial.all_mut()),
                _ => Sink::Later(self.partial.all_mut()),
            };
            tile.backward(e, &self.network, self.objective.by_sums(), sink);
            done += Tile::<T>::SAMPLES;
            if SINGLE || done >= live {
                break;
            }
        }
        if !SINGLE {
            for (grad, partial) in self.grads.flat_mut().iter_mut().zip(self.partial.all()) {
                *grad = e.total(e.load8(partial));
            }
        }
        if let Some([l1, l2]) = self.penalty {
            self.penalise(l1, l2);
        }
        let sum = e.total(losses);
        if self.objective.is_squares() {
            self.progress.squares += sum;
        }
        sum
    }

    #[inline(always)]
    fn count<E: Eight, const T: usize>(&mut self, e: E, tile: &Tile<T>) {
        let right = e.add8(e.load8(&self.progress.right), tile.right(e, &self.network, self.judge));
        e.store8(&mut self.progress.right, right);
        if !self.objective.is_squares() && matches!(self.judge, Judge::Within(_)) {
            self.progress.squares += e.total(tile.squared_errors(e, &self.network));
        }
    }

    /// Adds the slopes of `l1 Σ|w| + l2 Σ w²` over weights, not biases.
    fn penalise(&mut self, l1: f64, l2: f64) {
        let (params, grads) = (self.network.params.flat(), self.grads.flat_mut());
        for layer in &self.network.layers {
            let weights = layer.at..layer.biases();
            for (grad, &w) in grads[weights.clone()].iter_mut().zip(&params[weights]) {
                let side = if w == 0.0 { 0.0 } else { w.signum() };
                *grad += l1 * side + 2.0 * l2 * w;
            }
        }
    }

    #[inline(always)]
    fn step<E: Eight>(&mut self, e: E) {
        self.update.step(e, self.network.params.all_mut(), self.grads.all());
    }

    /// What the epoch under way has come to, over the samples seen.
    #[inline(always)]
    fn record(&self) -> Epoch {
        let progress = &self.progress;
        let answers = if self.judge == Judge::Argmax { 1 } else { self.network.outputs() };
        let explained = matches!(self.judge, Judge::Within(_)).then(|| 1.0 - progress.squares / self.data.spread);
        Epoch {
            epoch: progress.epoch,
            loss: progress.loss / self.objective.terms(progress.seen),
            accuracy: crate::lab::sum::tree(progress.right) / (progress.seen * answers) as f64,
            explained,
        }
    }

    /// Where it came from: the first layer that gives something that is no number, or else the first whose output is beyond
    /// the root of the limit.
    #[cold]
    fn grief<const T: usize>(&self, tile: &Tile<T>, loss: f64) -> Divergence {
        let over = self.limit.sqrt();
        let first = |bad: &dyn Fn(f64) -> bool| {
            self.network
                .layers
                .iter()
                .position(|layer| tile.layer_values(layer.row, layer.units).flatten().any(|x| bad(*x)))
        };
        let layer = first(&|x: f64| !x.is_finite()).or_else(|| first(&|x: f64| x.abs() > over));
        Divergence {
            epoch: self.progress.epoch + 1,
            layer: layer.unwrap_or(self.network.layers.len() - 1) + 1,
            overflow: if loss.is_nan() {
                Overflow::NotANumber
            } else if loss.is_infinite() {
                Overflow::Infinite
            } else {
                Overflow::PastLimit
            },
        }
    }
}
