// Mail as bytes: headers, a text and an HTML part.  RFC 5322, 2045-2047, 2369, 3834, 8058.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/day.h"
#include "model/result.h"

namespace lawtrace::service {

struct Mailbox {
  std::string name;  // May be empty.
  std::string address;
};

// Parses "ADDRESS" or "NAME <ADDRESS>".  kInvalidInput on any other text.
[[nodiscard]] Result<Mailbox> ParseMailbox(std::string_view text);

// Whether `text` is a bare address that can stand in an SMTP command: one "@" with something on
// either side, no blank, control character, comma or angle bracket, at most 254 bytes.
bool IsMailAddress(std::string_view text);

struct Mail {
  Mailbox from;
  std::string to;
  std::string envelope_from;  // Where bounces go.
  std::string subject;
  std::string text;
  std::string html;        // Empty: the text is the only part.
  std::string message_id;  // Without angle brackets; the same mail has the same one.
  Instant sent_at{0};
  std::vector<std::pair<std::string, std::string>> headers;  // More of them, in order: ASCII, each
                                                             // name once.
};

// How a subscriber leaves, as headers of each of its mails.
struct ListHeaders {
  std::string list_id;              // "lawtrace.example.org".
  std::string unsubscribe_url;      // https; a POST to it unsubscribes (RFC 8058).  May be empty.
  std::string unsubscribe_address;  // A mail to it unsubscribes.  May be empty.
};

// List-Id, List-Unsubscribe, List-Unsubscribe-Post.
std::vector<std::pair<std::string, std::string>> HeadersOf(const ListHeaders& list);

// The mail as it is sent, lines ending in CR LF.  Equal mails give equal bytes.
// kInvalidInput: an address is none, or a header holds a character that it cannot.
[[nodiscard]] Result<std::string> ComposeMail(const Mail& mail);

}  // namespace lawtrace::service
