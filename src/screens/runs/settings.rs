//! Exhibit-line options shared by the rooms of runs.

use super::loading::Loader;
use super::selected_experiment::SelectedExperiment;
use crate::nn::experiment::{DataOptions, Experiment, Hyperparameter, each_hyperparameter};
use crate::nn::stop::{Epochs, StopRule};
use crate::screens::OptionError;
use crate::screens::options::changed;
use crate::screens::setting::Setting;
use crate::screens::view::Named;
use crate::words::Message;

/// What the room shows of its runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ViewSettings<V> {
    pub(crate) view: V,
    /// Whether the axis of losses is logarithmic. `None` leaves it to the room.
    pub(crate) log: Option<bool>,
    /// The index of the contestant shown in detail.
    pub(crate) contestant: usize,
}

impl<V> ViewSettings<V> {
    /// Whether the axis is logarithmic, in a room that would choose this by itself.
    pub(crate) fn is_log(&self, by_itself: bool) -> bool {
        self.log.unwrap_or(by_itself)
    }

    /// Moves to the next contestant, from the last to the first.
    pub(crate) fn next_contestant(&mut self, experiment: &Experiment) {
        self.contestant = (self.contestant + 1) % experiment.contestants.len().max(1);
    }

    /// Adapts to another experiment, which may have fewer contestants.
    pub(crate) fn fit(&mut self, experiment: &Experiment) {
        self.contestant = self.contestant.min(experiment.contestants.len().saturating_sub(1));
    }
}

/// A room that trains an experiment.
pub(crate) trait RunRoom: Sized + 'static {
    type View: Named;
    /// What is shown at the start.
    const START: ViewSettings<Self::View>;

    /// The experiment that is trained.
    fn setup(&self) -> &SelectedExperiment;
    /// The same, mutable. [`RunRoom::begin`] must be called after a change.
    fn setup_mut(&mut self) -> &mut SelectedExperiment;
    fn shown(&self) -> &ViewSettings<Self::View>;
    fn shown_mut(&mut self) -> &mut ViewSettings<Self::View>;
    /// Restarts with the changed experiment.
    fn begin(&mut self);
    /// What the room waits for.
    fn loader(&self) -> &Loader;
    /// The same, mutable.
    fn loader_mut(&mut self) -> &mut Loader;
    /// A room with the same settings whose run has not begun and which waits for nothing. An exhibit line is tried on it.
    fn trial(&self) -> Self;
    /// Ends what is under way, because another state takes its place.
    fn leave(&mut self);
    /// Takes the place of this room, after an exhibit line was tried.
    fn take_trial(&mut self, trial: Self) {
        self.leave();
        *self = trial;
    }
}

/// Sets a hyperparameter and restarts.
fn edit<R: RunRoom>(room: &mut R, hyperparameter: Hyperparameter, value: &str) -> Result<(), Message> {
    room.setup_mut().edit(hyperparameter, value)?;
    room.begin();
    Ok(())
}

/// The number of hyperparameters.
pub(crate) const HYPERPARAMETERS: usize = Hyperparameter::ALL.len();

/// The options of all hyperparameters.
pub(crate) const fn hyperparameters<R: RunRoom>() -> [Setting<R>; HYPERPARAMETERS] {
    macro_rules! option {
        ($hyperparameter:ident) => {
            Setting {
                name: Hyperparameter::$hyperparameter.option(),
                takes: Hyperparameter::$hyperparameter.placeholder(),
                help: Hyperparameter::$hyperparameter.help(),
                set: |room, value| edit(room, Hyperparameter::$hyperparameter, value),
                get: |room| {
                    room.setup().edited(Hyperparameter::$hyperparameter).map(str::to_owned).into_iter().collect()
                },
            }
        };
    }
    each_hyperparameter!(option)
}

/// The edits of contestants and of the run, one option each.
pub(crate) const fn edits<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "edit",
        takes: "EDIT",
        help: "A change of the run, as in '62@1 unit+ 1', or of the contestants, as in 'copy 1'",
        set: |room, value| {
            room.setup_mut().add_written(value)?;
            room.begin();
            Ok(())
        },
        get: |room| room.setup().written_edits().unwrap_or_default(),
    }
}

/// Changes what the exhibit line says of the data, and restarts.
fn set_data<R: RunRoom>(room: &mut R, change: impl FnOnce(&mut DataOptions)) -> Result<(), Message> {
    let mut options = room.setup().data_options().clone();
    change(&mut options);
    if options == *room.setup().data_options() {
        return Ok(());
    }
    room.setup_mut().set_data(options)?;
    room.begin();
    Ok(())
}

