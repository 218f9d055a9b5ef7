//! Arithmetic on eight lanes, at the vector width of the machine, with the same bits at every width.
//!
//! Training spreads samples over eight lanes: sample i of a batch is in lane i mod 8, so sums over a batch have one
//! fixed order, however many lanes a register holds. Every operation here is rounded exactly by IEEE 754, and none
//! fuses a multiplication with an addition. The order of `Eight::total` is that of [`sum::tree`](super::sum::tree).
#![expect(clippy::inline_always, reason = "the instructions of a width are only to be had inside its own function")]

mod blocks;
mod eight;
mod four;

pub(crate) use blocks::Blocks;
use pulp::Simd;

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

/// A computation that is compiled for each vector width.
pub(crate) trait Task {
    /// What the computation returns at every width.
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
    match dispatch_vectors(width, task) {
        Ok(output) => output,
        Err(task) => task.run(pulp::Scalar::new()),
    }
}

/// Runs a task on vectors. The task comes back if the width is one number, or if the machine has no vectors for it.
pub(crate) fn dispatch_vectors<T: Task>(width: Width, task: T) -> Result<T::Output, T> {
    #[cfg(target_arch = "x86_64")]
    if width == Width::Widest
        && let Some(simd) = pulp::x86::V4::try_new()
    {
        return Ok(simd.vectorize(Within(task, simd)));
    }
    dispatch_short(width, task)
}

/// The same with registers of at most four numbers: with few numbers, latency matters and not throughput, and roots and
/// divisions are faster in 256-bit registers.
pub(crate) fn dispatch_short<T: Task>(width: Width, task: T) -> Result<T::Output, T> {
    #[cfg(target_arch = "x86_64")]
    {
        if matches!(width, Width::Widest | Width::Four)
            && let Some(simd) = pulp::x86::V3::try_new()
        {
            return Ok(simd.vectorize(Within(task, simd)));
        }
        // Processors from before 2013 have only SSE4.2. Kernels for it would add 256 KiB to the package, so these processors
        // run the scalar kernels, with the same bits.
    }
    #[cfg(target_arch = "aarch64")]
    if width != Width::One
        && let Some(simd) = pulp::aarch64::Neon::try_new()
    {
        return Ok(simd.vectorize(Within(task, simd)));
    }
    Err(task)
}

/// Runs a task at the width of `simd` as a function of its own, which is compiled once for that width wherever it is called.
#[inline(always)]
pub(crate) fn apart<E: Eight, T: Task>(simd: E, task: T) -> T::Output {
    simd.vectorize(Within(task, simd))
}
