// Recursion without recursion: a function in data that is given itself.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5, 0.7, 3], "results": [0.08716644388777181]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.5, 0.7, 3], "value": [0.08716644388777181], "gradients": [0.5190127800468178, 0.12357447143971852]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.5, 0.7, 3], "value": [0.08716644388777181], "gradients": [0.5190127800468178, 0.12357447143971852]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.5, 0.7, 3], "gradients": [2.0047065607897703]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.5, 0.7, 3], "gradients": [2.0047065607897703]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.3, 0], "results": [1.3]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.3, 0], "value": [1.3], "gradients": [0.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.3, 0], "value": [1.3], "gradients": [0.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.95, 1.1, 12], "results": [0.37748710061137114]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.95, 1.1, 12], "value": [0.37748710061137114], "gradients": [1.8337583191131157, 0.1319750305422318]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.95, 1.1, 12], "value": [0.37748710061137114], "gradients": [1.8337583191131157, 0.1319750305422318]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.95, 1.1, 12], "gradients": [-24.89675701506204]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.95, 1.1, 12], "gradients": [-24.89675701506204]}

functional.data @self {
  fold(!functional.fn<(!functional.data<@self>, i64, f64) -> f64>)
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %g = functional.lambda (%s: !functional.data<@self>, %m: i64, %a: f64) -> f64 {
    %done = arith.cmpi sle, %m, %c0 : i64
    %r = scf.if %done -> f64 {
      scf.yield %a : f64
    } else {
      %k = arith.subi %m, %c1 : i64
      %b = arith.mulf %a, %x : f64
      %v = functional.match %s : !functional.data<@self> -> f64 {
      case fold(%h: !functional.fn<(!functional.data<@self>, i64, f64) -> f64>) {
        %w = functional.apply %h(%s, %k, %b) : !functional.fn<(!functional.data<@self>, i64, f64) -> f64>
        functional.yield %w : f64
      }
      }
      %t = math.sin %v : f64
      scf.yield %t : f64
    }
    functional.return %r : f64
  }
  %s = functional.construct @self fold(%g) : (!functional.fn<(!functional.data<@self>, i64, f64) -> f64>) -> !functional.data<@self>
  %r = functional.apply %g(%s, %n, %y) : !functional.fn<(!functional.data<@self>, i64, f64) -> f64>
  return %r : f64
}
