// A mixture of three normal distributions in the plane: the mean negative logarithm of the density at points.
//
//   pullback train examples/mixture.mlir --data points.csv      (two numbers a row)
//
// Weights are exponentials of %log_weights, up to a factor; each distribution has a full covariance by the triangular matrix with exponentials on its
// diagonal that makes its points round.
//
// CHECK-GRADIENT: {"entry": "loss", "inputs": [{"noise": [3]}, {"noise": [3, 2]}, {"noise": [3, 2]}, {"noise": [3]}, {"noise": [6, 2]}]}

!points = tensor<?x2xf64>
!each = tensor<?x3xf64>

// log Σ exp over the last dimension.
func.func private @log_sum(%x: !each) -> tensor<?xf64> {
  %low = arith.constant 0xFFF0000000000000 : f64
  %greatest = nd.reduce (%a in %x : !each) from (%m = %low : f64) along [1] -> tensor<?xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  %e = nd.map (%a in %x : !each) -> !each {
    %i = nd.index 0
    %g = tensor.extract %greatest[%i] : tensor<?xf64>
    %d = arith.subf %a, %g : f64
    %e = math.exp %d : f64
    nd.yield %e : f64
  }
  %sum = nd.sum %e [1] : !each to tensor<?xf64>
  %log = math.log %sum : tensor<?xf64>
  %r = arith.addf %log, %greatest : tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @loss(%log_weights: tensor<3xf64>, %means: tensor<3x2xf64>, %diagonals: tensor<3x2xf64>, %below: tensor<3xf64>, %points: !points) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %points, %c0 : !points
  %half = arith.constant 0.5 : f64
  %none = arith.constant 0.0 : f64
  %start = nd.broadcast %none [] sizes(%n) : f64 to !each
  // The logarithm of each distribution's part, but for a factor 2π.
  %logs = nd.map (%zero in %start : !each) -> !each {
    %i = nd.index 0
    %k = nd.index 1
    %x = tensor.extract %points[%i, %c0] : !points
    %y = tensor.extract %points[%i, %c1] : !points
    %mx = tensor.extract %means[%k, %c0] : tensor<3x2xf64>
    %my = tensor.extract %means[%k, %c1] : tensor<3x2xf64>
    %lx = tensor.extract %diagonals[%k, %c0] : tensor<3x2xf64>
    %ly = tensor.extract %diagonals[%k, %c1] : tensor<3x2xf64>
    %b = tensor.extract %below[%k] : tensor<3xf64>
    %w = tensor.extract %log_weights[%k] : tensor<3xf64>
    %dx = arith.subf %x, %mx : f64
    %dy = arith.subf %y, %my : f64
    %sx = math.exp %lx : f64
    %sy = math.exp %ly : f64
    %u = arith.mulf %sx, %dx : f64
    %v0 = arith.mulf %b, %dx : f64
    %v1 = arith.mulf %sy, %dy : f64
    %v = arith.addf %v0, %v1 : f64
    %uu = arith.mulf %u, %u : f64
    %vv = arith.mulf %v, %v : f64
    %q = arith.addf %uu, %vv : f64
    %h = arith.mulf %half, %q : f64
    %l = arith.addf %lx, %ly : f64
    %wl = arith.addf %w, %l : f64
    %r = arith.subf %wl, %h : f64
    nd.yield %r : f64
  }
  %densities = func.call @log_sum(%logs) : (!each) -> tensor<?xf64>
  %some = nd.broadcast %log_weights [1] : tensor<3xf64> to tensor<1x3xf64>
  %weights = tensor.cast %some : tensor<1x3xf64> to !each
  %all = func.call @log_sum(%weights) : (!each) -> tensor<?xf64>
  %factor = tensor.extract %all[%c0] : tensor<?xf64>
  %sum = nd.sum %densities [0] : tensor<?xf64> to f64
  %i = arith.index_cast %n : index to i64
  %f = arith.sitofp %i : i64 to f64
  %mean = arith.divf %sum, %f : f64
  %r = arith.subf %factor, %mean : f64
  return %r : f64
}
