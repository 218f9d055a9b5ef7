//! The cover of the tour, for a reader without a history: one line that cannot separate XOR, then two units that can.

use super::WalkScreen;
use super::embedded_room::EmbeddedRoom;
use crate::input::{Verb, label};
use crate::screens::{AppContext, Context, DrawContext};
use crate::theme::Role;
use crate::widgets::prose::{self, StyledText, TextTone};
use crate::widgets::text;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect, Size};

/// A scene of the cover: an exhibit, the number of ticks that its training takes, and the key of the sentence above it.
struct Scene {
    exhibit: &'static str,
    ticks: u32,
    says: &'static str,
}

const SCENES: [Scene; 2] = [
    Scene { exhibit: "train perceptron-xor", ticks: 240, says: "walk.cover-line" },
    Scene { exhibit: "train xor-two-sigmoids --seed 3", ticks: 330, says: "walk.cover-units" },
];
/// After these ticks nothing moves: twenty seconds.
const REST: u32 = 600;
/// The panel that a scene shows.
const PANEL: &str = "field";
/// The rows above the picture.
const HEAD: u16 = 5;

/// The cover while it is open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cover {
    ticks: u32,
    scene: usize,
    is_open: bool,
}

impl Cover {
    /// Whether it still moves.
    pub(super) fn is_moving(self) -> bool {
        self.ticks < REST
    }
}

/// The area of the picture.
pub(super) fn picture(area: Rect) -> Rect {
    let [_, picture] = area.layout(&Layout::vertical([Constraint::Length(HEAD), Constraint::Fill(1)]));
    picture
}

impl WalkScreen {
    /// Opens the scene of the cover if it is not open yet, and prepares it.
    pub(super) fn prepare_cover(&mut self, size: Size, cx: &mut Context) {
        let Some(mut cover) = self.cover else { return };
        // With reduced motion only the end is shown.
        let still = cx.shared.config.reduced_motion;
        if still {
            (cover.ticks, cover.scene) = (REST, SCENES.len() - 1);
        }
        let area = picture(Rect::new(0, 0, size.width, size.height)).as_size();
        if !cover.is_open {
            let scene = &SCENES[cover.scene];
            self.guest = EmbeddedRoom::open(scene.exhibit, &[PANEL.to_owned()], cx.shared);
            if let Some(room) = self.guest.room_mut() {
                room.prepare(area, cx);
                room.set_pace((!still).then_some(scene.ticks));
                room.run(Verb::ToEnd, cx);
            }
            cover.is_open = true;
        }
        self.cover = Some(cover);
        if let Some(room) = self.guest.room_mut() {
            room.prepare(area, cx);
        }
    }

    /// A tick of the cover: the second scene follows the first.
    pub(super) fn tick_cover(&mut self) {
        let Some(cover) = &mut self.cover else { return };
        cover.ticks = cover.ticks.saturating_add(1);
        if cover.scene == 0 && cover.ticks >= SCENES[0].ticks {
            (cover.scene, cover.is_open) = (1, false);
        }
    }

    /// Leaves the cover for the place where the lessons begin.
    pub(super) fn close_cover(&mut self, cx: &mut Context) {
        self.cover = None;
        self.go(self.lesson, self.step, cx);
    }
}

/// The rows of the sentence about the picture.
const SENTENCE: usize = 2;

/// The lines above the picture: what the program is, what the picture shows, and three keys.
pub(super) fn lines(room: &WalkScreen, shared: &AppContext, cells: usize) -> Vec<Vec<StyledText>> {
    let words = &shared.words;
    let scene = room.cover.map_or(0, |cover| cover.scene);
    let key = |verb: Verb| {
        let key = shared.keymap.keys(super::ID, verb).next().or_else(|| shared.keymap.keys("", verb).next());
        (format!(" {} ", key.map_or(String::new(), |key| label(key, shared.ascii))), TextTone::Key)
    };
    let does = |key: &str, gap: &str| (format!(" {}{gap}", words.get(key)), TextTone::Plain);
    let keys = vec![
        key(Verb::Accept),
        does("walk.cover-first", "   "),
        key(Verb::Contents),
        does("walk.cover-all", "   "),
        key(Verb::Room2),
        does("walk.cover-lab", ""),
    ];
    let mut lines = vec![vec![(words.get("walk.cover-title").to_owned(), TextTone::Title)]];
    let sentence = prose::wrap(&[(words.get(SCENES[scene].says).to_owned(), TextTone::Strong)], cells);
    lines.extend(sentence.into_iter().chain(std::iter::repeat(Vec::new())).take(SENTENCE));
    lines.push(keys);
    lines
}

pub(super) fn draw(room: &WalkScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let cells = usize::from(area.width.saturating_sub(2));
    let mut y = area.y;
    for line in lines(room, view.shared, cells) {
        prose::draw(&line, area.x + 1, y, cells, buf, view.look);
        y += 1;
    }
    match &room.guest {
        EmbeddedRoom::Room(exhibit) => exhibit.draw(view, picture(area), buf),
        EmbeddedRoom::Fault(reason) => {
            let words = view.shared.words.say(reason);
            text::put(buf, area.x + 1, y, cells, &words, view.look.style(Role::Warning));
        }
        EmbeddedRoom::None => {}
    }
}
