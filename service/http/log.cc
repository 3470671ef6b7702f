#include "service/http/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "model/quote.h"

namespace lawtrace::service {
namespace {

constexpr std::array<std::pair<std::string_view, LogLevel>, 5> kLevels = {
    {{"debug", LogLevel::kDebug},
     {"info", LogLevel::kInfo},
     {"warning", LogLevel::kWarning},
     {"error", LogLevel::kError},
     {"off", LogLevel::kOff}}};

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      break;
  }
  return spdlog::level::off;
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> kLogger = [] {
    auto logger = std::make_shared<spdlog::logger>(
        "lawtrace", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    logger->flush_on(spdlog::level::debug);
    return logger;
  }();
  return *kLogger;
}

std::string JsonText(std::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct ValueText {
  std::string operator()(const std::string& text) const { return JsonText(WithoutSecrets(text)); }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return nlohmann::json(number).dump(); }
};

bool IsWordEnd(char c) {
  return c == ' ' || c == '"' || c == '\'' || c == ',' || c == ';' || c == '<' || c == '>' ||
         c == '&' || c == '=' || c == '(' || c == ')';
}

}  // namespace

Result<LogLevel> ParseLogLevel(std::string_view text) {
  for (const auto& [name, level] : kLevels)
    if (name == text) return level;
  return Fail(ErrorCode::kInvalidInput, "log_level: " + Quote(text) +
                                            " is unknown; write debug, info, warning, error or "
                                            "off");
}

void SetLogLevel(LogLevel level) {
  Logger().set_level(SpdlogLevel(level));
}

void Log(LogLevel level, std::string_view event, LogFields fields) {
  if (!Logger().should_log(SpdlogLevel(level))) return;
  std::string line = "\"event\":" + JsonText(event);
  for (const auto& [name, value] : fields)
    line += "," + JsonText(name) + ":" + std::visit(ValueText{}, value);
  Logger().log(SpdlogLevel(level), line);
}

std::string WithoutSecrets(std::string_view text) {
  constexpr std::string_view kBearer = "Bearer";
  std::string clean;
  bool is_after_bearer = false;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !IsWordEnd(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    const bool is_address = word.find('@') != std::string_view::npos && word.size() > 2;
    if (!word.empty()) {
      clean += is_after_bearer ? "<token>" : is_address ? "<address>" : std::string(word);
      is_after_bearer = word == kBearer;
    }
    if (end < text.size()) clean += text[end];
    begin = end + 1;
  }
  return clean;
}

}  // namespace lawtrace::service
