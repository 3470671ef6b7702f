#include "service/http/files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include "model/digest.h"
#include "service/http/problem.h"

namespace lawtrace::service {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes = {
    {{".html", "text/html; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".mjs", "text/javascript; charset=utf-8"},
     {".json", "application/json"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".ico", "image/x-icon"},
     {".woff2", "font/woff2"},
     {".txt", "text/plain; charset=utf-8"},
     {".map", "application/json"},
     {".webmanifest", "application/manifest+json"}}};

std::string_view TypeOf(const std::filesystem::path& file) {
  const auto known = std::ranges::find(kTypes, file.extension().string(),
                                       [](const auto& type) { return std::string(type.first); });
  return known == kTypes.end() ? "application/octet-stream" : known->second;
}

// Whether every segment is an ordinary name.
bool IsPlain(std::string_view path) {
  if (path.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos) return false;
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
    if (segment.empty() || segment.starts_with('.')) return false;
  }
  return true;
}

Response NotThere() {
  return ProblemResponse(404, {"there is no such file"});
}

}  // namespace

Response FileResponse(const std::filesystem::path& folder, const Request& request) {
  const std::string_view path = std::string_view(request.path).substr(1);
  if (!IsPlain(path.ends_with('/') ? path.substr(0, path.size() - 1) : path)) return NotThere();
  std::error_code error;
  std::filesystem::path file = std::filesystem::canonical(folder / path, error);
  if (!error && std::filesystem::is_directory(file, error))
    file = std::filesystem::canonical(file / "index.html", error);
  const std::filesystem::path root = std::filesystem::canonical(folder, error);
  const bool is_inside =
      !error &&
      std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first == root.end();
  if (!is_inside || !std::filesystem::is_regular_file(file, error)) return NotThere();
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator(in), {}};
  if (in.bad()) return NotThere();
  Digest digest;
  digest.Add(text);
  const std::string etag = '"' + digest.Hex() + '"';
  Response response = request.HeaderOf("if-none-match").find(etag) != std::string_view::npos
                          ? Response{.status = 304}
                          : TextResponse(200, std::string(TypeOf(file)), std::move(text));
  response.With("ETag", etag).With("Cache-Control", "no-cache");
  AddPageHeaders(response);
  return response;
}

void AddPageHeaders(Response& response) {
  response
      .With("Content-Security-Policy",
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
      .With("Referrer-Policy", "no-referrer");
}

}  // namespace lawtrace::service
