//! Arrays that the caller lends and gets without a copy.

use crate::common::{compiled, jit};
use pullback_codegen::{
    ArrayType, ArrayView, DataType, Entry, ErrorKind, Jit, Options, Part, Scalar, Signature, Value,
};

const ARENA: &str = "llvm.mlir.global external @pullback_arena() : !llvm.struct<(ptr, ptr)>\n";

fn with_entry(text: &str, entry: Entry) -> Jit {
    let told = Signature {
        name: "f".into(),
        entry,
    };
    let options = Options {
        told: vec![told],
        ..Options::jit(["f"])
    };
    jit(&format!("{ARENA}{text}"), &options).expect("an object")
}

fn array(sizes: &[Option<u64>], element: Scalar) -> ArrayType {
    ArrayType {
        sizes: sizes.to_vec(),
        element,
    }
}

/// `(?x2xf32, f64) -> (?x2xf32, 2xf32, f64)`: the array itself, twice its first row, and the number.
fn rows() -> Jit {
    let text =
        "llvm.func @f(%a: !llvm.ptr, %n: i64, %x: f64) -> !llvm.struct<(ptr, i64, ptr, f64)> {
      %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
      %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
      %next = llvm.getelementptr %top[16] : (!llvm.ptr) -> !llvm.ptr, i8
      llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
      %v = llvm.load %a {alignment = 4 : i64} : !llvm.ptr -> vector<2xf32>
      %w = llvm.fadd %v, %v : vector<2xf32>
      llvm.store %w, %top : vector<2xf32>, !llvm.ptr
      %0 = llvm.mlir.poison : !llvm.struct<(ptr, i64, ptr, f64)>
      %1 = llvm.insertvalue %a, %0[0] : !llvm.struct<(ptr, i64, ptr, f64)>
      %2 = llvm.insertvalue %n, %1[1] : !llvm.struct<(ptr, i64, ptr, f64)>
      %3 = llvm.insertvalue %top, %2[2] : !llvm.struct<(ptr, i64, ptr, f64)>
      %4 = llvm.insertvalue %x, %3[3] : !llvm.struct<(ptr, i64, ptr, f64)>
      llvm.return %4 : !llvm.struct<(ptr, i64, ptr, f64)>
    }";
    let entry = Entry {
        args: vec![Scalar::Array(0), Scalar::Int(64), Scalar::F64],
        results: vec![
            Scalar::Array(0),
            Scalar::Int(64),
            Scalar::Array(1),
            Scalar::F64,
        ],
        data: vec![],
        arrays: vec![
            array(&[None, Some(2)], Scalar::F32),
            array(&[Some(2)], Scalar::F32),
        ],
    };
    with_entry(text, entry)
}

#[test]
fn arrays_go_and_come_without_a_copy() {
    let jit = rows();
    let entry = jit.function("f").expect("an entry");
    let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0_f32];
    let args = [
        Part::array(&[3, 2], &numbers).expect("six numbers"),
        Value::F64(0.5).into(),
    ];
    for _ in 0..3 {
        let read = |results: &[Part<'_>]| {
            let [Part::Array(same), Part::Array(row), number] = results else {
                panic!("two arrays and a number, not {results:?}");
            };
            assert_eq!(same.sizes(), [3, 2]);
            assert_eq!(same.bytes().as_ptr(), numbers.as_ptr().cast());
            assert_eq!(same.elements::<f32>(), Some(&numbers[..]));
            assert_eq!((row.sizes(), row.element()), (&[2][..], Scalar::F32));
            assert_eq!(row.elements::<f64>(), None);
            assert_eq!(number.as_f64(), Some(0.5));
            (
                row.bytes().as_ptr() as usize,
                row.elements().map(<[f32]>::to_vec),
            )
        };
        let (address, row) = entry.call_parts(&args, read).expect("the types fit");
        assert_eq!(row, Some(vec![2.0, 4.0]));
        // The memory is free again after each call.
        let next = entry
            .call_parts(&args, |results| match &results[1] {
                Part::Array(row) => row.bytes().as_ptr() as usize,
                Part::Value(_) => 0,
            })
            .expect("the types fit");
        assert_eq!(next, address);
    }
}

