#include "service/http/compression.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace lawtrace::service {
namespace {

constexpr std::size_t kLeast = 1024;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for the gzip form.
constexpr int kMemory = 8;

bool IsText(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("csv") != std::string_view::npos ||
         type.find("javascript") != std::string_view::npos ||
         type.find("svg") != std::string_view::npos || type.find("xml") != std::string_view::npos;
}

const Header* Find(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &Header::name);
  return found == response.headers.end() ? nullptr : &*found;
}

// Whether gzip is accepted, and not with "q=0".
bool AcceptsGzip(std::string_view accept) {
  const std::size_t at = accept.find("gzip");
  if (at == std::string_view::npos) return false;
  const std::string_view weight = accept.substr(at + 4, accept.find(',', at) - at - 4);
  return weight.find("q=0") == std::string_view::npos ||
         weight.find_first_of("123456789", weight.find("q=0") + 3) != std::string_view::npos;
}

std::optional<std::string> Gzip(const std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string packed(deflateBound(&stream, text.size()), '\0');
  std::string input = text;  // zlib's input is not const.
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return std::nullopt;
  return packed;
}

}  // namespace

void CompressIfAccepted(const Request& request, Response& response) {
  const Header* type = Find(response, "Content-Type");
  if (response.text().size() < kLeast || type == nullptr || !IsText(type->value)) return;
  if (Find(response, "Content-Encoding") != nullptr) return;
  if (Find(response, "Vary") == nullptr) response.With("Vary", "Accept-Encoding");
  if (!AcceptsGzip(request.HeaderOf("accept-encoding"))) return;
  std::optional<std::string> packed = Gzip(response.text());
  if (!packed) return;
  response.body = std::make_shared<const std::string>(*std::move(packed));
  response.With("Content-Encoding", "gzip");
  for (Header& header : response.headers)
    if (header.name == "ETag") header.value = "W/" + header.value;
}

}  // namespace lawtrace::service
