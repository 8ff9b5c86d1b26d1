//! Memory for data and tapes, and values of data types.

use crate::common::{compiled, jit};
use pullback_codegen::{
    DataType, Entry, ErrorKind, Jit, Options, Scalar, Signature, Value, guarded,
};

const ARENA: &str = "llvm.mlir.global external @pullback_arena() : !llvm.struct<(ptr, ptr)>\n";

/// Allocates so many bytes and gives the address.
const ALLOCATE: &str = "llvm.func @f(%size: i64) -> i64 {
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %next = llvm.getelementptr %top[%size] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
  llvm.store %size, %top : i64, !llvm.ptr
  %r = llvm.ptrtoint %top : !llvm.ptr to i64
  llvm.return %r : i64
}";

#[test]
fn a_call_frees_what_it_allocated() {
    let jit = jit(&format!("{ARENA}{ALLOCATE}"), &Options::jit(["f"])).expect("an object");
    let first = jit.call("f", &[Value::i64(64)]).expect("a call");
    assert_eq!(jit.call("f", &[Value::i64(64)]), Ok(first.clone()));
    let address = first[0].as_i64().expect("an address");
    assert_eq!(address % 16, 0, "{address:x}");
}

#[test]
fn calls_from_several_threads_take_turns() {
    let text = "llvm.func @f(%x: i64) -> i64 {
      %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
      %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
      %zero = llvm.mlir.constant(0 : i64) : i64
      %one = llvm.mlir.constant(1 : i64) : i64
      %end = llvm.mlir.constant(100000 : i64) : i64
      llvm.store volatile %x, %top : i64, !llvm.ptr
      llvm.br ^loop(%zero : i64)
    ^loop(%i: i64):
      %old = llvm.load volatile %top : !llvm.ptr -> i64
      %new = llvm.add %old, %one : i64
      llvm.store volatile %new, %top : i64, !llvm.ptr
      %next = llvm.add %i, %one : i64
      %more = llvm.icmp \"ult\" %next, %end : i64
      llvm.cond_br %more, ^loop(%next : i64), ^done
    ^done:
      %r = llvm.load volatile %top : !llvm.ptr -> i64
      llvm.return %r : i64
    }";
    let jit = jit(&format!("{ARENA}{text}"), &Options::jit(["f"])).expect("an object");
    std::thread::scope(|scope| {
        for start in 0..4 {
            let jit = &jit;
            scope.spawn(move || {
                let result = jit.call("f", &[Value::i64(start)]);
                assert_eq!(result, Ok(vec![Value::i64(start + 100_000)]));
            });
        }
    });
}

/// A recursion that is not in tail position, of depth `n`.
const DOWN: &str = "llvm.func @f(%n: i64, %x: f64) -> f64 {
  %zero = llvm.mlir.constant(0 : i64) : i64
  %one = llvm.mlir.constant(1 : i64) : i64
  %done = llvm.icmp \"eq\" %n, %zero : i64
  llvm.cond_br %done, ^end, ^more
^end:
  llvm.return %x : f64
^more:
  %less = llvm.sub %n, %one : i64
  %below = llvm.call @f(%less, %x) : (i64, f64) -> f64
  %s = llvm.intr.sin(%below) : (f64) -> f64
  %r = llvm.fadd %s, %x : f64
  llvm.return %r : f64
}";

