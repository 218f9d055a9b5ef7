//! Frames of every room, as text at four sizes and with style once, and properties that every frame must have.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use actlab::runtime::export;
use actlab::tile::ColorDepth;
use actlab::words::Language;

const SIZES: [(u16, u16); 4] = [(60, 18), (80, 24), (120, 40), (200, 60)];

#[test]
fn the_lab_at_four_sizes() {
    for (columns, rows) in SIZES {
        let text = Scenario::new("lab sigmoid --cursor 0.8").size(columns, rows).text();
        insta::assert_snapshot!(format!("lab_{columns}x{rows}"), text);
    }
}

#[test]
fn the_lab_in_colour() {
    let frame = Scenario::new("lab leaky-relu --compare tanh --cursor -2").size(80, 24).frame();
    insta::assert_snapshot!(export::ansi(&frame).replace('\x1b', "␛"));
}

#[test]
fn slope_and_softmax_at_four_sizes() {
    for (columns, rows) in SIZES {
        let slope = Scenario::new("slope sigmoid --h 1e-15").size(columns, rows).text();
        insta::assert_snapshot!(format!("slope_{columns}x{rows}"), slope);
        let softmax = Scenario::new("softmax --class 2").size(columns, rows).text();
        insta::assert_snapshot!(format!("softmax_{columns}x{rows}"), softmax);
    }
}

#[test]
fn the_other_pages_of_slope_and_softmax() {
    for page in ["2", "3"] {
        let slope = Scenario::new(&format!("slope sigmoid --method central --h 1e-6 --page {page}")).size(60, 18);
        insta::assert_snapshot!(format!("slope_60x18_page_{page}"), slope.text());
        let softmax = Scenario::new(&format!("softmax --logits 1,-2,3 --page {page}")).size(60, 18);
        insta::assert_snapshot!(format!("softmax_60x18_page_{page}"), softmax.text());
    }
    let slope = Scenario::new("slope relu").language(Language::Korean).size(100, 30).text();
    insta::assert_snapshot!("slope_korean", slope);
    let softmax = Scenario::new("softmax --temperature 0.5").language(Language::Korean).size(100, 30).text();
    insta::assert_snapshot!("softmax_korean", softmax);
    let softmax = Scenario::new("softmax").size(80, 24).frame();
    insta::assert_snapshot!("softmax_in_colour", export::ansi(&softmax).replace('\x1b', "␛"));
}

#[test]
fn the_figures_of_the_notebook_are_on_the_screen() {
    let text = Scenario::new("slope sigmoid --h 1e-15").size(120, 40).text();
    for figure in ["0.215 at x = 4.94", "true slope 0.007", "exactly 0 on 267 of 1001", "7.5e-8 (error 6.1e-9)"] {
        assert!(text.contains(figure), "{figure} is not in {text}");
    }
    let text = Scenario::new("slope sigmoid --method central").size(120, 40).text();
    assert!(text.contains("1.3e-5 (error 9.4e-12)"), "{text}");
}

#[test]
fn pages_of_the_lab() {
    for page in ["2", "3"] {
        let text = Scenario::new(&format!("lab relu --page {page}")).size(60, 18).text();
        insta::assert_snapshot!(format!("lab_60x18_page_{page}"), text);
    }
    insta::assert_snapshot!("lab_80x24_page_2", Scenario::new("lab step --page 2").size(80, 24).text());
}

#[test]
fn compared_without_colour() {
    let lab = "lab relu --compare gelu --compare silu --compare mish --range -3:3";
    insta::assert_snapshot!(Scenario::new(lab).depth(ColorDepth::None).text());
}

#[test]
fn in_korean() {
    insta::assert_snapshot!(Scenario::new("lab elu").language(Language::Korean).size(100, 30).text());
}

#[test]
fn the_help() {
    insta::assert_snapshot!(Scenario::new("lab tanh --cursor 1").keys("?").size(100, 30).text());
}

#[test]
fn a_line_being_typed() {
    insta::assert_snapshot!("filter", Scenario::new("lab sigmoid").keys("/ text:re").size(80, 24).text());
    insta::assert_snapshot!("no_such_name", Scenario::new("lab sigmoid").keys("/ text:zzz").size(80, 24).text());
}

#[test]
fn too_small_a_screen_says_what_is_needed() {
    let text = Scenario::new("lab sigmoid").size(50, 10).text();
    assert!(text.contains("60×18"), "{text}");
}

