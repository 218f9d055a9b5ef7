//! The options of the Lab's exhibit line.

use super::commands::{COUNTS, GAINS, SCALES};
use super::{LabScreen, MOST_COMPARED, source};
use crate::jobs::PictureSource;
use crate::screens::options::{changed, number, parameters, set_parameters, within};
use crate::screens::{OptionError, Setting, functions, stage};
use crate::text;
use crate::text::number::full;
use crate::words::Message;

pub(super) const SETTINGS: &[Setting<LabScreen>] = &[
    Setting {
        name: "formula",
        takes: "FORMULA",
        help: "A function of your own, as in x*sigmoid(x)",
        set: |room, value| {
            let n = functions::read(&mut room.functions, value)?;
            room.choose(n);
            Ok(())
        },
        get: |room| room.functions[room.chosen].text().map(str::to_owned).into_iter().collect(),
    },
    Setting {
        name: "knob",
        takes: "NAME=VALUE,...",
        help: "Knobs of the function, as in alpha=0.5",
        set: |room, value| set_parameters(&mut room.functions[room.chosen], value),
        get: |room| parameters(room.function()).into_iter().collect(),
    },
    Setting {
        name: "compare",
        takes: "FUNCTION,...",
        help: "Functions to compare with, as in elu:alpha=0.5; a formula begins with =",
        set: mark_all,
        get: marks,
    },
    Setting {
        name: "range",
        takes: "LOW:HIGH",
        help: "Both ends of the x axis, as in -10:10",
        set: |room, value| {
            room.now.x = parse_range(value)?;
            room.now.cursor = room.now.cursor.clamp(room.now.x[0], room.now.x[1]);
            Ok(())
        },
        get: |room| changed(&room.now.x, &room.plain.x, |[low, high]| format!("{low}:{high}")),
    },
    Setting {
        name: "cursor",
        takes: "X",
        help: "Where values are read out",
        set: set_cursor,
        get: |room| changed(&room.now.cursor, &room.plain.cursor, ToString::to_string),
    },
    Setting {
        name: "numeric",
        takes: "on|off",
        help: "Whether the numeric slope is shown",
        set: |room, value| {
            room.now.numeric = match value {
                "on" => true,
                "off" => false,
                _ => return Err(OptionError::OnOff.into()),
            };
            Ok(())
        },
        get: |room| changed(&room.now.numeric, &room.plain.numeric, |on| if *on { "on" } else { "off" }.to_owned()),
    },
    Setting {
        name: "distribution",
        takes: "NAME",
        help: "Where samples come from: notebook, uniform or normal",
        set: |room, value| value.parse().map(|d| room.now.distribution = d).map_err(Message::from),
        get: |room| changed(&room.now.distribution, &room.plain.distribution, ToString::to_string),
    },
    Setting {
        name: "scale",
        takes: "NUMBER",
        help: "What samples are multiplied by",
        set: |room, value| {
            room.now.scale = within(number(value)?, SCALES)?;
            Ok(())
        },
        get: |room| changed(&room.now.scale, &room.plain.scale, |x| full(*x)),
    },
    Setting {
        name: "samples",
        takes: "N",
        help: "How many samples are drawn",
        set: |room, value| {
            let n = value.parse().map_err(|_| OptionError::Whole { example: 1000 })?;
            room.now.count = count(n)?;
            Ok(())
        },
        get: |room| changed(&room.now.count, &room.plain.count, ToString::to_string),
    },
    Setting {
        name: "seed",
        takes: "N",
        help: "The seed of the samples",
        set: |room, value| {
            room.now.seed = value.parse().map_err(|_| OptionError::Whole { example: 7879 })?;
            Ok(())
        },
        get: |room| changed(&room.now.seed, &room.plain.seed, ToString::to_string),
    },
    Setting {
        name: "gain",
        takes: "NUMBER",
        help: "What the picture is multiplied by before the function",
        set: |room, value| {
            room.now.gain = within(number(value)?, GAINS)?;
            Ok(())
        },
        get: |room| changed(&room.now.gain, &room.plain.gain, |x| full(*x)),
    },
    Setting {
        name: "channel",
        takes: "NAME",
        help: "The gray of the picture: luma or red",
        set: |room, value| value.parse().map(|channel| room.now.channel = channel).map_err(Message::from),
        get: |room| changed(&room.now.channel, &room.plain.channel, |c| c.id().to_owned()),
    },
    Setting {
        name: "levels",
        takes: "NAME",
        help: "What is black and white in the picture behind the function: range or auto",
        set: |room, value| value.parse().map(|levels| room.now.levels = levels).map_err(Message::from),
        get: |room| changed(&room.now.levels, &room.plain.levels, |l| l.id().to_owned()),
    },
    Setting {
        name: "image",
        takes: "FILE",
        help: "The picture",
        set: |room, value| {
            room.now.source = source(value);
            Ok(())
        },
        get: |room| {
            changed(&room.now.source, &room.plain.source, |s| match s {
                PictureSource::BuiltIn => String::new(),
                PictureSource::File(path) => path.display().to_string(),
            })
        },
    },
    Setting {
        name: "page",
        takes: "1|2|3",
        help: "The page in front on a small screen",
        set: |room, value| {
            let page: usize = value.parse().ok().filter(|n| (1..=3).contains(n)).ok_or(OptionError::Page)?;
            room.now.page = page - 1;
            Ok(())
        },
        get: |room| changed(&room.now.page, &room.plain.page, |n| (n + 1).to_string()),
    },
    stage::setting("Shown alone: list, knobs, function, slope, samples, values, before or after"),
];