#[test]
fn recursion_of_depth_a_million_runs_on_a_guarded_stack() {
    let jit = jit(DOWN, &Options::jit(["f"])).expect("an object");
    let args = [Value::i64(1_000_000), Value::F64(0.5)];
    let result = guarded(Some(1 << 30), || jit.call("f", &args)).expect("a stack of 1 GiB");
    let mut expected: f64 = 0.5;
    for _ in 0..1_000_000 {
        expected = expected.sin() + 0.5;
    }
    let found = result.expect("a result")[0].as_f64().expect("a float");
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

#[test]
fn a_stack_that_no_machine_has_is_refused() {
    let error = guarded(Some(1 << 60), || ()).expect_err("too much");
    assert!(matches!(error.kind, ErrorKind::Jit { .. }), "{error}");
    let error = Jit::with_memory(Some(1 << 60)).expect("nothing is mapped yet");
    let object = compiled(&format!("{ARENA}{ALLOCATE}"), &Options::jit(["f"])).expect("an object");
    let error = error.add_object(&object.bytes).expect_err("too much");
    assert!(error.to_string().contains("data and tapes"), "{error}");
}

/// `nil | cons(i1, f64, list) | pair(list, i24, bf16, list) | none`, and what follows is a list's identity.
fn list() -> Entry {
    let list = Scalar::Data(0);
    let data = DataType {
        constructors: vec![
            vec![],
            vec![Scalar::Int(1), Scalar::F64, list],
            vec![list, Scalar::Int(24), Scalar::BF16, list],
            vec![],
        ],
    };
    Entry {
        args: vec![Scalar::F32, list],
        results: vec![list, Scalar::F32],
        arrays: vec![],
        data: vec![data],
    }
}

fn identity() -> Jit {
    let text = "llvm.func @f(%x: f32, %l: !llvm.ptr) -> !llvm.struct<(ptr, f32)> {
      %s0 = llvm.mlir.poison : !llvm.struct<(ptr, f32)>
      %s1 = llvm.insertvalue %l, %s0[0] : !llvm.struct<(ptr, f32)>
      %s2 = llvm.insertvalue %x, %s1[1] : !llvm.struct<(ptr, f32)>
      llvm.return %s2 : !llvm.struct<(ptr, f32)>
    }";
    let told = Signature {
        name: "f".into(),
        entry: list(),
    };
    let options = Options {
        told: vec![told],
        ..Options::jit(["f"])
    };
    jit(text, &options).expect("an object")
}

#[test]
fn trees_go_into_memory_and_come_back() {
    let jit = identity();
    let cons = |x: f64| [Value::Case(1), Value::bool(x > 0.0), Value::F64(x)];
    let mut parts = vec![Value::F32(2.5), Value::Case(2)];
    parts.extend(cons(1.5));
    parts.push(Value::Case(3));
    parts.extend([Value::int(24, 0x00ab_cdef), Value::BF16(0x3f80)]);
    parts.extend(cons(-1.0));
    parts.push(Value::Case(0));
    let mut expected = parts[1..].to_vec();
    expected.push(parts[0]);
    assert_eq!(jit.call("f", &parts), Ok(expected));
}

#[test]
fn the_depth_of_a_tree_is_no_depth_of_calls() {
    const DEPTH: usize = 1_000_000;
    let mut parts = vec![Value::F32(0.0)];
    for _ in 0..DEPTH {
        parts.extend([Value::Case(1), Value::bool(true), Value::F64(1.0)]);
    }
    parts.push(Value::Case(0));
    let results = identity().call("f", &parts).expect("a list");
    assert_eq!(results[..3 * DEPTH + 1], parts[1..]);
}

#[test]
fn parts_that_are_no_tree_are_refused() {
    let jit = identity();
    for parts in [
        vec![],
        vec![Value::F32(0.0)],
        vec![Value::F32(0.0), Value::Case(4)],
        vec![Value::F32(0.0), Value::F64(0.0)],
        vec![Value::F32(0.0), Value::Case(0), Value::Case(0)],
        vec![
            Value::F32(0.0),
            Value::Case(1),
            Value::bool(true),
            Value::Case(0),
            Value::Case(0),
        ],
    ] {
        let error = jit.call("f", &parts).expect_err("no value");
        assert!(matches!(error.kind, ErrorKind::Call { .. }), "{error}");
    }
    let entry = jit.function("f").expect("an entry");
    entry
        .call(&[0, 0], &mut [0, 0])
        .expect_err("slots are no data");
}

#[test]
fn arguments_that_do_not_fit_are_refused() {
    let text = "llvm.func @f(%l: !llvm.ptr) { llvm.return }";
    let told = Entry {
        args: vec![Scalar::Data(0)],
        results: vec![],
        ..list()
    };
    let options = Options {
        told: vec![Signature {
            name: "f".into(),
            entry: told,
        }],
        ..Options::jit(["f"])
    };
    let jit = Jit::with_memory(Some(1 << 16)).expect("a JIT");
    jit.add_object(&compiled(text, &options).expect("an object").bytes)
        .expect("a new object");
    let mut parts = vec![];
    for _ in 0..10_000 {
        parts.extend([Value::Case(1), Value::bool(true), Value::F64(1.0)]);
    }
    parts.push(Value::Case(0));
    let error = jit.call("f", &parts).expect_err("too much");
    assert!(matches!(error.kind, ErrorKind::Memory { .. }), "{error}");
}
