//! Links: what each key means, what is refused, and what is written.

use super::{apart, list, numbers, oracle};
use actlab::nn::dataset::DatasetSpec;
use actlab::nn::experiment::{
    Experiment, LastBatch, LinkedExperiment, Model, NetworkSetup, WrittenLink, all, is_link, named, parse,
};
use actlab::nn::training_run::TrainingRun;
use actlab::numeric::arc4::first_normal;
use actlab::numeric::stream::RandomSource;
use actlab::words::{Language, ToMessage, Words};
use std::sync::Arc;

fn read(link: &str) -> Experiment {
    LinkedExperiment::read(link).unwrap_or_else(|error| panic!("{link}: {error}")).experiment
}

fn network(experiment: &Experiment) -> &NetworkSetup {
    match &experiment.contestants[0].model {
        Model::Network(setup) => setup,
        Model::Perceptron(_) => panic!("a network"),
    }
}

/// What a link means, in few words.
fn meaning(link: &str) -> String {
    let experiment = read(link);
    let setup = network(&experiment);
    let data = &experiment.data;
    let layers: Vec<String> =
        setup.layers.iter().map(|layer| format!("{} {}", layer.units, layer.function.id())).collect();
    let init = setup.init.playground().unwrap();
    let features = data.features.clone().map_or("columns".to_owned(), |features| features.join(","));
    let penalties: Vec<String> =
        setup.regularizers.iter().map(|each| toml::to_string(each).unwrap().replace('\n', " ")).collect();
    assert_eq!((setup.last_batch, setup.shuffle, setup.loss.name()), (LastBatch::Carry, false, "half-mse"));
    assert_eq!(setup.bias_init, if init.zero { 0.0 } else { 0.1 });
    let (noise, _) = data.noise().unwrap();
    format!(
        "{} noise {noise} test {} | {features} | {} | rate {} batch {} | {}| {} {}",
        data.name(),
        data.test_samples(),
        layers.join(", "),
        setup.optimizer.learning_rate(),
        setup.batch_size,
        penalties.concat(),
        experiment.seed_text(experiment.seed),
        if init.zero { "zero" } else { "drawn" },
    )
}

