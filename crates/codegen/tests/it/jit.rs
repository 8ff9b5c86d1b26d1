//! Compiled functions run in this process.

use crate::common::{call, compiled, generic, jit};
use pullback_codegen::{Jit, LiveImage, Options, Scalar, Value};

const SQUARE_PLUS: &str = "llvm.func @f(%x: f64, %y: f64) -> f64 {
  %0 = llvm.fmul %x, %x : f64
  %1 = llvm.fadd %0, %y : f64
  llvm.return %1 : f64
}";

#[test]
fn a_function_runs() {
    for options in [Options::jit(["f"]), generic(&["f"])] {
        let results = call(SQUARE_PLUS, &options, &[3.0.into(), 0.5.into()]);
        assert_eq!(results, Ok(vec![Value::F64(9.5)]));
    }
}

#[test]
fn every_scalar_crosses_the_boundary_and_comes_back() {
    let values = [
        Value::bool(true),
        Value::int(8, -128),
        Value::int(16, -2),
        Value::int(24, 0x123456),
        Value::int(32, -3),
        Value::i64(i64::MIN),
        Value::F16(0x3e00),
        Value::BF16(0xc0c0),
        Value::F32(-0.0),
        Value::F64(f64::MIN_POSITIVE / 4.0),
    ];
    let types: Vec<_> = values
        .iter()
        .map(|value| value.scalar().to_string())
        .collect();
    let parameters: Vec<_> = types
        .iter()
        .enumerate()
        .map(|(i, ty)| format!("%a{i}: {ty}"))
        .collect();
    let fields = types.join(", ");
    let mut text = format!(
        "llvm.func @f({}) -> !llvm.struct<({fields})> {{\n",
        parameters.join(", ")
    );
    text += &format!("  %s0 = llvm.mlir.poison : !llvm.struct<({fields})>\n");
    for index in 0..values.len() {
        text += &format!(
            "  %s{} = llvm.insertvalue %a{index}, %s{index}[{index}] : !llvm.struct<({fields})>\n",
            index + 1
        );
    }
    text += &format!(
        "  llvm.return %s{} : !llvm.struct<({fields})>\n}}",
        values.len()
    );
    for options in [Options::jit(["f"]), generic(&["f"])] {
        assert_eq!(
            call(&text, &options, &values),
            Ok(values.to_vec()),
            "{text}"
        );
    }
}

#[test]
fn nothing_in_and_nothing_out() {
    let text = "llvm.func @f() { llvm.return }";
    assert_eq!(call(text, &Options::jit(["f"]), &[]), Ok(vec![]));
}

#[test]
fn sixteen_bit_floats_work_without_instructions_for_them() {
    for (ty, scalar, product) in [
        ("f16", Scalar::F16, 0.1 * 3.0),
        ("bf16", Scalar::BF16, 0.1 * 3.0),
    ] {
        let text = format!(
            "llvm.func @f(%x: {ty}, %y: f64) -> !llvm.struct<({ty}, {ty}, f64, f32)> {{
              %0 = llvm.fmul %x, %x : {ty}
              %1 = llvm.fptrunc %y : f64 to {ty}
              %2 = llvm.fpext %x : {ty} to f64
              %3 = llvm.fpext %x : {ty} to f32
              %s0 = llvm.mlir.poison : !llvm.struct<({ty}, {ty}, f64, f32)>
              %s1 = llvm.insertvalue %0, %s0[0] : !llvm.struct<({ty}, {ty}, f64, f32)>
              %s2 = llvm.insertvalue %1, %s1[1] : !llvm.struct<({ty}, {ty}, f64, f32)>
              %s3 = llvm.insertvalue %2, %s2[2] : !llvm.struct<({ty}, {ty}, f64, f32)>
              %s4 = llvm.insertvalue %3, %s3[3] : !llvm.struct<({ty}, {ty}, f64, f32)>
              llvm.return %s4 : !llvm.struct<({ty}, {ty}, f64, f32)>
            }}"
        );
        let float = |value: f64| Value::float(scalar, value).expect("a float type");
        let expected = vec![
            float(2.25),
            float(product),
            Value::F64(1.5),
            Value::F32(1.5),
        ];
        for options in [Options::jit(["f"]), generic(&["f"])] {
            let results = call(&text, &options, &[float(1.5), product.into()]);
            assert_eq!(results, Ok(expected.clone()), "{ty}");
        }
    }
}

