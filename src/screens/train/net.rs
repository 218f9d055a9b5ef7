//! The picture of the network: what every unit makes of the inputs, its health, and its edges.

use super::framed::framed;
use super::map;
use super::{TrainPanel, TrainScreen};
use crate::nn::training_run::{LayerObservation, Observation, Predictor};
use crate::screens::DrawContext;
use crate::text::number::fixed;
use crate::theme::Role;
use crate::widgets::net::{self, Net, NetLayout, NetShape, Node, UnitHealth, UnitPicture};
use crate::widgets::panel::{self, Panel};
use crate::widgets::plane::Field;
use crate::widgets::text;
use crate::words::Words;
use ndarray::{Array2, ArrayView1};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The samples along a side of the map of a unit, and those of a curve.
const SIDE: usize = 20;
const PLACES: usize = 48;
/// The most multiplications for all maps. Those of larger networks have fewer samples, or there are none.
const WORK: usize = 50_000_000;
/// The fewest samples along a side.
const LEAST: usize = 6;
/// A unit with at least this share of saturated samples is saturated.
const SATURATED: f64 = 0.9;
/// A unit whose gradient is below this share of the median of its layer has none.
const NO_GRADIENT: f64 = 1e-3;
/// A unit whose gradient is below this has none, either. It is the low end of the scale of gradients.
pub(super) const LEAST_GRADIENT: f64 = 1e-10;

/// The chosen node of the net: column 0 holds the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChosenUnit {
    pub(super) column: usize,
    pub(super) index: usize,
    /// The edge to it that is chosen, by the node that it comes from.
    pub(super) edge: Option<usize>,
}

impl ChosenUnit {
    /// The first unit of the first layer.
    pub(super) const FIRST: Self = Self { column: 1, index: 0, edge: None };

    /// The nearest node that a network with columns of these sizes has.
    pub(super) fn on(self, sizes: &[usize]) -> Self {
        let column = self.column.min(sizes.len().saturating_sub(1));
        let index = self.index.min(sizes.get(column).copied().unwrap_or(1).saturating_sub(1));
        let before = column.checked_sub(1).and_then(|column| sizes.get(column)).copied().unwrap_or(0);
        // The edge after the last one is the bias.
        Self { column, index, edge: self.edge.filter(|edge| column > 0 && *edge <= before) }
    }

    /// `1.3`: the layer and the unit; layer 0 is that of the inputs.
    pub(super) fn text(self) -> String {
        format!("{}.{}", self.column, self.index + 1)
    }

    /// Reads what [`ChosenUnit::text`] writes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (column, unit) = text.split_once('.')?;
        let index = unit.parse::<usize>().ok()?.checked_sub(1)?;
        Some(Self { column: column.parse().ok()?, index, edge: None })
    }
}

/// The picture of the shown contestant.
#[derive(Debug, Default)]
pub(super) struct TrainNet {
    pub(super) columns: Vec<Vec<Node>>,
    shape: NetShape,
    pub(super) layout: NetLayout,
    /// The largest size of the values of each unit on its map, by which it is divided if it is above 1.
    pub(super) scales: Vec<Vec<f64>>,
}

impl TrainNet {
    /// Places the nodes in a panel.
    pub(super) fn arrange(&mut self, area: Rect, chosen: ChosenUnit) {
        let inner = Rect::new(area.x + 1, area.y + 1, area.width.saturating_sub(3), area.height.saturating_sub(2));
        self.layout = NetLayout::of(&self.shape, inner, (chosen.column, chosen.index));
    }
}

/// The number of nodes in each column of a contestant.
pub(super) fn sizes(room: &TrainScreen) -> Vec<usize> {
    let (inputs, _) = room.control.experiment.widths();
    let contestant = room.control.experiment.contestants.get(room.now.shown.contestant);
    let layers = contestant.map(|contestant| contestant.model.units()).unwrap_or_default();
    std::iter::once(inputs).chain(layers).collect()
}

/// The chosen node of the shown contestant.
pub(super) fn chosen(room: &TrainScreen) -> ChosenUnit {
    room.now.chosen.on(&sizes(room))
}

