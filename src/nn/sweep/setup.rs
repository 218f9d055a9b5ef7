//! What a sweep runs: an experiment or a grid of its variants, and seeds.

use super::error::{ShardError, SweepSetupError, VaryError};
use crate::functions::activation;
use crate::nn::experiment::{Experiment, Hyperparameter};
use crate::nn::memory::{Memory, MemoryUser};
use crate::nn::stop::Epochs;
use crate::text::{functions, list};
use std::sync::Arc;

mod memory;

/// The most runs in a sweep: variants times seeds.
pub const MOST_RUNS: u64 = 10_000_000;

/// Up to this many runs, variants times seeds, every number is kept and quantiles are exact. Beyond it, quantiles come
/// from bins.
pub const EXACT_RUNS: u64 = 10_000;

/// The most variants in a grid.
const MOST_CELLS: usize = 400;
/// The most recorded epochs.
const MOST_RECORDED_EPOCHS: u64 = 200;
/// The most recorded epochs where each of them costs a pass over all samples.
const MOST_EVALUATED_EPOCHS: u64 = 50;
/// The most recorded epochs over all contestants and variants. This bounds the memory.
const ALL_RECORDED_EPOCHS: u64 = 600;

/// A hyperparameter that is varied, and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vary {
    /// The hyperparameter that is varied.
    pub hyperparameter: Hyperparameter,
    /// Its values, as [`Experiment::with`] takes them.
    pub values: Vec<String>,
}

impl Vary {
    /// Reads `learning-rate=0.001,0.01`, or `layers=4,2|8,8|8` for values that are lists themselves.
    ///
    /// # Errors
    /// [`VaryError`] with what would be valid.
    pub fn parse(text: &str) -> Result<Self, VaryError> {
        let (name, values) = text.split_once('=').ok_or(VaryError::NoValues)?;
        let hyperparameter = Hyperparameter::parse(name.trim()).map_err(|reason| VaryError::Name { reason })?;
        let values = match hyperparameter {
            Hyperparameter::HiddenActivation => functions(values).map_err(|reason| VaryError::List { reason })?,
            _ if hyperparameter.takes_list() && values.contains(BETWEEN_LISTS) => {
                values.split(BETWEEN_LISTS).map(|value| value.trim().to_owned()).collect()
            }
            _ => list(values),
        };
        let values: Vec<String> = values.into_iter().map(|value| known(hyperparameter, value)).collect();
        if values.iter().any(String::is_empty) {
            return Err(VaryError::MissingValue);
        }
        if let Some((at, twice)) = values.iter().enumerate().find(|(at, value)| values[..*at].contains(value)) {
            return Err(VaryError::Twice { value: twice.clone(), place: at + 1 });
        }
        Ok(Self { hyperparameter, values })
    }

    /// What [`Vary::parse`] reads.
    pub fn written(&self) -> String {
        let Self { hyperparameter, values } = self;
        let is_list = |value: &String| hyperparameter.takes_list() && list(value).len() > 1;
        let values = match values.as_slice() {
            [one] if is_list(one) => format!("\"{one}\""),
            values if values.iter().any(is_list) => values.join(BETWEEN_LISTS),
            values => values.join(","),
        };
        format!("{}={values}", hyperparameter.option())
    }
}

/// Divides values that are lists with commas.
const BETWEEN_LISTS: &str = "|";

/// The usual spelling of a value. The same value must not occur twice, and sweeps that are merged must agree.
fn known(hyperparameter: Hyperparameter, value: String) -> String {
    match hyperparameter {
        Hyperparameter::HiddenActivation => {
            activation::find(&value).map_or(value, |activation| activation.id.to_owned())
        }
        Hyperparameter::Layers => value.replace(' ', "").replace(',', "-"),
        _ => value,
    }
}

/// A part of the seeds: every `count`th seed, beginning with the seed at `index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// The number of the part, from 1.
    pub index: u64,
    /// The number of parts.
    pub count: u64,
}

impl Shard {
    /// The whole sweep as one part.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Reads `2/4`.
    ///
    /// # Errors
    /// [`ShardError`] with what would be valid.
    pub fn parse(text: &str) -> Result<Self, ShardError> {
        let parts = text.split_once('/').and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
        parts
            .filter(|(index, count)| (1..=*count).contains(index))
            .map(|(index, count)| Self { index, count })
            .ok_or_else(|| ShardError::Wrong { text: text.to_owned() })
    }
}

/// One variant of the experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The values of the varied hyperparameters, in the order of [`SweepSetup::vary`]. Empty if nothing is varied.
    pub values: Vec<String>,
    /// The experiment with these values.
    pub experiment: Arc<Experiment>,
}

/// Everything that the result of a sweep depends on, and the part of it that is run here.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepSetup {
    experiment: Arc<Experiment>,
    from: u64,
    seeds: u64,
    vary: Vec<Vary>,
    variants: Vec<Variant>,
    recorded_epochs: Arc<[u64]>,
    shard: Shard,
}

