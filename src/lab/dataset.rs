//! What there is to learn: samples with what is wanted of each.

use super::stream::{Purpose, Stream};
use super::sum;

/// A truth table of two inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// One or both.
    Or,
    /// Both.
    And,
    /// One but not both.
    Xor,
    /// Not both.
    Nand,
    /// Neither.
    Nor,
    /// Both or neither.
    Xnor,
}

impl Gate {
    /// Every gate with its name in files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("or", Self::Or),
        ("and", Self::And),
        ("xor", Self::Xor),
        ("nand", Self::Nand),
        ("nor", Self::Nor),
        ("xnor", Self::Xnor),
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, gate)| *gate == self).map_or("", |(name, _)| name)
    }

    fn output(self, a: bool, b: bool) -> bool {
        match self {
            Self::Or => a | b,
            Self::And => a & b,
            Self::Xor => a ^ b,
            Self::Nand => !(a & b),
            Self::Nor => !(a | b),
            Self::Xnor => a == b,
        }
    }
}

/// The parabola goes from -10 to 10 in so many steps to either side of zero.
const PARABOLA_REACH: u32 = 1000;

/// Where data come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The four rows of a truth table, in the notebook's order: 00, 10, 01, 11.
    Gate(Gate),
    /// `y = x² + noise · N(0, 1)` for x from -10 to 10 in steps of 0.01; each seed has its own noise.
    Parabola {
        /// The deviation of the noise, in units of y.
        noise: f64,
    },
    /// Written out in the experiment.
    Inline {
        /// `[sample][input]`.
        inputs: Vec<Vec<f64>>,
        /// `[sample][output]`.
        targets: Vec<Vec<f64>>,
        /// How close a prediction must come to count as right; a tenth of the targets' deviation if absent.
        tolerance: Option<f64>,
    },
}

impl Source {
    /// Whether the seed has a say in the data.
    pub fn is_drawn(&self) -> bool {
        match self {
            Self::Parabola { noise } => *noise != 0.0,
            Self::Gate(_) | Self::Inline { inputs: _, targets: _, tolerance: _ } => false,
        }
    }

    /// How many samples there are, whatever the seed.
    pub fn samples(&self) -> usize {
        match self {
            Self::Gate(_) => 4,
            Self::Parabola { .. } => 2 * PARABOLA_REACH as usize + 1,
            Self::Inline { targets, .. } => targets.len(),
        }
    }
}

/// What kind of answer is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Targets are 0 and 1.
    Labels,
    /// One target of each sample is 1, the others 0.
    Classes,
    /// Targets are any numbers.
    Numbers {
        /// How close a prediction must come.
        tolerance: f64,
    },
}

/// Samples, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// `[input][sample]`.
    pub inputs: Vec<Vec<f64>>,
    /// `[output][sample]`.
    pub targets: Vec<Vec<f64>>,
    /// What kind of answer is right.
    pub answer: Answer,
    /// The sum of squared distances of targets from the mean of their column.
    pub spread: f64,
}

impl Dataset {
    /// The data of a source for a seed.
    pub fn new(source: &Source, seed: u64) -> Self {
        match source {
            Source::Gate(gate) => {
                let corners = [(false, false), (true, false), (false, true), (true, true)];
                let bit = |bit: bool| f64::from(u8::from(bit));
                let inputs =
                    vec![corners.iter().map(|c| bit(c.0)).collect(), corners.iter().map(|c| bit(c.1)).collect()];
                let targets = vec![corners.iter().map(|&(a, b)| bit(gate.output(a, b))).collect()];
                Self::of(inputs, targets, None)
            }
            Source::Parabola { noise } => {
                let mut stream = Stream::new(seed, Purpose::Data, 0, 0);
                let xs: Vec<f64> = (0..=2 * PARABOLA_REACH).map(|i| -10.0 + f64::from(i) / 100.0).collect();
                let ys = xs.iter().map(|x| x * x + noise * stream.normal()).collect();
                Self::of(vec![xs], vec![ys], Some(*noise))
            }
            Source::Inline { inputs, targets, tolerance } => Self::of(columns(inputs), columns(targets), *tolerance),
        }
    }

    fn of(inputs: Vec<Vec<f64>>, targets: Vec<Vec<f64>>, tolerance: Option<f64>) -> Self {
        let spread: f64 = targets.iter().map(|column| spread(column)).sum();
        let answer = match tolerance {
            None if targets.iter().flatten().all(|t| *t == 0.0 || *t == 1.0) => labels_or_classes(&targets),
            _ => {
                let count = targets.iter().map(Vec::len).sum::<usize>() as f64;
                Answer::Numbers { tolerance: tolerance.unwrap_or(0.1 * (spread / count).sqrt()) }
            }
        };
        Self { inputs, targets, answer, spread }
    }

    /// How many samples.
    pub fn samples(&self) -> usize {
        self.targets.first().map_or(0, Vec::len)
    }
}

fn labels_or_classes(targets: &[Vec<f64>]) -> Answer {
    let one_of_many = |sample: usize| targets.iter().filter(|column| column[sample] == 1.0).count() == 1;
    let samples = targets.first().map_or(0, Vec::len);
    if targets.len() > 1 && (0..samples).all(one_of_many) { Answer::Classes } else { Answer::Labels }
}

fn columns(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|column| rows.iter().map(|row| row.get(column).copied().unwrap_or(f64::NAN)).collect()).collect()
}

fn spread(column: &[f64]) -> f64 {
    let mean = sum::mean(column);
    sum::sum_of(column, |x| (x - mean) * (x - mean))
}
