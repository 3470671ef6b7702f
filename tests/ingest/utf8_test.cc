#include "ingest/utf8.h"

#include <gtest/gtest.h>

#include <string_view>

namespace lawtrace::ingest {
namespace {

TEST(Utf8Test, TakesEveryLengthAndTheEndsOfEachRange) {
  for (const std::string_view text :
       {std::string_view(), std::string_view("plain"), std::string_view("\0", 1),
        std::string_view("\xC2\x80"), std::string_view("\xDF\xBF"),
        std::string_view("\xE0\xA0\x80"), std::string_view("\xED\x9F\xBF"),
        std::string_view("\xEE\x80\x80"), std::string_view("\xEF\xBF\xBF"),
        std::string_view("\xF0\x90\x80\x80"), std::string_view("\xF4\x8F\xBF\xBF"),
        std::string_view("n.\xC2\xBA 37/81 \xE2\x80\x94 \xF0\x9F\x87\xB5")})
    EXPECT_TRUE(IsUtf8(text)) << text;
}

TEST(Utf8Test, RefusesWhatUnicodeDoesNotAllow) {
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xE2\x82",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xF0\x9F\x87", "\xFE", "\xFF", "\xE5r", "good \xE2\x82 bad"})
    EXPECT_FALSE(IsUtf8(text)) << text;
}

}  // namespace
}  // namespace lawtrace::ingest
