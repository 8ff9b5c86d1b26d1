//===- FunctionalTypes.td - Types of the functional dialect -*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_TYPES_TD
#define PULLBACK_FUNCTIONAL_TYPES_TD

include "FunctionalDialect.td"
include "mlir/IR/AttrTypeBase.td"

def Functional_FnType : TypeDef<Functional_Dialect, "Fn"> {
  let mnemonic = "fn";
  let summary = "a function value";
  let description = [{
    A function value: a closure, a partial application, a reference to a
    top-level function or a derivative of one of these. Its signature is a builtin
    function type.

    ```mlir
    !functional.fn<(f64) -> f64>
    !functional.fn<() -> ()>
    !functional.fn<(f64, i32) -> (f64, !functional.fn<(f64) -> f64>)>
    ```

    The builtin function type itself is not used for function values: upstream
    takes it for a code pointer, which captures nothing.
  }];
  let parameters = (ins "::mlir::FunctionType":$signature);
  let hasCustomAssemblyFormat = 1;
  let builders = [
    TypeBuilderWithInferredContext<(ins "::mlir::FunctionType":$signature), [{
      return $_get(signature.getContext(), signature);
    }]>,
    TypeBuilder<(ins "::mlir::TypeRange":$inputs, "::mlir::TypeRange":$results), [{
      return $_get($_ctxt, ::mlir::FunctionType::get($_ctxt, inputs, results));
    }]>,
  ];
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getInputs() const { return getSignature().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResults() const { return getSignature().getResults(); }
  }];
}

#endif // PULLBACK_FUNCTIONAL_TYPES_TD