/// The name of a node: an input has that of its column, a unit the numbers of its layer and its own.
pub(super) fn node_name(room: &TrainScreen, column: usize, index: usize) -> String {
    let names = if column == 0 { room.control.experiment.data.inputs() } else { Vec::new() };
    match names.into_iter().nth(index) {
        Some(name) => name,
        None if column == 0 => format!("x{}", index + 1),
        None => ChosenUnit { column, index, edge: None }.text(),
    }
}

/// The name of the chosen node.
pub(super) fn chosen_name(room: &TrainScreen) -> String {
    let chosen = chosen(room);
    node_name(room, chosen.column, chosen.index)
}

/// Computes the picture, without its layout.
pub(super) fn picture(room: &mut TrainScreen) {
    room.derived.net = TrainNet::default();
    map::update_axes(room);
    let Some(status) = room.control.shown() else { return };
    let Some(seen) = status.observations.get(room.now.shown.contestant) else { return };
    let values = values(room, seen);
    let names = room.control.experiment.data.inputs();
    let count = seen.layers.first().map_or(0, |layer| layer.inputs);
    let mut scales: Vec<Vec<f64>> = Vec::new();
    let mut pictures = |column: usize, count: usize, is_last: bool| -> Vec<UnitPicture> {
        let Some(values) = values.get(column) else { return vec![UnitPicture::Blank; count] };
        let made = values.rows().into_iter().map(|row| draw_unit(room, &row, is_last));
        let (pictures, own): (Vec<_>, Vec<_>) = made.unzip();
        scales.push(own);
        pictures
    };
    let inputs = pictures(0, count, false).into_iter().enumerate().map(|(n, picture)| Node {
        label: names.get(n).cloned().unwrap_or_else(|| format!("x{}", n + 1)),
        picture,
        ..Node::default()
    });
    let mut columns: Vec<Vec<Node>> = vec![inputs.collect()];
    for (layer, n) in seen.layers.iter().zip(1..) {
        let pictures = pictures(n, layer.biases.len(), n == seen.layers.len());
        columns.push(pictures.into_iter().enumerate().map(|(unit, picture)| node(layer, n, unit, picture)).collect());
    }
    let shape = NetShape::of(&columns);
    room.derived.net = TrainNet { columns, shape, layout: NetLayout::default(), scales };
}

fn node(layer: &LayerObservation, n: usize, unit: usize, picture: UnitPicture) -> Node {
    Node {
        label: format!("{n}.{}", unit + 1),
        picture,
        bias: layer.biases.get(unit).copied(),
        health: Some(health(layer, unit)),
        weights: layer.weights.row(unit).to_vec(),
        cut: (0..layer.inputs).map(|input| layer.is_cut(unit, input)).collect(),
        is_frozen: layer.frozen.binary_search(&unit).is_ok(),
    }
}

/// Whether a unit can learn.
pub(super) fn health(layer: &LayerObservation, unit: usize) -> UnitHealth {
    let health = &layer.health;
    if health.dead.get(unit) == Some(&true) {
        return UnitHealth::Dead;
    }
    if !layer.is_flat && health.saturated_units.get(unit).is_some_and(|share| *share >= SATURATED) {
        return UnitHealth::Saturated;
    }
    let Some(gradient) = &layer.gradient else { return UnitHealth::Well };
    let mut lengths: Vec<f64> = (0..layer.biases.len()).map(|unit| gradient.length_of(unit)).collect();
    let own = lengths[unit];
    lengths.sort_by(f64::total_cmp);
    let median = lengths[lengths.len() / 2];
    if own < LEAST_GRADIENT || own < NO_GRADIENT * median { UnitHealth::NoGradient } else { UnitHealth::Well }
}

