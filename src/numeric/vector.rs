//! Arithmetic on eight lanes, at the vector width of the machine, with the same bits at every width.
//!
//! Training spreads samples over eight lanes: sample i of a batch is in lane i mod 8, so sums over a batch have one
//! fixed order, however many lanes a register holds. Every operation here is rounded exactly by IEEE 754, and none
//! fuses a multiplication with an addition. The order of `Eight::total` is that of [`sum::tree`](super::sum::tree).
#![expect(clippy::inline_always, reason = "the instructions of a width are only to be had inside its own function")]

use pulp::Simd;

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
        let len = blocks * 8;
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
        let mut copy = Self::zeros(self.len / 8);
        copy.flat_mut().copy_from_slice(self.flat());
        copy
    }
}

/// Arithmetic on eight lanes.
pub(crate) trait Eight: Simd {
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
}

macro_rules! eight {
    ($simd:ty, $count:literal, [$($i:literal)*], |$this:ident, $a:ident| $total:expr) => {
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
        }
    };
}

// A register of four or eight is halved until one number is left, which is the order of the tree.
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V4, 1, [0], |this, a| this.reduce_sum_f64s(a[0]));
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V3, 2, [0 1], |this, a| this.reduce_sum_f64s(this.add_f64s(a[0], a[1])));
#[cfg(target_arch = "x86_64")]
eight!(pulp::x86::V2, 4, [0 1 2 3], |this, a| {
    let sum = this.add_f64s(this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3]));
    this.reduce_sum_f64s(sum)
});
#[cfg(target_arch = "aarch64")]
eight!(pulp::aarch64::Neon, 4, [0 1 2 3], |this, a| {
    let sum = this.add_f64s(this.add_f64s(a[0], a[2]), this.add_f64s(a[1], a[3]));
    this.reduce_sum_f64s(sum)
});
eight!(pulp::Scalar, 8, [0 1 2 3 4 5 6 7], |_this, a| super::sum::tree(a));

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
    {
        if width == Width::Widest
            && let Some(simd) = pulp::x86::V4::try_new()
        {
            return simd.vectorize(Within(task, simd));
        }
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
