//! Arithmetic on eight lanes at each width.
#![expect(clippy::inline_always, reason = "the instructions of a width are only to be had inside its own function")]

use super::{Eight, Lanes};
use pulp::Simd;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::__m512d;

impl<E: Eight> Lanes<8> for E {
    type Of = E::Block;

    #[inline(always)]
    fn splat(self, x: f64) -> Self::Of {
        self.splat8(x)
    }
    #[inline(always)]
    fn load(self, x: &[f64; 8]) -> Self::Of {
        self.load8(x)
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; 8], x: Self::Of) {
        self.store8(to, x);
    }
    #[inline(always)]
    fn add(self, a: Self::Of, b: Self::Of) -> Self::Of {
        self.add8(a, b)
    }
    #[inline(always)]
    fn sub(self, a: Self::Of, b: Self::Of) -> Self::Of {
        self.sub8(a, b)
    }
    #[inline(always)]
    fn mul(self, a: Self::Of, b: Self::Of) -> Self::Of {
        self.mul8(a, b)
    }
    #[inline(always)]
    fn abs(self, a: Self::Of) -> Self::Of {
        self.abs8(a)
    }
    #[inline(always)]
    fn above(self, a: Self::Of, b: Self::Of, yes: Self::Of, no: Self::Of) -> Self::Of {
        self.above8(a, b, yes, no)
    }
    #[inline(always)]
    fn partial<const T: usize>(self, row: [Self::Of; T]) -> [f64; 8] {
        let mut partial = [0.0; 8];
        self.store8(&mut partial, added(self, row));
        partial
    }
    #[inline(always)]
    fn accumulate<const T: usize>(self, sums: &mut [f64; 8], row: [Self::Of; T]) {
        let sum = self.add8(self.load8(sums), added(self, row));
        self.store8(sums, sum);
    }
    #[inline(always)]
    fn total_of<const T: usize>(self, row: [Self::Of; T]) -> f64 {
        self.total(added(self, row))
    }
    #[inline(always)]
    fn totals<const T: usize>(self, [a, b, c, d]: [[Self::Of; T]; 4]) -> [f64; 4] {
        self.each_to_one([
            self.folded(added(self, a)),
            self.folded(added(self, b)),
            self.folded(added(self, c)),
            self.folded(added(self, d)),
        ])
    }
}

/// The sum of the blocks of a row, lane by lane.
#[inline(always)]
fn added<E: Eight, const T: usize>(e: E, row: [E::Block; T]) -> E::Block {
    row.iter().skip(1).fold(row[0], |sum, &block| e.add8(sum, block))
}

macro_rules! eight {
    ($simd:ty, $count:literal, [$($i:literal)*], |$this:ident, $a:ident| $total:expr, |$that:ident, $b:ident| $folded:expr) => {
        impl Eight for $simd {
            type Block = [<$simd as Simd>::f64s; $count];

            #[inline(always)]
            fn splat8(self, x: f64) -> Self::Block {
                [self.splat_f64s(x); $count]
            }
            #[inline(always)]
            fn load8(self, x: &[f64; 8]) -> Self::Block {
                pulp::cast(*x)
            }
            #[inline(always)]
            fn store8(self, to: &mut [f64; 8], x: Self::Block) {
                *to = pulp::cast(x);
            }
            #[inline(always)]
            fn add8(self, a: Self::Block, b: Self::Block) -> Self::Block {
                [$(self.add_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn sub8(self, a: Self::Block, b: Self::Block) -> Self::Block {
                [$(self.sub_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn mul8(self, a: Self::Block, b: Self::Block) -> Self::Block {
                [$(self.mul_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn div8(self, a: Self::Block, b: Self::Block) -> Self::Block {
                [$(self.div_f64s(a[$i], b[$i])),*]
            }
            #[inline(always)]
            fn sqrt8(self, a: Self::Block) -> Self::Block {
                [$(self.sqrt_f64s(a[$i])),*]
            }
            #[inline(always)]
            fn abs8(self, a: Self::Block) -> Self::Block {
                [$(self.abs_f64s(a[$i])),*]
            }
            #[inline(always)]
            fn above8(self, a: Self::Block, b: Self::Block, yes: Self::Block, no: Self::Block) -> Self::Block {
                [$(self.select_f64s(self.greater_than_f64s(a[$i], b[$i]), yes[$i], no[$i])),*]
            }
            #[inline(always)]
            fn total(self, a: Self::Block) -> f64 {
                let ($this, $a) = (self, a);
                $total
            }
            #[inline(always)]
            fn folded(self, a: Self::Block) -> <Self as Lanes<4>>::Of {
                let ($that, $b) = (self, a);
                $folded
            }
        }
    };
}

// A register of four or eight is halved until one number is left, which is the order of the tree.
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V4, 1, [0], |this, a| this.reduce_sum_f64s(a[0]), |this, a| {
    let a: __m512d = pulp::cast(a[0]);
    let (low, high) = (this.avx512f._mm512_castpd512_pd256(a), this.avx512f._mm512_extractf64x4_pd::<1>(a));
    [pulp::cast(this.avx._mm256_add_pd(low, high))]
});
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V3, 2, [0 1], |this, a| this.reduce_sum_f64s(this.add_f64s(a[0], a[1])), |this, a| {
    [this.add_f64s(a[0], a[1])]
});
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V2, 4, [0 1 2 3], |this, a| {
    let sum = this.add_f64s(this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3]));
    this.reduce_sum_f64s(sum)
}, |this, a| [this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3])]);
#[cfg(target_arch = "aarch64")]
eight!(pulp::aarch64::Neon, 4, [0 1 2 3], |this, a| {
    let sum = this.add_f64s(this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3]));
    this.reduce_sum_f64s(sum)
}, |this, a| [this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3])]);
eight!(pulp::Scalar, 8, [0 1 2 3 4 5 6 7], |_this, a| crate::numeric::sum::tree(a), |_this, a| {
    [a[0] + a[4], a[1] + a[5], a[2] + a[6], a[3] + a[7]]
});
