//! Frames of Train: every view at four sizes midway, the start and the end, and some with style.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::runtime::export;
use actlab::tile::ColorDepth;
use actlab::words::Language;

/// Frames below each other, each under its exhibit line.
fn album(exhibits: &[String], columns: u16, rows: u16) -> String {
    let frame = |exhibit: &String| {
        let text = Scenario::new(exhibit).size(columns, rows).text();
        assert!(text.lines().all(|line| actlab::widgets::text::width(line) <= usize::from(columns)), "{exhibit}");
        format!("actlab {exhibit}\n{}\n", text.trim_end())
    };
    exhibits.iter().map(frame).collect::<Vec<_>>().join("\n")
}

fn midway(views: &[(&str, &str)]) -> Vec<String> {
    let line = |(name, views): &(&str, &str)| {
        let epoch = if *name == "parabola" { "43.21" } else { "400" };
        let view = |view: &str| format!("train {name} --epoch {epoch} --view {view}");
        views.split(' ').map(view).collect::<Vec<_>>()
    };
    views.iter().flat_map(line).collect()
}

/// The number of marks in the map, without that of the legend.
fn crosses(exhibit: &str) -> usize {
    let exhibit = &exhibit.replace("--view field", "--panels field");
    let frame = Scenario::new(exhibit).size(120, 40).text();
    let marks = frame.matches('×').count();
    assert!(marks > 0, "{frame}");
    marks - 1
}

/// Zero has no logarithm. If a loss or an error is 0, the row below the scale is marked 0 and holds it. Every other
/// label is a power of ten.
#[test]
fn zero_has_a_row_of_its_own_on_logarithmic_axes() {
    let charts = [
        ("train perceptron-or --log true", "space until:done", "loss (log)"),
        ("sweep perceptron-and --seeds 20 --view fan --log true", "space until:done", "loss by epoch (log)"),
        ("slope step", "", "largest error"),
    ];
    for (exhibit, keys, title) in charts {
        // If there is space, Slope puts its charts side by side.
        let large = if exhibit.starts_with("slope") { (100, 24) } else { (120, 40) };
        for (columns, rows) in [(80, 24), large] {
            let frame = Scenario::new(exhibit).keys(keys).size(columns, rows).text();
            let below = frame.lines().skip_while(|line| !line.contains(title)).skip(1);
            let chart: Vec<&str> = below.take_while(|line| !line.contains(['┴', '├', '┣'])).collect();
            let last = chart.last().expect("a row");
            assert!(last.contains(" 0┤") && last.contains("⠤⠤⠤⠤⠤"), "{exhibit}: {frame}");
            let labels: Vec<&str> =
                chart.iter().filter_map(|line| line.split('┤').next()?.split(['│', ' ']).next_back()).collect();
            let labelled = chart.iter().filter(|line| line.contains('┤')).count();
            assert!(labelled >= 3, "{exhibit}: {frame}");
            assert!(labels[..labels.len() - 1].iter().all(|label| *label != "0"), "{exhibit}: {frame}");
        }
    }
}

/// One frame has one number for one thing: the loss in the title of the chart is the one in the sentence.
#[test]
fn a_frame_has_one_loss() {
    for exhibit in
        ["train parabola --epoch 12", "train parabola --epoch 12.30", "train parabola", "train xor-two-sigmoids"]
    {
        let frame = Scenario::new(exhibit).size(160, 40).keys("space until:done").text();
        let title = frame.lines().find(|line| line.contains(" loss ")).expect("a chart of losses");
        let number = |word: &str| word.trim_end_matches([',', ')', ';']).parse::<f64>().ok();
        let charted: Vec<f64> = title
            .split(['╮', '─', '┓', '━'])
            .nth(1)
            .into_iter()
            .flat_map(str::split_whitespace)
            .filter_map(number)
            .collect();
        let sentences = frame.lines().filter(|line| !line.contains('╭')).collect::<String>();
        let said: Vec<f64> =
            sentences.split("loss ").skip(1).filter_map(|rest| number(rest.split_whitespace().next()?)).collect();
        assert!(!charted.is_empty() && !said.is_empty(), "{exhibit}: {frame}");
        for loss in said {
            assert!(
                charted.iter().any(|charted| (charted - loss).abs() <= 0.06),
                "{loss} is not in {charted:?}: {frame}"
            );
        }
    }
}

