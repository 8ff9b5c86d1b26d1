// Maps and folds. Programs whose derivatives `arrays.rs` checks against differences and against each other. A
// program begins after a line of dashes, with its name, the shapes of the arguments of `@f`, and what indices are.
// -----
// map: 2x3; -; 2x3
func.func @f(%a0: tensor<2x3xf64>, %a1: f64, %a2: tensor<2x3xf64>) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %x, %y = nd.map (%p in %a0 : tensor<2x3xf64>, %r in %a2 : tensor<2x3xf64>) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
    %i = nd.index 1
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %m = arith.mulf %p, %a1 : f64
    %n = arith.addf %m, %f : f64
    %o = math.sin %n : f64
    %u = arith.mulf %o, %r : f64
    %c = arith.cmpf ogt, %u, %p : f64
    %v = scf.if %c -> f64 {
      %w = arith.mulf %u, %p : f64
      scf.yield %w : f64
    } else {
      %w = math.exp %p : f64
      scf.yield %w : f64
    }
    nd.yield %v, %o : f64, f64
  }
  return %x, %y : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// map_loop: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %x = nd.map (%p in %a0 : tensor<3xf64>) -> tensor<3xf64> {
    %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%z = %p) -> f64 {
      %m = arith.mulf %z, %a1 : f64
      %o = math.sin %m : f64
      scf.yield %o : f64
    }
    nd.yield %r : f64
  }
  return %x : tensor<3xf64>
}
// -----
// map_none: -
func.func @f(%a0: f64) -> tensor<3xf64> {
  %x = nd.map () -> tensor<3xf64> {
    %i = nd.index 0
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %m = arith.mulf %f, %a0 : f64
    %o = math.sin %m : f64
    nd.yield %o : f64
  }
  return %x : tensor<3xf64>
}
// -----
// map_array: 3; 4
func.func @f(%a0: tensor<3xf64>, %a1: tensor<4xf64>) -> tensor<3xf64> {
  %x = nd.map (%p in %a0 : tensor<3xf64>) -> tensor<3xf64> {
    %i = nd.index 0
    %e = tensor.extract %a1[%i] : tensor<4xf64>
    %m = arith.mulf %e, %p : f64
    %o = math.sin %m : f64
    nd.yield %o : f64
  }
  return %x : tensor<3xf64>
}
// -----
// map_nested: 2x3; 3
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3xf64>) -> tensor<2xf64> {
  %z = arith.constant 0.0 : f64
  %x = nd.map () -> tensor<2xf64> {
    %i = nd.index 0
    %row = tensor.extract_slice %a0[%i, 0] [1, 3] [1, 1] : tensor<2x3xf64> to tensor<3xf64>
    %s = nd.reduce (%u in %row : tensor<3xf64>, %v in %a1 : tensor<3xf64>) from (%acc = %z : f64) along [0] -> f64 {
      %m = arith.mulf %u, %v : f64
      %t = math.sin %m : f64
      %y = arith.addf %acc, %t : f64
      nd.yield %y : f64
    }
    nd.yield %s : f64
  }
  return %x : tensor<2xf64>
}
// -----
// reduce_add: 2x3x2; -
func.func @f(%a0: tensor<2x3x2xf64>, %a1: f64) -> (tensor<3xf64>, f64) {
  %k = math.sin %a0 : tensor<2x3x2xf64>
  %x = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<3xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<3xf64>
  return %e, %y : tensor<3xf64>, f64
}
// -----
// scan_add: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 -> tensor<2x3xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_addreverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<2x3xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_addexclusive: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<2x3xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_addexclusivereverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<2x3xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// reduce_mul: 2x3x2; -
func.func @f(%a0: tensor<2x3x2xf64>, %a1: f64) -> (tensor<3xf64>, f64) {
  %k = math.sin %a0 : tensor<2x3x2xf64>
  %x = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<3xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<3xf64>
  return %e, %y : tensor<3xf64>, f64
}
// -----
// scan_mul: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 -> tensor<2x3xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_mulreverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<2x3xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_mulexclusive: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<2x3xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_mulexclusivereverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<2x3xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// reduce_max: 2x3x2; -
func.func @f(%a0: tensor<2x3x2xf64>, %a1: f64) -> (tensor<3xf64>, f64) {
  %k = math.sin %a0 : tensor<2x3x2xf64>
  %x = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<3xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<3xf64>
  return %e, %y : tensor<3xf64>, f64
}
// -----
// scan_max: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 -> tensor<2x3xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_maxreverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<2x3xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_maxexclusive: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<2x3xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_maxexclusivereverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<2x3xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// reduce_min: 2x3x2; -
func.func @f(%a0: tensor<2x3x2xf64>, %a1: f64) -> (tensor<3xf64>, f64) {
  %k = math.sin %a0 : tensor<2x3x2xf64>
  %x = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<3xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<2x3x2xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<3xf64>
  return %e, %y : tensor<3xf64>, f64
}
// -----
// scan_min: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 -> tensor<2x3xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_minreverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<2x3xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_minexclusive: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<2x3xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// scan_minexclusivereverse: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<2x3xf64> {
  %k = math.sin %a0 : tensor<2x3xf64>
  %x = nd.scan (%p in %k : tensor<2x3xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<2x3xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// reduce_any: 2x3x2; 2x3x2; -; -
func.func @f(%a0: tensor<2x3x2xf64>, %a1: tensor<2x3x2xf64>, %a2: f64, %a3: f64) -> (tensor<2x2xf64>, tensor<2x2xf64>) {
  %x, %y = nd.reduce (%p in %a0 : tensor<2x3x2xf64>, %r in %a1 : tensor<2x3x2xf64>) from (%z = %a2 : f64, %w = %a3 : f64) along [1] -> (tensor<2x2xf64>, tensor<2x2xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %r : f64
    %t = arith.addf %o, %n : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<2x2xf64>, tensor<2x2xf64>
}
// -----
// reduce_index: 4; -
func.func @f(%a0: tensor<4xf64>, %a1: f64) -> f64 {
  %k0 = arith.constant 0 : i64
  %k1 = arith.constant 1 : i64
  %x, %y = nd.reduce (%p in %a0 : tensor<4xf64>) from (%z = %a1 : f64, %w = %k0 : i64) along [0] -> (f64, i64) {
    %f = arith.sitofp %w : i64 to f64
    %m = arith.mulf %f, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %n, %z : f64
    %t = arith.addf %o, %p : f64
    %v = arith.addi %w, %k1 : i64
    nd.yield %t, %v : f64, i64
  }
  return %x : f64
}
// -----
// reduce_array: 2x3; 3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3xf64>, %a2: f64) -> tensor<2xf64> {
  %c1 = arith.constant 1 : index
  %k0 = arith.constant 0 : index
  %x, %y = nd.reduce (%p in %a0 : tensor<2x3xf64>) from (%z = %a2 : f64, %w = %k0 : index) along [1] -> (tensor<2xf64>, tensor<2xindex>) {
    %f = tensor.extract %a1[%w] : tensor<3xf64>
    %m = arith.mulf %f, %p : f64
    %n = arith.mulf %m, %z : f64
    %t = math.sin %n : f64
    %v = arith.addi %w, %c1 : index
    nd.yield %t, %v : f64, index
  }
  return %x : tensor<2xf64>
}
// -----
// scan_any: 2x3; -; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64, %a2: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<2x3xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 -> (tensor<2x3xf64>, tensor<2x3xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// scan_anyreverse: 2x3; -; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64, %a2: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<2x3xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 reverse -> (tensor<2x3xf64>, tensor<2x3xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// scan_anyexclusive: 2x3; -; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64, %a2: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<2x3xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 exclusive -> (tensor<2x3xf64>, tensor<2x3xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// scan_anyexclusivereverse: 2x3; -; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64, %a2: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<2x3xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 exclusive reverse -> (tensor<2x3xf64>, tensor<2x3xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// scan_array: 2x3; 3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3xf64>, %a2: f64) -> tensor<2x3xf64> {
  %c1 = arith.constant 1 : index
  %k0 = arith.constant 0 : index
  %x, %y = nd.scan (%p in %a0 : tensor<2x3xf64>) from (%z = %a2 : f64, %w = %k0 : index) along 1 reverse -> (tensor<2x3xf64>, tensor<2x3xindex>) {
    %f = tensor.extract %a1[%w] : tensor<3xf64>
    %m = arith.mulf %f, %p : f64
    %n = arith.mulf %m, %z : f64
    %t = math.sin %n : f64
    %v = arith.addi %w, %c1 : index
    nd.yield %t, %v : f64, index
  }
  return %x : tensor<2x3xf64>
}
// -----
// empty: 0; -; 2x0
func.func @f(%a0: tensor<0xf64>, %a1: f64, %a2: tensor<2x0xf64>) -> (f64, tensor<2xf64>, f64) {
  %x = nd.reduce (%p in %a0 : tensor<0xf64>) from (%z = %a1 : f64) along [0] -> f64 {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    nd.yield %n : f64
  }
  %y = nd.reduce (%p in %a2 : tensor<2x0xf64>) from (%z = %a1 : f64) along [1] -> tensor<2xf64> {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    nd.yield %n : f64
  }
  %w = nd.reduce (%p in %a2 : tensor<2x0xf64>) from (%z = %a1 : f64) along [0, 1] -> f64 {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  return %x, %y, %w : f64, tensor<2xf64>, f64
}
// -----
// map_d: 2x3; -; 2x3
func.func @f(%a0: tensor<?x?xf64>, %a1: f64, %a2: tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.map (%p in %a0 : tensor<?x?xf64>, %r in %a2 : tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %i = nd.index 1
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %m = arith.mulf %p, %a1 : f64
    %n = arith.addf %m, %f : f64
    %o = math.sin %n : f64
    %u = arith.mulf %o, %r : f64
    %c = arith.cmpf ogt, %u, %p : f64
    %v = scf.if %c -> f64 {
      %w = arith.mulf %u, %p : f64
      scf.yield %w : f64
    } else {
      %w = math.exp %p : f64
      scf.yield %w : f64
    }
    nd.yield %v, %o : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// map_loop_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %x = nd.map (%p in %a0 : tensor<?xf64>) -> tensor<?xf64> {
    %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%z = %p) -> f64 {
      %m = arith.mulf %z, %a1 : f64
      %o = math.sin %m : f64
      scf.yield %o : f64
    }
    nd.yield %r : f64
  }
  return %x : tensor<?xf64>
}
// -----
// map_none_d: -
func.func @f(%a0: f64) -> tensor<?xf64> {
  %c3 = arith.constant 3 : index
  %x = nd.map () sizes(%c3) -> tensor<?xf64> {
    %i = nd.index 0
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %m = arith.mulf %f, %a0 : f64
    %o = math.sin %m : f64
    nd.yield %o : f64
  }
  return %x : tensor<?xf64>
}
// -----
// map_array_d: 3; 4
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %x = nd.map (%p in %a0 : tensor<?xf64>) -> tensor<?xf64> {
    %i = nd.index 0
    %e = tensor.extract %a1[%i] : tensor<?xf64>
    %m = arith.mulf %e, %p : f64
    %o = math.sin %m : f64
    nd.yield %o : f64
  }
  return %x : tensor<?xf64>
}
// -----
// map_nested_d: 2x3; 3
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = tensor.dim %a0, %c0 : tensor<?x?xf64>
  %d = tensor.dim %a0, %c1 : tensor<?x?xf64>
  %z = arith.constant 0.0 : f64
  %x = nd.map () sizes(%e) -> tensor<?xf64> {
    %i = nd.index 0
    %row = tensor.extract_slice %a0[%i, 0] [1, %d] [1, 1] : tensor<?x?xf64> to tensor<?xf64>
    %s = nd.reduce (%u in %row : tensor<?xf64>, %v in %a1 : tensor<?xf64>) from (%acc = %z : f64) along [0] -> f64 {
      %m = arith.mulf %u, %v : f64
      %t = math.sin %m : f64
      %y = arith.addf %acc, %t : f64
      nd.yield %y : f64
    }
    nd.yield %s : f64
  }
  return %x : tensor<?xf64>
}
// -----
// reduce_add_d: 2x3x2; -
func.func @f(%a0: tensor<?x?x?xf64>, %a1: f64) -> (tensor<?xf64>, f64) {
  %k = math.sin %a0 : tensor<?x?x?xf64>
  %x = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<?xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?xf64>
  return %e, %y : tensor<?xf64>, f64
}
// -----
// scan_add_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 -> tensor<?x?xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_addreverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<?x?xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_addexclusive_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<?x?xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_addexclusivereverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<?x?xf64> {
    %m = arith.addf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// reduce_mul_d: 2x3x2; -
