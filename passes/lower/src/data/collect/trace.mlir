// Looks at all nodes that were copied, and copies what these point to.
func.func private @"pullback$scan"(!llvm.ptr, !llvm.ptr, i64)
func.func private @"pullback$trace"(%state: !llvm.ptr) attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %none = arith.constant -1 : i64
  %four = arith.constant 4 : i64
  %sixteen = arith.constant 16 : i64
  %kinds = arith.constant 65535 : i64
  %last = llvm.getelementptr %state[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %moves = llvm.getelementptr %state[16] : (!llvm.ptr) -> !llvm.ptr, i8
  %from = llvm.getelementptr %state[24] : (!llvm.ptr) -> !llvm.ptr, i8
  %delta = llvm.load %moves : !llvm.ptr -> i64
  %mark = llvm.load %from : !llvm.ptr -> !llvm.ptr
  scf.while : () -> () {
    %entry = llvm.load %last : !llvm.ptr -> i64
    %more = arith.cmpi ne, %entry, %none : i64
    scf.condition(%more)
  } do {
    %entry = llvm.load %last : !llvm.ptr -> i64
    %kind = arith.andi %entry, %kinds : i64
    %number = arith.shrui %entry, %sixteen : i64
    %offset = arith.shli %number, %four : i64
    %node = llvm.getelementptr %mark[%offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
    %link = llvm.getelementptr %node[8] : (!llvm.ptr) -> !llvm.ptr, i8
    %before = llvm.load %link : !llvm.ptr -> i64
    llvm.store %before, %last : i64, !llvm.ptr
    %new = llvm.load %node : !llvm.ptr -> i64
    %copy.n = arith.addi %new, %delta : i64
    %copy = llvm.inttoptr %copy.n : i64 to !llvm.ptr
    func.call @"pullback$scan"(%state, %copy, %kind) : (!llvm.ptr, !llvm.ptr, i64) -> ()
    scf.yield
  }
  func.return
}