#[test]
fn every_key_means_what_it_means_on_the_page() {
    let start = "circle noise 0 test 250 | columns | 4 tanh, 2 tanh, 1 tanh | rate 0.03 batch 10 | | 1 drawn";
    let changes = [
        ("", ("", "")),
        ("activation=relu", ("4 tanh, 2 tanh", "4 relu, 2 relu")),
        ("activation=linear", ("4 tanh, 2 tanh", "4 linear, 2 linear")),
        ("activation=swish", ("", "")),
        ("activation=", ("", "")),
        ("dataset=xor", ("circle", "xor-cloud")),
        ("dataset=gauss&dataset=spiral", ("circle", "spiral")),
        ("dataset=circle=xor", ("", "")),
        ("regDataset=reg-gauss", ("", "")),
        ("noise=25", ("noise 0", "noise 0.25")),
        ("noise=80", ("noise 0", "noise 0.8")),
        ("noise=81", ("noise 0", "noise 0.5")),
        ("noise=-3", ("", "")),
        ("percTrainData=10", ("test 250", "test 450")),
        ("percTrainData=70", ("test 250", "test 150")),
        ("percTrainData=33.3", ("test 250", "test 334")),
        ("percTrainData=100", ("test 250", "test 0")),
        ("percTrainData=250", ("test 250", "test 0")),
        ("learningRate=0.00001", ("rate 0.03", "rate 0.00001")),
        ("learningRate= ", ("", "")),
        ("batchSize=7", ("batch 10", "batch 7")),
        ("batchSize=-7", ("batch 10", "batch 7")),
        ("batchSize=0x1E", ("batch 10", "batch 30")),
        ("networkShape=", ("4 tanh, 2 tanh, 1", "1")),
        ("networkShape", ("4 tanh, 2 tanh, 1", "1")),
        ("networkShape=3", ("4 tanh, 2 tanh", "3 tanh")),
        ("networkShape=8,8,8,2", ("4 tanh, 2 tanh", "8 tanh, 8 tanh, 8 tanh, 2 tanh")),
        ("networkShape=2.5", ("4 tanh, 2 tanh", "3 tanh")),
        ("regularization=none&regularizationRate=1", ("", "")),
        ("regularization=L1&regularizationRate=0.1", ("| |", "| kind = \"l1\" strength = 0.1 rule = \"cut\" |")),
        ("regularization=L2&regularizationRate=0.1", ("| |", "| kind = \"l2\" strength = 0.05 |")),
        ("regularization=L1", ("", "")),
        ("seed=hello", ("| 1 d", "| hello d")),
        ("seed=0.59704", ("| 1 d", "| 0.59704 d")),
        ("seed=42", ("| 1 d", "| 42 d")),
        ("seed=042", ("| 1 d", "| 042 d")),
        ("seed=a b", ("| 1 d", "| a%20b d")),
        ("seed=한", ("| 1 d", "| %ED%95%9C d")),
        ("x=false", ("columns", "y")),
        ("x=false&y=false", ("columns", "")),
        ("sinY=1&xTimesY=true&ySquared=yes&xSquared=true&sinX=0", ("columns", "x,y,x^2,y^2,x*y,sin(x),sin(y)")),
        ("cosX=true&cosY=true", ("", "")),
        ("xTimesY=true&y=false", ("columns", "x,x*y")),
        ("xTimesY=true&xTimesY_hide=true", ("", "")),
        ("y_hide=true", ("columns", "x")),
        ("y_hide=false&playButton_hide=true&showTestData_hide=1", ("", "")),
        ("initZero=true", ("drawn", "zero")),
        ("initZero=false", ("", "")),
        ("showTestData=true&discretize=true&collectStats=true&tutorial=x&hideText=true", ("", "")),
        ("problem=classification", ("", "")),
        ("problem=what", ("", "")),
    ];
    for (link, (from, to)) in changes {
        assert_eq!(meaning(&format!("#{link}")), start.replacen(from, to, 1), "{link}");
    }
    assert_eq!(
        meaning("#problem=regression&regDataset=reg-gauss&dataset=xor&percTrainData=20&activation=sigmoid"),
        "reg-gauss noise 0 test 960 | columns | 4 sigmoid, 2 sigmoid, 1 linear | rate 0.03 batch 10 | | 1 drawn"
    );
}

#[test]
fn a_link_needs_no_host_and_other_addresses_are_none() {
    let same = read("#dataset=xor");
    for start in
        ["https://playground.tensorflow.org/", "http://playground.tensorflow.org", "playground.tensorflow.org/"]
    {
        assert_eq!(read(&format!("{start}#dataset=xor")), same, "{start}");
    }
    assert_eq!(read("HTTPS://Playground.TensorFlow.org/?hl=ko#dataset=xor"), same);
    assert_eq!(read("https://playground.tensorflow.org"), read("#"));
    for other in ["https://example.org/#dataset=xor", "playground", "playground.tensorflow.org.example/#x", "a#b", ""] {
        assert!(!is_link(other), "{other}");
    }
    // What looks like the name of a table in a link is a part of it.
    let (found, _) = named("#tutorial=a.csv").unwrap();
    assert_eq!(found, read("#"));
}

#[test]
fn parts_that_mean_nothing_are_listed_in_one_sentence() {
    let (_, notice) = named("#foo=1&bar&foo=2&dataset=moons&x_hide=true&seed=1").unwrap();
    assert_eq!(
        notice.unwrap().to_string(),
        "these parts of the link mean nothing to the page and are ignored: foo, bar, dataset=moons"
    );
    let (_, notice) = named("#tutorial=x&numHiddenLayers_hide=true&cosX=true&&").unwrap();
    assert_eq!(notice, None);
}

