//! All figures as one JSON object. It contains no time, so the same seeds give the same object.

use crate::cli::json::{self, json_number};
use crate::nn::sweep::{
    ContestantSummary, PairwiseComparison, Quantiles, SeedLoss, Shard, Share, SweepSetup, SweepSummary, Winner, verdict,
};
use crate::words::Words;
use serde_json::{Map, Value, json};

/// Builds the object. `missing` are ranges of seeds without a result.
pub(super) fn of(
    setup: &SweepSetup,
    figures: &[SweepSummary],
    done: bool,
    missing: &[[u64; 2]],
    words: &Words,
) -> String {
    let vary: Vec<Value> = setup.vary().iter().map(|vary| json!([vary.hyperparameter.name(), vary.values])).collect();
    let mut object = json!({
        "done": done,
        "experiment": setup.experiment().id,
        "seed": setup.from(),
        "seeds": setup.seeds(),
        "epochs": setup.experiment().epochs,
        "vary": vary,
        "missing": missing,
        "exact": setup.is_exact(),
        "verdict": verdict::verdicts(setup, figures).iter().map(|verdict| words.say(verdict)).collect::<Vec<_>>(),
        "cells": setup.variants().iter().zip(figures).map(|(c, f)| variant(&c.values, f)).collect::<Vec<_>>(),
    });
    if setup.experiment().data.has_test() {
        // Losses and successes are those on the test data.
        object["judged_on"] = json!("test");
    }
    let Shard { index, count } = setup.shard();
    if setup.shard() != Shard::WHOLE {
        object["shard"] = json!(format!("{index}/{count}"));
    }
    json::object("sweep", object).to_string()
}

fn variant(values: &[String], figures: &SweepSummary) -> Value {
    json!({
        "values": values,
        "seeds": figures.done,
        "contestants": figures.contestants.iter().map(standing).collect::<Vec<_>>(),
        "contests": figures.comparisons.iter().map(|contest| between(figures, contest)).collect::<Vec<_>>(),
    })
}

fn standing(standing: &ContestantSummary) -> Value {
    let fan = |(epoch, at): &(u64, Quantiles)| {
        let mut numbers = vec![json!(epoch)];
        numbers.extend(at.iter().map(|x| json_number(*x)));
        Value::Array(numbers)
    };
    let causes: Map<String, Value> =
        standing.causes.iter().map(|(cause, of)| (cause.id().to_owned(), share(of))).collect();
    json!({
        "name": standing.name,
        "succeeded": standing.succeeded.as_ref().map(share),
        "loss": quantiles(&standing.loss),
        "epochs_to_success": standing.epochs_to_success.as_ref().map(quantiles),
        "causes": causes,
        "best": placed(standing.best),
        "median": placed(standing.median),
        "worst": placed(standing.worst),
        "fan": standing.fan.iter().map(fan).collect::<Vec<_>>(),
    })
}

fn between(figures: &SweepSummary, contest: &PairwiseComparison) -> Value {
    let name = |at: usize| &figures.contestants[contest.pair[at]].name;
    let winner = match contest.winner {
        Winner::First => Some(name(0)),
        Winner::Second => Some(name(1)),
        Winner::Neither => None,
    };
    json!({
        "pair": [name(0), name(1)],
        "wins": contest.wins.iter().map(share).collect::<Vec<_>>(),
        "winner": winner,
        "difference_of_medians": contest.difference.map(json_number),
        "interval": contest.interval.map(|interval| json!([json_number(interval.low), json_number(interval.high)])),
        "interval_from_seeds": contest.interval.map(|interval| interval.seeds),
    })
}

fn share(share: &Share) -> Value {
    json!({
        "count": share.count,
        "of": share.of,
        "share": json_number(share.value()),
        "interval": [json_number(share.low), json_number(share.high)],
    })
}

fn quantiles(at: &Quantiles) -> Value {
    let [p05, p25, p50, p75, p95] = at.map(json_number);
    json!({"p05": p05, "p25": p25, "p50": p50, "p75": p75, "p95": p95})
}

fn placed(placed: Option<SeedLoss>) -> Value {
    placed.map_or(Value::Null, |placed| json!({"seed": placed.seed, "loss": json_number(placed.loss)}))
}
