//! The facts of softmax, in words.

use super::SoftmaxScreen;
use crate::screens::number::short;
use crate::widgets::heat::signed;
use crate::words::Words;

/// The name of a class in the language of the reader.
pub(super) fn name(n: usize, words: &Words) -> String {
    let known = words.find_in("softmax", &format!("hand-{n}"));
    known.map_or_else(|| words.fill("softmax.class", &[("n", &(n + 1).to_string())]), str::to_owned)
}

/// The formula of the slope of the cross-entropy. It mentions the temperature only if that is not 1.
pub(super) fn formula(room: &SoftmaxScreen) -> &'static str {
    if room.now.temperature == 1.0 { "p − y" } else { "(p − y)/T" }
}

/// The cross-entropy of the true class, in the text of a key of the catalogue.
pub(super) fn loss(room: &SoftmaxScreen, key: &str, words: &Words) -> String {
    let loss = short(room.shown.loss(room.now.class) + 0.0);
    words.fill(key, &[("class", &name(room.now.class, words)), ("loss", &loss)])
}

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &SoftmaxScreen, words: &Words) -> Vec<String> {
    let s = &room.shown;
    let chosen = name(room.now.chosen, words);
    let slope = short(s.slope(room.now.chosen, room.now.chosen));
    let slopes: Vec<String> =
        s.loss_gradient(room.now.class).iter().map(|slope| signed(*slope, 7).trim().to_owned()).collect();
    let most = short(libm::log(room.classes() as f64));
    vec![
        words.fill("softmax.said-sum", &[("sum", &format!("{:.4}", s.sum()))]),
        loss(room, "softmax.said-loss", words),
        words.fill("softmax.said-gradient", &[("formula", formula(room)), ("slopes", &slopes.join(" "))]),
        words.fill("softmax.said-entropy", &[("entropy", &short(s.entropy())), ("most", &most)]),
        words.fill("softmax.said-steepest", &[("class", &chosen), ("slope", &slope)]),
    ]
}

/// Figures by name, for lessons. Classes count from 1.
pub(super) fn figures(room: &SoftmaxScreen) -> Vec<(String, f64)> {
    let shares = room.shown.probabilities().into_iter().enumerate().map(|(n, p)| (format!("p{}", n + 1), p));
    let logits = room.now.logits.iter().enumerate().map(|(n, z)| (format!("z{}", n + 1), *z));
    let mut figures: Vec<(String, f64)> = shares.chain(logits).collect();
    figures.push(("sum".to_owned(), room.shown.sum()));
    figures.push(("temperature".to_owned(), room.now.temperature));
    figures.push(("cross-entropy".to_owned(), room.shown.loss(room.now.class)));
    figures
}
