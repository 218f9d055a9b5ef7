//! What can be concluded from the seeds so far, in words that claim no more than the numbers.

use super::SweepScreen;
use crate::nn::sweep::verdict::{self, MainCause};
use crate::nn::sweep::{FailureKind, Vary};
use crate::screens::DrawContext;
use crate::words::Words;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &SweepScreen, sight: DrawContext) -> Vec<String> {
    let words = &sight.shared.words;
    if let Err(fault) = &room.control.setup {
        return vec![words.say(fault)];
    }
    let Some(figures) = room.cell_figures().filter(|figures| figures.done > 0) else {
        let question = room.setup.experiment().question.get(words.language().code()).to_owned();
        let notice = room.setup.notice().map(|notice| words.say(notice));
        return notice.into_iter().chain([question].into_iter().filter(|question| !question.is_empty())).collect();
    };
    // Each cause is a fact of its own, because a status line takes as many facts as fit.
    let claims = verdict::of_cell(figures).into_iter().map(|verdict| verdict.claim);
    let mut said: Vec<String> = claims.map(|claim| words.say(&claim)).collect();
    if let (Some(first), Some(at)) = (said.first_mut(), cell(room, words)) {
        *first = words.fill("sweep.at", &[("cell", &at), ("fact", first)]);
    }
    said.extend(figures.contestants.iter().filter_map(MainCause::of).map(|cause| words.say(&cause)));
    if !figures.exact {
        said.push(words.get("sweep.binned").to_owned());
    }
    said
}

/// The current variant by its values; `None` if nothing is varied.
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

/// Figures by name, for lessons.
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
    for contest in &figures.comparisons {
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
