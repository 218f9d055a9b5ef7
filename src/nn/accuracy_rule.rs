//! The rule for when a prediction is right. Accuracy, verdicts and the marks on charts all use it.

use super::dataset::TaskKind;
use super::loss::Loss;

/// When a prediction counts as right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AccuracyRule {
    /// The prediction equals the target.
    Equal,
    /// The prediction is above this number if, and only if, the target is above one half.
    Above(f64),
    /// The prediction differs from the target by at most this much.
    Within(f64),
    /// The largest output is where the target of the sample is largest. Of equal outputs, the first counts.
    Argmax,
}

impl AccuracyRule {
    /// The rule depends on the kind of task, and on the output that the loss takes as the border between two labels.
    pub(crate) fn of_network(task: TaskKind, loss: &Loss) -> Self {
        match task {
            TaskKind::Classes => Self::Argmax,
            TaskKind::Labels if loss.is_joint() => Self::Argmax,
            TaskKind::Labels => Self::Above(loss.border()),
            TaskKind::Signs => Self::Above(0.0),
            TaskKind::Numbers { tolerance } => Self::Within(tolerance),
        }
    }

    /// The border between two labels: an output above it means the larger one.
    pub fn border(self) -> f64 {
        if let Self::Above(border) = self { border } else { 0.5 }
    }

    /// The class that the outputs of a sample stand for: the place of the largest, or the side of the border.
    pub fn class_of(self, outputs: &[f64]) -> usize {
        match self {
            Self::Argmax => {
                let places = 1..outputs.len();
                places.fold(0, |best, k| if outputs[k] > outputs[best] { k } else { best })
            }
            Self::Equal | Self::Above(_) | Self::Within(_) => {
                usize::from(outputs.first().is_some_and(|output| *output > self.border()))
            }
        }
    }

    /// Whether the largest of this many outputs is where the target is largest.
    pub(crate) fn is_largest_right(
        outputs: usize,
        output: impl Fn(usize) -> f64,
        target: impl Fn(usize) -> f64,
    ) -> bool {
        let best = (1..outputs).fold(0, |best, k| if output(k) > output(best) { k } else { best });
        (0..outputs).all(|k| target(k) <= target(best))
    }

    /// How many answers a sample with this many outputs has.
    pub(crate) fn answers(self, outputs: usize) -> usize {
        if self == Self::Argmax { 1 } else { outputs }
    }

    /// Whether all outputs of a sample are right.
    pub fn is_right(self, outputs: &[f64], targets: &[f64]) -> bool {
        let each = |right: &dyn Fn(f64, f64) -> bool| outputs.iter().zip(targets).all(|(y, t)| right(*y, *t));
        match self {
            Self::Equal => each(&|y, t| y == t),
            Self::Above(border) => each(&|y, t| (y > border) == (t > 0.5)),
            Self::Within(tolerance) => each(&|y, t| (y - t).abs() <= tolerance),
            Self::Argmax => targets.get(self.class_of(outputs)).is_some_and(|at| targets.iter().all(|t| t <= at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_on_the_border_says_zero() {
        let rule = AccuracyRule::of_network(TaskKind::Labels, &Loss::named("mse").unwrap());
        assert!(rule.is_right(&[0.5], &[0.0]) && !rule.is_right(&[0.5], &[1.0]));
        let hinge = AccuracyRule::of_network(TaskKind::Labels, &Loss::named("hinge").unwrap());
        assert!(hinge.is_right(&[0.1], &[1.0]) && hinge.is_right(&[0.0], &[0.0]) && !hinge.is_right(&[-0.1], &[1.0]));
    }

    #[test]
    fn with_softmax_any_place_whose_target_is_largest_is_right() {
        let rule = AccuracyRule::of_network(TaskKind::Labels, &Loss::named("softmax-cross-entropy").unwrap());
        assert_eq!(rule, AccuracyRule::Argmax);
        for (outputs, right) in [([3.0, 1.0, 0.0], true), ([1.0, 3.0, 0.0], true), ([0.0, 1.0, 3.0], false)] {
            assert_eq!(rule.is_right(&outputs, &[1.0, 1.0, 0.0]), right, "{outputs:?}");
        }
        assert!(rule.is_right(&[0.0, 1.0], &[0.0, 0.0]), "where no target is 1 there is nothing to miss");
    }
}
