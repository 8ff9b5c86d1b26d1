// A stream whose tail is a closure; its first values are summed.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3, 4], "results": [1.7557517894893535]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3, 4], "value": [1.7557517894893535], "gradients": [3.6002799803296255, 8.183545494507626]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3, 4], "value": [1.7557517894893535], "gradients": [3.6002799803296255, 8.183545494507626]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 4], "gradients": [1.5175972763492172]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 4], "gradients": [1.5175972763492172]}

functional.data @stream {
  cell(f64, !functional.fn<() -> !functional.data<@stream>>)
}
func.func @from(%a: f64, %x: f64) -> !functional.data<@stream> {
  %rest = functional.lambda () -> !functional.data<@stream> {
    %s = math.sin %a : f64
    %b = arith.addf %s, %x : f64
    %r = func.call @from(%b, %x) : (f64, f64) -> !functional.data<@stream>
    functional.return %r : !functional.data<@stream>
  }
  %c = functional.construct @stream cell(%a, %rest) : (f64, !functional.fn<() -> !functional.data<@stream>>) -> !functional.data<@stream>
  return %c : !functional.data<@stream>
}
func.func @take(%s: !functional.data<@stream>, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = functional.match %s : !functional.data<@stream> -> f64 {
  case cell(%h: f64, %rest: !functional.fn<() -> !functional.data<@stream>>) {
    %v = scf.if %done -> f64 {
      scf.yield %h : f64
    } else {
      %m = arith.subi %n, %c1 : i64
      %t = functional.apply %rest() : !functional.fn<() -> !functional.data<@stream>>
      %q = func.call @take(%t, %m) : (!functional.data<@stream>, i64) -> f64
      %p = arith.mulf %q, %h : f64
      scf.yield %p : f64
    }
    functional.yield %v : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %s = func.call @from(%x, %y) : (f64, f64) -> !functional.data<@stream>
  %r = func.call @take(%s, %n) : (!functional.data<@stream>, i64) -> f64
  return %r : f64
}
