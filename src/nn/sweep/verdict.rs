//! What the figures of a sweep let one say, as data: in claims that are no greater than what they show. The catalogue says
//! them, on the command line and in the room.

use super::{ContestantSummary, FailureKind, PairwiseComparison, Share, SweepSetup, SweepSummary, Winner};
use crate::text::number;
use crate::words::{Arg, Message, ToArg, ToMessage};

/// What can be said of a contestant, or of two.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepVerdict {
    /// Who does how well.
    pub claim: Claim,
    /// Why the lesser one fails most often.
    pub cause: Option<MainCause>,
}

/// Who does how well.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Nothing can be said.
    Nothing,
    /// A contestant succeeds this often.
    Succeeds {
        /// Who.
        name: String,
        /// Of its seeds.
        share: Share,
    },
    /// Where it is not known what succeeding is: how small the loss becomes.
    MedianLoss {
        /// Whose.
        name: String,
        /// The median.
        loss: f64,
        /// Of so many seeds.
        seeds: u64,
    },
    /// A contestant is better than another.
    Beats {
        /// Who is better.
        winner: String,
        /// Than whom.
        loser: String,
        /// Seeds in which it has the lower loss.
        share: Share,
        /// The share of seeds in which both end level.
        ties: f64,
    },
    /// It is not shown which of two is better.
    Neither {
        /// The one.
        first: String,
        /// The other.
        second: String,
        /// Seeds in which the first has the lower loss.
        share: Share,
        /// The share of seeds in which both end level.
        ties: f64,
    },
    /// A contestant succeeds most often at a place of the grid.
    Best {
        /// Who.
        name: String,
        /// Where: names and values.
        place: Vec<String>,
        /// Of its seeds there.
        share: Share,
        /// Other places of which it is not shown that they are worse, the best first.
        close: Vec<Vec<String>>,
    },
    /// A contestant has its lowest median loss at a place of the grid.
    Lowest {
        /// Who.
        name: String,
        /// The median.
        loss: f64,
        /// Where: names and values.
        place: Vec<String>,
    },
}

/// The commonest cause of failure, or the commonest ones.
#[derive(Clone, Debug, PartialEq)]
pub struct MainCause {
    /// Of a contestant, where it has to be told which.
    pub name: Option<String>,
    /// At least one.
    pub causes: Vec<FailureKind>,
    /// The share of seeds that failed by each of them.
    pub share: f64,
}

impl From<Claim> for SweepVerdict {
    fn from(claim: Claim) -> Self {
        Self { claim, cause: None }
    }
}

/// What can be said of each pair of contestants, or of the only one; of a grid, of the best place for each.
pub fn verdicts(setup: &SweepSetup, figures: &[SweepSummary]) -> Vec<SweepVerdict> {
    match figures {
        _ if figures.iter().all(|figures| figures.done == 0) => vec![Claim::Nothing.into()],
        [single] => of_cell(single),
        _ => (0..setup.experiment().contestants.len()).filter_map(|at| best(setup, figures, at)).collect(),
    }
}

/// What can be said of each pair of contestants at one place of the grid, or of the only contestant.
pub fn of_cell(figures: &SweepSummary) -> Vec<SweepVerdict> {
    match figures.contests.as_slice() {
        [] => figures.contestants.iter().map(|standing| alone(standing, figures.done)).collect(),
        contests => contests.iter().map(|contest| between(figures, contest)).collect(),
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

/// Where in the grid a contestant does best, and whether that is shown.
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
    ranked.sort_by(|a, b| b.1.value().total_cmp(&a.1.value()));
    let Some(((best, share), others)) = ranked.split_first() else {
        let losses = figures.iter().enumerate().map(|(cell, figures)| (cell, figures.contestants[contestant].loss[2]));
        let least = losses.filter(|(_, loss)| !loss.is_nan()).min_by(|a, b| a.1.total_cmp(&b.1));
        return least.map(|(cell, loss)| Claim::Lowest { name, loss, place: place(cell) }.into());
    };
    // Intervals that overlap leave the order open.
    let close = others.iter().filter(|(_, other)| other.high >= share.low).map(|(cell, _)| place(*cell)).collect();
    Some(Claim::Best { name, place: place(*best), share: *share, close }.into())
}

impl MainCause {
    /// Why a contestant failed most often; `None` where it is not known what failing is, or where it never failed.
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
                Message::new("verdict.succeeds").with("name", name).with("share", &of_seeds(share))
            }
            Self::MedianLoss { name, loss, seeds } => {
                let message = Message::new("verdict.median-loss").with("name", name);
                message.with("loss", &short(*loss)).with("seeds", &counted(*seeds))
            }
            Self::Beats { winner, loser, share, ties } => {
                let message = Message::new("verdict.beats").with("winner", winner).with("loser", loser);
                level(message.with("share", &of_seeds(share)), *ties)
            }
            Self::Neither { first, second, share, ties } => {
                let message = Message::new("verdict.neither").with("first", first).with("second", second);
                level(message.with("share", &of_seeds(share)), *ties)
            }
            Self::Best { name, place, share, close } => {
                let message = Message::new("verdict.best").with("name", name).with("place", place);
                doubt(message.with("share", &of_seeds(share)), close)
            }
            Self::Lowest { name, loss, place } => {
                Message::new("verdict.lowest").with("name", name).with("loss", &short(*loss)).with("place", place)
            }
        }
    }
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
            Some(name) => message.with("name", name),
            None => message,
        }
    }
}

/// The claim, and how often both ended level where they did.
fn level(claim: Message, ties: f64) -> Message {
    if ties > 0.0 { Message::new("verdict.level").with("claim", &claim).with("ties", &hundredths(ties)) } else { claim }
}

/// The claim, and of which places it is not shown that they are worse.
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

/// A number in few digits, whatever its size.
pub fn short(x: f64) -> String {
    if x == 0.0 { "0".to_owned() } else { number::steady(x, 4, 10).trim_start().to_owned() }
}

/// In hundredths with one decimal, or with as many as it takes not to claim all or nothing.
pub fn hundredths(share: f64) -> String {
    let written = (1..=6).map(|decimals| format!("{:.decimals$}", 100.0 * share));
    let mut fair = written.filter(|text| {
        let rounded: f64 = text.parse().unwrap_or(share);
        (rounded == 0.0) == (share == 0.0) && (rounded == 100.0) == (share == 1.0)
    });
    fair.next().unwrap_or_else(|| number::full(100.0 * share))
}
