//! Functions over elements that hold loops, a block of elements at a time, against the same ones one by one: these see their position,
//! which a block has no vector of. Both compute the same numbers, so that their difference is 0, and so are its derivatives.

use crate::pullback;
use std::fs;

/// Steps towards a root, whose derivative keeps a tape. `T` is the element's type, `S` the size.
const PROGRAM: &str = "!v = tensor<SxT>

func.func private @root(%x: T, %k: T) -> T {
  %first = arith.constant 0 : index
  %one = arith.constant 1 : index
  %outer = arith.constant 3 : index
  %inner = arith.constant 4 : index
  %half = arith.constant 0.5 : T
  %start = arith.addf %x, %half : T
  %n0 = arith.constant 1 : i32
  %r:2 = scf.for %i = %first to %outer step %one iter_args(%y = %start, %n = %n0) -> (T, i32) {
    %z = scf.for %j = %first to %inner step %one iter_args(%z = %y) -> T {
      %q = arith.divf %x, %z : T
      %s = arith.addf %z, %q : T
      %next = arith.mulf %half, %s : T
      scf.yield %next : T
    }
    %t = math.tanh %z : T
    %nf = arith.sitofp %n : i32 to T
    %w = arith.mulf %t, %nf : T
    %kw = arith.mulf %k, %w : T
    %is.large = arith.cmpf ogt, %z, %x : T
    %c = arith.select %is.large, %kw, %t : T
    %u = arith.addf %z, %c : T
    %m = arith.addi %n, %n : i32
    scf.yield %u, %m : T, i32
  }
  return %r#0 : T
}

func.func @f(%x: !v, %k: T) -> T {
  %zero = arith.constant 0.0 : T
  %a = nd.map (%e in %x : !v) -> !v {
    %r = func.call @root(%e, %k) : (T, T) -> T
    nd.yield %r : T
  }
  %b = nd.map (%e in %x : !v) -> !v {
    %i = nd.index 0
    %j = arith.index_cast %i : index to i64
    %p = arith.sitofp %j : i64 to T
    %nothing = arith.mulf %p, %zero : T
    %d = arith.addf %e, %nothing : T
    %r = func.call @root(%d, %k) : (T, T) -> T
    nd.yield %r : T
  }
  %aa = arith.mulf %a, %a : !v
  %bb = arith.mulf %b, %b : !v
  %d = arith.subf %aa, %bb : !v
  %r = nd.sum %d [0] : !v to T
  return %r : T
}
";

/// What stands in the program's loop, and what stands there instead: without a loop in it the derivative is computed in blocks, too.
const INNER: &str = "    %z = scf.for %j = %first to %inner step %one iter_args(%z = %y) -> T {
      %q = arith.divf %x, %z : T
      %s = arith.addf %z, %q : T
      %next = arith.mulf %half, %s : T
      scf.yield %next : T
    }
";
const ONCE: &str = "    %q = arith.divf %x, %y : T
    %s = arith.addf %y, %q : T
    %z = arith.mulf %half, %s : T
";

#[test]
fn blocks_give_what_elements_give() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.mlir");
    let file = file.to_str().unwrap();
    for (count, is_known) in [(3, true), (64, true), (70, true), (0, false), (131, false)] {
        for (element, is_nested) in [("f64", true), ("f32", true), ("f64", false), ("f32", false)] {
            let size = if is_known {
                count.to_string()
            } else {
                "?".into()
            };
            let text = match is_nested {
                true => PROGRAM.to_owned(),
                false => PROGRAM.replace(INNER, ONCE),
            };
            let text = text
                .replace("SxT", &format!("{size}x{element}"))
                .replace(": T", &format!(": {element}"))
                .replace("-> T", &format!("-> {element}"))
                .replace("(T, ", &format!("({element}, "))
                .replace(", T)", &format!(", {element})"))
                .replace("to T", &format!("to {element}"));
            fs::write(file, &text).unwrap();
            let list = |element: fn(usize) -> String| {
                let list: Vec<_> = (0..count).map(element).collect();
                format!("[{}]", list.join(", "))
            };
            let inputs = list(|number| format!("{}", 1.0 + number as f64 / 8.0));
            let inputs = format!("[{inputs}, 0.25]");
            let call = [
                "grad",
                file,
                "--entry",
                "f",
                "--inputs",
                &inputs,
                "--fp=strict",
            ];
            let zeros = list(|_| "0.0".into());
            assert_eq!(
                pullback(call).success(),
                format!("value = 0.0\nd/d%x = {zeros}\nd/d%k = 0.0\n"),
                "{count} of {element}\n{text}"
            );
        }
    }
}
