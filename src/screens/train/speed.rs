//! The speed of a run on the screen.

use crate::nn::stop::Epochs;
use crate::screens::OptionError;
use crate::screens::nice_steps::turn;

/// Seconds that a whole run takes by default.
const WHOLE: f64 = 6.0;
/// Epochs per second of a run without end, which has no whole.
const ENDLESS: f64 = 100.0;
/// Epochs per second: the slowest and the fastest. Beyond the fastest is full speed.
const RATES: (f64, f64) = (1.0, 10_000.0);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Speed {
    /// The whole run in six seconds.
    Whole,
    /// Epochs per second.
    Rate(f64),
    /// As fast as possible.
    Full,
}

impl Speed {
    /// Epochs per second in a run of `epochs` epochs; `None` at full speed.
    pub(super) fn rate(self, epochs: Epochs) -> Option<f64> {
        match (self, epochs) {
            (Self::Whole, Epochs::Count(epochs)) => Some((epochs as f64 / WHOLE).max(RATES.0)),
            (Self::Whole, Epochs::Endless) => Some(ENDLESS),
            (Self::Rate(rate), _) => Some(rate),
            (Self::Full, _) => None,
        }
    }

    /// The next speed up.
    pub(super) fn faster(self, epochs: Epochs) -> Self {
        match self.rate(epochs) {
            Some(rate) if rate < RATES.1 => Self::Rate(turn(rate, true, RATES)),
            _ => Self::Full,
        }
    }

    /// The next speed down.
    pub(super) fn slower(self, epochs: Epochs) -> Self {
        self.rate(epochs).map_or(Self::Rate(RATES.1), |rate| Self::Rate(turn(rate, false, RATES)))
    }

    /// The speed as an exhibit line writes it.
    pub(super) fn text(self) -> String {
        match self {
            Self::Whole => "run".to_owned(),
            Self::Rate(rate) => rate.to_string(),
            Self::Full => "full".to_owned(),
        }
    }

    /// Parses what [`Speed::text`] writes.
    pub(super) fn parse(text: &str) -> Result<Self, OptionError> {
        match text {
            "run" => Ok(Self::Whole),
            "full" => Ok(Self::Full),
            _ => {
                let rate = text.parse().ok().filter(|rate: &f64| (RATES.0..=RATES.1).contains(rate));
                rate.map(Self::Rate).ok_or(OptionError::Speed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_go_from_one_epoch_a_second_to_as_fast_as_it_goes() {
        assert_eq!(Speed::Whole.rate(Epochs::Count(1000)), Some(1000.0 / 6.0));
        assert_eq!(Speed::Whole.faster(Epochs::Count(1000)), Speed::Rate(200.0));
        assert_eq!(Speed::Whole.slower(Epochs::Count(1000)), Speed::Rate(100.0));
        assert_eq!(Speed::Whole.rate(Epochs::Count(3)), Some(1.0));
        let mut speed = Speed::Whole;
        (0..20).for_each(|_| speed = speed.slower(Epochs::Count(100)));
        assert_eq!(speed, Speed::Rate(1.0));
        (0..30).for_each(|_| speed = speed.faster(Epochs::Count(100)));
        assert_eq!((speed, speed.slower(Epochs::Count(100))), (Speed::Full, Speed::Rate(10_000.0)));
        for speed in [Speed::Whole, Speed::Rate(5.0), Speed::Full] {
            assert_eq!(Speed::parse(&speed.text()), Ok(speed));
        }
        assert!(Speed::parse("0").is_err());
    }
}
