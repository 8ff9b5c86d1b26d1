//===- TraitIds.h - Trait identities across compilers -----------*- C++ -*-===//
//
// MLIR identifies a trait by the name of `Trait<Empty>`, where `Empty` is local to a function. Each
// compiler spells the name of a local class in its own way: Clang, which distributions build MLIR
// with, says `Empty`; GCC says `mlir::TypeID::get<Trait>()::Empty`. Where the two identities are
// not merged by the dynamic linker (in an executable linked against MLIR's archives with hidden
// symbols, in a plugin whose symbols are local) the terminators, constants and so on of a dialect
// compiled with GCC are not such to MLIR. This header, included before all others, spells the name
// as Clang does.
//
//===----------------------------------------------------------------------===//

#ifndef PULLBACK_TRAIT_IDS_H
#define PULLBACK_TRAIT_IDS_H

#include "mlir/Support/TypeID.h"

#if defined(__GNUC__) && !defined(__clang__)

#include <string>

namespace mlir::detail {

/// Whether `T` is the `Empty` of `TypeID::get`.
template <typename T>
constexpr bool isTraitArgument() {
  constexpr std::string_view name = llvm::getTypeName<T>();
  constexpr std::string_view start = "mlir::TypeID::get<", end = ">()::Empty";
  return name.size() > start.size() + end.size() && name.substr(0, start.size()) == start &&
         name.substr(name.size() - end.size()) == end;
}

template <template <typename> class Trait, typename Argument>
class TypeIDResolver<Trait<Argument>, std::enable_if_t<isTraitArgument<Argument>()>>
    : public FallbackTypeIDResolver {
public:
  static TypeID resolveTypeID() {
    static TypeID id = registerImplicitTypeID(name());
    return id;
  }

private:
  static llvm::StringRef name() {
    static const std::string name = [] {
      std::string argument = llvm::getTypeName<Argument>().str();
      std::string name = llvm::getTypeName<Trait<Argument>>().str();
      return name.replace(name.rfind(argument), argument.size(), "Empty");
    }();
    return name;
  }
};

} // namespace mlir::detail

#endif // GCC

#endif // PULLBACK_TRAIT_IDS_H
