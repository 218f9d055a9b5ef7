//! Random numbers by docs/training.md, "Same seed, same bits".

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

pub(super) const DATA: u64 = 1;
pub(super) const WEIGHTS: u64 = 2;
pub(super) const ORDER: u64 = 3;

/// xoshiro256++.
pub(super) struct Random {
    words: [u64; 4],
    spare: Option<f64>,
}

fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    pub(super) fn new(seed: u64, purpose: u64, contestant: u64, part: u64) -> Self {
        let absorb = |state: u64, word: u64| mix(state.wrapping_add(GOLDEN) ^ word.wrapping_mul(0xbf58_476d_1ce4_e5b9));
        let state = [purpose, contestant, part].into_iter().fold(mix(seed ^ GOLDEN), absorb);
        Self { words: [1, 2, 3, 4].map(|n: u64| mix(state.wrapping_add(n.wrapping_mul(GOLDEN)))), spare: None }
    }

    pub(super) fn word(&mut self) -> u64 {
        let [a, b, c, d] = self.words;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.words = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    pub(super) fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.uniform() * bound as f64) as usize
    }

    pub(super) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let u = 2.0 * self.uniform() - 1.0;
            let v = 2.0 * self.uniform() - 1.0;
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let scale = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(v * scale);
                return u * scale;
            }
        }
    }

    pub(super) fn truncated(&mut self) -> f64 {
        loop {
            let x = self.normal();
            if x.abs() <= 2.0 {
                return x;
            }
        }
    }

    pub(super) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order = vec![0; count];
        let by_four = count.min(32_768) / 4 * 4;
        let mut at = 0;
        while at < count {
            let together = if at < by_four { 4 } else { 1 };
            for die in self.dice(at as u64 + 1, together) {
                order[at] = order[die as usize];
                order[die as usize] = at;
                at += 1;
            }
        }
        order
    }

    fn dice(&mut self, bound: u64, count: u64) -> Vec<u64> {
        let product: u64 = (0..count).map(|k| bound + k).product();
        loop {
            let mut rest = self.word();
            let mut dice = Vec::new();
            for k in 0..count {
                let wide = u128::from(rest) * u128::from(bound + k);
                dice.push((wide >> 64) as u64);
                rest = wide as u64;
            }
            // 2⁶⁴ mod product.
            if rest >= (u128::from(u64::MAX) + 1).rem_euclid(u128::from(product)) as u64 {
                return dice;
            }
        }
    }
}
