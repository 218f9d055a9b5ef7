//! The runs that are kept between jobs, and their checkpoints.

use super::checkpoints::{Checkpoints, Saved, most_bytes};
use super::histories::Histories;
use super::{JobClock, RunPosition, RunStatus, TrainError, TrainJob, TrainingCost};
use crate::jobs::id::RunId;
use crate::nn::experiment::Experiment;
use crate::nn::training_run::{Schedule, TrainingRun};
use std::sync::Arc;

/// The number of runs that are kept.
const KEPT: usize = 4;
/// The steps between two checks of the time: at first, and at most.
const STEPS: (u64, u64) = (16, 1 << 10);
/// The most work between two checks, in samples times parameters, so that large networks are checked as often.
const WORK: u64 = 50_000_000;

#[derive(Debug)]
struct KeptRun {
    id: RunId,
    /// The memory that it needs at most, in bytes.
    memory: u64,
    training_run: TrainingRun,
    histories: Histories,
}

/// The kept runs, the most recently used last, and their checkpoints.
#[derive(Debug, Default)]
pub struct KeptRuns {
    runs: Vec<KeptRun>,
    /// Runs of the same experiment and seed share their checkpoints, so that each replay has them.
    checkpoints: Vec<Checkpoints>,
    clock: Option<JobClock>,
}

impl KeptRuns {
    /// Runs whose time is taken.
    pub(in crate::jobs) fn with_clock(clock: JobClock) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    /// Trains as far as the job requests, while `more` returns true.
    ///
    /// # Errors
    /// [`TrainError`] if the experiment can't be run.
    pub fn train(&mut self, job: &TrainJob, more: &mut dyn FnMut() -> bool) -> Result<RunStatus, TrainError> {
        let mut run = self.take(job)?;
        let mut checkpoints = self.take_checkpoints(job);
        let room = self.room(&run, job);
        let most = most_steps(&job.experiment);
        let mut chunk = STEPS.0.min(most);
        let mut cost = self.clock.map(|_| TrainingCost::default());
        while let Some(left) = run.left(job.to) {
            let (from, start) = (run.steps(), self.clock.map(|clock| clock()));
            run.advance(left.min(chunk).min(checkpoints.ahead(run.steps())));
            if let (Some(cost), Some(start), Some(clock)) = (&mut cost, start, self.clock) {
                cost.steps += run.steps().saturating_sub(from);
                cost.time += clock().saturating_sub(start);
            }
            checkpoints.save(&run.training_run, &run.histories, room);
            self.make_room(checkpoints.bytes(), job);
            if !more() {
                break;
            }
            chunk = (chunk * 2).min(most);
        }
        let status = RunStatus { cost, ..run.status() };
        self.runs.push(run);
        self.checkpoints.push(checkpoints);
        Ok(status)
    }

    /// The position at which the run of a job would continue.
    pub(in crate::jobs) fn at(&self, job: &TrainJob) -> RunPosition {
        let kept = self.runs.iter().find(|kept| kept.id == job.run && kept.follows(job)).map(KeptRun::at);
        kept.or_else(|| Some(self.checkpoints_of(job)?.start(&job.experiment, job.to))).unwrap_or_default()
    }

    /// The memory for the checkpoints of a run, in bytes: their limit, or what the runs leave.
    fn room(&self, run: &KeptRun, job: &TrainJob) -> u64 {
        let others = self.checkpoints.iter().filter(|all| !all.are_of(&job.experiment, job.seed));
        let kept = self.runs.iter().map(|run| run.memory).chain(others.map(Checkpoints::bytes));
        let kept = kept.fold(run.memory.saturating_mul(2), u64::saturating_add);
        job.memory.bytes.saturating_sub(kept).min(most_bytes(job.memory))
    }

    /// Drops checkpoints of other experiments, the least recently used first, until those of this job, with so many bytes,
    /// are within the limit together with them.
    fn make_room(&mut self, bytes: u64, job: &TrainJob) {
        let most = most_bytes(job.memory);
        while !self.checkpoints.is_empty()
            && self.checkpoints.iter().map(Checkpoints::bytes).sum::<u64>() + bytes > most
        {
            self.checkpoints.remove(0);
        }
    }

