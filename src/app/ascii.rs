//! Frames in ASCII, for terminals that cannot show other characters.

use crate::text::ascii::stand_in;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Replaces every glyph outside ASCII.
pub(super) fn to_ascii(area: Rect, buf: &mut Buffer) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let Some(cell) = buf.cell_mut((x, y)) else { continue };
            if !cell.symbol().is_ascii() {
                cell.set_symbol(stand_in(cell.symbol()).unwrap_or("?"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{App, Event, frame};
    use crate::config;
    use crate::input::{Script, ScriptStep};
    use crate::jobs::{JobReport, JobRunner};
    use crate::screens::{Options, Requests, WorldEffect};
    use ratatui::layout::Size;
    use std::collections::BTreeSet;

    /// Runs the jobs that the application asks for until it asks for no more.
    fn serve(app: &mut App, runner: &mut JobRunner, mut requests: Requests) {
        loop {
            requests.extend(app.settle());
            let Some(effect) = requests.world.pop() else { return };
            if let WorldEffect::Submit(job) = effect {
                let mut reports: Vec<JobReport> = Vec::new();
                runner.run(job, &mut || true, &mut |report| reports.push(report));
                for report in reports {
                    requests.extend(app.update(Event::Report(report)));
                }
            }
        }
    }

    /// The glyphs outside ASCII that have no replacement.
    fn strangers(exhibit: &str, keys: &str, (width, height): (u16, u16)) -> BTreeSet<String> {
        let empty = tempfile::NamedTempFile::new().unwrap();
        let loaded = config::load(Some(empty.path()), &[]).unwrap();
        let choices = Options { ascii: true, ..Options::default() };
        let size = Size { width, height };
        let (mut app, asked) = App::new(loaded.config, loaded.keymap, &choices, size).unwrap();
        let mut runner = JobRunner::default();
        serve(&mut app, &mut runner, asked);
        let asked = app.open(&exhibit.parse().unwrap()).unwrap();
        serve(&mut app, &mut runner, asked);
        for step in keys.parse::<Script>().unwrap().steps {
            if let ScriptStep::Press(key, 1) = step {
                let asked = app.update(Event::Key(key));
                serve(&mut app, &mut runner, asked);
            }
        }
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        frame::draw(&app, app.screens[app.chrome.room].as_ref(), area, &mut buf);
        let glyphs = buf.content.iter().map(|cell| cell.symbol().to_owned());
        glyphs.filter(|glyph| !glyph.is_ascii() && stand_in(glyph).is_none()).collect()
    }

    #[test]
    fn every_glyph_of_every_room_has_a_stand_in() {
        let mut all: Vec<String> =
            ["walk 4", "walk 8 --step 3", "walk 14", "softmax", "softmax --temperature 0.5 --class 2"]
                .map(str::to_owned)
                .to_vec();
        for subject in ["sigmoid", "prelu", "selu", "gelu", "snake", "softplus --compare elu --compare celu"] {
            all.extend(["1", "2", "3"].map(|page| format!("lab {subject} --page {page}")));
        }
        all.extend(["1", "2", "3"].map(|page| format!("slope selu --page {page}")));
        all.extend(["1", "2", "3"].map(|page| format!("softmax --logits 1,-2,1e300 --page {page}")));
        for view in ["first", "surface", "pieces", "inside", "curves"] {
            all.extend(
                ["parabola --epoch 9", "xor-two-sigmoids --epoch 9 --cursor 4"]
                    .map(|run| format!("train {run} --view {view}")),
            );
        }
        for view in ["verdict", "losses", "fan", "causes", "seeds"] {
            all.push(format!("sweep zero-centred --seeds 3 --epochs 5 --view {view}"));
        }
        for exhibit in all {
            let run = if exhibit.starts_with("sweep") { "space" } else { "" };
            for keys in [run, "?"] {
                for size in [(60, 18), (80, 24), (120, 40)] {
                    let strangers = strangers(&exhibit, keys, size);
                    assert!(strangers.is_empty(), "{exhibit} {keys} at {size:?}: {strangers:?}");
                }
            }
        }
    }
}
