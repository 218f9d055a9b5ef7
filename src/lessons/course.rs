//! A course: a list of lessons, each in its languages.

use super::{CourseError, LessonError, LessonFault, LessonText};
use crate::files;
use crate::words::Language;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A lesson in its languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The name of its file without the extension, such as `04-xor`; the same in every language.
    pub stem: String,
    texts: Vec<(Language, LessonText)>,
}

impl Lesson {
    /// The text in a language, else in the other one.
    pub fn text(&self, language: Language) -> &LessonText {
        self.in_language(language).unwrap_or(&self.texts[0].1)
    }

    /// The name by which progress keeps a step, counted from 0: its title in English, or in the only language.
    pub fn key(&self, step: usize) -> Option<&str> {
        self.text(Language::English).steps.get(step).map(|step| step.title.as_str())
    }

    /// The names of all steps.
    pub fn keys(&self) -> Vec<&str> {
        self.text(Language::English).steps.iter().map(|step| step.title.as_str()).collect()
    }

    /// The index of the right answer, if a step asks something.
    pub fn right(&self, step: usize) -> Option<usize> {
        Some(self.text(Language::English).steps.get(step)?.prediction.as_ref()?.right)
    }

    /// The text in exactly that language.
    pub fn in_language(&self, language: Language) -> Option<&LessonText> {
        self.texts.iter().find(|(one, _)| *one == language).map(|(_, text)| text)
    }
}

/// A list of lessons. There is at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// In the order of their names.
    pub lessons: Vec<Lesson>,
}

macro_rules! built_in {
    ($($stem:literal),+ $(,)?) => {
        &[$(($stem, [
            include_str!(concat!("../../assets/lessons/en/", $stem, ".md")),
            include_str!(concat!("../../assets/lessons/ko/", $stem, ".md")),
        ])),+]
    };
}

/// The built-in lessons: stem, and text in every language.
const BUILT_IN: &[(&str, [&str; 2])] = built_in![
    "01-activation",
    "02-step",
    "03-or-and",
    "04-xor",
    "05-linear",
    "06-sigmoid",
    "07-slope",
    "08-saturation",
    "09-gates",
    "10-softmax",
    "11-tanh",
    "12-relu",
    "13-dying",
    "14-leaky",
    "15-choose",
];

/// The most bytes of a lesson file.
const MOST_BYTES: u64 = 1 << 20;

impl Course {
    /// The exhibit line of every step, in every language.
    pub fn exhibits(&self) -> impl Iterator<Item = &str> {
        let texts = self.lessons.iter().flat_map(|lesson| Language::ALL.map(|language| lesson.text(language)));
        texts.flat_map(|text| text.steps.iter().map(|step| step.exhibit.as_str()))
    }

    /// The built-in lessons.
    ///
    /// # Errors
    /// Never while the embedded files are valid, which tests check.
    pub fn built_in() -> Result<Arc<Self>, LessonError> {
        static COURSE: OnceLock<Result<Arc<Course>, LessonError>> = OnceLock::new();
        let read = || {
            let mut files = Vec::new();
            for (stem, texts) in BUILT_IN {
                for (language, text) in Language::ALL.into_iter().zip(texts) {
                    files.push(((*stem).to_owned(), language, name(language, stem), (*text).to_owned()));
                }
            }
            let (course, mut faults) = Self::of(files);
            match (course, faults.is_empty()) {
                (Some(course), true) => Ok(Arc::new(course)),
                _ => Err(faults.swap_remove(0)),
            }
        };
        COURSE.get_or_init(read).clone()
    }

    /// Reads `DIR/en/*.md` and `DIR/ko/*.md`. Returns the readable lessons and all errors.
    pub fn read(dir: &Path) -> (Option<Self>, Vec<LessonError>) {
        if let Err(error) = std::fs::metadata(dir) {
            let reason = LessonFault::Unreadable { reason: error.into() };
            return (None, vec![LessonError::new(&dir.display().to_string(), 1, reason)]);
        }
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        for language in Language::ALL {
            let dir = dir.join(language.code());
            let listed = std::fs::read_dir(&dir).map(|all| all.filter_map(Result::ok).map(|e| e.path()).collect());
            let mut paths: Vec<_> = listed.unwrap_or_default();
            paths.retain(|path| path.extension().is_some_and(|e| e == "md"));
            paths.sort();
            for path in paths {
                let name = path.display().to_string();
                match files::text(&path, MOST_BYTES) {
                    Ok(text) => {
                        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                        files.push((stem, language, name, text));
                    }
                    Err(reason) => faults.push(LessonError::new(&name, 1, LessonFault::Unreadable { reason })),
                }
            }
        }
        let (course, more) = Self::of(files);
        faults.extend(more);
        if course.is_none() && faults.is_empty() {
            faults.push(LessonError::new(&dir.display().to_string(), 1, LessonFault::NoLesson));
        }
        (course, faults)
    }

    fn of(files: Vec<(String, Language, String, String)>) -> (Option<Self>, Vec<LessonError>) {
        let (mut lessons, mut faults): (Vec<Lesson>, _) = (Vec::new(), Vec::new());
        for (stem, language, name, text) in files {
            match LessonText::parse(&text.replace("\r\n", "\n"), &name) {
                Err(fault) => faults.push(fault),
                Ok(text) => match lessons.iter_mut().find(|lesson| lesson.stem == stem) {
                    Some(lesson) => lesson.texts.push((language, text)),
                    None => lessons.push(Lesson { stem, texts: vec![(language, text)] }),
                },
            }
        }
        lessons.sort_by(|a, b| a.stem.cmp(&b.stem));
        ((!lessons.is_empty()).then_some(Self { lessons }), faults)
    }

    /// The index of a lesson by its number, counted from 1, by its stem, or by its stem without the number.
    ///
    /// # Errors
    /// There is no lesson of that name.
    pub fn find(&self, name: &str) -> Result<usize, CourseError> {
        let number = name.parse().ok().filter(|n| (1..=self.lessons.len()).contains(n)).map(|n: usize| n - 1);
        let is = |stem: &str| stem == name || stem.split_once('-').is_some_and(|(_, rest)| rest == name);
        let found = number.or_else(|| self.lessons.iter().position(|lesson| is(&lesson.stem)));
        found.ok_or_else(|| CourseError::Unknown { name: name.to_owned(), count: self.lessons.len() })
    }
}

fn name(language: Language, stem: &str) -> String {
    format!("assets/lessons/{}/{stem}.md", language.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_are_found_by_number_and_by_name() {
        let course = Course::built_in().unwrap();
        let all = course.lessons.len();
        assert_eq!(all, BUILT_IN.len());
        for name in ["4", "04-xor", "xor"] {
            assert_eq!(course.find(name), Ok(3), "{name}");
        }
        let refused = course.find(&(all + 1).to_string()).unwrap_err().to_string();
        assert!(refused.contains(&format!("1 to {all}")), "{refused}");
        assert!(course.find("0").is_err());
    }

    #[test]
    fn every_file_of_the_assets_is_in_the_course() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons");
        let (course, faults) = Course::read(&dir);
        assert_eq!(faults, []);
        let stems = |course: &Course| course.lessons.iter().map(|l| l.stem.clone()).collect::<Vec<_>>();
        assert_eq!(stems(&course.unwrap()), stems(&Course::built_in().unwrap()));
    }
}
