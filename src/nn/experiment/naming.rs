//! Names of contestants that say their structure, such as `8-8-8 tanh`, once the structure is another one.

use super::{Contestant, Experiment, Hyperparameter};

/// The name of a network whose structure is varied.
const VARIED: &str = "network";

/// The hyperparameters that are part of a structure.
const OF_STRUCTURE: [Hyperparameter; 3] =
    [Hyperparameter::Layers, Hyperparameter::Units, Hyperparameter::HiddenActivation];

impl Contestant {
    /// Whether its name is its structure.
    fn is_named_by_structure(&self) -> bool {
        let is_name = |structure: String| self.name == structure || self.name == format!("{structure} units");
        self.model.structure().is_some_and(is_name)
    }
}

impl Experiment {
    /// The same experiment, in which contestants whose name was their structure before some changes are called by the one
    /// that they have now. A name that another contestant has is not taken.
    #[must_use]
    pub fn renamed_since(mut self, before: &Self) -> Self {
        for (n, old) in before.contestants.iter().enumerate().filter(|(_, old)| old.is_named_by_structure()) {
            let now = self.contestants.get(n).and_then(|one| one.model.structure());
            let changed = now.filter(|now| old.model.structure().as_ref() != Some(now));
            if let Some(name) = changed {
                self.rename(n, name);
            }
        }
        self
    }

    /// The same experiment, in which no name says a structure that a sweep varies.
    #[must_use]
    pub fn named_for(mut self, varied: impl IntoIterator<Item = Hyperparameter>) -> Self {
        if varied.into_iter().any(|hyperparameter| OF_STRUCTURE.contains(&hyperparameter)) {
            for n in 0..self.contestants.len() {
                if self.contestants[n].is_named_by_structure() {
                    self.rename(n, VARIED.to_owned());
                }
            }
        }
        self
    }

    fn rename(&mut self, n: usize, name: String) {
        if self.contestants.iter().all(|other| other.name != name) {
            self.contestants[n].name = name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn a_name_that_is_a_structure_follows_it() {
        let spiral = find("spiral").unwrap();
        let changed = spiral.with(Hyperparameter::Layers, "4-2").unwrap().renamed_since(&spiral);
        assert_eq!(changed.contestants[0].name, "4-2 tanh");
        let faster = spiral.with(Hyperparameter::LearningRate, "0.1").unwrap().renamed_since(&spiral);
        assert_eq!(faster.contestants[0].name, "8-8-8 tanh");
        let parabola = find("parabola").unwrap();
        let changed = parabola.with(Hyperparameter::HiddenActivation, "tanh").unwrap().renamed_since(&parabola);
        assert_eq!(changed.contestants[0].name, "parallel", "a name of another kind stays");
        assert_eq!(spiral.clone().named_for([Hyperparameter::Units]).contestants[0].name, "network");
        assert_eq!(spiral.named_for([Hyperparameter::Noise]).contestants[0].name, "8-8-8 tanh");
    }
}
