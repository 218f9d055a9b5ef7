//! What the noise of a data set means.

/// What noise does to the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoiseMeaning {
    /// It turns labels of points near the border. The points stay.
    Labels,
    /// It widens the clouds.
    Spread,
    /// It moves each point by a uniform number along each axis.
    Uniform,
    /// It is the standard deviation of a normal number that is added to each input.
    Points,
    /// It is the standard deviation of a normal number that is added to each target.
    Targets,
    /// The target of a point is that of a place nearby. The points stay.
    Place,
}

impl NoiseMeaning {
    /// The key of its text in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Labels => "train.noise-labels",
            Self::Spread => "train.noise-spread",
            Self::Uniform => "train.noise-uniform",
            Self::Points => "train.noise-points",
            Self::Targets => "train.noise-targets",
            Self::Place => "train.noise-place",
        }
    }
}
