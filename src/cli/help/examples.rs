//! Two examples for each command. A test runs them.

/// Command lines, and what each does.
pub(super) type Examples = &'static [(&'static str, &'static str)];

/// The examples of a command, named by its words without `actlab`.
pub(super) fn of(command: &str) -> Examples {
    ALL.iter().find(|(name, _)| *name == command).map_or(&[], |(_, examples)| examples)
}

/// All examples, by command.
const ALL: &[(&str, Examples)] = &[
    (
        "",
        &[
            ("actlab", "Open the program where you left it"),
            ("actlab train xor-two-sigmoids", "Train two sigmoids to compute XOR"),
        ],
    ),
    (
        "open",
        &[
            ("actlab open lab gelu --compare relu,silu", "GELU beside ReLU and SiLU in the Lab"),
            ("actlab open train parabola --epoch 100", "A run that has been trained for 100 epochs"),
        ],
    ),
    (
        "play",
        &[
            ("actlab play", "The default page of TensorFlow Playground"),
            ("actlab play moons --layers 8-8 --noise 0.2", "Two half circles, two hidden layers of eight units"),
        ],
    ),
    (
        "open walk",
        &[
            ("actlab open walk 4", "The fourth lesson"),
            ("actlab open walk xor --step 2", "The second step of the lesson about XOR"),
        ],
    ),
    (
        "open lab",
        &[
            ("actlab open lab snake --knob a=2 --cursor 1", "Snake with a = 2, read at x = 1"),
            ("actlab open lab relu --panels slope", "Only the slope of ReLU"),
        ],
    ),
    (
        "open train",
        &[
            ("actlab open train spiral --speed full", "Two spirals, as fast as it goes"),
            ("actlab open train parabola --learning-rate 0.01", "Another learning rate"),
        ],
    ),
    (
        "open slope",
        &[
            ("actlab open slope sigmoid --h 1e-15", "Rounding in a numerical slope"),
            ("actlab open slope gelu --method central", "Central differences"),
        ],
    ),
    (
        "open softmax",
        &[
            ("actlab open softmax --logits 1,2,3", "Three classes"),
            ("actlab open softmax --logits 1,2,3 --temperature 0.5", "Sharper probabilities"),
        ],
    ),
    (
        "open sweep",
        &[
            ("actlab open sweep parabola --seeds 200", "Two hundred seeds of the parabola"),
            ("actlab open sweep xor-two-sigmoids --vary learning-rate=0.01,0.1", "Two learning rates"),
        ],
    ),
    (
        "list",
        &[
            ("actlab list activations", "Ids, formulas and knobs"),
            ("actlab list experiments parabola > mine.toml", "A start for an experiment of your own"),
        ],
    ),
    (
        "lessons",
        &[("actlab lessons list", "The lessons by number"), ("actlab lessons show 4", "The fourth lesson as text")],
    ),
    (
        "lessons check",
        &[
            ("actlab lessons check", "Check the lessons of the program"),
            ("actlab lessons check my-lessons", "Check your own"),
        ],
    ),
    (
        "lessons show",
        &[
            ("actlab lessons show 1", "The first lesson"),
            ("actlab lessons show xor --lang ko", "The lesson about XOR in Korean"),
        ],
    ),
    (
        "lessons list",
        &[
            ("actlab lessons list", "Numbers, titles and summaries"),
            ("actlab lessons list --json", "The same for programs"),
        ],
    ),
    (
        "lessons progress",
        &[
            ("actlab lessons progress", "What you have done"),
            ("actlab lessons progress --learner minsu --json", "What a reader with a name has done, for programs"),
        ],
    ),
    (
        "eval",
        &[
            ("actlab eval gelu 1", "Value and slope of GELU at 1"),
            ("actlab eval --formula 'x * tanh(x)' --at -2:2:0.5", "A formula from -2 to 2 in steps of 0.5"),
        ],
    ),
    (
        "plot",
        &[
            ("actlab plot relu gelu silu --range -3:3", "Three curves in one chart"),
            ("actlab plot tanh --slope --size 60x16 --format text", "A slope as plain text"),
        ],
    ),
    (
        "picture",
        &[
            ("actlab picture dog.jpg", "A picture in the terminal"),
            ("actlab picture dog.jpg --activation step --out dog.svg", "The picture after a step, as a drawing"),
        ],
    ),
    (
        "link",
        &[
            ("actlab link playground", "The link of the page that an experiment is like"),
            ("actlab link spiral --json", "The same for programs, with what the link leaves out"),
        ],
    ),
    (
        "data",
        &[
            ("actlab data iris", "The columns of a set that comes with the program"),
            ("actlab data mine.csv --target price", "What is in a table of your own"),
        ],
    ),
    (
        "train",
        &[
            ("actlab train parabola --learning-rate 0.01 --activation gelu", "Another rate, another activation"),
            ("actlab train --data iris --test 0.3 --csv log.csv", "A table, with a row for each epoch"),
        ],
    ),
    (
        "sweep",
        &[
            ("actlab sweep xor-two-sigmoids -n 200", "Two hundred seeds, and whether success was luck"),
            ("actlab sweep xor-two-sigmoids -n 50 --vary learning-rate=0.01,0.1", "The same for two learning rates"),
        ],
    ),
    (
        "render",
        &[
            ("actlab render lab gelu --size 80x24", "The Lab as text"),
            (
                "actlab render train xor-two-sigmoids --keys 'space until:epoch=500' -o run.svg",
                "A run at epoch 500 as a drawing",
            ),
        ],
    ),
    (
        "doctor",
        &[("actlab doctor", "Colours, characters and test glyphs"), ("actlab doctor --json", "The same for programs")],
    ),
    (
        "config",
        &[
            ("actlab config", "All settings, which can be read back"),
            ("actlab config --set lab.gain=4 --json", "The same with another gain, for programs"),
        ],
    ),
    (
        "completions",
        &[
            ("actlab completions bash > ~/.local/share/bash-completion/completions/actlab", "For bash"),
            ("actlab completions fish > ~/.config/fish/completions/actlab.fish", "For fish"),
        ],
    ),
    (
        "man",
        &[
            ("actlab man --out ~/.local/share/man/man1", "Write every page, so that 'man actlab-train' finds it"),
            ("actlab man train | man -l -", "Read one page"),
        ],
    ),
    ("help", &[("actlab help train", "The options of train"), ("actlab help open lab", "The options of the Lab")]),
    ("version", &[("actlab version", "The version"), ("actlab --version", "The same")]),
];
