#include "service/dispatch/receiver.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "model/check.h"
#include "model/text.h"
#include "model/web_address.h"

namespace lawtrace::service {
namespace {

const icu::IDNA& DomainNames() {
  static const std::unique_ptr<const icu::IDNA> kNames = [] {
    UErrorCode fault = U_ZERO_ERROR;
    std::unique_ptr<const icu::IDNA> made(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, fault));
    Check(U_SUCCESS(fault) != 0, "ICU lacks its data for domain names");
    return made;
  }();
  return *kNames;
}

}  // namespace

std::string AsciiDomain(std::string_view domain) {
  while (domain.ends_with('.')) domain.remove_suffix(1);
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  UErrorCode fault = U_ZERO_ERROR;
  DomainNames().nameToASCII_UTF8(
      icu::StringPiece(domain.data(), static_cast<std::int32_t>(domain.size())), sink, info, fault);
  if (U_FAILURE(fault) != 0 || info.hasErrors() != 0) return Folded(domain);
  while (ascii.ends_with('.')) ascii.pop_back();  // Other scripts have full stops of their own.
  return ascii;
}

std::string MailboxOf(std::string_view address) {
  const std::size_t at = std::min(address.rfind('@'), address.size());
  std::string_view name = address.substr(0, at);
  if (const std::size_t plus = name.find('+'); plus > 0) name = name.substr(0, plus);
  if (at == address.size()) return Folded(name);
  return Folded(name) + "@" + AsciiDomain(address.substr(at + 1));
}

std::string ReceiverOf(const Channel& channel) {
  switch (channel.kind) {
    case ChannelKind::kMail:
      return "mail " + MailboxOf(channel.target);
    case ChannelKind::kWebhook:
      if (const Result<WebAddress> address = ParseWebAddress(channel.target))
        return "host " + AsciiDomain(address->host) + ":" + std::to_string(address->port);
      break;
    case ChannelKind::kFile:
      break;
  }
  return ToString(channel);
}

}  // namespace lawtrace::service
