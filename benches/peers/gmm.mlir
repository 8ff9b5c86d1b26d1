// The log-likelihood of points under a Gaussian mixture, with a Wishart prior, as ADBench has it. Of each component's
// precision there is the root, a lower triangle: the logarithms of its diagonal, then what is below, column by column.

!alphas = tensor<25xf64>  // k
!means = tensor<25x10xf64>  // k d
!icf = tensor<25x55xf64>  // k triangle
!x = tensor<1000x10xf64>  // n d
!roots = tensor<25x10x10xf64>  // k d d
!differences = tensor<1000x25x10xf64>  // n k d
!terms = tensor<1000x25xf64>  // n k
!points = tensor<1000xf64>  // n

// log sum exp of each row.
func.func private @log_sum_exp(%x: !terms) -> !points {
  %low = arith.constant 0xFFF0000000000000 : f64
  %m = nd.reduce (%a in %x : !terms) from (%b = %low : f64) along [1] -> !points {
    %c = arith.maximumf %a, %b : f64
    nd.yield %c : f64
  }
  %max = functional.stop_gradient %m : !points
  %maxima = nd.broadcast %max [0] : !points to !terms
  %d = arith.subf %x, %maxima : !terms
  %e = math.exp %d : !terms
  %s = nd.sum %e [1] : !terms to !points
  %l = math.log %s : !points
  %r = arith.addf %l, %max : !points
  return %r : !points
}

// log sum exp of all.
func.func private @log_sum_exp_of_weights(%x: !alphas) -> f64 {
  %low = arith.constant 0xFFF0000000000000 : f64
  %m = nd.reduce (%a in %x : !alphas) from (%b = %low : f64) along [0] -> f64 {
    %c = arith.maximumf %a, %b : f64
    nd.yield %c : f64
  }
  %max = functional.stop_gradient %m : f64
  %maxima = nd.broadcast %max [] : f64 to !alphas
  %d = arith.subf %x, %maxima : !alphas
  %e = math.exp %d : !alphas
  %s = nd.sum %e [0] : !alphas to f64
  %l = math.log %s : f64
  %r = arith.addf %l, %max : f64
  return %r : f64
}

func.func private @sum_of_squares(%x: !means, %y: !roots) -> f64 {
  %p = arith.mulf %x, %x : !means
  %q = arith.mulf %y, %y : !roots
  %s = nd.sum %p [0, 1] : !means to f64
  %t = nd.sum %q [0, 1, 2] : !roots to f64
  %r = arith.addf %s, %t : f64
  return %r : f64
}

// The normalisation of points and prior: n and k times logarithms of pi, 2 and gamma functions at halves.
func.func private @normalisation(%n: f64, %k: f64, %d: index) -> f64 {
  %one = arith.constant 1 : index
  %first = arith.constant 2 : index
  %end = arith.addi %d, %first : index
  %half = arith.constant 0.5 : f64
  %zero = arith.constant 0.0 : f64
  // log gamma of 1/2, of 1, and of each half by that of the one before the last.
  %log.gamma.half = arith.constant 0.57236494292470008 : f64
  %sums:3 = scf.for %i = %first to %end step %one iter_args(%sum = %zero, %a = %log.gamma.half, %b = %zero) -> (f64, f64, f64) {
    %next = arith.addf %sum, %b : f64
    %before = arith.subi %i, %one : index
    %m = arith.index_cast %before : index to i64
    %mf = arith.sitofp %m : i64 to f64
    %x = arith.mulf %mf, %half : f64
    %l = math.log %x : f64
    %c = arith.addf %a, %l : f64
    scf.yield %next, %b, %c : f64, f64, f64
  }
  %di = arith.index_cast %d : index to i64
  %df = arith.sitofp %di : i64 to f64
  %onef = arith.constant 1.0 : f64
  %less = arith.subf %df, %onef : f64
  %more = arith.addf %df, %onef : f64
  %log.pi = arith.constant 1.1447298858494002 : f64
  %log.2 = arith.constant 0.69314718055994529 : f64
  %quarter = arith.constant 0.25 : f64
  %pairs = arith.mulf %df, %less : f64
  %quarters = arith.mulf %pairs, %quarter : f64
  %pis = arith.mulf %quarters, %log.pi : f64
  %log.gamma = arith.addf %pis, %sums#0 : f64
  %degrees = arith.mulf %df, %more : f64
  %halves = arith.mulf %degrees, %half : f64
  %twos = arith.mulf %halves, %log.2 : f64
  %prior = arith.addf %twos, %log.gamma : f64
  %priors = arith.mulf %k, %prior : f64
  %log.2pi = arith.addf %log.pi, %log.2 : f64
  %nd = arith.mulf %n, %df : f64
  %each = arith.mulf %nd, %half : f64
  %all = arith.mulf %each, %log.2pi : f64
  %r = arith.subf %priors, %all : f64
  return %r : f64
}

