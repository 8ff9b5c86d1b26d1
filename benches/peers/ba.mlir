// Bundle adjustment as ADBench has it: of each observation of a point by a camera the error of its place in the picture, times a
// weight; and the Jacobian, of which there is a block an observation: by the camera's 11 parameters, the point, and the weight.

!cams = tensor<49x11xf64>  // cameras 11
!X = tensor<7776x3xf64>  // points 3
!w = tensor<31843xf64>  // observations
!obs = tensor<31843x2xi64>  // observations 2
!feats = tensor<31843x2xf64>  // observations 2
!J = tensor<31843x2x15xf64>  // observations 2 15

// A camera is a rotation's axis times its angle, a centre, a focal length, a principal point, and two coefficients of distortion.
func.func private @project(%r0: f64, %r1: f64, %r2: f64, %c0: f64, %c1: f64, %c2: f64, %f: f64, %u0: f64, %v0: f64, %k1: f64, %k2: f64,
                           %x0: f64, %x1: f64, %x2: f64, %w: f64, %feat0: f64, %feat1: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %a0 = arith.subf %x0, %c0 : f64
  %a1 = arith.subf %x1, %c1 : f64
  %a2 = arith.subf %x2, %c2 : f64
  %r00 = arith.mulf %r0, %r0 : f64
  %r11 = arith.mulf %r1, %r1 : f64
  %r22 = arith.mulf %r2, %r2 : f64
  %r01 = arith.addf %r00, %r11 : f64
  %sq = arith.addf %r01, %r22 : f64
  %theta = math.sqrt %sq : f64
  %cos = math.cos %theta : f64
  %sin = math.sin %theta : f64
  %inverse = arith.divf %one, %theta : f64
  %w0 = arith.mulf %r0, %inverse : f64
  %w1 = arith.mulf %r1, %inverse : f64
  %w2 = arith.mulf %r2, %inverse : f64
  // w x a
  %p12 = arith.mulf %w1, %a2 : f64
  %p21 = arith.mulf %w2, %a1 : f64
  %n0 = arith.subf %p12, %p21 : f64
  %p20 = arith.mulf %w2, %a0 : f64
  %p02 = arith.mulf %w0, %a2 : f64
  %n1 = arith.subf %p20, %p02 : f64
  %p01 = arith.mulf %w0, %a1 : f64
  %p10 = arith.mulf %w1, %a0 : f64
  %n2 = arith.subf %p01, %p10 : f64
  // w . a (1 - cos)
  %d0 = arith.mulf %w0, %a0 : f64
  %d1 = arith.mulf %w1, %a1 : f64
  %d2 = arith.mulf %w2, %a2 : f64
  %d01 = arith.addf %d0, %d1 : f64
  %dot = arith.addf %d01, %d2 : f64
  %versine = arith.subf %one, %cos : f64
  %along = arith.mulf %dot, %versine : f64
  // a cos + (w x a) sin + w along
  %e0 = arith.mulf %a0, %cos : f64
  %e1 = arith.mulf %a1, %cos : f64
  %e2 = arith.mulf %a2, %cos : f64
  %s0 = arith.mulf %n0, %sin : f64
  %s1 = arith.mulf %n1, %sin : f64
  %s2 = arith.mulf %n2, %sin : f64
  %t0 = arith.mulf %w0, %along : f64
  %t1 = arith.mulf %w1, %along : f64
  %t2 = arith.mulf %w2, %along : f64
  %es0 = arith.addf %e0, %s0 : f64
  %es1 = arith.addf %e1, %s1 : f64
  %es2 = arith.addf %e2, %s2 : f64
  %q0 = arith.addf %es0, %t0 : f64
  %q1 = arith.addf %es1, %t1 : f64
  %q2 = arith.addf %es2, %t2 : f64
  %px = arith.divf %q0, %q2 : f64
  %py = arith.divf %q1, %q2 : f64
  %px2 = arith.mulf %px, %px : f64
  %py2 = arith.mulf %py, %py : f64
  %rho = arith.addf %px2, %py2 : f64
  %rho2 = arith.mulf %rho, %rho : f64
  %l1 = arith.mulf %k1, %rho : f64
  %l2 = arith.mulf %k2, %rho2 : f64
  %l = arith.addf %one, %l1 : f64
  %scale = arith.addf %l, %l2 : f64
  %xs = arith.mulf %px, %scale : f64
  %ys = arith.mulf %py, %scale : f64
  %xf = arith.mulf %xs, %f : f64
  %yf = arith.mulf %ys, %f : f64
  %u = arith.addf %xf, %u0 : f64
  %v = arith.addf %yf, %v0 : f64
  %du = arith.subf %u, %feat0 : f64
  %dv = arith.subf %v, %feat1 : f64
  %eu = arith.mulf %w, %du : f64
  %ev = arith.mulf %w, %dv : f64
  return %eu, %ev : f64, f64
}