#[test]
fn arrays_of_another_type_are_refused() {
    let jit = rows();
    let entry = jit.function("f").expect("an entry");
    let x = Part::Value(Value::F64(0.0));
    let numbers = [0.0_f32; 6];
    let doubles = [0.0_f64; 6];
    for (args, found) in [
        (
            vec![Part::array(&[2, 3], &numbers), Some(x.clone())],
            "(2x3xf32, f64)",
        ),
        (
            vec![Part::array(&[6], &numbers), Some(x.clone())],
            "(6xf32, f64)",
        ),
        (
            vec![Part::array(&[3, 2], &doubles), Some(x.clone())],
            "(3x2xf64, f64)",
        ),
        (vec![Part::array(&[3, 2], &numbers)], "(3x2xf32)"),
        (
            vec![
                Part::array(&[3, 2], &numbers),
                Some(x.clone()),
                Some(x.clone()),
            ],
            "(3x2xf32, f64, f64)",
        ),
        (
            vec![Some(x.clone()), Part::array(&[3, 2], &numbers)],
            "(f64, 3x2xf32)",
        ),
    ] {
        let args: Vec<_> = args
            .into_iter()
            .map(|part| part.expect("as many numbers"))
            .collect();
        let error = entry
            .call_parts(&args, |_| ())
            .expect_err("the types differ");
        let ErrorKind::Call {
            expected,
            found: is,
            ..
        } = error.kind
        else {
            panic!("{error}")
        };
        assert_eq!((expected.as_str(), is.as_str()), ("(?x2xf32, f64)", found));
    }
}

#[test]
fn empty_arrays_have_no_address() {
    let text = "llvm.func @f(%a: !llvm.ptr, %n: i64) -> !llvm.struct<(ptr, i64)> {
      %null = llvm.mlir.zero : !llvm.ptr
      %0 = llvm.mlir.poison : !llvm.struct<(ptr, i64)>
      %1 = llvm.insertvalue %null, %0[0] : !llvm.struct<(ptr, i64)>
      %2 = llvm.insertvalue %n, %1[1] : !llvm.struct<(ptr, i64)>
      llvm.return %2 : !llvm.struct<(ptr, i64)>
    }";
    let entry = Entry {
        args: vec![Scalar::Array(0), Scalar::Int(64)],
        results: vec![Scalar::Array(0), Scalar::Int(64)],
        data: vec![],
        arrays: vec![array(&[None], Scalar::F64)],
    };
    let jit = with_entry(text, entry);
    let entry = jit.function("f").expect("an entry");
    let none: [f64; 0] = [];
    let args = [Part::array(&[0], &none).expect("no numbers")];
    let length = |results: &[Part<'_>]| results[0].elements::<f64>().map(<[f64]>::len);
    assert_eq!(entry.call_parts(&args, length), Ok(Some(0)));
    // No memory is at null.
    let one = [1.0];
    let args = [Part::array(&[1], &one).expect("a number")];
    let error = entry.call_parts(&args, |_| ()).expect_err("no memory");
    assert!(matches!(error.kind, ErrorKind::Memory { .. }), "{error}");
}

#[test]
fn fields_of_data_hold_arrays() {
    // leaf(2xi64) | none
    let text = "llvm.func @f(%t: !llvm.ptr) -> !llvm.ptr { llvm.return %t : !llvm.ptr }";
    let entry = Entry {
        args: vec![Scalar::Data(0)],
        results: vec![Scalar::Data(0)],
        data: vec![DataType {
            constructors: vec![vec![Scalar::Array(0), Scalar::Int(1)], vec![]],
        }],
        arrays: vec![array(&[Some(2)], Scalar::Int(64))],
    };
    let jit = with_entry(text, entry);
    let entry = jit.function("f").expect("an entry");
    let numbers = [7, -7_i64];
    let view = ArrayView::new(&[2], &numbers).expect("two numbers");
    let args = [Value::Case(0).into(), view.into(), Value::bool(true).into()];
    let same = |results: &[Part<'_>]| results == args;
    assert_eq!(entry.call_parts(&args, same), Ok(true));
}

#[test]
fn functions_of_numbers_take_parts_too() {
    let object = compiled(crate::common::MULTIPLY_ADD, &Options::jit(["f"])).expect("an object");
    let jit = Jit::new().expect("a JIT");
    jit.add_object(&object.bytes).expect("a new object");
    let entry = jit.function("f").expect("an entry");
    let args = [2.0, 3.0, 4.0].map(|x| Part::Value(Value::F64(x)));
    let read = |results: &[Part<'_>]| results[0].as_f64();
    assert_eq!(entry.call_parts(&args, read), Ok(Some(10.0)));
    let numbers = [2.0];
    let array = Part::array(&[1], &numbers).expect("a number");
    let error = entry.call_parts(&[array], |_| ()).expect_err("no number");
    assert!(error.to_string().contains("1xf64"), "{error}");
}
