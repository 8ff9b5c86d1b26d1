// A closure, tanh and a branch in bf16; the tolerance is that of the type.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.75, 1.5], "results": [0.8336402128753425], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.75, 1.5], "value": [0.8336402128753425], "gradients": [1.565457649070901, 0.8779466438166459], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.75, 1.5], "value": [0.8336402128753425], "gradients": [1.565457649070901, 0.8779466438166459], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.75, 1.5], "cotangents": [2.0], "value": [0.8336402128753425], "gradients": [3.130915298141802, 1.7558932876332918], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.75, 1.5], "tangents": [0.5, 1.0], "value": [0.8336402128753425], "tangents_out": [1.6606754683520963], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.75, 1.5], "value": [0.8336402128753425], "gradients": [1.565457649070901], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.75, 1.5], "value": [0.8336402128753425], "gradients": [0.8779466438166459], "tolerance": 0.15}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-0.6424386700205788, 1.285397858537431], "tolerance": 0.15}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-0.6424386700205788, 1.285397858537431], "tolerance": 0.15}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-0.6424386700205788, 1.285397858537431], "tolerance": 0.15}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-1.2851375992892942], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.5, 0.75], "results": [-0.25000951839805563], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-0.5, 0.75], "value": [-0.25000951839805563], "gradients": [0.39322012355042546, -0.6414211969048895], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-0.5, 0.75], "value": [-0.25000951839805563], "gradients": [0.39322012355042546, -0.6414211969048895], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-0.5, 0.75], "cotangents": [2.0], "value": [-0.25000951839805563], "gradients": [0.7864402471008509, -1.282842393809779], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-0.5, 0.75], "tangents": [0.5, 1.0], "value": [-0.25000951839805563], "tangents_out": [-0.44481113512967685], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [-0.5, 0.75], "value": [-0.25000951839805563], "gradients": [0.39322012355042546], "tolerance": 0.15}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [-0.5, 0.75], "value": [-0.25000951839805563], "gradients": [-0.6414211969048895], "tolerance": 0.15}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-0.5, 0.75, 1.0, -0.5], "results": [0.05433701910224336, 1.2907493554223244], "tolerance": 0.15}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-0.5, 0.75, 1.0, -0.5], "results": [0.05433701910224336, 1.2907493554223244], "tolerance": 0.15}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-0.5, 0.75, 1.0, -0.5], "results": [0.05433701910224336, 1.2907493554223244], "tolerance": 0.15}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-0.5, 0.75, 1.0, -0.5], "results": [-0.5910376586089189], "tolerance": 0.15}

func.func @f(%x: bf16, %w: bf16) -> bf16 {
  %activate = functional.lambda (%z: bf16) -> bf16 {
    %t = math.tanh %z : bf16
    %p = arith.mulf %t, %w : bf16
    functional.return %p : bf16
  }
  %a = functional.apply %activate(%x) : !functional.fn<(bf16) -> bf16>
  %b = functional.apply %activate(%a) : !functional.fn<(bf16) -> bf16>
  %zero = arith.constant 0.0 : bf16
  %positive = arith.cmpf ogt, %b, %zero : bf16
  %r = scf.if %positive -> (bf16) {
    %s = arith.mulf %b, %x : bf16
    scf.yield %s : bf16
  } else {
    scf.yield %b : bf16
  }
  return %r : bf16
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: bf16, %w: bf16, %vx: bf16, %vw: bf16) -> (bf16, bf16) {
  %f = functional.ref @f : !functional.fn<(bf16, bf16) -> bf16>
  %df = functional.grad %f : !functional.fn<(bf16, bf16) -> bf16>
  %slope = functional.lambda (%px: bf16, %pw: bf16) -> bf16 {
    %d:2 = functional.apply %df(%px, %pw) : !functional.fn<(bf16, bf16) -> (bf16, bf16)>
    %t0 = arith.mulf %d#0, %vx : bf16
    %t1 = arith.mulf %d#1, %vw : bf16
    %s1 = arith.addf %t0, %t1 : bf16
    functional.return %s1 : bf16
  }
  %h = functional.grad %slope : !functional.fn<(bf16, bf16) -> bf16>
  %r:2 = functional.apply %h(%x, %w) : !functional.fn<(bf16, bf16) -> (bf16, bf16)>
  return %r#0, %r#1 : bf16, bf16
}

// The same, forward over reverse.
func.func @fwd_rev(%x: bf16, %w: bf16, %vx: bf16, %vw: bf16) -> (bf16, bf16) {
  %f = functional.ref @f : !functional.fn<(bf16, bf16) -> bf16>
  %df = functional.grad %f : !functional.fn<(bf16, bf16) -> bf16>
  %h = functional.jvp %df : !functional.fn<(bf16, bf16) -> (bf16, bf16)>
  %r:4 = functional.apply %h(%x, %w, %vx, %vw) : !functional.fn<(bf16, bf16, bf16, bf16) -> (bf16, bf16, bf16, bf16)>
  return %r#2, %r#3 : bf16, bf16
}

// The same, reverse over forward.
func.func @rev_fwd(%x: bf16, %w: bf16, %vx: bf16, %vw: bf16) -> (bf16, bf16) {
  %f = functional.ref @f : !functional.fn<(bf16, bf16) -> bf16>
  %jf = functional.jvp %f : !functional.fn<(bf16, bf16) -> bf16>
  %slope = functional.lambda (%px: bf16, %pw: bf16) -> bf16 {
    %d:2 = functional.apply %jf(%px, %pw, %vx, %vw) : !functional.fn<(bf16, bf16, bf16, bf16) -> (bf16, bf16)>
    functional.return %d#1 : bf16
  }
  %h = functional.grad %slope : !functional.fn<(bf16, bf16) -> bf16>
  %r:2 = functional.apply %h(%x, %w) : !functional.fn<(bf16, bf16) -> (bf16, bf16)>
  return %r#0, %r#1 : bf16, bf16
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: bf16, %w: bf16, %vx: bf16, %vw: bf16) -> bf16 {
  %f = functional.ref @f : !functional.fn<(bf16, bf16) -> bf16>
  %jf = functional.jvp %f : !functional.fn<(bf16, bf16) -> bf16>
  %slope = functional.lambda (%px: bf16, %pw: bf16) -> bf16 {
    %d:2 = functional.apply %jf(%px, %pw, %vx, %vw) : !functional.fn<(bf16, bf16, bf16, bf16) -> (bf16, bf16)>
    functional.return %d#1 : bf16
  }
  %h = functional.jvp %slope : !functional.fn<(bf16, bf16) -> bf16>
  %r:2 = functional.apply %h(%x, %w, %vx, %vw) : !functional.fn<(bf16, bf16, bf16, bf16) -> (bf16, bf16)>
  return %r#1 : bf16
}
