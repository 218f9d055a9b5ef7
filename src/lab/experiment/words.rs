//! Words that stand for things: activations, losses, optimizers, initialisers.

use super::table::{Fields, Read, right_word};
use crate::lab::activation;
use crate::lab::function::Function;
use crate::lab::init::Init;
use crate::lab::loss::Loss;
use crate::lab::optimizer::{Optimizer, Rule};
use toml::de::DeValue;

/// The activation of a layer or a perceptron with its knobs, which are keys beside it.
pub(super) fn function(fields: &Fields<'_>, default: Option<&str>) -> Read<Function> {
    if let Some(DeValue::Table(_)) = fields.get("activation").map(toml::Spanned::get_ref)
        && let Some(table) = fields.table("activation", "an activation")?
    {
        return own(&table);
    }
    let Some(name) = fields.text("activation")?.or(default) else {
        return Err(fields.missing("activation", "\"relu\""));
    };
    let mut function = Function::named(name).map_err(|unknown| {
        let known: Vec<&str> = activation::all().map(|activation| activation.id).collect();
        let why = match unknown.nearest {
            _ if unknown.is_softmax => unknown.to_string(),
            Some(nearest) => format!("there is no activation \"{name}\"; did you mean \"{nearest}\"?"),
            None => format!("there is no activation \"{name}\"; {}", right_word(name, &known)),
        };
        fields.error("activation", why)
    })?;
    // A perceptron's threshold is its own; a step's knob of that name stays at zero there.
    turn(fields, &mut function, |knob| default.is_some() && knob == "threshold")?;
    Ok(function)
}

/// An activation that is written out: `{ formula = "max(a*x, x); a = 0.1 in 0..1", a = 0.5 }`.
fn own(fields: &Fields<'_>) -> Read<Function> {
    let Some(text) = fields.text("formula")? else { return Err(fields.missing("formula", "\"x * tanh(x)\"")) };
    let mut function = Function::parse(text).map_err(|error| fields.error("formula", error))?;
    let knobs = function.knobs().iter().map(|knob| &*knob.name);
    fields.only(&["formula"].into_iter().chain(knobs).collect::<Vec<_>>())?;
    turn(fields, &mut function, |_| false)?;
    Ok(function)
}

fn turn(fields: &Fields<'_>, function: &mut Function, skipped: impl Fn(&str) -> bool) -> Read<()> {
    let knobs: Vec<String> = function.knobs().iter().map(|knob| knob.name.to_string()).collect();
    for knob in knobs.iter().filter(|knob| !skipped(knob)) {
        if let Some(value) = fields.number(knob)? {
            function.set_knob(knob, value).map_err(|error| fields.error(knob, error))?;
        }
    }
    Ok(())
}

/// The knobs that are keys beside an activation; those of a formula are beside the formula.
pub(super) fn beside(function: &Function) -> impl Iterator<Item = &str> {
    function.knobs().iter().filter(|_| function.text().is_none()).map(|knob| &*knob.name)
}

pub(super) fn loss(fields: &Fields<'_>) -> Read<Option<Loss>> {
    let delta = fields.number("delta")?;
    let Some(name) = fields.text("loss")? else { return Ok(None) };
    let known: Vec<&str> = Loss::ALL.iter().map(|(name, _)| *name).collect();
    let loss = Loss::ALL.iter().find(|(known, _)| *known == name).map(|(_, loss)| *loss);
    match (loss, delta) {
        (Some(Loss::Huber { .. }), Some(delta)) if delta > 0.0 => Ok(Some(Loss::Huber { delta })),
        (Some(Loss::Huber { .. }), Some(delta)) => {
            Err(fields.error("delta", format!("delta is {delta}, and must be positive")))
        }
        (Some(loss), None) => Ok(Some(loss)),
        (Some(_), Some(_)) => Err(fields.error("delta", "only the loss \"huber\" has a delta")),
        (None, _) => Err(fields.error("loss", format!("there is no loss \"{name}\"; {}", right_word(name, &known)))),
    }
}