    /// Saves a run before an edit at its position, so that it can be undone at once.
    fn save_before_edit(&mut self, run: &KeptRun, job: &TrainJob) {
        if Arc::ptr_eq(run.training_run.experiment(), &job.experiment) {
            return;
        }
        let room = self.room(run, job);
        if let Some(all) = self.checkpoints.iter_mut().find(|all| all.are_of(&job.experiment, job.seed)) {
            all.save_edit(&run.training_run, &run.histories, room);
        }
    }

    fn checkpoints_of(&self, job: &TrainJob) -> Option<&Checkpoints> {
        self.checkpoints.iter().find(|all| all.are_of(&job.experiment, job.seed))
    }

    fn take_checkpoints(&mut self, job: &TrainJob) -> Checkpoints {
        match self.checkpoints.iter().position(|all| all.are_of(&job.experiment, job.seed)) {
            Some(n) => self.checkpoints.remove(n),
            None => Checkpoints::new(&job.experiment, job.seed, most_steps(&job.experiment)),
        }
    }

    /// Begins with this many steps from one checkpoint of an experiment to the next.
    #[cfg(test)]
    pub(super) fn with_distance(experiment: &Arc<Experiment>, seed: u64, distance: u64) -> Self {
        Self { checkpoints: vec![Checkpoints::new(experiment, seed, distance)], ..Self::default() }
    }

    /// The memory of all checkpoints, in bytes.
    #[cfg(test)]
    pub(super) fn checkpoint_bytes(&self) -> u64 {
        self.checkpoints.iter().map(Checkpoints::bytes).sum()
    }

    /// The memory of all runs and checkpoints, in bytes.
    fn bytes(&self) -> u64 {
        let runs = self.runs.iter().map(|run| run.memory);
        runs.chain(self.checkpoints.iter().map(Checkpoints::bytes)).fold(0, u64::saturating_add)
    }

    fn take(&mut self, job: &TrainJob) -> Result<KeptRun, TrainError> {
        if let Some(n) = self.runs.iter().position(|run| run.id == job.run) {
            let mut run = self.runs.remove(n);
            if run.follows(job) {
                self.save_before_edit(&run, job);
                run.training_run.follow(&job.experiment);
                return Ok(run);
            }
        }
        job.experiment.fits(job.memory).map_err(|reason| TrainError::Memory { reason })?;
        let own = job.experiment.memory();
        self.free(job, own);
        let training_run =
            TrainingRun::new(&job.experiment, job.seed).map_err(|reason| TrainError::Setup { reason })?;
        let training_run = training_run.with_schedule(Schedule::Thinning);
        let mut run = KeptRun { id: job.run, memory: own, training_run, histories: Histories::default() };
        run.begin(self.checkpoints_of(job).and_then(|all| all.before(&job.experiment, job.to)));
        Ok(run)
    }

    /// Drops runs until there is room for one more, the least recently used first. The checkpoints of an experiment go
    /// with its last run.
    fn free(&mut self, job: &TrainJob, own: u64) {
        let full = |kept: &Self| kept.bytes().saturating_add(own) > job.memory.bytes;
        while self.runs.len() >= KEPT || !self.runs.is_empty() && full(self) {
            self.runs.remove(0);
            let Self { runs, checkpoints, clock: _ } = self;
            let is_of =
                |all: &Checkpoints, run: &KeptRun| all.are_of(run.training_run.experiment(), run.training_run.seed());
            checkpoints.retain(|all| all.are_of(&job.experiment, job.seed) || runs.iter().any(|run| is_of(all, run)));
        }
        if full(self) {
            self.checkpoints.clear();
        }
    }
}

/// The most steps between two checks of the time.
fn most_steps(experiment: &Experiment) -> u64 {
    (WORK / experiment.work_per_step()).clamp(1, STEPS.1)
}

impl KeptRun {
    fn at(&self) -> RunPosition {
        RunPosition { epoch: self.training_run.epoch(), step: self.training_run.step() }
    }

