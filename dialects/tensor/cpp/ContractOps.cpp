//===- ContractOps.cpp - Contractions -------------------------------------===//

#include "Nd.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace pullback::nd {

LogicalResult ContractOp::verify() {
  StringRef letters = getLetters();
  auto [operands, result] = letters.split("->");
  auto [lhs, rhs] = operands.split(',');
  auto isWord = [](StringRef word) { return llvm::all_of(word, llvm::isAlpha); };
  if (!letters.contains("->") || !operands.contains(',') || !isWord(lhs) || !isWord(rhs) ||
      !isWord(result))
    return emitOpError() << "has letters \"" << letters
                         << "\"; write a letter for each dimension, such as \"ij,jk->ik\"";
  Type element = elementOf(getLhs().getType());
  if (elementOf(getRhs().getType()) != element || elementOf(getType()) != element)
    return emitOpError() << "multiplies " << element << " and " << elementOf(getRhs().getType())
                         << " to " << elementOf(getType()) << "; convert them to one type with an op of arith";
  llvm::SmallDenseMap<char, int64_t> sizes;
  const StringRef words[] = {lhs, rhs, result};
  const Type types[] = {getLhs().getType(), getRhs().getType(), getType()};
  for (auto [index, word] : llvm::enumerate(words)) {
    ArrayRef<int64_t> shape = shapeOf(types[index]);
    if (word.size() != shape.size())
      return emitOpError() << "has " << counted(word.size(), "letter") << " \"" << word << "\" for shape " << text(shape)
                           << "; write one for each dimension";
    for (auto [position, letter] : llvm::enumerate(word)) {
      if (word.find(letter, position + 1) != StringRef::npos)
        return emitOpError() << "has the letter '" << Twine(letter) << "' twice in \"" << word
                             << (index == 2 ? "\"; write it once, and scatter to the diagonal afterwards"
                                            : "\"; take the diagonal with nd.gather first");
      auto [known, isNew] = sizes.try_emplace(letter, shape[position]);
      if (index == 2 && isNew)
        return emitOpError() << "has the letter '" << Twine(letter)
                             << "' in the result only; broadcast afterwards";
      if (!compatible(known->second, shape[position]))
        return emitOpError() << "has '" << Twine(letter) << "' for " << known->second << " and for "
                             << shape[position] << " in shapes " << text(shapeOf(getLhs().getType())) << ", "
                             << text(shapeOf(getRhs().getType())) << " and " << text(shapeOf(getType()))
                             << "; a letter is one size";
      if (ShapedType::isDynamic(known->second))
        known->second = shape[position];
    }
  }
  return success();
}

} // namespace pullback::nd
