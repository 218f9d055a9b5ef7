//! Lessons of a teacher are held to what they say.
#![allow(clippy::expect_used, reason = "tests")]

use actlab::lessons::Course;
use actlab::runtime::lesson_check;
fn teacher(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<String>) {
    let dir = tempfile::tempdir().expect("a directory");
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a directory")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let (course, faults) = Course::read(dir.path());
    let more = course.map_or(Vec::new(), |course| lesson_check::examine(&course).expect("sound settings"));
    let strip =
        |fault: &actlab::lessons::LessonError| fault.to_string().replace(&format!("{}/", dir.path().display()), "");
    let said = faults.iter().chain(&more).map(strip).collect();
    (dir, said)
}

const HEAD: &str = "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n## One\n\n";

#[test]
fn a_teachers_lesson_is_held_to_what_it_says() {
    let good = format!("{HEAD}At 0 it is [0.5](=value).\n\n```step\nexhibit = \"lab sigmoid --cursor 0\"\n```\n");
    assert_eq!(teacher(&[("en/01-a.md", &good), ("ko/01-a.md", &good)]).1, Vec::<String>::new());
    for (change, with, said) in [
        ("[0.5]", "[0.6]", "en/01-a.md, line 8: the text says 0.6 for value, and the exhibit gives 0.5"),
        (
            "(=value)",
            "(=valeu)",
            "en/01-a.md, line 8: \"lab sigmoid --cursor 0\" has no figure \"valeu\"; did you mean \"value\"?",
        ),
        ("lab sigmoid", "lap sigmoid", "en/01-a.md, line 11: the exhibit \"lap sigmoid --cursor 0\" does not open"),
        ("--cursor", "--curser", "did you mean --cursor?"),
        ("## One", "## One\n\ntext\n\n## Two", "en/01-a.md, line 10: the step \"One\" has no ```step block at its end"),
        ("0\"\n", "0\"\nkeys = [\"f9 dance\"]\n", "en/01-a.md, line 11: the key f9 means nothing in lab"),
        ("0\"\n", "0\"\nkeys = [\"] on\"]\n", "en/01-a.md, line 11: the key ] turns the lessons"),
        ("0\"\n", "0\"\nkeys = [\"right\"]\n", "en/01-a.md, line 12: the key \"right\" does not say what it does"),
        ("0\"\n", "0\"\nrun = \"right\"\n", "there is a run without a prediction"),
        (
            "0\"\n",
            "0\"\nexibit = \"\"\n",
            "en/01-a.md, line 12: this TOML has no \"exibit\"; did you mean \"exhibit\"?",
        ),
        (
            "At 0",
            "[1](=weight:by hand:1:1:1) at 0",
            "en/01-a.md, line 8: \"](=\" was not read as markup; a figure whose name has a space needs angle brackets",
        ),
        ("At 0", "A\n[site](https://a b) at 0", "en/01-a.md, line 9: \"](\" was not read as markup"),
        ("At 0", "- one\n- **\"two\"**three\n\nAt 0", "en/01-a.md, line 9: \"**\" was not read as markup"),
        (
            "0\"\n",
            "0\"\n[predict]\nquestion = \"[1](=p)?\"\nanswers = [\"a\", \"b\"]\nright = 1\nbecause = \"c\"\n",
            "en/01-a.md, line 11: a prediction is not Markdown",
        ),
        ("title = \"T\"", "titel = \"T\"", "en/01-a.md, line 2: "),
        ("+++\ntitle", "---\ntitle", "en/01-a.md, line 1: a lesson begins with its title"),
        ("At 0", &"many words at 0 ".repeat(100), "is too long for 80×24"),
        ("At 0", "`a code of more cells than the pane has beside it` 0", "does not fit on a line beside an exhibit"),
        ("At 0", "| a | b |\n\n> At 0", "en/01-a.md, line 10: this kind of Markdown is not supported in a lesson"),
    ] {
        let bad = good.replacen(change, with, 1);
        let (_dir, faults) = teacher(&[("en/01-a.md", &bad), ("ko/01-a.md", &good)]);
        assert!(faults.iter().any(|fault| fault.contains(said)), "{said}: {faults:?}");
    }
    let (_dir, faults) = teacher(&[("en/01-a.md", &good)]);
    assert_eq!(faults, ["en/01-a.md, line 1: this lesson has no translation: there is no ko/01-a.md"]);
    let (_dir, faults) = teacher(&[("en/01-a.md", &good), ("ko/01-a.md", &good.replace("cursor 0", "cursor 0.001"))]);
    assert_eq!(faults, ["ko/01-a.md, line 6: the exhibit of this step differs from en/01-a.md, line 6"]);
    let (_dir, faults) = teacher(&[("en/notes.txt", "")]);
    assert!(faults[0].contains("there is no lesson"), "{faults:?}");
}
