//! Function types and tangent types.

use melior::ir::Type;
use pullback_functional::{
    fn_signature, fn_type, is_differentiable, is_differentiable_result, is_fn_type,
    result_tangent_type, tangent_type,
};

#[test]
fn a_function_type_gives_back_its_signature() {
    let context = super::context();
    let parse = |text| Type::parse(&context, text).expect("a type");
    let function = fn_type(&context, &[parse("f64"), parse("i32")], &[parse("f32")]);
    assert_eq!(function, parse("!functional.fn<(f64, i32) -> f32>"));
    assert!(is_fn_type(function));
    assert_eq!(
        fn_signature(function),
        Some((vec![parse("f64"), parse("i32")], vec![parse("f32")]))
    );
}

#[test]
fn another_type_is_no_function_value() {
    let context = super::context();
    for text in ["f64", "tuple<>", "(f64) -> f64", "memref<2xf64>"] {
        let other = Type::parse(&context, text).expect("a type");
        assert!(!is_fn_type(other), "{text}");
        assert_eq!(fn_signature(other), None, "{text}");
    }
}

#[test]
fn a_context_that_lacks_the_dialect_gets_it() {
    let context = melior::Context::new();
    assert!(is_fn_type(fn_type(&context, &[], &[])));
}

/// Type, its tangent as an argument, its tangent as a result.
const TANGENTS: [(&str, &str, &str); 18] = [
    ("f64", "f64", "f64"),
    ("bf16", "bf16", "bf16"),
    ("vector<4xf32>", "vector<4xf32>", "vector<4xf32>"),
    ("tensor<?x2xf32>", "tensor<?x2xf32>", "tensor<?x2xf32>"),
    ("tensor<2xi32>", "tuple<>", "tuple<>"),
    ("memref<2xf64>", "tuple<>", "tuple<>"),
    ("i1", "tuple<>", "tuple<>"),
    ("index", "tuple<>", "tuple<>"),
    (
        "tuple<f64, tuple<i8, f32>>",
        "tuple<f64, tuple<tuple<>, f32>>",
        "tuple<f64, tuple<tuple<>, f32>>",
    ),
    (
        "!functional.fn<(i32) -> (f64, i1)>",
        "tuple<>",
        "!functional.fn<(i32) -> f64>",
    ),
    ("!functional.fn<(f64) -> i1>", "tuple<>", "tuple<>"),
    (
        "!functional.data<@t>",
        "!functional.data<@t$ct>",
        "!functional.data<@t$ct>",
    ),
    (
        "!functional.data<@t$ct>",
        "!functional.data<@t$ct>",
        "!functional.data<@t$ct>",
    ),
    (
        "!functional.stack<f64, i32, tuple<i1, f32, !functional.data<@t>>>",
        "!functional.stack<f64, f32, !functional.data<@t$ct>>",
        "!functional.stack<f64, f32, !functional.data<@t$ct>>",
    ),
    ("!functional.stack<i32>", "tuple<>", "tuple<>"),
    ("!functional.stack<>", "tuple<>", "tuple<>"),
    (
        "!functional.stack<!functional.fn<() -> f64>, !functional.stack<f64>>",
        "!functional.stack<!functional.stack<f64>>",
        "!functional.stack<!functional.stack<f64>>",
    ),
    (
        "tuple<f64, !functional.fn<() -> !functional.fn<(f32) -> f32>>>",
        "tuple<f64, tuple<>>",
        "tuple<f64, !functional.fn<() -> !functional.fn<(f32) -> f32>>>",
    ),
];

#[test]
fn tangents() {
    let context = super::context();
    for (text, argument, result) in TANGENTS {
        let r#type = Type::parse(&context, text).expect("a type");
        assert_eq!(
            tangent_type(r#type).to_string(),
            argument,
            "argument {text}"
        );
        assert_eq!(
            result_tangent_type(r#type).to_string(),
            result,
            "result {text}"
        );
        assert_eq!(
            is_differentiable(r#type),
            argument != "tuple<>",
            "argument {text}"
        );
        assert_eq!(
            is_differentiable_result(r#type),
            result != "tuple<>",
            "result {text}"
        );
    }
}
