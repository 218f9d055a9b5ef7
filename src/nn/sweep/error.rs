//! Why a sweep can't be run, or its lines can't be read.

use crate::nn::experiment::{EditError, ExperimentError, SetupError};
use crate::nn::json::JsonError;
use crate::nn::memory::MemoryError;
use crate::text::ListError;
use crate::words::errors;

errors! {
    /// Why a text does not say what is varied.
    pub enum VaryError: "vary" {
        /// There is no `=` behind the name.
        NoValues = "no-values",
        /// Nothing of that name can be varied.
        Name { reason: EditError } = "name",
        /// The values are no list.
        List { reason: ListError } = "list",
        /// A value is missing.
        MissingValue = "missing-value",
        /// A value is there twice; places count from 1.
        Twice { value: String, place: usize } = "twice",
    }
}

errors! {
    /// Why a text does not say which part of a sweep is run.
    #[derive(Eq)]
    pub enum ShardError: "shard" {
        /// It is no part and how many there are.
        Wrong { text: String } = "wrong",
    }
}

errors! {
    /// Why a sweep can't be set up.
    pub enum SweepSetupError: "sweep-setup" {
        /// The experiment can't be run.
        Experiment { reason: SetupError } = "experiment",
        /// A value can't be set.
        Vary { reason: EditError } = "vary",
        /// It would take too much memory.
        Memory { reason: MemoryError } = "memory",
        /// There are no seeds, or too many.
        Seeds { most: u64, seeds: u64 } = "seeds",
        /// The seeds go past the last one.
        LastSeed { seeds: u64, from: u64, last: u64 } = "last-seed",
        /// Cells times seeds are too many.
        Runs { most: u64, seeds: u64, variants: usize } = "runs",
        /// A grid has too many directions.
        Directions { count: usize } = "directions",
        /// Both directions of a grid vary the same thing.
        Twice { hyperparameter: &'static str } = "twice",
        /// A grid has too many cells.
        Cells { most: usize, count: usize } = "cells",
    }
}

errors! {
    /// Why a sweep ended early.
    pub enum SweepError: "sweep" {
        /// The system gives no threads.
        Threads { reason: String } = "threads",
        /// An experiment can't be run.
        Setup { reason: SetupError } = "setup",
    }
}

errors! {
    /// Why a line is none of a sweep.
    pub enum JournalLineError: "journal-line" {
        /// It is no JSON, or not such as these lines are.
        Json { reason: JsonError } = "json",
        /// It is of a version that this program does not read.
        Version { version: u32, known: u32 } = "version",
        /// The line that says what was run lacks something.
        Missing { key: &'static str } = "missing",
        /// The experiment in it can't be read.
        Experiment { reason: ExperimentError } = "experiment",
        /// Nothing of that name can be varied.
        Vary { reason: EditError } = "vary",
        /// The sweep in it can't be set up.
        Setup { reason: SweepSetupError } = "setup",
        /// A text stands where a number should, and is none.
        NoNumber { text: String } = "no-number",
        /// Nothing of that name makes runs fail.
        Cause { id: String } = "cause",
    }
}