    /// Whether a job continues this run. If it has another journal, the run must not be past its position.
    fn follows(&self, job: &TrainJob) -> bool {
        let run = &self.training_run;
        let same = Arc::ptr_eq(run.experiment(), &job.experiment) || run.experiment() == &job.experiment;
        run.seed() == job.seed && (same || self.at() <= job.to && run.agrees_with(&job.experiment))
    }

    /// Begins at a checkpoint, or before training.
    fn begin(&mut self, saved: Option<&Saved>) {
        // A checkpoint of the same experiment and seed always fits.
        if let Some(saved) = saved.filter(|saved| self.training_run.restore(&saved.checkpoint).is_ok()) {
            self.histories.clone_from(&saved.histories);
            return;
        }
        self.histories = Histories::at_start(&self.training_run);
    }

    /// Trains this many steps, or up to the next edit, with a stop after each epoch whose weights are kept.
    fn advance(&mut self, mut steps: u64) {
        while steps > 0 {
            let per_epoch = self.training_run.steps_per_epoch();
            let ahead = self.histories.weights.ahead(self.steps(), per_epoch);
            // An edit may change how many steps an epoch has.
            let edit = self.training_run.next_edit().map_or(u64::MAX, |at| at.steps(per_epoch) - self.steps());
            let part = steps.min(ahead).min(edit.max(1));
            self.training_run.advance(part);
            self.histories.record(&mut self.training_run);
            steps -= part;
            if part == edit {
                return;
            }
        }
    }

    fn steps(&self) -> u64 {
        self.at().steps(self.training_run.steps_per_epoch())
    }

    /// The steps up to a position. `None` if it is reached, or the run is over.
    fn left(&self, to: RunPosition) -> Option<u64> {
        let per_epoch = self.training_run.steps_per_epoch();
        let end = RunPosition::epoch(self.training_run.experiment().epochs.last());
        let (to, at) = (to.min(end).steps(per_epoch), self.steps());
        (to > at && !self.training_run.is_done()).then(|| to - at)
    }

