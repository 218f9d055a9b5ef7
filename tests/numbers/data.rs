//! Data sets compared with NumPy, and the forms of docs/data.md.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use actlab::nn::dataset::{Dataset, DatasetSpec, Inline, TaskKind};
use actlab::nn::experiment::{Experiment, ExperimentError, Hyperparameter, Success, parse};
use actlab::nn::memory::Memory;
use actlab::nn::sweep::journal_lines::{self, SweepJournalLine};
use actlab::nn::sweep::{SweepSetup, TrainingFigures, run_seed};
use actlab::nn::training_run::{Schedule, TrainingRun};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const DOCS: &str = include_str!("../../docs/data.md");
const MODEL: &str =
    "[[contestant]]\nlayers = [{ units = 4, activation = \"tanh\" }, { units = 1, activation = \"linear\" }]";

/// An experiment on these data, whose last layer has as many units as they need.
fn experiment(data: &str) -> Result<Experiment, ExperimentError> {
    let text = |units: usize| {
        let model = MODEL.replace("units = 1", &format!("units = {units}"));
        // A line that is no table must come before the tables.
        if data.starts_with('[') {
            format!("epochs = 2\n{data}\n{model}")
        } else {
            format!("{data}\nepochs = 2\n{model}")
        }
    };
    (1..=10)
        .map(|units| parse(&text(units), "data.toml"))
        .find(Result::is_ok)
        .unwrap_or_else(|| parse(&text(1), "data.toml"))
}

fn generated(data: &str, seed: u64) -> Dataset {
    let split = experiment(&format!("data = {{ {data} }}")).unwrap().data.generate(seed).unwrap();
    Dataset::clone(&split.train)
}

/// The error of a line in the table of the data.
fn error(line: &str) -> String {
    experiment(&format!("[data]\n{line}")).unwrap_err().to_string()
}

