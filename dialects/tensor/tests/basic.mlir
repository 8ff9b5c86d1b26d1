// Every op parses, prints as it was written and verifies.
// RUN: pullback-opt %s | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --mlir-print-op-generic | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --emit-bytecode | pullback-opt | FileCheck %s

// CHECK-LABEL: func.func @map
func.func @map(%x: tensor<4xf64>, %y: tensor<4xf32>, %e: tensor<0x?xi1>, %s: tensor<f16>, %n: index) {
  // CHECK: nd.map (%{{.*}} in %{{.*}} : tensor<4xf64>, %{{.*}} in %{{.*}} : tensor<4xf32>) -> tensor<4xf64> {
  // CHECK:   nd.yield %{{.*}} : f64
  %z = nd.map (%a in %x : tensor<4xf64>, %b in %y : tensor<4xf32>) -> tensor<4xf64> {
    %c = arith.extf %b : f32 to f64
    %d = arith.mulf %a, %c : f64
    nd.yield %d : f64
  }
  // CHECK: nd.map () sizes(%{{.*}}) -> tensor<?x3xindex> {
  // CHECK:   %[[I:.*]] = nd.index 0
  // CHECK:   %[[J:.*]] = nd.index 1
  // CHECK:   arith.addi %[[I]], %[[J]] : index
  %i = nd.map () sizes(%n) -> tensor<?x3xindex> {
    %k = nd.index 0
    %l = nd.index 1
    %m = arith.addi %k, %l : index
    nd.yield %m : index
  }
  // CHECK: nd.map (%{{.*}} in %{{.*}} : tensor<0x?xi1>) -> (tensor<0x?xi1>, tensor<0x?xindex>) attributes {note = "two"} {
  // CHECK:   nd.yield %{{.*}}, %{{.*}} : i1, index
  %two:2 = nd.map (%a in %e : tensor<0x?xi1>) -> (tensor<0x?xi1>, tensor<0x?xindex>) attributes {note = "two"} {
    nd.yield %a, %n : i1, index
  }
  // CHECK: nd.map (%{{.*}} in %{{.*}} : tensor<f16>) -> tensor<f16> {
  %r = nd.map (%a in %s : tensor<f16>) -> tensor<f16> {
    nd.yield %a : f16
  }
  return
}

// CHECK-LABEL: func.func @nested
func.func @nested(%x: tensor<3xf64>, %y: tensor<?xf64>) -> tensor<3xf64> {
  // CHECK: nd.map (%{{.*}} in %{{.*}} : tensor<3xf64>) -> tensor<3xf64> {
  // CHECK:   nd.map (%{{.*}} in %{{.*}} : tensor<?xf64>) -> tensor<?xf64> {
  // CHECK:     nd.index 0
  // CHECK:     scf.if
  // CHECK:       nd.index 0
  // CHECK:   nd.sum %{{.*}} [0] : tensor<?xf64> to f64
  %z = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
    %i = nd.index 0
    %w = nd.map (%b in %y : tensor<?xf64>) -> tensor<?xf64> {
      %j = nd.index 0
      %later = arith.cmpi ult, %i, %j : index
      %c = scf.if %later -> f64 {
        %k = nd.index 0
        %l = arith.index_cast %k : index to i64
        %f = arith.sitofp %l : i64 to f64
        scf.yield %f : f64
      } else {
        scf.yield %b : f64
      }
      %d = arith.mulf %a, %c : f64
      nd.yield %d : f64
    }
    %s = nd.sum %w [0] : tensor<?xf64> to f64
    nd.yield %s : f64
  }
  return %z : tensor<3xf64>
}

