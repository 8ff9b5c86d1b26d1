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

def Functional_DataType : TypeDef<Functional_Dialect, "Data"> {
  let mnemonic = "data";
  let summary = "a value of a data type";
  let description = [{
    A value of the data type that a `functional.data` of that name declares.
    `$ct` after the name is the type of its tangents and cotangents, which
    nothing declares.

    ```mlir
    !functional.data<@tree>
    !functional.data<@tree$ct>
    ```

    The parameters are the symbol of the declaration and whether it is the
    tangent type.
  }];
  let parameters = (ins "::mlir::FlatSymbolRefAttr":$symbol, "bool":$tangent);
  let hasCustomAssemblyFormat = 1;
  let builders = [
    TypeBuilderWithInferredContext<(ins "::mlir::FlatSymbolRefAttr":$symbol, "bool":$tangent), [{
      return $_get(symbol.getContext(), symbol, tangent);
    }]>,
  ];
  let extraClassDeclaration = [{
    /// The type of this name, which ends with `$ct` for a tangent type.
    static DataType getNamed(::mlir::MLIRContext *context, ::llvm::StringRef name);
    /// The name in the text: the declaration's, and `$ct` for a tangent type.
    std::string getName() const;
  }];
}

def Functional_StackType : TypeDef<Functional_Dialect, "Stack"> {
  let mnemonic = "stack";
  let summary = "a stack";
  let description = [{
    A stack whose entries have a value of each of these types.

    ```mlir
    !functional.stack<f64, i32>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"::mlir::Type">:$elements);
  let hasCustomAssemblyFormat = 1;
}

#endif // PULLBACK_FUNCTIONAL_TYPES_TD
