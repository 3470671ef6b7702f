#include "service/api/internal/page.h"

namespace lawtrace::service {

std::string HtmlEscaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

Response HtmlPage(int status, std::string_view title, std::string_view content) {
  std::string text =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
      HtmlEscaped(title) +
      "</title><style>body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 "
      "system-ui,sans-serif;color:#1b2229}h1{font-size:1.5rem}form{margin:1rem 0}button{font:"
      "inherit;padding:.6rem 1.2rem;border:0;border-radius:4px;background:#0b5394;color:#fff}"
      "li{margin:.5rem 0}</style></head><body><main><h1>" +
      HtmlEscaped(title) + "</h1>\n" + std::string(content) + "\n</main></body></html>\n";
  return TextResponse(status, "text/html; charset=utf-8", std::move(text))
      .With("Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'");
}

}  // namespace lawtrace::service
