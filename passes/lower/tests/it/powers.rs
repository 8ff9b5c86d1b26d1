//! A derivative's power, from that of the primal.

use crate::common::{after, jit};
use pullback_codegen::{Scalar, Value};

/// `x^p` and `x^(p - 1)`; `MARK` says whether the latter may be computed by any formula.
const BOTH: &str = "func.func @f(%x: T, %p: T) -> (T, T) {
  %one = arith.constant -1.0 : T
  %q = arith.addf %p, %one : T
  %y = math.powf %x, %p : T
  %z = math.powf %x, %q MARK : T
  return %y, %z : T, T
}";

const MARK: &str = "{functional.any_formula}";

fn after_sharing(text: &str) -> String {
    after("functional-share-powers", text).expect("the pass takes it")
}

#[test]
fn a_power_less_one_is_the_power_over_its_base_where_that_has_all_digits() {
    for (ty, digits) in [("f64", 4e-16), ("f32", 2e-7)] {
        let text = BOTH.replace('T', ty);
        let (shared, plain) = (
            jit(&text.replace("MARK", MARK), &["f"]),
            jit(&text.replace("MARK", ""), &["f"]),
        );
        let scalar = Scalar::parse(ty).expect("a scalar type");
        let number = |x: f64| Value::float(scalar, x).expect("a float");
        let big = if ty == "f64" { 1e200 } else { 1e25 };
        let special = [
            0.0,
            -0.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            1.0,
            -1.0,
        ];
        let bases = [0.3, 1.5, -2.25, 17.0, big, 1.0 / big, -big, 5e-324, 1e-42];
        let exponents = [
            0.0, 0.25, 1.0, 1.5, 2.0, -0.5, -1.0, 3.0, -3.0, 9.0, 1e17, 40.25,
        ];
        let mut different = 0;
        for x in special.into_iter().chain(bases) {
            for p in exponents {
                let args = [number(x), number(p)];
                let call = |jit: &pullback_codegen::Jit| {
                    let results = jit.call("f", &args).expect("two floats");
                    results[1].as_f64().expect("a float")
                };
                let (found, expected) = (call(&shared), call(&plain));
                different += usize::from(found.to_bits() != expected.to_bits());
                // With 1e17 the exponent less one is rounded: -1 to that power is no number to compare.
                let same = found == expected
                    || found.is_nan() && expected.is_nan()
                    || (found - expected).abs() <= digits * expected.abs()
                    || expected.abs() < f64::MIN_POSITIVE && (found - expected).abs() < 1e-320
                    || x == -1.0 && p == 1e17;
                assert!(same, "{x}^({p} - 1): {found}, not {expected}");
                assert!(
                    found != 0.0 || found.is_sign_negative() == expected.is_sign_negative(),
                    "{x}^({p} - 1)"
                );
            }
        }
        // Some are off by one digit: so they were computed from the other power.
        assert!(different > 3, "{different} results differ at {ty}");
    }
}

#[test]
fn only_marked_powers_of_the_same_base_above_are_shared() {
    let both = BOTH.replace('T', "f64").replace("MARK", MARK);
    assert!(after_sharing(&both).contains("arith.divf"));
    let unmarked = BOTH.replace('T', "f64").replace("MARK", "");
    let narrow = BOTH.replace('T', "bf16").replace("MARK", MARK);
    let vector = both
        .replace("f64", "vector<2xf64>")
        .replace("-1.0", "dense<-1.0>");
    let below = "func.func @f(%x: f64, %p: f64, %c: i1) -> f64 {
      %one = arith.constant 1.0 : f64
      %q = arith.subf %p, %one : f64
      %z = math.powf %x, %q {functional.any_formula} : f64
      %y = scf.if %c -> f64 {
        %y = math.powf %x, %p : f64
        scf.yield %y : f64
      } else {
        scf.yield %z : f64
      }
      return %y : f64
    }";
    let otherwise = both.replace("-1.0", "-2.0");
    for text in [&unmarked, &narrow, &vector, below, &otherwise] {
        assert!(!after_sharing(text).contains("arith.divf"), "{text}");
    }
}

#[test]
fn a_power_above_the_branch_serves_in_it() {
    let found = after_sharing(
        "func.func @f(%x: f64, %c: i1) -> f64 {
          %p = arith.constant 2.5 : f64
          %q = arith.constant 1.5 : f64
          %y = math.powf %x, %p : f64
          %r = scf.if %c -> f64 {
            %z = math.powf %x, %q {functional.any_formula} : f64
            scf.yield %z : f64
          } else {
            scf.yield %y : f64
          }
          return %r : f64
        }",
    );
    assert!(found.contains("arith.divf"), "{found}");
}
