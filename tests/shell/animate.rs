//! Animations: each moment of the file is the frame that `render` draws at that time.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use super::cli::{command, fails, out};
use std::collections::BTreeMap;
use std::fs;
use unicode_width::UnicodeWidthChar;

const EXHIBIT: [&str; 5] = ["render", "train", "xor-two-sigmoids", "--size", "80x24"];

/// The animation that a command line writes.
fn animation(args: &[&str]) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.svg");
    let output = command(args).arg("--animate").arg("--out").arg(&path).output().expect("a program that starts");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(&path).expect("an animation")
}

/// An element of a document: its name, its attributes, and the text after it.
struct Tag<'a> {
    name: &'a str,
    attributes: BTreeMap<&'a str, &'a str>,
    text: String,
}

/// The elements of a document in order, with ends as `/name`. Panics unless each element ends where it should.
fn tags(document: &str) -> Vec<Tag<'_>> {
    let (mut open, mut tags) = (Vec::new(), Vec::new());
    for part in document.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("the end of a tag");
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if !empty => open.push(name),
            None => {}
        }
        let mut attributes = BTreeMap::new();
        let mut rest = rest.trim();
        while let Some((name, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("the end of a value");
            assert!(attributes.insert(name, value).is_none() && !value.contains('&'), "{name} of {tag}");
            rest = after.trim_start();
        }
        assert!(rest.is_empty(), "{tag}");
        for entity in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;"].iter().any(|known| entity.starts_with(known)), "{text}");
        }
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        tags.push(Tag { name, attributes, text });
    }
    assert!(open.is_empty(), "{open:?} is not closed");
    tags
}

/// What a viewer shows: the colours of points, two per unit, and the letters by column and row.
#[derive(PartialEq)]
struct Shown {
    wide: usize,
    points: Vec<String>,
    letters: BTreeMap<(usize, usize), (char, String, bool)>,
}

impl Shown {
    /// Shows the elements that `is_visible` does not hide by their group. Classes are looked up in `fills`.
    fn new(tags: &[Tag], fills: &BTreeMap<&str, &str>, is_visible: impl Fn(&str) -> bool) -> Self {
        let size = |name: &str| tags[0].attributes[name].parse::<usize>().expect("a size") * 2;
        let (wide, high) = (size("width"), size("height"));
        let mut shown = Self { wide, points: vec![String::new(); wide * high], letters: BTreeMap::new() };
        let mut visible = true;
        for tag in tags {
            let class = tag.attributes.get("class").copied().unwrap_or_default();
            let fill = || {
                let fill = tag.attributes.get("fill").copied();
                fill.unwrap_or_else(|| fills[class.split(' ').next().expect("a class")])
            };
            let number = |name: &str| tag.attributes.get(name).map_or(0.0, |text| text.parse().expect("a number"));
            match tag.name {
                "g" => visible = is_visible(class),
                "/g" => visible = true,
                _ if !visible => {}
                "rect" => shown.fill([number("x"), number("y"), number("width"), number("height")], fill()),
                "path" => tag.attributes["d"].split('M').skip(1).for_each(|part| shown.fill(corners(part), fill())),
                "text" => {
                    let bold = class.ends_with(" b") || tag.attributes.contains_key("font-weight");
                    let mut column = number("x") as usize / 8;
                    for letter in tag.text.chars() {
                        let place = (column, number("y") as usize / 16);
                        let old = shown.letters.insert(place, (letter, fill().to_owned(), bold));
                        assert!(old.is_none(), "two letters at {place:?}");
                        column += letter.width().unwrap_or(0);
                    }
                }
                _ => {}
            }
        }
        shown.letters.retain(|_, (letter, ..)| *letter != ' ');
        shown
    }

    fn fill(&mut self, [x, y, wide, high]: [f64; 4], color: &str) {
        let points = |from: f64, long: f64| {
            let point = |at: f64| (at * 2.0 - 0.5).ceil() as usize;
            point(from)..point(from + long)
        };
        for row in points(y, high) {
            for column in points(x, wide) {
                color.clone_into(&mut self.points[row * self.wide + column]);
            }
        }
    }
}

/// Left, top, width and height of a rectangle that is written `x yhWvHh-Wz`.
fn corners(path: &str) -> [f64; 4] {
    let numbers = path.split([' ', 'h', 'v', 'z']).filter_map(|number| number.parse().ok());
    let numbers: Vec<f64> = numbers.collect();
    let [x, y, wide, high, back] = numbers[..] else { panic!("{path} is not a rectangle") };
    assert_eq!(wide, -back, "{path}");
    [x, y, wide, high]
}

/// The rules of the style sheet that say when a group is seen. Times are in seconds.
struct Timing<'a> {
    period: f64,
    delays: BTreeMap<&'a str, f64>,
    /// The share of the period.
    shares: BTreeMap<&'a str, f64>,
}

