//! The example programs of the workspace.

use crate::run;
use std::{fs, path::Path};

#[test]
fn every_example_program_simplifies_and_stays_simple() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs");
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "mlir")
        {
            let text = fs::read_to_string(&path).expect("a readable file");
            let once = run(&text, "functional-simplify");
            assert_eq!(
                run(&once, "functional-simplify"),
                once,
                "{}",
                path.display()
            );
            count += 1;
        }
    }
    assert!(count > 20, "{count} programs in {}", folder.display());
}
