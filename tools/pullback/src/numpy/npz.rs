//! Archives of arrays.

use super::{Wrong, npy::Array};
use std::{
    fs::File,
    io::{self, BufReader, Seek, Write},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// An archive that is open.
pub struct Archive {
    path: String,
    zip: ZipArchive<BufReader<File>>,
}

impl Archive {
    /// Opens a file.
    pub fn open(path: &str) -> Result<Self, Wrong> {
        let advice = || "name a file that numpy.savez wrote".to_owned();
        let file = File::open(path)
            .map_err(|error| (format!("{path} cannot be read: {error}"), advice()))?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| {
            (
                format!("{path} is no archive that can be read: {error}"),
                advice(),
            )
        })?;
        Ok(Self {
            path: path.into(),
            zip,
        })
    }

    /// The names of its arrays.
    pub fn names(&self) -> Vec<String> {
        let names = self.zip.file_names();
        let arrays = names.filter_map(|name| name.strip_suffix(".npy"));
        arrays.map(str::to_owned).collect()
    }

    /// Reads the array of that name.
    pub fn array(&mut self, name: &str) -> Result<Array, Wrong> {
        let wrong = |path: &str, error: String| {
            (
                format!("{name} in {path} is no array that can be read: {error}"),
                "write the archive again with numpy.savez".to_owned(),
            )
        };
        let member = self.zip.by_name(&format!("{name}.npy"));
        let member = member.map_err(|error| wrong(&self.path, error.to_string()))?;
        Array::read(member).map_err(|error| wrong(&self.path, error))
    }
}

/// Writes an archive, as `numpy.savez` does: nothing in it is compressed.
pub fn write(to: impl Write + Seek, arrays: &[(String, Array)]) -> io::Result<()> {
    let mut zip = ZipWriter::new(to);
    for (name, array) in arrays {
        let bytes = array.bytes();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(bytes.len() > u32::MAX as usize);
        zip.start_file(format!("{name}.npy"), options)?;
        zip.write_all(&bytes)?;
    }
    zip.finish()?.flush()
}

/// The names of a list in a message: `x`, `y`; a long list is cut.
pub fn members(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut shown = names.to_vec();
    shown.sort();
    let more = shown.len().saturating_sub(SHOWN);
    shown.truncate(SHOWN);
    match (shown.is_empty(), more) {
        (true, _) => "no arrays".into(),
        (_, 0) => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}
