// What upstream's passes may and may not do.
// RUN: pullback-opt %s --cse | FileCheck %s --check-prefix=CSE
// RUN: pullback-opt %s --inline | FileCheck %s --check-prefix=INLINE
// RUN: pullback-opt %s --sccp | FileCheck %s --check-prefix=SCCP
// RUN: pullback-opt %s --symbol-dce | FileCheck %s --check-prefix=DCE
// RUN: pullback-opt %s --loop-invariant-code-motion | FileCheck %s --check-prefix=MOTION
// RUN: pullback-opt %s --control-flow-sink --canonicalize --cse --remove-dead-values | FileCheck %s --check-prefix=DEAD

// CSE-LABEL: func.func @equal
// CSE-COUNT-1: nd.map
// CSE-COUNT-1: nd.sum
// CSE-COUNT-1: nd.reduce
// CSE-NOT: nd.map
// CSE-NOT: nd.sum
// CSE-NOT: nd.reduce
// CSE: return
func.func @equal(%x: tensor<4xf64>, %z: f64) -> (f64, f64, f64, f64) {
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xf64> {
    %f = arith.mulf %e, %z : f64
    nd.yield %f : f64
  }
  %b = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xf64> {
    %f = arith.mulf %e, %z : f64
    nd.yield %f : f64
  }
  %s = nd.sum %a [0] : tensor<4xf64> to f64
  %t = nd.sum %b [0] : tensor<4xf64> to f64
  %p = nd.reduce (%e in %a : tensor<4xf64>) from (%m = %z : f64) along [0] -> f64 {
    %f = arith.mulf %e, %m : f64
    nd.yield %f : f64
  }
  %q = nd.reduce (%e in %b : tensor<4xf64>) from (%m = %z : f64) along [0] -> f64 {
    %f = arith.mulf %e, %m : f64
    nd.yield %f : f64
  }
  return %s, %t, %p, %q : f64, f64, f64, f64
}

// The positions of two maps are not one, though the one dominates the other.
// CSE-LABEL: func.func @positions
// CSE: nd.map
// CSE-NEXT: %[[I:.*]] = nd.index 0
// CSE-NEXT: nd.map
// CSE-NEXT: %[[J:.*]] = nd.index 0
// CSE-NEXT: %[[S:.*]] = arith.addi %[[J]], %[[J]]
// CSE-NEXT: arith.addi %[[I]], %[[S]]
func.func @positions(%x: tensor<4xf64>) -> tensor<4xindex> {
  %a = nd.map () -> tensor<4xindex> {
    %i = nd.index 0
    %b = nd.map () -> tensor<4xindex> {
      %j = nd.index 0
      %k = nd.index 0
      %l = arith.addi %j, %k : index
      %m = arith.addi %i, %l : index
      nd.yield %m : index
    }
    %s = nd.sum %b [0] : tensor<4xindex> to index
    nd.yield %s : index
  }
  return %a : tensor<4xindex>
}

// Maps that read positions may be one.
// CSE-LABEL: func.func @equal_positions
// CSE: %[[A:.*]] = nd.map
// CSE-NEXT: nd.index 0
// CSE-NEXT: nd.yield
// CSE-NEXT: }
// CSE-NEXT: return %[[A]], %[[A]]
func.func @equal_positions() -> (tensor<4xindex>, tensor<4xindex>) {
  %a = nd.map () -> tensor<4xindex> {
    %i = nd.index 0
    nd.yield %i : index
  }
  %b = nd.map () -> tensor<4xindex> {
    %i = nd.index 0
    nd.yield %i : index
  }
  return %a, %b : tensor<4xindex>, tensor<4xindex>
}

