//! The hyperparameters. A row here gives the shell and the rooms an option with its help, and a sweep something to vary.

use super::EditError;
use crate::text::right_word;

/// Declares [`Hyperparameter`], its names and its help. It also declares `each_hyperparameter!`, which makes an array with one
/// item for each variant.
///
/// A row has five parts: the name in files and tables, the name of the option, other names of the option, the placeholder of
/// the value, and one line of help.
macro_rules! hyperparameters {
    (
        $d:tt
        $($(#[$doc:meta])* $Variant:ident: $name:literal, $option:literal, [$($other:literal),*], $takes:literal, $help:literal;)*
    ) => {
        /// A setting of an experiment that can be changed for all its contestants at once.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Hyperparameter {
            $($(#[$doc])* $Variant,)*
        }

        impl Hyperparameter {
            /// Every hyperparameter.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),*];

            /// The name in files and in tables.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name,)* }
            }

            /// The name of its option, and of what a sweep varies.
            pub const fn option(self) -> &'static str {
                match self { $(Self::$Variant => $option,)* }
            }

            /// Other names of its option.
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$Variant => &[$($other),*],)* }
            }

            /// The placeholder of its value in help.
            pub const fn placeholder(self) -> &'static str {
                match self { $(Self::$Variant => $takes,)* }
            }

            /// Its meaning, in one line.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$Variant => $help,)* }
            }
        }

        /// An array with what a macro makes of the name of each variant.
        macro_rules! each_hyperparameter {
            ($d make:ident) => { [$($d make!($Variant)),*] };
        }

        pub(crate) use each_hyperparameter;
    };
}

// One that sets another one as well comes before it, so that a line in this order leads back to the same values.
hyperparameters! { $
    /// The optimiser.
    Optimizer: "optimizer", "optimizer", [], "NAME",
        "The optimiser, which may have a learning rate after it as in adam:0.001";
    /// The learning rate.
    LearningRate: "learning_rate", "learning-rate", [], "NUMBER", "The learning rate of every contestant";
    /// The units of all hidden layers.
    Layers: "layers", "layers", [], "N-N", "The units of the hidden layers, as in 8-8-8, or none";
    /// The number of units in every layer but the last.
    Units: "units", "units", [], "N", "How many units each hidden layer has";
    /// The activation of every layer but the last.
    HiddenActivation: "hidden_activation", "hidden-activation", ["activation"], "FUNCTION",
        "The activation of hidden layers: an id or a formula; --activation is the same";
    /// The number of samples in a batch.
    BatchSize: "batch_size", "batch-size", [], "N", "How many samples a step of training takes";
    /// The initialiser.
    Init: "init", "init", [], "NAME", "How the first weights are drawn";
    /// The loss that training minimises.
    Loss: "loss", "loss", [], "NAME", "The loss that training minimises";
    /// The strength of the penalty on the absolute values of weights.
    L1: "l1", "l1", [], "NUMBER", "The penalty on the absolute values of weights";
    /// The strength of the penalty on the squares of weights.
    L2: "l2", "l2", [], "NUMBER", "The penalty on the squares of weights";
    /// The formulas over the columns that are the inputs.
    Features: "features", "features", [], "FORMULA,...", "The inputs as formulas over the columns, as in 'x, y, x^2'";
    /// The noise in the data.
    Noise: "noise", "noise", [], "NUMBER", "The noise in the data";
    /// The number of points of a generated data set.
    Points: "points", "points", [], "N", "How many points a generated data set has";
}

impl Hyperparameter {
    /// The hyperparameter with this name, with dashes or underscores.
    ///
    /// # Errors
    /// [`EditError::Unknown`] with the most similar name.
    pub fn parse(name: &str) -> Result<Self, EditError> {
        let known: Vec<&str> = Self::ALL.iter().map(|hyperparameter| hyperparameter.option()).collect();
        Self::called(name).ok_or_else(|| EditError::Unknown { name: name.to_owned(), hint: right_word(name, &known) })
    }

    /// The hyperparameter with this name, if there is one.
    pub fn called(name: &str) -> Option<Self> {
        let has = |one: &Self| [one.name(), one.option()].contains(&name) || one.aliases().contains(&name);
        Self::ALL.iter().copied().find(has)
    }

    /// Whether a value of it is itself a list with commas, so that `|` divides several values.
    pub const fn takes_list(self) -> bool {
        matches!(self, Self::Layers | Self::Features)
    }

    /// The hyperparameter that a value of this one sets as well, so that an earlier value of that has no effect.
    pub(crate) fn replaces(self, value: &str) -> Option<Self> {
        match self {
            Self::Optimizer => value.contains(':').then_some(Self::LearningRate),
            Self::Layers => Some(Self::Units),
            _ => None,
        }
    }
}