#[test]
fn libm_is_there_even_if_the_executable_does_not_name_it() {
    let unary = [
        "acos",
        "acosh",
        "asin",
        "asinh",
        "atan",
        "atanh",
        "cbrt",
        "ceil",
        "cos",
        "cosh",
        "erf",
        "erfc",
        "exp",
        "exp10",
        "exp2",
        "expm1",
        "fabs",
        "floor",
        "j0",
        "lgamma",
        "log",
        "log10",
        "log1p",
        "log2",
        "nearbyint",
        "rint",
        "round",
        "roundeven",
        "sin",
        "sinh",
        "sqrt",
        "tan",
        "tanh",
        "tgamma",
        "trunc",
        "y1",
    ];
    let binary = [
        "atan2",
        "copysign",
        "fdim",
        "fmax",
        "fmin",
        "fmod",
        "hypot",
        "pow",
        "remainder",
    ];
    let jit = Jit::new().expect("a JIT");
    for name in unary
        .into_iter()
        .chain(binary)
        .chain(["fma", "ldexp", "sincos", "__powidf2"])
    {
        assert!(jit.lookup(name).is_ok_and(|address| address != 0), "{name}");
    }
    for (ty, suffix) in [("f64", ""), ("f32", "f")] {
        for name in ["erf", "cbrt", "tanh", "exp10"] {
            let text = format!(
                "llvm.func @{name}{suffix}({ty}) -> {ty}
                llvm.func @f(%x: {ty}) -> {ty} {{
                  %0 = llvm.call @{name}{suffix}(%x) : ({ty}) -> {ty}
                  llvm.return %0 : {ty}
                }}"
            );
            let value = Value::float(Scalar::parse(ty).expect("a type"), 0.0).expect("a float");
            let results = call(&text, &Options::jit(["f"]), &[value]).expect("a call");
            let expected = if name == "exp10" { 1.0 } else { 0.0 };
            assert_eq!(results[0].as_f64(), Some(expected), "{name}{suffix}");
        }
    }
}

#[test]
fn objects_call_each_other_in_either_order() {
    let callee =
        "llvm.func @g(%x: f64) -> f64 { %0 = llvm.fadd %x, %x : f64  llvm.return %0 : f64 }";
    let caller = "llvm.func @g(f64) -> f64
      llvm.func @f(%x: f64) -> f64 { %0 = llvm.call @g(%x) : (f64) -> f64  llvm.return %0 : f64 }";
    let callee = compiled(callee, &generic(&[])).expect("an object");
    let caller = compiled(caller, &generic(&["f"])).expect("an object");
    for objects in [[&caller, &callee], [&callee, &caller]] {
        let jit = Jit::new().expect("a JIT");
        for object in objects {
            jit.add_object(&object.bytes).expect("linking");
        }
        assert_eq!(jit.call("f", &[4.0.into()]), Ok(vec![Value::F64(8.0)]));
    }
}

#[test]
fn an_entry_is_checked_once_and_called_often() {
    let jit = jit(SQUARE_PLUS, &Options::jit(["f"])).expect("a JIT");
    let function = jit.function("f").expect("an entry");
    assert_eq!(function.entry().to_string(), "(f64, f64) -> (f64)");
    let mut results = [0];
    for x in 0..1000 {
        let x = f64::from(x);
        function
            .call(&[x.to_bits(), 1.0_f64.to_bits()], &mut results)
            .expect("a call");
        assert_eq!(f64::from_bits(results[0]), x * x + 1.0);
    }
    assert!(function.call(&[0], &mut results).is_err());
    assert!(function.call(&[0, 0], &mut []).is_err());
}

#[test]
fn threads_share_a_jit() {
    let jit = jit(SQUARE_PLUS, &Options::jit(["f"])).expect("a JIT");
    std::thread::scope(|scope| {
        for x in 0..8 {
            let jit = &jit;
            scope.spawn(move || {
                let x = f64::from(x);
                assert_eq!(
                    jit.call("f", &[x.into(), 0.0.into()]),
                    Ok(vec![Value::F64(x * x)])
                );
            });
        }
    });
}

