//! Work that cores share, with the same result on any number of them.

use std::mem;
use std::num::NonZeroUsize;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The number of cores.
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// What `work` makes of each item, in their order, on so many cores.
pub fn map<T: Send, R: Send>(cores: usize, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let size = items.len().div_ceil(cores).max(1);
    if items.len() <= size {
        return items.into_iter().map(work).collect();
    }
    let mut items = items.into_iter();
    let share = |_| Mutex::new(items.by_ref().take(size).collect::<Vec<T>>());
    let shares: Vec<Mutex<Vec<T>>> = (0..cores).map(share).collect();
    let each = |share: &Mutex<Vec<T>>| {
        let items = mem::take(&mut *share.lock().unwrap_or_else(PoisonError::into_inner));
        items.into_iter().map(&work).collect::<Vec<R>>()
    };
    thread::scope(|scope| {
        let each = &each;
        let start = |share| (share, thread::Builder::new().spawn_scoped(scope, move || each(share)).ok());
        let others: Vec<_> = shares.iter().skip(1).map(start).collect();
        let mut found = shares.first().map(each).unwrap_or_default();
        for (share, thread) in others {
            // A core that gets no thread leaves its share to this one.
            let done = thread.map_or_else(|| Ok(each(share)), thread::ScopedJoinHandle::join);
            found.extend(done.unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_on_any_number_of_cores() {
        let items: Vec<u64> = (0..103).collect();
        let squares: Vec<u64> = items.iter().map(|n| n * n).collect();
        for cores in [1, 2, 3, 7, 200] {
            assert_eq!(map(cores, items.clone(), |n| n * n), squares, "{cores}");
        }
        assert!(map(2, Vec::<u64>::new(), |n| n * n).is_empty());
    }
}
