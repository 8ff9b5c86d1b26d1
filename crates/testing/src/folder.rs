//! Folders of `.mlir` files that name their pipeline.

use crate::Opt;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

impl Opt {
    /// Compares what the pipeline named in the first comment, `// PIPELINE: <text>`, makes of each `.mlir` file of
    /// the folder (its diagnostics, if it fails) with `snapshots/<file>.snap`. Files without
    /// such a comment are somebody else's.
    #[track_caller]
    pub fn check_folder(&self, folder: impl AsRef<Path>) {
        let folder = folder.as_ref();
        let mut checked = 0;
        let mut failed = Vec::new();
        for path in mlir_files(folder) {
            let source = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let Some(pipeline) = named_pipeline(&source) else {
                continue;
            };
            checked += 1;
            if catch_unwind(AssertUnwindSafe(|| {
                self.check_file(&path, pipeline, &source)
            }))
            .is_err()
            {
                failed.push(path.display().to_string());
            }
        }
        assert!(
            checked > 0,
            "{}: no file names a `// PIPELINE:`",
            folder.display()
        );
        assert!(
            failed.is_empty(),
            "{} of {checked} files: {}",
            failed.len(),
            failed.join(", ")
        );
    }

    fn check_file(&self, path: &Path, pipeline: &str, source: &str) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = match self.run_named(pipeline, source, &name) {
            Ok(text) | Err(text) => text,
        };
        let mut settings = insta::Settings::new();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(pipeline);
        settings.set_snapshot_path(path.with_file_name("snapshots"));
        settings.bind(|| insta::assert_snapshot!(name.trim_end_matches(".mlir"), text));
    }
}

fn named_pipeline(source: &str) -> Option<&str> {
    let first = source.lines().find(|line| !line.trim().is_empty())?;
    Some(first.trim().strip_prefix("// PIPELINE:")?.trim())
}

/// The `.mlir` files of a folder, sorted, absolute.
#[track_caller]
pub(crate) fn mlir_files(folder: &Path) -> Vec<PathBuf> {
    let folder = folder
        .canonicalize()
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "mlir")
        })
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::named_pipeline;

    #[test]
    fn the_first_comment_names_the_pipeline() {
        assert_eq!(
            named_pipeline("\n// PIPELINE: cse,inline \nmodule {}"),
            Some("cse,inline")
        );
        assert_eq!(named_pipeline("// Text.\n// PIPELINE: cse"), None);
        assert_eq!(named_pipeline(""), None);
    }
}
