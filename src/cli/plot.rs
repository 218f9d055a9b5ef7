//! `actlab plot`: a chart on standard output.

use super::args::{FormatArg, Globals, PlotArgs, ends, size, turn};
use super::environment::{self, Target};
use super::mistake::{CommandError, PlottedCurve, UsageError};
use super::{CliError, error, json, output};
use crate::functions::function::Function;
use crate::runtime::live;
use crate::text::{functions, number};
use crate::theme::Role;
use crate::tile::ColorDepth;
use crate::widgets::plot::{Plot, PlotSubject, draw_plain, line_of};
use crate::widgets::{Look, text};
use crate::words::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Rows outside the chart: the title above, the axis and its labels below.
const AROUND: u16 = 3;

pub(super) fn run(globals: &Globals, args: &PlotArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = environment::load(globals)?;
    let names = args
        .names
        .iter()
        .map(|names| functions(names))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| CliError::Usage(Message::from(e)))?;
    let named = names.iter().flatten().map(|id| environment::function(id, &loaded.config));
    let written = args.formulas.iter().map(|text| environment::formula(text));
    let mut functions: Vec<Function> = named.chain(written).collect::<Result<_, _>>()?;
    turn(&mut functions[0], &args.parameters)?;
    let format = output::format(args.output.format, args.output.out.as_deref()).map_err(CliError::usage)?;
    // What is written in a form must not depend on the terminal.
    let target = if format.is_none() { Target::Terminal } else { Target::Anywhere };
    let choices = environment::choices(&loaded, target)?;
    let words = environment::shell_words(&choices);
    let theme = environment::theme(&loaded, &choices)?;
    let look = Look { theme: &theme, ascii: choices.ascii };
    let area = area(args)?;
    let x = args.range.as_deref().map_or(Ok([-10.0, 10.0]), |text| ends("range", text))?;
    let y = args.y_range.as_deref().map(|text| ends("y-range", text)).transpose()?;
    let subject = PlotSubject {
        functions: &functions,
        slope: args.slope,
        x,
        y,
        ascii: look.ascii,
        dashed: theme.depth == ColorDepth::None,
    };
    if args.json {
        return functions.iter().try_for_each(|f| Ok(writeln!(out, "{}", object(f, &subject, area))?));
    }
    let counts: Vec<(usize, usize)> = functions.iter().map(|f| missing(f, &subject, area)).collect();
    if counts.iter().all(|(missing, all)| missing == all) {
        return Err(CliError::failure(nothing(&functions, &subject)));
    }
    let mut buf = draw(&subject, area, look);
    theme.paint(buf.area, &mut buf);
    let shown = if choices.depth == ColorDepth::None { FormatArg::Text } else { FormatArg::Ansi };
    let text = output::frame(&buf, format.unwrap_or(shown), theme.light);
    output::write(&text, args.output.out.as_deref(), &words, out)?;
    for (f, (missing, all)) in functions.iter().zip(&counts).filter(|(_, (missing, _))| *missing > 0) {
        let gaps =
            Message::new("cli.gaps").with("curve", &curve(f, &subject)).with("missing", missing).with("all", all);
        error::say(&words, &gaps.with("low", &x[0]).with("high", &x[1]))?;
    }
    Ok(())
}

/// The curve as data: a point for each column of the chart.
fn object(f: &Function, subject: &PlotSubject, area: Rect) -> Value {
    let ([low, high], steps) = (subject.x, f64::from(area.width.max(2) - 1));
    let at = |n: u16| {
        let x = low + (high - low) * (f64::from(n) / steps);
        let y = if subject.slope { f.slope(x) } else { f.value(x) };
        [json::json_number(x), json::json_number(y)]
    };
    let parameters = f.parameters().iter().zip(f.parameter_values());
    let knobs: serde_json::Map<_, _> = parameters.map(|(k, v)| (k.name.to_string(), json::json_number(*v))).collect();
    let points: Vec<[Value; 2]> = (0..area.width.max(2)).map(at).collect();
    json::object(
        "curve",
        json!({"activation": f.id(), "formula": f.text(), "knobs": knobs, "slope": subject.slope, "points": points}),
    )
}

