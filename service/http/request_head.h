// The head of a request as it came in: where it ends, and whether it is written as RFC 9112 asks.
// It is looked at before a parser that forgives more, so that no proxy in front and this service
// can take one text for two different requests.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lawtrace::service {

struct HeadLimits {
  std::size_t bytes = 16U << 10;  // Of the whole head; beyond: 431, or 414 if it is the address.
  std::size_t target_bytes = 8U << 10;  // Beyond: 414.
  std::size_t fields = 100;             // Beyond: 431.
};

// Why a head is refused.  The connection ends: where its next request begins is anybody's guess.
struct HeadFault {
  int status;
  std::string words;  // What is wrong and what to send instead.
};

// Finds the end of one head in the bytes that have come so far; looks at each byte once.
class HeadScanner {
 public:
  explicit HeadScanner(HeadLimits limits) : limits_(limits) {}

  // What is wrong with the lines so far: a bare CR or LF, a folded line, too many, too long.
  // REQUIRES: `bytes` begins with what was given before.
  std::optional<HeadFault> Scan(std::string_view bytes);
  // Bytes of the head with the blank line behind it; 0: it has not ended yet.
  std::size_t size() const { return size_; }

 private:
  HeadLimits limits_;
  std::size_t seen_ = 0;
  std::size_t size_ = 0;
  std::size_t line_count_ = 0;
  std::size_t line_begin_ = 0;
};

// What is wrong with a whole head: no address that begins with '/', no or more than one Host, a
// transfer coding other than chunked (501), lengths that contradict each other.
std::optional<HeadFault> FaultInHead(std::string_view head);

}  // namespace lawtrace::service