/// A name, or a table with `kind` and `scale` or `value`.
pub(super) fn init(fields: &Fields<'_>) -> Read<Option<Init>> {
    let Some(value) = fields.get("init") else { return Ok(None) };
    if let DeValue::String(name) = value.get_ref() {
        return named_init(fields, "init", name.as_ref()).map(Some);
    }
    let Some(table) = fields.table("init", "an init")? else { return Ok(None) };
    let Some(name) = table.text("kind")? else { return Err(table.missing("kind", "\"uniform\"")) };
    let mut init = named_init(&table, "kind", name)?;
    match &mut init {
        Init::Uniform { scale } | Init::Normal { scale } => {
            table.only(&["kind", "scale"])?;
            *scale = at_least_zero(&table, "scale")?.unwrap_or(*scale);
        }
        Init::Constant { value } => {
            table.only(&["kind", "value"])?;
            *value = table.number("value")?.unwrap_or(*value);
        }
        _ => table.only(&["kind"])?,
    }
    Ok(Some(init))
}

fn named_init(fields: &Fields<'_>, key: &str, name: &str) -> Read<Init> {
    let known: Vec<&str> = Init::ALL.iter().map(|(name, _)| *name).collect();
    Init::ALL
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, init)| *init)
        .ok_or_else(|| fields.error(key, format!("there is no init \"{name}\"; {}", right_word(name, &known))))
}

/// A name, or a table with `kind` and constants.
pub(super) fn optimizer(fields: &Fields<'_>) -> Read<Option<Optimizer>> {
    let Some(value) = fields.get("optimizer") else { return Ok(None) };
    if let DeValue::String(name) = value.get_ref() {
        let rule = named_rule(fields, "optimizer", name.as_ref())?;
        return Ok(Some(Optimizer { learning_rate: rule.default_rate(), rule }));
    }
    let Some(table) = fields.table("optimizer", "an optimizer")? else { return Ok(None) };
    let Some(name) = table.text("kind")? else { return Err(table.missing("kind", "\"adam\"")) };
    let mut rule = named_rule(&table, "kind", name)?;
    constants(&table, &mut rule)?;
    let learning_rate = positive(&table, "learning_rate")?.unwrap_or(rule.default_rate());
    Ok(Some(Optimizer { learning_rate, rule }))
}

fn named_rule(fields: &Fields<'_>, key: &str, name: &str) -> Read<Rule> {
    Rule::named(name).ok_or_else(|| {
        fields.error(key, format!("there is no optimizer \"{name}\"; {}", right_word(name, &Rule::NAMES)))
    })
}

fn constants(table: &Fields<'_>, rule: &mut Rule) -> Read<()> {
    match rule {
        Rule::Sgd { momentum, nesterov } => {
            table.only(&["kind", "learning_rate", "momentum", "nesterov"])?;
            *momentum = share(table, "momentum")?.unwrap_or(*momentum);
            *nesterov = table.flag("nesterov")?.unwrap_or(*nesterov);
        }
        Rule::RmsProp { rho, epsilon } => {
            table.only(&["kind", "learning_rate", "rho", "epsilon"])?;
            *rho = share(table, "rho")?.unwrap_or(*rho);
            *epsilon = positive(table, "epsilon")?.unwrap_or(*epsilon);
        }
        Rule::Adam { beta_1, beta_2, epsilon, weight_decay } => {
            match weight_decay {
                None => table.only(&["kind", "learning_rate", "beta_1", "beta_2", "epsilon"])?,
                Some(decay) => {
                    table.only(&["kind", "learning_rate", "beta_1", "beta_2", "epsilon", "weight_decay"])?;
                    *decay = at_least_zero(table, "weight_decay")?.unwrap_or(*decay);
                }
            }
            *beta_1 = share(table, "beta_1")?.unwrap_or(*beta_1);
            *beta_2 = share(table, "beta_2")?.unwrap_or(*beta_2);
            *epsilon = positive(table, "epsilon")?.unwrap_or(*epsilon);
        }
    }
    Ok(())
}

fn held(fields: &Fields<'_>, key: &str, fits: impl Fn(f64) -> bool, wanted: &str) -> Read<Option<f64>> {
    match fields.number(key)? {
        Some(value) if !fits(value) => Err(fields.error(key, format!("{key} is {value}, and must be {wanted}"))),
        value => Ok(value),
    }
}

pub(super) fn positive(fields: &Fields<'_>, key: &str) -> Read<Option<f64>> {
    held(fields, key, |x| x > 0.0 && x.is_finite(), "positive")
}

pub(super) fn at_least_zero(fields: &Fields<'_>, key: &str) -> Read<Option<f64>> {
    held(fields, key, |x| x >= 0.0 && x.is_finite(), "zero or positive")
}

fn share(fields: &Fields<'_>, key: &str) -> Read<Option<f64>> {
    held(fields, key, |x| (0.0..1.0).contains(&x), "from 0 to below 1")
}
