//! Arithmetic on eight lanes, at the vector width of the machine, with the same bits at every width.
//!
//! Training spreads samples over eight lanes: sample i of a batch is in lane i mod 8, so sums over a batch have one
//! fixed order, however many lanes a register holds. Every operation here is rounded exactly by IEEE 754, and none
//! fuses a multiplication with an addition. The order of `Eight::total` is that of [`sum::tree`](super::sum::tree).
#![expect(clippy::inline_always, reason = "the instructions of a width are only to be had inside its own function")]

use pulp::Simd;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256d, __m512d};

/// Blocks of eight numbers, aligned to cache lines.
#[derive(Debug)]
pub(crate) struct Blocks {
    store: Vec<f64>,
    start: usize,
    len: usize,
}

impl Blocks {
    /// This many blocks of zeros.
    pub(crate) fn zeros(blocks: usize) -> Self {
        Self::of_len(blocks * 8)
    }

    /// This many zeros. What is left after the last whole block belongs to no block.
    pub(crate) fn of_len(len: usize) -> Self {
        let store = vec![0.0; len + 7];
        let past = store.as_ptr().addr() / 8 % 8;
        Self { store, start: (8 - past) % 8, len }
    }

    /// The numbers, block after block.
    #[inline(always)]
    pub(crate) fn flat(&self) -> &[f64] {
        &self.store[self.start..self.start + self.len]
    }

    /// The numbers, block after block, to be changed.
    #[inline(always)]
    pub(crate) fn flat_mut(&mut self) -> &mut [f64] {
        &mut self.store[self.start..self.start + self.len]
    }

    /// The blocks.
    #[inline(always)]
    pub(crate) fn all(&self) -> &[[f64; 8]] {
        self.flat().as_chunks().0
    }

    /// The blocks, to be changed.
    #[inline(always)]
    pub(crate) fn all_mut(&mut self) -> &mut [[f64; 8]] {
        self.flat_mut().as_chunks_mut().0
    }
}

impl Clone for Blocks {
    fn clone(&self) -> Self {
        let mut copy = Self::of_len(self.len);
        copy.flat_mut().copy_from_slice(self.flat());
        copy
    }
}

/// Arithmetic on eight lanes, and on four where there are few samples.
pub(crate) trait Eight: SumOfFour {
    /// Eight numbers in one, two, four or eight registers.
    type Block: Copy;

    fn splat8(self, x: f64) -> Self::Block;
    fn load8(self, x: &[f64; 8]) -> Self::Block;
    fn store8(self, to: &mut [f64; 8], x: Self::Block);
    fn add8(self, a: Self::Block, b: Self::Block) -> Self::Block;
    fn sub8(self, a: Self::Block, b: Self::Block) -> Self::Block;
    fn mul8(self, a: Self::Block, b: Self::Block) -> Self::Block;
    fn div8(self, a: Self::Block, b: Self::Block) -> Self::Block;
    fn sqrt8(self, a: Self::Block) -> Self::Block;
    fn abs8(self, a: Self::Block) -> Self::Block;
    /// In each lane `a > b ? yes : no`.
    fn above8(self, a: Self::Block, b: Self::Block, yes: Self::Block, no: Self::Block) -> Self::Block;
    /// The sum of the lanes, in the fixed order.
    fn total(self, a: Self::Block) -> f64;
    /// The first step of [`Eight::total`]: lanes 0 to 3 plus lanes 4 to 7.
    fn folded(self, a: Self::Block) -> <Self as Lanes<4>>::Of;
}

/// Arithmetic on rows of samples in blocks of `N`, which is 8 or 4. Sample i belongs to partial sum i mod 8 with both, so the bits
/// are the same. Blocks of four leave fewer lanes without a sample where a batch is short.
pub(crate) trait Lanes<const N: usize>: Simd {
    /// `N` numbers.
    type Of: Copy;