type Unary = (&'static str, fn(f64) -> f64);
type Binary = (&'static str, fn(f64, f64) -> f64);

#[test]
fn every_function_of_llvm_links_and_computes_at_every_width() {
    let unary: [Unary; 23] = [
        ("sqrt", f64::sqrt),
        ("fabs", f64::abs),
        ("ceil", f64::ceil),
        ("floor", f64::floor),
        ("trunc", f64::trunc),
        ("rint", f64::round_ties_even),
        ("nearbyint", f64::round_ties_even),
        ("roundeven", f64::round_ties_even),
        ("round", f64::round),
        ("exp", f64::exp),
        ("exp2", f64::exp2),
        ("exp10", |x| 10_f64.powf(x)),
        ("log", f64::ln),
        ("log2", f64::log2),
        ("log10", f64::log10),
        ("sin", f64::sin),
        ("cos", f64::cos),
        ("tan", f64::tan),
        ("sinh", f64::sinh),
        ("cosh", f64::cosh),
        ("tanh", f64::tanh),
        ("asin", f64::asin),
        ("atan", f64::atan),
    ];
    let binary: [Binary; 5] = [
        ("pow", f64::powf),
        ("copysign", f64::copysign),
        ("minnum", f64::min),
        ("maximum", f64::max),
        ("atan2", f64::atan2),
    ];
    let (x, y) = (0.8125, -0.375);
    let check = |ty: &str, name: &str, line: String, expected: f64| {
        let scalar = Scalar::parse(ty).expect("a type");
        let args = [x, y].map(|value| Value::float(scalar, value).expect("a float"));
        let text = format!(
            "llvm.func @f(%x: {ty}, %y: {ty}) -> {ty} {{\n %0 = {line}\n llvm.return %0 : {ty} }}"
        );
        let results = call(&text, &generic(&["f"]), &args).expect("it links and runs");
        let result = results[0].as_f64().expect("a float");
        let tolerance = match scalar {
            Scalar::BF16 => 1e-2,
            Scalar::F16 => 1e-3,
            Scalar::F32 => 1e-6,
            _ => 1e-15,
        };
        let error = (result - expected).abs();
        assert!(
            error <= tolerance * expected.abs(),
            "{name} {ty}: {result}, not {expected}"
        );
    };
    for ty in ["f16", "bf16", "f32", "f64"] {
        for (name, function) in unary {
            check(
                ty,
                name,
                format!("llvm.intr.{name}(%x) : ({ty}) -> {ty}"),
                function(x),
            );
        }
        for (name, function) in binary {
            check(
                ty,
                name,
                format!("llvm.intr.{name}(%x, %y) : ({ty}, {ty}) -> {ty}"),
                function(x, y),
            );
        }
        check(
            ty,
            "fma",
            format!("llvm.intr.fma(%x, %y, %y) : ({ty}, {ty}, {ty}) -> {ty}"),
            x.mul_add(y, y),
        );
        check(ty, "frem", format!("llvm.frem %x, %y : {ty}"), x % y);
    }
}

#[test]
fn a_function_is_replaced_and_its_callers_stay() {
    let callee = |value: &str| {
        format!(
            "llvm.func @g(%x: f64) -> f64 {{
  %0 = llvm.mlir.constant({value} : f64) : f64
  %1 = llvm.fmul %x, %0 : f64
  llvm.return %1 : f64
}}"
        )
    };
    let caller = "llvm.func @g(f64) -> f64
llvm.func @f(%x: f64) -> f64 {
  %0 = llvm.call @g(%x) : (f64) -> f64
  %1 = llvm.call @g(%0) : (f64) -> f64
  llvm.return %1 : f64
}";
    let f = compiled(
        caller,
        &Options {
            slots: vec!["g".into()],
            ..Options::jit(["f"])
        },
    )
    .unwrap();
    let g = |value| compiled(&callee(value), &Options::jit([""; 0])).unwrap();
    let call = |image: &LiveImage| {
        let f = image.function("f").unwrap();
        f.call_values(&[1.5.into()]).unwrap()
    };
    let mut image = LiveImage::new(None).unwrap();
    let two = g("2.0");
    image
        .replace([], &[("f", &f.bytes), ("g", &two.bytes)])
        .unwrap();
    assert_eq!(call(&image), [Value::F64(6.0)]);
    let three = g("3.0");
    image.replace([], &[("g", &three.bytes)]).unwrap();
    assert_eq!(call(&image), [Value::F64(13.5)]);
    assert_eq!(image.len(), 2);
    // What is no object takes the function away.
    assert!(image.replace([], &[("g", b"no object")]).is_err());
    assert_eq!(image.len(), 1);
    image.replace([], &[("g", &two.bytes)]).unwrap();
    assert_eq!(call(&image), [Value::F64(6.0)]);
    image.replace(["f", "g"], &[]).unwrap();
    assert!(image.is_empty() && image.function("f").is_err());
}