#[test]
fn impossible_links_are_refused_with_the_reason() {
    let long = format!("#seed={}", "1".repeat(5000));
    let cases = [
        ("#networkShape=9999999", "error.link.setup", "1 to 4096 units, not 9999999"),
        ("#networkShape=4,,2", "error.link.setup", "not 0"),
        ("#networkShape=1e300", "error.link.setup", "1 to 4096 units"),
        ("#networkShape=4,two", "error.link.no-number", "networkShape=two"),
        ("#learningRate=fast", "error.link.no-number", "learningRate=fast"),
        ("#learningRate=0", "error.link.range", "learningRate=0"),
        ("#learningRate=-1", "error.link.range", "positive"),
        ("#batchSize=2.5", "error.link.range", "whole number"),
        ("#batchSize=0", "error.link.never-updates", "never update"),
        ("#batchSize=many", "error.link.never-updates", "batchSize=many"),
        ("#noise=loud", "error.link.no-number", "noise=loud"),
        ("#percTrainData=0", "error.link.no-training", "no points to train on"),
        ("#percTrainData=0.1", "error.link.setup", "of 500 rows"),
        ("#regularization=L2&regularizationRate=-1", "error.link.range", "regularizationRate=-1"),
        (&long, "error.link.long", "4096 bytes"),
    ];
    let korean = Words::of(Language::Korean);
    for (link, key, part) in cases {
        let error = LinkedExperiment::read(link).unwrap_err();
        assert_eq!(error.message().key, key, "{link}");
        assert!(error.to_string().contains(part), "{link}: {error}");
        assert!(korean.say(&error.message()).chars().any(|c| ('가'..='힣').contains(&c)), "{link}");
    }
    // A link is data: what a sentence shows of it is short.
    let loud = format!("#noise={}", "x".repeat(3000));
    assert!(LinkedExperiment::read(&loud).unwrap_err().to_string().len() < 120);
}

#[test]
fn a_link_is_written_as_the_page_writes_it() {
    for case in list(&oracle()["links"]) {
        let link = case["link"].as_str().unwrap();
        let experiment = read(link);
        let written = experiment.link(experiment.seed);
        assert_eq!(written.link, link);
        let keys: Vec<String> = written.gaps.iter().map(|gap| gap.message().key.into_owned()).collect();
        assert_eq!(keys, ["error.link-gap.epochs"]);
    }
    for link in [
        "#activation=relu&regularization=L1&batchSize=30&dataset=xor&learningRate=0.1&regularizationRate=0.003&noise=35\
         &networkShape=5,3&seed=hello&percTrainData=70&xTimesY=true&sinY=true&x=false",
        "#regularization=L2&regularizationRate=0.01&problem=regression&regDataset=reg-gauss&networkShape=&initZero=true",
        "#x=false&y=false&percTrainData=100",
    ] {
        let experiment = read(link);
        let again = read(&experiment.link(experiment.seed).link);
        // Without a seed in the link, its number is its text.
        assert_eq!(again, experiment, "{link}");
    }
    let other = read("#seed=hello");
    assert!(other.link(7).link.contains("&seed=7&"), "a run with another seed has another link");
}

