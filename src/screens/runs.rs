//! What the rooms of runs share: Train, which shows one, and Sweep, which counts many.

pub(crate) mod panels;
