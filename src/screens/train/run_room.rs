//! Train as a room of runs.

use super::build::{self, Builder};
use super::change::Change;
use super::prepare::TrainDerived;
use super::view::TrainView;
use super::{START, TrainScreen};
use crate::screens::runs::loading::Loader;
use crate::screens::runs::selected_experiment::SelectedExperiment;
use crate::screens::runs::settings::{RunRoom, ViewSettings};

impl RunRoom for TrainScreen {
    type View = TrainView;
    const START: ViewSettings<TrainView> = START.shown;

    fn setup(&self) -> &SelectedExperiment {
        &self.setup
    }

    fn setup_mut(&mut self) -> &mut SelectedExperiment {
        &mut self.setup
    }

    fn shown(&self) -> &ViewSettings<TrainView> {
        &self.now.shown
    }

    fn shown_mut(&mut self) -> &mut ViewSettings<TrainView> {
        &mut self.now.shown
    }

    /// The run restarts. With the same seed, it has the same initial weights.
    fn begin(&mut self) {
        self.now.map = self.now.map.on(&self.control.experiment, &self.setup.experiment());
        self.control.set(self.setup.experiment(), self.setup.seed());
        self.version += 1;
        (self.now.cursor, self.then, self.leaving) = (None, None, None);
        self.now.shown.fit(&self.control.experiment);
    }

    fn loader(&self) -> &Loader {
        &self.loader
    }

    fn loader_mut(&mut self) -> &mut Loader {
        &mut self.loader
    }

    fn trial(&self) -> Self {
        let Self {
            setup,
            control,
            wanted,
            since,
            then,
            leaving: _,
            hyperparameter,
            now,
            stage,
            typing: _,
            builder: _,
            saving: _,
            opening,
            loader: _,
            version,
            derived: _,
        } = self;
        let mut setup = setup.clone();
        if opening.is_some() {
            // Values of weights can be of no use for other inputs. If that can't be, the line says why.
            drop(setup.start_over());
        }
        Self {
            setup,
            control: control.unbegun(),
            wanted: *wanted,
            since: *since,
            then: *then,
            leaving: None,
            hyperparameter: *hyperparameter,
            now: *now,
            stage: stage.clone(),
            typing: None,
            builder: Builder::default(),
            saving: None,
            opening: opening.clone(),
            loader: Loader::default(),
            version: version + 1,
            derived: TrainDerived::default(),
        }
    }

    fn leave(&mut self) {
        self.control.pause();
    }

    fn take_trial(&mut self, mut trial: Self) {
        self.leave();
        if let Some(data) = self.opening.take() {
            // A key asked for the file, so that another key undoes it.
            build::remember(self, Change::Data(data));
            (trial.builder, trial.opening) = (std::mem::take(&mut self.builder), None);
        }
        *self = trial;
    }
}