/// Checks a number of samples.
pub(super) fn count(n: usize) -> Result<usize, OptionError> {
    within(n as f64, COUNTS).map(|_| n)
}

/// Checks both ends of an axis.
pub(super) fn range(low: f64, high: f64) -> Result<[f64; 2], OptionError> {
    let span = high - low;
    if low.is_finite() && high.is_finite() && (1e-3..=1e7).contains(&span) {
        return Ok([low, high]);
    }
    Err(OptionError::Range { ends: [low, high].map(full).join(":") })
}

fn parse_range(text: &str) -> Result<[f64; 2], OptionError> {
    let (low, high) = text.split_once(':').ok_or(OptionError::Ends)?;
    range(number(low)?, number(high)?)
}

fn set_cursor(room: &mut LabScreen, value: &str) -> Result<(), Message> {
    let x = number(value)?;
    let [low, high] = room.now.x;
    let in_sight = |_| OptionError::InSight { value: full(x), low: full(low), high: full(high) };
    within(x, (low, high)).map_err(in_sight)?;
    room.now.cursor = x;
    Ok(())
}

/// Parses one mark, or several with commas between them.
fn mark_all(room: &mut LabScreen, value: &str) -> Result<(), Message> {
    text::functions(value).map_err(Message::from)?.iter().try_for_each(|item| mark(room, item))
}

/// Parses a mark such as `elu` or `elu:alpha=0.5`. A formula begins with `=`.
fn mark(room: &mut LabScreen, text: &str) -> Result<(), Message> {
    let (id, turned) = text.split_once(':').map_or((text, None), |(id, parameters)| (id, Some(parameters)));
    let n = match id.strip_prefix('=') {
        Some(text) => functions::read(&mut room.functions, text)?,
        None => room.find(id).map_err(Message::from)?,
    };
    if let Some(turned) = turned {
        set_parameters(&mut room.functions[n], turned)?;
    }
    if !room.marks.contains(&n) {
        if room.marks.len() >= MOST_COMPARED {
            return Err(OptionError::Marks { most: MOST_COMPARED }.into());
        }
        room.marks.push(n);
    }
    Ok(())
}

fn marks(room: &LabScreen) -> Vec<String> {
    let line = |n: &usize| {
        let f = &room.functions[*n];
        let id = f.text().map_or_else(|| f.id().to_owned(), |text| format!("={text}"));
        parameters(f)
            .filter(|_| *n != room.chosen)
            .map_or_else(|| id.clone(), |parameters| format!("{id}:{parameters}"))
    };
    room.marks.iter().map(line).collect()
}
