//! Mutated input of every kind: pictures, experiments, lessons, settings, formulas, themes, progress, lines of sweeps
//! and key scripts. The program must either reject it in one sentence without control characters, or accept it and go
//! on.
//!
//! `ACTLAB_LONG=1` tries a hundred times as many.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::config;
use actlab::functions::user_functions;
use actlab::input::{Script, ScriptLimits};
use actlab::lessons::{LessonText, Progress};
use actlab::nn::experiment;
use actlab::nn::memory::Memory;
use actlab::nn::sweep::{Outcome, SweepSetup, journal_lines};
use actlab::nn::training_run::TrainingRun;
use actlab::picture::{Channel, Picture, PictureLimits};
use actlab::screens::Exhibit;
use actlab::theme::Theme;
use actlab::tile::ColorDepth;
use actlab::words::Message;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::io::Cursor;
use std::sync::Arc;

/// One mutation: its kind, its position (as a share of the whole), and its content.
type Mistake = (u8, f64, u8, usize);

/// Texts that often cause errors.
const PIECES: [&str; 24] = [
    "\0",
    "\x1b[2J",
    "\u{202e}",
    "\u{feff}",
    "\r",
    "\n",
    "\t",
    "\"",
    "\\",
    "{n}",
    "'''",
    "[[",
    "]]",
    "=",
    "-",
    "999999999999",
    "18446744073709551615",
    "-1",
    "1e999",
    "nan",
    "inf",
    "0",
    "한",
    "é",
];

fn mistakes() -> impl Strategy<Value = Vec<Mistake>> {
    prop::collection::vec((0_u8..7, 0.0..1.0_f64, any::<u8>(), 0..PIECES.len()), 1..6)
}

/// The bytes with mutations.
fn spoil(good: &[u8], mistakes: &[Mistake]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for (kind, share, byte, piece) in mistakes {
        let at = ((bytes.len() as f64 * share) as usize).min(bytes.len());
        let end = (at + usize::from(*byte)).min(bytes.len());
        match kind {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 => drop(bytes.drain(at..end)),
            3 => drop(bytes.splice(at..at, PIECES[*piece].bytes())),
            4 => {
                let again = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, again));
            }
            5 => bytes.truncate(at),
            _ => drop(bytes.splice(at..end, PIECES[*piece].bytes())),
        }
    }
    bytes
}

fn spoilt(good: &str, mistakes: &[Mistake]) -> String {
    String::from_utf8_lossy(&spoil(good.as_bytes(), mistakes)).into_owned()
}

/// Runs a check on `cases` mutated inputs.
fn each(cases: u32, check: impl Fn(&[Mistake]) -> Result<(), TestCaseError>) {
    let factor = if std::env::var_os("ACTLAB_LONG").is_some() { 100 } else { 1 };
    let config = Config { failure_persistence: None, ..Config::with_cases(cases * factor) };
    TestRunner::new(config).run(&mistakes(), |mistakes| check(&mistakes)).unwrap_or_else(|error| panic!("{error}"));
}

/// An error message is one line once it is on its way to the terminal.
fn sentence(said: &impl ToString) -> Result<(), TestCaseError> {
    let said = actlab::text::visible(&said.to_string()).into_owned();
    prop_assert!(!said.is_empty() && !said.chars().any(char::is_control), "{said:?}");
    Ok(())
}

#[test]
fn pictures() {
    let image =
        DynamicImage::ImageRgb8(RgbImage::from_fn(40, 30, |x, y| Rgb([(x * 5 + y * 3) as u8, x as u8, y as u8])));
    let limits = PictureLimits { bytes: 8 << 20, ..PictureLimits::default() };
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
        let mut good = Cursor::new(Vec::new());
        image.write_to(&mut good, format).expect("encoded");
        each(60, |mistakes| {
            let bytes = spoil(good.get_ref(), mistakes);
            match Picture::decode(&bytes, Channel::Luma, &limits, &mut |_| ()) {
                Ok(picture) => prop_assert!(picture.levels().len() <= 1 << 20),
                Err(error) => sentence(&error)?,
            }
            Ok(())
        });
    }
}

