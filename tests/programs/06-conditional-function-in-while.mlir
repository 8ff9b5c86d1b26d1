// A closure that a while loop carries, chosen anew in each trip by an index: k ← (λy. y + x², λy. y·a, λy. y + sin a)[n mod 3]
// and v ← k(v) until v ≥ 10; f(x, a) = k(v).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [12.501704493176174]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [12.501704493176174], "gradients": [14.973270000000001, 28.559834720267386]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [12.501704493176174], "gradients": [14.973270000000001, 28.559834720267386]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [12.501704493176174], "gradients": [29.946540000000002, 57.11966944053477]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [12.501704493176174], "tangents_out": [36.04646972026739]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-3.2746499999999994, 11.913217293868671]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-3.2746499999999994, 11.913217293868671]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-3.2746499999999994, 11.913217293868671]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-9.231258646934334]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0, 1.7], "results": [13.571664810452468]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.0, 1.7], "value": [13.571664810452468], "gradients": [9.69, 10.671155505704474]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0, 1.7], "value": [13.571664810452468], "gradients": [9.69, 10.671155505704474]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [2.0, 1.7], "cotangents": [2.0], "value": [13.571664810452468], "gradients": [19.38, 21.34231101140895]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [2.0, 1.7], "tangents": [0.5, 1.0], "value": [13.571664810452468], "tangents_out": [15.516155505704475]}

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

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %df(%p0, %p1) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %v0 : f64
    %t1 = arith.mulf %d#1, %v1 : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
