//! From an experiment to a link, and what the link leaves out.

use super::{ACTIVATIONS, CLASSIFICATION, FEATURES, HOST, REGRESSION};
use crate::nn::data_setup::{DataSetup, Scaling};
use crate::nn::dataset::DatasetSpec;
use crate::nn::experiment::{Contestant, Experiment, LastBatch, Model, NetworkSetup};
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::network::LayerSetup;
use crate::nn::optimizer::Optimizer;
use crate::nn::regularizer::{L1, L1Rule, L2, Regularizer};
use crate::words::{Arg, errors};

errors! {
    /// What a link cannot say of an experiment.
    pub enum LinkGap: "link-gap" {
        /// The page does not have these data.
        Data { kind: &'static str } = "data",
        /// The page has another number of points.
        Points { points: usize, usual: usize } = "points",
        /// The noise is above the most that the page takes.
        Noise { noise: f64 } = "noise",
        /// An input that the page does not have, or not in this place.
        Feature { formula: String } = "feature",
        /// The run has edits.
        Edits { edits: usize } = "edits",
        /// Weights are cut or units frozen.
        Marks { layer: usize } = "marks",
        /// Inputs are scaled.
        Scale = "scale",
        /// The test rows are in a file.
        TestFile = "test-file",
        /// The split has a seed of its own.
        SplitSeed = "split-seed",
        /// The number of epochs.
        Epochs { epochs: Arg } = "epochs",
        /// A rule to stop by.
        Stop = "stop",
        /// Other contestants.
        Contestants { others: usize } = "contestants",
        /// A perceptron.
        Perceptron { name: Arg } = "perceptron",
        /// The activation of a layer.
        Activation { layer: usize, activation: String } = "activation",
        /// The last layer has another number of units.
        Outputs { units: usize } = "outputs",
        /// Weights or biases that are written out.
        Written { layer: usize } = "written",
        /// Data and weights are drawn by other rules, so that the page has others.
        Init { init: &'static str } = "init",
        /// A text that no link can have.
        Seed = "seed",
        /// The initial bias.
        BiasInit { bias: f64 } = "bias-init",
        /// The loss.
        Loss { loss: &'static str } = "loss",
        /// The optimiser.
        Optimizer { optimizer: &'static str } = "optimizer",
        /// The order of samples changes.
        Shuffle = "shuffle",
        /// The last batch is a step of its own.
        LastBatch = "last-batch",
        /// A regulariser, or a second one.
        Regularizer { regularizer: &'static str } = "regularizer",
        /// A penalty that does not cut.
        L1Rule = "l1-rule",
    }
}

/// A link, and what it leaves out.
#[derive(Clone, Debug)]
pub struct WrittenLink {
    /// The link.
    pub link: String,
    /// What it cannot say.
    pub gaps: Vec<LinkGap>,
}

/// What a link says of the network.
struct Page {
    activation: &'static str,
    regularization: Option<&'static str>,
    batch: usize,
    rate: f64,
    regularization_rate: f64,
    shape: Vec<String>,
    zero: bool,
}

impl Experiment {
    /// A link to the page that comes nearest to the experiment in a run with this seed.
    pub fn link(&self, seed: u64) -> WrittenLink {
        let Self {
            id: _,
            title: _,
            question: _,
            notes: _,
            epochs,
            stop,
            seed: own,
            loss_limit: _,
            data,
            success: _,
            contestants,
            journal,
        } = self;
        let mut gaps = Vec::new();
        let mut page = Page {
            activation: "tanh",
            regularization: None,
            batch: 10,
            rate: 0.03,
            regularization_rate: 0.0,
            shape: Vec::new(),
            zero: false,
        };
        let mut text = seed.to_string();
        if let Some(Contestant { name, model, stream: _ }) = contestants.first() {
            match model {
                Model::Perceptron(_) => gaps.push(LinkGap::Perceptron { name: Arg::Contestant(name.clone()) }),
                Model::Network(setup) => {
                    text = setup.init.playground().map_or(text, |init| init.text(seed, *own));
                    page.read(setup, data, &mut gaps);
                }
            }
        }
        if contestants.len() > 1 {
            gaps.push(LinkGap::Contestants { others: contestants.len() - 1 });
        }
        let data = written_data(data, &mut gaps);
        gaps.push(LinkGap::Epochs { epochs: Arg::Text(epochs.to_string()) });
        if !stop.is_empty() {
            gaps.push(LinkGap::Stop);
        }
        if !journal.is_empty() {
            gaps.push(LinkGap::Edits { edits: journal.entries().len() });
        }
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'='));
        if !is_plain || text.is_empty() {
            gaps.push(LinkGap::Seed);
        }
        let seed = if is_plain { format!("&seed={text}") } else { String::new() };
        WrittenLink { link: page.link(&data, &seed), gaps }
    }
}

impl Page {
    /// Takes what the page can say of a network.
    fn read(&mut self, setup: &NetworkSetup, data: &DataSetup, gaps: &mut Vec<LinkGap>) {
        let NetworkSetup { layers, init, bias_init, loss, optimizer, batch_size, shuffle, last_batch, regularizers } =
            setup;
        self.layers(layers, is_regression(data), gaps);
        self.init(init, *bias_init, gaps);
        // The rates of the page belong to ½(y − t)².
        let double = if matches!(loss, Loss::Mse(_)) { 2.0 } else { 1.0 };
        if !matches!(loss, Loss::HalfMse(_) | Loss::Mse(_)) {
            gaps.push(LinkGap::Loss { loss: loss.name() });
        }
        let is_plain = matches!(optimizer, Optimizer::Sgd(sgd) if sgd.momentum == 0.0);
        if !is_plain {
            gaps.push(LinkGap::Optimizer { optimizer: optimizer.name() });
        }
        self.rate = optimizer.learning_rate() * if is_plain { double } else { 1.0 };
        self.batch = *batch_size;
        let samples = data.samples();
        if *shuffle && *batch_size < samples {
            gaps.push(LinkGap::Shuffle);
        }
        if *last_batch == LastBatch::Short && (*batch_size > samples || !samples.is_multiple_of((*batch_size).max(1))) {
            gaps.push(LinkGap::LastBatch);
        }
        self.regularizers(regularizers, double, gaps);
    }

    fn layers(&mut self, layers: &[LayerSetup], is_regression: bool, gaps: &mut Vec<LinkGap>) {
        let Some((last, hidden)) = layers.split_last() else { return };
        let first = hidden.first().and_then(|layer| ACTIVATIONS.into_iter().find(|id| is_named(layer, id)));
        self.activation = first.unwrap_or(self.activation);
        self.shape = hidden.iter().map(|layer| layer.units.to_string()).collect();
        let output = if is_regression { "linear" } else { "tanh" };
        for (n, layer) in (1..).zip(layers) {
            let LayerSetup { units: _, function, train_alpha: _, weights, biases, cut, frozen } = layer;
            if !is_named(layer, if n == layers.len() { output } else { self.activation }) {
                let activation = function.text().unwrap_or(function.id()).to_owned();
                gaps.push(LinkGap::Activation { layer: n, activation });
            }
            if weights.is_some() || biases.is_some() {
                gaps.push(LinkGap::Written { layer: n });
            }
            if !cut.is_empty() || !frozen.is_empty() {
                gaps.push(LinkGap::Marks { layer: n });
            }
        }
        if last.units != 1 {
            gaps.push(LinkGap::Outputs { units: last.units });
        }
    }

    fn init(&mut self, init: &Init, bias: f64, gaps: &mut Vec<LinkGap>) {
        match init.playground() {
            Some(init) => self.zero = init.zero,
            None => gaps.push(LinkGap::Init { init: init.name() }),
        }
        if bias != if self.zero { 0.0 } else { 0.1 } {
            gaps.push(LinkGap::BiasInit { bias });
        }
    }

    fn regularizers(&mut self, regularizers: &[Regularizer], double: f64, gaps: &mut Vec<LinkGap>) {
        for each in regularizers.iter().filter(|each| each.is_active()) {
            let (name, rate) = match each {
                Regularizer::L1(L1 { strength, rule }) => {
                    if *rule == L1Rule::Slope {
                        gaps.push(LinkGap::L1Rule);
                    }
                    ("L1", strength / double)
                }
                Regularizer::L2(L2 { strength }) => ("L2", 2.0 * strength / double),
                Regularizer::MaxNorm(_) => ("", 0.0),
            };
            if name.is_empty() || self.regularization.is_some() {
                gaps.push(LinkGap::Regularizer { regularizer: each.name() });
            } else {
                (self.regularization, self.regularization_rate) = (Some(name), rate);
            }
        }
    }

    /// The link, with keys in the order of the page.
    fn link(&self, data: &WrittenData, seed: &str) -> String {
        let Self { activation, regularization, batch, rate, regularization_rate, shape, zero } = self;
        let WrittenData { dataset, reg_dataset, noise, percent, features, problem } = data;
        let regularization = regularization.map_or(String::new(), |name| format!("&regularization={name}"));
        let [x, y, xx, yy, xy, sin_x, sin_y] = features;
        format!(
            "https://{HOST}/#activation={activation}{regularization}&batchSize={batch}&dataset={dataset}\
             &regDataset={reg_dataset}&learningRate={rate}&regularizationRate={regularization_rate}&noise={noise}\
             &networkShape={}{seed}&showTestData=false&discretize=false&percTrainData={percent}&x={x}&y={y}\
             &xTimesY={xy}&xSquared={xx}&ySquared={yy}&cosX=false&sinX={sin_x}&cosY=false&sinY={sin_y}\
             &collectStats=false&problem={problem}&initZero={zero}&hideText=false",
            shape.join(",")
        )
    }
}

fn is_named(layer: &LayerSetup, id: &str) -> bool {
    layer.function.text().is_none() && layer.function.id() == id && !layer.train_alpha
}

fn is_regression(data: &DataSetup) -> bool {
    REGRESSION.iter().any(|(_, name)| *name == data.name())
}

/// What a link says of the data.
struct WrittenData {
    dataset: &'static str,
    reg_dataset: &'static str,
    noise: f64,
    percent: f64,
    features: [bool; 7],
    problem: &'static str,
}

fn written_data(data: &DataSetup, gaps: &mut Vec<LinkGap>) -> WrittenData {
    let DataSetup { source, features, scale, test, test_file, split_seed } = data;
    let name = source.name();
    let of = |sets: &[(&'static str, &'static str)]| sets.iter().find(|(_, own)| *own == name).map(|(key, _)| *key);
    let (dataset, reg_dataset) = (of(&CLASSIFICATION), of(&REGRESSION));
    let is_known = dataset.is_some() || reg_dataset.is_some();
    if !is_known {
        gaps.push(LinkGap::Data { kind: name });
    } else if let Some(usual) = DatasetSpec::named(name).map(|usual| usual.samples())
        && usual != source.samples()
    {
        gaps.push(LinkGap::Points { points: source.samples(), usual });
    }
    let noise = source.noise().filter(|_| is_known).map_or(0.0, |(noise, _)| noise);
    if noise > 0.8 {
        gaps.push(LinkGap::Noise { noise });
    }
    if *scale != Scaling::None {
        gaps.push(LinkGap::Scale);
    }
    if test_file.is_some() {
        gaps.push(LinkGap::TestFile);
    }
    if split_seed.is_some() {
        gaps.push(LinkGap::SplitSeed);
    }
    WrittenData {
        dataset: dataset.unwrap_or("circle"),
        reg_dataset: reg_dataset.unwrap_or("reg-plane"),
        noise: rounded(100.0 * noise),
        percent: rounded(100.0 * (1.0 - test.unwrap_or(0.0))),
        features: written_features(features.as_deref(), gaps),
        problem: if reg_dataset.is_some() { "regression" } else { "classification" },
    }
}

/// Which features of the page are on. They must be in its order.
fn written_features(features: Option<&[String]>, gaps: &mut Vec<LinkGap>) -> [bool; 7] {
    let mut on = FEATURES.map(|(key, _, _)| features.is_none() && matches!(key, "x" | "y"));
    let mut next = 0;
    for formula in features.into_iter().flatten() {
        let text: String = formula.chars().filter(|c| !c.is_whitespace()).collect();
        let place = FEATURES.iter().position(|(_, one, other)| text == *one || text == *other);
        match place.filter(|place| *place >= next) {
            Some(place) => (on[place], next) = (true, place + 1),
            None => gaps.push(LinkGap::Feature { formula: formula.clone() }),
        }
    }
    on
}

/// A percentage without the rounding errors of its share.
fn rounded(percent: f64) -> f64 {
    (percent * 1e9).round() / 1e9
}