#[test]
fn experiments() {
    let memory = Memory::mebibytes(64, "limits.memory");
    for good in [
        include_str!("../../assets/experiments/xor-two-sigmoids.toml"),
        include_str!("../../assets/experiments/parabola.toml"),
    ] {
        each(100, |mistakes| {
            let read = match experiment::parse(&spoilt(good, mistakes), "spoilt.toml") {
                Ok(read) => read,
                Err(error) => return sentence(&error),
            };
            let again = experiment::parse(&read.to_toml(), "spoilt.toml");
            prop_assert_eq!(again.as_ref(), Ok(&read), "it is written as it is read");
            if read.fits(memory).is_ok() {
                let mut training_run = TrainingRun::new(&Arc::new(read), 1).expect("a trial of what was checked");
                training_run.advance(2);
            }
            Ok(())
        });
    }
}

#[test]
fn lessons() {
    let good = include_str!("../../assets/lessons/en/04-xor.md");
    each(200, |mistakes| {
        LessonText::parse(&spoilt(good, mistakes), "04-xor.md").map_or_else(|fault| sentence(&fault), |_| Ok(()))
    });
}

#[test]
fn settings() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    each(150, |mistakes| {
        std::fs::write(file.path(), spoil(config::DEFAULTS.as_bytes(), mistakes)).expect("written");
        config::load(Some(file.path()), &[]).map_or_else(|error| sentence(&error), |_| Ok(()))
    });
    each(100, |mistakes| {
        let set = spoilt("lab.activation=relu", mistakes);
        config::load(Some(file.path()), &[set]).map_or_else(|error| sentence(&error), |_| Ok(()))
    });
}

#[test]
fn own_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("file.toml");
    let formulas = "[[formula]]\nname = \"wobble\"\ntext = \"max(a*x, x) + sin(x); a = 0.1 in 0..1\"\n";
    each(100, |mistakes| {
        std::fs::write(&path, spoil(formulas.as_bytes(), mistakes)).expect("written");
        user_functions::read(&path).map_or_else(|error| sentence(&error), |_| Ok(()))
    });
    let theme = include_str!("../../assets/themes/dark.toml");
    let name = path.display().to_string();
    each(60, |mistakes| {
        std::fs::write(&path, spoil(theme.as_bytes(), mistakes)).expect("written");
        Theme::load(&name, ColorDepth::Ansi16).map_or_else(|error| sentence(&error), |_| Ok(()))
    });
    let progress =
        "version = 1\nlesson = \"04-xor\"\nstep = 2\n[lessons.04-xor]\ndone = [1, 2]\nanswers = { 2 = \"a\" }\n";
    each(100, |mistakes| {
        Progress::parse(&spoilt(progress, mistakes)).map_or_else(|error| sentence(&error), |_| Ok(()))
    });
}

#[test]
fn lines_of_sweeps() {
    let memory = Memory::mebibytes(64, "limits.memory");
    let experiment = Arc::new(experiment::find("xor-two-sigmoids").expect("an experiment"));
    let setup = SweepSetup::new(&experiment, 1, 10, Vec::new()).expect("a sweep");
    let seed = journal_lines::seed(&setup, 0, &Outcome { seed: 3, contestants: Vec::new() });
    let whole = concat!(
        r#"{"seed":1,"cell":0,"contestants":[{"name":"a","loss":"inf","accuracy":0.5,"r2":null,"#,
        r#""succeeded":false,"epochs_to_success":null,"cause":"unfinished","losses":[0.5,null]}]}"#
    );
    for good in [journal_lines::header(&setup), seed, whole.to_owned()] {
        each(80, |mistakes| {
            journal_lines::read(&spoilt(&good, mistakes), memory).map_or_else(|why| sentence(&why), |_| Ok(()))
        });
    }
}

#[test]
fn key_scripts_and_exhibits() {
    let good = "j 3*right space text:abc tick:5 size:90x30 until:epoch=2 2*esc q";
    let limits = ScriptLimits { presses: 40, ticks: 40, training: 200, size: (100, 40) };
    each(60, |mistakes| {
        match Script::read(&spoilt(good, mistakes), limits) {
            Ok(script) => {
                let mut player = Scenario::new("train xor-two-sigmoids").size(80, 24).player();
                player.play(&script, &mut || true);
                player.frame();
            }
            Err(error) => sentence(&error)?,
        }
        Ok(())
    });
    each(100, |mistakes| {
        let line = spoilt("lab elu --knob alpha=1.3 --range -5:5 --cursor 1 --compare relu", mistakes);
        let opened = line
            .parse::<Exhibit>()
            .map_err(Message::from)
            .and_then(|exhibit| Scenario::new("lab").size(60, 18).player().open(&exhibit));
        opened.map_or_else(|error| sentence(&error), |()| Ok(()))
    });
}
