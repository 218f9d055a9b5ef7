//! Arrays that NumPy has saved: one in an `.npy` file, or `x` and `y` in an `.npz` file.

use super::error::DataFileError;
use super::{Cells, DataTable, TableColumn};
use ndarray::{ArrayD, Axis, Ix2, IxDyn, OwnedRepr};
use ndarray_npy::{NpzReader, ReadNpyError, ReadNpyExt, ReadNpzError, ReadableElement};
use std::io::Cursor;

/// Where an array is read from.
trait ArraySource {
    /// The array, if its elements have this type.
    fn read<T: ReadableElement>(&mut self) -> Result<Option<ArrayD<T>>, DataFileError>;
}

/// An `.npy` file.
struct SingleArray<'a>(&'a [u8]);

impl ArraySource for SingleArray<'_> {
    fn read<T: ReadableElement>(&mut self) -> Result<Option<ArrayD<T>>, DataFileError> {
        match ArrayD::<T>::read_npy(Cursor::new(self.0)) {
            Ok(array) => Ok(Some(array)),
            Err(ReadNpyError::WrongDescriptor(_)) => Ok(None),
            Err(error) => Err(DataFileError::Array { reason: error.to_string() }),
        }
    }
}

/// An array of an `.npz` file, by its name.
struct NamedArray<'a, 'b>(&'a mut NpzReader<Cursor<&'b [u8]>>, &'static str);

impl ArraySource for NamedArray<'_, '_> {
    fn read<T: ReadableElement>(&mut self) -> Result<Option<ArrayD<T>>, DataFileError> {
        match self.0.by_name::<OwnedRepr<T>, IxDyn>(self.1) {
            Ok(array) => Ok(Some(array)),
            Err(ReadNpzError::Npy(ReadNpyError::WrongDescriptor(_))) => Ok(None),
            Err(error) => Err(DataFileError::Array { reason: error.to_string() }),
        }
    }
}

/// The numbers of an array, whatever their type.
fn numbers(source: &mut impl ArraySource) -> Result<ArrayD<f64>, DataFileError> {
    macro_rules! first_of {
        ($($T:ty: $convert:expr;)*) => {
            $(if let Some(array) = source.read::<$T>()? {
                return Ok(array.mapv($convert));
            })*
        };
    }
    first_of! {
        f64: |x| x;
        f32: f64::from;
        i64: |x| x as f64;
        i32: f64::from;
        i16: f64::from;
        i8: f64::from;
        u64: |x| x as f64;
        u32: f64::from;
        u16: f64::from;
        u8: f64::from;
        bool: |x| f64::from(u8::from(x));
    }
    Err(DataFileError::ArrayType)
}

/// The columns of an array of rows. An array of one dimension is one column.
fn columns(array: ArrayD<f64>, name: &dyn Fn(usize, usize) -> String) -> Result<Vec<TableColumn>, DataFileError> {
    let dimensions = array.ndim();
    let array = if dimensions == 1 { array.insert_axis(Axis(1)) } else { array };
    let table = array.into_dimensionality::<Ix2>().map_err(|_| DataFileError::Dimensions { dimensions })?;
    let count = table.ncols();
    if let Some(((row, column), _)) = table.indexed_iter().find(|(_, x)| x.is_infinite()) {
        let cell = table[[row, column]].to_string();
        return Err(DataFileError::Infinite { line: row + 1, column: column + 1, cell });
    }
    let column = |(n, cells): (usize, ndarray::ArrayView1<f64>)| TableColumn {
        name: name(n, count),
        cells: Cells::Numbers(cells.to_vec()),
    };
    Ok(table.columns().into_iter().enumerate().map(column).collect())
}

fn table(columns: Vec<TableColumn>, targets: Vec<usize>) -> Result<DataTable, DataFileError> {
    let rows = columns.first().map_or(0, |column| column.cells.len());
    if rows == 0 || columns.is_empty() {
        return Err(DataFileError::Empty);
    }
    Ok(DataTable { test: 0, columns, rows, targets, reading: None })
}

/// Reads an array of rows and columns, of which the last is the target.
///
/// # Errors
/// [`DataFileError`] if it is no array of numbers.
pub(super) fn parse_npy(bytes: &[u8]) -> Result<DataTable, DataFileError> {
    let columns = columns(numbers(&mut SingleArray(bytes))?, &|n, _| format!("column {}", n + 1))?;
    let last = columns.len().saturating_sub(1);
    table(columns, vec![last])
}

/// Reads the arrays `x`, inputs by rows and columns, and `y`, the targets.
///
/// # Errors
/// [`DataFileError`] if there are no such arrays of numbers.
pub(super) fn parse_npz(bytes: &[u8]) -> Result<DataTable, DataFileError> {
    let wrong = |error: ReadNpzError| DataFileError::Array { reason: error.to_string() };
    let mut file = NpzReader::new(Cursor::new(bytes)).map_err(wrong)?;
    let names = file.names().map_err(wrong)?;
    if !["x", "y"].iter().all(|name| names.iter().any(|known| known.trim_end_matches(".npy") == *name)) {
        return Err(DataFileError::Arrays { names: names.join(", ") });
    }
    let named = |letter: &'static str| {
        move |n: usize, count: usize| if count == 1 { letter.to_owned() } else { format!("{letter}{}", n + 1) }
    };
    let mut all = columns(numbers(&mut NamedArray(&mut file, "x"))?, &named("x"))?;
    let targets = columns(numbers(&mut NamedArray(&mut file, "y"))?, &named("y"))?;
    let rows = |columns: &[TableColumn]| columns.first().map_or(0, |column| column.cells.len());
    if rows(&all) != rows(&targets) {
        return Err(DataFileError::ArrayRows { x: rows(&all), y: rows(&targets) });
    }
    let places = (all.len()..all.len() + targets.len()).collect();
    all.extend(targets);
    table(all, places)
}
