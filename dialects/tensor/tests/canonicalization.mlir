// What canonicalisation makes simpler.
// RUN: pullback-opt %s --canonicalize --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @identities
// CHECK-SAME: (%[[X:.*]]: tensor<3x4xf64>, %[[D:.*]]: tensor<?x4xf64>, %[[N:.*]]: index)
// CHECK-NEXT: return %[[X]], %[[X]], %[[X]], %[[X]], %[[D]], %[[X]], %[[X]], %[[X]] :
func.func @identities(%x: tensor<3x4xf64>, %d: tensor<?x4xf64>, %n: index)
    -> (tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<?x4xf64>, tensor<3x4xf64>,
        tensor<3x4xf64>, tensor<3x4xf64>) {
  %b = nd.broadcast %x [0, 1] : tensor<3x4xf64> to tensor<3x4xf64>
  %s = nd.sum %x [] : tensor<3x4xf64> to tensor<3x4xf64>
  %t = nd.transpose %x [0, 1] : tensor<3x4xf64> to tensor<3x4xf64>
  %r = nd.reshape %x : tensor<3x4xf64> to tensor<3x4xf64>
  %q = nd.reshape %d sizes(%n) : tensor<?x4xf64> to tensor<?x4xf64>
  %v = nd.reverse %x [] : tensor<3x4xf64>
  %u = nd.unfold %x [] window [] : tensor<3x4xf64> to tensor<3x4xf64>
  %f = nd.fold %x [] window [] : tensor<3x4xf64> to tensor<3x4xf64>
  return %b, %s, %t, %r, %q, %v, %u, %f
    : tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<?x4xf64>, tensor<3x4xf64>,
      tensor<3x4xf64>, tensor<3x4xf64>
}

// -----

// What only run time knows may not be what it was, or may be told by the sizes only.
// CHECK-LABEL: func.func @no_identities
// CHECK: nd.broadcast
// CHECK: nd.transpose
// CHECK: nd.reshape
// CHECK: nd.reshape
func.func @no_identities(%x: tensor<?xf64>, %y: tensor<?x?xf64>, %z: tensor<?x0xf64>, %n: index)
    -> (tensor<?xf64>, tensor<3x?xf64>, tensor<?x?xf64>, tensor<?x0xf64>) {
  %b = nd.broadcast %x [0] sizes(%n) : tensor<?xf64> to tensor<?xf64>
  %t = nd.transpose %y [0, 1] : tensor<?x?xf64> to tensor<3x?xf64>
  %r = nd.reshape %y sizes(%n, %n) : tensor<?x?xf64> to tensor<?x?xf64>
  %q = nd.reshape %z sizes(%n) : tensor<?x0xf64> to tensor<?x0xf64>
  return %b, %t, %r, %q : tensor<?xf64>, tensor<3x?xf64>, tensor<?x?xf64>, tensor<?x0xf64>
}

// -----

// CHECK-LABEL: func.func @broadcasts
// CHECK-NEXT: nd.broadcast %{{.*}} [1] : tensor<4xf64> to tensor<3x4x5xf64>
// CHECK-NEXT: nd.broadcast %{{.*}} [0] : tensor<1xf64> to tensor<4x5xf64>
// CHECK-NEXT: nd.broadcast %{{.*}} [1] sizes(%{{.*}}) : tensor<?xf64> to tensor<3x?xf64>
// CHECK-NEXT: return
func.func @broadcasts(%x: tensor<4xf64>, %y: tensor<1xf64>, %z: tensor<?xf64>, %n: index)
    -> (tensor<3x4x5xf64>, tensor<4x5xf64>, tensor<3x?xf64>) {
  %a = nd.broadcast %x [0] : tensor<4xf64> to tensor<4x5xf64>
  %b = nd.broadcast %a [1, 2] : tensor<4x5xf64> to tensor<3x4x5xf64>
  %c = nd.broadcast %y [0] : tensor<1xf64> to tensor<4xf64>
  %d = nd.broadcast %c [0] : tensor<4xf64> to tensor<4x5xf64>
  %e = nd.broadcast %z [1] sizes(%n) : tensor<?xf64> to tensor<1x?xf64>
  %f = nd.broadcast %e [0, 1] sizes(%n) : tensor<1x?xf64> to tensor<3x?xf64>
  return %b, %d, %f : tensor<3x4x5xf64>, tensor<4x5xf64>, tensor<3x?xf64>
}

