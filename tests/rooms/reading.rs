//! Files of data are read while the room is open: what it shows, which keys it takes, and what becomes of it.
#![allow(clippy::expect_used, clippy::format_collect, clippy::panic, reason = "tests")]

use crate::jobs::table;
use crate::support::Scenario;
use crate::support::interleaved::Interleaved;
use actlab::app::{Event, Permissions};
use actlab::jobs::{Job, JobId, JobKind, JobReport, JobUpdate, Queue, TableJob, TableUpdate};
use actlab::lessons::Course;
use actlab::runtime::export;
use actlab::screens::{Options, Tour};
use actlab::words::Language;
use ratatui::layout::Size;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const SIZE: Size = Size { width: 80, height: 24 };
const OLD: &str = "Two sigmoids, XOR";

fn text(room: &Interleaved) -> String {
    export::text(&room.frame())
}

/// The first job that reads a table and is not done.
fn job(room: &Interleaved) -> (JobId, TableJob) {
    let job = room.started().find_map(|Job { id, kind }| match kind {
        JobKind::ReadTable(job) => Some((*id, job.clone())),
        _ => None,
    });
    job.expect("a job that reads a table")
}

/// Reports of the job that reads: `megabytes` more in each tick, up to a share of `size`.
fn read_on(room: &mut Interleaved, ticks: u64, size: Option<u64>) {
    let (id, job) = job(room);
    for n in 1..=ticks {
        let update = TableUpdate::Reading { done: n * 400_000, size };
        let update = JobUpdate::Table { named: (job.path.clone(), job.format), update };
        room.event(Event::Report(JobReport { id, is_last: false, update }));
        room.event(Event::Tick);
    }
}

#[test]
fn the_room_says_what_is_read_how_far_it_is_and_how_to_stop() {
    let mut album = String::new();
    let mut add = |title: &str, exhibit: &str, size: Size, choices: &Options, whole: Option<u64>| {
        let mut room = Interleaved::open_with(exhibit, size, choices, &[]);
        read_on(&mut room, 120, whole);
        album.extend([title, "\n", text(&room).trim_end(), "\n\n"]);
    };
    let (plain, line) = (Options::default(), "train 'a folder/measurements of ten years.csv' --target y");
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
        let title = format!("{columns}x{rows}");
        add(&title, line, Size::new(columns, rows), &plain, Some(111_000_000));
    }
    let narrow = Size::new(60, 18);
    let korean = Options { language: Language::Korean, ..Options::default() };
    let long = format!("sweep --data {}.csv", "a-very-long-name-".repeat(6));
    add("korean", line, narrow, &korean, Some(111_000_000));
    add("ascii, long name", &long, narrow, &Options { ascii: true, ..plain.clone() }, Some(1 << 40));
    add("standard input", "train --data -", narrow, &plain, None);
    insta::assert_snapshot!("waiting", album);
}

#[test]
fn it_is_drawn_at_any_size() {
    for columns in [1, 2, 3, 4, 9, 60] {
        for rows in [1, 2, 3, 5, 18] {
            let size = Size::new(columns, rows);
            let mut room = Interleaved::open_with("train --data some.csv", size, &Options::default(), &[]);
            read_on(&mut room, 2, Some(1_000_000));
            assert_eq!(text(&room).lines().count(), usize::from(rows), "{size:?}");
        }
    }
}

#[test]
fn the_numbers_have_a_constant_width_and_change_seldom() {
    let mut room = Interleaved::open("train big.csv", SIZE);
    let row = |room: &Interleaved| text(room).lines().find(|line| line.contains(" %")).map(str::to_owned);
    let (mut rows, mut wide) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        read_on(&mut room, 30, Some(12_500_000));
        let shown = row(&room).expect("a row of numbers");
        wide.push(shown.find("MB/s"));
        rows.push(shown);
    }
    wide.dedup();
    assert_eq!(wide.len(), 1, "{rows:?}");
    // Eight ticks have the same numbers.
    let before = text(&room);
    let (id, job) = job(&room);
    let update = TableUpdate::Reading { done: 12_400_000, size: Some(12_500_000) };
    room.event(Event::Report(JobReport {
        id,
        is_last: false,
        update: JobUpdate::Table { named: (job.path, job.format), update },
    }));
    room.event(Event::Tick);
    assert_eq!(text(&room), before);
}