func.func @f(%a0: tensor<?x?x?xf64>, %a1: f64) -> (tensor<?xf64>, f64) {
  %k = math.sin %a0 : tensor<?x?x?xf64>
  %x = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<?xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?xf64>
  return %e, %y : tensor<?xf64>, f64
}
// -----
// scan_mul_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 -> tensor<?x?xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_mulreverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<?x?xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_mulexclusive_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<?x?xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_mulexclusivereverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<?x?xf64> {
    %m = arith.mulf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// reduce_max_d: 2x3x2; -
func.func @f(%a0: tensor<?x?x?xf64>, %a1: f64) -> (tensor<?xf64>, f64) {
  %k = math.sin %a0 : tensor<?x?x?xf64>
  %x = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<?xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?xf64>
  return %e, %y : tensor<?xf64>, f64
}
// -----
// scan_max_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 -> tensor<?x?xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_maxreverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<?x?xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_maxexclusive_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<?x?xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_maxexclusivereverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<?x?xf64> {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// reduce_min_d: 2x3x2; -
func.func @f(%a0: tensor<?x?x?xf64>, %a1: f64) -> (tensor<?xf64>, f64) {
  %k = math.sin %a0 : tensor<?x?x?xf64>
  %x = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 2] -> tensor<?xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %y = nd.reduce (%p in %k : tensor<?x?x?xf64>) from (%z = %a1 : f64) along [0, 1, 2] -> f64 {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?xf64>
  return %e, %y : tensor<?xf64>, f64
}
// -----
// scan_min_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 -> tensor<?x?xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_minreverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 reverse -> tensor<?x?xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_minexclusive_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive -> tensor<?x?xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// scan_minexclusivereverse_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %k = math.sin %a0 : tensor<?x?xf64>
  %x = nd.scan (%p in %k : tensor<?x?xf64>) from (%z = %a1 : f64) along 1 exclusive reverse -> tensor<?x?xf64> {
    %m = arith.minimumf %z, %p : f64
    nd.yield %m : f64
  }
  %e = arith.mulf %x, %x : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// reduce_any_d: 2x3x2; 2x3x2; -; -
