// x³ as a functional program writes it: a function that multiplies by x, applied twice by a higher-order function.
// The derivative comes out as 3·x².
//
// `@f` is the program, `@df` its derivative written with `functional.grad`.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0], "results": [8.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.0], "value": [8.0], "gradients": [12.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0], "value": [8.0], "gradients": [12.0]}
// CHECK-CALL: {"entry": "df", "command": "run", "inputs": [2.0], "results": [12.0]}

func.func @f(%x: f64) -> f64 {
  // λg. λy. g(g(y))
  %twice = functional.lambda (%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %gg = functional.lambda (%y: f64) -> f64 {
      %gy = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
      %ggy = functional.apply %g(%gy) : !functional.fn<(f64) -> f64>
      functional.return %ggy : f64
    }
    functional.return %gg : !functional.fn<(f64) -> f64>
  }
  // λy. x·y captures x.
  %scale = functional.lambda (%y: f64) -> f64 {
    %xy = arith.mulf %x, %y : f64
    functional.return %xy : f64
  }
  %scale_twice = functional.apply %twice(%scale) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %scale_twice(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func @df(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %df(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
