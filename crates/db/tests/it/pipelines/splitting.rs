//! Any valid module comes out as without the database, whether it can be taken apart or not.

use super::check;

const LOCAL: &str = "canonicalize,func.func(cse)";

fn units(ran: &[String]) -> Vec<&str> {
    let units = ran.iter().filter(|query| query.starts_with("unit("));
    units.map(String::as_str).collect()
}

#[test]
fn aliases_strings_and_comments() {
    let text = r##"
#map = affine_map<(d0) -> (d0 + 1)>
#set = affine_set<(d0) : (d0 - 1 == 0)>
!t = tensor<4xf32, {a = "}"}>
!m = memref<4xf32, #map>
#here = loc("{ elsewhere }":3:4)
module attributes {test.text = "} func.func @no() {", dlti.dl_spec = #dlti.dl_spec<index = 32 : i64>} {
  func.func @"a } b {"(%x: !m, %i: index) -> f32 { // } // {
    %c = arith.constant 1 : index
    %j = arith.addi %c, %c : index loc(#here)
    %k = affine.apply #map(%j) loc(fused<"why">["a.mlir":1:2, #here])
    %v = memref.load %x[%k] : !m loc(callsite("f"("b.mlir":3:4) at #here))
    func.call @"c\22d"(%k) {text = "@\"f\" \7D", where = @"a } b {"} : (index) -> () loc(unknown)
    return %v : f32
  }
  func.func private @"c\22d"(index)
  func.func @e(%x: vector<4xf32> loc("x")) attributes {other = [@"c\22d", #set]} { return }
}
"##;
    let (_, ran) = check(text, LOCAL);
    assert_eq!(ran, ["unit(a } b {)", "unit(c\"d)", "unit(e)"]);
}

#[test]
fn globals_data_types_and_nested_modules_are_read() {
    let text = r#"
memref.global constant @table : memref<2xf32> = dense<[1.0, 2.0]>
functional.data @list { nil cons(f64, !functional.data<@list>) }
module @inner attributes {test.a} {
  func.func @f() -> i32 { %c = arith.constant 1 : i32 %d = arith.addi %c, %c : i32 return %d : i32 }
}
module { func.func @f() { return } }
func.func @f(%t: !functional.data<@list>) -> memref<2xf32> {
  %z = functional.zero : !functional.data<@list$ct>
  %m = memref.get_global @table : memref<2xf32>
  return %m : memref<2xf32>
}
"#;
    let (_, ran) = check(
        text,
        "canonicalize,builtin.module(func.func(canonicalize)),cse",
    );
    assert_eq!(
        units(&ran),
        [
            "unit(table)",
            "unit(list)",
            "unit(inner)",
            "unit()",
            "unit(f)"
        ]
    );
    assert!(!ran.contains(&"module".to_owned()), "{ran:?}");
}

#[test]
fn what_has_an_identity_is_not_copied() {
    let resources = r#"
func.func @f() -> tensor<2xi32> {
  %0 = arith.constant dense_resource<blob> : tensor<2xi32>
  return %0 : tensor<2xi32>
}
{-# dialect_resources: { builtin: { blob: "0x040000000100000002000000" } } #-}"#;
    let distinct = "#d = distinct[0]<i32>
        func.func @f() attributes {a = #d, b = #d} { return }
        func.func @g() attributes {a = #d, b = distinct[1]<i32>} { return }";
    for text in [resources, distinct] {
        let (_, ran) = check(text, "canonicalize,symbol-dce");
        assert!(ran.is_empty(), "{ran:?}");
    }
}

#[test]
fn a_module_of_other_ops_stays_whole() {
    for text in [
        "%c = arith.constant 1 : i32 %d = arith.addi %c, %c : i32 func.func @f() { return }",
        "builtin.unrealized_conversion_cast to i32 func.func @f() { return }",
        "module attributes {test.a} {}",
        "module @named {}",
        "",
    ] {
        let (_, ran) = check(text, LOCAL);
        assert!(units(&ran).is_empty(), "{text}: {ran:?}");
    }
}

#[test]
fn visibility_and_names_that_others_use() {
    let text = "
      func.func private @once(%x: f64) -> f64 { return %x : f64 }
      func.func @f(%x: f64) -> f64 { %r = func.call @once(%x) : (f64) -> f64 return %r : f64 }
      func.func nested @n() { return }
      func.func private @unused() { return }";
    let (result, _) = check(text, "canonicalize,inline,symbol-dce,func.func(cse)");
    let text = result.0.unwrap();
    assert!(!text.contains("@once"), "{text}");
}

#[test]
fn symbols_that_passes_make_come_once_and_in_their_place() {
    let text = "
      func.func @f(%x: f64) -> f64 { %r = math.expm1 %x : f64 return %r : f64 }
      func.func @g(%x: f64) -> f64 { %r = math.expm1 %x : f64 return %r : f64 }";
    let (result, ran) = check(text, "functional-expand-math,convert-math-to-libm");
    assert_eq!(result.0.unwrap().matches("private @expm1").count(), 1);
    assert_eq!(ran.last().unwrap(), "module");
}

#[test]
fn signatures_that_change_together() {
    let text = "
      func.func private @swap(%t: tuple<f64, f64>) -> tuple<f64, f64> {
        %a = functional.get %t[0] : tuple<f64, f64>
        %b = functional.get %t[1] : tuple<f64, f64>
        %r = functional.tuple %b, %a : f64, f64
        return %r : tuple<f64, f64>
      }
      func.func @f(%t: tuple<f64, f64>) -> f64 {
        %u = func.call @swap(%t) : (tuple<f64, f64>) -> tuple<f64, f64>
        %a = functional.get %u[0] : tuple<f64, f64>
        return %a : f64
      }";
    let (_, ran) = check(text, "functional-lower-tuples,cse");
    assert_eq!(ran, ["unit(swap)", "unit(f)"]);
}

#[test]
fn remarks_and_errors_are_said_once_and_in_order() {
    let text = "
      func.func @f(%x: f64) -> f64 { %r = math.sin %x : f64 return %r : f64 }
      func.func @g(%x: f64) -> i32 { %r = arith.fptosi %x : f64 to i32 return %r : i32 }
      func.func @h(%x: vector<2xf64>) -> vector<2xf64> { return %x : vector<2xf64> }";
    let ((_, said), _) = check(text, "cse,functional-explain");
    assert!(!said.is_empty());
    let ((text, said), _) = check(
        text,
        "cse,functional-explain,functional-check-lowerable,cse",
    );
    assert!(text.is_none() && said.len() > 1, "{said:?}");
}

#[test]
fn locations_in_the_code_are_those_of_the_file() {
    let text = "\n\n func.func @f(%x: f64) -> f64 {\n  %r = math.log %x : f64 loc(\"there.mlir\":7:8)\n  return %r : f64 }";
    let (result, _) = check(text, "canonicalize,functional-check-nan");
    assert!(result.0.unwrap().contains("there.mlir"));
}

#[test]
fn unregistered_ops_inside_of_functions() {
    // Without permission such a text is none; `pullback-opt` has tests with it.
    let text = "func.func @f() { \"cf.br\"()[^a] : () -> () ^a: return }";
    let (_, ran) = check(text, LOCAL);
    assert_eq!(ran, ["unit(f)"]);
}
