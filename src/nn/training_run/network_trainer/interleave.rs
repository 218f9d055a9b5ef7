//! The numbers of several networks side by side: first one of each network, then the next one of each.

/// The numbers of several networks, side by side.
pub(super) fn interleaved<N: Copy>(networks: &[&[N]]) -> Vec<N> {
    let count = networks.iter().map(|numbers| numbers.len()).min().unwrap_or(0);
    (0..count).flat_map(|at| networks.iter().map(move |numbers| numbers[at])).collect()
}

/// Takes the numbers of one network from those of several.
pub(super) fn take_lane<N: Copy>(to: &mut [N], from: &[N], lane: usize, lanes: usize) {
    for (to, from) in to.iter_mut().zip(from.iter().skip(lane).step_by(lanes)) {
        *to = *from;
    }
}