/// Which curve of a function is drawn.
fn curve(f: &Function, subject: &PlotSubject) -> PlottedCurve {
    let name = f.id().to_owned();
    if subject.slope { PlottedCurve::Slope { name } } else { PlottedCurve::Value { name } }
}

/// The number of places in the chart without a finite value, and of all places examined.
fn missing(f: &Function, subject: &PlotSubject, area: Rect) -> (usize, usize) {
    let alone = PlotSubject { functions: std::slice::from_ref(f), ..*subject };
    Plot::of(&alone, usize::from(area.width), usize::from(area.height - AROUND)).missing()
}

/// Why there is no chart.
fn nothing(functions: &[Function], subject: &PlotSubject) -> CommandError {
    let [low, high] = subject.x;
    let join = |first, second| PlottedCurve::Both { first: Box::new(first), second: Box::new(second) };
    match functions.iter().map(|f| curve(f, subject)).reduce(join) {
        Some(curves @ PlottedCurve::Both { .. }) => CommandError::NoFiniteValues { curves, low, high },
        one => {
            let curve = one.unwrap_or(PlottedCurve::Value { name: String::new() });
            CommandError::NoFiniteValue { curve, low, high }
        }
    }
}

fn area(args: &PlotArgs) -> Result<Rect, CliError> {
    let (columns, rows) = match &args.size {
        Some(text) => size(text)?,
        None if std::io::stdout().is_terminal() => {
            live::size().map_or((80, 24), |s| (s.width.max(20), s.height.saturating_sub(1).clamp(8, 40)))
        }
        None => (80, 24),
    };
    if columns < 16 || rows < AROUND + 2 {
        return Err(CliError::usage(UsageError::ChartSize { columns, rows, least: AROUND + 2 }));
    }
    Ok(Rect::new(0, 0, columns, rows))
}

fn draw(subject: &PlotSubject, area: Rect, look: Look) -> Buffer {
    let PlotSubject { functions, slope, .. } = *subject;
    let plot = Plot::of(subject, usize::from(area.width), usize::from(area.height - AROUND));
    let first = if slope { Role::Slope } else { Role::Value };
    let styles: Vec<Style> = (0..functions.len()).map(|n| look.theme.series(n, first)).collect();
    let mut buf = Buffer::empty(area);
    title(functions, slope, &mut buf, &styles, look);
    draw_plain(&plot, Rect { y: 1, height: area.height - 1, ..area }, &mut buf, look, &styles);
    buf
}

fn title(functions: &[Function], slope: bool, buf: &mut Buffer, styles: &[Style], look: Look) {
    let mark = if slope { "'" } else { "" };
    let alone = functions.len() == 1;
    let mut x = 2;
    for (n, (f, style)) in functions.iter().zip(styles).enumerate() {
        let parameters: Vec<String> = f
            .parameters()
            .iter()
            .zip(f.parameter_values())
            .map(|(k, v)| format!(" {}={}", k.name, number::full(*v)))
            .collect();
        let formula = if slope { f.slope_formula() } else { f.formula() };
        let line = if alone { String::new() } else { line_of(n, look) };
        let name = match f.text() {
            // A formula without a name is shown as its text.
            Some(text) if slope => format!("slope of {text}"),
            Some(text) => format!("f(x) = {text}"),
            None if alone && !look.ascii => format!("{}{mark}(x) = {formula}", f.id()),
            None => format!("{}{mark}(x)", f.id()),
        };
        let words = format!("{line}{name}{}", parameters.concat());
        let room = usize::from(buf.area.right().saturating_sub(x));
        x += text::put(buf, x, 0, room, &words, *style) + 3;
    }
}
