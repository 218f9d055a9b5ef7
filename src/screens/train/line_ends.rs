//! Names at the right ends of lines.

/// The name of a line at its right end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LineEnd {
    /// The row of cells.
    pub(super) row: usize,
    /// The number of the line.
    pub(super) line: usize,
    pub(super) name: String,
}

/// Moves names that would be in the same row to rows beside each other. If there are too few rows, the last names are left out.
pub(super) fn place_ends(mut ends: Vec<LineEnd>, rows: usize) -> Vec<LineEnd> {
    ends.truncate(rows);
    ends.sort_by_key(|end| end.row);
    let mut free = 0;
    for end in &mut ends {
        end.row = end.row.max(free);
        free = end.row + 1;
    }
    let mut below = rows;
    for end in ends.iter_mut().rev() {
        end.row = end.row.min(below - 1);
        below = end.row;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_ends_have_rows_of_their_own() {
        let end = |(line, row): (usize, usize)| LineEnd { row, line, name: line.to_string() };
        let placed = |rows: &[usize], of: usize| {
            let placed = place_ends(rows.iter().copied().enumerate().map(end).collect(), of);
            placed.into_iter().map(|end| (end.line, end.row)).collect::<Vec<_>>()
        };
        assert_eq!(placed(&[2, 0], 5), [(1, 0), (0, 2)]);
        assert_eq!(placed(&[4, 4, 4], 5), [(0, 2), (1, 3), (2, 4)]);
        assert_eq!(placed(&[0, 0, 4, 4], 5), [(0, 0), (1, 1), (2, 3), (3, 4)]);
        assert_eq!(placed(&[1, 1, 1], 2), [(0, 0), (1, 1)]);
    }
}
