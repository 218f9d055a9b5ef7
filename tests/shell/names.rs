//! Names and lists on the command line: names with aliases, and options that take several values.

use super::cli::{fails, out};

/// Every option and setting gives the same bytes for an alias as for the id.
#[test]
fn aliases_do_wherever_a_name_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("e.toml");
    let text = "epochs = 2\ndata = { kind = \"xor\" }\n[[contestant]]\nlayers = [{ units = 2, activation = \"NAME\" }, { units = 1, activation = \"sigmoid\" }]\n";
    let experiment = |name: &str| {
        std::fs::write(&path, text.replace("NAME", name)).expect("written");
        let told = out(&["train", path.to_str().expect("UTF-8"), "--json", "--seed", "1"]);
        told.lines().filter(|line| line.contains("\"epoch\"")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(experiment("Leaky_ReLU"), experiment("leaky-relu"));
    let same = |line: &str| {
        let words = |name: &str| out(&line.replace("NAME", name).split(' ').collect::<Vec<_>>());
        assert_eq!(words("swish"), words("silu"), "{line}");
        assert_eq!(words("S_i-LU"), words("silu"), "{line}");
    };
    for line in [
        "eval NAME --at 1 --json",
        "plot NAME --size 60x16",
        "render lab NAME --size 80x24",
        "render slope NAME --size 80x24",
        "render lab --compare NAME --size 80x24",
        "render lab --set lab.activation=NAME --size 80x24",
        "sweep xor-two-sigmoids --seeds 2 --epochs 1 --vary hidden_activation=NAME,relu --json",
    ] {
        same(line);
    }
    let twice = fails(&["sweep", "xor-two-sigmoids", "--vary", "hidden_activation=silu,swish"]).1;
    assert!(twice.contains("silu is given twice"), "{twice}");
    for args in [&["eval", "softmax", "--at", "1"][..], &["plot", "Softmax"], &["render", "lab", "softmax"]] {
        let (code, said) = fails(args);
        assert!(code == 2 && said.contains("actlab open softmax"), "{said}");
    }
}

#[test]
fn lists_take_commas() {
    for (many, several) in [
        ("render lab --compare silu,mish", "render lab --compare silu --compare mish"),
        ("render lab --compare=silu,mish", "render lab --compare silu --compare mish"),
        ("render lab --compare max(0,x),mish", "render lab --compare max(0,x) --compare mish"),
        ("render lab --compare selu:alpha=1,scale=2,relu", "render lab --compare selu:alpha=1,scale=2 --compare relu"),
        ("plot relu,gelu,silu", "plot relu gelu silu"),
        ("plot selu --knob alpha=1,scale=2", "plot selu --knob alpha=1 --knob scale=2"),
        ("eval selu --at 1 --knob alpha=1,scale=2", "eval selu --at 1 --knob alpha=1 --knob scale=2"),
    ] {
        let words = |line: &str| out(&line.replace("max", "=max").split(' ').collect::<Vec<_>>());
        assert_eq!(words(many), words(several), "{many}");
    }
    for args in [&["render", "lab", "--compare", "silu,"][..], &["plot", "relu,,gelu"]] {
        let (code, said) = fails(args);
        assert!(code == 2 && said.contains("for example, silu,mish") && said.lines().count() == 1, "{said}");
    }
    let said = fails(&["render", "lab", "--compare", "silu,mihs"]).1;
    assert!(said.contains("--compare silu,mihs") && said.contains("did you mean 'mish'"), "{said}");
}

/// For every option that takes a number, a wrong number gives one sentence with the option and what would be right.
#[test]
fn a_wrong_number_names_its_option_and_what_would_be_right() {
    let lines = [
        ("eval relu --at 1", "--seed", "from 0 to 18446744073709551615"),
        ("train xor-two-sigmoids", "--epochs", "a whole number from 1"),
        ("train xor-two-sigmoids", "--every", "a whole number from 1"),
        ("sweep xor-two-sigmoids", "--seeds", "from 1 to 10000000"),
        ("sweep xor-two-sigmoids", "--seed", "a whole number from 0"),
        ("sweep xor-two-sigmoids", "--epochs", "a whole number from 1"),
        ("sweep xor-two-sigmoids", "--threads", "from 1 to 1024"),
        ("render lab", "--ticks", "a whole number from 0"),
        ("render lab --animate --out a.svg", "--seconds", "a whole number from 1 to 60"),
        ("plot relu", "--range", "finite and the lower one first"),
        ("plot relu", "--y-range", "finite and the lower one first"),
        ("plot relu", "--size", "80x24"),
        ("plot elu", "--knob", "alpha=0.5"),
        ("eval elu --at 1", "--knob", "alpha=0.5"),
        ("render lab", "--size", "80x24"),
        ("sweep xor-two-sigmoids", "--shard", "from 1/4"),
        ("render lab", "--cursor", "a number"),
        ("render lab", "--compare", "no activation"),
    ];
    for (line, option, right) in lines {
        for value in ["abc", "-5", "1.5", "0:inf", "99999999999999999999999", "nan"] {
            let words: Vec<&str> = line.split(' ').chain([option, value]).collect();
            if option == "--cursor" && matches!(value, "-5" | "1.5" | "99999999999999999999999") {
                continue;
            }
            let (code, said) = fails(&words);
            assert_eq!((code, said.lines().count()), (2, 1), "{words:?}: {said}");
            assert!(said.contains(option) && said.contains(right) && said.contains(value), "{words:?}: {said}");
        }
    }
}

#[test]
fn what_cannot_be_varied_names_the_option() {
    for (given, right) in [
        ("foo=1", "learning-rate"),
        ("learning_rate", "learning_rate=0.001,0.01"),
        ("learning_rate=0.1,-1", "a positive number"),
        ("learning_rate=0.1,", "a value is missing"),
        ("units=0", "a whole number from 1"),
        ("hidden_activation=relu,swihs", "did you mean 'swish'"),
        ("hidden_activation=softmax", "actlab open softmax"),
        ("init=glorot", "did you mean"),
    ] {
        let (code, said) = fails(&["sweep", "xor-two-sigmoids", "--vary", given]);
        assert_eq!((code, said.lines().count()), (2, 1), "{given}: {said}");
        assert!(said.contains(&format!("--vary {given}: ")) && said.contains(right), "{given}: {said}");
        assert_eq!(said.matches(&format!("{given}: ")).count(), 1, "{said}");
        let in_room = fails(&["render", "sweep", "xor-two-sigmoids", "--vary", given]).1;
        if given.starts_with("foo") || !given.contains('=') {
            assert_eq!(in_room, said, "{given}");
        }
    }
}

/// The program understands every word that the table of ranges allows.
#[test]
fn every_word_of_a_setting_is_understood() {
    for (setting, words) in [
        ("language", "auto en ko"),
        ("start", "walk lab train slope softmax sweep"),
        ("color", "auto truecolor 256 16 none"),
        ("glyphs", "half quadrant sextant octant ascii shade"),
        ("ascii", "auto true false"),
        ("write", "svg text ansi"),
        ("lab.distribution", "notebook uniform normal"),
        ("lab.channel", "luma red"),
        ("lab.levels", "range auto"),
    ] {
        for word in words.split(' ') {
            out(&["config", "--set", &format!("{setting}={word}")]);
        }
        let (code, said) = fails(&["eval", "relu", "--at", "1", "--set", &format!("{setting}=nonsense")]);
        let right = words.split(' ').all(|word| said.contains(word));
        assert!(code == 2 && right && said.contains(&format!("\"{setting}\" is \"nonsense\"; expected")), "{said}");
    }
}
