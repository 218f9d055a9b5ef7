//! The recipe of `docs/cluster.md` for several machines, run with this machine four times.

use super::command::actlab;
use std::path::Path;
use std::process::Command;

/// The lines of the first shell block after a heading.
fn recipe(heading: &str) -> String {
    let text = include_str!("../../../docs/cluster.md");
    let rest = text.split_once(heading).expect("the heading").1;
    let block = rest.split_once("```sh\n").expect("a recipe").1;
    block.split_once("```").expect("its end").0.to_owned()
}

fn merged_is_whole(dir: &Path) {
    let merged = std::fs::read(dir.join("verdict.json")).unwrap();
    let whole = actlab(&["sweep", "xor-two-sigmoids", "--seeds", "4000", "--json"]);
    assert_eq!(String::from_utf8(merged).unwrap(), String::from_utf8(whole.stdout).unwrap());
}

fn shell(script: &str, dir: &Path) {
    let bin = Path::new(env!("CARGO_BIN_EXE_actlab")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh").args(["-e", "-c", script]).current_dir(dir).env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn gnu_parallel() {
    let version = Command::new("parallel").arg("--version").output();
    if !version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("GNU parallel")) {
        eprintln!("skipped: GNU parallel is not installed");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let script = recipe("## GNU parallel");
    // The same commands. A colon stands for this machine.
    let here = script.replace("node1,node2,node3,node4", ":");
    assert_ne!(here, script);
    shell(&here, dir.path());
    merged_is_whole(dir.path());
}

#[test]
fn a_job_array() {
    let dir = tempfile::tempdir().unwrap();
    // What the scheduler does with the script of the recipe.
    let script = recipe("## Slurm");
    let job: String = script.lines().filter(|line| line.starts_with("actlab sweep x")).collect();
    for task in 1..=4 {
        shell(&format!("export SLURM_ARRAY_TASK_ID={task} SLURM_CPUS_PER_TASK=2\n{job}"), dir.path());
    }
    let merge: String = script.lines().filter(|line| line.starts_with("actlab sweep --merge")).collect();
    shell(&merge, dir.path());
    merged_is_whole(dir.path());
}
