use pullback_testing::{Opt, assert_error_snapshot, assert_pipeline_snapshot};
use std::fs;

const OPT: Opt = Opt {
    register: pullback_ir::register_upstream_passes,
    registry: pullback_ir::Registry::upstream,
};

const TWICE: &str = "func.func @f(%x: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %x, %x : f64
  %2 = arith.addf %0, %1 : f64
  return %2 : f64
}";

#[test]
fn a_pipeline_has_a_snapshot() {
    assert_pipeline_snapshot!(OPT, "cse", TWICE);
}

#[test]
fn an_error_shows_its_line() {
    assert_error_snapshot!(
        OPT,
        "cse",
        "func.func @f(%x: f64) -> f64 {\n  return %y : f64\n}"
    );
}

#[test]
fn a_wrong_pipeline_is_an_error() {
    assert_error_snapshot!(OPT, "func.func(csee)", TWICE);
}

#[test]
#[should_panic(expected = "should fail, and gives")]
fn no_error_where_one_is_expected_panics() {
    OPT.expect_error("cse", TWICE);
}

#[test]
#[should_panic(expected = "`cse` fails")]
fn an_unexpected_error_panics() {
    OPT.pipeline("cse", "func.func @f() -> f64 { return }");
}

#[test]
fn files_that_name_their_pipeline_have_snapshots() {
    OPT.check_folder("tests/files");
}

#[test]
fn another_output_than_the_snapshot_panics() {
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        return; // the wrong snapshot would be mended
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("snapshots")).unwrap();
    fs::write(
        folder.path().join("a.mlir"),
        format!("// PIPELINE: cse\n{TWICE}"),
    )
    .unwrap();
    fs::write(
        folder.path().join("snapshots/a.snap"),
        "---\nsource: x\n---\nmodule {}\n",
    )
    .unwrap();
    let panic = std::panic::catch_unwind(|| OPT.check_folder(folder.path())).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(
        text.starts_with("1 of 1 files: ") && text.ends_with("a.mlir"),
        "{text}"
    );
}
