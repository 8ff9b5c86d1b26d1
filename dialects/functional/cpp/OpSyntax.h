//===- OpSyntax.h - Directives of the assembly formats ----------*- C++ -*-===//

#ifndef PULLBACK_FUNCTIONAL_OP_SYNTAX_H
#define PULLBACK_FUNCTIONAL_OP_SYNTAX_H

#include "Functional.h"

namespace pullback::functional {

using UnresolvedOperands = llvm::SmallVectorImpl<mlir::OpAsmParser::UnresolvedOperand>;

/// The type of an applied function value, which gives the types of the arguments.
mlir::ParseResult parseApplyType(mlir::OpAsmParser &parser, mlir::Type &callee,
                                 const UnresolvedOperands &arguments,
                                 llvm::SmallVectorImpl<mlir::Type> &types);
void printApplyType(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Type callee,
                    mlir::OperandRange arguments, mlir::TypeRange types);

/// As above, for a function value whose leading arguments only are bound.
mlir::ParseResult parsePartialType(mlir::OpAsmParser &parser, mlir::Type &callee,
                                   const UnresolvedOperands &arguments,
                                   llvm::SmallVectorImpl<mlir::Type> &types);
void printPartialType(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Type callee,
                      mlir::OperandRange arguments, mlir::TypeRange types);

/// What is bound, each perhaps with `as "name"`.
mlir::ParseResult
parseBound(mlir::OpAsmParser &parser,
           llvm::SmallVectorImpl<mlir::OpAsmParser::UnresolvedOperand> &arguments,
           mlir::ArrayAttr &names);
void printBound(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::OperandRange arguments,
                mlir::ArrayAttr names);

/// `("name": type, ...)`, after `captures`.
mlir::ParseResult parseCaptures(mlir::OpAsmParser &parser, mlir::ArrayAttr &names,
                                mlir::ArrayAttr &types);
void printCaptures(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::ArrayAttr names,
                   mlir::ArrayAttr types);

/// The type of the stack, which gives the types of the entry.
mlir::ParseResult parsePushType(mlir::OpAsmParser &parser, mlir::Type &stack,
                                const UnresolvedOperands &elements,
                                llvm::SmallVectorImpl<mlir::Type> &types, mlir::Type &result);
void printPushType(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Type stack,
                   mlir::OperandRange elements, mlir::TypeRange types, mlir::Type result);
mlir::ParseResult parsePopType(mlir::OpAsmParser &parser, mlir::Type &stack, mlir::Type &rest,
                               llvm::SmallVectorImpl<mlir::Type> &elements);
void printPopType(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Type stack,
                  mlir::Type rest, mlir::TypeRange elements);

} // namespace pullback::functional

#endif // PULLBACK_FUNCTIONAL_OP_SYNTAX_H
