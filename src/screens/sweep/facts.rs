//! What the seeds so far let one say, in words that claim no more than the numbers.

use super::SweepScreen;
use crate::nn::sweep::{ContestantSummary, FailureKind, PairwiseComparison, Share, SweepSummary, Vary, Winner};
use crate::screens::DrawContext;
use crate::screens::number::short;
use crate::screens::runs::numbers::percent_to_a_tenth as percent;
use crate::words::Words;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &SweepScreen, sight: DrawContext) -> Vec<String> {
    let words = &sight.shared.words;
    if let Err(fault) = &room.control.setup {
        return vec![fault.clone()];
    }
    let Some(figures) = room.cell_figures().filter(|figures| figures.done > 0) else {
        let experiment = room.setup.experiment();
        return vec![experiment.question.get(words.language().code()).to_owned()];
    };
    let mut said: Vec<String> = match figures.contests.as_slice() {
        [] => figures.contestants.iter().map(|standing| alone(standing, figures.done, words)).collect(),
        contests => contests.iter().map(|contest| between(figures, contest, words)).collect(),
    };
    if let (Some(first), Some(at)) = (said.first_mut(), cell(room, words)) {
        *first = words.fill("sweep.at", &[("cell", &at), ("fact", first)]);
    }
    said.extend(figures.contestants.iter().filter_map(|standing| because(standing, words)));
    if !figures.exact {
        said.push(words.get("sweep.binned").to_owned());
    }
    said
}

/// The cell of the grid that is looked at, by its values; `None` where nothing is varied.
fn cell(room: &SweepScreen, words: &Words) -> Option<String> {
    let setup = room.control.setup.as_ref().ok()?;
    let cell = setup.variants().get(room.now.cell)?;
    let value = |(vary, value): (&Vary, &String)| {
        let name = vary.hyperparameter.name();
        format!("{} {value}", words.find_in("train", &format!("knob-{name}")).unwrap_or(name))
    };
    let values: Vec<String> = setup.vary().iter().zip(&cell.values).map(value).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Numbers that lessons speak of, by name.
pub(super) fn figures(room: &SweepScreen) -> Vec<(String, f64)> {
    let Some(figures) = room.cell_figures() else { return Vec::new() };
    let mut all = vec![("seeds".to_owned(), figures.done as f64)];
    for standing in &figures.contestants {
        let name = &standing.name;
        all.extend(standing.succeeded.map(|share| (format!("share:{name}"), share.value())));
        all.push((format!("median:{name}"), standing.loss[2]));
        for cause in FailureKind::ALL.iter().copied() {
            let found = standing.causes.iter().find(|(of, _)| *of == cause);
            all.push((format!("{}:{name}", cause.id()), found.map_or(0.0, |(_, share)| share.value())));
        }
    }
    for contest in &figures.contests {
        for (at, wins) in contest.pair.iter().zip(&contest.wins) {
            let name = format!("wins:{}", figures.contestants[*at].name);
            // Of several rivals, the first counts.
            if all.iter().all(|(known, _)| *known != name) {
                all.push((name, wins.value()));
            }
        }
    }
    all
}

/// Why seeds failed, in words.
pub(super) fn cause(cause: FailureKind, words: &Words) -> &str {
    words.find_in("cause", cause.id()).unwrap_or(cause.id())
}

fn share(share: &Share, words: &Words) -> String {
    let (low, high) = (percent(share.low), percent(share.high));
    let values = [("share", percent(share.value())), ("seeds", share.of.to_string()), ("low", low), ("high", high)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill("sweep.of-seeds", &values)
}

fn alone(standing: &ContestantSummary, done: u64, words: &Words) -> String {
    match &standing.succeeded {
        Some(succeeded) => {
            words.fill("sweep.succeeds", &[("name", &standing.name), ("share", &share(succeeded, words))])
        }
        None => {
            let (loss, seeds) = (short(standing.loss[2]), done.to_string());
            words.fill("sweep.median-of", &[("name", &standing.name), ("loss", &loss), ("seeds", &seeds)])
        }
    }
}

/// Why a contestant failed most often, where it is known what failing is.
fn because(standing: &ContestantSummary, words: &Words) -> Option<String> {
    let (main, most) = standing.causes.first().filter(|_| standing.succeeded.is_some())?;
    let (main, most) = (cause(*main, words), percent(most.value()));
    Some(words.fill("sweep.main-cause", &[("name", &standing.name), ("cause", main), ("share", &most)]))
}

fn between(figures: &SweepSummary, contest: &PairwiseComparison, words: &Words) -> String {
    let [a, b] = contest.pair.map(|at| &figures.contestants[at]);
    let (key, winner, loser, won) = match contest.winner {
        Winner::First => ("sweep.beats", a, b, &contest.wins[0]),
        Winner::Second => ("sweep.beats", b, a, &contest.wins[1]),
        Winner::Neither => ("sweep.neither", a, b, &contest.wins[0]),
    };
    words.fill(key, &[("winner", &winner.name), ("loser", &loser.name), ("share", &share(won, words))])
}