/// A single sigmoid without weights outputs exactly one half everywhere. Only an output above one half means class 1,
/// so here the class is 0.
#[test]
fn marks_and_accuracy_follow_one_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("half.toml");
    let file = |activation: &str, loss: &str| {
        format!(
            "epochs = 1\n[data]\nkind = \"and\"\n[[contestant]]\nlayers = [{{ units = 1, activation = \"{activation}\" }}]\n\
             init = \"zeros\"\nloss = \"{loss}\"\n"
        )
    };
    for (activation, loss) in [("sigmoid", "mse"), ("linear", "hinge")] {
        std::fs::write(&path, file(activation, loss)).expect("a file");
        let experiment = actlab::nn::experiment::load(&path).expect("an experiment");
        let run = actlab::nn::training_run::TrainingRun::new(&std::sync::Arc::new(experiment), 1).expect("a trial");
        assert_eq!(run.evaluate()[0].accuracy, 0.75, "{activation}");
        assert_eq!(crosses(&format!("train {} --view field", path.display())), 1, "{activation}");
    }
}

#[test]
fn every_view_at_four_sizes() {
    let all = [("xor-two-sigmoids", "field surface inside curves"), ("parabola", "fit pieces inside curves")];
    insta::assert_snapshot!("train_60x18", album(&midway(&all), 60, 18));
    insta::assert_snapshot!("train_80x24", album(&midway(&all), 80, 24));
    let some = [("xor-two-sigmoids", "field surface"), ("parabola", "fit pieces")];
    insta::assert_snapshot!("train_120x40", album(&midway(&some), 120, 40));
    let each = [("xor-two-sigmoids", "first"), ("parabola", "first"), ("zero-centred", "first")];
    insta::assert_snapshot!("train_200x60", album(&midway(&each), 200, 60));
}

#[test]
fn beginnings_and_ends() {
    let all = ["xor-two-sigmoids", "xor-two-sigmoids --epoch 1000", "parabola", "parabola --epoch 100 --log true"];
    let all = [&all[..], &["relu-dying --epoch 100 --cursor 20", "perceptron-xor --epoch 1000 --view curves"]].concat();
    let all: Vec<String> = all.iter().map(|rest| format!("train {rest}")).collect();
    insta::assert_snapshot!("train_beginnings_and_ends", album(&all, 80, 24));
}

#[test]
fn in_colour() {
    for view in ["field", "surface", "inside"] {
        let frame = Scenario::new(&format!("train xor-two-sigmoids --epoch 900 --view {view}")).size(60, 18).frame();
        insta::assert_snapshot!(format!("train_in_colour_{view}"), export::ansi(&frame).replace('\x1b', "␛"));
    }
    let frame = Scenario::new("train parabola --epoch 60 --view fit").size(80, 24).frame();
    insta::assert_snapshot!("train_in_colour_fit", export::ansi(&frame).replace('\x1b', "␛"));
}

#[test]
fn in_korean_and_without_colour() {
    let korean = Scenario::new("train parabola --epoch 60 --learning-rate 0.01").language(Language::Korean);
    insta::assert_snapshot!("train_korean", korean.size(120, 40).text());
    let plain = Scenario::new("train parabola --epoch 60").depth(ColorDepth::None).ascii().size(80, 24).text();
    insta::assert_snapshot!("train_ascii", plain);
}

