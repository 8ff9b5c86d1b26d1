// A buffer for `extra` entries more than the `length` that there are: longer in its place if it is the last of
// the arena, else a copy. A negative capacity is what the first buffer shall have. Where there is no room the store behind the
// arena traps.
func.func private @"pullback$grow"(%base: !llvm.ptr, %length: i64, %capacity: i64, %extra: i64, %size: i64) -> (!llvm.ptr, i64)
    attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %least = arith.constant 8 : i64
  %align = arith.constant -16 : i64
  %round = arith.constant 15 : i64
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %ends = llvm.getelementptr %arena[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %end = llvm.load %ends : !llvm.ptr -> !llvm.ptr
  %top.n = llvm.ptrtoint %top : !llvm.ptr to i64
  %end.n = llvm.ptrtoint %end : !llvm.ptr to i64
  %base.n = llvm.ptrtoint %base : !llvm.ptr to i64
  // Where the buffer ends, and whether the arena ends there.
  %old = arith.maxsi %capacity, %zero : i64
  %old.bytes = arith.muli %old, %size : i64
  %old.more = arith.addi %old.bytes, %round : i64
  %old.all = arith.andi %old.more, %align : i64
  %old.end = arith.addi %base.n, %old.all : i64
  %is.last = arith.cmpi eq, %old.end, %top.n : i64
  %is.some = arith.cmpi sgt, %old, %zero : i64
  %in.place = arith.andi %is.last, %is.some : i1
  %start = arith.select %in.place, %base, %top : !llvm.ptr
  %start.n = llvm.ptrtoint %start : !llvm.ptr to i64
  // What is needed, and what is better: twice as much.
  %need = arith.addi %length, %extra : i64
  %minus = arith.subi %zero, %capacity : i64
  %hint = arith.maxsi %minus, %least : i64
  %twice = arith.addi %old, %old : i64
  %better = arith.maxui %twice, %hint : i64
  %wish = arith.maxui %better, %need : i64
  %left = arith.subi %end.n, %start.n : i64
  %room = arith.divui %left, %size : i64
  %new = arith.minui %wish, %room : i64
  %is.short = arith.cmpi ult, %new, %need : i64
  scf.if %is.short {
    llvm.store volatile %zero, %end : i64, !llvm.ptr
    scf.yield
  }
  %bytes = arith.muli %new, %size : i64
  %more = arith.addi %bytes, %round : i64
  %all = arith.andi %more, %align : i64
  %next = llvm.getelementptr %start[%all] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
  %kept = arith.select %in.place, %zero, %length : i64
  %kept.bytes = arith.muli %kept, %size : i64
  "llvm.intr.memmove"(%start, %base, %kept.bytes) <{isVolatile = false}> : (!llvm.ptr, !llvm.ptr, i64) -> ()
  func.return %start, %new : !llvm.ptr, i64
}
