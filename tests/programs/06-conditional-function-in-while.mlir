// A closure that a while loop carries, chosen anew in each trip by an index: k ← (λy. y + x², λy. y·a, λy. y + sin a)[n mod 3]
// and v ← k(v) until v ≥ 10; f(x, a) = k(v).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [12.501704493176174]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0, 1.7], "results": [13.571664810452468]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %a: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %ten = arith.constant 10.0 : f64
  %scale = functional.lambda (%y: f64) -> f64 {
    %r = arith.mulf %a, %y : f64
    functional.return %r : f64
  }
  %v, %k, %n = scf.while (%w = %x, %g = %scale, %i = %zero) : (f64, !g, index) -> (f64, !g, index) {
    %more = arith.cmpf olt, %w, %ten : f64
    scf.condition(%more) %w, %g, %i : f64, !g, index
  } do {
  ^bb0(%w: f64, %g: !g, %i: index):
    %next = functional.apply %g(%w) : !g
    %m = arith.remui %i, %three : index
    %h = scf.index_switch %m -> !g
    case 0 {
      %xx = arith.mulf %x, %x : f64
      %l = functional.lambda (%y: f64) -> f64 {
        %r = arith.addf %y, %xx : f64
        functional.return %r : f64
      }
      scf.yield %l : !g
    }
    case 1 {
      %l = functional.lambda (%y: f64) -> f64 {
        %r = arith.mulf %y, %a : f64
        functional.return %r : f64
      }
      scf.yield %l : !g
    }
    default {
      %l = functional.lambda (%y: f64) -> f64 {
        %s = math.sin %a : f64
        %r = arith.addf %y, %s : f64
        functional.return %r : f64
      }
      scf.yield %l : !g
    }
    %j = arith.addi %i, %one : index
    scf.yield %next, %h, %j : f64, !g, index
  }
  %r = functional.apply %k(%v) : !g
  return %r : f64
}