#[test]
fn what_a_link_cannot_say_is_named() {
    let text = "epochs = 5\nstop = { patience = 3 }\n[data]\nkind = \"circle\"\npoints = 300\nnoise = 2.0\nscale = \"standard\"\n\
                features = [\"y\", \"x\", \"x^2\", \"x^3\"]\ntest = 0.5\nsplit_seed = 4\n[[contestant]]\nbias_init = 1.0\nl1 = 0.1\n\
                regularizers = [\"max-norm\", \"l2\"]\nloss = \"mae\"\nbatch_size = 7\nlayers = [{ units = 2, activation = \"relu\" }, \
                { units = 2, activation = \"gelu\" }, { units = 1, activation = \"sigmoid\", biases = [1.0] }]\n\
                [[contestant]]\nname = \"b\"\nlayers = [{ units = 1, activation = \"tanh\" }]\n";
    let WrittenLink { link, gaps } = parse(text, "x.toml").unwrap().link(1);
    let keys: Vec<String> =
        gaps.iter().map(|gap| gap.message().key.trim_start_matches("error.link-gap.").to_owned()).collect();
    let expected = [
        "activation",
        "activation",
        "written",
        "init",
        "bias-init",
        "loss",
        "optimizer",
        "shuffle",
        "last-batch",
        "l1-rule",
        "regularizer",
        "regularizer",
        "contestants",
        "points",
        "noise",
        "scale",
        "split-seed",
        "feature",
        "feature",
        "epochs",
        "stop",
    ];
    assert_eq!(keys, expected);
    assert!(link.contains("activation=relu&regularization=L1&batchSize=7&dataset=circle"), "{link}");
    // Everything that comes with the program has a link, and what is left out is said in both languages.
    for experiment in all().unwrap() {
        let WrittenLink { link, gaps } = experiment.link(experiment.seed);
        read(&link);
        for language in Language::ALL {
            let words = Words::of(language);
            assert!(gaps.iter().all(|gap| !words.say(&gap.message()).contains("link-gap")), "{}", experiment.id);
        }
    }
    let mse = "epochs = 1\ndata = \"circle\"\n[[contestant]]\nloss = \"mse\"\nl1 = 0.2\nl1_rule = \"cut\"\n\
               optimizer = { kind = \"sgd\", learning_rate = 0.05 }\nlayers = [{ units = 1, activation = \"tanh\" }]\n";
    let link = parse(mse, "x.toml").unwrap().link(1).link;
    assert!(link.contains("learningRate=0.1&regularizationRate=0.1"), "the rates of ½(y − t)²: {link}");
}

/// The generator of the cases with given data.
struct Congruential(u32);

impl RandomSource for Congruential {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0) / 4_294_967_296.0
    }

    fn normal(&mut self) -> f64 {
        first_normal(self)
    }
}

#[test]
fn points_and_weights_are_drawn_in_the_order_of_the_page() {
    for case in list(&oracle()["cases"]) {
        let name = match case["dataset"].as_str().unwrap() {
            "xor" => "xor-cloud",
            other => other,
        };
        let mut spec = DatasetSpec::named(name).unwrap();
        spec.set_noise(case["noise"].as_f64().unwrap() / 100.0);
        let mut source = Congruential(u32::try_from(case["lcg_seed"].as_u64().unwrap()).unwrap());
        let data = spec.draw_from(&mut source).unwrap();
        let point = |n: usize| [data.inputs[[0, n]], data.inputs[[1, n]], data.targets[[0, n]]];
        let ours: Vec<f64> = (0..data.samples()).flat_map(point).collect();
        let theirs = [numbers(&case["train"]), numbers(&case["test"])].concat();
        assert!(apart(&ours, &theirs) < 1e-13, "{name}: {}", apart(&ours, &theirs));
        let weights = list(&case["start"]["params"]).iter().flat_map(|layer| numbers(&layer["weights"]));
        let theirs: Vec<f64> = weights.collect();
        let ours: Vec<f64> = theirs.iter().map(|_| source.uniform() - 0.5).collect();
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn the_text_belongs_to_the_own_seed_and_other_seeds_are_their_numbers() {
    let link = Arc::new(read("#seed=hello"));
    let first = |experiment: &Arc<Experiment>, seed| {
        TrainingRun::new(experiment, seed).unwrap().observe()[0].layers[0].weights[[0, 0]]
    };
    assert_eq!(link.seed_text(link.seed), "hello");
    assert_eq!(first(&link, 5), first(&Arc::new(read("#seed=5")), 5));
    assert_ne!(first(&link, 5), first(&link, 6));
    assert_ne!(first(&link, link.seed), first(&link, 1));
    let same = |share: &str| read(&format!("#seed=hello&percTrainData={share}")).generate(0).unwrap().split.train;
    assert_eq!(same("10").inputs.column(3), same("90").inputs.column(3), "the share moves no point");
}
