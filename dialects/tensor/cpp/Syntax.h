//===- Syntax.h - Custom parts of the ops' syntax ---------------*- C++ -*-===//

#ifndef PULLBACK_ND_SYNTAX_H
#define PULLBACK_ND_SYNTAX_H

#include "Nd.h"

namespace pullback::nd {

/// A bare word.
mlir::ParseResult parseKeyword(mlir::OpAsmParser &parser, mlir::StringAttr &word);
void printKeyword(mlir::OpAsmPrinter &printer, mlir::Operation *, mlir::StringAttr word);

/// Types of operands, which are those of the results.
mlir::ParseResult parseSameTypes(mlir::OpAsmParser &parser,
                                 llvm::SmallVectorImpl<mlir::Type> &operands,
                                 llvm::SmallVectorImpl<mlir::Type> &results);
void printSameTypes(mlir::OpAsmPrinter &printer, mlir::Operation *, mlir::TypeRange operands,
                    mlir::TypeRange results);

} // namespace pullback::nd

#endif // PULLBACK_ND_SYNTAX_H
