//! Arithmetic on four lanes at each width.
#![expect(clippy::inline_always, reason = "the instructions of a width are only to be had inside its own function")]

use super::{Lanes, SumOfFour};
use pulp::Simd;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::__m256d;

/// Partial sums 0 to 3 and 4 to 7 of a row of blocks of four. The second are absent if there is one block.
#[inline(always)]
fn halves<E: Lanes<4>, const T: usize>(e: E, row: [E::Of; T]) -> (E::Of, Option<E::Of>) {
    let (mut low, mut high) = (row[0], None);
    for (t, &block) in row.iter().enumerate().skip(1) {
        if t % 2 == 0 {
            low = e.add(low, block);
        } else {
            high = Some(high.map_or(block, |high| e.add(high, block)));
        }
    }
    (low, high)
}

/// The first step of [`Eight::total`] for a row of blocks of four.
#[inline(always)]
fn four_sums<E: Lanes<4>, const T: usize>(e: E, row: [E::Of; T]) -> E::Of {
    match halves(e, row) {
        (low, Some(high)) => e.add(low, high),
        (low, None) => low,
    }
}

/// Four sums of four lanes each, `(x0 + x2) + (x1 + x3)`, with two additions for two of them and one for all.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn transposed_sums(simd: pulp::x86::V3, [[a], [b], [c], [d]]: [[pulp::f64x4; 1]; 4]) -> [f64; 4] {
    let (ac, bd) = (paired_sums(simd, pulp::cast(a), pulp::cast(c)), paired_sums(simd, pulp::cast(b), pulp::cast(d)));
    pulp::cast(simd.avx._mm256_hadd_pd(ac, bd))
}

/// `[x0 + x2, x1 + x3, y0 + y2, y1 + y3]`.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn paired_sums(simd: pulp::x86::V3, x: __m256d, y: __m256d) -> __m256d {
    let avx = simd.avx;
    avx._mm256_add_pd(avx._mm256_permute2f128_pd::<0x20>(x, y), avx._mm256_permute2f128_pd::<0x31>(x, y))
}

macro_rules! four {
    ($simd:ty, $inner:ty, $count:literal, [$($i:literal)*], |$e:ident| $token:expr, |$this:ident, $a:ident| $total:expr $(, |$those:ident| $v3:expr)?) => {
        impl Lanes<4> for $simd {
            type Of = [<$inner as Simd>::f64s; $count];

            #[inline(always)]
            fn splat(self, x: f64) -> Self::Of {
                let $e = self;
                [$token.splat_f64s(x); $count]
            }
            #[inline(always)]
            fn load(self, x: &[f64; 4]) -> Self::Of {
                pulp::cast(*x)
            }
            #[inline(always)]
            fn store(self, to: &mut [f64; 4], x: Self::Of) {
                *to = pulp::cast(x);
            }
            #[inline(always)]
            fn add(self, a: Self::Of, b: Self::Of) -> Self::Of {
                let $e = self;
                [$($token.add_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn sub(self, a: Self::Of, b: Self::Of) -> Self::Of {
                let $e = self;
                [$($token.sub_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn mul(self, a: Self::Of, b: Self::Of) -> Self::Of {
                let $e = self;
                [$($token.mul_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn abs(self, a: Self::Of) -> Self::Of {
                let $e = self;
                [$($token.abs_f64s(a[$i])),*]
            }
            #[inline(always)]
            fn above(self, a: Self::Of, b: Self::Of, yes: Self::Of, no: Self::Of) -> Self::Of {
                let $e = self;
                [$($token.select_f64s($token.greater_than_f64s(a[$i], b[$i]), yes[$i], no[$i])),*]
            }
            #[inline(always)]
            fn partial<const T: usize>(self, row: [Self::Of; T]) -> [f64; 8] {
                let (low, high) = halves(self, row);
                let mut partial = [[0.0; 4]; 2];
                self.store(&mut partial[0], low);
                if let Some(high) = high {
                    self.store(&mut partial[1], high);
                }
                pulp::cast(partial)
            }
            #[inline(always)]
            fn total_of<const T: usize>(self, row: [Self::Of; T]) -> f64 {
                self.four_to_one(four_sums(self, row))
            }
            #[inline(always)]
            fn totals<const T: usize>(self, [a, b, c, d]: [[Self::Of; T]; 4]) -> [f64; 4] {
                self.each_to_one([four_sums(self, a), four_sums(self, b), four_sums(self, c), four_sums(self, d)])
            }
        }

        impl SumOfFour for $simd {
            #[inline(always)]
            fn four_to_one(self, a: Self::Of) -> f64 {
                let ($this, $a) = (self, a);
                $total
            }
            $(
                #[inline(always)]
                fn each_to_one(self, rows: [Self::Of; 4]) -> [f64; 4] {
                    let $those = self;
                    transposed_sums($v3, rows)
                }
            )?
        }
    };
}

#[cfg(target_arch = "x86_64")]
four!(pulp::x86::V4, pulp::x86::V3, 1, [0], |e| (*e), |this, a| (*this).reduce_sum_f64s(a[0]), |those| *those);
#[cfg(target_arch = "x86_64")]
four!(pulp::x86::V3, pulp::x86::V3, 1, [0], |e| e, |this, a| this.reduce_sum_f64s(a[0]), |those| those);
#[cfg(target_arch = "x86_64")]
four!(pulp::x86::V2, pulp::x86::V2, 2, [0 1], |e| e, |this, a| this.reduce_sum_f64s(this.add_f64s(a[0], a[1])));
#[cfg(target_arch = "aarch64")]
four!(pulp::aarch64::Neon, pulp::aarch64::Neon, 2, [0 1], |e| e, |this, a| {
    this.reduce_sum_f64s(this.add_f64s(a[0], a[1]))
});
four!(pulp::Scalar, pulp::Scalar, 4, [0 1 2 3], |e| e, |_this, a| (a[0] + a[2]) + (a[1] + a[3]));