impl SweepSetup {
    /// A sweep of this many seeds, beginning at `from`, for each combination of the varied values.
    ///
    /// # Errors
    /// [`SweepSetupError`]: the experiment, one of its variants or this number of seeds is invalid.
    pub fn new(experiment: &Arc<Experiment>, from: u64, seeds: u64, vary: Vec<Vary>) -> Result<Self, SweepSetupError> {
        Self::within(Memory::UNLIMITED, experiment, from, seeds, vary)
    }

    /// The same, if it needs no more memory than this for all variants and for what is kept of each seed.
    /// [`SweepSetup::threads_within`] adds the memory of the runs.
    ///
    /// # Errors
    /// As for [`SweepSetup::new`], and if it needs more memory.
    pub fn within(
        memory: Memory,
        experiment: &Arc<Experiment>,
        from: u64,
        seeds: u64,
        vary: Vec<Vary>,
    ) -> Result<Self, SweepSetupError> {
        let checked = experiment.check().and_then(|()| experiment.check_end());
        checked.map_err(|reason| SweepSetupError::Experiment { reason })?;
        let varied = &with_last_epoch(experiment);
        // What is said of all variants names no structure that only some of them have.
        let experiment = &Arc::new(Experiment::clone(varied).named_for(vary.iter().map(|vary| vary.hyperparameter)));
        if !(1..=MOST_RUNS).contains(&seeds) {
            return Err(SweepSetupError::Seeds { most: MOST_RUNS, seeds });
        }
        if from.checked_add(seeds - 1).is_none() {
            return Err(SweepSetupError::LastSeed { seeds, from, last: u64::MAX });
        }
        let count = cell_count(&vary)?;
        if seeds.saturating_mul(count as u64) <= MOST_RUNS {
            let what = || MemoryUser::Sweep { id: experiment.id.clone() };
            let kept = memory::kept(experiment, seeds, count as u64);
            memory.allow(what, kept).map_err(|reason| SweepSetupError::Memory { reason })?;
        }
        let variants = variants(varied, &vary)?;
        if seeds * variants.len() as u64 > MOST_RUNS {
            return Err(SweepSetupError::Runs { most: MOST_RUNS, seeds, variants: variants.len() });
        }
        let recorded_epochs =
            recorded_epochs(experiment.epochs.last(), most_recorded_epochs(experiment, variants.len() as u64));
        Ok(Self {
            experiment: Arc::clone(experiment),
            from,
            seeds,
            vary,
            variants,
            recorded_epochs,
            shard: Shard::WHOLE,
        })
    }

    /// The same sweep, of which only a part of the seeds is run here.
    #[must_use]
    pub fn with_shard(mut self, shard: Shard) -> Self {
        self.shard = shard;
        self
    }

    /// The experiment, unvaried.
    pub fn experiment(&self) -> &Arc<Experiment> {
        &self.experiment
    }

    /// The first seed.
    pub fn from(&self) -> u64 {
        self.from
    }

    /// The number of seeds of the whole sweep, per variant.
    pub fn seeds(&self) -> u64 {
        self.seeds
    }

    /// What is varied: nothing, one hyperparameter, or two.
    pub fn vary(&self) -> &[Vary] {
        &self.vary
    }

    /// The variants. The first hyperparameter changes slowest. There is one variant if nothing is varied.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// The epochs whose losses are kept, ascending: at most 200, evenly spaced, including the last one.
    pub fn recorded_epochs(&self) -> &Arc<[u64]> {
        &self.recorded_epochs
    }

    /// The part that is run here.
    pub fn shard(&self) -> Shard {
        self.shard
    }

    /// Whether every number is kept.
    pub fn is_exact(&self) -> bool {
        self.seeds * self.variants.len() as u64 <= EXACT_RUNS
    }

    /// The number of seeds that are run here, per variant.
    pub fn own_seeds(&self) -> u64 {
        self.seeds.saturating_sub(self.shard.index - 1).div_ceil(self.shard.count)
    }

    /// The number of runs here: own seeds times variants.
    pub fn own_runs(&self) -> u64 {
        self.own_seeds() * self.variants.len() as u64
    }

    /// Whether a seed is run here.
    pub fn owns(&self, seed: u64) -> bool {
        let place = seed.checked_sub(self.from).filter(|place| *place < self.seeds);
        place.is_some_and(|place| place % self.shard.count == self.shard.index - 1)
    }

    /// The seed with this index, from 0, among the seeds that are run here.
    pub fn own_seed(&self, place: u64) -> u64 {
        self.from + (self.shard.index - 1) + place * self.shard.count
    }
}

/// The last epoch of a run in a sweep if the experiment itself has none, so that a seed that meets no rule ends.
const LAST_EPOCH: u64 = 100_000;

/// The experiment with a last epoch.
fn with_last_epoch(experiment: &Arc<Experiment>) -> Arc<Experiment> {
    match experiment.epochs {
        Epochs::Count(_) => Arc::clone(experiment),
        Epochs::Endless => Arc::new(Experiment { epochs: LAST_EPOCH.into(), ..Experiment::clone(experiment) }),
    }
}