// CHECK-LABEL: func.func @reduce
func.func @reduce(%x: tensor<3x4xf64>, %y: tensor<3x4xi64>, %zero: f64, %none: i64, %e: tensor<?x0xbf16>, %low: bf16) {
  // CHECK: nd.reduce (%{{.*}} in %{{.*}} : tensor<3x4xf64>) from (%{{.*}} = %{{.*}} : f64) along [1] -> tensor<3xf64> {
  %r = nd.reduce (%a in %x : tensor<3x4xf64>) from (%m = %zero : f64) along [1] -> tensor<3xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  // CHECK: nd.reduce (%{{.*}} in %{{.*}} : tensor<3x4xf64>, %{{.*}} in %{{.*}} : tensor<3x4xi64>) from (%{{.*}} = %{{.*}} : f64, %{{.*}} = %{{.*}} : i64) along [0, 1] -> (f64, tensor<i64>) {
  // CHECK:   nd.yield %{{.*}}, %{{.*}} : f64, i64
  %two:2 = nd.reduce (%a in %x : tensor<3x4xf64>, %b in %y : tensor<3x4xi64>)
      from (%m = %zero : f64, %p = %none : i64) along [0, 1] -> (f64, tensor<i64>) {
    %greater = arith.cmpf ogt, %a, %m : f64
    %n = arith.select %greater, %a, %m : f64
    %q = arith.select %greater, %b, %p : i64
    nd.yield %n, %q : f64, i64
  }
  // CHECK: nd.reduce (%{{.*}} in %{{.*}} : tensor<?x0xbf16>) from (%{{.*}} = %{{.*}} : bf16) along [] -> tensor<?x0xbf16> attributes {note}
  %none2 = nd.reduce (%a in %e : tensor<?x0xbf16>) from (%m = %low : bf16) along [] -> tensor<?x0xbf16> attributes {note} {
    nd.yield %a : bf16
  }
  return
}

// CHECK-LABEL: func.func @scan
func.func @scan(%x: tensor<3x4xf64>, %one: f64, %b: tensor<?xi1>, %t: i1) {
  // CHECK: nd.scan (%{{.*}} in %{{.*}} : tensor<3x4xf64>) from (%{{.*}} = %{{.*}} : f64) along 1 -> tensor<3x4xf64> {
  %s = nd.scan (%a in %x : tensor<3x4xf64>) from (%p = %one : f64) along 1 -> tensor<3x4xf64> {
    %q = arith.mulf %a, %p : f64
    nd.yield %q : f64
  }
  // CHECK: nd.scan (%{{.*}} in %{{.*}} : tensor<?xi1>) from (%{{.*}} = %{{.*}} : i1) along 0 exclusive reverse -> tensor<?xi1> {
  %e = nd.scan (%a in %b : tensor<?xi1>) from (%p = %t : i1) along 0 exclusive reverse -> tensor<?xi1> {
    %q = arith.andi %a, %p : i1
    nd.yield %q : i1
  }
  // CHECK: along 0 exclusive -> (tensor<3x4xf64>, tensor<3x4xi1>) {
  %f:2 = nd.scan (%a in %x : tensor<3x4xf64>) from (%p = %one : f64, %q = %t : i1) along 0 exclusive
      -> (tensor<3x4xf64>, tensor<3x4xi1>) {
    nd.yield %a, %q : f64, i1
  }
  // CHECK: along 0 reverse -> tensor<3x4xf64> attributes {note = 1 : i64} {
  %g = nd.scan (%a in %x : tensor<3x4xf64>) from (%p = %one : f64) along 0 reverse -> tensor<3x4xf64> attributes {note = 1} {
    nd.yield %a : f64
  }
  return
}