// -----

// Together they would be ill-typed, or would not check that the size is 1.
// CHECK-LABEL: func.func @broadcasts_that_stay
// CHECK-COUNT-4: nd.broadcast
func.func @broadcasts_that_stay(%x: tensor<3xf64>, %y: tensor<?xf64>, %n: index) -> (tensor<4xf64>, tensor<4xf64>) {
  %a = nd.broadcast %x [0] sizes(%n) : tensor<3xf64> to tensor<?xf64>
  %b = nd.broadcast %a [0] : tensor<?xf64> to tensor<4xf64>
  %c = nd.broadcast %y [0] : tensor<?xf64> to tensor<1xf64>
  %d = nd.broadcast %c [0] : tensor<1xf64> to tensor<4xf64>
  return %b, %d : tensor<4xf64>, tensor<4xf64>
}

// -----

// CHECK-LABEL: func.func @sums
// CHECK-NEXT: nd.sum %{{.*}} [0, 1, 3] : tensor<2x3x?x5xf64> to tensor<?xf64>
// CHECK-NEXT: nd.sum %{{.*}} [0, 1, 2, 3] : tensor<2x3x?x5xf64> to f64
// CHECK-NEXT: return
func.func @sums(%x: tensor<2x3x?x5xf64>) -> (tensor<?xf64>, f64) {
  %a = nd.sum %x [1] : tensor<2x3x?x5xf64> to tensor<2x?x5xf64>
  %b = nd.sum %a [0, 2] : tensor<2x?x5xf64> to tensor<?xf64>
  %c = nd.sum %b [0] : tensor<?xf64> to f64
  return %b, %c : tensor<?xf64>, f64
}

// -----

// CHECK-LABEL: func.func @sums_of_nothing
// CHECK-DAG: %[[A:.*]] = arith.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-DAG: %[[B:.*]] = arith.constant 0 : i8
// CHECK-DAG: %[[C:.*]] = arith.constant dense<0.000000e+00> : tensor<4xf16>
// CHECK-DAG: %[[D:.*]] = arith.constant dense<0> : tensor<index>
// CHECK: return %[[A]], %[[B]], %[[C]], %[[D]]
func.func @sums_of_nothing(%x: tensor<3x0xf32>, %y: tensor<0x?xi8>) -> (tensor<3xf32>, i8, tensor<4xf16>, tensor<index>) {
  %a = nd.sum %x [1] : tensor<3x0xf32> to tensor<3xf32>
  %b = nd.sum %y [0, 1] : tensor<0x?xi8> to i8
  %zeros = arith.constant dense<0.0> : tensor<3x4xf16>
  %c = nd.sum %zeros [0] : tensor<3x4xf16> to tensor<4xf16>
  %none = arith.constant dense<0> : tensor<5xindex>
  %d = nd.sum %none [0] : tensor<5xindex> to tensor<index>
  return %a, %b, %c, %d : tensor<3xf32>, i8, tensor<4xf16>, tensor<index>
}

// -----

// The sum of negative zeros is not written as a constant: the order is free, and so is where it starts.
// CHECK-LABEL: func.func @sums_that_stay
// CHECK: nd.sum
// CHECK: nd.sum
func.func @sums_that_stay(%x: tensor<?x0xf32>) -> (f32, tensor<?xf32>) {
  %zeros = arith.constant dense<-0.0> : tensor<4xf32>
  %a = nd.sum %zeros [0] : tensor<4xf32> to f32
  %b = nd.sum %x [1] : tensor<?x0xf32> to tensor<?xf32>
  return %a, %b : f32, tensor<?xf32>
}

// -----

// CHECK-LABEL: func.func @transposes
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x?xf64>)
// CHECK-NEXT: %[[T:.*]] = nd.transpose %[[X]] [2, 0, 1] : tensor<2x3x?xf64> to tensor<?x2x3xf64>
// CHECK-NEXT: return %[[T]], %[[X]]
func.func @transposes(%x: tensor<2x3x?xf64>) -> (tensor<?x2x3xf64>, tensor<2x3x?xf64>) {
  %a = nd.transpose %x [1, 2, 0] : tensor<2x3x?xf64> to tensor<3x?x2xf64>
  %b = nd.transpose %a [1, 2, 0] : tensor<3x?x2xf64> to tensor<?x2x3xf64>
  %c = nd.transpose %b [1, 2, 0] : tensor<?x2x3xf64> to tensor<2x3x?xf64>
  return %b, %c : tensor<?x2x3xf64>, tensor<2x3x?xf64>
}

