//! The random numbers of TensorFlow Playground: the library seedrandom 2.4.3, which seeds ARC4 with a text.

use super::stream::RandomSource;

/// The words of the state, and the outputs that are thrown away at the start.
const WIDTH: usize = 256;
/// A number takes this many bytes at first.
const CHUNKS: usize = 6;
/// A number has at least 52 significant bits.
const SIGNIFICANCE: f64 = 4_503_599_627_370_496.0;
/// From 2⁵³ on, a number is halved.
const OVERFLOW: f64 = 2.0 * SIGNIFICANCE;

/// ARC4 with a text as its key. Text is read in units of UTF-16, as JavaScript does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arc4 {
    state: Vec<u8>,
    i: u8,
    j: u8,
}

impl Arc4 {
    /// The generator at the start, for a text of any length.
    pub fn new(text: &str) -> Self {
        let key = key(text);
        let mut state: Vec<u8> = (0..=u8::MAX).collect();
        let mut j = 0_u8;
        for i in 0..WIDTH {
            j = j.wrapping_add(key[i % key.len()]).wrapping_add(state[i]);
            state.swap(i, usize::from(j));
        }
        let mut fresh = Self { state, i: 0, j: 0 };
        for _ in 0..WIDTH {
            fresh.byte();
        }
        fresh
    }

    fn byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let here = self.state[usize::from(self.i)];
        self.j = self.j.wrapping_add(here);
        let there = self.state[usize::from(self.j)];
        self.state.swap(usize::from(self.i), usize::from(self.j));
        self.state[usize::from(here.wrapping_add(there))]
    }
}

impl RandomSource for Arc4 {
    fn uniform(&mut self) -> f64 {
        let mut number = (0..CHUNKS).fold(0.0, |number, _| number * WIDTH as f64 + f64::from(self.byte()));
        let (mut divisor, mut extra) = (281_474_976_710_656.0, 0_u8);
        while number < SIGNIFICANCE {
            number = (number + f64::from(extra)) * WIDTH as f64;
            divisor *= WIDTH as f64;
            extra = self.byte();
        }
        while number >= OVERFLOW {
            number *= 0.5;
            divisor *= 0.5;
            extra >>= 1;
        }
        (number + f64::from(extra)) / divisor
    }

    fn normal(&mut self) -> f64 {
        first_normal(self)
    }
}

/// A standard normal number as TensorFlow Playground draws it: the first of the two numbers of Marsaglia's polar method.
/// The second is not used.
pub fn first_normal(source: &mut dyn RandomSource) -> f64 {
    loop {
        let (u, v) = (2.0 * source.uniform() - 1.0, 2.0 * source.uniform() - 1.0);
        let square = u * u + v * v;
        if square <= 1.0 {
            return (-2.0 * libm::log(square) / square).sqrt() * u;
        }
    }
}

/// The bytes of the key: each unit of the text is mixed into one of them.
fn key(text: &str) -> Vec<u8> {
    let mut key: Vec<u8> = Vec::new();
    let mut smear = 0_u32;
    for (at, unit) in text.encode_utf16().enumerate() {
        let slot = at % WIDTH;
        smear ^= key.get(slot).map_or(0, |byte| u32::from(*byte) * 19);
        let byte = smear.wrapping_add(u32::from(unit)) as u8;
        match key.get_mut(slot) {
            Some(known) => *known = byte,
            None => key.push(byte),
        }
    }
    if key.is_empty() {
        key.push(0);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::unreadable_literal, reason = "numbers as the library prints them")]
    fn the_numbers_are_those_of_the_library() {
        let first = [
            ("1", [0.2694488477791326, 0.43440878183925163, 0.8740779300873869, 0.24815964810523447]),
            ("0.59704", [0.3720885891366738, 0.5777042295963245, 0.512260760220704, 0.3054890864708655]),
            ("0.12345", [0.9152007406557323, 0.4702753218035592, 0.2736265229359467, 0.4061024686767439]),
            ("hello", [0.5463663768140734, 0.4397379377059223, 0.554769432473455, 0.7627046759719986]),
            ("", [0.23144008215179881, 0.27404636548159655, 0.7901279251811976, 0.40384160557189036]),
        ];
        for (text, numbers) in first {
            let mut arc4 = Arc4::new(text);
            assert_eq!(numbers.map(|_| arc4.uniform()), numbers, "{text:?}");
        }
    }
}
