//! Experiments as files: they read back the same, and every mistake gets a message.

use actlab::functions::activation;
use actlab::functions::function::Function;
use actlab::nn::data_setup::{DataSetup, Scaling};
use actlab::nn::dataset::{DatasetSpec, Inline};
use actlab::nn::experiment::{
    Contestant, Experiment, ExperimentError, Hyperparameter, LastBatch, LocalizedText, Model, NetworkSetup, RunJournal,
    Success, all, find, parse,
};
use actlab::nn::init::Init;
use actlab::nn::loss::Loss;
use actlab::nn::network::LayerSetup;
use actlab::nn::optimizer::Optimizer;
use actlab::nn::perceptron::PerceptronSetup;
use actlab::nn::regularizer::{L1, L1Rule, Regularizer};
use actlab::nn::stop::{Epochs, StopMeasure, StopRule};
use actlab::nn::training_run::TrainingRun;
use actlab::words::{Language, ToMessage, Words};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;
use std::sync::Arc;

#[test]
fn every_built_in_experiment_survives_writing_and_reading() {
    for experiment in all().unwrap() {
        let again = parse(&experiment.to_toml(), &format!("{}.toml", experiment.id)).unwrap();
        assert_eq!(again, experiment);
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL
}

fn function() -> impl Strategy<Value = Function> {
    let ids: Vec<&str> = activation::all().map(|activation| activation.id).collect();
    (prop::sample::select(ids), 0.0..=1.0f64).prop_map(|(id, share)| {
        let mut function = Function::named(id).unwrap();
        for parameter in function.parameters().to_vec() {
            function
                .set_parameter(
                    &parameter.name,
                    (parameter.min + share * (parameter.max - parameter.min)).clamp(parameter.min, parameter.max),
                )
                .unwrap();
        }
        function
    })
}

/// The kinds of a registry, with any numbers between 0 and 1 for their constants.
fn kinds<T>(names: Vec<&'static str>, named: fn(&str) -> Option<T>) -> impl Strategy<Value = T>
where
    T: Clone + Debug + DeserializeOwned + Serialize + 'static,
{
    let all: Vec<T> = names.into_iter().filter_map(named).collect();
    (prop::sample::select(all), prop::collection::vec(1e-9..1.0f64, 6)).prop_map(|(kind, numbers)| {
        let mut value = toml::Value::try_from(&kind).unwrap();
        let constants = value.as_table_mut().into_iter().flat_map(toml::Table::iter_mut).map(|(_, constant)| constant);
        for (constant, number) in constants.filter(|constant| constant.is_float()).zip(numbers) {
            *constant = number.into();
        }
        value.try_into().unwrap()
    })
}

fn init() -> impl Strategy<Value = Init> {
    (prop::sample::select(Init::names()), 0.0..9.0f64).prop_map(|(name, number)| {
        let init = Init::named(name).unwrap();
        init.clone().with_number(number).unwrap_or(init)
    })
}

prop_compose! {
    fn network()(
        function in function(), units in 1..5_usize, weights in prop::option::of(prop::collection::vec(number(), 8)),
        init in init(), loss in kinds(Loss::names(), Loss::named),
        optimizer in kinds(Optimizer::names(), Optimizer::named),
        regularizers in prop::collection::vec(kinds(Regularizer::names(), Regularizer::named), 0..3),
        batch_size in 1..100_usize, (shuffle, train) in any::<(bool, bool)>(), bias_init in number(),
        (last_batch, cuts) in (prop::sample::select(vec![LastBatch::Short, LastBatch::Carry]), any::<bool>()),
    ) -> NetworkSetup {
        let mut first = LayerSetup::new(units, function);
        first.train_alpha &= train;
        if let Some(numbers) = weights {
            first.weights = Some(numbers.chunks(2).take(units).map(<[f64]>::to_vec).collect());
            first.biases = Some(numbers.into_iter().take(units).collect());
        }
        let layers = vec![first, LayerSetup::new(1, Function::named("linear").unwrap())];
        let cut = |regularizer| match regularizer {
            Regularizer::L1(l1) if cuts => L1 { rule: L1Rule::Cut, ..l1 }.into(),
            other => other,
        };
        let regularizers = regularizers.into_iter().map(cut).collect();
        NetworkSetup { layers, init, bias_init, loss, optimizer, batch_size, shuffle, last_batch, regularizers }
    }
}

fn perceptron() -> impl Strategy<Value = PerceptronSetup> {
    let start = prop::option::of((prop::collection::vec(number(), 2), number()));
    (number(), 1e-9..1e3f64, start).prop_map(|(threshold, learning_rate, start)| PerceptronSetup {
        function: Function::named("step").unwrap(),
        threshold,
        learning_rate,
        weights: start.clone().map(|start| start.0),
        bias: start.map(|start| start.1),
    })
}

fn text() -> impl Strategy<Value = LocalizedText> {
    prop::collection::btree_map(prop::sample::select(vec![String::new(), "en".to_owned(), "ko".to_owned()]), ".*", 0..3)
        .prop_map(LocalizedText)
}

fn source() -> impl Strategy<Value = DatasetSpec> {
    // The networks have two inputs.
    let fits = |spec: &DatasetSpec| spec.shape().is_ok_and(|shape| shape == (2, 1));
    let names = DatasetSpec::names();
    let names: Vec<_> = names.into_iter().filter(|name| DatasetSpec::named(name).as_ref().is_some_and(fits)).collect();
    assert!(names.contains(&"moons") && names.contains(&"xor"), "{names:?}");
    let table = (prop::collection::vec((number(), number(), number()), 1..6), prop::option::of(0.0..9.0f64));
    prop_oneof![
        kinds(names, DatasetSpec::named),
        table.prop_map(|(rows, tolerance)| DatasetSpec::Inline(Inline {
            inputs: rows.iter().map(|row| vec![row.0, row.1]).collect(),
            targets: rows.iter().map(|row| vec![row.2]).collect(),
            tolerance,
            test_rows: 0,
        })),
    ]
}

fn data() -> impl Strategy<Value = DataSetup> {
    let features = prop::collection::vec(prop::sample::select(vec!["x", "y", "x^2", "x*y", "sin(x)"]), 2..=2);
    let scale = prop::sample::select(vec![Scaling::None, Scaling::Standard, Scaling::Minmax]);
    let shared = (prop::option::of(features), scale, prop::option::of(0..i64::MAX as u64));
    (source(), shared).prop_map(|(source, (features, scale, split_seed))| {
        let features = features.map(|features| features.into_iter().map(str::to_owned).collect());
        let test = split_seed.filter(|_| source.samples() > 2).map(|_| 0.5);
        DataSetup { source, features, scale, test, test_file: None, split_seed }
    })
}

fn stop_rule() -> impl Strategy<Value = Option<StopRule>> {
    let rule = |(measure, bound): (StopMeasure, f64)| StopRule { measure, bound };
    prop::option::of(prop_oneof![
        (Just(StopMeasure::Accuracy), 0.0..=1.0).prop_map(rule),
        (Just(StopMeasure::TestLoss), 1e-6..9.0).prop_map(rule),
        (1..9000_u32).prop_map(|epochs| StopRule { measure: StopMeasure::Patience, bound: f64::from(epochs) }),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_experiment_survives_writing_and_reading(
        title in text(), notes in text(), epochs in prop::option::of(0..=u64::from(u32::MAX)), rule in stop_rule(), seed in 0..i64::MAX as u64, data in data(),
        limit in 1e-3..1e300f64, success in prop::option::of((any::<bool>(), 0.1..9.0f64)),
        models in prop::collection::vec(prop_oneof![
            network().prop_map(Model::Network), perceptron().prop_map(Model::Perceptron)
        ], 1..4),
        stream in prop::option::of(0..i64::MAX as u64), mut edits in prop::collection::vec((0..9_u64, 0..9_u64, 0.001..1.0f64), 0..4),
    ) {
        edits.sort_by_key(|(epoch, step, _)| (*epoch, *step));
        let mut journal = RunJournal::default();
        for (epoch, step, rate) in edits {
            journal.add_written(&format!("{epoch}.{step} set learning_rate {rate}")).unwrap();
        }
        let labels = matches!(data.source, DatasetSpec::LogicGate(_));
        let epochs = epochs.map_or(Epochs::Endless, Epochs::Count);
        let stop: Vec<StopRule> = rule.into_iter().filter(|rule| rule.measure != StopMeasure::TestLoss || data.has_test()).collect();
        let experiment = Experiment {
            id: "own".to_owned(), title, question: LocalizedText::default(), notes, epochs, stop, seed, loss_limit: limit, data,
            success: success.map(|(loss, x)| if loss { Success::Loss(x) } else { Success::Accuracy(x / 9.0) }),
            journal,
            contestants: models.into_iter().enumerate()
                .map(|(index, mut model)| {
                    if let Model::Network(setup) = &mut model && stream.is_some() {
                        (setup.layers[0].cut, setup.layers[0].frozen) = (vec![(0, 0)], vec![0]);
                    }
                    if let Model::Network(setup) = &mut model && !labels {
                        // These two losses require labels.
                        if matches!(setup.loss, Loss::Hinge(_) | Loss::BinaryCrossEntropy(_)) {
                            setup.loss = Loss::named("mae").unwrap();
                        }
                    }
                    Contestant { stream, ..Contestant::new(format!("no. \"{index}\""), model) }
                }).collect(),
        };
        let written = experiment.to_toml();
        let read = parse(&written, "folder/own.toml");
        prop_assert_eq!(read, Ok(experiment), "{}", written);
    }
}

/// The error of a file with one change.
fn mistake(from: &str, to: &str) -> ExperimentError {
    const SOUND: &str = "title = \"t\"\nepochs = 10\n[data]\nkind = \"xor\"\n[[contestant]]\nname = \"a\"\nlayers = [\n  \
                         { units = 2, activation = \"sigmoid\" },\n  { units = 1, activation = \"linear\" },\n]\n\
                         loss = \"mse\"\noptimizer = { kind = \"adam\", learning_rate = 0.01 }\nbatch_size = 32\n";
    assert!(parse(SOUND, "f.toml").is_ok() && SOUND.contains(from), "{from}");
    parse(&SOUND.replacen(from, to, 1), "f.toml").unwrap_err()
}

fn error(from: &str, to: &str) -> String {
    mistake(from, to).to_string()
}

#[test]
fn mistakes_are_said_in_korean_as_well() {
    let korean = Words::of(Language::Korean);
    let cases = [
        ("epochs", "epoch", "2번째 줄: 실험에는 \"epoch\" 항목이 없습니다. \"epochs\"을(를) 뜻하셨습니까?"),
        (
            "epochs = 10",
            "epochs = \"x\"",
            "2번째 줄: \"epochs\"에는 정수 또는 \"endless\"이(가) 와야 하는데 문자열이(가) 왔습니다",
        ),
        ("epochs = 10", "epochs = -1", "2번째 줄: \"epochs\"의 값은 0 이상의 정수여야 하는데 -1입니다"),
        ("epochs = 10\n", "", "1번째 줄: 실험에는 \"epochs\" 항목이 필요합니다. 예: epochs = 1000"),
        ("\"xor\"", "\"xorr\"", "4번째 줄: \"xorr\"(이)라는 데이터 종류은(는) 없습니다. \"xor\"을(를) 뜻하셨습니까?"),
        ("units = 2", "units = 0", "8번째 줄: 한 층의 유닛은 1개에서 4096개까지인데 0개입니다"),
        ("0.01", "-0.01", "12번째 줄: learning_rate의 값이 -0.01입니다. 0보다 큰 수여야 합니다"),
        ("0.01 }", "nan }", "12번째 줄: \"learning_rate\"에는 수이(가) 와야 하는데 NaN은(는) 유한한 수가 아닙니다"),
        (
            "batch_size = 32",
            "init = 3",
            "13번째 줄: \"init\"에는 초기화의 이름이나 kind가 있는 테이블이(가) 와야 하는데 수이(가) 왔습니다",
        ),
        (
            "\"sigmoid\" }",
            "{ formula = \"tahn(x)\" } }",
            "8번째 줄: 1번째 칸: tahn(이)라는 이름은 없습니다. tanh을(를) 뜻하셨습니까?",
        ),
    ];
    for (from, to, right) in cases {
        assert_eq!(korean.say(&mistake(from, to)), format!("f.toml, {right}"));
    }
    assert_eq!(
        error("batch_size = 32", "init = 3"),
        "f.toml, line 13: \"init\" takes a name, or a table with the kind of init, not a number"
    );
}

#[test]
fn mistakes_are_data() {
    let json = mistake("units = 2", "units = 0").message().to_json(&Words::of(Language::English));
    assert_eq!(json["key"], "error.experiment.document");
    let line = &json["args"]["reason"];
    assert_eq!((&line["args"]["file"], &line["args"]["line"]), (&json!("f.toml"), &json!(8)));
    let reason = &line["args"]["reason"];
    assert_eq!((&reason["key"], &reason["args"]["units"]), (&json!("error.setup-problem.units"), &json!(0)));
    let mut experiment = find("parabola").unwrap();
    let Model::Network(setup) = &mut experiment.contestants[1].model else { panic!("a network") };
    setup.layers[0].units = 0;
    let error = experiment.check().unwrap_err();
    assert_eq!(error.to_string(), "layer 1 of 'serial': a layer has 1 to 4096 units, not 0");
    let json = error.message().to_json(&Words::of(Language::Korean));
    assert_eq!(json["args"]["path"], json!(["contestant", 1, "layers", 0, "units"]));
    assert_eq!(json["message"], "'serial'의 1층: 한 층의 유닛은 1개에서 4096개까지인데 0개입니다");
}

#[test]
fn the_learning_rate_of_a_perceptron_is_said_as_a_number() {
    let text = find("perceptron-or").unwrap().to_toml();
    let wrong = text.replacen("learning_rate = ", "learning_rate = -", 1);
    let said = parse(&wrong, "f.toml").unwrap_err().to_string();
    let rate = find("perceptron-or").unwrap().value_of(Hyperparameter::LearningRate).unwrap();
    assert!(said.ends_with(&format!(": learning_rate is -{rate}, and must be positive")), "{said}");
}

#[test]
fn mistakes_get_a_sentence_with_file_line_and_right_word() {
    let cases = [
        (
            "title",
            "schema = 4294967296\ntitle",
            "f.toml, line 1: schema is 4294967296, and must be from 0 to 4294967295",
        ),
        ("title", "schema = 2\ntitle", "f.toml, line 1: this file has schema 2, and this program reads schema 1"),
        ("epochs", "epoch", "f.toml, line 2: an experiment has no \"epoch\"; did you mean \"epochs\"?"),
        ("epochs = 10", "epochs = \"x\"", "f.toml, line 2: \"epochs\" takes a whole number, or \"endless\", not text"),
        ("epochs = 10", "epochs = -1", "f.toml, line 2: \"epochs\" takes a whole number from 0, not -1"),
        ("epochs = 10\n", "", "f.toml, line 1: an experiment needs \"epochs\", as in epochs = 1000"),
        ("\"xor\"", "\"xorr\"", "f.toml, line 4: there is no kind of data \"xorr\"; did you mean \"xor\"?"),
        (
            "kind = \"xor\"",
            "kind = \"xor\"\nnoise = 1",
            "f.toml, line 5: [data] has no \"noise\"; expected one of kind, features, scale, test, split_seed",
        ),
        ("sigmoid", "sigmoyd", "f.toml, line 8: there is no activation \"sigmoyd\"; did you mean \"sigmoid\"?"),
        ("units = 2,", "unit = 2,", "f.toml, line 8: a layer has no \"unit\"; did you mean \"units\"?"),
        ("units = 2", "units = 0", "f.toml, line 8: a layer has 1 to 4096 units, not 0"),
        ("units = 1", "units = 3", "f.toml, line 7: the last layer of 'a' has 3 units and the targets have 1"),
        (
            "\"sigmoid\" }",
            "\"sigmoid\", weights = [[1, 2]] }",
            "f.toml, line 8: the weights must be of shape [2][2]: a row for each unit, a number for each input",
        ),
        ("\"sigmoid\" }", "\"sigmoid\", biases = [1] }", "f.toml, line 8: there must be 2 biases, one per unit, not 1"),
        ("\"sigmoid\" }", "\"elu\", alpa = 1 }", "f.toml, line 8: a layer has no \"alpa\"; did you mean \"alpha\"?"),
        ("\"mse\"", "\"mea\"", "f.toml, line 11: there is no loss \"mea\"; did you mean \"mae\"?"),
        ("\"adam\"", "\"adm\"", "f.toml, line 12: there is no optimizer \"adm\"; did you mean \"adam\"?"),
        ("0.01", "-0.01", "f.toml, line 12: learning_rate is -0.01, and must be positive"),
        (
            "learning_rate",
            "learning-rate",
            "f.toml, line 12: an optimizer has no \"learning-rate\"; did you mean \"learning_rate\"?",
        ),
        ("0.01 }", "0.01, beta_1 = 1 }", "f.toml, line 12: beta_1 is 1, and must be from 0 to below 1"),
        ("batch_size = 32", "batch_size = 0", "f.toml, line 13: batch_size is 0, and a batch needs a sample"),
        (
            "batch_size = 32",
            "init = \"glorot-unifrm\"",
            "f.toml, line 13: there is no init \"glorot-unifrm\"; did you mean \"glorot-uniform\"?",
        ),
        ("batch_size = 32", "l1 = -1", "f.toml, line 13: l1 is -1, and must be zero or positive"),
        ("batch_size = 32", "delta = 2.0", "f.toml, line 13: only the loss \"huber\" has a delta"),
        (
            "name = \"a\"",
            "kind = \"perceptrn\"",
            "f.toml, line 6: there is no kind of contestant \"perceptrn\"; did you mean \"perceptron\"?",
        ),
    ];
    for (from, to, right) in cases {
        assert_eq!(error(from, to), right);
    }
    let broken = parse("epochs = \n", "f.toml").unwrap_err().to_string();
    assert!(broken.starts_with("f.toml, line 1: ") && !broken.contains('\n'), "{broken}");
}

#[test]
fn tables_that_are_not_rectangular_are_refused() {
    let file = |data: &str| {
        let rest = "[[contestant]]\nlayers = [{ units = 1, activation = \"linear\" }]\n";
        parse(&format!("epochs = 1\n[data]\nkind = \"inline\"\n{data}\n{rest}"), "f.toml").unwrap_err().to_string()
    };
    let uneven = file("inputs = [[1, 2], [3]]\ntargets = [[1], [2]]");
    assert_eq!(uneven, "f.toml, line 4: row 2 of inputs has 1 numbers and the first has 2");
    let counts = file("inputs = [[1], [3]]\ntargets = [[1]]");
    assert_eq!(
        counts,
        "f.toml, line 4: there are 2 rows of inputs and 1 of targets; each sample needs one row of both"
    );
    let hinge = "epochs = 1\n[data]\nkind = \"parabola\"\n[[contestant]]\nname = \"a\"\nloss = \"hinge\"\n\
                 layers = [{ units = 1, activation = \"linear\" }]\n";
    let error = parse(hinge, "f.toml").unwrap_err().to_string();
    assert_eq!(error, "f.toml, line 6: the loss hinge of 'a' needs targets 0 and 1");
    assert_eq!(file("inputs = []\ntargets = []"), "f.toml, line 4: the data have no samples");
    assert_eq!(
        file("inputs = [[nan]]\ntargets = [[1]]"),
        "f.toml, line 4: \"inputs\" takes numbers, and NaN is not finite"
    );
}

#[test]
fn every_number_of_a_file_is_finite() {
    let file = "epochs = 1\nloss_limit = 1e9\n[data]\nkind = \"inline\"\ninputs = [[1]]\ntargets = [[2]]\ntolerance = 0.5\n\
                [success]\nloss = 7.0\n[[contestant]]\nname = \"a\"\n\
                layers = [{ units = 1, activation = \"linear\", weights = [[3.5]], biases = [4.5] }]\n\
                init = { kind = \"constant\", value = 5.5 }\nloss = \"huber\"\ndelta = 6.5\nl1 = 8.5\nl2 = 9.5\n\
                optimizer = { kind = \"adamw\", learning_rate = 10.5, beta_1 = 0.11, beta_2 = 0.12, epsilon = 13.5, \
                weight_decay = 14.5 }\n[[contestant]]\nname = \"b\"\nkind = \"perceptron\"\nthreshold = 15.5\n\
                learning_rate = 16.5\nweights = [17.5]\nbias = 18.5\n";
    parse(file, "f.toml").unwrap();
    let numbers = [
        "1e9", "[[1]]", "[[2]]", "0.5", "7.0", "3.5", "[4.5", "5.5", "6.5", "8.5", "9.5", "10.5", "0.11", "0.12",
        "13.5", "14.5", "15.5", "16.5", "17.5", "18.5",
    ];
    for number in numbers {
        for odd in ["nan", "inf", "-inf", "1e999"] {
            let bare = number.trim_matches(['[', ']']);
            let text = file.replacen(number, &number.replace(bare, odd), 1);
            let line = file[..file.find(number).unwrap()].matches('\n').count() + 1;
            let error = parse(&text, "f.toml").unwrap_err().to_string();
            assert!(error.starts_with(&format!("f.toml, line {line}: ")), "{number} as {odd}: {error}");
            assert!(error.ends_with("is not finite"), "{number} as {odd}: {error}");
        }
    }
}

#[test]
fn a_share_of_right_answers_is_no_percentage() {
    let file = |accuracy: &str| find("xor-two-sigmoids").unwrap().to_toml().replace("accuracy = 1.0", accuracy);
    let said = |accuracy: &str| parse(&file(accuracy), "f.toml").unwrap_err().to_string();
    let error = said("accuracy = 95");
    assert!(error.starts_with("f.toml, line ") && error.contains("accuracy is 95, and must be from 0 to 1"), "{error}");
    assert!(error.ends_with("did you mean 0.95?"), "{error}");
    assert!(said("accuracy = -0.5").ends_with("from 0 to 1"));
    assert!(said("accuracy = 950").ends_with("from 0 to 1"));
    assert!(parse(&file("accuracy = 0.95"), "f.toml").is_ok());
    let mut experiment = find("xor-two-sigmoids").unwrap();
    experiment.success = Some(Success::Accuracy(95.0));
    assert!(experiment.check().is_err());
}

#[test]
fn names_and_texts_are_found() {
    let error = find("parabla").unwrap_err().to_string();
    assert_eq!(error, "there is no experiment \"parabla\"; did you mean \"parabola\"?");
    for experiment in all().unwrap() {
        for text in [&experiment.title, &experiment.question, &experiment.notes] {
            let (english, korean) = (text.get("en"), text.get("ko"));
            assert!(!english.is_empty() && english != korean, "{}: {english}", experiment.id);
            assert!(korean.chars().any(|c| ('가'..='힣').contains(&c)), "{}: {korean}", experiment.id);
        }
    }
}

#[test]
fn an_activation_can_be_a_formula() {
    let builtin = find("parabola").unwrap();
    let text = builtin.to_toml().replace("\"relu\"", "{ formula = \"max(a*x, x); a = 0.5 in 0..1\", a = 0.0 }");
    let own = parse(&text, "parabola.toml").unwrap();
    assert_eq!(parse(&own.to_toml(), "parabola.toml").unwrap(), own);
    let trained = |experiment: Experiment| {
        let mut run = TrainingRun::new(&Arc::new(experiment), 1).unwrap();
        run.advance_epochs(20);
        let layers = run.observe().into_iter().flat_map(|contestant| contestant.layers);
        layers.flat_map(|layer| layer.weights.into_iter().map(f64::to_bits)).collect::<Vec<_>>()
    };
    assert_eq!(trained(own), trained(builtin), "the same function trains to the same bits");
    let wrong = |activation: &str| {
        let text = find("parabola").unwrap().to_toml().replace("\"relu\"", activation);
        parse(&text, "parabola.toml").unwrap_err().to_string()
    };
    assert!(wrong("{ formula = \"tahn(x)\" }").contains("column 1: there is no tahn; did you mean tanh?"));
    assert!(wrong("{ formula = \"x\", b = 1.0 }").contains("\"b\""), "{}", wrong("{ formula = \"x\", b = 1.0 }"));
    assert!(wrong("{ a = 1.0 }").contains("formula"));
}