    fn status(&self) -> RunStatus {
        RunStatus {
            at: self.at(),
            experiment: Arc::clone(self.training_run.current()),
            moved: self.training_run.moved(),
            per_epoch: self.training_run.steps_per_epoch(),
            over: self.training_run.is_done(),
            data: Arc::clone(self.training_run.data()),
            test: self.training_run.test_data().cloned(),
            histories: self.histories.training.clone(),
            tests: self.histories.test.clone(),
            weights: Arc::clone(&self.histories.weights),
            cost: None,
            seen: self.training_run.observe(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::Model;
    use crate::nn::experiment::find;
    use crate::nn::memory::Memory;
    use crate::nn::network::LayerSetup;
    use crate::nn::training_run::Observation;
    use crate::nn::weight_history::WeightPlace;
    use proptest::prelude::*;
    use std::time::Duration;

    fn job(name: &str, run: u64, to: RunPosition) -> TrainJob {
        TrainJob {
            run: RunId(run),
            experiment: Arc::new(find(name).unwrap()),
            seed: 7879,
            to,
            free: false,
            memory: Memory::UNLIMITED,
        }
    }

    #[test]
    fn the_history_does_not_depend_on_how_the_run_was_cut() {
        let end = RunPosition::epoch(100);
        let whole = KeptRuns::default().train(&job("parabola", 1, end), &mut || true).unwrap();
        let mut runs = KeptRuns::default();
        let mut asked = 0;
        let status = loop {
            asked += 1;
            // Each call stops after three checks of the time, and another run is trained between the calls.
            let mut time = 3;
            let status = runs.train(&job("parabola", 1, end), &mut || {
                time -= 1;
                time > 0
            });
            let status = status.unwrap();
            if status.over {
                break status;
            }
            runs.train(&job("xor-two-sigmoids", 2, RunPosition { epoch: 3, step: 0 }), &mut || true).unwrap();
        };
        assert!(asked > 10);
        assert_eq!((status.at, &status.histories), (end, &whole.histories));
        assert_eq!(status.weights, whole.weights);
        assert_eq!(status.seen[1].layers, whole.seen[1].layers);
        assert_eq!(whole.histories[0].bins().count(), 101);
    }

    #[test]
    fn only_a_clock_says_what_steps_cost() {
        // Each look at the clock is a millisecond later.
        fn clock() -> Duration {
            use std::sync::atomic::{AtomicU64, Ordering};
            static LOOKS: AtomicU64 = AtomicU64::new(0);
            Duration::from_millis(LOOKS.fetch_add(1, Ordering::Relaxed))
        }
        let to = RunPosition { epoch: 5, step: 7 };
        let timed = KeptRuns::with_clock(clock).train(&job("parabola", 1, to), &mut || true).unwrap();
        let cost = timed.cost.unwrap();
        assert_eq!(cost.steps, to.steps(timed.per_epoch));
        assert!(cost.time >= Duration::from_millis(1), "{cost:?}");
        let plain = KeptRuns::default().train(&job("parabola", 1, to), &mut || true).unwrap();
        assert_eq!(plain.cost, None);
        assert_eq!(plain.histories, timed.histories);
    }

    #[test]
    fn a_run_that_is_no_longer_kept_is_trained_again() {
        let mut runs = KeptRuns::default();
        let to = RunPosition { epoch: 5, step: 7 };
        let first = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
        assert_eq!(first.at, to);
        for run in 2..8 {
            runs.train(&job("perceptron-or", run, RunPosition::epoch(1)), &mut || true).unwrap();
        }
        let again = runs.train(&job("parabola", 1, to), &mut || true).unwrap();
        assert_eq!(again.seen[0].layers, first.seen[0].layers);
        assert_eq!(runs.runs.len(), KEPT);
    }

    #[test]
    fn runs_are_kept_as_far_as_memory_goes() {
        let own = find("parabola").unwrap().memory();
        let mut runs = KeptRuns::default();
        for run in 1..=6 {
            let memory = Memory { bytes: 2 * own, setting: "limits.memory" };
            runs.train(&TrainJob { memory, ..job("parabola", run, RunPosition::epoch(1)) }, &mut || true).unwrap();
            assert!(runs.runs.len() <= 2);
        }
        let memory = Memory { bytes: own - 1, setting: "kiosk.memory" };
        let refused =
            runs.train(&TrainJob { memory, ..job("parabola", 7, RunPosition::epoch(1)) }, &mut || true).unwrap_err();
        assert!(refused.to_string().contains("kiosk.memory"), "{refused}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_replay_from_a_checkpoint_has_the_bits_of_a_replay_from_the_start(
            name in prop::sample::select(vec!["parabola", "xor-two-sigmoids", "perceptron-or", "relu-dying"]),
            seed in 0..1000_u64,
            end in 50..120_u64,
            wanted in 0..120_u64,
            step in 0..4_u64,
            distance in 1..200_u64,
        ) {
            let job = |run, to| TrainJob { seed, ..job(name, run, to) };
            let mut runs = KeptRuns::default();
            let first = job(1, RunPosition::epoch(end));
            runs.checkpoints.push(Checkpoints::new(&first.experiment, seed, distance));
            let per_epoch = runs.train(&first, &mut || true).unwrap().per_epoch;
            // The distance doubles where the checkpoints need too much memory.
            let distance = runs.checkpoints[0].ahead(0);
            let to = RunPosition::epoch(wanted.min(end)).plus(step, per_epoch);
            let from = runs.at(&job(2, to));
            let status = runs.train(&job(2, to), &mut || true).unwrap();
            let whole = KeptRuns::default().train(&job(1, to), &mut || true).unwrap();
            if !whole.over && to <= RunPosition::epoch(end) {
                prop_assert!(to.steps(per_epoch) - from.steps(per_epoch) < distance, "{:?}", from);
            }
            prop_assert_eq!((status.at, status.over), (whole.at, whole.over));
            prop_assert_eq!(status.histories, whole.histories);
            prop_assert_eq!(status.weights, whole.weights);
            for (replayed, trained) in status.seen.iter().zip(&whole.seen) {
                let numbers = |seen: &Observation| format!("{:?} {:?} {:?}", seen.status, seen.now, seen.layers);
                prop_assert_eq!(numbers(replayed), numbers(trained));
            }
        }
    }

    /// A unit that diverges near epoch 426, and one that stops before.
    fn ending(rate: f64, rules: &str) -> Experiment {
        let text = format!(
            "epochs = 900\nloss_limit = 1e24\n{rules}\n[data]\nkind = \"or\"\n[[contestant]]\n\
             layers = [{{ units = 1, activation = \"linear\" }}]\nloss = \"mse\"\n\
             optimizer = {{ kind = \"sgd\", learning_rate = {rate} }}\n"
        );
        crate::nn::experiment::parse(&text, "a test").unwrap()
    }

    #[test]
    fn the_history_of_weights_does_not_depend_on_cuts_or_on_checkpoints() {
        let experiments = [
            find("xor-two-sigmoids").unwrap(),
            find("perceptron-or").unwrap(),
            ending(0.65, ""),
            ending(0.65, "stop = { patience = 20 }"),
            ending(0.05, "stop = { loss = 0.063 }"),
        ];
        for (experiment, diverges) in experiments.into_iter().zip([false, false, true, false, false]) {
            let experiment = Arc::new(experiment);
            let job = |run, to| TrainJob { experiment: Arc::clone(&experiment), ..job("xor-by-hand", run, to) };
            let end = RunPosition::epoch(experiment.epochs.last());
            let mut runs = KeptRuns::default();
            let whole = runs.train(&job(1, end), &mut || true).unwrap();
            assert!(whole.at == end || whole.over && diverges || !experiment.stop.is_empty());
            let mut cut = KeptRuns::default();
            let mut at = RunPosition::default();
            for length in [1, 7, 3, 250, 13, 1024, 2, 299].into_iter().cycle() {
                at = at.plus(length, whole.per_epoch);
                let status = cut.train(&job(1, at), &mut || true).unwrap();
                if status.over {
                    assert_eq!(status.weights, whole.weights, "{}", experiment.to_toml());
                    break;
                }
            }
            // A run that begins at a checkpoint has the entries of a run from the start.
            for epoch in [0, 1, 100, 255, 256, 257, 300, 511, 700] {
                let to = RunPosition { epoch, step: 1 };
                let from = runs.at(&job(2 + epoch, to));
                let replayed = runs.train(&job(2 + epoch, to), &mut || true).unwrap();
                let trained = KeptRuns::default().train(&job(1, to), &mut || true).unwrap();
                assert_eq!(replayed.weights, trained.weights, "{from:?} to {epoch}");
            }
        }
    }

    #[test]
    fn large_networks_have_no_history_of_weights() {
        let place = WeightPlace { contestant: 0, layer: 0, unit: 0, input: Some(1) };
        // 98,347 parameters, and 102,445.
        for (units, entries) in [(21, 2), (22, 0)] {
            let mut experiment = find("xor-two-sigmoids").unwrap();
            let Model::Network(setup) = &mut experiment.contestants[0].model else { panic!("a network") };
            setup.layers[0].units = 4096;
            let between = LayerSetup { units, ..setup.layers[0].clone() };
            setup.layers.insert(1, between);
            let job = TrainJob { experiment: Arc::new(experiment), ..job("parabola", 1, RunPosition::epoch(1)) };
            let status = KeptRuns::default().train(&job, &mut || true).unwrap();
            assert_eq!(status.weights.values(place).len(), entries);
        }
    }

    #[test]
    fn checkpoints_outlive_the_run_that_they_come_from() {
        let mut runs = KeptRuns::default();
        runs.train(&job("parabola", 1, RunPosition::epoch(100)), &mut || true).unwrap();
        for run in 2..9 {
            let replay = job("parabola", run, RunPosition::epoch(80));
            assert!(runs.at(&replay).epoch > 60, "{run}");
            runs.train(&replay, &mut || true).unwrap();
        }
        for run in 9..13 {
            runs.train(&job("perceptron-or", run, RunPosition::epoch(1)), &mut || true).unwrap();
        }
        assert_eq!(runs.at(&job("parabola", 13, RunPosition::epoch(80))), RunPosition::default());
        assert_eq!(runs.checkpoints.len(), 1, "checkpoints go with the last run");
    }
}
