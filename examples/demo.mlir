// Logistic regression of two features on four samples, with a penalty on the weights.
//
// `@loss` takes the two weights, the bias, the penalty's rate and the size from which the penalty is linear. It is written as
// one would in a functional language: the model is a closure over the weights, the loss of a sample takes the model as an
// argument, `functional.partial` binds it, and a branch chooses the function that penalizes a weight.
//
// CHECK-CALL: {"entry": "loss", "command": "run", "inputs": [0.75, -0.25, 0.125, 0.5, 1.0], "results": [1.9993676709517976]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "reverse", "inputs": [0.75, -0.25, 0.125, 0.5, 1.0], "value": [1.9993676709517976], "gradients": [-0.6542359480652912, -1.0688552770394044, 0.20997204586666338, 0.3125, 0.0]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "forward", "inputs": [0.75, -0.25, 0.125, 0.5, 1.0], "value": [1.9993676709517976], "gradients": [-0.6542359480652912, -1.0688552770394044, 0.20997204586666338, 0.3125, 0.0]}
// CHECK-CALL: {"entry": "loss", "command": "run", "inputs": [1.5, -2.0, -0.5, 0.5, 1.0], "results": [5.062547994770655]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "reverse", "inputs": [1.5, -2.0, -0.5, 0.5, 1.0], "value": [5.062547994770655], "gradients": [-0.23301676520772963, -2.3629067764361404, -0.1303948708512243, 2.5, 0.75]}
// CHECK-CALL: {"entry": "loss", "command": "grad", "mode": "forward", "inputs": [1.5, -2.0, -0.5, 0.5, 1.0], "value": [5.062547994770655], "gradients": [-0.23301676520772963, -2.3629067764361404, -0.1303948708512243, 2.5, 0.75]}

func.func @loss(%w0: f64, %w1: f64, %bias: f64, %rate: f64, %limit: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %half = arith.constant 0.5 : f64

  // The model: a closure over the weights.
  %score = functional.lambda (%x0: f64, %x1: f64) -> f64 {
    %a0 = arith.mulf %w0, %x0 : f64
    %a1 = arith.mulf %w1, %x1 : f64
    %a = arith.addf %a0, %a1 : f64
    %s = arith.addf %a, %bias : f64
    functional.return %s : f64
  }

  // log(1 + exp z), from the side on which exp does not overflow.
  %softplus = functional.lambda (%z: f64) -> f64 {
    %positive = arith.cmpf ogt, %z, %zero : f64
    %r = scf.if %positive -> (f64) {
      %m = arith.negf %z : f64
      %e = math.exp %m : f64
      %l = math.log1p %e : f64
      %s = arith.addf %z, %l : f64
      scf.yield %s : f64
    } else {
      %e = math.exp %z : f64
      %l = math.log1p %e : f64
      scf.yield %l : f64
    }
    functional.return %r : f64
  }

  // The loss of one sample: takes the model as an argument.
  %sample = functional.lambda (%model: !functional.fn<(f64, f64) -> f64>, %x0: f64, %x1: f64, %label: f64) -> f64 {
    %s = functional.apply %model(%x0, %x1) : !functional.fn<(f64, f64) -> f64>
    %margin = arith.mulf %label, %s : f64
    %z = arith.negf %margin : f64
    %l = functional.apply %softplus(%z) : !functional.fn<(f64) -> f64>
    functional.return %l : f64
  }
  %on = functional.partial %sample(%score) : !functional.fn<(!functional.fn<(f64, f64) -> f64>, f64, f64, f64) -> f64>

  // The data: two features and a label of each sample.
  %c1_25 = arith.constant 1.25 : f64
  %c1 = arith.constant 1.0 : f64
  %m1_5 = arith.constant -1.5 : f64
  %c0_25 = arith.constant 0.25 : f64
  %m1 = arith.constant -1.0 : f64
  %c2 = arith.constant 2.0 : f64
  %m0_75 = arith.constant -0.75 : f64
  %m0_25 = arith.constant -0.25 : f64
  %l0 = functional.apply %on(%half, %c1_25, %c1) : !functional.fn<(f64, f64, f64) -> f64>
  %l1 = functional.apply %on(%m1_5, %c0_25, %m1) : !functional.fn<(f64, f64, f64) -> f64>
  %l2 = functional.apply %on(%c2, %m0_75, %c1) : !functional.fn<(f64, f64, f64) -> f64>
  %l3 = functional.apply %on(%m0_25, %m1, %m1) : !functional.fn<(f64, f64, f64) -> f64>
  %l01 = arith.addf %l0, %l1 : f64
  %l23 = arith.addf %l2, %l3 : f64
  %data = arith.addf %l01, %l23 : f64

  // The penalty of a weight by its size: quadratic below the limit, linear above. The branch chooses a function.
  %small = functional.lambda (%w: f64) -> f64 {
    %ww = arith.mulf %w, %w : f64
    %p = arith.mulf %half, %ww : f64
    functional.return %p : f64
  }
  %large = functional.lambda (%w: f64) -> f64 {
    %size = math.absf %w : f64
    %h = arith.mulf %half, %limit : f64
    %d = arith.subf %size, %h : f64
    %p = arith.mulf %limit, %d : f64
    functional.return %p : f64
  }
  %penalty = functional.lambda (%w: f64) -> f64 {
    %size = math.absf %w : f64
    %is_small = arith.cmpf olt, %size, %limit : f64
    %by_size = scf.if %is_small -> (!functional.fn<(f64) -> f64>) {
      scf.yield %small : !functional.fn<(f64) -> f64>
    } else {
      scf.yield %large : !functional.fn<(f64) -> f64>
    }
    %p = functional.apply %by_size(%w) : !functional.fn<(f64) -> f64>
    functional.return %p : f64
  }
  %p0 = functional.apply %penalty(%w0) : !functional.fn<(f64) -> f64>
  %p1 = functional.apply %penalty(%w1) : !functional.fn<(f64) -> f64>
  %p = arith.addf %p0, %p1 : f64
  %weighted = arith.mulf %rate, %p : f64
  %loss = arith.addf %data, %weighted : f64
  return %loss : f64
}
