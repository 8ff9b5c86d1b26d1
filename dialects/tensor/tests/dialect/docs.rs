//! The reference page is what `td/` says.

use std::{env, fs, path::Path, process::Command};

/// Regenerates `docs/nd.md` and compares; with `UPDATE_EXPECT=1` in the environment it is
/// written instead.
#[test]
fn the_reference_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prefix = Path::new(env!("PULLBACK_MLIR_PREFIX"));
    let output = Command::new(prefix.join("bin/mlir-tblgen"))
        .args(["-gen-dialect-doc", "-dialect=nd", "-Itd", "td/NdOps.td"])
        .arg(format!("-I{}", prefix.join("include").display()))
        .current_dir(root)
        .output()
        .expect("mlir-tblgen runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let generated = String::from_utf8(output.stdout).expect("the page is text");
    let page = root.join("docs/nd.md");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&page, &generated).expect("the page can be written");
    }
    let committed = fs::read_to_string(&page).expect("the page is there");
    assert!(
        committed == generated,
        "docs/nd.md is not what td/ says: run this test with UPDATE_EXPECT=1"
    );
}
