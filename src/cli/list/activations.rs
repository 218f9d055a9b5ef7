//! `actlab list activations`.

use crate::cli::args::Globals;
use crate::cli::json::{self, json_number};
use crate::cli::{CliError, environment};
use crate::functions::activation;
use crate::functions::function::Function;
use crate::functions::properties::{Extent, Held, Scope};
use crate::text::visible;
use crate::widgets::text;
use serde_json::{Value, json};
use std::io::Write;

/// Writes the built-in ones, then those of the reader's own file.
pub(super) fn write(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let own = environment::own(&environment::load(globals)?.config)?;
    for f in activation::all().map(Function::builtin).chain(own) {
        if as_json {
            writeln!(out, "{}", object(&f))?;
        } else {
            let parameters = f.parameters().iter().map(|k| format!("{}={}", k.name, k.default)).collect::<Vec<_>>();
            let columns = [text::left(f.id(), 15), text::left(f.formula(), 36), remarks(&f, parameters)];
            writeln!(out, "{}", visible(columns.join(" ").trim_end()))?;
        }
    }
    Ok(())
}

/// The text behind the formula: parameters, aliases, and how other libraries differ.
fn remarks(f: &Function, parameters: Vec<String>) -> String {
    let also = (!f.aliases().is_empty()).then(|| format!("also {}", f.aliases().join(", ")));
    let note = f.note().map(|note| format!("({note})"));
    parameters.into_iter().chain(also).chain(note).collect::<Vec<_>>().join(" ")
}

fn object(f: &Function) -> Value {
    let facts = f.facts();
    let range = facts.range.map(|held| held.what);
    let parameter = |k: &activation::Parameter| json!({"name": k.name, "symbol": k.symbol, "min": json_number(k.min), "max": json_number(k.max), "step": json_number(k.step), "default": json_number(k.default)});
    let place = |b: &crate::functions::properties::Break| json!({"x": json_number(b.x), "kind": format!("{:?}", b.kind).to_lowercase(), "slope_used": json_number(b.slope_used)});
    json::object(
        "activation",
        json!({
            "id": f.id(),
            "name": f.name(),
            "aliases": f.aliases(),
            "note": f.note(),
            "family": f.family().id(),
            "formula": f.formula(),
            "slope": f.slope_formula(),
            "knobs": f.parameters().iter().map(parameter).collect::<Vec<_>>(),
            "range": range.map(|r| [json_number(r.low), json_number(r.high)]),
            "range_attained": range.map(|r| [r.low_attained, r.high_attained]),
            "zero_centred": facts.zero_centred.map(|held| held.what),
            "monotone": facts.monotone.map(|held| format!("{:?}", held.what).to_lowercase()),
            "breaks": facts.breaks.iter().map(place).collect::<Vec<_>>(),
            "steepest": facts.steepest.map(|Held { what, .. }| json!({
                "slope": json_number(what.slope),
                "at": (!what.at.is_nan()).then(|| json_number(what.at)),
                "attained": what.attained,
            })),
            "saturates": {"left": facts.saturates[0], "right": facts.saturates[1]},
            "at_zero": facts.at_zero.map(json_number),
            "holds": {
                "range": facts.range.map(|held| scope(held.scope)),
                "zero_centred": facts.zero_centred.map(|held| scope(held.scope)),
                "monotone": facts.monotone.map(|held| scope(held.scope)),
                "steepest": facts.steepest.map(|held| scope(held.scope)),
                "breaks": extent(facts.extent),
                "no_value": facts.nowhere.map(scope),
            },
            "paper": f.paper().map(|p| json!({"author": p.author, "year": p.year, "title": p.title})),
        }),
    )
}

/// The x for which a fact holds.
fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Everywhere => "everywhere",
        Scope::Window => "from -50 to 50",
    }
}

/// Which of the breaks are listed.
fn extent(extent: Extent) -> &'static str {
    match extent {
        Extent::All => "all",
        Extent::Window => "all from -50 to 50",
        Extent::Endless => "some of infinitely many",
        Extent::Some => "some",
    }
}
