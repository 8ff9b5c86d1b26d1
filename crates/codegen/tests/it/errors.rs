//! Every error says where, what, and what to do.

use crate::common::{call, compiled, generic, jit, with_module};
use pullback_codegen::{
    Emit, ErrorKind, Jit, Options, Scalar, Signature, Target, Value, c_header, compile,
};

#[track_caller]
fn check<T: std::fmt::Debug>(result: pullback_codegen::Result<T>, expected: &str) {
    assert_eq!(result.expect_err("an error").to_string(), expected);
}

const IDENTITY: &str = "llvm.func @f(%x: f64) -> f64 { llvm.return %x : f64 }";

#[test]
fn types_that_cannot_cross_are_named_with_their_place() {
    for (ty, name) in [
        ("f128", "fp128"),
        ("f80", "x86_fp80"),
        ("i128", "i128"),
        ("vector<2xf64>", "<2 x double>"),
        ("!llvm.ptr", "ptr"),
        ("i65", "i65"),
    ] {
        let text = format!("llvm.func @f(%a: f64, %x: {ty}) {{ llvm.return }} loc(\"a.mlir\":7:3)");
        check(
            compiled(&text, &generic(&["f"])),
            &format!(
                "a.mlir:7:3: argument 1 of `f` has the type `{name}`, which cannot cross the boundary of compiled code; use i1 to i64, f16, bf16, f32 or f64"
            ),
        );
        let text = format!("llvm.func @f(%x: {ty}) -> {ty} {{ llvm.return %x : {ty} }}");
        compiled(&text, &generic(&[])).expect("without an entry any type is fine");
    }
    let text = "llvm.func @f() -> !llvm.struct<(f64, struct<(f64)>)> {
      %0 = llvm.mlir.zero : !llvm.struct<(f64, struct<(f64)>)>
      llvm.return %0 : !llvm.struct<(f64, struct<(f64)>)>
    } loc(\"a.mlir\":1:1)";
    check(
        compiled(text, &generic(&["f"])),
        "a.mlir:1:1: result 1 of `f` has the type `{ double }`, which cannot cross the boundary of compiled code; use i1 to i64, f16, bf16, f32 or f64",
    );
}

#[test]
fn modules_that_are_not_lowered_are_refused() {
    let error = compiled(
        "func.func @f() { return } loc(\"a.mlir\":3:1)",
        &generic(&[]),
    );
    let error = error.expect_err("func is not the LLVM dialect");
    assert!(matches!(error.kind, ErrorKind::Translation(_)), "{error}");
    assert!(error.location.is_some(), "{error}");
    assert!(error.to_string().contains("func.func"), "{error}");
}

#[test]
fn missing_functions_and_taken_names() {
    check(
        compiled(IDENTITY, &generic(&["g"])),
        "the module defines no function `g`; it defines `f`",
    );
    let declared = "llvm.func @f(f64) -> f64";
    check(
        compiled(declared, &generic(&["f"])),
        "-:1:1: the module defines no function `f`; it defines none",
    );
    let taken = format!("{IDENTITY} llvm.func @f$entry() {{ llvm.return }}");
    check(
        compiled(&taken, &generic(&["f"])),
        "-:1:1: `f$entry`, the name of the wrapper of `f`, is already defined; rename that function",
    );
    let twice =
        compiled(IDENTITY, &generic(&["f", "f"])).expect("naming a function twice is harmless");
    assert_eq!(twice.entries.len(), 1);
}

#[test]
fn calls_are_checked_against_the_entry() {
    let call = |args: &[Value]| call(IDENTITY, &generic(&["f"]), args);
    check(
        call(&[]),
        "`f` takes (f64), and was called with (); pass values of exactly these types",
    );
    check(
        call(&[Value::F32(1.0)]),
        "`f` takes (f64), and was called with (f32); pass values of exactly these types",
    );
}

