#include "store/internal/proof.h"

#include <string>

#include "store/internal/key.h"

namespace lawtrace::store {
namespace {

constexpr const char* kRemedy =
    "; restore the store from a backup, or go on without what is gone: 'lawtrace check "
    "--accept-loss'";

// Making a store, or raising the format of one, is the first write; it may be cut short.
constexpr std::uint64_t kFirstWrite = 1;

}  // namespace

Result<std::optional<Loss>> LossOf(const Rocks& rocks, const std::optional<Head>& said) {
  const Result<std::optional<Head>> found = rocks.ReadHead();
  if (!found) return Fail(found.error());
  if (!said) return std::nullopt;
  const Head held = found->value_or(Head{});
  if (held.write_count >= said->write_count) return std::nullopt;
  if (!*found && said->write_count <= kFirstWrite) return std::nullopt;
  Loss loss{.write_count = said->write_count - held.write_count};
  if (said->last > held.last) {
    loss.from = held.last.plus(1);
    loss.to = said->last;
  }
  return loss;
}

std::string Describe(const Loss& loss) {
  const std::string writes = loss.write_count == 1
                                 ? "the last write"
                                 : "the last " + std::to_string(loss.write_count) + " writes";
  if (loss.to == Sequence{})
    return writes + " of rows beside the log are gone: the write-ahead log was cut or damaged";
  const std::string items = loss.from == loss.to ? "item " + loss.from.ToString() + " is gone"
                                                 : "items " + loss.from.ToString() + " to " +
                                                       loss.to.ToString() + " are gone";
  return items + " with " + writes + ": the write-ahead log was cut or damaged";
}

Status CheckReaches(const Rocks& rocks, const Result<std::optional<Head>>& said) {
  if (!said && said.error().code == ErrorCode::kCorruption)
    return Fail(ErrorCode::kCorruption, said.error().Message() + kRemedy);
  if (!said) return Fail(said.error());
  const Result<std::optional<Loss>> loss = LossOf(rocks, *said);
  if (!loss) return Fail(loss.error());
  if (*loss) return Fail(rocks.Corrupt(Describe(**loss) + kRemedy));
  const Result<std::optional<Head>> held = rocks.ReadHead();
  if (!held) return Fail(held.error());
  if (!*said && *held)
    return Fail(
        rocks.Corrupt("its file HEAD is missing, so nothing proves that all of it is there" +
                      std::string(kRemedy)));
  return {};
}

std::string LossKey(std::uint64_t write_count) {
  return std::string(kLossPrefix) + NumberKey(write_count);
}

std::string EncodeLoss(const Loss& loss) {
  return NumberKey(loss.from.value) + NumberKey(loss.to.value) + NumberKey(loss.write_count);
}

std::optional<Loss> DecodeLoss(std::string_view bytes) {
  constexpr std::size_t kNumber = sizeof(std::uint64_t);
  if (bytes.size() != 3 * kNumber) return std::nullopt;
  return Loss{.from = Sequence{*NumberOfKey(bytes.substr(0, kNumber))},
              .to = Sequence{*NumberOfKey(bytes.substr(kNumber, kNumber))},
              .write_count = *NumberOfKey(bytes.substr(2 * kNumber))};
}

}  // namespace lawtrace::store
