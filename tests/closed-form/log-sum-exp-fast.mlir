// The logarithm of a sum of three exponentials with the flags reassoc, nsz, arcp, contract and afn.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [0.5, -1.0, 2.0]

func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %0 = math.exp %x fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %1 = math.exp %y fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %2 = arith.addf %0, %1 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %3 = math.exp %z fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %4 = arith.addf %2, %3 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %5 = math.log %4 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  return %5 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %a = math.exp %x fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %b = math.exp %y fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %c = math.exp %z fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %0 = arith.addf %a, %b fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %1 = arith.addf %0, %c fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %r = arith.divf %one, %1 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %2 = arith.mulf %a, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %3 = arith.mulf %b, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %4 = arith.mulf %c, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  return %2, %3, %4 : f64, f64, f64
}