// -----

// CHECK-LABEL: func.func @reshapes
// CHECK-SAME: (%[[X:.*]]: tensor<2x6xf64>, %[[N:.*]]: index, %[[E:.*]]: f64)
// CHECK-NEXT: %[[R:.*]] = nd.reshape %[[X]] sizes(%[[N]]) : tensor<2x6xf64> to tensor<?x4xf64>
// CHECK-NEXT: return %[[R]], %[[X]], %[[E]]
func.func @reshapes(%x: tensor<2x6xf64>, %n: index, %e: f64) -> (tensor<?x4xf64>, tensor<2x6xf64>, f64) {
  %a = nd.reshape %x : tensor<2x6xf64> to tensor<12xf64>
  %b = nd.reshape %a sizes(%n) : tensor<12xf64> to tensor<?x4xf64>
  %c = nd.reshape %b : tensor<?x4xf64> to tensor<2x6xf64>
  %d = nd.reshape %e : f64 to tensor<1x1xf64>
  %f = nd.reshape %d : tensor<1x1xf64> to f64
  return %b, %c, %f : tensor<?x4xf64>, tensor<2x6xf64>, f64
}

// -----

// CHECK-LABEL: func.func @reshapes_that_stay
// CHECK-COUNT-2: nd.reshape
func.func @reshapes_that_stay(%x: tensor<6xf64>, %n: index) -> tensor<5xf64> {
  %a = nd.reshape %x sizes(%n) : tensor<6xf64> to tensor<?xf64>
  %b = nd.reshape %a : tensor<?xf64> to tensor<5xf64>
  return %b : tensor<5xf64>
}

// -----

// CHECK-LABEL: func.func @reverses
// CHECK-SAME: (%[[X:.*]]: tensor<2x?x1xf64>, %[[Y:.*]]: tensor<0x1xf64>)
// CHECK-NEXT: %[[R:.*]] = nd.reverse %[[X]] [1] : tensor<2x?x1xf64>
// CHECK-NEXT: return %[[R]], %[[X]], %[[Y]]
func.func @reverses(%x: tensor<2x?x1xf64>, %y: tensor<0x1xf64>) -> (tensor<2x?x1xf64>, tensor<2x?x1xf64>, tensor<0x1xf64>) {
  %a = nd.reverse %x [0, 2] : tensor<2x?x1xf64>
  %b = nd.reverse %a [0, 1] : tensor<2x?x1xf64>
  %c = nd.reverse %b [1] : tensor<2x?x1xf64>
  %d = nd.reverse %y [0, 1] : tensor<0x1xf64>
  return %b, %c, %d : tensor<2x?x1xf64>, tensor<2x?x1xf64>, tensor<0x1xf64>
}

// -----

