//===- DataOps.td - Data types ----------------------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_DATA_OPS_TD
#define PULLBACK_FUNCTIONAL_DATA_OPS_TD

include "FunctionalBase.td"

def Functional_DataOp : Functional_Op<"data", [
    Symbol, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "the declaration of a data type";
  let description = [{
    Declares a data type: a sum of products. Each constructor has a name and the
    types of its fields. A field may hold the type itself, or one that is
    declared later.

    ```mlir
    functional.data @list {
      nil
      cons(f64, !functional.data<@list>)
    }
    ```

    A declaration that only its own module uses is `functional.data private`.

    With `@list` there is the type of its tangents and cotangents, `@list$ct`,
    which nothing declares. Its first constructor, `zero`, stands for the zero
    of every shape; the others are those of `@list` with each field replaced by
    the tangents of the fields that have one:

    ```mlir
    // What @list$ct would be, were it declared.
    functional.data @list$ct {
      zero
      nil
      cons(f64, !functional.data<@list$ct>)
    }
    ```

    A declaration with a constructor of the name `zero` has `zero$` in its place.
    The tangent type of `@list$ct` is itself.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       StrArrayAttr:$constructors,
                       TypeArrayAttr:$fields);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Functional_ConstructOp : Functional_Op<"construct", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "a value of a data type";
  let description = [{
    Makes a value of a data type by one of its constructors.

    ```mlir
    %n = functional.construct @list nil() : !functional.data<@list>
    %l = functional.construct @list cons(%x, %n)
        : (f64, !functional.data<@list>) -> !functional.data<@list>
    ```

    The attribute `data` names the declaration, `@list` also for a value of
    `@list$ct`; in the text stands the name of the type.
  }];
  let arguments = (ins FlatSymbolRefAttr:$data, StrAttr:$constructor,
                       Variadic<AnyType>:$fields);
  let results = (outs Functional_DataType:$result);
  let hasCustomAssemblyFormat = 1;
}

def Functional_MatchOp : Functional_Op<"match", [
    RecursiveMemoryEffects, DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<RegionBranchOpInterface, ["getRegionInvocationBounds"]>]> {
  let summary = "what is done for each constructor of a value";
  let description = [{
    Runs the region of the constructor by which the value was made; the block
    arguments of the region are the fields. There is one region for each
    constructor, in the order of the declaration. Values of the enclosing regions
    are used freely.

    ```mlir
    %r = functional.match %l : !functional.data<@list> -> f64 {
    case nil {
      functional.yield %zero : f64
    }
    case cons(%x: f64, %t: !functional.data<@list>) {
      functional.yield %x : f64
    }
    }
    ```

    Several results are written in parentheses, none by leaving out the arrow;
    attributes before the cases: `attributes {...}`.

    The op is as free of memory effects as its regions are. It is not
    speculatable: it reads the value, which behind a condition may be poison.
  }];
  let arguments = (ins FlatSymbolRefAttr:$data, StrArrayAttr:$cases,
                       Functional_DataType:$value);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region VariadicRegion<SizedRegion<1>>:$bodies);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizer = 1;
}

def Functional_YieldOp : Functional_Op<"yield", [
    Pure, ReturnLike, Terminator, HasParent<"MatchOp">]> {
  let summary = "terminator of a case of `match`";
  let description = [{
    Ends a case with the results of the `functional.match`.

    ```mlir
    functional.yield %r : f64
    functional.yield
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$operands);
  let assemblyFormat = "attr-dict ($operands^ `:` type($operands))?";
  let builders = [OpBuilder<(ins), [{ build($_builder, $_state, ::mlir::ValueRange()); }]>];
  let hasVerifier = 1;
}

#endif // PULLBACK_FUNCTIONAL_DATA_OPS_TD
