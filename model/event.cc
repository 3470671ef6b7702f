#include "model/event.h"

#include <array>

namespace lawtrace {
namespace {

constexpr std::array kKinds = {
    EventKind::kCoding,     EventKind::kConfirmation, EventKind::kAmendment, EventKind::kRecoding,
    EventKind::kCorrection, EventKind::kRetraction,   EventKind::kProposal};

}  // namespace

std::string_view Name(EventKind kind) {
  switch (kind) {
    case EventKind::kCoding:
      return "coding";
    case EventKind::kConfirmation:
      return "confirmation";
    case EventKind::kAmendment:
      return "amendment";
    case EventKind::kRecoding:
      return "recoding";
    case EventKind::kCorrection:
      return "correction";
    case EventKind::kRetraction:
      return "retraction";
    case EventKind::kProposal:
      break;
  }
  return "proposal";
}

Result<EventKind> ParseEventKind(std::string_view text) {
  for (const EventKind kind : kKinds)
    if (text == Name(kind)) return kind;
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) +
                  "' is not a kind; write coding, confirmation, amendment, recoding, correction, "
                  "retraction or proposal");
}

std::string_view Name(Basis basis) {
  return basis == Basis::kStated ? "stated" : "convention";
}

Result<Basis> ParseBasis(std::string_view text) {
  if (text == Name(Basis::kConvention)) return Basis::kConvention;
  if (text == Name(Basis::kStated)) return Basis::kStated;
  return Fail(ErrorCode::kInvalidInput,
              "'" + std::string(text) + "' is not a basis; write stated or convention");
}

}  // namespace lawtrace