// CHECK-LABEL: func.func @constants
// CHECK-DAG: %[[A:.*]] = arith.constant dense<2.000000e+00> : tensor<3x4xf64>
// CHECK-DAG: %[[B:.*]] = arith.constant dense<7> : tensor<2x3xi32>
// CHECK-DAG: %[[C:.*]] = arith.constant dense<true> : tensor<3x2xi1>
// CHECK-DAG: %[[D:.*]] = arith.constant dense<{{\[\[}}1, 2], [3, 4]]> : tensor<2x2xi64>
// CHECK-DAG: %[[E:.*]] = arith.constant 5.000000e-01 : bf16
// CHECK-DAG: %[[F:.*]] = arith.constant dense<5.000000e-01> : tensor<1xbf16>
// CHECK-DAG: %[[G:.*]] = arith.constant dense<2.000000e+00> : tensor<2x3xf64>
// CHECK-DAG: %[[H:.*]] = arith.constant dense<2.000000e+00> : tensor<4xf64>
// CHECK: return %[[A]], %[[B]], %[[C]], %[[D]], %[[E]], %[[F]], %[[G]], %[[H]]
func.func @constants() -> (tensor<3x4xf64>, tensor<2x3xi32>, tensor<3x2xi1>, tensor<2x2xi64>, bf16, tensor<1xbf16>,
                           tensor<2x3xf64>, tensor<4xf64>) {
  %two = arith.constant 2.0 : f64
  %a = nd.broadcast %two [] : f64 to tensor<3x4xf64>
  %seven = arith.constant dense<7> : tensor<3xi32>
  %b = nd.broadcast %seven [1] : tensor<3xi32> to tensor<2x3xi32>
  %yes = arith.constant dense<true> : tensor<2x3xi1>
  %c = nd.transpose %yes [1, 0] : tensor<2x3xi1> to tensor<3x2xi1>
  %list = arith.constant dense<[1, 2, 3, 4]> : tensor<4xi64>
  %d = nd.reshape %list : tensor<4xi64> to tensor<2x2xi64>
  %half = arith.constant dense<0.5> : tensor<1x1xbf16>
  %e = nd.reshape %half : tensor<1x1xbf16> to bf16
  %f = nd.reshape %e : bf16 to tensor<1xbf16>
  %twos = arith.constant dense<2.0> : tensor<4xf64>
  %g = nd.unfold %twos [0] window [3] : tensor<4xf64> to tensor<2x3xf64>
  %h = nd.reverse %twos [0] : tensor<4xf64>
  return %a, %b, %c, %d, %e, %f, %g, %h
    : tensor<3x4xf64>, tensor<2x3xi32>, tensor<3x2xi1>, tensor<2x2xi64>, bf16, tensor<1xbf16>, tensor<2x3xf64>, tensor<4xf64>
}

// -----

// CHECK-LABEL: func.func @constants_of_many
// CHECK: arith.constant dense<1.000000e+00> : tensor<4611686018427387904x4xf64>
func.func @constants_of_many() -> tensor<4611686018427387904x4xf64> {
  %one = arith.constant 1.0 : f64
  %a = nd.broadcast %one [] : f64 to tensor<4611686018427387904x4xf64>
  return %a : tensor<4611686018427387904x4xf64>
}

// -----

// CHECK-LABEL: func.func @dead
// CHECK-NEXT: return
func.func @dead(%x: tensor<4xf64>, %i: tensor<4xindex>, %z: f64) {
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xindex> {
    %k = nd.index 0
    nd.yield %k : index
  }
  %b = nd.reduce (%e in %x : tensor<4xf64>) from (%p = %z : f64) along [0] -> f64 {
    nd.yield %e : f64
  }
  %c = nd.gather %x[%i] along [0] : tensor<4xf64>[tensor<4xindex>] to tensor<4xf64>
  %d = nd.sort %c along 0 : tensor<4xf64>
  %f = nd.contract "i,i->" %x, %d : (tensor<4xf64>, tensor<4xf64>) -> f64
  return
}

// -----

// CHECK-LABEL: func.func @operands_that_are_not_read
// CHECK-SAME: (%[[X:.*]]: tensor<4xf64>, %[[Y:.*]]: tensor<4xf64>, %[[D:.*]]: tensor<?xf64>, %[[Z:.*]]: f64)
// CHECK: nd.map (%[[A:.*]] in %[[X]] : tensor<4xf64>) -> tensor<4xf64> {
// CHECK-NEXT: arith.mulf %[[A]], %[[A]] : f64
// CHECK: nd.map () -> tensor<4xindex> {
// CHECK: nd.map (%{{.*}} in %[[D]] : tensor<?xf64>) -> tensor<?xindex> {
// CHECK: nd.reduce (%{{.*}} in %[[Y]] : tensor<4xf64>) from (%{{.*}} = %[[Z]] : f64) along [0] -> f64 {
// CHECK: nd.scan (%{{.*}} in %[[X]] : tensor<4xf64>) from (%{{.*}} = %[[Z]] : f64) along 0 -> tensor<4xf64> {
func.func @operands_that_are_not_read(%x: tensor<4xf64>, %y: tensor<4xf64>, %d: tensor<?xf64>, %z: f64)
    -> (tensor<4xf64>, tensor<4xindex>, tensor<?xindex>, f64, tensor<4xf64>) {
  %a = nd.map (%e in %y : tensor<4xf64>, %f in %x : tensor<4xf64>, %g in %x : tensor<4xf64>) -> tensor<4xf64> {
    %h = arith.mulf %f, %g : f64
    nd.yield %h : f64
  }
  %b = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xindex> {
    %k = nd.index 0
    nd.yield %k : index
  }
  %c = nd.map (%e in %d : tensor<?xf64>) -> tensor<?xindex> {
    %k = nd.index 0
    nd.yield %k : index
  }
  %s = nd.reduce (%e in %x : tensor<4xf64>, %f in %y : tensor<4xf64>) from (%p = %z : f64) along [0] -> f64 {
    %q = arith.addf %p, %f : f64
    nd.yield %q : f64
  }
  %t = nd.scan (%e in %x : tensor<4xf64>) from (%p = %z : f64) along 0 -> tensor<4xf64> {
    %q = arith.addf %p, %p : f64
    nd.yield %q : f64
  }
  return %a, %b, %c, %s, %t : tensor<4xf64>, tensor<4xindex>, tensor<?xindex>, f64, tensor<4xf64>
}

