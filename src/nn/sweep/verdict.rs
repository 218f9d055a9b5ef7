//! The conclusions that the figures of a sweep support, as data. A claim says no more than the figures show. The
//! catalogue puts them into words, on the command line and in the room.

use super::{ContestantSummary, FailureKind, PairwiseComparison, Share, SweepSetup, SweepSummary, Winner};
use crate::numeric::sort::sort_few;
use crate::text::number;
use crate::words::{Arg, Message, ToArg, ToMessage};

/// A conclusion about a contestant, or about two.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepVerdict {
    /// Who does how well.
    pub claim: Claim,
    /// Why the worse of them fails most often.
    pub cause: Option<MainCause>,
}

/// A claim about how well contestants do.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// There is no basis for a claim.
    Nothing,
    /// A contestant succeeds this often.
    Succeeds {
        /// The name of the contestant.
        name: String,
        /// How many of its seeds succeeded.
        share: Share,
    },
    /// Without a measure of success: how low the loss gets.
    MedianLoss {
        /// The name of the contestant.
        name: String,
        /// The median of the final losses.
        loss: f64,
        /// The number of seeds.
        seeds: u64,
    },
    /// A contestant is better than another.
    Beats {
        /// The name of the better contestant.
        winner: String,
        /// The name of the other contestant.
        loser: String,
        /// How many seeds the winner won, out of those without a tie.
        share: Share,
        /// The fraction of seeds that are ties.
        ties: f64,
    },
    /// Neither of two is shown to be better.
    Neither {
        /// The name of one contestant.
        first: String,
        /// The name of the other contestant.
        second: String,
        /// How many seeds the first won, out of those without a tie.
        share: Share,
        /// The fraction of seeds that are ties.
        ties: f64,
    },
    /// The variant of a grid in which a contestant succeeds most often.
    Best {
        /// The name of the contestant.
        name: String,
        /// The variant: names and values.
        place: Vec<String>,
        /// How many of its seeds succeeded there.
        share: Share,
        /// Other variants that are not shown to be worse, the best first.
        close: Vec<Vec<String>>,
    },
    /// The variant of a grid in which a contestant has its lowest median loss.
    Lowest {
        /// The name of the contestant.
        name: String,
        /// The median of the final losses.
        loss: f64,
        /// The variant: names and values.
        place: Vec<String>,
    },
}

/// The most frequent cause of failure, or several that are equally frequent.
#[derive(Clone, Debug, PartialEq)]
pub struct MainCause {
    /// The name of the contestant. `None` if the claim is about it alone.
    pub name: Option<String>,
    /// At least one.
    pub causes: Vec<FailureKind>,
    /// The fraction of seeds that failed by each of them.
    pub share: f64,
}

impl From<Claim> for SweepVerdict {
    fn from(claim: Claim) -> Self {
        Self { claim, cause: None }
    }
}

/// The conclusions about each pair of contestants, or about the only one. For a grid, the best variant for each
/// contestant.
pub fn verdicts(setup: &SweepSetup, figures: &[SweepSummary]) -> Vec<SweepVerdict> {
    match figures {
        _ if figures.iter().all(|figures| figures.done == 0) => vec![Claim::Nothing.into()],
        [single] => of_cell(single),
        _ => (0..setup.experiment().contestants.len()).filter_map(|at| best(setup, figures, at)).collect(),
    }
}

/// The conclusions about each pair of contestants of one variant, or about the only contestant.
pub fn of_cell(figures: &SweepSummary) -> Vec<SweepVerdict> {
    match figures.comparisons.as_slice() {
        [] => figures.contestants.iter().map(|standing| alone(standing, figures.done)).collect(),
        comparisons => comparisons.iter().map(|contest| between(figures, contest)).collect(),
    }
}

