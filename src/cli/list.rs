//! `actlab list`: what there is.

use super::Fault;
use super::args::{Globals, ListArgs, Listed};
use super::eval::json_number;
use super::surface;
use crate::lab::activation;
use crate::lab::experiment;
use crate::lab::function::Function;
use crate::text::visible;
use crate::widgets::text;
use serde_json::{Value, json};
use std::io::Write;

/// Writes the list.
pub(super) fn run(globals: &Globals, args: &ListArgs, out: &mut dyn Write) -> Result<(), Fault> {
    match args.what {
        Listed::Activations => activations(globals, args.json, out),
        Listed::Experiments => experiments(args.json, out),
    }
}

fn experiments(as_json: bool, out: &mut dyn Write) -> Result<(), Fault> {
    for e in experiment::all().map_err(|e| Fault::Failure(e.to_string()))? {
        let contestants: Vec<&str> = e.contestants.iter().map(|c| c.name.as_str()).collect();
        if as_json {
            let line = json!({
                "id": e.id,
                "title": e.title.get("en"),
                "question": e.question.get("en"),
                "epochs": e.epochs,
                "seed": e.seed,
                "contestants": contestants,
            });
            writeln!(out, "{line}")?;
        } else {
            let (id, epochs) = (text::left(&e.id, 19), text::right(&e.epochs.to_string(), 5));
            writeln!(out, "{id} {epochs} epochs  {}  ({})", e.title.get("en"), contestants.join(", "))?;
        }
    }
    Ok(())
}

/// The built-in ones, then those of the reader's own file.
fn activations(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), Fault> {
    let own = surface::own(&surface::load(globals)?.config)?;
    for f in activation::all().map(Function::builtin).chain(own) {
        if as_json {
            writeln!(out, "{}", object(&f))?;
        } else {
            let knobs = f.knobs().iter().map(|k| format!("{}={}", k.name, k.default)).collect::<Vec<_>>();
            let columns = [text::left(f.id(), 15), text::left(f.formula(), 36), remarks(&f, knobs)];
            writeln!(out, "{}", visible(columns.join(" ").trim_end()))?;
        }
    }
    Ok(())
}

/// What stands behind the formula: knobs, aliases, and how other libraries differ.
fn remarks(f: &Function, knobs: Vec<String>) -> String {
    let also = (!f.aliases().is_empty()).then(|| format!("also {}", f.aliases().join(", ")));
    let note = f.note().map(|note| format!("({note})"));
    knobs.into_iter().chain(also).chain(note).collect::<Vec<_>>().join(" ")
}

fn object(f: &Function) -> Value {
    let facts = f.facts();
    let knob = |k: &activation::Knob| json!({"name": k.name, "symbol": k.symbol, "min": k.min, "max": k.max, "step": k.step, "default": k.default});
    let place = |b: &crate::lab::facts::Break| json!({"x": b.x, "kind": format!("{:?}", b.kind).to_lowercase(), "slope_used": json_number(b.slope_used)});
    json!({
        "id": f.id(),
        "name": f.name(),
        "aliases": f.aliases(),
        "note": f.note(),
        "family": f.family().id(),
        "formula": f.formula(),
        "slope": f.slope_formula(),
        "knobs": f.knobs().iter().map(knob).collect::<Vec<_>>(),
        "range": [json_number(facts.range.low), json_number(facts.range.high)],
        "range_attained": [facts.range.low_attained, facts.range.high_attained],
        "zero_centred": facts.zero_centred,
        "monotone": format!("{:?}", facts.monotone).to_lowercase(),
        "breaks": facts.breaks.iter().map(place).collect::<Vec<_>>(),
        "steepest": {
            "slope": json_number(facts.steepest.slope),
            "at": json_number(facts.steepest.at),
            "attained": facts.steepest.attained,
        },
        "saturates": {"left": facts.saturates.left, "right": facts.saturates.right},
        "at_zero": json_number(facts.at_zero),
        "paper": f.paper().map(|p| json!({"author": p.author, "year": p.year, "title": p.title})),
    })
}