#[test]
fn keys_wait_and_other_rooms_do_not() {
    let file = table(50);
    let mut room = Interleaved::open(&format!("train {} --epoch 3", file.path().display()), SIZE);
    for key in ["space", "v", "/", "right", "n", "w"] {
        room.press(key);
        let shown = text(&room);
        assert!(shown.contains("is being read; until then no key works here but esc"), "{key}: {shown}");
    }
    room.press("2");
    assert!(text(&room).contains("sigmoid 5/31"), "{}", text(&room));
    room.press("right");
    room.press("3");
    assert!(text(&room).contains("reading points"), "{}", text(&room));
    assert_eq!(room.app.exhibit().to_string(), format!("train {} --epoch 3", file.path().display()));
    assert!(room.app.read()[1].contains(", esc stops it"), "{:?}", room.app.read());
    room.drain();
    let same = Scenario::new(&format!("train {} --epoch 3", file.path().display())).size(80, 24).text();
    assert_eq!(text(&room), same);
}

#[test]
fn esc_stops_reading_and_the_room_keeps_what_it_had() {
    for (exhibit, old) in [("train", OLD), ("sweep", "Six in parallel")] {
        let (file, before) = (table(50), text(&Interleaved::open(exhibit, SIZE)));
        let mut room = Interleaved::open(&format!("{exhibit} --data {}", file.path().display()), SIZE);
        let (_, job) = job(&room);
        assert!(!job.stop.load(Ordering::Relaxed));
        room.press("esc");
        assert!(job.stop.load(Ordering::Relaxed), "the job is told");
        assert!(text(&room).contains("was stopped, and nothing of it is used"), "{}", text(&room));
        room.drain();
        room.press("esc");
        room.drain();
        assert!(room.app.read()[0].contains(old), "{:?}", room.app.read());
        let mut plain = Interleaved::open(exhibit, SIZE);
        plain.drain();
        assert_eq!(text(&room), text(&plain), "before: {before}");
        assert!(room.jobs.active(Queue::Tables).is_none());
    }
}

#[test]
fn a_mistake_in_the_file_is_one_sentence_and_the_room_keeps_what_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let ragged = write("ragged.csv", b"a,b\n1,2\n3\n");
    let binary = write("binary.csv", b"a,b\n1,2\n\xff\xfe,3\n");
    let infinite = write("infinite.csv", b"a,b\n1,2\n3,1e999\n");
    let large =
        write("large.csv", "a,b\n".bytes().chain("0.25,1\n".repeat(700_000).bytes()).collect::<Vec<_>>().as_slice());
    let good = write("good.csv", b"a,b\n1,2\n3,4\n4,4\n");
    let missing = folder.path().join("missing.csv").display().to_string();
    for (line, sentence) in [
        (format!("train {ragged}"), "line 3: there are 1 cells, and 2 in the first line"),
        (format!("train --data {binary}"), "line 3: it is no text in UTF-8"),
        (format!("train {infinite}"), "line 3, column 2: \"1e999\" is no finite number"),
        (format!("train {large}"), "more than 8 MiB of memory, the limit of limits.memory"),
        (format!("train {missing}"), "there is no such file"),
        (format!("train {good} --test {ragged}"), "line 3: there are 1 cells"),
        // What is wrong only with these data.
        (format!("train --target c --data {good} --epoch 3 --speed full"), "there is no column \"c\""),
        (format!("train {good} --contestant nobody"), "--contestant nobody"),
        (format!("sweep {ragged}"), "line 3: there are 1 cells"),
    ] {
        let sets = ["limits.memory=8".to_owned()];
        let size = Size::new(200, 60);
        let mut room = Interleaved::open_with(&line, size, &Options::default(), &sets);
        room.drain();
        let shown = room.app.read();
        assert!(shown[1].contains(sentence), "{line}: {shown:?}");
        assert!(shown[0].contains(OLD) || line.starts_with("sweep"), "{shown:?}");
        let id = line.split(' ').next().expect("a room");
        assert_eq!(
            room.app.exhibit().to_string(),
            Interleaved::open_with(id, size, &Options::default(), &sets).app.exhibit().to_string()
        );
        // Headless, the same sentence is the error.
        let mut player = Scenario::new(id).player();
        if !line.contains(&large) {
            let error = player.open(&line.parse().expect("a line")).expect_err(&line);
            assert!(actlab::words::in_english(&error).contains(sentence), "{line}: {error:?}");
        }
    }
}

