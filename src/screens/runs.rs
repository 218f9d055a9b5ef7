//! Code shared by the rooms that train: Train, which shows one run, and Sweep, which trains many seeds.

pub(crate) mod charts;
pub(crate) mod draw;
pub(crate) mod gauge;
pub(crate) mod loading;
pub(crate) mod numbers;
pub(crate) mod panels;
pub(crate) mod reading_view;
pub(crate) mod roster;
pub(crate) mod selected_experiment;
pub(crate) mod settings;
pub(crate) mod waiting;
pub(crate) mod work;
