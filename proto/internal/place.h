// Place: where a field stands in a text file, so that a fault can name the line.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "proto/internal/faults.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace lawtrace::proto {

struct SourceFile;

// A field of a parsed text file.  Cheap to copy; must not outlive the faults it reports to.
class Place {
 public:
  // The field with `number` in the message that stands here; of a repeated field, its value at
  // `index`.  A field that the text leaves out stands where its message does; a value inside
  // "[...]" where the list starts.
  // REQUIRES: a message stands here and has such a field.
  Place At(int number, int index = 0) const;

  int line() const;  // From 1.
  void Report(std::string message) const;

 private:
  struct Rep;
  explicit Place(std::shared_ptr<const Rep> rep) : rep_(std::move(rep)) {}
  friend std::optional<Place> ParseText(const SourceFile& file, Faults& faults,
                                        google::protobuf::Message& message);

  std::shared_ptr<const Rep> rep_;
};

// Fills `message` from the text and returns its place.
// Absent, and each syntax error reported, if the text is not such a message.
[[nodiscard]] std::optional<Place> ParseText(const SourceFile& file, Faults& faults,
                                             google::protobuf::Message& message);

}  // namespace lawtrace::proto