#[test]
fn what_is_wrong_whatever_is_in_the_file_is_said_before_it_is_read() {
    for (line, sentence) in [
        ("train big.csv --epoch x", "--epoch x: expected an epoch"),
        ("train big.csv --colour red", "no option --colour"),
        ("sweep --data big.csv --seeds none", "--seeds none"),
    ] {
        let mut room = Interleaved::open("lab", SIZE);
        let error = room.app.open(&line.parse().expect("a line")).expect_err(line);
        assert!(actlab::words::in_english(&error).contains(sentence), "{line}: {error:?}");
        assert_eq!(room.app.exhibit().room, "lab");
    }
}

#[test]
fn both_rooms_of_an_experiment_read_its_file_once() {
    let file = table(50);
    let path = file.path().display().to_string();
    let mut room = Interleaved::open(&format!("train --target label --data {path} --epochs 40"), SIZE);
    room.drain();
    assert!(room.app.read()[0].contains(&path), "{:?}", room.app.read());
    room.press("w");
    assert_eq!(room.app.exhibit().room, "sweep", "{:?}", room.app.read());
    assert!(room.app.read()[0].contains(&path), "{:?}", room.app.read());
    assert!(room.started().all(|job| !matches!(job.kind, JobKind::ReadTable(_))));
    assert_eq!(room.app.exhibit().to_string(), format!("sweep --target label --data {path} --epochs 40"));
}

#[test]
fn the_experiment_of_the_settings_is_read_when_its_room_is_visited() {
    let (file, folder) = (table(50), tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("own.toml");
    let own = format!(
        "title = \"own trees\"\nepochs = 20\n[data]\nkind = \"csv\"\npath = \"{}\"\n[[contestant]]\nname = \"one\"\nlayers = \
         [{{ units = 1, activation = \"sigmoid\" }}]\n",
        file.path().display()
    );
    std::fs::write(&path, own).expect("written");
    let mut choices = Options::default();
    let files = Arc::make_mut(&mut choices.files);
    actlab::runtime::exhibit_files::read_experiment(files, path.to_str());
    let sets = [format!("train.experiment={}", path.display())];
    let mut room = Interleaved::open_with("lab", SIZE, &choices, &sets);
    assert_eq!(room.started().filter(|job| matches!(job.kind, JobKind::ReadTable(_))).count(), 0);
    room.press("3");
    assert!(text(&room).contains("reading points"), "{}", text(&room));
    room.drain();
    assert!(room.app.read()[0].contains("own trees"), "{:?}", room.app.read());
    // An option before that is one of that experiment.
    let mut early = Interleaved::open_with("train --epoch 4", SIZE, &choices, &sets);
    early.drain();
    assert!(early.app.read()[0].contains("own trees"), "{:?}", early.app.read());
    assert!(early.app.exhibit().to_string().ends_with("--epoch 4"), "{}", early.app.exhibit());
}

/// A course of one lesson, whose question is about a table of the teacher.
fn course(folder: &Path, table: &Path) -> Options {
    for language in ["en", "ko"] {
        let dir = folder.join(language);
        std::fs::create_dir(&dir).expect("a folder");
        let lesson = format!(
            "+++\ntitle = \"Points\"\nsummary = \"A table\"\n+++\n\n## A guess\n\nLook at the points.\n\n```step\nexhibit = \
             \"train --data {} --epochs 30\"\npanels = [\"field\", \"accuracy\"]\nrun = \"e\"\n[predict]\nquestion = \
             \"How many are right?\"\nanswers = [\"half\", \"all\"]\nright = 1\nbecause = \"A line is enough.\"\n```\n",
            table.display()
        );
        std::fs::write(dir.join("01-points.md"), lesson).expect("written");
    }
    let (course, faults) = Course::read(folder);
    assert!(faults.is_empty(), "{faults:?}");
    Options { tour: Tour { course: course.map(Arc::new), ..Tour::default() }, ..Options::default() }
}

#[test]
fn a_lesson_waits_for_its_table_and_then_plays_its_run() {
    let (file, folder) = (table(50), tempfile::tempdir().expect("a folder"));
    let choices = course(folder.path(), file.path());
    let size = Size::new(120, 40);
    // The guess comes before the table, or after it.
    let guessed = |early: bool| {
        let mut room = Interleaved::open_with("walk", size, &choices, &[]);
        assert!(text(&room).contains("reading points"), "{}", text(&room));
        if early {
            room.press("a");
        }
        (0..30).for_each(|_| room.event(Event::Tick));
        room.drain();
        if !early {
            room.press("a");
        }
        for _ in 0..400 {
            room.event(Event::Tick);
            room.drain();
        }
        text(&room)
    };
    let late = guessed(false);
    assert!(late.contains("8 tanh units is done") && late.contains("accuracy 100%"), "{late}");
    assert_eq!(guessed(true), late);
    // Escape stops it, whichever pane has the keys, and a key opens the exhibit again.
    let mut room = Interleaved::open_with("walk", size, &choices, &[]);
    room.press("esc");
    room.drain();
    assert!(text(&room).contains("this exhibit can't be shown: the reading of points"), "{}", text(&room));
    room.press("f4");
    room.drain();
    assert!(!text(&room).contains("can't be shown"), "{}", text(&room));
}

#[test]
fn the_kiosk_reads_what_its_lessons_name_and_nothing_else() {
    let (file, folder) = (table(50), tempfile::tempdir().expect("a folder"));
    let choices = course(folder.path(), file.path());
    for is_named in [true, false] {
        let mut choices = choices.clone();
        if is_named {
            Arc::make_mut(&mut choices.tables).name(file.path());
        }
        let mut room = Interleaved::open_with("lab", Size::new(120, 40), &choices, &["start=lab".to_owned()]);
        room.app.restrict(Permissions::KIOSK);
        room.press("1");
        room.drain();
        let shown = text(&room);
        assert_eq!(shown.contains("can't be shown") && shown.contains("not permitted"), !is_named, "{shown}");
    }
}

#[test]
fn a_path_that_is_typed_as_data_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("typed.csv");
    std::fs::write(&path, format!("a,b\n{}", "0.25,1\n0.5,0\n".repeat(20))).expect("written");
    let keys = format!("d text:{} enter tick:30", path.display());
    let frame = Scenario::new("train xor-two-sigmoids").keys(&keys).size(100, 30).text();
    assert!(frame.contains(" a") && !frame.contains("can't be read") && !frame.contains("x2"), "{frame}");
    let missing =
        Scenario::new("train xor-two-sigmoids").keys("d text:/nowhere/no.csv enter tick:30").size(100, 30).text();
    assert!(missing.contains("no.csv") && missing.contains("can't be read"), "{missing}");
}

