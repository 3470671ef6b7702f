#include "service/http/request_head.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace lawtrace::service {
namespace {

// The status with which a head is refused, read byte by byte; 200 if it is not, 0 if it never ends.
int StatusOf(const std::string& text) {
  HeadScanner scanner({});
  for (std::size_t size = 1; size <= text.size(); ++size)
    if (const auto fault = scanner.Scan(std::string_view(text).substr(0, size)))
      return fault->status;
  if (scanner.size() == 0) return 0;
  const auto fault = FaultInHead(std::string_view(text).substr(0, scanner.size()));
  return fault ? fault->status : 200;
}

std::string Get(const std::string& fields) {
  return "GET /v1/scores?at=2019 HTTP/1.1\r\n" + fields + "\r\n";
}

TEST(RequestHeadTest, AnOrdinaryHeadEndsAtItsBlankLine) {
  const std::string head = Get("Host: example.org:8080\r\nAccept: */*\r\n");
  HeadScanner scanner({});
  EXPECT_FALSE(scanner.Scan(head + "body\nof lines"));
  EXPECT_EQ(scanner.size(), head.size());
  EXPECT_EQ(StatusOf(head), 200);
  EXPECT_EQ(StatusOf("GET / HTTP/1.0\r\n\r\n"), 200);
  EXPECT_EQ(StatusOf(Get("host:[::1]:8080\r\nTransfer-Encoding:  Chunked \r\n")), 200);
  EXPECT_EQ(StatusOf(Get("Host: x\r\nContent-Length: 5\r\n")), 200);
  EXPECT_EQ(StatusOf("GET / HTTP/1.1\r\nHost: x\r\n"), 0);
}

TEST(RequestHeadTest, WhatTwoReadersCouldReadDifferentlyIsRefused) {
  const std::string host = "Host: x\r\n";
  for (const auto& [text, status] : std::vector<std::pair<std::string, int>>{
           {"GET / HTTP/1.1\nHost: x\n\n", 400},
           {"GET / HTTP/1.1\r\nHost: x\n\r\n", 400},
           {"GET / HTTP/1.1\rHost: x\r\n\r\n", 400},
           {Get(host + "A: b\r\n c\r\n"), 400},
           {Get(host + "\tA: b\r\n"), 400},
           {Get(host + std::string("A: b\0c\r\n", 8)), 400},
           {Get(""), 400},
           {Get(host + host), 400},
           {Get("Host: x\r\nHOST: y\r\n"), 400},
           {Get("Host: \r\n"), 400},
           {Get("Host: a/b\r\n"), 400},
           {Get("Host: a@b\r\n"), 400},
           {Get("Host: a b\r\n"), 400},
           {"GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n", 400},
           {Get(host + "Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
           {Get(host + "Content-Length: 5\r\ncontent-length: 6\r\n"), 400},
           {Get(host + "Content-Length: 5, 5\r\n"), 400},
           {Get(host + "Content-Length: +5\r\n"), 400},
           {Get(host + "Content-Length: -5\r\n"), 400},
           {Get(host + "Content-Length: 0x5\r\n"), 400},
           {Get(host + "Content-Length: \r\n"), 400},
           {Get(host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
           {Get(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
           {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
           {Get(host + "Transfer-Encoding: gzip\r\n"), 501},
           {Get(host + "Transfer-Encoding: gzip, chunked\r\n"), 501},
           {Get(host + "Transfer-Encoding: chunked, identity\r\n"), 501},
           {Get(host + "Transfer-Encoding: xchunked\r\n"), 501},
           {"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           {"GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           {"GET /\r\nHost: x\r\n\r\n", 400},
           {"nonsense\r\n\r\n", 400},
           {"\r\n\r\n", 400}})
    EXPECT_EQ(StatusOf(text), status) << text;
}

TEST(RequestHeadTest, SizeAndNumberOfFieldsHaveLimits) {
  std::string fields = "Host: x\r\n";
  for (int i = 1; i < 100; ++i) fields += "A: b\r\n";
  EXPECT_EQ(StatusOf(Get(fields)), 200);
  EXPECT_EQ(StatusOf(Get(fields + "A: b\r\n")), 431);
  EXPECT_EQ(StatusOf(Get("Host: x\r\nA: " + std::string(20'000, 'b') + "\r\n")), 431);
  EXPECT_EQ(StatusOf("GET /" + std::string(9'000, 'b')), 414);
  EXPECT_EQ(StatusOf("GET /" + std::string(8'000, 'b') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
}

}  // namespace
}  // namespace lawtrace::service
