#include "model/foreign_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lawtrace {
namespace {

using nlohmann::json;

std::string Nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ForeignJsonTest, NestingHasALimitForListsObjectsAndBoth) {
  for (const auto& [open, close, levels] :
       {std::tuple("[", "]", 1), std::tuple("{\"a\":", "}", 1), std::tuple("[{\"a\":", "}]", 2)}) {
    const std::size_t most = kMaxJsonDepth / static_cast<std::size_t>(levels);
    EXPECT_TRUE(ParseForeignJson<json>(Nested(most, open, close)).has_value()) << open;
    for (const std::size_t depth : {most + 1, std::size_t{65'000}}) {
      const Result<json> deep = ParseForeignJson<json>(Nested(depth, open, close));
      ASSERT_FALSE(deep.has_value()) << open << depth;
      EXPECT_EQ(deep.error().Message(), "nests lists and objects more than 64 deep");
    }
  }
}

TEST(ForeignJsonTest, SiblingsAndTextsDoNotNest) {
  std::string wide = "[";
  for (int i = 0; i < 1'000; ++i) wide += R"([{}],)";
  EXPECT_TRUE(ParseForeignJson<json>(wide + "0]").has_value());
  const std::string brackets(1'000, '[');
  EXPECT_TRUE(ParseForeignJson<json>("{\"a\":\"\\\"" + brackets + "\"}").has_value());
  EXPECT_TRUE(ExcessOfJson("\"\\\\\"" + brackets));
}

TEST(ForeignJsonTest, AnObjectHasSoManyMembersAndAListAnyNumber) {
  const auto object = [](std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"a:b:c\"";
    return text + "}";
  };
  for (const auto& [before, behind] : {std::pair("", ""), std::pair("[{\"a\":", "}]")}) {
    EXPECT_TRUE(ParseForeignJson<json>(before + object(kMaxJsonMembers) + behind));
    const Result<json> wide = ParseForeignJson<json>(before + object(kMaxJsonMembers + 1) + behind);
    ASSERT_FALSE(wide.has_value());
    EXPECT_EQ(wide.error().Message(), "has an object of more than 1000 members");
  }
  std::string list = "[";
  for (int i = 0; i < 3'000; ++i) list += R"({"a":1,"b":{"c":2}},)";
  EXPECT_TRUE(ParseForeignJson<json>(list + "0]").has_value()) << "each object counts for itself";
}

TEST(ForeignJsonTest, WhatIsNoJsonIsSaidToBeNone) {
  for (const char* text : {"", "{", "[1,]", "nul", "\"\xff\"", "{\"a\":1}x", "]]]"}) {
    const Result<json> none = ParseForeignJson<json>(text);
    ASSERT_FALSE(none.has_value()) << text;
    EXPECT_EQ(none.error().Message(), "is not JSON") << text;
  }
}

}  // namespace
}  // namespace lawtrace