fn alone(standing: &ContestantSummary, done: u64) -> SweepVerdict {
    let name = standing.name.clone();
    let claim = match standing.succeeded {
        Some(share) => Claim::Succeeds { name, share },
        None => Claim::MedianLoss { name, loss: standing.loss[2], seeds: done },
    };
    SweepVerdict { claim, cause: MainCause::of(standing).map(|cause| MainCause { name: None, ..cause }) }
}

fn between(figures: &SweepSummary, contest: &PairwiseComparison) -> SweepVerdict {
    let [a, b] = contest.pair.map(|at| &figures.contestants[at]);
    let level = |won: &Share, lost: &Share| (won.of - won.count - lost.count) as f64 / won.of as f64;
    let ties = level(&contest.wins[0], &contest.wins[1]);
    let (winner, loser, share) = match contest.winner {
        Winner::First => (a, b, contest.wins[0]),
        Winner::Second => (b, a, contest.wins[1]),
        Winner::Neither => {
            let (first, second) = (a.name.clone(), b.name.clone());
            return Claim::Neither { first, second, share: contest.wins[0], ties }.into();
        }
    };
    let claim = Claim::Beats { winner: winner.name.clone(), loser: loser.name.clone(), share, ties };
    SweepVerdict { claim, cause: MainCause::of(loser) }
}

/// The variant of a grid in which a contestant does best, and whether it is shown to be the best.
fn best(setup: &SweepSetup, figures: &[SweepSummary], contestant: usize) -> Option<SweepVerdict> {
    let name = setup.experiment().contestants[contestant].name.clone();
    let place = |cell: usize| -> Vec<String> {
        let values = setup.vary().iter().zip(&setup.variants()[cell].values);
        values.map(|(vary, value)| format!("{} {value}", vary.hyperparameter.name())).collect()
    };
    let shares = figures.iter().enumerate().filter_map(|(cell, figures)| {
        figures.contestants[contestant].succeeded.filter(|share| share.of > 0).map(|share| (cell, share))
    });
    let mut ranked: Vec<(usize, Share)> = shares.collect();
    sort_few(&mut ranked, |a, b| a.1.value().total_cmp(&b.1.value()).is_gt());
    let Some(((best, share), others)) = ranked.split_first() else {
        let losses = figures.iter().enumerate().map(|(cell, figures)| (cell, figures.contestants[contestant].loss[2]));
        let least = losses.filter(|(_, loss)| !loss.is_nan()).min_by(|a, b| a.1.total_cmp(&b.1));
        return least.map(|(cell, loss)| Claim::Lowest { name, loss, place: place(cell) }.into());
    };
    // If intervals overlap, the order is not shown.
    let close = others.iter().filter(|(_, other)| other.high >= share.low).map(|(cell, _)| place(*cell)).collect();
    Some(Claim::Best { name, place: place(*best), share: *share, close }.into())
}

impl MainCause {
    /// Why a contestant failed most often. `None` if there is no measure of success, or if it never failed.
    pub fn of(standing: &ContestantSummary) -> Option<Self> {
        let (_, most) = standing.causes.first().filter(|_| standing.succeeded.is_some())?;
        let main = standing.causes.iter().filter(|(_, share)| share.count == most.count);
        let causes = main.map(|(cause, _)| *cause).collect();
        Some(Self { name: Some(standing.name.clone()), causes, share: most.value() })
    }
}

impl ToMessage for SweepVerdict {
    fn message(&self) -> Message {
        match &self.cause {
            Some(cause) => Message::new("verdict.because").with("claim", &self.claim).with("cause", cause),
            None => self.claim.message(),
        }
    }
}

