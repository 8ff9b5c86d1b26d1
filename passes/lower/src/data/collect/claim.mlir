// Where a node of `size` bytes, `offset` behind the mark, will be in the end; it is copied when it is met first, and is then to be looked at.
func.func private @"pullback$claim"(%state: !llvm.ptr, %node: !llvm.ptr, %offset: i64, %size: i64, %kind: i64) -> !llvm.ptr
    attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %three = arith.constant 3 : i64
  %four = arith.constant 4 : i64
  %seven = arith.constant 7 : i64
  %twelve = arith.constant 12 : i64
  %round = arith.constant 15 : i64
  %align = arith.constant -16 : i64
  %bits = llvm.getelementptr %state[64] : (!llvm.ptr) -> !llvm.ptr, i8
  %number = arith.shrui %offset, %four : i64
  %index = arith.shrui %number, %three : i64
  %bit = arith.andi %number, %seven : i64
  %mask.wide = arith.shli %one, %bit : i64
  %mask = arith.trunci %mask.wide : i64 to i8
  %place = llvm.getelementptr %bits[%index] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  %known = llvm.load %place : !llvm.ptr -> i8
  %set = arith.andi %known, %mask : i8
  %nothing = arith.constant 0 : i8
  %is.new = arith.cmpi eq, %set, %nothing : i8
  scf.if %is.new {
    %now = arith.ori %known, %mask : i8
    llvm.store %now, %place : i8, !llvm.ptr
    %last = llvm.getelementptr %state[8] : (!llvm.ptr) -> !llvm.ptr, i8
    %moves = llvm.getelementptr %state[16] : (!llvm.ptr) -> !llvm.ptr, i8
    %new = llvm.load %state : !llvm.ptr -> i64
    %delta = llvm.load %moves : !llvm.ptr -> i64
    %to.n = arith.addi %new, %delta : i64
    %to = llvm.inttoptr %to.n : i64 to !llvm.ptr
    "llvm.intr.memcpy"(%to, %node, %size) <{isVolatile = false}> : (!llvm.ptr, !llvm.ptr, i64) -> ()
    %more = arith.addi %size, %round : i64
    %all = arith.andi %more, %align : i64
    %next = arith.addi %new, %all : i64
    llvm.store %next, %state : i64, !llvm.ptr
    // The old node says where the new one is, and which is to be looked at after it: its offset, and its type in the low bits.
    %before = llvm.load %last : !llvm.ptr -> i64
    %link = llvm.getelementptr %node[8] : (!llvm.ptr) -> !llvm.ptr, i8
    llvm.store %new, %node : i64, !llvm.ptr
    llvm.store %before, %link : i64, !llvm.ptr
    %high = arith.shli %offset, %twelve : i64
    %entry = arith.ori %high, %kind : i64
    llvm.store %entry, %last : i64, !llvm.ptr
    scf.yield
  }
  %result = llvm.load %node : !llvm.ptr -> !llvm.ptr
  func.return %result : !llvm.ptr
}
