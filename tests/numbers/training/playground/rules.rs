//! The rules one by one: the last batch, the cut, the biases, the generator.

use super::{apart, given, list, oracle};
use actlab::nn::experiment::{Experiment, parse};
use actlab::nn::training_run::{Checkpoint, LayerObservation, Observation, TrainingRun};
use std::sync::Arc;

fn start(text: &str) -> TrainingRun {
    let experiment = parse(text, "x.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
    TrainingRun::new(&Arc::new(experiment), 3).unwrap()
}

/// A network of one hidden layer on 25 points of a line, with further keys.
fn line(keys: &str) -> String {
    let numbers = |f: &dyn Fn(f64) -> f64| {
        let rows: Vec<String> = (0..25).map(|n| format!("[{:?}]", f(f64::from(n) / 12.0 - 1.0))).collect();
        rows.join(", ")
    };
    format!(
        "epochs = 9\n[data]\nkind = \"inline\"\ninputs = [{}]\ntargets = [{}]\n[[contestant]]\nshuffle = false\n{keys}\n\
         layers = [{{ units = 3, activation = \"tanh\" }}, {{ units = 1, activation = \"linear\" }}]\n",
        numbers(&|x| x),
        numbers(&|x| x * x - 0.3)
    )
}

fn parameters(run: &TrainingRun) -> Vec<f64> {
    let layers = run.observe().into_iter().flat_map(|seen| seen.layers);
    layers.flat_map(|layer| layer.weights.iter().chain(&layer.biases).copied().collect::<Vec<f64>>()).collect()
}

#[test]
fn half_mse_is_half_of_mse_with_half_the_rate() {
    let half = "loss = \"half-mse\"\noptimizer = { kind = \"sgd\", learning_rate = 0.1 }\nbatch_size = 7";
    let whole = "loss = \"mse\"\noptimizer = { kind = \"sgd\", learning_rate = 0.05 }\nbatch_size = 7";
    let [mut half, mut whole] = [half, whole].map(|keys| start(&line(keys)));
    half.finish();
    whole.finish();
    assert_eq!(parameters(&half), parameters(&whole));
    assert_eq!(half.evaluate()[0].loss * 2.0, whole.evaluate()[0].loss);
    assert_eq!(half.evaluate()[0].r2, whole.evaluate()[0].r2);
}

/// Steps by hand: the first step of the second epoch averages over the leftover and its batch.
#[test]
fn the_last_batch_waits_for_the_next_epoch() {
    let keys = |batch: usize, last: &str| {
        format!(
            "loss = \"half-mse\"\noptimizer = {{ kind = \"sgd\", learning_rate = 0.1 }}\nbatch_size = {batch}\nlast_batch = \"{last}\""
        )
    };
    let mut carried = start(&line(&keys(10, "carry")));
    assert_eq!(carried.steps_per_epoch(), 3);
    carried.advance(2);
    let before = parameters(&carried);
    carried.advance(1);
    assert_eq!((carried.epoch(), carried.step()), (1, 0));
    assert_eq!(parameters(&carried), before, "five samples wait");
    carried.advance(1);
    let after = parameters(&carried);
    // The gradient of 15 samples: those that waited and the first ten.
    let mut text = line(&keys(15, "short"));
    let rows = |key: &str| {
        let from = text.find(key).unwrap() + key.len();
        let to = from + text[from..].find("]]").unwrap() + 1;
        let rows: Vec<&str> = text[from..to].split("], ").map(|row| row.trim_end_matches(']')).collect();
        let kept: Vec<String> = rows[20..].iter().chain(&rows[..10]).map(|row| format!("{row}]")).collect();
        (text[from..=to].to_owned(), format!("{}]", kept.join(", ")))
    };
    let changes = [rows("inputs = ["), rows("targets = [")];
    for (all, kept) in changes {
        text = text.replace(&all, &kept);
    }
    let seen = &carried.observe()[0];
    let mut experiment = parse(&text, "x.toml").unwrap();
    let actlab::nn::experiment::Model::Network(setup) = &mut experiment.contestants[0].model else { panic!() };
    let mut at = before.iter().copied();
    for (layer, shape) in setup.layers.iter_mut().zip(&seen.layers) {
        layer.weights = Some((0..layer.units).map(|_| at.by_ref().take(shape.inputs).collect()).collect());
        layer.biases = Some(at.by_ref().take(layer.units).collect());
    }
    let mut fifteen = TrainingRun::new(&Arc::new(experiment), 3).unwrap();
    fifteen.advance(1);
    assert!(apart(&parameters(&fifteen), &after) < 1e-15 && parameters(&fifteen) != before);
    // A batch that is larger than the training data never comes.
    let mut never = start(&line(&keys(26, "carry")));
    let before = parameters(&never);
    never.finish();
    assert_eq!(parameters(&never), before);
    let mut exact = [start(&line(&keys(25, "carry"))), start(&line(&keys(25, "short")))];
    exact.iter_mut().for_each(TrainingRun::finish);
    assert_eq!(parameters(&exact[0]), parameters(&exact[1]), "nothing is left over");
}

#[test]
fn checkpoints_hold_what_waits_and_what_is_cut() {
    let cases = oracle();
    let named = |name: &str| list(&cases["cases"]).iter().find(|case| case["name"] == name).map(given).unwrap();
    let shuffled = |mut experiment: Experiment| {
        let actlab::nn::experiment::Model::Network(setup) = &mut experiment.contestants[0].model else { panic!() };
        (setup.shuffle, setup.batch_size) = (true, 30);
        experiment
    };
    let leftover = named("circle-batch-30-leftover");
    for experiment in [leftover.clone(), shuffled(leftover), named("xor-relu-l1"), shuffled(named("xor-relu-l1"))] {
        let experiment = Arc::new(experiment);
        let mut whole = TrainingRun::new(&experiment, 1).unwrap();
        whole.advance_epochs(6);
        let bits = |run: &TrainingRun| parameters(run).iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
        for steps in [9, 17, 18, 19, 40] {
            let mut run = TrainingRun::new(&experiment, 1).unwrap();
            run.advance(steps);
            let saved = Checkpoint::from_json(&run.save().to_json()).unwrap();
            let mut resumed = TrainingRun::resume(&saved).unwrap();
            resumed.advance(whole.epoch() * whole.steps_per_epoch() - steps);
            assert_eq!((resumed.epoch(), resumed.step()), (6, 0));
            assert_eq!(bits(&resumed), bits(&whole), "{steps} steps");
            let cut = |run: &TrainingRun| {
                run.observe()[0].layers.iter().map(|layer| layer.cut_by_l1.clone()).collect::<Vec<_>>()
            };
            assert_eq!(cut(&resumed), cut(&whole));
            // An earlier state of the same run.
            whole.restore(&saved).unwrap();
            whole.advance(6 * whole.steps_per_epoch() - steps);
        }
    }
}

fn cut(seen: &Observation) -> usize {
    seen.layers.iter().filter_map(LayerObservation::cut_links).sum()
}

#[test]
fn a_cut_link_stays_cut_whatever_the_optimizer() {
    for optimizer in ["sgd", "adam", "rmsprop", "nadam", "{ kind = \"sgd\", learning_rate = 0.05, momentum = 0.9 }"] {
        let optimizer = if optimizer.starts_with('{') {
            optimizer.to_owned()
        } else {
            format!("{{ kind = \"{optimizer}\", learning_rate = 0.05 }}")
        };
        let keys = format!("optimizer = {optimizer}\nl1 = 0.5\nl1_rule = \"cut\"\nbatch_size = 5\nloss = \"half-mse\"");
        let mut run = start(&line(&keys));
        run.advance_epochs(40);
        let before = run.observe().remove(0);
        assert!(cut(&before) > 0, "{optimizer}");
        run.advance_epochs(5);
        let after = run.observe().remove(0);
        for (before, after) in before.layers.iter().zip(&after.layers) {
            let was = before.cut_by_l1.as_ref().unwrap();
            for ((at, was), is) in was.indexed_iter().zip(after.cut_by_l1.as_ref().unwrap()) {
                assert!(!was || *is && after.weights[at] == 0.0, "{optimizer}");
                let (gradient, next) = (after.gradient.as_ref().unwrap(), after.next_step.as_ref().unwrap());
                assert!(!is || gradient.weights[at] == 0.0 && next.weights[at] == 0.0, "{optimizer}");
            }
        }
    }
    let run = start(&line("l1 = 0.5"));
    assert_eq!(run.observe()[0].layers[0].cut_by_l1, None, "the usual rule cuts nothing");
}

#[test]
fn initial_biases_are_those_of_the_network_unless_a_layer_has_its_own() {
    let text = "epochs = 1\ndata = \"circle\"\n[[contestant]]\nbias_init = 0.25\nlayers = [{ units = 2, activation = \"tanh\" }, \
                { units = 1, activation = \"tanh\", biases = [-1.0] }]\n";
    let seen = start(text).observe().remove(0);
    assert_eq!((seen.layers[0].biases.clone(), seen.layers[1].biases.clone()), (vec![0.25; 2], vec![-1.0]));
    let error = parse(&text.replace("0.25", "inf"), "x.toml").unwrap_err().to_string();
    assert!(error.contains("bias_init"), "{error}");
}

#[test]
fn contestants_share_the_points_and_draw_as_if_alone() {
    let text = |second: &str| {
        let network = |name: &str, units: usize, init: &str| {
            format!(
                "[[contestant]]\nname = \"{name}\"\nshuffle = false\ninit = {init}\nlayers = [{{ units = {units}, activation = \"tanh\" }}, \
                 {{ units = 1, activation = \"tanh\" }}]\n"
            )
        };
        let first = network("a", 4, "{ kind = \"playground\", seed = \"hello\" }");
        format!(
            "epochs = 1\nseed = 3\n[data]\nkind = \"spiral\"\nnoise = 0.1\ntest = 0.4\n{first}{}",
            network("b", 4, second)
        )
    };
    let both = start(&text("{ kind = \"playground\", seed = \"hello\" }"));
    let seen = both.observe();
    assert_eq!(seen[0].layers, seen[1].layers);
    assert_eq!((both.data().samples(), both.test_data().unwrap().samples()), (300, 200));
    let mixed = start(&text("\"glorot-uniform\""));
    assert_eq!(mixed.data(), both.data());
    assert_ne!(mixed.observe()[0].layers[0].weights, mixed.observe()[1].layers[0].weights);
    let error = parse(&text("{ kind = \"playground\", seed = \"other\" }"), "x.toml").unwrap_err().to_string();
    assert!(error.contains("the same text"), "{error}");
    let error = parse(&text("{ kind = \"playground\", zeros = true }"), "x.toml").unwrap_err().to_string();
    assert!(error.contains("zero"), "{error}");
}

#[test]
fn networks_without_inputs_train_their_biases() {
    let text = "epochs = 3\n[data]\nkind = \"circle\"\nfeatures = \"none\"\ntest = 0.5\n[[contestant]]\ninit = \"playground\"\n\
                layers = [{ units = 2, activation = \"tanh\" }, { units = 1, activation = \"tanh\" }]\n";
    let mut run = start(text);
    let before = parameters(&run);
    run.finish();
    assert_eq!(before.len(), 2 + 2 + 1);
    assert_ne!(parameters(&run), before);
    let again = parse(&run.experiment().to_toml(), "x.toml").unwrap();
    assert_eq!(&again, run.experiment().as_ref());
    let error = parse(&text.replace("\"none\"", "\"nothing\""), "x.toml").unwrap_err().to_string();
    assert!(error.contains("list of formulas"), "{error}");
}