// -----

// CHECK-LABEL: func.func @results_that_are_not_used
// CHECK: %[[A:.*]] = nd.map (%{{.*}} in %{{.*}} : tensor<4xf64>) -> tensor<4xf32> attributes {note} {
// CHECK-NEXT: %[[F:.*]] = arith.truncf
// CHECK-NEXT: nd.yield %[[F]] : f32
// CHECK: %[[B:.*]]:2 = nd.sort %{{.*}}, %{{.*}} along 0 descending {note} : tensor<4xf64>, tensor<4xi8>
// CHECK: return %[[A]], %[[B]]#1
func.func @results_that_are_not_used(%x: tensor<4xf64>, %y: tensor<4xf32>, %z: tensor<4xi8>) -> (tensor<4xf32>, tensor<4xi8>) {
  %a:3 = nd.map (%e in %x : tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf32>, tensor<4xf64>) attributes {note} {
    %f = arith.truncf %e : f64 to f32
    %g = arith.mulf %e, %e : f64
    nd.yield %g, %f, %e : f64, f32, f64
  }
  %b:3 = nd.sort %x, %y, %z along 0 descending {note} : tensor<4xf64>, tensor<4xf32>, tensor<4xi8>
  return %a#1, %b#2 : tensor<4xf32>, tensor<4xi8>
}

// -----

// The first result says how many sizes there are.
// CHECK-LABEL: func.func @results_that_stay
// CHECK: nd.map () sizes(%{{.*}}) -> (tensor<?xindex>, tensor<4xindex>) {
func.func @results_that_stay(%n: index) -> tensor<4xindex> {
  %a:2 = nd.map () sizes(%n) -> (tensor<?xindex>, tensor<4xindex>) {
    %k = nd.index 0
    nd.yield %k, %k : index, index
  }
  return %a#1 : tensor<4xindex>
}

// -----

// CHECK-LABEL: func.func @results_that_are_operands
// CHECK-SAME: (%[[X:.*]]: tensor<?xf64>, %[[Y:.*]]: tensor<?xf64>)
// CHECK-NEXT: return %[[Y]], %[[X]]
func.func @results_that_are_operands(%x: tensor<?xf64>, %y: tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>) {
  %a:2 = nd.map (%e in %x : tensor<?xf64>, %f in %y : tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>) {
    nd.yield %f, %e : f64, f64
  }
  return %a#0, %a#1 : tensor<?xf64>, tensor<?xf64>
}

// -----

// The type says more than the operand's: a check of run time.
// CHECK-LABEL: func.func @results_that_are_known_better
// CHECK: nd.map
func.func @results_that_are_known_better(%x: tensor<?xf64>) -> tensor<4xf64> {
  %a = nd.map (%e in %x : tensor<?xf64>) -> tensor<4xf64> {
    nd.yield %e : f64
  }
  return %a : tensor<4xf64>
}

// -----

// Constants of a map's function leave it, positions do not.
// CHECK-LABEL: func.func @nested
// CHECK-NEXT: %[[C:.*]] = arith.constant 1 : index
// CHECK-NEXT: nd.map
// CHECK-NEXT: nd.index 0
func.func @nested(%x: tensor<4xf64>) -> tensor<4xindex> {
  %a = nd.map () -> tensor<4xindex> {
    %c = arith.constant 1 : index
    %k = nd.index 0
    %l = arith.addi %k, %c : index
    nd.yield %l : index
  }
  return %a : tensor<4xindex>
}