#[test]
fn ascii_is_ascii() {
    for keys in ["", "?", "/ text:re", "c down c", "p", "i"] {
        for language in [Language::English, Language::Korean] {
            let text = Scenario::new("lab prelu").keys(keys).language(language).ascii().size(80, 24).text();
            assert!(text.is_ascii(), "after {keys:?}: {text}");
            // The key of the help is the only question mark that belongs here.
            let rest = text.replace("? help", "").replace("? F1", "").replace("? close", "").replace("esc?", "");
            assert!(!rest.contains('?'), "a glyph without a stand-in: {text}");
        }
    }
    for room in ["slope prelu", "slope prelu --page 2", "softmax", "softmax --temperature 0.5"] {
        let text = Scenario::new(room).ascii().size(80, 24).text();
        assert!(text.is_ascii() && !text.replace("? help", "").contains('?'), "a glyph without a stand-in: {text}");
    }
    insta::assert_snapshot!(Scenario::new("lab gelu").ascii().depth(ColorDepth::None).size(100, 30).text());
}

/// Nothing may be drawn in colours that the terminal does not have.
#[test]
fn colours_keep_to_the_depth() {
    use ratatui::style::Color;
    let rooms = ["lab relu --compare tanh", "slope relu", "softmax"];
    for (depth, allowed) in [
        (ColorDepth::Indexed256, (|c| !matches!(c, Color::Rgb(..))) as fn(Color) -> bool),
        (ColorDepth::Ansi16, |c| !matches!(c, Color::Rgb(..) | Color::Indexed(16..))),
        (ColorDepth::None, |c| c == Color::Reset),
    ] {
        for theme in ["dark", "light", "contrast", "colourblind"] {
            for room in rooms {
                let frame = Scenario::new(room).depth(depth).theme(theme).frame();
                assert!(
                    frame.content.iter().all(|cell| allowed(cell.fg) && allowed(cell.bg)),
                    "{theme} {depth:?} {room}"
                );
            }
        }
    }
}

#[test]
fn the_same_seed_is_the_same_frame() {
    let lab = |seed: u64| Scenario::new(&format!("lab tanh --seed {seed} --distribution normal")).frame();
    assert_eq!(lab(3), lab(3));
    assert_ne!(lab(3), lab(4));
}

/// Each activation, reached with the arrow keys, has a different frame.
#[test]
fn walking_through_all_activations() {
    let mut seen = Vec::new();
    for n in 0..actlab::functions::activation::all().count() {
        let frame = Scenario::new("lab sigmoid").keys(&format!("home {n}*down")).size(100, 30).frame();
        assert!(!seen.contains(&frame), "the {n}th is like one before");
        seen.push(frame);
    }
}

/// Every language, size and theme draws. Widths are in cells, so that no row is longer than the screen.
#[test]
fn rows_are_as_wide_as_the_screen() {
    for language in Language::ALL {
        for (columns, rows) in SIZES {
            for room in ["lab selu --compare elu", "slope selu", "softmax --logits 1,2,3,4,5,6,7,8,9,10"] {
                let text = Scenario::new(room).language(language).size(columns, rows).text();
                for line in text.lines() {
                    assert!(actlab::widgets::text::width(line) <= usize::from(columns), "{line}");
                }
                assert_eq!(text.lines().count(), usize::from(rows));
            }
        }
    }
}

#[test]
fn over_a_thin_line_pictures_keep_to_256_colours() {
    use ratatui::style::Color;
    let lab = || Scenario::new("lab relu").size(120, 40);
    let gray = |frame: &ratatui::buffer::Buffer| {
        // The middle of the picture before the activation.
        let cells = (40..55).flat_map(|x| (26..33).map(move |y| (x, y)));
        cells.map(|at| frame[at].bg).collect::<Vec<Color>>()
    };
    assert!(gray(&lab().frame()).iter().any(|c| matches!(c, Color::Rgb(..))));
    let thin = gray(&lab().frugal().frame());
    assert!(thin.iter().any(|c| matches!(c, Color::Indexed(_))), "{thin:?}");
    assert!(!thin.iter().any(|c| matches!(c, Color::Rgb(..))), "{thin:?}");
    // Everything else keeps its colours.
    assert_eq!(lab().frame()[(2, 0)].style(), lab().frugal().frame()[(2, 0)].style());
}

#[test]
fn the_help_goes_by_leaps_and_stops_at_its_ends() {
    let text = |keys: &str| Scenario::new("lab").size(80, 24).keys(keys).text();
    assert_eq!(text("? end"), text("? 9*pagedown space"));
    assert_ne!(text("? end"), text("? end up"), "the first key up is seen at once");
    assert_eq!(text("? end home"), text("?"));
}
