//! The bench: does whatever may take long, one request at a time. It knows no threads; a worker or a headless player
//! serves it, with the same answers.

use super::path_completion::{self, Completion};
use super::sweep::{self, KeptSweep};
use super::train::{KeptRuns, RunPosition, RunStatus, TrainJob};
use crate::files::ReadError;
use crate::functions::sample_stats::{SampleCache, SampleSetup, SampleStats};
use crate::functions::user_functions::{self, FormulaTexts, UserFunctionsError};
use crate::picture::{Channel, LoadStage, Picture, PictureError, PictureLimits};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The picture that comes with the program.
const DOG: &[u8] = include_bytes!("../../assets/images/jindo.png");

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureSource {
    /// The one that comes with the program.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

/// Something that may take long. The ticket comes back with the answer, so that a late answer can be told from the one
/// that is waited for.
#[derive(Clone, Debug)]
pub enum Job {
    /// Load a picture.
    Picture {
        /// Comes back with the answer.
        ticket: u64,
        /// Where it is.
        source: PictureSource,
        /// How its colours become gray.
        channel: Channel,
        /// What it may cost.
        limits: PictureLimits,
    },
    /// Look for names that go on as a path that is being typed.
    Complete {
        /// Comes back with the answer.
        ticket: u64,
        /// The folder.
        folder: PathBuf,
        /// How the names begin.
        start: String,
    },
    /// Put a function of the reader's own into their file.
    Keep {
        /// Comes back with the answer.
        ticket: u64,
        /// The file.
        path: PathBuf,
        /// The name of the function.
        name: String,
        /// Its formula.
        text: String,
    },
    /// Train a run further.
    Train(TrainJob),
    /// Train many seeds of an experiment.
    Sweep(sweep::SweepJob),
    /// Push samples through a function.
    Survey {
        /// Comes back with the answer.
        ticket: u64,
        /// What is surveyed.
        setup: Box<SampleSetup>,
    },
}

/// Requests of one desk are served one after another; desks don't wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Pictures.
    Pictures,
    /// Numbers.
    Numbers,
    /// The reader's own files.
    Files,
    /// Training.
    Training,
    /// Sweeps.
    Sweeps,
}

impl Job {
    /// Who serves it.
    pub fn desk(&self) -> Queue {
        match self {
            Self::Picture { .. } | Self::Complete { .. } => Queue::Pictures,
            Self::Survey { .. } => Queue::Numbers,
            Self::Keep { .. } => Queue::Files,
            Self::Train(_) => Queue::Training,
            Self::Sweep(_) => Queue::Sweeps,
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub enum JobReport {
    /// A picture is on its way.
    Loading {
        /// Of the request.
        ticket: u64,
        /// How far it got.
        stage: LoadStage,
    },
    /// A picture is there, or is not to be had.
    Picture {
        /// Of the request.
        ticket: u64,
        /// The picture.
        result: Result<Arc<Picture>, PictureError>,
    },
    /// Names that go on as was typed, or why none are to be had.
    Completed {
        /// Of the request.
        ticket: u64,
        /// The names.
        result: Result<Completion, ReadError>,
    },
    /// A function is in the file, or could not be put there. If another program is writing the file, it is tried again and
    /// another answer follows.
    Kept {
        /// Of the request.
        ticket: u64,
        /// What was in the file before.
        result: Result<FormulaTexts, UserFunctionsError>,
    },
    /// Another program has written the file of the reader's own functions: what is in it now.
    Rewritten(FormulaTexts),
    /// A run went as far as was asked, or as time allowed.
    Trained {
        /// Of the order.
        run: u64,
        /// The run as it is, or why it can't be.
        status: Result<Box<RunStatus>, String>,
    },
    /// Seeds of a sweep came in.
    Swept {
        /// Of the order.
        run: u64,
        /// The sweep as it is, or why it can't be.
        status: Result<Box<sweep::SweepStatus>, String>,
    },
    /// A survey is done.
    Survey {
        /// Of the request.
        ticket: u64,
        /// The result.
        survey: Box<SampleStats>,
    },
}

/// Serves requests; keeps what the next one may need.
#[derive(Debug)]
pub struct JobRunner {
    /// How long another program is waited for that has a file.
    patience: Duration,
    samples: SampleCache,
    runs: KeptRuns,
    sweeps: KeptSweep,
}

impl Default for JobRunner {
    fn default() -> Self {
        Self::with_patience(user_functions::PATIENCE)
    }
}

impl JobRunner {
    /// One that waits so long for another program that has a file.
    pub fn with_patience(patience: Duration) -> Self {
        Self { patience, samples: SampleCache::default(), runs: KeptRuns::default(), sweeps: KeptSweep::default() }
    }

    /// How far a run has come from which the next order of it goes on.
    pub fn trained(&self, run: u64) -> RunPosition {
        self.runs.at(run)
    }

    /// How many runs of a sweep are in, with which the next order of it goes on.
    pub fn swept(&self, run: u64) -> u64 {
        self.sweeps.done_of(run)
    }

    /// Serves one request; the last report sent is its answer. Training goes on while `more`
    /// says that there is time; a sweep goes on to its end and is told of whenever it says that there is none.
    pub fn serve(&mut self, request: Job, more: &mut dyn FnMut() -> bool, send: &mut dyn FnMut(JobReport)) {
        match request {
            Job::Picture { ticket, source, channel, limits } => {
                let mut stage = |stage| send(JobReport::Loading { ticket, stage });
                let result = match source {
                    PictureSource::BuiltIn => Picture::decode(DOG, channel, &limits, &mut stage),
                    PictureSource::File(path) => Picture::open(&path, channel, &limits, &mut stage),
                };
                send(JobReport::Picture { ticket, result: result.map(Arc::new) });
            }
            Job::Complete { ticket, folder, start } => {
                send(JobReport::Completed { ticket, result: path_completion::complete(&folder, &start) });
            }
            Job::Keep { ticket, path, name, text } => {
                send(JobReport::Kept { ticket, result: user_functions::keep(&path, &name, &text, self.patience) });
            }
            Job::Train(order) => {
                let status = self.runs.serve(&order, more).map(Box::new);
                send(JobReport::Trained { run: order.run, status });
            }
            Job::Sweep(order) => {
                self.sweeps.serve(&order, more, &mut |status| send(JobReport::Swept { run: order.run, status }));
            }
            Job::Survey { ticket, setup } => {
                let survey = Box::new(self.samples.sample_stats(&setup));
                send(JobReport::Survey { ticket, survey });
            }
        }
    }
}
