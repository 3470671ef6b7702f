// Structured log lines on standard error, one JSON object each: time, level, event, fields.
//
// A value never holds a secret: routes are logged, not paths with their words, and what looks like
// an address of electronic mail or a bearer token is replaced.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "model/result.h"

namespace lawtrace::service {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

// "debug", "info", "warning", "error" or "off".
[[nodiscard]] Result<LogLevel> ParseLogLevel(std::string_view text);

void SetLogLevel(LogLevel level);

using LogValue = std::variant<std::string, std::int64_t, double>;
using LogFields = std::initializer_list<std::pair<std::string_view, LogValue>>;

void Log(LogLevel level, std::string_view event, LogFields fields = {});

// The text without what may be secret.
std::string WithoutSecrets(std::string_view text);

}  // namespace lawtrace::service
