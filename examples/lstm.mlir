// A long short-term memory reads rows of numbers, one after the other, and says the next one.
//
//   pullback train examples/lstm.mlir --data rows.csv      (20 numbers and the next one, a row each)
//
// `@cell` is the memory's step for a batch: 8 states, whose gates see the states and the new number.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [9, 32]}, {"noise": [32]}, {"noise": [8]}, {"noise": [3, 20]}, {"noise": [3]}]}

!states = tensor<?x8xf64>
!gates = tensor<?x32xf64>
!rows = tensor<?x20xf64>

func.func private @sigmoid(%x: !states) -> !states {
  %s = nd.map (%a in %x : !states) -> !states {
    %one = arith.constant 1.0 : f64
    %n = arith.negf %a : f64
    %e = math.exp %n : f64
    %d = arith.addf %one, %e : f64
    %r = arith.divf %one, %d : f64
    nd.yield %r : f64
  }
  return %s : !states
}

func.func private @cell(%w: tensor<9x32xf64>, %b: tensor<32xf64>, %h: !states, %c: !states, %x: tensor<?x1xf64>) -> (!states, !states) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %h, %c0 : !states
  %seen = tensor.concat dim(1) %h, %x : (!states, tensor<?x1xf64>) -> tensor<?x9xf64>
  %weighed = nd.contract "ni,ig->ng" %seen, %w : (tensor<?x9xf64>, tensor<9x32xf64>) -> !gates
  %bias = nd.broadcast %b [1] sizes(%n) : tensor<32xf64> to !gates
  %gates = arith.addf %weighed, %bias : !gates
  %g0 = tensor.extract_slice %gates[0, 0] [%n, 8] [1, 1] : !gates to !states
  %g1 = tensor.extract_slice %gates[0, 8] [%n, 8] [1, 1] : !gates to !states
  %g2 = tensor.extract_slice %gates[0, 16] [%n, 8] [1, 1] : !gates to !states
  %g3 = tensor.extract_slice %gates[0, 24] [%n, 8] [1, 1] : !gates to !states
  %keep = func.call @sigmoid(%g0) : (!states) -> !states
  %take = func.call @sigmoid(%g1) : (!states) -> !states
  %show = func.call @sigmoid(%g2) : (!states) -> !states
  %new = math.tanh %g3 : !states
  %kept = arith.mulf %keep, %c : !states
  %taken = arith.mulf %take, %new : !states
  %memory = arith.addf %kept, %taken : !states
  %squashed = math.tanh %memory : !states
  %shown = arith.mulf %show, %squashed : !states
  return %shown, %memory : !states, !states
}

// What comes after each row.
func.func @next(%w: tensor<9x32xf64>, %b: tensor<32xf64>, %v: tensor<8xf64>, %rows: !rows) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c20 = arith.constant 20 : index
  %n = tensor.dim %rows, %c0 : !rows
  %zero = arith.constant 0.0 : f64
  %start = nd.broadcast %zero [] sizes(%n) : f64 to !states
  %end:2 = scf.for %t = %c0 to %c20 step %c1 iter_args(%h = %start, %c = %start) -> (!states, !states) {
    %x = tensor.extract_slice %rows[0, %t] [%n, 1] [1, 1] : !rows to tensor<?x1xf64>
    %new:2 = func.call @cell(%w, %b, %h, %c, %x) : (tensor<9x32xf64>, tensor<32xf64>, !states, !states, tensor<?x1xf64>) -> (!states, !states)
    scf.yield %new#0, %new#1 : !states, !states
  }
  %r = nd.contract "nh,h->n" %end#0, %v : (!states, tensor<8xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

// The mean of the squared errors.
func.func @loss(%w: tensor<9x32xf64>, %b: tensor<32xf64>, %v: tensor<8xf64>, %rows: !rows, %truth: tensor<?xf64>) -> f64 {
  %said = func.call @next(%w, %b, %v, %rows) : (tensor<9x32xf64>, tensor<32xf64>, tensor<8xf64>, !rows) -> tensor<?xf64>
  %d = arith.subf %said, %truth : tensor<?xf64>
  %sum = nd.contract "n,n->" %d, %d : (tensor<?xf64>, tensor<?xf64>) -> f64
  %c0 = arith.constant 0 : index
  %n = tensor.dim %truth, %c0 : tensor<?xf64>
  %i = arith.index_cast %n : index to i64
  %f = arith.sitofp %i : i64 to f64
  %mean = arith.divf %sum, %f : f64
  return %mean : f64
}
