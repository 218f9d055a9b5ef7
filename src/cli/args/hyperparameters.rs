//! Options of hyperparameters: one for each row of the registry, as in exhibit lines.

use crate::nn::experiment::Hyperparameter;
use clap::parser::ArgMatches;
use clap::{Arg, ArgGroup, Args, Command, Error, FromArgMatches};

/// The group of all these options.
pub(in crate::cli) const GROUP: &str = "hyperparameters";
/// Their section in help.
pub(in crate::cli) const HEADING: &str = "Hyperparameters";

/// The hyperparameters that a command line sets, in its order.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct HyperparameterFlags(pub(in crate::cli) Vec<(Hyperparameter, String)>);

fn argument(of: Hyperparameter) -> Arg {
    let name = of.option();
    let arg = Arg::new(name).long(name).value_name(of.placeholder()).help(of.help()).help_heading(HEADING);
    // A formula may begin with a minus.
    arg.aliases(of.aliases().iter().copied()).allow_hyphen_values(true)
}

impl Args for HyperparameterFlags {
    fn augment_args(command: Command) -> Command {
        let group = ArgGroup::new(GROUP).multiple(true).args(Hyperparameter::ALL.iter().map(|of| of.option()));
        command.args(Hyperparameter::ALL.iter().copied().map(argument)).group(group)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for HyperparameterFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let value = |of: &Hyperparameter| {
            let value = matches.get_one::<String>(of.option())?;
            Some((matches.index_of(of.option())?, *of, value.clone()))
        };
        let mut set: Vec<(usize, Hyperparameter, String)> = Hyperparameter::ALL.iter().filter_map(value).collect();
        set.sort_by_key(|(at, ..)| *at);
        Ok(Self(set.into_iter().map(|(_, of, value)| (of, value)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