!scalars = !functional.fn<(f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64) -> (f64, f64)>

// What an observation needs: its camera's parameters, its point, its weight and its place.
!observation = tuple<f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64>
func.func private @observation(%cams: !cams, %X: !X, %w: !w, %obs: !obs, %feats: !feats, %i: index) -> !observation {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  %c5 = arith.constant 5 : index
  %c6 = arith.constant 6 : index
  %c7 = arith.constant 7 : index
  %c8 = arith.constant 8 : index
  %c9 = arith.constant 9 : index
  %c10 = arith.constant 10 : index
  %cam.number = tensor.extract %obs[%i, %c0] : !obs
  %point.number = tensor.extract %obs[%i, %c1] : !obs
  %cam = arith.index_cast %cam.number : i64 to index
  %point = arith.index_cast %point.number : i64 to index
  %p0 = tensor.extract %cams[%cam, %c0] : !cams
  %p1 = tensor.extract %cams[%cam, %c1] : !cams
  %p2 = tensor.extract %cams[%cam, %c2] : !cams
  %p3 = tensor.extract %cams[%cam, %c3] : !cams
  %p4 = tensor.extract %cams[%cam, %c4] : !cams
  %p5 = tensor.extract %cams[%cam, %c5] : !cams
  %p6 = tensor.extract %cams[%cam, %c6] : !cams
  %p7 = tensor.extract %cams[%cam, %c7] : !cams
  %p8 = tensor.extract %cams[%cam, %c8] : !cams
  %p9 = tensor.extract %cams[%cam, %c9] : !cams
  %p10 = tensor.extract %cams[%cam, %c10] : !cams
  %x0 = tensor.extract %X[%point, %c0] : !X
  %x1 = tensor.extract %X[%point, %c1] : !X
  %x2 = tensor.extract %X[%point, %c2] : !X
  %weight = tensor.extract %w[%i] : !w
  %feat0 = tensor.extract %feats[%i, %c0] : !feats
  %feat1 = tensor.extract %feats[%i, %c1] : !feats
  %r = functional.tuple %p0, %p1, %p2, %p3, %p4, %p5, %p6, %p7, %p8, %p9, %p10, %x0, %x1, %x2, %weight, %feat0, %feat1
      : f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64
  return %r : !observation
}

func.func private @error_of_weight(%w: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %w2 = arith.mulf %w, %w : f64
  %r = arith.subf %one, %w2 : f64
  return %r : f64
}