/// The inputs of a sample, and its target or the index of its class.
fn row(data: &Dataset, sample: usize) -> Vec<f64> {
    let targets = data.targets.column(sample);
    let class = || targets.iter().position(|t| *t == 1.0).unwrap() as f64;
    let target = if targets.len() == 1 { targets[0] } else { class() };
    data.inputs.column(sample).iter().copied().chain([target]).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn near(ours: &[f64], theirs: &[f64], about: &str) {
    assert_eq!(ours.len(), theirs.len(), "{about}");
    let differs = ours.iter().zip(theirs).any(|(a, b)| (a - b).abs() > 1e-11 * (1.0 + b.abs()));
    assert!(!differs, "{about}: {ours:?} is not {theirs:?}");
}

#[test]
fn every_set_has_the_points_that_numpy_computes() {
    let oracle: Value = serde_json::from_str(include_str!("../data/data_oracle.json")).unwrap();
    for case in oracle["cases"].as_array().unwrap() {
        let (name, seed) = (case["data"].as_str().unwrap(), case["seed"].as_u64().unwrap());
        let data = generated(name, seed);
        let rows: Vec<Vec<f64>> = (0..data.samples()).map(|sample| row(&data, sample)).collect();
        assert_eq!(rows.len() as u64, case["points"].as_u64().unwrap(), "{name}");
        let first = case["first"].as_array().unwrap().iter().zip(&rows);
        let last = case["last"].as_array().unwrap().iter().zip(&rows[rows.len() - 2..]);
        first.chain(last).for_each(|(theirs, ours)| near(ours, &numbers(theirs), name));
        let count = rows.len() as f64;
        let column = |n: usize| rows.iter().map(move |row| row[n]);
        let means: Vec<f64> = (0..rows[0].len()).map(|n| column(n).sum::<f64>() / count).collect();
        near(&means, &numbers(&case["mean"]), name);
        let squares = |(n, mean): (usize, &f64)| column(n).map(|x| (x - mean) * (x - mean)).sum::<f64>();
        let deviations: Vec<f64> = means.iter().enumerate().map(|each| (squares(each) / count).sqrt()).collect();
        near(&deviations, &numbers(&case["deviation"]), name);
    }
}

#[test]
fn noise_leaves_points_or_moves_them_as_the_table_says() {
    for (kind, moves) in [("circle", false), ("xor-cloud", false), ("reg-plane", false), ("reg-gauss", false)]
        .into_iter()
        .chain(["gauss", "spiral", "rings", "checkerboard", "blobs"].map(|kind| (kind, true)))
        .chain(["sine", "steps", "line"].map(|kind| (kind, false)))
    {
        let [still, noisy] = ["0.0", "0.3"].map(|noise| generated(&format!("kind = \"{kind}\", noise = {noise}"), 3));
        assert_eq!(still.inputs != noisy.inputs, moves, "{kind}");
        assert_eq!(still.targets != noisy.targets, !moves, "{kind}");
        assert_ne!(noisy, generated(&format!("kind = \"{kind}\", noise = 0.3"), 4), "{kind}: seeds differ");
    }
}

#[test]
fn signs_have_their_border_at_zero_and_classes_a_column_each() {
    let tasks = [("circle", TaskKind::Signs), ("checkerboard", TaskKind::Labels), ("rings", TaskKind::Classes)];
    for (kind, task) in tasks {
        let experiment = experiment(&format!("data = \"{kind}\"")).unwrap();
        assert_eq!((experiment.data.task(), experiment.data.generate(1).unwrap().train.task), (task, task), "{kind}");
    }
    let inline = "kind = \"inline\", inputs = [[0], [1]], targets = [[-1], [1]]";
    assert_eq!(generated(inline, 1).task, TaskKind::Signs);
    assert!(matches!(generated(&format!("{inline}, tolerance = 0.1"), 1).task, TaskKind::Numbers { .. }));
    let circle = experiment("data = \"circle\"").unwrap();
    let rule = circle.contestants[0].model.accuracy_rule(circle.data.task());
    assert_eq!(rule.border(), 0.0);
    assert!(rule.is_right(&[0.1], &[1.0]) && rule.is_right(&[-0.1], &[-1.0]) && !rule.is_right(&[0.4], &[-1.0]));
    // The accuracy of training and the rule count the same outputs.
    let mut run = TrainingRun::new(&Arc::new(circle), 5).unwrap();
    run.finish();
    let (data, seen) = (run.data(), run.observe());
    let outputs = seen[0].learner.predict(data.inputs.view());
    let right = (0..data.samples()).filter(|n| rule.is_right(&[outputs[[0, *n]]], &[data.targets[[0, *n]]])).count();
    assert_eq!(seen[0].now.accuracy, right as f64 / data.samples() as f64);
}

#[test]
fn mistakes_in_data_say_what_would_be_right() {
    let cases = [
        ("kind = \"spiral\"\npoints = 3", "line 3: points is 3, and must be from 4 to 100000"),
        ("kind = \"spiral\"\nnoise = -0.1", "line 3: noise is -0.1, and must be zero or positive"),
        ("kind = \"blobs\"\ncentres = 11", "line 3: centres is 11, and must be from 2 to 10"),
        ("kind = \"spirale\"", "line 3: there is no kind of data \"spirale\"; did you mean \"spiral\"?"),
        ("kind = \"circle\"\ncentres = 2", "[data] has no \"centres\""),
        ("kind = \"formula\"", "need one of label"),
        ("kind = \"formula\"\nlabel = \"y > \"", "line 4: label is no formula: column 5"),
        ("kind = \"formula\"\nlabel = \"y + x\"", "label needs a condition"),
        ("kind = \"formula\"\ntarget = \"z\"", "target is no formula"),
        ("kind = \"formula\"\ntarget = \"x\"\nrange = [2, 1]", "the range from 2 to 1 is empty"),
        ("kind = \"xor\"\ntest = 1.0", "line 3: test is 1, and must be from 0 to below 1"),
        ("kind = \"xor\"\ntest = 0.9", "line 3: of 4 rows this test would have 4; both training and test need a row"),
        ("kind = \"xor\"\nscale = \"standart\"", "line 3: there is no scale \"standart\"; did you mean \"standard\"?"),
        ("kind = \"xor\"\nfeatures = [\"x\", \"z^2\"]", "\"z^2\" is no formula over the columns x, y"),
        ("kind = \"xor\"\ntset = 0.5", "did you mean \"test\"?"),
        ("kind = \"xor\"\nfeatures = [1]", "line 3: \"features\""),
    ];
    for (line, said) in cases {
        let said = said.replace("line 3", if line.contains('\n') { "line 4" } else { "line 3" });
        let error = error(line);
        assert!(error.contains(&said), "{line}: {error}");
    }
    let pole = experiment("data = { kind = \"xor\", features = [\"1/x\"] }").unwrap();
    let error = TrainingRun::new(&Arc::new(pole), 1).unwrap_err().to_string();
    assert!(error.contains("\"1/x\" is inf on row 1"), "{error}");
    let undefined = experiment("data = { kind = \"formula\", target = \"ln(x)\" }").unwrap();
    let error = TrainingRun::new(&Arc::new(undefined), 1).unwrap_err().to_string();
    assert!(error.contains("no finite target"), "{error}");
}

#[test]
fn the_noise_of_any_set_can_be_varied() {
    for kind in DatasetSpec::names() {
        let Some(spec) = DatasetSpec::named(kind) else { continue };
        let mut changed = experiment(&format!("data = \"{kind}\"")).unwrap();
        assert_eq!(changed.value_of(Hyperparameter::Noise), spec.noise().map(|(noise, _)| noise.to_string()));
        if spec.noise().is_some() {
            changed = changed.with(Hyperparameter::Noise, "0.25").unwrap();
            assert_eq!(changed.data.noise().unwrap().0, 0.25, "{kind}");
            assert_eq!(parse(&changed.to_toml(), "data.toml").unwrap(), changed, "{kind}");
        }
    }
}

#[test]
fn features_scale_and_split_are_those_that_numpy_computes() {
    let oracle: Value = serde_json::from_str(include_str!("../data/data_oracle.json")).unwrap();
    for case in oracle["prepared"].as_array().unwrap() {
        let (name, seed) = (case["data"].as_str().unwrap(), case["seed"].as_u64().unwrap());
        let split = experiment(&format!("data = {{ {name} }}")).unwrap().data.generate(seed).unwrap();
        let test = split.test.unwrap();
        let counts = [split.train.samples(), test.samples()].map(|count| count as f64);
        assert_eq!(counts.to_vec(), numbers(&case["counts"]), "{name}");
        for (part, data) in [("train", &split.train), ("test", &test)] {
            for (n, theirs) in case[part].as_array().unwrap().iter().enumerate() {
                near(&row(data, n), &numbers(theirs), name);
            }
            // What the models see is made of the columns.
            assert_eq!(data.inputs_of(data.columns()), data.inputs, "{name}");
        }
    }
}

const SPLIT: &str = "data = { kind = \"moons\", noise = 0.3, test = 0.25, scale = \"standard\" }";

#[test]
fn the_test_is_evaluated_like_training_and_trains_nothing() {
    let experiment = Arc::new(experiment(SPLIT).unwrap());
    assert_eq!((experiment.data.samples(), experiment.data.test_samples()), (150, 50));
    let mut run = TrainingRun::new(&experiment, 5).unwrap().with_schedule(Schedule::Always);
    run.finish();
    let epochs = run.take_epochs().remove(0);
    let test = run.test_data().unwrap();
    for seen in run.observe() {
        let outputs = seen.learner.predict(test.inputs.view());
        let errors = outputs.iter().zip(&test.targets).map(|(y, t)| (y - t) * (y - t)).sum::<f64>();
        let right = outputs.iter().zip(&test.targets).filter(|(y, t)| (**y > 0.5) == (**t > 0.5)).count();
        let metrics = seen.test.unwrap();
        assert!((metrics.loss - errors / 50.0).abs() < 1e-12);
        assert_eq!(metrics.accuracy, right as f64 / 50.0);
        assert_eq!(epochs.last().unwrap().test, Some(metrics));
        assert!(epochs.iter().all(|epoch| epoch.test.is_some() && epoch.test != epoch.evaluated));
    }
    // The same training rows as a table give the same weights, bit for bit, in batches of any size.
    for batch in ["32", "1000", "4"] {
        let split = Arc::new(experiment.with(Hyperparameter::BatchSize, batch).unwrap());
        let mut run = TrainingRun::new(&split, 5).unwrap().with_schedule(Schedule::Always);
        let rows = |table: &ndarray::Array2<f64>| table.columns().into_iter().map(|c| c.to_vec()).collect();
        let (inputs, targets) = (rows(&run.data().inputs), rows(&run.data().targets));
        let mut alone = Experiment::clone(&split);
        alone.data = DatasetSpec::Inline(Inline { inputs, targets, tolerance: None, test_rows: 0 }).into();
        let mut other = TrainingRun::new(&Arc::new(alone), 5).unwrap().with_schedule(Schedule::Always);
        run.finish();
        other.finish();
        assert_eq!(run.observe()[0].layers, other.observe()[0].layers, "{batch}");
        let evaluated = |run: &mut TrainingRun| run.take_epochs()[0].iter().map(|e| e.evaluated).collect::<Vec<_>>();
        assert_eq!(evaluated(&mut run), evaluated(&mut other), "{batch}");
    }
}

#[test]
fn a_split_seed_gives_every_run_the_same_test_rows() {
    let with = |more: &str| experiment(&format!("data = {{ kind = \"xor\", test = 0.5{more} }}")).unwrap();
    let test = |data: &Experiment, seed| data.data.generate(seed).unwrap().test.unwrap().inputs.clone();
    let (own, fixed) = (with(""), with(", split_seed = 3"));
    assert!(own.data.is_random() && !fixed.data.is_random());
    assert!((0..20).all(|seed| test(&fixed, seed) == test(&own, 3)));
    assert!((0..20).any(|seed| test(&own, seed) != test(&own, 3)));
}

#[test]
fn a_sweep_is_judged_by_the_test() {
    let mut split = experiment(SPLIT).unwrap();
    split.success = Some(Success::Accuracy(0.8));
    split.epochs = 40.into();
    let split = Arc::new(split);
    let outcome = run_seed(&split, 3, &[20, 40], &AtomicBool::new(false)).unwrap().unwrap();
    let mut run = TrainingRun::new(&split, 3).unwrap();
    run.finish();
    let (seen, ended) = (&run.observe()[0], &outcome.contestants[0]);
    let test = seen.test.unwrap();
    assert_eq!((ended.loss, ended.accuracy), (test.loss, test.accuracy));
    assert_eq!(ended.succeeded, Some(test.accuracy >= 0.8));
    assert_eq!(ended.recorded_losses[1], test.loss as f32);
    assert_eq!(ended.training, Some(TrainingFigures { loss: seen.now.loss, accuracy: seen.now.accuracy }));
    // A line of the journal reads back to the same outcome.
    let setup = SweepSetup::new(&split, 3, 1, vec![]).unwrap();
    let setup_epochs = setup.recorded_epochs().to_vec();
    let outcome = run_seed(&split, 3, &setup_epochs, &AtomicBool::new(false)).unwrap().unwrap();
    let line = journal_lines::seed(&setup, 0, &outcome);
    assert_eq!(journal_lines::read(&line, Memory::UNLIMITED).unwrap(), SweepJournalLine::Seed(0, outcome));
    let header = journal_lines::read(&journal_lines::header(&setup), Memory::UNLIMITED).unwrap();
    assert_eq!(header, SweepJournalLine::Header(Box::new(setup)));
}

/// The blocks of docs/data.md in a language.
fn blocks(language: &str) -> Vec<&str> {
    let parts = DOCS.split("```").collect::<Vec<_>>();
    parts.iter().skip(1).step_by(2).filter_map(|part| part.strip_prefix(language)?.strip_prefix('\n')).collect()
}

#[test]
fn every_form_in_the_documentation_runs_as_written() {
    let blocks = blocks("toml");
    assert!(blocks.len() >= 6);
    for block in blocks {
        let experiment = experiment(block).unwrap_or_else(|error| panic!("{block}\n{error}"));
        let mut run = TrainingRun::new(&Arc::new(experiment), 1).unwrap();
        run.finish();
        assert!(run.evaluate()[0].loss.is_finite(), "{block}");
    }
    for kind in DatasetSpec::names() {
        assert!(DOCS.contains(&format!("`{kind}`")) || DOCS.contains(&format!("\"{kind}\"")), "{kind} is missing");
    }
}
