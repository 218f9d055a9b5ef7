//! The properties that each record declares, compared with its values.
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use actlab::functions::activation::{self, Family, Unknown};
use actlab::functions::function::{Function, ParameterError};
use actlab::functions::numeric_properties::measure;
use actlab::functions::properties::Facts;
use actlab::nn::experiment;

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * a.abs().max(1.0)
}

fn differences(declared: &Facts, measured: &Facts) -> Vec<String> {
    let (d, m) = (declared, measured);
    let mut wrong = Vec::new();
    let mut check = |same: bool, what: &str| {
        if !same {
            wrong.push(what.to_owned());
        }
    };
    check(close(d.range.low, m.range.low, 1e-6) && d.range.low_attained == m.range.low_attained, "low");
    check(close(d.range.high, m.range.high, 1e-6) && d.range.high_attained == m.range.high_attained, "high");
    check(d.zero_centred == m.zero_centred, "zero_centred");
    check(d.monotone == m.monotone, "monotone");
    check(
        d.breaks.len() == m.breaks.len()
            && d.breaks
                .iter()
                .zip(&m.breaks)
                .all(|(d, m)| d.kind == m.kind && close(d.x, m.x, 1e-6) && close(d.slope_used, m.slope_used, 1e-6)),
        "breaks",
    );
    check(close(d.steepest.slope, m.steepest.slope, 1e-6), "steepest slope");
    check(close(d.steepest.at, m.steepest.at, 1e-3), "steepest at");
    check(d.steepest.attained == m.steepest.attained, "steepest attained");
    check(d.saturates == m.saturates, "saturates");
    check(close(d.at_zero, m.at_zero, 1e-15), "at_zero");
    wrong
}

/// Each activation at its defaults, and with each parameter at both ends and at two values between.
fn settings() -> Vec<Function> {
    let mut all = Vec::new();
    for activation in activation::all() {
        let function = Function::builtin(activation);
        for (index, parameter) in activation.parameters.iter().enumerate() {
            for value in [parameter.min, parameter.max] {
                let mut turned = function.clone();
                turned.set_parameter(&parameter.name, value).unwrap();
                all.push(turned);
            }
            for steps in [-3, 4] {
                let mut turned = function.clone();
                turned.turn_knob(index, steps);
                all.push(turned);
            }
        }
        all.push(function);
    }
    all
}