// CSE-LABEL: func.func @not_equal
// CSE-COUNT-2: nd.sum
// CSE-COUNT-2: nd.scan
// CSE-COUNT-2: nd.scatter
// CSE-COUNT-2: nd.contract
func.func @not_equal(%x: tensor<4x4xf64>, %z: f64, %i: index) -> (tensor<4xf64>, tensor<4xf64>, tensor<4x4xf64>, tensor<4x4xf64>,
    tensor<4x4xf64>, tensor<4x4xf64>, tensor<4x4xf64>, tensor<4x4xf64>) {
  %a = nd.sum %x [0] : tensor<4x4xf64> to tensor<4xf64>
  %b = nd.sum %x [1] : tensor<4x4xf64> to tensor<4xf64>
  %c = nd.scan (%e in %x : tensor<4x4xf64>) from (%p = %z : f64) along 0 -> tensor<4x4xf64> {
    nd.yield %e : f64
  }
  %d = nd.scan (%e in %x : tensor<4x4xf64>) from (%p = %z : f64) along 0 exclusive -> tensor<4x4xf64> {
    nd.yield %e : f64
  }
  %e = nd.scatter add %a into %x[%i] along [0] : tensor<4xf64> into tensor<4x4xf64>[index]
  %f = nd.scatter max %a into %x[%i] along [0] : tensor<4xf64> into tensor<4x4xf64>[index]
  %g = nd.contract "ij,jk->ik" %x, %x : (tensor<4x4xf64>, tensor<4x4xf64>) -> tensor<4x4xf64>
  %h = nd.contract "ij,kj->ik" %x, %x : (tensor<4x4xf64>, tensor<4x4xf64>) -> tensor<4x4xf64>
  return %a, %b, %c, %d, %e, %f, %g, %h : tensor<4xf64>, tensor<4xf64>, tensor<4x4xf64>, tensor<4x4xf64>,
    tensor<4x4xf64>, tensor<4x4xf64>, tensor<4x4xf64>, tensor<4x4xf64>
}

// DCE-NOT: @unused
func.func private @unused(%x: f64) -> f64 {
  return %x : f64
}

// DCE: @square
func.func private @square(%x: f64) -> f64 {
  %y = arith.mulf %x, %x : f64
  return %y : f64
}

// DCE: @two_blocks
func.func private @two_blocks(%x: f64) -> f64 {
  %z = arith.constant 0.0 : f64
  %c = arith.cmpf olt, %x, %z : f64
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  return %z : f64
^bb2:
  return %x : f64
}

// DCE: @of_arrays
func.func private @of_arrays(%x: tensor<4xf64>) -> tensor<4xindex> {
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xindex> {
    %i = nd.index 0
    nd.yield %i : index
  }
  return %a : tensor<4xindex>
}

// A function of one block is inlined into a map, and a function with a map is inlined.
// INLINE-LABEL: func.func @calls
// INLINE-NEXT: nd.map
// INLINE-NEXT: arith.mulf
// INLINE-NEXT: call @two_blocks
// INLINE: nd.map
// INLINE-NEXT: nd.index 0
// INLINE-NOT: call
// INLINE: return
// DCE: @calls
func.func @calls(%x: tensor<4xf64>) -> (tensor<4xf64>, tensor<4xindex>) {
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xf64> {
    %f = func.call @square(%e) : (f64) -> f64
    %g = func.call @two_blocks(%f) : (f64) -> f64
    nd.yield %g : f64
  }
  %b = func.call @of_arrays(%x) : (tensor<4xf64>) -> tensor<4xindex>
  return %a, %b : tensor<4xf64>, tensor<4xindex>
}

