// What arrays need while they run.
module {
llvm.mlir.global external @pullback_arena() : !llvm.struct<(ptr, ptr)>

// Memory for so many bytes, at a multiple of 16. Where there is no room the store behind the arena traps.
func.func private @"pullback$array"(%bytes: i64) -> !llvm.ptr
    attributes {llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %round = arith.constant 15 : i64
  %align = arith.constant -16 : i64
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %ends = llvm.getelementptr %arena[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %end = llvm.load %ends : !llvm.ptr -> !llvm.ptr
  %top.n = llvm.ptrtoint %top : !llvm.ptr to i64
  %end.n = llvm.ptrtoint %end : !llvm.ptr to i64
  // A top behind the end is where a node of fixed size stepped over it.
  %left = arith.subi %end.n, %top.n : i64
  %some = arith.maxsi %left, %zero : i64
  %is.short = arith.cmpi ugt, %bytes, %some : i64
  scf.if %is.short {
    llvm.store volatile %zero, %end : i64, !llvm.ptr
    scf.yield
  }
  %more = arith.addi %bytes, %round : i64
  %all = arith.andi %more, %align : i64
  %next = llvm.getelementptr %top[%all] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
  func.return %top : !llvm.ptr
}

func.func private @"pullback$product"(%a: i64, %b: i64) -> i64
    attributes {llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %most = arith.constant 9223372036854775807 : i64
  %low, %high = arith.mului_extended %a, %b : i64
  %is.high = arith.cmpi ne, %high, %zero : i64
  %is.signed = arith.cmpi slt, %low, %zero : i64
  %is.large = arith.ori %is.high, %is.signed : i1
  %product = arith.select %is.large, %most, %low : i64
  func.return %product : i64
}
}