#[test]
fn the_jit_names_what_is_missing() {
    let text = "llvm.func @nowhere_to_be_found(f64) -> f64
      llvm.func @f(%x: f64) -> f64 { %0 = llvm.call @nowhere_to_be_found(%x) : (f64) -> f64  llvm.return %0 : f64 }";
    let error = call(text, &generic(&["f"]), &[1.0.into()]).expect_err("a missing symbol");
    assert!(error.to_string().contains("nowhere_to_be_found"), "{error}");

    let jit = jit(IDENTITY, &generic(&["f"])).expect("a JIT");
    assert!(jit.function("g").is_err());
    assert!(jit.lookup("a\0b").is_err());
    let again = compiled(IDENTITY, &generic(&["f"])).expect("an object");
    let error = jit
        .add_object(&again.bytes)
        .expect_err("a second definition");
    assert!(
        error.to_string().contains("duplicate definition"),
        "{error}"
    );
    assert_eq!(
        jit.call("f", &[2.0.into()]),
        Ok(vec![Value::F64(2.0)]),
        "the JIT is still usable"
    );
}

#[test]
fn what_is_no_object_is_refused() {
    let object = compiled(IDENTITY, &generic(&["f"]))
        .expect("an object")
        .bytes;
    for bytes in [&b""[..], b"\x7fELF", b"not an object at all"] {
        let jit = Jit::new().expect("a JIT");
        assert!(jit.add_object(bytes).is_err(), "{} bytes", bytes.len());
    }
    for length in 0..object.len() {
        let jit = Jit::new().expect("a JIT");
        let linked = jit
            .add_object(&object[..length])
            .and_then(|()| jit.function("f"));
        assert!(linked.is_err(), "{length} of {} bytes", object.len());
    }
}

#[test]
fn outputs_and_targets_that_do_not_exist() {
    let gpu = Target::nvptx("sm_80").expect("a chip");
    check(
        compiled(IDENTITY, &Options::new(gpu, Emit::Object)),
        "the target nvptx64-nvidia-cuda has no Object output; ask for PTX",
    );
    check(
        compiled(IDENTITY, &Options::new(Target::generic_x86_64(), Emit::Ptx)),
        "the target x86_64-unknown-linux-gnu has no Ptx output; ask for assembly",
    );
    assert!(Target::nvptx("sm_1").is_err());
    check(
        Target::named("pdp11"),
        "there is no target `pdp11`; use host, x86-64, x86-64-v2, x86-64-v3, x86-64-v4, or a chip such as sm_80",
    );
}

#[test]
fn names_and_types_that_c_lacks() {
    let signature = |name: &str, arg| {
        let entry = pullback_codegen::Entry {
            args: vec![arg],
            ..pullback_codegen::Entry::default()
        };
        [Signature {
            name: name.into(),
            entry,
        }]
    };
    check(
        c_header(&signature("a.b", Scalar::F64)),
        "`a.b` cannot be offered to C: the name is not an identifier of C; rename the function",
    );
    check(
        c_header(&signature("double", Scalar::F64)),
        "`double` cannot be offered to C: the name means something else in C; rename the function",
    );
    check(
        c_header(&signature("f", Scalar::Int(24))),
        "`f` cannot be offered to C: C has no integers of 24 bits; extend them to 8, 16, 32 or 64",
    );
}

#[test]
fn bad_inline_assembly_is_an_error_and_not_the_end() {
    let text = "llvm.func @f() { llvm.inline_asm has_side_effects \"no such instruction\", \"\" : () -> ()  llvm.return }";
    let error = compiled(text, &generic(&[])).expect_err("no such instruction");
    assert!(
        matches!(error.kind, ErrorKind::CodeGeneration(_)),
        "{error}"
    );
}

#[test]
fn intrinsics_of_another_processor_are_refused() {
    let text = "llvm.func @f() -> i32 {
      %0 = llvm.call_intrinsic \"llvm.nvvm.read.ptx.sreg.tid.x\"() : () -> i32
      llvm.return %0 : i32
    }";
    check(
        compiled(text, &generic(&[])),
        "-:1:1: `llvm.nvvm.read.ptx.sreg.tid.x`, which `f` calls, does not exist on the target x86_64-unknown-linux-gnu; compile for the processor that it belongs to",
    );
}

#[test]
fn an_error_leaves_the_context_usable() {
    with_module(IDENTITY, |module| {
        assert!(compile(module.as_operation(), &generic(&["g"])).is_err());
        assert!(compile(module.as_operation(), &generic(&["f"])).is_ok());
    });
}
