//! What a reader can mean by a key. Names are those of the configuration.

macro_rules! verbs {
    ($($(#[$doc:meta])* $verb:ident = $id:literal),+ $(,)?) => {
        /// A meaning that a key can have; what it does is said by the table of commands of the room in front.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Verb { $($(#[$doc])* $verb),+ }

        impl Verb {
            /// Every verb, in the order of this list.
            pub const ALL: &'static [Verb] = &[$(Verb::$verb),+];

            /// The name in the configuration.
            pub fn id(self) -> &'static str {
                match self { $(Verb::$verb => $id),+ }
            }

            /// The verb of that name.
            pub fn named(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|verb| verb.id() == id)
            }
        }
    };
}

verbs! {
    /// Leave the program.
    Quit = "quit",
    /// Show or hide every key of the room.
    Help = "help",
    /// Go to the room on the right.
    NextRoom = "next-room",
    /// Go to the room on the left.
    PreviousRoom = "previous-room",
    /// Go to the first room.
    Room1 = "room-1",
    /// Go to the second room.
    Room2 = "room-2",
    /// Go to the third room.
    Room3 = "room-3",
    /// Go to the fourth room.
    Room4 = "room-4",
    /// Go to the fifth room.
    Room5 = "room-5",
    /// Go to the sixth room.
    Room6 = "room-6",
    /// Go to the seventh room.
    Room7 = "room-7",
    /// Go to the eighth room.
    Room8 = "room-8",
    /// Go to the ninth room.
    Room9 = "room-9",
    /// Speak the other language.
    Language = "language",
    /// Put on the next theme.
    Theme = "theme",
    /// Stop the program until the shell brings it back.
    Suspend = "suspend",
    /// Draw the whole screen anew.
    Redraw = "redraw",
    /// Let the mouse work, or leave it to the terminal.
    Mouse = "mouse",
    /// Put what the room has to give into the clipboard.
    Copy = "copy",
    /// Write the frame into a file.
    Write = "write",
    /// Take what was typed.
    Accept = "accept",
    /// Go on with what is typed as far as it is certain.
    Complete = "complete",
    /// Leave things as they were.
    Cancel = "cancel",
    /// Remove the character before the caret.
    Erase = "erase",
    /// Remove the character under the caret.
    EraseNext = "erase-next",
    /// Remove the word before the caret.
    EraseWord = "erase-word",
    /// Remove everything typed.
    EraseAll = "erase-all",
    /// Move the caret left.
    CaretLeft = "caret-left",
    /// Move the caret right.
    CaretRight = "caret-right",
    /// Move the caret to the start.
    CaretStart = "caret-start",
    /// Move the caret to the end.
    CaretEnd = "caret-end",
    /// The next one in the list.
    Next = "next",
    /// The one before in the list.
    Previous = "previous",
    /// The first in the list.
    First = "first",
    /// The last in the list.
    Last = "last",
    /// The next group of the list.
    NextGroup = "next-group",
    /// The group before.
    PreviousGroup = "previous-group",
    /// Type to narrow a list.
    Filter = "filter",
    /// Type a formula of one's own.
    Formula = "formula",
    /// Keep under a name.
    Save = "save",
    /// Take back what was typed last.
    Undo = "undo",
    /// Move the cursor right.
    Right = "right",
    /// Move the cursor left.
    Left = "left",
    /// Move the cursor right by a tick.
    FarRight = "far-right",
    /// Move the cursor left by a tick.
    FarLeft = "far-left",
    /// Show less of the axis, larger.
    ZoomIn = "zoom-in",
    /// Show more of the axis, smaller.
    ZoomOut = "zoom-out",
    /// Move what is shown to the right.
    PanRight = "pan-right",
    /// Move what is shown to the left.
    PanLeft = "pan-left",
    /// Show the axis as in the beginning.
    ResetView = "reset-view",
    /// Choose the next knob.
    NextKnob = "next-knob",
    /// Turn the knob up.
    KnobUp = "knob-up",
    /// Turn the knob down.
    KnobDown = "knob-down",
    /// Turn the knob up by ten steps.
    KnobFarUp = "knob-far-up",
    /// Turn the knob down by ten steps.
    KnobFarDown = "knob-far-down",
    /// Put the knob back to its default.
    KnobReset = "knob-reset",
    /// Mark or unmark for comparison.
    Compare = "compare",
    /// Remove all marks.
    CompareNone = "compare-none",
    /// Show the numerical slope beside the exact one.
    Numeric = "numeric",
    /// The next distribution of samples.
    Distribution = "distribution",
    /// Samples spread wider.
    ScaleUp = "scale-up",
    /// Samples lie closer.
    ScaleDown = "scale-down",
    /// More samples.
    SamplesUp = "samples-up",
    /// Fewer samples.
    SamplesDown = "samples-down",
    /// The next seed.
    NextSeed = "next-seed",
    /// The seed before.
    PreviousSeed = "previous-seed",
    /// Multiply the picture more.
    GainUp = "gain-up",
    /// Multiply the picture less.
    GainDown = "gain-down",
    /// Draw a picture on the scale of the function, or on its own.
    Levels = "levels",
    /// Type the path of a picture.
    Image = "image",
    /// Gray by brightness or by the red channel.
    Channel = "channel",
    /// The next set of glyphs for pictures.
    Glyphs = "glyphs",
    /// The next page of panels.
    Page = "page",
    /// A smaller step, by a factor of ten.
    ShrinkStep = "shrink-step",
    /// A larger step, by a factor of ten.
    GrowStep = "grow-step",
    /// A smaller step, by about a half.
    ShrinkStepFine = "shrink-step-fine",
    /// A larger step, by about two.
    GrowStepFine = "grow-step-fine",
    /// The step with the least error.
    BestStep = "best-step",
    /// The next way to take differences.
    Method = "method",
    /// Choose the class on the right.
    NextClass = "next-class",
    /// Choose the class on the left.
    PreviousClass = "previous-class",
    /// Push the chosen logit up a little.
    PushUp = "push-up",
    /// Push the chosen logit down a little.
    PushDown = "push-down",
    /// Push the chosen logit up.
    PushFarUp = "push-far-up",
    /// Push the chosen logit down.
    PushFarDown = "push-far-down",
    /// One class more.
    AddClass = "add-class",
    /// Take the chosen class away.
    RemoveClass = "remove-class",
    /// Let the chosen class be the true one.
    TrueClass = "true-class",
    /// A higher temperature.
    Warmer = "warmer",
    /// A lower temperature.
    Cooler = "cooler",
    /// Add a constant to every logit.
    AddConstant = "add-constant",
    /// Subtract a constant from every logit.
    SubtractConstant = "subtract-constant",
    /// Make the chosen logit as large as numbers get, or what it was.
    Extreme = "extreme",
    /// Start, or pause.
    Start = "start",
    /// Go one epoch on.
    StepEpoch = "step-epoch",
    /// Go one batch on, or one sample.
    StepBatch = "step-batch",
    /// Go to the end as fast as it goes.
    ToEnd = "to-end",
    /// Show it faster.
    Faster = "faster",
    /// Show it slower.
    Slower = "slower",
    /// The next way to look at it.
    View = "view",
    /// Look inside, or out again.
    Inside = "inside",
    /// The next contestant.
    Contestant = "contestant",
    /// A linear or a logarithmic axis.
    LogAxis = "log-axis",
    /// Turn to the left.
    TurnLeft = "turn-left",
    /// Turn to the right.
    TurnRight = "turn-right",
    /// Look from higher up.
    TiltUp = "tilt-up",
    /// Look from lower down.
    TiltDown = "tilt-down",
    /// Vary something, over a grid.
    Vary = "vary",
    /// More seeds.
    MoreSeeds = "more-seeds",
    /// Fewer seeds.
    FewerSeeds = "fewer-seeds",
    /// The one in the middle of the list.
    Median = "median",
    /// Sweep what is set up here.
    Sweep = "sweep",
    /// Everything as in the beginning.
    Restart = "restart",
    /// Let the text have the keys, or the exhibit.
    Focus = "focus",
    /// Turn to the next step of the lesson.
    NextStep = "next-step",
    /// Turn back to the step before.
    PreviousStep = "previous-step",
    /// Turn to the next lesson.
    NextLesson = "next-lesson",
    /// Turn back to the lesson before.
    PreviousLesson = "previous-lesson",
    /// Show the table of contents.
    Contents = "contents",
    /// Open the exhibit of a step again, as the step has it.
    ResetExhibit = "reset-exhibit",
    /// Leave the prediction open and let the exhibit go.
    Skip = "skip",
    /// Show the exhibit line.
    Line = "line",
    /// Predict the first answer.
    AnswerA = "answer-a",
    /// Predict the second answer.
    AnswerB = "answer-b",
    /// Predict the third answer.
    AnswerC = "answer-c",
    /// Predict the fourth answer.
    AnswerD = "answer-d",
    /// Predict the fifth answer.
    AnswerE = "answer-e",
    /// Predict the sixth answer.
    AnswerF = "answer-f",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for verb in Verb::ALL {
            assert_eq!(Verb::named(verb.id()), Some(*verb));
        }
        assert_eq!(Verb::named("jump"), None);
    }
}