/// The most recorded epochs for this experiment.
fn most_recorded_epochs(experiment: &Experiment, variants: u64) -> u64 {
    let curves = (experiment.contestants.len() as u64).saturating_mul(variants).max(1);
    let most = if experiment.is_evaluation_free() { MOST_RECORDED_EPOCHS } else { MOST_EVALUATED_EPOCHS };
    (ALL_RECORDED_EPOCHS / curves).clamp(2, most)
}

/// The number of variants in a grid.
fn cell_count(vary: &[Vary]) -> Result<usize, SweepSetupError> {
    if vary.len() > 2 {
        return Err(SweepSetupError::Directions { count: vary.len() });
    }
    if let [a, b] = vary
        && a.hyperparameter == b.hyperparameter
    {
        return Err(SweepSetupError::Twice { hyperparameter: a.hyperparameter.name() });
    }
    let count = vary.iter().map(|vary| vary.values.len()).fold(1, usize::saturating_mul);
    if count > MOST_CELLS {
        return Err(SweepSetupError::Cells { most: MOST_CELLS, count });
    }
    Ok(count)
}

fn variants(experiment: &Arc<Experiment>, vary: &[Vary]) -> Result<Vec<Variant>, SweepSetupError> {
    let mut variants = vec![Variant { values: Vec::new(), experiment: Arc::clone(experiment) }];
    for Vary { hyperparameter, values } in vary {
        let mut finer = Vec::with_capacity(variants.len() * values.len());
        for variant in &variants {
            for value in values {
                let changed = variant.experiment.with(*hyperparameter, value);
                let changed = changed.map_err(|reason| SweepSetupError::Vary { reason })?;
                let experiment = Arc::new(changed.renamed_since(&variant.experiment));
                finer.push(Variant { values: variant.values.iter().chain([value]).cloned().collect(), experiment });
            }
        }
        variants = finer;
    }
    Ok(variants)
}

/// At most this many epochs, evenly spaced, including the last one.
fn recorded_epochs(epochs: u64, most: u64) -> Arc<[u64]> {
    let count = most.min(epochs);
    (1..=count).map(|k| (u128::from(k) * u128::from(epochs)).div_ceil(u128::from(count)) as u64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::experiment::find;

    #[test]
    fn a_formula_keeps_its_commas() {
        let vary = Vary::parse("hidden_activation=relu, max(0.1*x, x),tanh").unwrap();
        assert_eq!(vary.values, ["relu", "max(0.1*x, x)", "tanh"]);
    }

    #[test]
    fn lists_are_divided_by_bars() {
        for (text, values, written) in [
            ("layers=4,2|8,8|8", &["4-2", "8-8", "8"][..], "layers=4-2,8-8,8"),
            ("layers=4-2,8-8, 8", &["4-2", "8-8", "8"], "layers=4-2,8-8,8"),
            ("layers=4,8", &["4", "8"], "layers=4,8"),
            ("layers=none|8, 8", &["none", "8-8"], "layers=none,8-8"),
            ("features=x,y|x, y, x^2|columns", &["x,y", "x, y, x^2", "columns"], "features=x,y|x, y, x^2|columns"),
            ("features=x,max(x, y)", &["x", "max(x, y)"], "features=x,max(x, y)"),
            ("features='x, y'", &["x, y"], "features=\"x, y\""),
        ] {
            let vary = Vary::parse(text).unwrap();
            assert_eq!(
                (&*vary.values, &*vary.written()),
                (&values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>()[..], written)
            );
            assert_eq!(Vary::parse(&vary.written()), Ok(vary), "{text}");
        }
        for (text, part) in [("layers=4,2|", "missing"), ("layers=4,2|4-2", "twice"), ("points=100,100", "twice")] {
            let said = Vary::parse(text).unwrap_err().to_string();
            assert!(said.contains(part), "{text}: {said}");
        }
    }

    #[test]
    fn marks_are_even_and_end_at_the_end() {
        assert_eq!(*recorded_epochs(3, 200), [1, 2, 3]);
        assert_eq!(*recorded_epochs(10, 4), [3, 5, 8, 10]);
        assert_eq!(
            (recorded_epochs(1000, 200).len(), recorded_epochs(1000, 200)[199], recorded_epochs(1000, 200)[0]),
            (200, 1000, 5)
        );
        assert!(recorded_epochs(0, 200).is_empty());
    }

    #[test]
    fn shards_share_all_seeds_out() {
        let experiment = Arc::new(find("parabola").unwrap());
        let setup = SweepSetup::new(&experiment, 5, 10, vec![]).unwrap();
        let mut seeds: Vec<u64> = (1..=4)
            .flat_map(|index| {
                let part = setup.clone().with_shard(Shard { index, count: 4 });
                let own: Vec<u64> = (0..part.own_seeds()).map(|place| part.own_seed(place)).collect();
                assert_eq!(own, (0..20).filter(|seed| part.owns(*seed)).collect::<Vec<_>>());
                own
            })
            .collect();
        seeds.sort_unstable();
        assert_eq!(seeds, (5..15).collect::<Vec<_>>());
        assert_eq!(setup.with_shard(Shard { index: 20, count: 20 }).own_seeds(), 0);
    }
}
