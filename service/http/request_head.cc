#include "service/http/request_head.h"

#include <algorithm>

namespace lawtrace::service {
namespace {

HeadFault BadRequest(std::string words) {
  return {.status = 400, .words = std::move(words)};
}

bool IsSameWord(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](char one, char other) {
    return (one >= 'A' && one <= 'Z' ? one - 'A' + 'a' : one) == other;
  });
}

std::string_view WithoutBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// A name or address with an optional port: what may stand behind "http://".
bool IsHost(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:[]%").find(c) != std::string_view::npos;
  });
}

// Takes the text up to the next line's end off the front.
std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  text.remove_prefix(std::min(text.size(), line.size() + 2));
  return line;
}

// The fields that say where a request ends and whom it is for.
struct Framing {
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  bool is_host_valid = true;
  bool is_length_valid = true;
  bool is_chunked = true;  // Every coding is that one.
};

Framing FramingOf(std::string_view fields) {
  Framing framing;
  while (!fields.empty()) {
    const std::string_view line = TakeLine(fields);
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = WithoutBlanks(line.substr(std::min(colon + 1, line.size())));
    if (IsSameWord(name, "host")) {
      ++framing.hosts;
      framing.is_host_valid = framing.is_host_valid && IsHost(value);
    } else if (IsSameWord(name, "content-length")) {
      ++framing.lengths;
      // Two that agree, "2, 2", may be two for a proxy.
      framing.is_length_valid =
          !value.empty() && value.find_first_not_of("0123456789") == value.npos;
    } else if (IsSameWord(name, "transfer-encoding")) {
      ++framing.codings;
      framing.is_chunked = framing.is_chunked && IsSameWord(value, "chunked");
    }
  }
  return framing;
}

}  // namespace

std::optional<HeadFault> HeadScanner::Scan(std::string_view bytes) {
  for (; seen_ < bytes.size() && size_ == 0; ++seen_) {
    const char c = bytes[seen_];
    const bool is_after_cr = seen_ > 0 && bytes[seen_ - 1] == '\r';
    if (seen_ >= limits_.bytes || (line_count_ == 0 && seen_ >= limits_.target_bytes + 32)) {
      if (line_count_ == 0)
        return HeadFault{414, "the address is too long; ask with POST /v1/batch"};
      return HeadFault{431, "the header fields are too large; send fewer"};
    }
    if (c == '\0') return BadRequest("the head holds a NUL; send an HTTP/1.1 request");
    if ((c == '\n') != is_after_cr)
      return BadRequest("a line of the head does not end with CR and LF; end each with both");
    const bool is_line_begin = seen_ == line_begin_ && line_count_ > 0;
    if (is_line_begin && (c == ' ' || c == '\t'))
      return BadRequest("a header field goes on in a second line; write it in one");
    if (c != '\n') continue;
    if (seen_ - line_begin_ == 1) size_ = seen_ + 1;  // The blank line.
    line_begin_ = seen_ + 1;
    if (size_ == 0 && ++line_count_ > limits_.fields + 1)
      return HeadFault{431, "there are more than " + std::to_string(limits_.fields) +
                                " header fields; send fewer"};
  }
  return std::nullopt;
}

std::optional<HeadFault> FaultInHead(std::string_view head) {
  const std::string_view line = TakeLine(head);
  const std::size_t first = std::min(line.find(' '), line.size());
  const std::size_t last = line.rfind(' ');
  if (first == line.size() || last == first || first == 0)
    return BadRequest("this is not an HTTP/1.1 request");
  const bool is_former = line.substr(last + 1) == "HTTP/1.0";
  if (line[first + 1] != '/')
    return BadRequest("the address does not begin with '/'; send the path and query alone");
  const Framing framing = FramingOf(head);
  if (framing.hosts > 1 || (framing.hosts == 0 && !is_former))
    return BadRequest("there is not one Host field, but " + std::to_string(framing.hosts) +
                      "; send one");
  if (!framing.is_host_valid) return BadRequest("Host is neither a name nor an address");
  if (!framing.is_length_valid) return BadRequest("Content-Length is no number; send digits alone");
  if (!framing.is_chunked)
    return HeadFault{501,
                     "the transfer coding is not known; send the body chunked or with a "
                     "Content-Length"};
  if (framing.lengths > 1 || framing.codings > 1 || (framing.lengths > 0 && framing.codings > 0) ||
      (framing.codings > 0 && is_former))
    return BadRequest(
        "the length of the body is given in two ways; send one Content-Length, or "
        "the body chunked");
  return std::nullopt;
}

}  // namespace lawtrace::service