#[test]
fn declared_facts_are_the_measured_ones() {
    let mut wrong = Vec::new();
    for function in settings() {
        let (declared, measured) = (function.declared().unwrap(), measure(&function));
        let differences = differences(&declared, &measured);
        if !differences.is_empty() {
            let (id, parameters) = (function.id(), function.parameter_values());
            wrong.push(format!("{id} {parameters:?}: {}\n  {declared:?}\n  {measured:?}", differences.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_is_grouped_and_its_words_fit() {
    let families: Vec<Family> = activation::all().map(|a| a.family).collect();
    let mut grouped = families.clone();
    grouped.dedup();
    assert_eq!(grouped, Family::ALL);
    for a in activation::all() {
        for formula in [a.formula, a.slope_formula] {
            assert!(unicode_width::UnicodeWidthStr::width(formula) <= 34, "{}: {formula}", a.id);
        }
        assert_eq!(activation::all().filter(|b| b.id == a.id).count(), 1, "{}", a.id);
        for parameter in a.parameters {
            assert!((parameter.min..=parameter.max).contains(&parameter.default), "{} {}", a.id, parameter.name);
        }
    }
}

#[test]
fn an_unknown_name_gets_the_nearest_one() {
    let sentence = |id| activation::find(id).unwrap_err().to_string();
    assert_eq!(sentence("sigmiod"), "there is no activation called 'sigmiod'; did you mean 'sigmoid'?");
    assert_eq!(sentence("Leaky_RLU"), "there is no activation called 'Leaky_RLU'; did you mean 'leaky-relu'?");
    assert_eq!(sentence("swisch"), "there is no activation called 'swisch'; did you mean 'swish'?");
    for softmax in ["softmax", "Softmax", "log_softmax"] {
        assert!(
            sentence(softmax).contains("actlab open softmax") && sentence(softmax).contains("softmax-cross-entropy")
        );
    }
    assert!(matches!(activation::find("qqq").unwrap_err(), Unknown::Far { .. }));
}

#[test]
fn every_name_leads_to_one_activation_however_it_is_written() {
    let names: Vec<(&str, &str)> = activation::all().flat_map(|a| a.names().map(|name| (name, a.id))).collect();
    for (name, id) in &names {
        let spellings = [
            (*name).to_owned(),
            name.to_uppercase(),
            name.replace(['-', '_'], " "),
            name.replace('-', "_"),
            name.replace(['-', '_'], ""),
            format!(" {name} "),
        ];
        for spelling in spellings {
            assert_eq!(activation::find(&spelling).map(|a| a.id), Ok(*id), "{spelling}");
        }
        let same = names.iter().filter(|(other, _)| activation::plain(other) == activation::plain(name));
        assert_eq!(same.count(), 1, "{name} is a name of two");
    }
}

#[test]
fn names_of_pytorch_keras_and_jax_are_known() {
    for (names, id) in [
        (&["swish", "SiLU"][..], "silu"),
        (&["identity", "Identity", "linear"], "linear"),
        (&["leaky_relu", "LeakyReLU", "Leaky ReLU"], "leaky-relu"),
        (&["hard_sigmoid", "hardsigmoid", "Hardsigmoid"], "hard-sigmoid"),
        (&["log_sigmoid", "logsigmoid", "LogSigmoid"], "log-sigmoid"),
        (&["hardswish", "hard_swish", "hard_silu", "Hardswish"], "hard-swish"),
        (&["hard_tanh", "Hardtanh"], "hard-tanh"),
        (&["soft_sign", "Softsign"], "softsign"),
        (&["soft_shrink", "Softshrink"], "softshrink"),
        (&["hard_shrink", "Hardshrink"], "hardshrink"),
        (&["tanh_shrink", "Tanhshrink"], "tanhshrink"),
        (&["sin"], "sine"),
        (&["atan"], "arctan"),
        (&["expit", "logistic"], "sigmoid"),
        (&["heaviside"], "step"),
    ] {
        for name in names {
            assert_eq!(activation::find(name).map(|a| a.id), Ok(id), "{name}");
        }
    }
}

#[test]
fn an_experiment_is_written_with_ids() {
    let text = "epochs = 1\ndata = { kind = \"xor\" }\n[[contestant]]\nlayers = [{ units = 2, activation = \"Swish\", beta = 2 }, { units = 1, activation = \"LogSigmoid\" }]\n";
    let written = experiment::parse(text, "e.toml").unwrap().to_toml();
    assert!(written.contains("\"silu\"") && written.contains("\"log-sigmoid\""), "{written}");
    assert!(!written.to_lowercase().contains("swish"), "{written}");
    let wrong = |name: &str| experiment::parse(&text.replace("Swish", name), "e.toml").unwrap_err().to_string();
    assert!(wrong("swich").contains("did you mean \"swish\""), "{}", wrong("swich"));
    assert!(wrong("softmax").contains("softmax-cross-entropy"), "{}", wrong("softmax"));
}

/// A note that mentions a default must agree with the default.
#[test]
fn notes_say_how_functions_of_other_libraries_differ() {
    let note = |id| activation::find(id).unwrap().note.unwrap_or_default();
    for (id, parts) in [
        ("leaky-relu", &["0.02 here", "PyTorch and JAX have 0.01", "Keras 0.2 (its layer 0.3)"][..]),
        ("gelu", &["JAX's gelu is gelu-tanh"]),
        ("hard-sigmoid", &["Keras 2", "0.2x + 0.5"]),
        ("prelu", &["0.1 here", "0.25 in PyTorch"]),
    ] {
        for part in parts {
            assert!(note(id).contains(part), "{id}: {}", note(id));
        }
    }
    assert_eq!(Function::named("leaky-relu").unwrap().parameter("alpha"), Some(0.02));
    assert_eq!(Function::named("prelu").unwrap().parameter("alpha"), Some(0.1));
    assert_eq!(Function::named("threshold").unwrap().parameter_values(), [1.0, 20.0]);
    let hard = Function::named("hard_sigmoid").unwrap();
    for x in [-4.0, -1.0, 0.0, 2.0, 2.7] {
        assert_eq!(hard.value(x), (x + 3.0_f64).clamp(0.0, 6.0) / 6.0, "relu6(x + 3) / 6");
    }
}

#[test]
fn the_docs_have_every_alias_and_every_note() {
    let docs = include_str!("../../docs/activations.md");
    for a in activation::all().filter(|a| a.note.is_some() || !a.aliases.is_empty()) {
        let aliases: Vec<String> = a.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let row = format!("| `{}` | {} | {} |\n", a.id, aliases.join(", "), a.note.unwrap_or_default());
        assert!(docs.contains(&row), "docs/activations.md lacks {row}");
    }
}

#[test]
fn knobs_are_refused_with_a_reason_and_nothing_changes() {
    let mut function = Function::named("leaky-relu").unwrap();
    let before = function.clone();
    let refusal = |f: &mut Function, name, value| f.set_parameter(name, value).unwrap_err().to_string();
    assert_eq!(refusal(&mut function, "alpha", 7.0), "alpha goes from 0 to 1, and 7 is not in that range");
    assert_eq!(refusal(&mut function, "alpa", 0.5), "leaky-relu has no knob called 'alpa'; did you mean 'alpha'?");
    assert_eq!(refusal(&mut function, "zzz", 0.5), "leaky-relu has no knob called 'zzz'; it has alpha");
    assert!(matches!(function.set_parameter("alpha", f64::NAN), Err(ParameterError::OutOfRange { .. })));
    assert_eq!(function, before);
    assert_eq!(refusal(&mut Function::named("relu").unwrap(), "alpha", 0.5), "relu has no knobs to set");
}

#[test]
fn turning_lands_on_multiples_and_stops_at_the_ends() {
    let mut function = Function::named("elu").unwrap();
    function.set_parameter("alpha", 0.1).unwrap();
    assert!(function.turn_knob(0, 1) && function.turn_knob(0, 1));
    assert_eq!(function.parameter("alpha"), Some(0.3));
    assert!(function.turn_knob(0, -100));
    assert_eq!(function.parameter("alpha"), Some(0.1));
    assert!(!function.turn_knob(0, -1) && !function.turn_knob(7, 1));
    assert!(function.reset_parameter(0) && !function.reset_parameter(0));
    for i in 1..=20 {
        function.turn_knob(0, 1);
        assert_eq!(function.parameter("alpha"), format!("{:.1}", 1.0 + 0.1 * f64::from(i)).parse().ok());
    }
}

#[test]
fn the_first_turn_goes_to_the_next_multiple() {
    let mut function = Function::named("selu").unwrap();
    function.turn_knob(0, 1);
    assert_eq!(function.parameter("alpha"), Some(1.7));
    function.reset_parameter(0);
    function.turn_knob(0, -1);
    assert_eq!(function.parameter("alpha"), Some(1.6));
    assert!(!function.turn_knob(0, 0));
}