/// Takes the subject and what the options say of the data, all at once: a table may need its target to be of use. Returns
/// whether a run has to begin.
pub(crate) fn take_subject<R: RunRoom>(
    room: &mut R,
    subject: Option<&str>,
    options: &[(String, String)],
) -> Result<bool, Message> {
    let (setup, data) = (room.setup_mut(), DataOptions::of_line(options));
    match subject {
        Some(subject) => setup.open(subject, data)?,
        None if data.is_empty() => return Ok(false),
        None => setup.set_data(setup.data_options().with(data))?,
    }
    Ok(true)
}

pub(crate) const fn target<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "target",
        takes: "COLUMN,...",
        help: "The targets of a table, by name or number",
        set: |room, value| set_data(room, |options| options.target = Some(value.to_owned())),
        get: |room| room.setup().data_options().target.clone().into_iter().collect(),
    }
}

pub(crate) const fn inputs<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "inputs",
        takes: "COLUMN,...",
        help: "The inputs of a table, by name or number",
        set: |room, value| set_data(room, |options| options.inputs = Some(value.to_owned())),
        get: |room| room.setup().data_options().inputs.clone().into_iter().collect(),
    }
}

pub(crate) const fn missing<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "missing",
        takes: "RULE",
        help: "What is done about missing cells of a table: refuse, drop or mean",
        set: |room, value| set_data(room, |options| options.missing = Some(value.to_owned())),
        get: |room| room.setup().data_options().missing.clone().into_iter().collect(),
    }
}

/// After target and inputs, so that a line that is written reads a table once it knows its columns.
pub(crate) const fn data<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "data",
        takes: "FILE|KIND",
        help: "Data instead of the experiment's own: a CSV file, or a set",
        set: |room, value| set_data(room, |options| options.data = Some(value.to_owned())),
        get: |room| room.setup().data_options().data.clone().into_iter().collect(),
    }
}

pub(crate) const fn scale<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "scale",
        takes: "SCALE",
        help: "How inputs are scaled: none, standard or minmax",
        set: |room, value| set_data(room, |options| options.scale = Some(value.to_owned())),
        get: |room| room.setup().data_options().scale.clone().into_iter().collect(),
    }
}

pub(crate) const fn test<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "test",
        takes: "SHARE|FILE",
        help: "The share of rows kept for a test, or a file of test rows",
        set: |room, value| set_data(room, |options| options.test = Some(value.to_owned())),
        get: |room| room.setup().data_options().test.clone().into_iter().collect(),
    }
}

pub(crate) const fn epochs<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "epochs",
        takes: "N|endless",
        help: "How long a run is, instead of the experiment's own",
        set: |room, value| {
            let epochs = Epochs::parse(value).ok_or(OptionError::Epochs)?;
            room.setup_mut().set_epochs(epochs);
            room.begin();
            Ok(())
        },
        get: |room| changed(&room.setup().experiment().epochs, &room.setup().base().epochs, ToString::to_string),
    }
}

pub(crate) const fn stop<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "stop",
        takes: "RULE=NUMBER,...",
        help: "Stop earlier, as in test-loss=0.01,patience=50",
        set: |room, value| {
            room.setup_mut().set_stop(StopRule::parse_all(value)?);
            room.begin();
            Ok(())
        },
        get: |room| {
            let (now, base) = (room.setup().experiment(), room.setup().base());
            changed(&now.stop, &base.stop, |rules| StopRule::written(rules))
        },
    }
}

/// The help names the views.
pub(crate) const fn view<R: RunRoom>(help: &'static str) -> Setting<R> {
    Setting {
        name: "view",
        takes: "NAME",
        help,
        set: |room, value| {
            room.shown_mut().view = R::View::parse(value)?;
            Ok(())
        },
        get: |room| changed(&room.shown().view, &R::START.view, |view| view.id().to_owned()),
    }
}

pub(crate) const fn contestant<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "contestant",
        takes: "NAME",
        help: "The contestant that is looked at",
        set: |room, value| {
            let experiment = room.setup().experiment();
            let names: Vec<&str> = experiment.contestants.iter().map(|c| c.name.as_str()).collect();
            let n = names.iter().position(|name| *name == value);
            let names = || names.iter().map(|name| (*name).to_owned()).collect();
            room.shown_mut().contestant = n.ok_or_else(|| OptionError::OneOf { names: names() })?;
            Ok(())
        },
        get: |room| {
            let experiment = room.setup().experiment();
            let name = |n: &usize| experiment.contestants.get(*n).map_or(String::new(), |c| c.name.clone());
            changed(&room.shown().contestant, &R::START.contestant, name)
        },
    }
}

pub(crate) const fn log<R: RunRoom>() -> Setting<R> {
    Setting {
        name: "log",
        takes: "true|false",
        help: "Whether losses have a logarithmic axis",
        set: |room, value| {
            room.shown_mut().log = Some(value.parse().map_err(|_| OptionError::Boolean)?);
            Ok(())
        },
        get: |room| room.shown().log.map(|log| log.to_string()).into_iter().collect(),
    }
}
