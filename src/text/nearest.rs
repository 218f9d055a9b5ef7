//! The rule for "did you mean": how similar an unknown word and a known one must be.

use crate::words::{Message, ToMessage, WordHint};

/// The smallest similarity of two words, from 0 to 1.
const ALIKE: f64 = 0.7;

/// What readers of other programs look for in vain: kinds of layers that are not trained here.
const OUTSIDE: [&str; 16] = [
    "dropout",
    "dropout-rate",
    "batch-norm",
    "batchnorm",
    "batch-normalization",
    "batch-normalisation",
    "layer-norm",
    "conv",
    "conv1d",
    "conv2d",
    "convolution",
    "recurrent",
    "rnn",
    "lstm",
    "gru",
    "simple-rnn",
];

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The similarity from 0 to about 1, and higher if one letter is added, missing, wrong or exchanged with its neighbour.
/// The first measure favours long words with the same beginning, the second favours short ones.
fn likeness(word: &str, known: &str) -> f64 {
    let alike = strsim::jaro_winkler(word, known).max(strsim::normalized_damerau_levenshtein(word, known) + 0.1);
    let longer = known.chars().count().abs_diff(word.chars().count());
    if strsim::damerau_levenshtein(word, known) <= 1 { 2.0 - longer as f64 + 0.1 * alike } else { alike }
}

/// The word of `known` that is most similar to `word`, if any is similar enough. Case and the kind of dash make no
/// difference. Of equally similar words, the first counts.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let rated = known.into_iter().map(|known| (likeness(&word, &plain(known)), known));
    let best = rated.fold(None, |best: Option<(f64, &str)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    });
    best.filter(|best| best.0 > ALIKE).map(|best| best.1)
}

/// The end of a sentence about an unknown word: the most similar word, or all known words.
pub fn right_word(word: &str, known: &[&str]) -> Message {
    let known = known.iter().copied();
    if OUTSIDE.contains(&plain(word).as_str()) {
        return WordHint::Outside.message();
    }
    WordHint::new(nearest(word, known.clone()), known).message()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_of_other_programs_are_said_to_be_outside() {
        for word in ["dropout", "Dropout", "batch_norm", "Conv2D", "LSTM"] {
            assert_eq!(right_word(word, &["units", "activation"]), WordHint::Outside.message(), "{word}");
        }
        assert_ne!(right_word("convex", &["units"]), WordHint::Outside.message());
    }

    #[test]
    fn a_slip_of_the_finger_finds_the_word() {
        let known = ["sgd", "adam", "rmsprop", "learning_rate"];
        for (word, right) in [
            ("adm", "adam"),
            ("sdg", "sgd"),
            ("RMSProp", "rmsprop"),
            ("learning-rate", "learning_rate"),
            ("lr", "learning_rate"),
        ] {
            assert_eq!(nearest(word, known).unwrap_or_default(), right, "{word}");
        }
        assert_eq!(nearest("xyz", []), None);
    }
}
