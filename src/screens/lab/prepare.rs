//! What the Lab derives from its state: charts, histograms, pictures fitted to cells. Each is recomputed only when
//! something it depends on has changed, and never while drawing.

use super::LabScreen;
use super::facts::{picture_error, stage};
use super::layout::{self, LabPanels};
use crate::functions::function::Function;
use crate::functions::sample_stats::{SampleCache, SampleSetup, SampleStats};
use crate::jobs::{JobId, JobKind, JobReport, JobUpdate, PictureSource};
use crate::picture::{Channel, Levels, Picture, PictureError, Toned};
use crate::screens::{AppContext, Context};
use crate::tile::{self, ColorDepth, GlyphSet, Tiles};
use crate::widgets::histogram::bins;
use crate::widgets::plot::{Plot, PlotSubject};
use ratatui::layout::{Rect, Size};
use std::sync::Arc;

/// The width of a histogram that is not visible, in cells.
const USUAL_WIDTH: usize = 40;

/// More samples than this are counted in a job, so that the keyboard never waits.
const MOST_AT_ONCE: usize = 20_000;

/// What charts depend on.
#[derive(Clone, Debug, PartialEq)]
struct ChartKey {
    functions: Vec<Function>,
    x: [f64; 2],
    sizes: [Option<Rect>; 2],
    ascii: bool,
    dashed: bool,
}

/// What a fitted picture depends on.
#[derive(Clone, Debug, PartialEq)]
struct TileKey {
    function: Option<Function>,
    gain: f64,
    levels: Levels,
    loaded: u64,
    area: Option<Rect>,
    glyphs: GlyphSet,
    depth: ColorDepth,
    light: bool,
}

/// A fitted picture, with the range of its tones and the tones shown as black and white.
#[derive(Clone, Debug, Default)]
pub(super) struct FittedPicture {
    pub(super) tiles: Option<Tiles>,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) scale: [f64; 2],
    /// How black and white were chosen; `None` for the picture before the function.
    pub(super) levels: Option<Levels>,
}

/// A picture that was asked for.
#[derive(Clone, Debug)]
struct Asked {
    id: JobId,
    wanted: (PictureSource, Channel),
    words: String,
}

#[derive(Debug, Default)]
pub(super) struct LabDerived {
    pub(super) panels: LabPanels,
    charts: Option<ChartKey>,
    pub(super) function: Plot,
    pub(super) slope: Plot,
    samples: SampleCache,
    surveyed: Option<(SampleSetup, SampleStats)>,
    surveying: Option<(JobId, SampleSetup)>,
    picture: Option<Arc<Picture>>,
    loaded: Option<(PictureSource, Channel)>,
    loads: u64,
    loading: Option<Asked>,
    before_key: Option<TileKey>,
    pub(super) before: FittedPicture,
    after_key: Option<TileKey>,
    pub(super) after: FittedPicture,
}

impl LabDerived {
    /// The number of pages at the current size.
    pub(super) fn pages(&self) -> usize {
        self.panels.pages.max(1)
    }

    /// The last sample statistics.
    pub(super) fn survey(&self) -> Option<&SampleStats> {
        self.surveyed.as_ref().map(|(_, survey)| survey)
    }

    /// Whether the sample statistics shown are not yet those of the current state.
    pub(super) fn is_surveying(&self) -> bool {
        self.surveying.is_some()
    }

    /// The stage of a picture that is being loaded, in words.
    pub(super) fn loading(&self) -> Option<&str> {
        self.loading.as_ref().map(|asked| asked.words.as_str())
    }

    /// The picture and its original size.
    pub(super) fn picture(&self) -> Option<&Picture> {
        self.picture.as_deref()
    }
}

/// Brings everything up to date.
pub(super) fn prepare(room: &mut LabScreen, size: Size, cx: &mut Context) {
    let body = Rect::new(0, 0, size.width, size.height);
    room.derived.panels =
        if room.stage.is_empty() { layout::arrange(body, room.now.page) } else { layout::on_stage(body, &room.stage) };
    charts(room, cx.shared);
    survey(room, cx);
    load(room, cx);
    pictures(room, cx.shared);
}

fn charts(room: &mut LabScreen, shared: &AppContext) {
    let panels = room.derived.panels;
    let key = ChartKey {
        functions: room.compared().cloned().collect(),
        x: room.now.x,
        sizes: [panels.function, panels.slope],
        ascii: shared.ascii,
        dashed: shared.theme.depth == ColorDepth::None,
    };
    if room.derived.charts.as_ref() == Some(&key) {
        return;
    }
    let chart = |area: Rect, slope: bool| {
        let subject =
            PlotSubject { functions: &key.functions, slope, x: key.x, y: None, ascii: key.ascii, dashed: key.dashed };
        Plot::of(&subject, usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)))
    };
    room.derived.function = panels.function.map(|area| chart(area, false)).unwrap_or_default();
    room.derived.slope = panels.slope.map(|area| chart(area, true)).unwrap_or_default();
    room.derived.charts = Some(key);
}