// CHECK-LABEL: func.func @shapes
func.func @shapes(%v: tensor<4xf64>, %w: tensor<3x1xf32>, %s: f16, %x: tensor<3x4xf64>, %d: tensor<?x4xi32>,
                  %l: tensor<?xbf16>, %e: tensor<0xindex>, %n: index) {
  // CHECK: nd.broadcast %{{.*}} [1] : tensor<4xf64> to tensor<3x4xf64>
  %b0 = nd.broadcast %v [1] : tensor<4xf64> to tensor<3x4xf64>
  // CHECK: nd.broadcast %{{.*}} [0, 1] : tensor<3x1xf32> to tensor<3x4xf32>
  %b1 = nd.broadcast %w [0, 1] : tensor<3x1xf32> to tensor<3x4xf32>
  // CHECK: nd.broadcast %{{.*}} [] sizes(%{{.*}}, %{{.*}}) : f16 to tensor<?x2x?xf16>
  %b2 = nd.broadcast %s [] sizes(%n, %n) : f16 to tensor<?x2x?xf16>
  // CHECK: nd.broadcast %{{.*}} [1] {note} : tensor<0xindex> to tensor<3x0xindex>
  %b3 = nd.broadcast %e [1] {note} : tensor<0xindex> to tensor<3x0xindex>
  // CHECK: nd.sum %{{.*}} [1] : tensor<3x4xf64> to tensor<3xf64>
  %s0 = nd.sum %x [1] : tensor<3x4xf64> to tensor<3xf64>
  // CHECK: nd.sum %{{.*}} [0, 1] : tensor<3x4xf64> to f64
  %s1 = nd.sum %x [0, 1] : tensor<3x4xf64> to f64
  // CHECK: nd.sum %{{.*}} [0, 1] : tensor<?x4xi32> to tensor<i32>
  %s2 = nd.sum %d [0, 1] : tensor<?x4xi32> to tensor<i32>
  // CHECK: nd.sum %{{.*}} [0] : tensor<0xindex> to index
  %s3 = nd.sum %e [0] : tensor<0xindex> to index
  // CHECK: nd.transpose %{{.*}} [1, 0] : tensor<?x4xi32> to tensor<4x?xi32>
  %t0 = nd.transpose %d [1, 0] : tensor<?x4xi32> to tensor<4x?xi32>
  // CHECK: nd.reshape %{{.*}} : tensor<3x4xf64> to tensor<2x6xf64>
  %r0 = nd.reshape %x : tensor<3x4xf64> to tensor<2x6xf64>
  // CHECK: nd.reshape %{{.*}} sizes(%{{.*}}) : tensor<?xbf16> to tensor<?x2xbf16>
  %r1 = nd.reshape %l sizes(%n) : tensor<?xbf16> to tensor<?x2xbf16>
  // CHECK: nd.reshape %{{.*}} : f16 to tensor<1x1xf16>
  %r2 = nd.reshape %s : f16 to tensor<1x1xf16>
  // CHECK: nd.reshape %{{.*}} : tensor<?xbf16> to bf16
  %r3 = nd.reshape %l : tensor<?xbf16> to bf16
  // CHECK: nd.reverse %{{.*}} [0, 1] : tensor<?x4xi32>
  %v0 = nd.reverse %d [0, 1] : tensor<?x4xi32>
  return
}

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<9xf64>, %image: tensor<?x10x10x3xf32>, %n: index) {
  // CHECK: %[[W:.*]] = nd.unfold %{{.*}} [0] window [3] stride [2] : tensor<9xf64> to tensor<4x3xf64>
  %w = nd.unfold %x [0] window [3] stride [2] : tensor<9xf64> to tensor<4x3xf64>
  // CHECK: nd.fold %[[W]] [0] window [3] stride [2] : tensor<4x3xf64> to tensor<9xf64>
  %f = nd.fold %w [0] window [3] stride [2] : tensor<4x3xf64> to tensor<9xf64>
  // CHECK: nd.fold %[[W]] [0] window [3] stride [2] sizes(%{{.*}}) : tensor<4x3xf64> to tensor<?xf64>
  %g = nd.fold %w [0] window [3] stride [2] sizes(%n) : tensor<4x3xf64> to tensor<?xf64>
  // CHECK: nd.unfold %{{.*}} [1, 2] window [3, 2] dilation [2, 1] : tensor<?x10x10x3xf32> to tensor<?x6x9x3x3x2xf32>
  %v = nd.unfold %image [1, 2] window [3, 2] dilation [2, 1] : tensor<?x10x10x3xf32> to tensor<?x6x9x3x3x2xf32>
  // CHECK: nd.unfold %{{.*}} [0] window [10] stride [1] dilation [1] : tensor<9xf64> to tensor<0x10xf64>
  %none = nd.unfold %x [0] window [10] stride [1] dilation [1] : tensor<9xf64> to tensor<0x10xf64>
  return
}

// CHECK-LABEL: func.func @contract
func.func @contract(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>, %x: tensor<8x?xi32>, %y: tensor<8x4xi32>, %s: bf16, %v: tensor<?xbf16>) {
  // CHECK: nd.contract "ij,jk->ik" %{{.*}}, %{{.*}} : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  // CHECK: nd.contract "bi,bi->b" %{{.*}}, %{{.*}} {note} : (tensor<8x?xi32>, tensor<8x4xi32>) -> tensor<8xi32>
  %d = nd.contract "bi,bi->b" %x, %y {note} : (tensor<8x?xi32>, tensor<8x4xi32>) -> tensor<8xi32>
  // CHECK: nd.contract "ij,kl->" %{{.*}}, %{{.*}} : (tensor<3x4xf64>, tensor<4x5xf64>) -> f64
  %e = nd.contract "ij,kl->" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> f64
  // CHECK: nd.contract ",i->i" %{{.*}}, %{{.*}} : (bf16, tensor<?xbf16>) -> tensor<?xbf16>
  %f = nd.contract ",i->i" %s, %v : (bf16, tensor<?xbf16>) -> tensor<?xbf16>
  return
}

