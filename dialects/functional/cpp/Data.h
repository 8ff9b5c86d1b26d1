//===- Data.h - The constructors of data types ------------------*- C++ -*-===//

#ifndef PULLBACK_FUNCTIONAL_DATA_H
#define PULLBACK_FUNCTIONAL_DATA_H

#include "Functional.h"

namespace pullback::functional {

/// A constructor of a data type.
struct Constructor {
  mlir::StringAttr name;
  llvm::SmallVector<mlir::Type> fields;
};

/// The constructors of the type that `data` declares or, with `tangent`, of its tangent type.
llvm::SmallVector<Constructor> constructorsOf(DataOp data, bool tangent);

} // namespace pullback::functional

#endif // PULLBACK_FUNCTIONAL_DATA_H