/// The inputs, then the values of each layer, over the plane of the map or along one input: `[unit, place]`. Empty if
/// the network is too large.
fn values(room: &TrainScreen, seen: &Observation) -> Vec<Array2<f64>> {
    let Some(status) = room.control.shown() else { return Vec::new() };
    let parameters = seen.layers.iter().map(LayerObservation::parameters).sum::<usize>().max(1);
    let most = WORK / parameters;
    let columns = if status.data.columns().nrows() == 1 {
        room.derived.map.line(PLACES.min(most.max(1)))
    } else {
        let side = SIDE.min((most as f64).sqrt() as usize);
        if side < LEAST {
            return Vec::new();
        }
        room.derived.map.plane(side)
    };
    let inputs = status.data.inputs_of(columns.view()).into_owned();
    let layers = match &seen.learner {
        Predictor::Network(network) => network.trace(inputs.view()).values,
        Predictor::Perceptron(_) => vec![seen.learner.predict(inputs.view())],
    };
    std::iter::once(inputs).chain(layers).collect()
}

/// The picture of a unit with these values, and their largest size.
fn draw_unit(room: &TrainScreen, values: &ArrayView1<f64>, is_last: bool) -> (UnitPicture, f64) {
    let map = &room.derived.map;
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let largest = finite().fold(0.0_f64, |most, value| most.max(value.abs()));
    if !map.is_plane() {
        let (low, high) =
            finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), value| (l.min(value), h.max(value)));
        let place = |value: &f64| if high > low { (value - low) / (high - low) } else { 0.5 };
        return (UnitPicture::Curve(values.iter().map(place).collect()), largest);
    }
    let side = (values.len() as f64).sqrt().round() as usize;
    // The outputs have the tones of the map, the others those of their sign.
    let tone = |value: f64| match is_last {
        true if value > map.threshold => (value - map.threshold) / (map.high - map.threshold).max(f64::MIN_POSITIVE),
        true => (value - map.threshold) / (map.threshold - map.low).max(f64::MIN_POSITIVE),
        false => value / largest.max(1.0),
    };
    let values = Array2::from_shape_fn((side, side), |(row, column)| tone(values[row * side + column]));
    (UnitPicture::Map(Field { values, x: (0.0, 1.0), y: (0.0, 1.0) }), largest)
}

/// Draws the network.
pub(super) fn draw(room: &TrainScreen, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (look, words) = (view.look, &view.shared.words);
    let arrow = look.glyph("→", ">");
    let sizes: Vec<String> = sizes(room).iter().map(ToString::to_string).collect();
    let title = format!("{} {}", words.get("train.net"), sizes.join(arrow));
    let seen = room.control.shown().and_then(|status| status.observations.get(room.now.shown.contestant));
    let parameters: usize = seen.map_or(0, |seen| seen.layers.iter().map(LayerObservation::parameters).sum());
    let count = words.fill("train.parameters", &[("n", &parameters.to_string())]);
    let with_cost = room.control.epoch_cost().map(|micros| format!("{} · {count}", cost(micros, view)));
    let cells = usize::from(area.width).saturating_sub(text::width(&title) + 8);
    let right = with_cost.filter(|words| text::width(words) <= cells).unwrap_or(count);
    let panel = Panel { right: Some((&right, Role::Muted)), ..Panel::titled(&title) };
    framed(room, room.now.shown.contestant, &panel, view, area, buf);
    // The layout is that of a room at the origin.
    let own = room.derived.panels.of(TrainPanel::Net).unwrap_or(area);
    let layout = room.derived.net.layout.moved(area.x.saturating_sub(own.x), area.y.saturating_sub(own.y));
    let chosen = chosen(room);
    let net = Net { columns: &room.derived.net.columns, chosen: (chosen.column, chosen.index), edge: chosen.edge };
    net::draw(&net, &layout, buf, look);
    let said = bottom(room, chosen, view);
    panel::bottom(&said, Role::Muted, area, buf, look);
    let cells = usize::from(area.width).saturating_sub(text::width(&said) + 6);
    panel::bottom_left(&legend(room, cells.saturating_sub(2), view), Role::Muted, cells, area, buf, look);
}

/// The time of an epoch in words, of constant width.
fn cost(micros: f64, view: DrawContext) -> String {
    let micro = view.look.glyph("µs", "us");
    let (number, unit) = match micros {
        micros if micros < 10.0 => (format!("{micros:>5.1}"), micro),
        micros if micros < 1e5 => (format!("{micros:>5.0}"), micro),
        micros => (format!("{:>5.0}", micros / 1e3), "ms"),
    };
    view.shared.words.fill("train.epoch-cost", &[("time", &format!("{number} {unit}"))])
}

