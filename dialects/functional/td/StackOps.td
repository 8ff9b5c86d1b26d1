//===- StackOps.td - Stacks -------------------------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_STACK_OPS_TD
#define PULLBACK_FUNCTIONAL_STACK_OPS_TD

include "FunctionalBase.td"

def Functional_StackOp : Functional_Op<"stack", [
    MemoryEffects<[]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "an empty stack";
  let description = [{
    An empty stack. `capacity` says how many entries it will hold, where that is
    known; more may be pushed.

    ```mlir
    %s = functional.stack : !functional.stack<f64, i32>
    %t = functional.stack capacity %n : !functional.stack<f64>
    ```

    Each `functional.stack` is a stack of its own: two are never merged.
  }];
  let arguments = (ins Optional<Index>:$capacity);
  let results = (outs Res<Functional_StackType, "", [MemAlloc]>:$stack);
  let assemblyFormat = "(`capacity` $capacity^)? attr-dict `:` qualified(type($stack))";
}

def Functional_PushOp : Functional_Op<"push", [NoMemoryEffect]> {
  let summary = "a stack with an entry on top";
  let description = [{
    Pushes one entry, which is a value for each type of the stack.

    ```mlir
    %s1 = functional.push %s0, %a, %b : !functional.stack<f64, i32>
    ```

    Stacks are linear: a stack that is pushed to is not used again. So the entry
    can be written in place. The op is free of memory effects, but it is not
    speculatable: nothing hoists it.
  }];
  let arguments = (ins Functional_StackType:$stack, Variadic<AnyType>:$elements);
  let results = (outs Functional_StackType:$result);
  let assemblyFormat = [{
    $stack (`,` $elements^)? attr-dict `:`
    custom<PushType>(type($stack), ref($elements), type($elements), type($result))
  }];
  let hasVerifier = 1;
}

def Functional_PopOp : Functional_Op<"pop", [NoMemoryEffect]> {
  let summary = "a stack without its top entry, and that entry";
  let description = [{
    The results are the stack that remains, then the values of the top entry.

    ```mlir
    %s0, %a, %b = functional.pop %s1 : !functional.stack<f64, i32>
    ```

    A pop of an empty stack gives the empty stack and values of all zero bits. A
    stack that was popped may be popped again, as long as nothing was pushed to
    what the first pop left.
  }];
  let arguments = (ins Functional_StackType:$stack);
  let results = (outs Functional_StackType:$rest, Variadic<AnyType>:$elements);
  let assemblyFormat = [{
    $stack attr-dict `:` custom<PopType>(type($stack), type($rest), type($elements))
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

#endif // PULLBACK_FUNCTIONAL_STACK_OPS_TD