#[test]
fn ascii_is_ascii_and_colours_keep_to_the_depth() {
    use ratatui::style::Color;
    for line in ["xor-two-sigmoids --epoch 300", "parabola --epoch 30", "linear-xor --epoch 9 --cursor 4"] {
        for view in ["first", "surface", "pieces", "inside", "curves"] {
            let exhibit = format!("train {line} --view {view}");
            for (language, size) in [(Language::English, (80, 24)), (Language::Korean, (120, 40))] {
                let text = Scenario::new(&exhibit).language(language).ascii().size(size.0, size.1).text();
                let rest = text.replace("? help", "").replace("? F1", "").replace("? esc", "").replace("-xor?", "");
                let questions = rest.matches('?').count();
                assert!(text.is_ascii() && questions <= 2, "{exhibit} {questions}: {text}");
            }
            for theme in ["dark", "light"] {
                let scenario = |depth| Scenario::new(&exhibit).theme(theme).depth(depth).size(80, 24).frame();
                let plain = scenario(ColorDepth::None);
                assert!(plain.content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
                let few = scenario(ColorDepth::Ansi16);
                let fits = |c: Color| !matches!(c, Color::Rgb(..) | Color::Indexed(16..));
                assert!(few.content.iter().all(|cell| fits(cell.fg) && fits(cell.bg)), "{exhibit} {theme}");
                let many = scenario(ColorDepth::Indexed256);
                let fits = |c: Color| !matches!(c, Color::Rgb(..));
                assert!(many.content.iter().all(|cell| fits(cell.fg) && fits(cell.bg)), "{exhibit} {theme}");
            }
        }
    }
}

/// Tones are quantised: late in training, an epoch leaves nearly every cell as it was, and a slow connection has little
/// to carry.
#[test]
fn an_epoch_late_in_training_changes_few_cells() {
    for (view, most) in [("field", 40), ("surface", 60)] {
        let frame = |epoch| {
            let exhibit = format!("train xor-two-sigmoids --epoch {epoch} --view {view} --epochs 5000");
            Scenario::new(&exhibit).size(120, 40).frame()
        };
        let (before, after) = (frame(3000), frame(3001));
        let changed = before.content.iter().zip(&after.content).filter(|(a, b)| a != b).count();
        assert!((1..=most).contains(&changed), "{changed} cells of {} in {view}", before.content.len());
    }
}

/// Columns that do not fit are dropped; the number of the layer stays.
#[test]
fn a_row_of_the_inside_always_has_its_layer() {
    for hidden in ["sigmoid", "leaky-relu", "hard-sigmoid"] {
        for size in [(60, 18), (76, 20), (80, 24), (120, 40)] {
            for language in Language::ALL {
                let exhibit = format!("train vanishing-gradient --hidden-activation {hidden} --epoch 1 --view inside");
                let text = Scenario::new(&exhibit).size(size.0, size.1).language(language).text();
                let text = text.replace('┃', "│");
                let head = if language == Language::Korean { "층 " } else { "layer " };
                let table: Vec<&str> =
                    text.lines().skip_while(|line| !line.contains("│ ") || !line.contains(head)).collect();
                let row =
                    table.get(1).and_then(|row| row.rsplit("│ ").find(|part| part.contains("0/"))).unwrap_or_default();
                assert!(row.trim_start().starts_with("1 "), "{hidden} {size:?} {row}: {text}");
            }
        }
    }
}

#[test]
fn a_dead_layer_is_said_in_a_whole_sentence() {
    for (epoch, words) in [(20, ["no gradient passes", "막힙니다"]), (100, ["no gradient passes", "막힙니다"])]
    {
        for (language, words) in [(Language::English, words[0]), (Language::Korean, words[1])] {
            let exhibit = format!("train relu-dying --epoch {epoch}");
            let text = Scenario::new(&exhibit).size(80, 24).language(language).text();
            let status: Vec<&str> = text.lines().skip(21).take(2).collect();
            assert!(status.concat().contains(words) && !status.concat().contains('…'), "{text}");
        }
    }
}

#[test]
fn shares_are_in_percent_on_axes_and_in_words() {
    let gate = Scenario::new("train perceptron-xor --epoch 100 --view curves").size(80, 24).text();
    assert!(gate.contains("100%┤") && gate.contains("accuracy 75%") && !gate.contains("0.75"), "{gate}");
    let numbers = Scenario::new("train parabola --epoch 60 --view curves").size(80, 24);
    let text = numbers.text();
    assert!(text.contains(" within ±10 ") && !text.contains("accuracy"), "{text}");
    let text = numbers.language(Language::Korean).text();
    assert!(text.contains("오차 ±10 안") && !text.contains("정확도"), "{text}");
}

#[test]
fn one_more_unit_is_one_unit() {
    let text = |units: u8| {
        let exhibit = format!("train vanishing-gradient --units {units} --epoch 1 --view inside");
        Scenario::new(&exhibit).size(80, 24).text()
    };
    assert!(text(2).contains("+1 more unit ") && !text(2).contains("+1 more units"), "{}", text(2));
    assert!(text(6).contains("+5 more units"), "{}", text(6));
}
