//! Names and lists on the command line: what has several names, and what may be given several at once.

use super::cli::{fails, out};

/// Every way in leads to the same bytes for an alias as for the id.
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
    assert!(twice.contains("silu stands there twice"), "{twice}");
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
        assert!(code == 2 && said.contains("as in silu,mish") && said.lines().count() == 1, "{said}");
    }
    let said = fails(&["render", "lab", "--compare", "silu,mihs"]).1;
    assert!(said.contains("--compare silu,mihs") && said.contains("did you mean 'mish'"), "{said}");
}
