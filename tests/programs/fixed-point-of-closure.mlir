// A fixed point of a closure that captures both arguments, by letrec.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.4, 0.3, 20], "results": [0.2978730377594005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.4, 0.3, 20], "value": [0.2978730377594005], "gradients": [-0.010472841119079666, 0.9789463377058953]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.4, 0.3, 20], "value": [0.2978730377594005], "gradients": [-0.010472841119079666, 0.9789463377058953]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.4, 0.3, 20], "gradients": [-0.024593881351504684]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.4, 0.3, 20], "gradients": [-0.024593881351504684]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %step = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %z, %x : f64
    %s = math.cos %p : f64
    %q = arith.mulf %s, %y : f64
    functional.return %q : f64
  }
  %iterate = functional.letrec (%self: !functional.fn<(!functional.fn<(f64) -> f64>, f64, i64) -> f64>) {
    %l = functional.lambda (%g: !functional.fn<(f64) -> f64>, %z: f64, %k: i64) -> f64 {
      %done = arith.cmpi sle, %k, %c0 : i64
      %r = scf.if %done -> f64 {
        scf.yield %z : f64
      } else {
        %w = functional.apply %g(%z) : !functional.fn<(f64) -> f64>
        %m = arith.subi %k, %c1 : i64
        %v = functional.apply %self(%g, %w, %m) : !functional.fn<(!functional.fn<(f64) -> f64>, f64, i64) -> f64>
        scf.yield %v : f64
      }
      functional.return %r : f64
    }
    functional.return %l : !functional.fn<(!functional.fn<(f64) -> f64>, f64, i64) -> f64>
  }
  %r = functional.apply %iterate(%step, %x, %n) : !functional.fn<(!functional.fn<(f64) -> f64>, f64, i64) -> f64>
  return %r : f64
}