func.func @primal(%cams: !cams, %X: !X, %w: !w, %obs: !obs, %feats: !feats) -> (!w, !w, !w) {
  %errors:3 = nd.map (%wi in %w : !w) -> (!w, !w, !w) {
    %i = nd.index 0
    %o = func.call @observation(%cams, %X, %w, %obs, %feats, %i) : (!cams, !X, !w, !obs, !feats, index) -> !observation
    %o0 = functional.get %o[0] : !observation
    %o1 = functional.get %o[1] : !observation
    %o2 = functional.get %o[2] : !observation
    %o3 = functional.get %o[3] : !observation
    %o4 = functional.get %o[4] : !observation
    %o5 = functional.get %o[5] : !observation
    %o6 = functional.get %o[6] : !observation
    %o7 = functional.get %o[7] : !observation
    %o8 = functional.get %o[8] : !observation
    %o9 = functional.get %o[9] : !observation
    %o10 = functional.get %o[10] : !observation
    %o11 = functional.get %o[11] : !observation
    %o12 = functional.get %o[12] : !observation
    %o13 = functional.get %o[13] : !observation
    %o14 = functional.get %o[14] : !observation
    %o15 = functional.get %o[15] : !observation
    %o16 = functional.get %o[16] : !observation
    %e:2 = func.call @project(%o0, %o1, %o2, %o3, %o4, %o5, %o6, %o7, %o8, %o9, %o10, %o11, %o12, %o13, %o14, %o15, %o16) : (f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64) -> (f64, f64)
    %ew = func.call @error_of_weight(%wi) : (f64) -> f64
    nd.yield %e#0, %e#1, %ew : f64, f64, f64
  }
  return %errors#0, %errors#1, %errors#2 : !w, !w, !w
}

!cotangents = !functional.fn<(f64, f64) -> (f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64)>

func.func @gradient(%cams: !cams, %X: !X, %w: !w, %obs: !obs, %feats: !feats) -> (!J, !w) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %count = tensor.dim %w, %c0 : !w
  %project = functional.ref @project : !scalars
  %vjp = functional.vjp %project wrt [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] : !scalars
  %empty = tensor.empty() : !J
  %blocks = scf.for %i = %c0 to %count step %c1 iter_args(%J = %empty) -> !J {
    %o = func.call @observation(%cams, %X, %w, %obs, %feats, %i) : (!cams, !X, !w, !obs, !feats, index) -> !observation
    %o0 = functional.get %o[0] : !observation
    %o1 = functional.get %o[1] : !observation
    %o2 = functional.get %o[2] : !observation
    %o3 = functional.get %o[3] : !observation
    %o4 = functional.get %o[4] : !observation
    %o5 = functional.get %o[5] : !observation
    %o6 = functional.get %o[6] : !observation
    %o7 = functional.get %o[7] : !observation
    %o8 = functional.get %o[8] : !observation
    %o9 = functional.get %o[9] : !observation
    %o10 = functional.get %o[10] : !observation
    %o11 = functional.get %o[11] : !observation
    %o12 = functional.get %o[12] : !observation
    %o13 = functional.get %o[13] : !observation
    %o14 = functional.get %o[14] : !observation
    %o15 = functional.get %o[15] : !observation
    %o16 = functional.get %o[16] : !observation
    %e:3 = functional.apply %vjp(%o0, %o1, %o2, %o3, %o4, %o5, %o6, %o7, %o8, %o9, %o10, %o11, %o12, %o13, %o14, %o15, %o16)
        : !functional.fn<(f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64, f64) -> (f64, f64, !cotangents)>
    %u:15 = functional.apply %e#2(%one, %zero) : !cotangents
    %v:15 = functional.apply %e#2(%zero, %one) : !cotangents
    %block = tensor.from_elements %u#0, %u#1, %u#2, %u#3, %u#4, %u#5, %u#6, %u#7, %u#8, %u#9, %u#10, %u#11, %u#12, %u#13, %u#14, %v#0, %v#1, %v#2, %v#3, %v#4, %v#5, %v#6, %v#7, %v#8, %v#9, %v#10, %v#11, %v#12, %v#13, %v#14 : tensor<2x15xf64>
    %next = tensor.insert_slice %block into %J[%i, 0, 0] [1, 2, 15] [1, 1, 1] : tensor<2x15xf64> into !J
    scf.yield %next : !J
  }
  %error = functional.ref @error_of_weight : !functional.fn<(f64) -> f64>
  %slope = functional.grad %error : !functional.fn<(f64) -> f64>
  %slopes = nd.map (%wi in %w : !w) -> !w {
    %s = functional.apply %slope(%wi) : !functional.fn<(f64) -> f64>
    nd.yield %s : f64
  }
  return %blocks, %slopes : !J, !w
}
