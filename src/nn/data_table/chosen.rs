//! Choices of columns that were made of a table. What a job has chosen, a room need not choose again.

use super::{DataTable, Selection, TableData};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The columns that were chosen of a table, as long as somebody has them. They are no part of its value.
#[derive(Debug, Default)]
pub struct ChosenColumns(Mutex<Vec<Choice>>);

#[derive(Debug)]
struct Choice {
    selection: Selection,
    /// The table with the rows for the test.
    test: Option<Weak<DataTable>>,
    data: Weak<TableData>,
}

impl Clone for ChosenColumns {
    /// A copy of a table may be changed, so nothing was chosen of it.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for ChosenColumns {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn is_same(kept: Option<&Weak<DataTable>>, test: Option<&Arc<DataTable>>) -> bool {
    match (kept, test) {
        (None, None) => true,
        (Some(kept), Some(test)) => std::ptr::eq(kept.as_ptr(), Arc::as_ptr(test)),
        _ => false,
    }
}

impl DataTable {
    /// What was chosen of this table, and of one with rows for the test, if somebody still has it.
    pub fn known_choice(&self, selection: &Selection, test: Option<&Arc<Self>>) -> Option<Arc<TableData>> {
        let choices = self.choices.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |choice: &&Choice| choice.selection == *selection && is_same(choice.test.as_ref(), test);
        choices.iter().filter(is_it).find_map(|choice| choice.data.upgrade())
    }

    /// Notes what was chosen.
    pub fn note_chosen(&self, selection: Selection, test: Option<&Arc<Self>>, data: &Arc<TableData>) {
        let mut choices = self.choices.0.lock().unwrap_or_else(PoisonError::into_inner);
        choices.retain(|choice| choice.data.strong_count() > 0);
        choices.push(Choice { selection, test: test.map(Arc::downgrade), data: Arc::downgrade(data) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse_csv;
    use super::*;

    #[test]
    fn a_choice_is_found_as_long_as_somebody_has_it() {
        let table = parse_csv(b"a,b,c\n1,2,3\n4,5,6\n").unwrap();
        let (usual, test) = (Selection::default(), Arc::new(table.clone()));
        let data = Arc::new(table.select(&usual).unwrap());
        table.note_chosen(usual.clone(), None, &data);
        assert!(Arc::ptr_eq(&table.known_choice(&usual, None).unwrap(), &data));
        assert!(table.known_choice(&usual, Some(&test)).is_none(), "with other rows");
        let other = Selection { target: vec![super::super::ColumnRef::Number(1)], ..usual.clone() };
        assert!(table.known_choice(&other, None).is_none(), "other columns");
        assert!(table.clone().known_choice(&usual, None).is_none(), "a copy may be changed");
        drop(data);
        assert!(table.known_choice(&usual, None).is_none(), "nothing is held");
    }
}