// What a function is called with is not known; what it captures is.
// SCCP-LABEL: func.func @constants
// SCCP-DAG: %[[THREE:.*]] = arith.constant 3.000000e+00 : f64
// SCCP: nd.map (%[[E:.*]] in
// SCCP: %[[F:.*]] = arith.mulf %[[E]], %[[THREE]]
// SCCP: nd.yield %[[F]]
// SCCP: nd.reduce (%[[G:.*]] in %{{.*}} : tensor<4xf64>) from (%[[P:.*]] = %{{.*}} : f64)
// SCCP: arith.addf %[[G]], %[[P]]
// SCCP: nd.scan (%[[H:.*]] in %{{.*}} : tensor<4xf64>) from (%[[Q:.*]] = %{{.*}} : f64)
// SCCP: arith.addf %[[H]], %[[Q]]
func.func @constants() -> (tensor<4xf64>, f64, tensor<4xf64>) {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %x = arith.constant dense<1.0> : tensor<4xf64>
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xf64> {
    %three = arith.addf %one, %two : f64
    %f = arith.mulf %e, %three : f64
    nd.yield %f : f64
  }
  %b = nd.reduce (%e in %x : tensor<4xf64>) from (%p = %one : f64) along [0] -> f64 {
    %f = arith.addf %e, %p : f64
    nd.yield %f : f64
  }
  %c = nd.scan (%e in %x : tensor<4xf64>) from (%p = %one : f64) along 0 -> tensor<4xf64> {
    %f = arith.addf %e, %p : f64
    nd.yield %f : f64
  }
  return %a, %b, %c : tensor<4xf64>, f64, tensor<4xf64>
}

// Where a shape is checked when the program runs, it is not checked earlier: the loop may have no trip.
// MOTION-LABEL: func.func @motion
// MOTION: nd.transpose
// MOTION: nd.sum
// MOTION: nd.map
// MOTION: scf.for
// MOTION: nd.contract
// MOTION: nd.reshape
// MOTION: nd.map
// MOTION: scf.yield
func.func @motion(%x: tensor<3x4xf64>, %y: tensor<?x4xf64>, %n: index, %z: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> f64 {
    %a = nd.transpose %x [1, 0] : tensor<3x4xf64> to tensor<4x3xf64>
    %b = nd.contract "ij,jk->ik" %y, %a : (tensor<?x4xf64>, tensor<4x3xf64>) -> tensor<?x3xf64>
    %c = nd.sum %y [1] : tensor<?x4xf64> to tensor<?xf64>
    %d = nd.map (%e in %c : tensor<?xf64>) -> tensor<?xf64> {
      %f = arith.mulf %e, %e : f64
      nd.yield %f : f64
    }
    %g = nd.reshape %y : tensor<?x4xf64> to tensor<8xf64>
    %h = nd.map (%e in %d : tensor<?xf64>, %f in %g : tensor<8xf64>) -> tensor<?xf64> {
      %k = arith.mulf %e, %f : f64
      nd.yield %k : f64
    }
    %t = nd.sum %h [0] : tensor<?xf64> to f64
    %u = nd.sum %b [0, 1] : tensor<?x3xf64> to f64
    %v = arith.addf %t, %u : f64
    %w = arith.addf %s, %v : f64
    scf.yield %w : f64
  }
  return %r : f64
}

// A position stays where it is read, in whatever branch.
// DEAD-LABEL: func.func @branches
// DEAD: nd.map
// DEAD: nd.index 0
// DEAD: scf.if
// DEAD: nd.yield
func.func @branches(%x: tensor<4xf64>, %c: i1) -> tensor<4xindex> {
  %a = nd.map (%e in %x : tensor<4xf64>) -> tensor<4xindex> {
    %i = nd.index 0
    %k = scf.if %c -> index {
      %j = arith.muli %i, %i : index
      %l = func.call @opaque(%j) : (index) -> index
      scf.yield %l : index
    } else {
      scf.yield %i : index
    }
    nd.yield %k : index
  }
  return %a : tensor<4xindex>
}

func.func private @opaque(index) -> index

// What has effects stays, though nobody reads its result.
// DEAD-LABEL: func.func @effects
// DEAD: nd.map
// DEAD: call @opaque
func.func @effects() {
  %a = nd.map () -> tensor<4xindex> {
    %i = nd.index 0
    %l = func.call @opaque(%i) : (index) -> index
    nd.yield %l : index
  }
  return
}