/// Every health of a unit with its name, in at most this many cells: all, those that units have, or of these those that are
/// not well.
fn legend(room: &TrainScreen, cells: usize, view: DrawContext) -> String {
    let words = &view.shared.words;
    let nodes = || room.derived.net.columns.iter().flatten();
    let has = |health: UnitHealth| nodes().any(|node| node.health == Some(health));
    let say = |shown: &dyn Fn(UnitHealth) -> bool| {
        let shown = HEALTHS.iter().filter(|(health, _)| shown(*health));
        let said: Vec<String> =
            shown.map(|(health, key)| format!("{} {}", health.mark(view.look), words.get(key))).collect();
        said.join("  ")
    };
    let ways = [say(&|_| true), say(&has), say(&|health| has(health) && health != UnitHealth::Well)];
    let has_units = nodes().any(|node| node.health.is_some());
    ways.into_iter().find(|said| text::width(said) <= cells).filter(|_| has_units).unwrap_or_default()
}

/// The healths of a unit and the keys of their names.
const HEALTHS: [(UnitHealth, &str); 4] = [
    (UnitHealth::Well, "train.health-well"),
    (UnitHealth::Saturated, "train.health-saturated"),
    (UnitHealth::Dead, "train.health-dead"),
    (UnitHealth::NoGradient, "train.health-no-gradient"),
];

/// What the frame says of the chosen node, and what its map is divided by.
fn bottom(room: &TrainScreen, chosen: ChosenUnit, view: DrawContext) -> String {
    let words = &view.shared.words;
    let net = &room.derived.net;
    let Some(node) = net.columns.get(chosen.column).and_then(|column| column.get(chosen.index)) else {
        return String::new();
    };
    let mut parts = vec![node.label.clone()];
    if let Some(bias) = node.bias {
        parts.push(format!("b {}", fixed(bias, 2)));
    }
    if let (Some(edge), Some(weight)) = (chosen.edge, chosen.edge.and_then(|edge| node.weights.get(edge))) {
        let from = net.columns[chosen.column - 1].get(edge).map_or("", |from| &from.label);
        parts.push(format!("{from} w {}", fixed(*weight, 2)));
    }
    let is_last = chosen.column + 1 == net.columns.len();
    if let Some(scale) =
        net.scales.get(chosen.column).and_then(|own| own.get(chosen.index)).filter(|scale| **scale > 1.0)
        && room.derived.map.is_plane()
        && !is_last
    {
        parts.push(words.fill("train.net-scale", &[("scale", &fixed(*scale, 1))]));
    }
    text::cut(&parts.join(" "), 60)
}

/// The net as lines of text: its layers with the health of their units, and the chosen unit in numbers.
pub(super) fn lines(room: &TrainScreen, words: &Words) -> Vec<String> {
    let Some(seen) = room.control.shown().and_then(|status| status.observations.get(room.now.shown.contestant)) else {
        return Vec::new();
    };
    let sizes: Vec<String> = sizes(room).iter().map(ToString::to_string).collect();
    let mut lines = vec![format!("{} {}", words.get("train.net"), sizes.join("-"))];
    for (layer, n) in seen.layers.iter().zip(1..) {
        let count = |wanted: UnitHealth| (0..layer.biases.len()).filter(|unit| health(layer, *unit) == wanted).count();
        let counts = [
            ("well", UnitHealth::Well),
            ("saturated", UnitHealth::Saturated),
            ("dead", UnitHealth::Dead),
            ("flat", UnitHealth::NoGradient),
        ];
        let counts = counts.map(|(name, health)| (name, count(health).to_string()));
        let layer_name = n.to_string();
        let mut values: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        values.extend([("layer", layer_name.as_str()), ("activation", layer.activation.as_str())]);
        let cut = layer.cut_links().map_or(String::new(), |cut| {
            let (cut, all) = (cut.to_string(), layer.weights.len().to_string());
            format!(", {}", words.fill("train.net-cut", &[("cut", &cut), ("all", &all)]))
        });
        lines.push(words.fill("train.net-layer", &values) + &cut);
    }
    lines
}