fn survey(room: &mut LabScreen, cx: &mut Context) {
    let panels = room.derived.panels;
    let histogram = panels.samples.or(panels.values).or(panels.function).or(panels.slope);
    let width = histogram.map_or(USUAL_WIDTH, |area| usize::from(area.width.saturating_sub(2)));
    let wanted = SampleSetup {
        function: room.function().clone(),
        distribution: room.now.distribution,
        scale: room.now.scale,
        count: room.now.count,
        seed: room.now.seed,
        bins: bins(width, room.now.count),
    };
    let derived = &mut room.derived;
    if derived.surveyed.as_ref().is_some_and(|(setup, _)| *setup == wanted) || derived.surveying.is_some() {
        return;
    }
    if wanted.count <= MOST_AT_ONCE {
        let survey = derived.samples.sample_stats(&wanted);
        derived.surveyed = Some((wanted, survey));
        return;
    }
    let id = cx.submit(JobKind::SampleStats(Box::new(wanted.clone())));
    derived.surveying = Some((id, wanted));
}

fn load(room: &mut LabScreen, cx: &mut Context) {
    let wanted = (room.now.source.clone(), room.now.channel);
    let derived = &mut room.derived;
    let on_its_way = derived.loading.as_ref().is_some_and(|asked| asked.wanted == wanted);
    if on_its_way || derived.loading.is_none() && derived.loaded.as_ref() == Some(&wanted) {
        return;
    }
    let words = cx.shared.words.get("picture.reading").to_owned();
    let (source, channel) = wanted.clone();
    let id = cx.submit(JobKind::LoadPicture { source, channel, limits: room.limits.clone() });
    derived.loading = Some(Asked { id, wanted, words });
}

fn pictures(room: &mut LabScreen, shared: &AppContext) {
    let key = |function: Option<Function>, area: Option<Rect>| TileKey {
        function,
        gain: room.now.gain,
        levels: room.now.levels,
        loaded: room.derived.loads,
        area,
        glyphs: shared.glyphs,
        depth: shared.picture_depth(),
        light: shared.theme.light,
    };
    let panels = room.derived.panels;
    // The picture before the function is always drawn on its own scale.
    let before = TileKey { levels: Levels::Auto, ..key(None, panels.before) };
    let after = key(Some(room.function().clone()), panels.after);
    let derived = &mut room.derived;
    let Some(picture) = derived.picture.clone() else { return };
    if derived.before_key.as_ref() != Some(&before) {
        derived.before = shown(&picture, &picture.centred(before.gain), &before);
        derived.before_key = Some(before);
    }
    if derived.after_key.as_ref() != Some(&after) {
        let f = room.function();
        let range = f.facts().ends();
        let toned = picture.through(after.gain, |xs, ys| f.values(xs, ys));
        let toned = after.levels.draw(toned, &picture.centred(after.gain), range);
        let shown = shown(&picture, &toned, &after);
        let derived = &mut room.derived;
        derived.after = shown;
        derived.after_key = Some(after);
    }
}

fn shown(picture: &Picture, toned: &Toned, key: &TileKey) -> FittedPicture {
    let tiles = key.area.map(|area| {
        let (width, height) = (usize::from(area.width.saturating_sub(2)), usize::from(area.height.saturating_sub(2)));
        let (columns, rows) = tile::fitted_size(picture.width(), picture.height(), width, height);
        tile::fit(picture, toned, columns, rows, key.glyphs, key.depth, key.light)
    });
    // A picture without a finite tone has no ends.
    let has_tones = toned.tones().iter().any(|tone| tone.is_finite());
    let [min, max] = [toned.min(), toned.max()].map(|end| if has_tones { end } else { f64::NAN });
    FittedPicture { tiles, min, max, scale: toned.scale(), levels: key.function.as_ref().map(|_| key.levels) }
}

pub(super) fn report(room: &mut LabScreen, report: &JobReport, cx: &mut Context) {
    let derived = &mut room.derived;
    match &report.update {
        JobUpdate::SampleStats(stats) => {
            if let Some((_, setup)) = derived.surveying.take_if(|(asked, _)| *asked == report.id) {
                derived.surveyed = Some((setup, (**stats).clone()));
            }
        }
        // These are for other rooms.
        JobUpdate::Trained { .. }
        | JobUpdate::Swept { .. }
        | JobUpdate::Table { .. }
        | JobUpdate::SavedExperiment(_) => {}
        JobUpdate::Completed(result) => super::path::completed(room, report.id, result, cx),
        JobUpdate::Saved(result) => super::formula_editor::kept(room, report.id, report.is_last, result, cx),
        JobUpdate::Loading(reached) => {
            if let Some(asked) = derived.loading.as_mut().filter(|asked| asked.id == report.id) {
                stage(*reached, &cx.shared.words).clone_into(&mut asked.words);
            }
        }
        JobUpdate::Picture(result) => {
            let Some(asked) = derived.loading.take_if(|asked| asked.id == report.id) else { return };
            loaded(room, asked, result, cx);
        }
    }
}

fn loaded(room: &mut LabScreen, asked: Asked, result: &Result<Arc<Picture>, PictureError>, cx: &mut Context) {
    let derived = &mut room.derived;
    let wanted = asked.wanted.0.clone();
    match result {
        Ok(picture) => {
            derived.picture = Some(Arc::clone(picture));
            derived.loaded = Some(asked.wanted);
            derived.loads += 1;
        }
        Err(error) => {
            cx.shared.notice = Some(picture_error(error, &cx.shared.words));
            // The old picture stays, and the new one is not asked for again.
            let kept = derived.loaded.get_or_insert((PictureSource::BuiltIn, room.now.channel)).clone();
            (room.now.source, room.now.channel) = kept;
            if room.derived.picture.is_none() {
                room.derived.loaded = None;
            }
        }
    }
    super::path::loaded(room, &wanted, result.is_ok());
}
