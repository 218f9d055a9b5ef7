//! Sorting a few things.
//!
//! The standard library's sort is compiled anew for every type, about 6 KiB each. For lists of a few dozen, a stable insertion
//! sort is as fast and a tenth of that, which counts in a package of limited size.

/// Sorts a short list. Equal items keep their order. The time grows with the square of the length.
pub fn sort_few<T>(items: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && is_before(&items[at], &items[at - 1]) {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_standard_library(mut items in prop::collection::vec((0..5_u8, any::<u16>()), 0..40)) {
            let mut wanted = items.clone();
            wanted.sort_by_key(|(key, _)| *key);
            sort_few(&mut items, |a, b| a.0 < b.0);
            prop_assert_eq!(items, wanted);
        }
    }
}