/// Types `d`, a path and enter.
fn ask_for(room: &mut Interleaved, path: &str) {
    room.press("d");
    path.chars().for_each(|letter| room.press(&letter.to_string()));
    room.press("enter");
}

#[test]
fn a_file_that_a_key_reads_can_be_undone_and_made_again() {
    let file = table(50);
    let path = file.path().display().to_string();
    let mut room = Interleaved::open("train playground --epoch 2", SIZE);
    room.drain();
    // The edit after the start goes to the start of the run on other data, as with data that have a name.
    room.press("u");
    room.drain();
    let before = room.app.exhibit().to_string();
    assert!(before.contains("--edit '2@1 unit+ 1'"), "{before}");
    ask_for(&mut room, &path);
    room.drain();
    let after = room.app.exhibit().to_string();
    assert!(after.contains("--data") && after.contains("--edit '0@1 unit+ 1'"), "{after}");
    room.press("backspace");
    assert!(room.app.read().iter().any(|line| *line == format!("undone: the data {path}")), "{:?}", room.app.read());
    room.drain();
    assert_eq!(room.app.exhibit().to_string(), before);
    room.press("ctrl-r");
    room.drain();
    assert_eq!(room.app.exhibit().to_string(), after);
    // What was done before the file was read can still be undone.
    room.press("backspace");
    room.press("backspace");
    room.drain();
    assert_eq!(room.app.exhibit().to_string(), "train playground --epoch 2");
    // A file that can't be read leaves nothing to undo, and no later line counts as that of the key.
    ask_for(&mut room, "/nonexistent/table.csv");
    room.drain();
    assert!(text(&room).contains("table.csv"), "{}", text(&room));
    room.app.open(&format!("train playground --data {path}").parse().expect("a line")).expect("a line that opens");
    room.event(Event::Tick);
    room.drain();
    room.press("backspace");
    room.drain();
    assert!(room.app.read().iter().all(|line| !line.starts_with("undone: the data")), "{:?}", room.app.read());
}
