//===- FunctionOps.td - Function values --------------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_FUNCTION_OPS_TD
#define PULLBACK_FUNCTIONAL_FUNCTION_OPS_TD

include "FunctionalBase.td"

// Upstream's call interfaces ask for attributes of arguments and results. Function values have
// none.
defvar noArgumentAttributes = [{
    ::mlir::ArrayAttr getArgAttrsAttr() { return nullptr; }
    ::mlir::ArrayAttr getResAttrsAttr() { return nullptr; }
    void setArgAttrsAttr(::mlir::ArrayAttr) {}
    void setResAttrsAttr(::mlir::ArrayAttr) {}
    ::mlir::Attribute removeArgAttrsAttr() { return nullptr; }
    ::mlir::Attribute removeResAttrsAttr() { return nullptr; }
}];

def Functional_LambdaOp : Functional_Op<"lambda", [
    Pure, SingleBlock,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "a function value";
  let description = [{
    Makes a function value. The region is its body; the block arguments are its
    parameters; values of the enclosing regions are captured by use. To make a
    closure is pure whatever the body does, for nothing runs before
    `functional.apply`.

    ```mlir
    %f = functional.lambda (%x: f64, %y: f64) -> f64 {
      %r = arith.mulf %x, %captured : f64
      functional.return %r : f64
    }
    ```

    Several results are written in parentheses, none by leaving out the arrow.
    Attributes are written before the body:

    ```mlir
    %g = functional.lambda (%x: f64) -> (f64, f64) attributes {name = "twice"} {
      functional.return %x, %x : f64, f64
    }
    ```

    `captures` captures values under a name, by which a derivative with respect
    to them can be asked for. Inside they are block arguments, which come after
    the parameters:

    ```mlir
    %h = functional.lambda (%x: f64) captures(%c = %y as "y" : f64) -> f64 {
      %r = arith.mulf %x, %c : f64
      functional.return %r : f64
    }
    ```

    This is the partial application of a lambda with leading parameters, which is
    the canonical form.
  }];
  let arguments = (ins Variadic<AnyType>:$captured, OptionalAttr<StrArrayAttr>:$names);
  let results = (outs Functional_FnType:$function);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Functional_LetrecOp : Functional_Op<"letrec", [
    NoMemoryEffect, SingleBlock,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "recursive function values";
  let description = [{
    Makes recursive function values. The block arguments stand for the results:
    the first for the first, and so on. A `functional.lambda` cannot refer to
    its own result, since a result is not visible in the op's own region;
    `letrec` gives it a name that is.

    ```mlir
    %f = functional.letrec (%self: !functional.fn<(i64) -> i64>) {
      %step = functional.lambda (%n: i64) -> i64 {
        %m = arith.subi %n, %one : i64
        %r = functional.apply %self(%m) : !functional.fn<(i64) -> i64>
        functional.return %r : i64
      }
      functional.return %step : !functional.fn<(i64) -> i64>
    }
    ```

    Mutual recursion takes one block argument a function:

    ```mlir
    %even, %odd = functional.letrec (%e: !functional.fn<(i64) -> i1>,
                                     %o: !functional.fn<(i64) -> i1>) {
      ...
      functional.return %is_even, %is_odd
          : !functional.fn<(i64) -> i1>, !functional.fn<(i64) -> i1>
    }
    ```

    A body that applies a block argument before it returns does not terminate.
    Hence the op is free of memory effects, but not speculatable.
  }];
  let results = (outs Variadic<Functional_FnType>:$functions);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Functional_ReturnOp : Functional_Op<"return", [
    Pure, ReturnLike, Terminator, ParentOneOf<["LambdaOp", "LetrecOp"]>]> {
  let summary = "terminator of `lambda` and `letrec`";
  let description = [{
    Ends the body of a `functional.lambda` with the results of the function, or
    the body of a `functional.letrec` with the functions that it defines.

    ```mlir
    functional.return %r : f64
    functional.return
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$operands);
  let assemblyFormat = "attr-dict ($operands^ `:` type($operands))?";
  let builders = [OpBuilder<(ins), [{ build($_builder, $_state, ::mlir::ValueRange()); }]>];
  let hasVerifier = 1;
}

def Functional_RefOp : Functional_Op<"ref", [
    Pure, ConstantLike, DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "a top-level function as a value";
  let description = [{
    The `func.func` of that name as a function value. It is a constant: it folds
    to its symbol, and equal references become one.

    ```mlir
    %f = functional.ref @f : !functional.fn<(f64) -> f64>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let results = (outs Functional_FnType:$function);
  let assemblyFormat = "$symbol attr-dict `:` qualified(type($function))";
  let hasFolder = 1;
}

def Functional_ApplyOp : Functional_Op<"apply", [
    NoMemoryEffect, CallOpInterface, InferTypeOpAdaptor]> {
  let summary = "call of a function value";
  let description = [{
    Calls a function value with all of its arguments. The type after the colon is
    the function's.

    ```mlir
    %r = functional.apply %f(%a, %b) : !functional.fn<(f64, f64) -> f64>
    %u:2 = functional.apply %g() : !functional.fn<() -> (f64, i32)>
    functional.apply %h() : !functional.fn<() -> ()>
    ```

    A call has no memory effect, so that an unused one is dead. It may not
    terminate, so that it is not speculatable: nothing hoists it out of a branch
    or a loop.
  }];
  let arguments = (ins Functional_FnType:$callee, Variadic<AnyType>:$arguments);
  let results = (outs Variadic<AnyType>:$results);
  let assemblyFormat = [{
    $callee `(` $arguments `)` attr-dict `:`
    custom<ApplyType>(type($callee), ref($arguments), type($arguments))
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
  let extraClassDeclaration = noArgumentAttributes # [{
    ::mlir::CallInterfaceCallable getCallableForCallee() { return getCallee(); }
    void setCalleeFromCallable(::mlir::CallInterfaceCallable callee) {
      getCalleeMutable().assign(::llvm::cast<::mlir::Value>(callee));
    }
    operand_range getArgOperands() { return getArguments(); }
    ::mlir::MutableOperandRange getArgOperandsMutable() { return getArgumentsMutable(); }
  }];
}

def Functional_PartialOp : Functional_Op<"partial", [
    Pure, InferTypeOpAdaptor,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "a function with its leading arguments bound";
  let description = [{
    Binds the leading arguments of a function value; nothing is called. The
    result takes the arguments that remain.

    ```mlir
    // %g : !functional.fn<(f64) -> f64>
    %g = functional.partial %f(%a) : !functional.fn<(f64, f64) -> f64>
    ```

    What is bound may have a name, by which a derivative with respect to it can be
    asked for:

    ```mlir
    %h = functional.partial %f(%a as "a") : !functional.fn<(f64, f64) -> f64>
    ```
  }];
  let arguments = (ins Functional_FnType:$callee, Variadic<AnyType>:$arguments,
                       OptionalAttr<StrArrayAttr>:$names);
  let results = (outs Functional_FnType:$function);
  let builders = [OpBuilder<(ins "::mlir::Value":$callee, "::mlir::ValueRange":$arguments), [{
    build($_builder, $_state, callee, arguments, ::mlir::ArrayAttr());
  }]>];
  let assemblyFormat = [{
    $callee `(` custom<Bound>($arguments, $names) `)` attr-dict `:`
    custom<PartialType>(type($callee), ref($arguments), type($arguments))
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

#endif // PULLBACK_FUNCTIONAL_FUNCTION_OPS_TD
