//! The parts of Lab's help.

use crate::input::Verb;
use crate::screens::HelpGroup;

/// What one does first comes first.
pub(super) const GROUPS: &[HelpGroup] = &[
    HelpGroup {
        name: "functions",
        verbs: &[
            Verb::Next,
            Verb::Previous,
            Verb::NextGroup,
            Verb::PreviousGroup,
            Verb::First,
            Verb::Last,
            Verb::Filter,
            Verb::Formula,
            Verb::Save,
            Verb::Compare,
            Verb::CompareNone,
        ],
    },
    HelpGroup {
        name: "curve",
        verbs: &[
            Verb::Left,
            Verb::Right,
            Verb::FarLeft,
            Verb::FarRight,
            Verb::ZoomIn,
            Verb::ZoomOut,
            Verb::PanLeft,
            Verb::PanRight,
            Verb::ResetView,
            Verb::Numeric,
            Verb::KnobDown,
            Verb::KnobUp,
            Verb::KnobFarDown,
            Verb::KnobFarUp,
            Verb::NextKnob,
            Verb::KnobReset,
            Verb::Page,
            Verb::NextPane,
            Verb::PreviousPane,
        ],
    },
    HelpGroup {
        name: "samples",
        verbs: &[
            Verb::Distribution,
            Verb::ScaleUp,
            Verb::ScaleDown,
            Verb::SamplesUp,
            Verb::SamplesDown,
            Verb::NextSeed,
            Verb::PreviousSeed,
        ],
    },
    HelpGroup {
        name: "picture",
        verbs: &[Verb::Image, Verb::GainUp, Verb::GainDown, Verb::Channel, Verb::Levels, Verb::Glyphs],
    },
];
