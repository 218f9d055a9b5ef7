//! Why a sweep can't be run, or its journal can't be read.

use crate::files::SystemError;
use crate::nn::experiment::{EditError, ExperimentError, SetupError};
use crate::nn::json::JsonError;
use crate::nn::memory::MemoryError;
use crate::text::ListError;
use crate::words::errors;

errors! {
    /// Why a text does not describe what is varied.
    pub enum VaryError: "vary" {
        /// There is no `=` after the name.
        NoValues = "no-values",
        /// No hyperparameter has this name.
        Name { reason: EditError } = "name",
        /// The values are not a list.
        List { reason: ListError } = "list",
        /// A value is missing.
        MissingValue = "missing-value",
        /// A value occurs twice. Positions count from 1.
        Twice { value: String, place: usize } = "twice",
    }
}

errors! {
    /// Why a text does not describe a part of a sweep.
    #[derive(Eq)]
    pub enum ShardError: "shard" {
        /// The text is not of the form `index/count`.
        Wrong { text: String } = "wrong",
    }
}

errors! {
    /// Why a sweep can't be set up.
    pub enum SweepSetupError: "sweep-setup" {
        /// The experiment can't be run.
        Experiment { reason: SetupError } = "experiment",
        /// A hyperparameter can't have this value.
        Vary { reason: EditError } = "vary",
        /// It would take too much memory.
        Memory { reason: MemoryError } = "memory",
        /// There are no seeds, or too many.
        Seeds { most: u64, seeds: u64 } = "seeds",
        /// The seeds exceed the largest possible seed.
        LastSeed { seeds: u64, from: u64, last: u64 } = "last-seed",
        /// The number of runs, variants times seeds, is too large.
        Runs { most: u64, seeds: u64, variants: usize } = "runs",
        /// More than two hyperparameters are varied.
        Directions { count: usize } = "directions",
        /// The same hyperparameter is varied twice.
        Twice { hyperparameter: &'static str } = "twice",
        /// A grid has too many variants.
        Cells { most: usize, count: usize } = "cells",
    }
}

errors! {
    /// Why a sweep ended early.
    pub enum SweepError: "sweep" {
        /// The system can't start threads.
        Threads { reason: SystemError } = "threads",
        /// An experiment can't be run.
        Setup { reason: SetupError } = "setup",
    }
}

errors! {
    /// Why a line is not a journal line of a sweep.
    pub enum SweepJournalLineError: "journal-line" {
        /// It is not JSON, or not JSON of the expected form.
        Json { reason: JsonError } = "json",
        /// It has a version that this program does not read.
        Version { version: u32, known: u32 } = "version",
        /// The header line lacks a key.
        Missing { key: &'static str } = "missing",
        /// The experiment in it can't be read.
        Experiment { reason: ExperimentError } = "experiment",
        /// No hyperparameter has this name.
        Vary { reason: EditError } = "vary",
        /// The sweep in it can't be set up.
        Setup { reason: SweepSetupError } = "setup",
        /// A text in place of a number is not a number.
        NoNumber { text: String } = "no-number",
        /// No cause of failure has this name.
        Cause { id: String } = "cause",
    }
}
