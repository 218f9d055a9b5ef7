//! Aligned numbers.
#![expect(clippy::inline_always, reason = "views that inner loops take")]

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