    fn splat(self, x: f64) -> Self::Of;
    fn load(self, x: &[f64; N]) -> Self::Of;
    fn store(self, to: &mut [f64; N], x: Self::Of);
    fn add(self, a: Self::Of, b: Self::Of) -> Self::Of;
    fn sub(self, a: Self::Of, b: Self::Of) -> Self::Of;
    fn mul(self, a: Self::Of, b: Self::Of) -> Self::Of;
    fn abs(self, a: Self::Of) -> Self::Of;
    /// In each lane `a > b ? yes : no`.
    fn above(self, a: Self::Of, b: Self::Of, yes: Self::Of, no: Self::Of) -> Self::Of;
    /// The eight partial sums of a row of blocks.
    fn partial<const T: usize>(self, row: [Self::Of; T]) -> [f64; 8];
    /// Adds them to earlier partial sums.
    #[inline(always)]
    fn accumulate<const T: usize>(self, sums: &mut [f64; 8], row: [Self::Of; T]) {
        for (sum, partial) in sums.iter_mut().zip(self.partial(row)) {
            *sum += partial;
        }
    }
    /// The sum of a row, in the fixed order.
    fn total_of<const T: usize>(self, row: [Self::Of; T]) -> f64;
    /// The sums of four rows, which is faster than one after the other.
    fn totals<const T: usize>(self, rows: [[Self::Of; T]; 4]) -> [f64; 4];
}

/// The last steps of a sum in the fixed order, from four numbers to one.
pub(crate) trait SumOfFour: Lanes<4> {
    /// The sum of four lanes.
    fn four_to_one(self, a: Self::Of) -> f64;
    /// The same for four blocks.
    #[inline(always)]
    fn each_to_one(self, [a, b, c, d]: [Self::Of; 4]) -> [f64; 4] {
        [self.four_to_one(a), self.four_to_one(b), self.four_to_one(c), self.four_to_one(d)]
    }
}

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
eight!(pulp::Scalar, 8, [0 1 2 3 4 5 6 7], |_this, a| super::sum::tree(a), |_this, a| {
    [a[0] + a[4], a[1] + a[5], a[2] + a[6], a[3] + a[7]]
});

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

/// A computation that is compiled for each vector width.
pub(crate) trait Task {
    /// The result.
    type Output;
    /// Runs it. Implementations must be `#[inline(always)]`, like everything they call.
    fn run<E: Eight>(self, simd: E) -> Self::Output;
}

/// The largest width of vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// The full width of the machine.
    Widest,
    /// At most four numbers.
    Four,
    /// At most two numbers.
    Two,
    /// One number at a time.
    One,
}

impl Width {
    /// All widths, the widest first.
    pub const ALL: [Self; 4] = [Self::Widest, Self::Four, Self::Two, Self::One];
}

struct Within<T, E>(T, E);

impl<T: Task, E: Eight> pulp::NullaryFnOnce for Within<T, E> {
    type Output = T::Output;
    #[inline(always)]
    fn call(self) -> T::Output {
        self.0.run(self.1)
    }
}

/// Runs a task at the largest width that is allowed and available.
pub(crate) fn dispatch<T: Task>(width: Width, task: T) -> T::Output {
    #[cfg(target_arch = "x86_64")]
    if width == Width::Widest
        && let Some(simd) = pulp::x86::V4::try_new()
    {
        return simd.vectorize(Within(task, simd));
    }
    dispatch_short(width, task)
}

/// The same with registers of at most four numbers: with few numbers, latency matters and not throughput, and roots and
/// divisions are faster in 256-bit registers.
pub(crate) fn dispatch_short<T: Task>(width: Width, task: T) -> T::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if matches!(width, Width::Widest | Width::Four)
            && let Some(simd) = pulp::x86::V3::try_new()
        {
            return simd.vectorize(Within(task, simd));
        }
        // Kernels for SSE4.2 would take a quarter of a MiB of the package, for processors from before 2013. They run the scalar
        // ones, with the same bits.
    }
    #[cfg(target_arch = "aarch64")]
    if width != Width::One
        && let Some(simd) = pulp::aarch64::Neon::try_new()
    {
        return simd.vectorize(Within(task, simd));
    }
    task.run(pulp::Scalar::new())
}