impl ToMessage for Claim {
    fn message(&self) -> Message {
        match self {
            Self::Nothing => Message::new("verdict.nothing"),
            Self::Succeeds { name, share } => {
                Message::new("verdict.succeeds").with("name", &contestant(name)).with("share", &of_seeds(share))
            }
            Self::MedianLoss { name, loss, seeds } => {
                let message = Message::new("verdict.median-loss").with("name", &contestant(name));
                message.with("loss", &short(*loss)).with("seeds", &counted(*seeds))
            }
            Self::Beats { winner, loser, share, ties } => {
                let message =
                    Message::new("verdict.beats").with("winner", &contestant(winner)).with("loser", &contestant(loser));
                level(message.with("share", &of_seeds(share)), *ties)
            }
            Self::Neither { first, second, share, ties } => {
                let message = Message::new("verdict.neither")
                    .with("first", &contestant(first))
                    .with("second", &contestant(second));
                level(message.with("share", &of_seeds(share)), *ties)
            }
            Self::Best { name, place, share, close } => {
                let message = Message::new("verdict.best").with("name", &contestant(name)).with("place", place);
                doubt(message.with("share", &of_seeds(share)), close)
            }
            Self::Lowest { name, loss, place } => Message::new("verdict.lowest")
                .with("name", &contestant(name))
                .with("loss", &short(*loss))
                .with("place", place),
        }
    }
}

/// The name of a contestant as a value of a message.
fn contestant(name: &str) -> Arg {
    Arg::Contestant(name.to_owned())
}

impl ToMessage for MainCause {
    fn message(&self) -> Message {
        let named = self
            .causes
            .iter()
            .map(|cause| Message { key: format!("verdict.causes.{}", cause.id()).into(), args: Vec::new() });
        let and = |first, second| Message::new("verdict.and").with("first", &first).with("second", &second);
        let causes = named.reduce(and).map_or(Arg::Text(String::new()), |causes| causes.to_arg());
        let key = match (&self.name, self.causes.len()) {
            (Some(_), 1) => "verdict.cause-of",
            (Some(_), _) => "verdict.causes-of",
            (None, 1) => "verdict.cause",
            (None, _) => "verdict.several-causes",
        };
        let message = Message::new(key).with("causes", &causes).with("share", &hundredths(self.share));
        match &self.name {
            Some(name) => message.with("name", &contestant(name)),
            None => message,
        }
    }
}

/// The claim, and how often there was a tie, if there was one.
fn level(claim: Message, ties: f64) -> Message {
    if ties > 0.0 { Message::new("verdict.level").with("claim", &claim).with("ties", &hundredths(ties)) } else { claim }
}

/// The claim, and which variants are not shown to be worse.
fn doubt(claim: Message, close: &[Vec<String>]) -> Message {
    match close {
        [] => claim,
        [one] => Message::new("verdict.close").with("claim", &claim).with("place", one),
        [next, ..] => {
            let message = Message::new("verdict.several-close").with("claim", &claim);
            message.with("count", &close.len()).with("place", next)
        }
    }
}

/// `90.6 % of 4000 seeds [89.3, 91.7]`.
fn of_seeds(share: &Share) -> Message {
    let message = Message::new("verdict.of-seeds").with("share", &hundredths(share.value()));
    message.with("seeds", &counted(share.of)).with("low", &hundredths(share.low)).with("high", &hundredths(share.high))
}

fn counted(seeds: u64) -> Message {
    Message::new(if seeds == 1 { "verdict.seed" } else { "verdict.seeds" }).with("count", &seeds)
}

/// A number with few digits, whatever its size.
pub fn short(x: f64) -> String {
    if x == 0.0 { "0".to_owned() } else { number::steady(x, 4, 10).trim_start().to_owned() }
}

/// A percentage with one decimal, or with as many as it takes to show that it is not 0 or 100.
pub fn hundredths(share: f64) -> String {
    let written = (1..=6).map(|decimals| format!("{:.decimals$}", 100.0 * share));
    let mut fair = written.filter(|text| {
        let rounded: f64 = text.parse().unwrap_or(share);
        (rounded == 0.0) == (share == 0.0) && (rounded == 100.0) == (share == 1.0)
    });
    fair.next().unwrap_or_else(|| number::full(100.0 * share))
}