// CHECK-LABEL: func.func @positions
func.func @positions(%n: index, %labels: tensor<8xi64>, %some: tensor<?x2xindex>, %x: tensor<3x4xf64>) {
  // CHECK: nd.iota 0 : tensor<4xf64>
  %i = nd.iota 0 : tensor<4xf64>
  // CHECK: nd.iota 1 sizes(%{{.*}}) : tensor<?x5xindex>
  %j = nd.iota 1 sizes(%n) : tensor<?x5xindex>
  // CHECK: nd.one_hot %{{.*}} : tensor<8xi64> to tensor<8x10xf32>
  %h = nd.one_hot %labels : tensor<8xi64> to tensor<8x10xf32>
  // CHECK: nd.one_hot %{{.*}} sizes(%{{.*}}, %{{.*}}) : tensor<?x2xindex> to tensor<?x2x?xi1>
  %g = nd.one_hot %some sizes(%n, %n) : tensor<?x2xindex> to tensor<?x2x?xi1>
  // CHECK: nd.one_hot %{{.*}} : index to tensor<3xf64>
  %k = nd.one_hot %n : index to tensor<3xf64>
  // CHECK: nd.argmax %{{.*}} 1 : tensor<3x4xf64> to tensor<3xindex>
  %l = nd.argmax %x 1 : tensor<3x4xf64> to tensor<3xindex>
  // CHECK: nd.argmin %{{.*}} 0 : tensor<8xi64> to i32
  %m = nd.argmin %labels 0 : tensor<8xi64> to i32
  return
}

// CHECK-LABEL: func.func @gather_and_scatter
func.func @gather_and_scatter(%x: tensor<5x3xf64>, %i: tensor<4xindex>, %j: tensor<?xi64>, %k: index, %u: tensor<4x3xf64>, %e: f64) {
  // CHECK: nd.gather %{{.*}}[%{{.*}}] along [0] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x3xf64>
  %rows = nd.gather %x[%i] along [0] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x3xf64>
  // CHECK: nd.gather %{{.*}}[%{{.*}}, %{{.*}}] along [0, 1] : tensor<5x3xf64>[tensor<4xindex>, tensor<?xi64>] to tensor<4xf64>
  %each = nd.gather %x[%i, %j] along [0, 1] : tensor<5x3xf64>[tensor<4xindex>, tensor<?xi64>] to tensor<4xf64>
  // CHECK: nd.gather %{{.*}}[%{{.*}}] along [0] : tensor<5x3xf64>[index] to tensor<3xf64>
  %row = nd.gather %x[%k] along [0] : tensor<5x3xf64>[index] to tensor<3xf64>
  // CHECK: nd.gather %{{.*}}[%{{.*}}, %{{.*}}] along [0, 1] : tensor<5x3xf64>[index, index] to f64
  %one = nd.gather %x[%k, %k] along [0, 1] : tensor<5x3xf64>[index, index] to f64
  // CHECK: nd.scatter add %{{.*}} into %{{.*}}[%{{.*}}] along [0] : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
  %a = nd.scatter add %u into %x[%i] along [0] : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
  // CHECK: nd.scatter set %{{.*}} into %{{.*}}[%{{.*}}, %{{.*}}] along [0, 1] : f64 into tensor<5x3xf64>[index, index]
  %b = nd.scatter set %e into %x[%k, %k] along [0, 1] : f64 into tensor<5x3xf64>[index, index]
  // CHECK: nd.scatter min %{{.*}} into %{{.*}}[%{{.*}}] along [0] {note}
  %c = nd.scatter min %u into %x[%i] along [0] {note} : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
  // CHECK: nd.scatter max
  %d = nd.scatter max %u into %x[%i] along [0] : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
  return
}

// CHECK-LABEL: func.func @sort
func.func @sort(%x: tensor<4xf64>, %y: tensor<3x?xi8>, %p: tensor<3x?xindex>) {
  // CHECK: nd.sort %{{.*}} along 0 : tensor<4xf64>
  %s = nd.sort %x along 0 : tensor<4xf64>
  // CHECK: %{{.*}}:2 = nd.sort %{{.*}}, %{{.*}} along 1 descending {note} : tensor<3x?xi8>, tensor<3x?xindex>
  %k, %q = nd.sort %y, %p along 1 descending {note} : tensor<3x?xi8>, tensor<3x?xindex>
  return
}