func.func @f(%alphas: !alphas, %means: !means, %icf: !icf, %x: !x) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %half = arith.constant 0.5 : f64
  %zero = arith.constant 0.0 : f64
  %k = tensor.dim %means, %c0 : !means
  %d = tensor.dim %means, %c1 : !means
  %n = tensor.dim %x, %c0 : !x
  %logs = nd.map () -> !means {
    %i = nd.index 0
    %j = nd.index 1
    %a = tensor.extract %icf[%i, %j] : !icf
    nd.yield %a : f64
  }
  // Below the diagonal: column j starts behind j columns, of d - 1, d - 2, .. entries.
  %lower = nd.map () -> !roots {
    %m = nd.index 0
    %i = nd.index 1
    %j = nd.index 2
    %below = arith.cmpi ugt, %i, %j : index
    %a = scf.if %below -> f64 {
      %next = arith.addi %j, %c1 : index
      %whole = arith.muli %j, %d : index
      %pairs = arith.muli %j, %next : index
      %missing = arith.divui %pairs, %c2 : index
      %start = arith.subi %whole, %missing : index
      %first = arith.addi %start, %d : index
      %row = arith.subi %i, %next : index
      %place = arith.addi %first, %row : index
      %e = tensor.extract %icf[%m, %place] : !icf
      scf.yield %e : f64
    } else {
      scf.yield %zero : f64
    }
    nd.yield %a : f64
  }
  %diagonals = math.exp %logs : !means
  %xs = nd.broadcast %x [0, 2] : !x to !differences
  %ms = nd.broadcast %means [1, 2] : !means to !differences
  %xc = arith.subf %xs, %ms : !differences
  %lx = nd.contract "kij,nkj->nki" %lower, %xc : (!roots, !differences) -> !differences
  %ds = nd.broadcast %diagonals [1, 2] : !means to !differences
  %dx = arith.mulf %ds, %xc : !differences
  %qx = arith.addf %dx, %lx : !differences
  %q2 = arith.mulf %qx, %qx : !differences
  %norms = nd.sum %q2 [2] : !differences to !terms
  %log.dets = nd.sum %logs [1] : !means to !alphas
  %weights = arith.addf %alphas, %log.dets : !alphas
  %ws = nd.broadcast %weights [1] : !alphas to !terms
  %halves = nd.broadcast %half [] : f64 to !terms
  %exponents = arith.mulf %norms, %halves : !terms
  %terms = arith.subf %ws, %exponents : !terms
  %likelihoods = func.call @log_sum_exp(%terms) : (!terms) -> !points
  %likelihood = nd.sum %likelihoods [0] : !points to f64
  %all = func.call @log_sum_exp_of_weights(%alphas) : (!alphas) -> f64
  %ni = arith.index_cast %n : index to i64
  %nf = arith.sitofp %ni : i64 to f64
  %ki = arith.index_cast %k : index to i64
  %kf = arith.sitofp %ki : i64 to f64
  %nall = arith.mulf %nf, %all : f64
  %squares = func.call @sum_of_squares(%diagonals, %lower) : (!means, !roots) -> f64
  %prior = arith.mulf %half, %squares : f64
  %constant = func.call @normalisation(%nf, %kf, %d) : (f64, f64, index) -> f64
  %r0 = arith.addf %constant, %likelihood : f64
  %r1 = arith.subf %r0, %nall : f64
  %r2 = arith.addf %r1, %prior : f64
  return %r2 : f64
}
