//! What the figures let one say, in sentences that claim no more than they show.

use super::number::{interval, percent, seeds, short};
use crate::nn::experiment::Success;
use crate::nn::sweep::{ContestantSummary, FailureKind, PairwiseComparison, Share, SweepSetup, SweepSummary, Winner};
use crate::text::number;

/// A sentence for each pair of contestants, or for the only one; of a grid, for the best cell of each.
pub(super) fn sentences(setup: &SweepSetup, figures: &[SweepSummary]) -> Vec<String> {
    match figures {
        _ if figures.iter().all(|figures| figures.done == 0) => vec!["no seed was finished".to_owned()],
        [single] if single.contests.is_empty() => {
            single.contestants.iter().map(|standing| alone(standing, single.done)).collect()
        }
        [single] => single.contests.iter().map(|contest| between(single, contest)).collect(),
        _ => (0..setup.experiment().contestants.len()).map(|at| best_cell(setup, figures, at)).collect(),
    }
}

/// `90.6 % of 4000 seeds [89.3, 91.7]`.
fn of_seeds(share: &Share) -> String {
    format!("{} of {} [{}]", percent(share.value()), seeds(share.of), interval(share))
}

/// Why a seed failed.
pub(super) fn cause(cause: FailureKind) -> &'static str {
    match cause {
        FailureKind::Diverged => "divergence",
        FailureKind::DeadLayer => "a dead layer",
        FailureKind::PartlyDead => "dead units",
        FailureKind::Saturated => "a saturated layer",
        FailureKind::Plateau => "a plateau",
        FailureKind::Unfinished => "too few epochs",
    }
}

/// What the experiment calls a success.
pub(super) fn measure(setup: &SweepSetup) -> String {
    match setup.experiment().success {
        Some(Success::Accuracy(accuracy)) => format!("accuracy at least {accuracy}"),
        Some(Success::Loss(loss)) => format!("loss below {}", number::full(loss)),
        None => "no measure of success".to_owned(),
    }
}

fn alone(standing: &ContestantSummary, done: u64) -> String {
    match &standing.succeeded {
        Some(share) => format!("{} succeeds in {}{}", standing.name, of_seeds(share), because(standing, false)),
        None => {
            format!("{} comes to a median loss of {} in {}", standing.name, short(standing.loss[2]), seeds(done))
        }
    }
}

/// The commonest cause of failure, or the commonest ones.
fn because(standing: &ContestantSummary, named: bool) -> String {
    let Some((_, most)) = standing.causes.first().filter(|_| standing.succeeded.is_some()) else {
        return String::new();
    };
    let main: Vec<&str> =
        standing.causes.iter().filter(|(_, share)| share.count == most.count).map(|(main, _)| cause(*main)).collect();
    let whose = if named { format!("{}'s ", standing.name) } else { String::new() };
    let plural = if main.len() > 1 { "causes" } else { "cause" };
    format!("; {whose}main {plural} of failure: {} ({})", main.join(" and "), percent(most.value()))
}

fn between(figures: &SweepSummary, contest: &PairwiseComparison) -> String {
    let [a, b] = contest.pair.map(|at| &figures.contestants[at]);
    let (winner, loser, won, lost) = match contest.winner {
        Winner::First => (a, b, &contest.wins[0], &contest.wins[1]),
        Winner::Second => (b, a, &contest.wins[1], &contest.wins[0]),
        Winner::Neither => {
            let ties = ties(&contest.wins[0], &contest.wins[1]);
            return format!(
                "neither {} nor {} is shown to be better: {} wins in {}{ties}",
                a.name,
                b.name,
                a.name,
                of_seeds(&contest.wins[0])
            );
        }
    };
    let rest = ties(won, lost);
    format!("{} beats {} in {}{rest}{}", winner.name, loser.name, of_seeds(won), because(loser, true))
}

fn ties(won: &Share, lost: &Share) -> String {
    match won.of - won.count - lost.count {
        0 => String::new(),
        ties => format!(", and {} end level", percent(ties as f64 / won.of as f64)),
    }
}

/// Where in the grid a contestant does best, and whether that is shown.
fn best_cell(setup: &SweepSetup, figures: &[SweepSummary], contestant: usize) -> String {
    let name = &setup.experiment().contestants[contestant].name;
    let place = |variant: usize| {
        let values = setup.vary().iter().zip(&setup.variants()[variant].values);
        values.map(|(vary, value)| format!("{} {value}", vary.hyperparameter.name())).collect::<Vec<_>>().join(", ")
    };
    let shares = figures.iter().enumerate().filter_map(|(variant, figures)| {
        figures.contestants[contestant].succeeded.filter(|share| share.of > 0).map(|share| (variant, share))
    });
    let mut ranked: Vec<(usize, Share)> = shares.collect();
    ranked.sort_by(|a, b| b.1.value().total_cmp(&a.1.value()));
    let Some(((best, share), others)) = ranked.split_first() else {
        let losses =
            figures.iter().enumerate().map(|(variant, figures)| (variant, figures.contestants[contestant].loss[2]));
        let least = losses.filter(|(_, loss)| !loss.is_nan()).min_by(|a, b| a.1.total_cmp(&b.1));
        return least.map_or(String::new(), |(variant, loss)| {
            format!("{name} has its lowest median loss, {}, at {}", short(loss), place(variant))
        });
    };
    // Intervals that overlap leave the order open.
    let close: Vec<String> =
        others.iter().filter(|(_, other)| other.high >= share.low).map(|(c, _)| place(*c)).collect();
    let doubt = match close.len() {
        0 => String::new(),
        1 => format!("; that it is better than {} is not shown", close[0]),
        more => format!("; that it is better than {more} others is not shown, the next of them {}", close[0]),
    };
    format!("{name} succeeds most often at {}: {}{doubt}", place(*best), of_seeds(share))
}
