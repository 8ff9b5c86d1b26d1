//! Programs as text.

use crate::pullback;

const FILE: &str = "examples/figure1.mlir";

fn emitted(command: &str, form: &str) -> String {
    pullback([command, FILE, "--entry", "f", "--emit", form]).success()
}

#[test]
fn forms_are_what_they_are_called() {
    for command in ["run", "grad", "vjp", "jvp"] {
        for (form, sign) in [
            ("mlir", "func.func"),
            ("llvm-ir", "define "),
            ("asm", "\t.text"),
            ("ptx", ".target sm_80"),
        ] {
            let text = emitted(command, form);
            assert!(text.contains(sign), "{command} {form}: {text}");
        }
    }
}

#[test]
fn the_gradient_of_a_cube_is_three_squares() {
    let text = emitted("grad", "mlir");
    assert!(!text.contains("functional."), "{text}");
    let thunk = text
        .split("func.func")
        .find(|part| part.contains("$entry"))
        .expect("it is there");
    assert_eq!(
        thunk.matches("arith.mulf").count(),
        3,
        "x·x, ·x and 3·: {thunk}"
    );
    assert!(thunk.contains("3.000000e+00"), "{thunk}");
}

#[test]
fn machines_are_chosen() {
    let call = |args: &[&str]| pullback([&["grad", FILE, "--entry", "f"], args].concat());
    let asm = call(&["--emit", "asm", "--target", "x86-64"]).success();
    assert!(asm.contains("mulsd") && !asm.contains("vmulsd"), "{asm}");
    assert!(
        call(&["--emit", "asm", "--target", "x86-64-v3"])
            .success()
            .contains("vmulsd")
    );
    assert!(
        call(&["--emit", "ptx", "--chip", "sm_90"])
            .success()
            .contains(".target sm_90")
    );
    let message = call(&["--emit", "asm", "--target", "sm_80"]).failure(2);
    assert_eq!(
        message,
        "error: `--target sm_80` is a GPU; use `--emit ptx --chip sm_80`\n"
    );
    assert!(
        call(&["--emit", "asm", "--target", "z80"])
            .failure(2)
            .contains("no target `z80`")
    );
    assert!(
        call(&["--emit", "ptx", "--chip", "sm_1"])
            .failure(2)
            .contains("no target `sm_1`")
    );
}
