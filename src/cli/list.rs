//! `actlab list`: what there is.

use super::Fault;
use super::args::{ListArgs, Listed};
use super::eval::json_number;
use crate::lab::activation::{self, Activation};
use crate::lab::function::Function;
use crate::widgets::text;
use serde_json::{Value, json};
use std::io::Write;

/// Writes the list.
pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<(), Fault> {
    match args.what {
        Listed::Activations => activations(args.json, out),
    }
}

fn activations(as_json: bool, out: &mut dyn Write) -> Result<(), Fault> {
    for activation in activation::all() {
        if as_json {
            writeln!(out, "{}", object(activation))?;
        } else {
            let knobs = activation.knobs.iter().map(|k| format!("{}={}", k.name, k.default)).collect::<Vec<_>>();
            let columns = [text::left(activation.id, 15), text::left(activation.formula, 36), knobs.join(" ")];
            writeln!(out, "{}", columns.join(" ").trim_end())?;
        }
    }
    Ok(())
}

fn object(a: &'static Activation) -> Value {
    let facts = Function::builtin(a).facts();
    let knob = |k: &activation::Knob| json!({"name": k.name, "symbol": k.symbol, "min": k.min, "max": k.max, "step": k.step, "default": k.default});
    let place = |b: &crate::lab::facts::Break| json!({"x": b.x, "kind": format!("{:?}", b.kind).to_lowercase(), "slope_used": b.slope_used});
    json!({
        "id": a.id,
        "name": a.name,
        "family": a.family.id(),
        "formula": a.formula,
        "slope": a.slope_formula,
        "knobs": a.knobs.iter().map(knob).collect::<Vec<_>>(),
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
        "paper": a.paper.as_ref().map(|p| json!({"author": p.author, "year": p.year, "title": p.title})),
    })
}
