// Gives back what a buffer has behind the `length` entries that it holds, if it is the last of the arena; the capacity.
func.func private @"pullback$trim"(%base: !llvm.ptr, %length: i64, %capacity: i64, %size: i64) -> i64
    attributes {llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %align = arith.constant -16 : i64
  %round = arith.constant 15 : i64
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %top.n = llvm.ptrtoint %top : !llvm.ptr to i64
  %base.n = llvm.ptrtoint %base : !llvm.ptr to i64
  %old = arith.maxsi %capacity, %zero : i64
  %old.bytes = arith.muli %old, %size : i64
  %old.more = arith.addi %old.bytes, %round : i64
  %old.all = arith.andi %old.more, %align : i64
  %old.end = arith.addi %base.n, %old.all : i64
  %is.last = arith.cmpi eq, %old.end, %top.n : i64
  %is.some = arith.cmpi sgt, %old, %zero : i64
  %is.ours = arith.andi %is.last, %is.some : i1
  %left = scf.if %is.ours -> (i64) {
    %bytes = arith.muli %length, %size : i64
    %more = arith.addi %bytes, %round : i64
    %all = arith.andi %more, %align : i64
    %next = llvm.getelementptr %base[%all] : (!llvm.ptr, i64) -> !llvm.ptr, i8
    llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
    scf.yield %length : i64
  } else {
    scf.yield %capacity : i64
  }
  func.return %left : i64
}
