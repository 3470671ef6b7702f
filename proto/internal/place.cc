#include "proto/internal/place.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "model/check.h"
#include "proto/index_codec.h"

namespace lawtrace::proto {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

// The field of that name of the message or of one below it; null if there is none.
const FieldDescriptor* FindEnumField(const google::protobuf::Descriptor& message,
                                     const std::string& name) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    if (field->enum_type() != nullptr && field->name() == name) return field;
    if (field->message_type() == nullptr) continue;
    if (const FieldDescriptor* below = FindEnumField(*field->message_type(), name)) return below;
  }
  return nullptr;
}

// The words that may stand where `message` of the parser says that one may not: "; write A, B".
std::string AllowedWords(const google::protobuf::Descriptor& file, const std::string& message) {
  constexpr std::string_view kBefore = "for field \"";
  const std::size_t at = message.find(kBefore);
  if (!message.starts_with("Unknown enumeration value") || at == std::string::npos) return {};
  const std::size_t begin = at + kBefore.size();
  const FieldDescriptor* field =
      FindEnumField(file, message.substr(begin, message.find('"', begin) - begin));
  std::string words;
  for (int i = 0; field != nullptr && i < field->enum_type()->value_count(); ++i)
    words += (words.empty() ? " Write " : ", ") + field->enum_type()->value(i)->name();
  return words;
}

class SyntaxErrors : public google::protobuf::io::ErrorCollector {
 public:
  SyntaxErrors(std::string file, const google::protobuf::Descriptor& descriptor, Faults& faults)
      : file_(std::move(file)), descriptor_(descriptor), faults_(faults) {}

  // `line` counts from 0, and is -1 where the error has no line.
  void AddError(int line, int /*column*/, const std::string& message) override {
    faults_.Add(
        {.file = file_, .line = line + 1, .message = message + AllowedWords(descriptor_, message)});
  }

 private:
  std::string file_;
  const google::protobuf::Descriptor& descriptor_;
  Faults& faults_;
};

// The line, from 1, of `field`; of a repeated field, of its value at `index`, else -1.
// The parser records a list "[...]" as one value, so later values stand where the last list starts.
std::optional<int> LineOf(const TextFormat::ParseInfoTree& tree, const FieldDescriptor* field,
                          int index) {
  for (int at = index; at >= std::min(index, 0); --at) {
    const int line = tree.GetLocation(field, at).line;
    if (line >= 0) return line + 1;
  }
  return std::nullopt;
}

}  // namespace

struct Place::Rep {
  std::string file;
  Faults* faults;
  std::shared_ptr<const TextFormat::ParseInfoTree> root;  // Owns `tree`.
  const TextFormat::ParseInfoTree* tree;           // Null at a scalar and below a field left out.
  const google::protobuf::Descriptor* descriptor;  // Null at a scalar.
  int line;
};

Place Place::At(int number, int index) const {
  Check(rep_->descriptor != nullptr, "Place::At: not a message");
  const FieldDescriptor* field = rep_->descriptor->FindFieldByNumber(number);
  Check(field != nullptr, "Place::At: no such field");
  auto rep = std::make_shared<Rep>(*rep_);
  rep->descriptor = field->message_type();
  rep->tree = nullptr;
  if (rep_->tree != nullptr) {
    const int at = field->is_repeated() ? index : -1;
    if (const std::optional<int> line = LineOf(*rep_->tree, field, at)) rep->line = *line;
    if (rep->descriptor != nullptr) rep->tree = rep_->tree->GetTreeForNested(field, at);
  }
  return Place(std::move(rep));
}

int Place::line() const {
  return rep_->line;
}

void Place::Report(std::string message) const {
  rep_->faults->Add({.file = rep_->file, .line = rep_->line, .message = std::move(message)});
}

std::optional<Place> ParseText(const SourceFile& file, Faults& faults,
                               google::protobuf::Message& message) {
  SyntaxErrors errors(file.name, *message.GetDescriptor(), faults);
  auto tree = std::make_shared<TextFormat::ParseInfoTree>();
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(tree.get());
  if (!parser.ParseFromString(file.text, &message)) return std::nullopt;
  const TextFormat::ParseInfoTree* top = tree.get();
  return Place(std::make_shared<Place::Rep>(Place::Rep{.file = file.name,
                                                       .faults = &faults,
                                                       .root = std::move(tree),
                                                       .tree = top,
                                                       .descriptor = message.GetDescriptor(),
                                                       .line = 1}));
}

}  // namespace lawtrace::proto
