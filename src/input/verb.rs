//! The verbs that keys stand for. Names are those of the configuration.

macro_rules! verbs {
    ($($(#[$doc:meta])* $verb:ident = $id:literal),+ $(,)?) => {
        /// A meaning that a key can have. The command table of the current room says what it does.
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
    /// Go to the next pane.
    NextPane = "next-pane",
    /// Go to the previous pane.
    PreviousPane = "previous-pane",
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
    /// Switch to the other language.
    Language = "language",
    /// Switch to the next theme.
    Theme = "theme",
    /// Suspend the program until the shell continues it.
    Suspend = "suspend",
    /// Draw the whole screen again.
    Redraw = "redraw",
    /// Turn the mouse on, or leave it to the terminal.
    Mouse = "mouse",
    /// Copy what the room offers to the clipboard.
    Copy = "copy",
    /// Write the frame to a file.
    Write = "write",
    /// Accept what was typed.
    Accept = "accept",
    /// Complete what is typed as far as it is unambiguous.
    Complete = "complete",
    /// Cancel without a change.
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
    /// The next item of the list.
    Next = "next",
    /// The previous item of the list.
    Previous = "previous",
    /// The first item of the list.
    First = "first",
    /// The last item of the list.
    Last = "last",
    /// The next group of the list.
    NextGroup = "next-group",
    /// The previous group of the list.
    PreviousGroup = "previous-group",
    /// Type to filter a list.
    Filter = "filter",
    /// Type an own formula.
    Formula = "formula",
    /// Save under a name.
    Save = "save",
    /// Undo what was typed last.
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
    /// Move the visible range to the right.
    PanRight = "pan-right",
    /// Move the visible range to the left.
    PanLeft = "pan-left",
    /// Reset the axis to its initial range.
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
    /// Reset the knob to its default.
    KnobReset = "knob-reset",
    /// Mark or unmark for comparison.
    Compare = "compare",
    /// Remove all marks.
    CompareNone = "compare-none",
    /// Show the numerical slope beside the exact one.
    Numeric = "numeric",
    /// The next distribution of samples.
    Distribution = "distribution",
    /// Increase the scale of the samples.
    ScaleUp = "scale-up",
    /// Decrease the scale of the samples.
    ScaleDown = "scale-down",
    /// More samples.
    SamplesUp = "samples-up",
    /// Fewer samples.
    SamplesDown = "samples-down",
    /// The next seed.
    NextSeed = "next-seed",
    /// The previous seed.
    PreviousSeed = "previous-seed",
    /// Increase the gain of the picture.
    GainUp = "gain-up",
    /// Decrease the gain of the picture.
    GainDown = "gain-down",
    /// Draw the picture on the scale of the function, or on its own scale.
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
    /// A smaller step, by a factor of about 2.
    ShrinkStepFine = "shrink-step-fine",
    /// A larger step, by a factor of about 2.
    GrowStepFine = "grow-step-fine",
    /// The step with the least error.
    BestStep = "best-step",
    /// The next difference method.
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
    /// Add a class.
    AddClass = "add-class",
    /// Remove the chosen class.
    RemoveClass = "remove-class",
    /// Make the chosen class the true one.
    TrueClass = "true-class",
    /// A higher temperature.
    Warmer = "warmer",
    /// A lower temperature.
    Cooler = "cooler",
    /// Add a constant to every logit.
    AddConstant = "add-constant",
    /// Subtract a constant from every logit.
    SubtractConstant = "subtract-constant",
    /// Set the chosen logit to an extreme value, or restore it.
    Extreme = "extreme",
    /// Start or pause.
    Start = "start",
    /// Train one epoch.
    StepEpoch = "step-epoch",
    /// Train one batch, or one sample.
    StepBatch = "step-batch",
    /// Train to the end at full speed.
    ToEnd = "to-end",
    /// Train faster on the screen.
    Faster = "faster",
    /// Train slower on the screen.
    Slower = "slower",
    /// The next view.
    View = "view",
    /// Show the inside of the model, or leave it.
    Inside = "inside",
    /// The next contestant.
    Contestant = "contestant",
    /// Switch between a linear and a logarithmic axis.
    LogAxis = "log-axis",
    /// Turn the surface to the left.
    TurnLeft = "turn-left",
    /// Turn the surface to the right.
    TurnRight = "turn-right",
    /// Look from a higher angle.
    TiltUp = "tilt-up",
    /// Look from a lower angle.
    TiltDown = "tilt-down",
    /// Choose what the map shows.
    MapMode = "map-mode",
    /// The next column along the horizontal axis of the map.
    MapX = "map-x",
    /// The next column along the vertical axis of the map.
    MapY = "map-y",
    /// The other columns of the map at their medians, or at a sample.
    MapAt = "map-at",
    /// Choose the next sample.
    NextSample = "next-sample",
    /// Choose the previous sample.
    PreviousSample = "previous-sample",
    /// One more unit in the chosen layer.
    AddUnit = "add-unit",
    /// One unit less: the chosen one.
    RemoveUnit = "remove-unit",
    /// A new layer after the chosen one.
    AddLayer = "add-layer",
    /// One layer less: the chosen one.
    RemoveLayer = "remove-layer",
    /// Choose the activation of the layer.
    Activation = "activation",
    /// Choose the inputs as formulas.
    Features = "features",
    /// Choose the data.
    Data = "data",
    /// Put a point of class 0.
    Point0 = "point-0",
    /// Put a point of class 1.
    Point1 = "point-1",
    /// Put a point of class 2.
    Point2 = "point-2",
    /// Put a point of class 3.
    Point3 = "point-3",
    /// Put a point of class 4.
    Point4 = "point-4",
    /// Put a point of class 5.
    Point5 = "point-5",
    /// Put a point of class 6.
    Point6 = "point-6",
    /// Put a point of class 7.
    Point7 = "point-7",
    /// Put a point of class 8.
    Point8 = "point-8",
    /// Put a point of class 9.
    Point9 = "point-9",
    /// Remove the nearest point.
    TakePoint = "take-point",
    /// Remove all points, those for the test too, except one of each class.
    ClearPoints = "clear-points",
    /// Cut the chosen edge, or restore it.
    CutEdge = "cut-edge",
    /// Freeze the chosen unit, or thaw it.
    Freeze = "freeze",
    /// Make the edit again that was undone.
    Redo = "redo",
    /// One more contestant like this one.
    CopyContestant = "copy-contestant",
    /// One contestant less: the shown one.
    RemoveContestant = "remove-contestant",
    /// Give the shown contestant another name.
    Rename = "rename",
    /// Save the experiment as it is now.
    SaveExperiment = "save-experiment",
    /// Choose what the sweep varies.
    Vary = "vary",
    /// More seeds.
    MoreSeeds = "more-seeds",
    /// Fewer seeds.
    FewerSeeds = "fewer-seeds",
    /// The median of the list.
    Median = "median",
    /// Sweep the current experiment.
    Sweep = "sweep",
    /// Reset everything to the start.
    Restart = "restart",
    /// Switch the keys between the text and the exhibit.
    Focus = "focus",
    /// Go to the next step of the lesson.
    NextStep = "next-step",
    /// Go to the previous step of the lesson.
    PreviousStep = "previous-step",
    /// Go to the next lesson.
    NextLesson = "next-lesson",
    /// Go to the previous lesson.
    PreviousLesson = "previous-lesson",
    /// Show the table of contents.
    Contents = "contents",
    /// Open the exhibit of a step again, as the step has it.
    ResetExhibit = "reset-exhibit",
    /// Skip the prediction and run the exhibit.
    Skip = "skip",
    /// Show the exhibit line.
    Line = "line",
    /// Choose when the run ends.
    RunEnd = "run-end",
    /// Copy the link of TensorFlow Playground.
    Link = "link",
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
