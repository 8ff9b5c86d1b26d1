//! The inputs and the reference results of a workload: a folder with a manifest and raw arrays.

use crate::Result;
use std::{fs, path::Path};

/// An array of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Array {
    /// Its name in the manifest.
    pub name: String,
    /// The type of its elements in a program: `f64`, `f32` or `i64`.
    pub element: String,
    /// Its sizes.
    pub sizes: Vec<usize>,
    /// Its values, in C order.
    pub values: Vec<f64>,
}

/// A folder's arrays by their role.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// To differentiate by.
    pub inputs: Vec<Array>,
    /// The other arguments.
    pub constants: Vec<Array>,
    /// The value, then the derivative by each input.
    pub references: Vec<Array>,
}

impl Data {
    /// Reads `manifest.txt`, a line an array (`role name dtype rank sizes.. file`), and the files that it names.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("manifest.txt");
        let manifest = fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let mut data = Self::default();
        for line in manifest.lines().filter(|line| !line.trim().is_empty()) {
            let wrong = || {
                format!(
                    "{}: `{line}` is no `role name dtype rank sizes.. file`",
                    path.display()
                )
            };
            let words: Vec<_> = line.split_whitespace().collect();
            let [role, name, element, rank, rest @ ..] = words.as_slice() else {
                return Err(wrong());
            };
            let rank: usize = rank.parse().map_err(|_| wrong())?;
            let (sizes, [file]) = rest.split_at_checked(rank).ok_or_else(wrong)? else {
                return Err(wrong());
            };
            let sizes = sizes.iter().map(|size| size.parse().ok());
            let sizes: Vec<usize> = sizes.collect::<Option<_>>().ok_or_else(wrong)?;
            let array = Array {
                name: (*name).to_owned(),
                element: (*element).to_owned(),
                values: doubles(&folder.join(file), sizes.iter().product())?,
                sizes,
            };
            match *role {
                "diff" => data.inputs.push(array),
                "const" => data.constants.push(array),
                "ref" => data.references.push(array),
                _ => return Err(wrong()),
            }
        }
        Ok(data)
    }
}

/// Little-endian doubles, exactly so many.
fn doubles(path: &Path, count: usize) -> Result<Vec<f64>> {
    let bytes =
        fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let (words, rest) = bytes.as_chunks::<8>();
    if words.len() != count || !rest.is_empty() {
        return Err(format!(
            "{} has {} bytes and not 8 times {count}",
            path.display(),
            bytes.len()
        ));
    }
    Ok(words.iter().map(|word| f64::from_le_bytes(*word)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_reads_back_and_a_short_file_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let write =
            |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
        write(
            "manifest.txt",
            b"diff x f64 1 2 x.bin\nconst k i64 2 1 2 x.bin\nref value f64 0 v.bin\n",
        );
        write(
            "x.bin",
            &[1.0_f64.to_le_bytes(), 2.0_f64.to_le_bytes()].concat(),
        );
        write("v.bin", &3.0_f64.to_le_bytes());
        let data = Data::read(folder.path()).expect("the folder is well formed");
        assert_eq!(
            (&data.inputs[0].values, &data.references[0].values),
            (&vec![1.0, 2.0], &vec![3.0])
        );
        assert_eq!(data.constants[0].sizes, [1, 2]);
        assert_eq!(data.constants[0].element, "i64");
        write("v.bin", &[0; 7]);
        assert!(Data::read(folder.path()).is_err_and(|error| error.contains("7 bytes")));
        write("manifest.txt", b"diff x f64 one\n");
        assert!(Data::read(folder.path()).is_err_and(|error| error.contains("role name")));
    }
}