impl<'a> Timing<'a> {
    fn read(style: &'a str) -> Self {
        let rules = |start: &'a str, middle: &'a str, end: &'a str| {
            let parts = style.split(start).skip(1).filter_map(move |part| part.split_once(middle));
            parts.filter_map(move |(name, rest)| Some((name, rest.split_once(end)?.0.parse().ok()?)))
        };
        let period = rules("g{visibility:hidden", ";animation:", "s step-end infinite}").next().expect("a period").1;
        let shares = rules("@keyframes ", "{0%{visibility:visible}", "%,to{visibility:hidden}}");
        Self { period, delays: rules("\n.", "{animation-delay:", "s}").collect(), shares: shares.collect() }
    }

    fn is_visible(&self, classes: &str, time: f64) -> bool {
        let [length, start] = classes.trim_start_matches("v ").split(' ').collect::<Vec<_>>()[..] else {
            return classes == "v";
        };
        (time - self.delays[start]).rem_euclid(self.period) < self.shares[length] / 100.0 * self.period
    }
}

fn fills(style: &str) -> BTreeMap<&str, &str> {
    let rules = style.lines().filter_map(|line| line.strip_prefix('.')?.strip_suffix('}')?.split_once("{fill:"));
    rules.collect()
}

/// Holds an animation to frames at these ticks. The last one is also shown in the pause, and without animation.
fn agree(exhibit: &[&str], keys: &str, seconds: &str, ticks: &[u32]) -> String {
    let drawing = animation(&[exhibit, &["--keys", keys, "--seconds", seconds]].concat());
    let tags = tags(&drawing);
    let style = &tags.iter().find(|tag| tag.name == "style").expect("a style sheet").text;
    let (timing, fills) = (Timing::read(style), fills(style));
    let frame = |tick: u32, format| {
        let keys = format!("{keys} tick:{tick}");
        out(&[exhibit, &["--keys", &keys, "--format", format]].concat())
    };
    for tick in ticks {
        let want = frame(*tick, "svg");
        let want = Shown::new(&self::tags(&want), &BTreeMap::new(), |_| true);
        let time = f64::from(*tick) / 30.0 + 0.05;
        let mut views = vec![Shown::new(&tags, &fills, |classes| timing.is_visible(classes, time))];
        if Some(tick) == ticks.last() {
            views.push(Shown::new(&tags, &fills, |classes| timing.is_visible(classes, timing.period - 0.05)));
            views.push(Shown::new(&tags, &fills, |classes| classes.starts_with('v')));
        }
        for got in views {
            assert_eq!(got.letters, want.letters, "at tick {tick}");
            assert!(got == want, "the colours at tick {tick}");
        }
        let text = frame(*tick, "text");
        let cells = text.lines().enumerate().flat_map(|(row, line)| {
            let mut column = 0;
            line.chars().map(move |letter| {
                column += letter.width().unwrap_or(0);
                ((column - letter.width().unwrap_or(0), row), letter)
            })
        });
        let cells: BTreeMap<(usize, usize), char> = cells.collect();
        assert!(want.letters.iter().all(|(place, (letter, ..))| cells[place] == *letter), "at tick {tick}: {text}");
        let lost = cells.iter().find(|(place, c)| c.is_alphanumeric() && !want.letters.contains_key(place));
        assert!(lost.is_none(), "{lost:?} at tick {tick}: {text}");
    }
    drawing
}

#[test]
fn every_moment_of_an_animation_is_the_frame_of_that_time() {
    let drawing = agree(&EXHIBIT, "space", "10", &[0, 3, 33, 150, 240, 300]);
    assert!(drawing.len() < 1_000_000, "{} bytes", drawing.len());
    let again = animation(&[&EXHIBIT[..], &["--keys", "space"]].concat());
    assert!(drawing == again, "ten seconds are the default, and the same line gives the same bytes");
    agree(&["render", "train", "--lang", "ko", "--theme", "light"], "space until:epoch=30", "2", &[0, 21, 60]);
    agree(&["render", "lab", "sigmoid", "--size", "60x18"], "5*right", "1", &[0, 6, 30]);
}

#[test]
fn an_animation_that_cannot_be_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.svg");
    let svg = path.to_str().expect("UTF-8");
    let text = dir.path().join("a.txt");
    let cases: [(&[&str], &str); 9] = [
        (&["--animate"], "a path that ends in .svg"),
        (&["--animate", "--out", text.to_str().expect("UTF-8")], "a path that ends in .svg"),
        (&["--animate", "--out", svg, "--format", "text"], "--format svg"),
        (&["--animate", "--out", svg, "--format", "ansi"], "--format svg"),
        (&["--animate", "--out", svg, "--seconds", "0"], "from 1 to 60"),
        (&["--animate", "--out", svg, "--seconds", "-1"], "from 1 to 60"),
        (&["--animate", "--out", svg, "--seconds", "61"], "from 1 to 60"),
        (&["--out", svg, "--seconds", "5"], "--animate"),
        (&["--animate", "--out", svg, "--seconds", "60", "--ticks", "106201"], "--seconds 60"),
    ];
    for (args, part) in cases {
        let (code, said) = fails(&[&EXHIBIT[..], args].concat());
        assert_eq!((code, said.lines().count()), (2, 1), "{args:?}: {said}");
        assert!(said.contains(part), "{args:?}: {said}");
    }
    let large = ["render", "train", "spiral", "--size", "1000x300", "--keys", "space", "--animate", "--out", svg];
    let (code, said) = fails(&large);
    assert!(code == 2 && said.lines().count() == 1 && said.contains("more than 4 MiB"), "{code}: {said}");
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
}