func.func @f(%a0: tensor<?x?x?xf64>, %a1: tensor<?x?x?xf64>, %a2: f64, %a3: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.reduce (%p in %a0 : tensor<?x?x?xf64>, %r in %a1 : tensor<?x?x?xf64>) from (%z = %a2 : f64, %w = %a3 : f64) along [1] -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %r : f64
    %t = arith.addf %o, %n : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// reduce_index_d: 4; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> f64 {
  %k0 = arith.constant 0 : i64
  %k1 = arith.constant 1 : i64
  %x, %y = nd.reduce (%p in %a0 : tensor<?xf64>) from (%z = %a1 : f64, %w = %k0 : i64) along [0] -> (f64, i64) {
    %f = arith.sitofp %w : i64 to f64
    %m = arith.mulf %f, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %n, %z : f64
    %t = arith.addf %o, %p : f64
    %v = arith.addi %w, %k1 : i64
    nd.yield %t, %v : f64, i64
  }
  return %x : f64
}
// -----
// reduce_array_d: 2x3; 3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xf64>, %a2: f64) -> tensor<?xf64> {
  %c1 = arith.constant 1 : index
  %k0 = arith.constant 0 : index
  %x, %y = nd.reduce (%p in %a0 : tensor<?x?xf64>) from (%z = %a2 : f64, %w = %k0 : index) along [1] -> (tensor<?xf64>, tensor<?xindex>) {
    %f = tensor.extract %a1[%w] : tensor<?xf64>
    %m = arith.mulf %f, %p : f64
    %n = arith.mulf %m, %z : f64
    %t = math.sin %n : f64
    %v = arith.addi %w, %c1 : index
    nd.yield %t, %v : f64, index
  }
  return %x : tensor<?xf64>
}
// -----
// scan_any_d: 2x3; -; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64, %a2: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<?x?xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// scan_anyreverse_d: 2x3; -; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64, %a2: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<?x?xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 reverse -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// scan_anyexclusive_d: 2x3; -; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64, %a2: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<?x?xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 exclusive -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// scan_anyexclusivereverse_d: 2x3; -; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64, %a2: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %x, %y = nd.scan (%p in %a0 : tensor<?x?xf64>) from (%z = %a1 : f64, %w = %a2 : f64) along 1 exclusive reverse -> (tensor<?x?xf64>, tensor<?x?xf64>) {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    %o = arith.mulf %w, %n : f64
    %t = arith.addf %o, %p : f64
    %u = arith.mulf %t, %a2 : f64
    nd.yield %u, %n : f64, f64
  }
  return %x, %y : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// scan_array_d: 2x3; 3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?xf64>, %a2: f64) -> tensor<?x?xf64> {
  %c1 = arith.constant 1 : index
  %k0 = arith.constant 0 : index
  %x, %y = nd.scan (%p in %a0 : tensor<?x?xf64>) from (%z = %a2 : f64, %w = %k0 : index) along 1 reverse -> (tensor<?x?xf64>, tensor<?x?xindex>) {
    %f = tensor.extract %a1[%w] : tensor<?xf64>
    %m = arith.mulf %f, %p : f64
    %n = arith.mulf %m, %z : f64
    %t = math.sin %n : f64
    %v = arith.addi %w, %c1 : index
    nd.yield %t, %v : f64, index
  }
  return %x : tensor<?x?xf64>
}
// -----
// empty_d: 0; -; 2x0
func.func @f(%a0: tensor<?xf64>, %a1: f64, %a2: tensor<?x?xf64>) -> (f64, tensor<?xf64>, f64) {
  %x = nd.reduce (%p in %a0 : tensor<?xf64>) from (%z = %a1 : f64) along [0] -> f64 {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    nd.yield %n : f64
  }
  %y = nd.reduce (%p in %a2 : tensor<?x?xf64>) from (%z = %a1 : f64) along [1] -> tensor<?xf64> {
    %m = arith.mulf %z, %p : f64
    %n = math.sin %m : f64
    nd.yield %n : f64
  }
  %w = nd.reduce (%p in %a2 : tensor<?x?xf64>) from (%z = %a1 : f64) along [0, 1] -> f64 {
    %m = arith.maximumf %z, %p : f64
    nd.yield %m : f64
  }
  return %x, %y, %w : f64, tensor<?xf64>, f64
}
// -----
// rank0: 3; 
func.func @f(%a0: tensor<3xf64>, %a1: tensor<f64>) -> (tensor<f64>, tensor<f64>, f64) {
  %one = arith.constant 1.0 : f64
  %s = nd.sum %a0 [0] : tensor<3xf64> to tensor<f64>
  %p = arith.mulf %s, %a1 : tensor<f64>
  %r = nd.reduce (%p1 in %a0 : tensor<3xf64>) from (%z = %one : f64) along [0] -> tensor<f64> {
    %m = arith.mulf %z, %p1 : f64
    nd.yield %m : f64
  }
  %e = tensor.extract %a1[] : tensor<f64>
  %b = nd.broadcast %a1 [] : tensor<f64> to tensor<3xf64>
  %i = tensor.insert %e into %p[] : tensor<f64>
  %x = nd.reduce (%p1 in %b : tensor<3xf64>, %p2 in %a0 : tensor<3xf64>) from (%z = %e : f64) along [0] -> tensor<f64> {
    %m = arith.mulf %z, %p1 : f64
    %n = arith.addf %m, %p2 : f64
    nd.yield %n : f64
  }
  %mm = nd.reduce (%p1 in %a0 : tensor<3xf64>) from (%z = %e : f64) along [0] -> tensor<f64> {
    %m = arith.maximumf %z, %p1 : f64
    nd.yield %m : f64
  }
  %t = arith.mulf %r, %x : tensor<f64>
  %u = arith.mulf %t, %i : tensor<f64>
  %uu = arith.mulf %u, %mm : tensor<f64>
  %q = nd.map (%k in %uu : tensor<f64>) -> tensor<f64> {
    %m = math.sin %k : f64
    nd.yield %m : f64
  }
  return %p, %q, %e : tensor<f64>, tensor<f64>, f64
}
// -----
// none_along: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %r = nd.reduce (%p1 in %a0 : tensor<3xf64>) from (%z = %a1 : f64) along [] -> tensor<3xf64> {
    %m = arith.mulf %z, %p1 : f64
    %n = math.sin %m : f64
    nd.yield %n : f64
  }
  return %r : tensor<3xf64>
}
// -----
// none_along_add: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> (tensor<3xf64>, tensor<3xf64>) {
  %r = nd.reduce (%p1 in %a0 : tensor<3xf64>) from (%z = %a1 : f64) along [] -> tensor<3xf64> {
    %m = arith.addf %z, %p1 : f64
    nd.yield %m : f64
  }
  %e = nd.reduce (%p1 in %a0 : tensor<3xf64>) from (%z = %a1 : f64) along [] -> tensor<3xf64> {
    %m = arith.maximumf %z, %p1 : f64
    nd.yield %m : f64
  }
  %s = arith.mulf %r, %r : tensor<3xf64>
  return %s, %e : tensor<3xf64>, tensor<3xf64>
}
// -----
// while_in_map: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %lim = arith.constant 1.0 : f64
  %r = nd.map (%p in %a0 : tensor<3xf64>) -> tensor<3xf64> {
    %x = scf.while (%k = %p) : (f64) -> f64 {
      %c = arith.cmpf olt, %k, %lim : f64
      scf.condition(%c) %k : f64
    } do {
      ^bb0(%k: f64):
      %d = math.exp %k : f64
      %e = arith.mulf %d, %a1 : f64
      %f = arith.addf %e, %k : f64
      scf.yield %f : f64
    }
    %y = func.call @helper(%x, %a1) : (f64, f64) -> f64
    nd.yield %y : f64
  }
  return %r : tensor<3xf64>
}
func.func private @helper(%x: f64, %y: f64) -> f64 attributes {no_inline} {
  %a = arith.mulf %x, %y : f64
  %b = math.sin %a : f64
  return %b : f64
}
// -----
// map_of_maps: 2x3; 3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3xf64>, %a2: f64) -> tensor<2xf64> {
  %r = nd.map () -> tensor<2xf64> {
    %i = nd.index 0
    %w = nd.map (%q in %a1 : tensor<3xf64>) -> tensor<3xf64> {
      %j = nd.index 0
      %e = tensor.extract %a0[%i, %j] : tensor<2x3xf64>
      %m = arith.mulf %e, %q : f64
      %n = arith.mulf %m, %a2 : f64
      %s = math.sin %n : f64
      nd.yield %s : f64
    }
    %t = nd.sum %w [0] : tensor<3xf64> to f64
    nd.yield %t : f64
  }
  return %r : tensor<2xf64>
}
// -----
// closure_in_map: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> tensor<3xf64> {
  %f = functional.lambda (%x: f64) -> f64 {
    %m = arith.mulf %x, %a1 : f64
    %s = math.sin %m : f64
    functional.return %s : f64
  }
  %g = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = nd.map (%p in %a0 : tensor<3xf64>) -> tensor<3xf64> {
    %y = functional.apply %g(%p) : !functional.fn<(f64) -> f64>
    %z = functional.apply %f(%y) : !functional.fn<(f64) -> f64>
    nd.yield %z : f64
  }
  return %r : tensor<3xf64>
}
// -----
// empties: 3x0; 0; -
func.func @f(%a0: tensor<?x0xf64>, %a1: tensor<0xf64>, %a2: f64) -> (tensor<?x0xf64>, tensor<0xf64>, tensor<?xf64>) {
  %m = nd.map (%p in %a0 : tensor<?x0xf64>) -> tensor<?x0xf64> {
    %n = arith.mulf %p, %a2 : f64
    nd.yield %n : f64
  }
  %s = nd.scan (%p in %a1 : tensor<0xf64>) from (%z = %a2 : f64) along 0 -> tensor<0xf64> {
    %n = arith.mulf %p, %z : f64
    nd.yield %n : f64
  }
  %t = nd.sum %m [1] : tensor<?x0xf64> to tensor<?xf64>
  return %m, %s, %t : tensor<?x0xf64>, tensor<0xf64>, tensor<?xf64>
}
// -----
// a position in a branch of a map's function: 3
func.func @f(%x: tensor<3xf64>) -> tensor<3xf64> {
  %k = arith.constant 0.8 : f64
  %r = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
    %c = arith.cmpf olt, %a, %k : f64
    %v = scf.if %c -> f64 {
      %j = nd.index 0
      %n = arith.index_cast %j : index to i64
      %h = arith.sitofp %n : i64 to f64
      %u = arith.mulf %a, %h : f64
      scf.yield %u : f64
    } else {
      %u = math.sin %a : f64
      scf.yield %u : f64
    }
    nd.yield %v : f64
  }
  return %r : tensor<3xf64>
}
